"""Readers of risky formats in a process of their own: one that hangs, crashes or swells costs its file and nothing else.

The process is started at the first file that needs it, reads one file after the other, and is ended when it takes too
long. Works inside Dask workers too: it is a plain subprocess, not a child of multiprocessing.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, cast

from analyzer.articles.limits import Limits, megabytes
from analyzer.articles.rows import OnSkip
from analyzer.errors import InputError, TimeLimitError
from analyzer.records import Article

_log = logging.getLogger(__name__)
_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from analyzer.articles.worker import main; main()"
_SIZE = struct.Struct(">I")
_AHEAD = 16
_FIRST = 20.0
"""Seconds more for the first answer: the process starts and imports the reader's library."""


def read_apart(
    file: Path, kind: str, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits, *, groups: tuple[int, int] | None = None, first: int = 1
) -> Iterator[Article]:
    """The articles of a html, docx, pdf, xlsx or parquet file, read in another process.

    Args:
        groups: of a parquet file, the first row group to read and the one after the last; all without it.
        first: number of the first row in them.

    Raises:
        InputError: it cannot be read, took too long, or broke its reader; or the extra ``formats`` is not installed.
    """
    part = {"groups": groups, "first": first} if groups else None
    request = {"file": str(file), "kind": kind, "id": id, "columns": dict(columns), "limits": asdict(limits), "part": part}
    for answer in _answers(request, limits):
        match answer:
            case {"article": fields}:
                yield Article(**fields)
            case {"skip": [place, reason]}:
                on_skip(place, reason)


def row_groups(file: Path, limits: Limits) -> list[tuple[int, int]]:
    """Rows and bytes of each row group of a parquet file.

    Raises:
        InputError: as :func:`read_apart`.
    """
    request = {"file": str(file), "kind": ".parquet", "id": "", "columns": {}, "limits": asdict(limits), "part": {"count": True}}
    return [(rows, size) for answer in _answers(request, limits) for rows, size in answer["groups"]]


def _answers(request: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    """The answers of a reader to a request, without the fault at their end, which is raised."""
    process = _taken()
    done, spent, fault = False, False, ""
    try:
        process.ask(request)
        while (answer := process.answer(limits)) is not None:
            if "error" in answer:
                fault, spent = answer["error"], bool(answer.get("spent"))
            else:
                yield answer
        done = not spent
        if fault:
            raise InputError(fault)
    finally:
        if done:
            _free.append(process)
        else:
            process.end()


class _Process:
    """A running reader and the thread that takes its answers, so that waiting for one can end."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.fresh = True
        self._popen = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._answers: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._ended = threading.Event()
        threading.Thread(target=self._listen, args=(cast(IO[bytes], self._popen.stdout),), daemon=True).start()

    def ask(self, request: dict[str, Any]) -> None:
        stdin = cast(IO[bytes], self._popen.stdin)
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError:
            raise InputError("cannot be read: the reader's process did not start") from None

    def answer(self, limits: Limits) -> dict[str, Any] | None:
        """The next answer; None at the end of the file."""
        try:
            got = self._answers.get(timeout=limits.seconds + (_FIRST if self.fresh else 0))
        except queue.Empty:
            raise TimeLimitError("its reader", limits.seconds) from None
        self.fresh = False
        if got is None:
            raise InputError(f"broke its reader (a damaged or hostile file, or one that needs more than {megabytes(limits.reader_bytes)} of memory)")
        answer: dict[str, Any] | None = json.loads(got)
        return answer

    def end(self) -> None:
        self._ended.set()
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            try:
                cast(IO[bytes], pipe).close()
            except OSError:  # what was not yet sent to it
                _log.debug("the reader's pipe was gone", exc_info=True)

    def alive(self) -> bool:
        return self.owner == os.getpid() and self._popen.poll() is None

    def _listen(self, stdout: IO[bytes]) -> None:
        while True:
            try:
                head = stdout.read(_SIZE.size)
                body = stdout.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else None
            except (OSError, ValueError):  # closed under our hands by end()
                body = None
            while not self._ended.is_set():
                try:
                    self._answers.put(body, timeout=0.5)
                    break
                except queue.Full:
                    continue
            if body is None or self._ended.is_set():
                return


_free: list[_Process] = []


def _taken() -> _Process:
    """A process that nobody uses: one left by an earlier file, else a new one."""
    while True:
        try:
            process = _free.pop()
        except IndexError:
            break
        if process.alive():
            return process
        if process.owner == os.getpid():  # after a fork the other owner's process is not ours to end
            process.end()
    return _Process()


@atexit.register
def end_all() -> None:
    """End the reader processes that are idle; the next file that needs one starts it."""
    while _free:
        process = _free.pop()
        if process.owner == os.getpid():
            process.end()
