"""The other side of :mod:`analyzer.articles.process`: reads files on request, within bounds that the system enforces."""

from __future__ import annotations

import importlib
import json
import os
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from analyzer.articles.limits import Limits, megabytes
from analyzer.errors import AnalyzerError
from analyzer.records import Article

READERS = {
    ".html": ("html", "lxml"),
    ".htm": ("html", "lxml"),
    ".docx": ("docx", "python-docx"),
    ".pdf": ("pdf", "pypdfium2"),
    ".xlsx": ("sheets", "python-calamine"),
    ".parquet": ("columnar", "pyarrow"),
}
"""Suffix → module of its reader in this package, with a function ``read``; and the package that it needs."""

_SIZE = struct.Struct(">I")
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "urllib.", "ftplib.", "webbrowser.")


def main() -> None:
    """Answer requests on standard input until it is closed: a line of JSON in, frames of JSON out."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the frames
    sys.addaudithook(_refuse)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        restore = _bound(limits)
        try:
            for answer in answers(Path(request["file"]), request["kind"], request["id"], request["columns"], limits, request["part"]):
                _send(out, answer)
                _set_alarm(limits)
        finally:
            restore()
        _send(out, None)


def answers(
    file: Path, kind: str, id: str, columns: Mapping[str, str], limits: Limits, part: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """What reading a file gives: articles, rows that gave none, and at most one error, after which no more comes.

    An error is ``spent`` where the process has used up its memory and should read no other file.

    Args:
        part: of a parquet file the ``groups`` to read, with ``first``, the number of their first row; or ``count``, to be
            told what groups there are.
    """
    skips: list[tuple[str, str]] = []
    try:
        read = reader(kind)
        if part and "count" in part:
            from analyzer.articles.columnar import row_groups

            yield {"groups": row_groups(file)}
            return
        for article in read(file, id, columns, lambda place, reason: skips.append((place, reason)), limits, **part or {}):
            while skips:
                yield {"skip": skips.pop(0)}
            yield {"article": {name: getattr(article, name) for name in Article.__dataclass_fields__}}
        for skip in skips:
            yield {"skip": skip}
    except AnalyzerError as error:
        yield from ({"skip": skip} for skip in skips)
        yield {"error": str(error)}
    except MemoryError:
        yield {"error": f"needs more memory than its reader may take ({megabytes(limits.reader_bytes)})", "spent": True}
    except RecursionError:
        yield {"error": "is nested too deeply"}
    except Exception as error:  # the libraries raise what they like on damaged files; the reason names it
        first = (str(error).strip().splitlines() or [""])[0][:200]
        yield {"error": f"is damaged or not {kind[1:]}: {type(error).__name__}{': ' * bool(first)}{first}"}


def reader(kind: str) -> Callable[..., Iterator[Article]]:
    """The function that reads files of a kind.

    Raises:
        MissingExtraError: its library is not installed.
    """
    from analyzer.errors import MissingExtraError

    module, package = READERS[kind]
    try:
        read: Callable[..., Iterator[Article]] = importlib.import_module(f"analyzer.articles.{module}").read
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"reading {kind}", "formats", error.name or package) from None
    return read


def _send(out: BinaryIO, answer: dict[str, Any] | None) -> None:
    body = json.dumps(answer).encode()
    out.write(_SIZE.pack(len(body)) + body)
    out.flush()


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    # No reader has any business with the network or with other programs.
    if event.startswith(_REFUSED):
        raise PermissionError(f"a reader may not call {event}")


def _bound(limits: Limits) -> Callable[[], None]:
    """Have the system end this process when it takes too long, also inside a library's C code; bound its memory."""
    try:
        import resource
        import signal
    except ImportError:  # Windows: the asking side waits no longer than its limit
        return lambda: None
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limits.reader_bytes if hard == resource.RLIM_INFINITY else min(limits.reader_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _set_alarm(limits)

    def restore() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))

    return restore


def _set_alarm(limits: Limits) -> None:
    try:
        import signal

        # Longer than the asking side waits, which then tells the reason: this is for when that side is gone.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 60)
    except (ImportError, AttributeError):  # Windows
        return
