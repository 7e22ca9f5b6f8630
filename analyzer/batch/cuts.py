"""Where large files of rows are cut: jsonl at line ends, csv at the ends of rows, parquet at row groups.

A cut depends on the content, not on the distance from the beginning: rows put into the middle of a file move the cuts of
the one or two stretches around them. Those behind hold the same bytes, and are new all the same, for they begin at another
byte and line: they are read again, and the results of their articles taken over.
"""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from analyzer.articles.decoding import LINEWISE, detect
from analyzer.articles.files import Found
from analyzer.articles.limits import Limits
from analyzer.articles.process import row_groups
from analyzer.articles.reader import printable, reason_of
from analyzer.articles.rows import check_found, csv_rows, from_jsonl
from analyzer.batch.pieces import CSV, JSONL, PARQUET, Piece, mark_of
from analyzer.errors import InputError

LEAST, MOST = 1 << 19, 1 << 21
"""Bytes of a stretch: no cut before the first number, a cut at the next row after the second."""
PACKED = 1 << 17
"""A compressed file of more bytes is unpacked once, so that workers can begin in its middle."""
_ONE_IN = 64
"""Of the rows between ``LEAST`` and ``MOST``, one in so many ends its stretch."""
_BLOCK = 1 << 20
_KINDS = {".jsonl": JSONL, ".csv": CSV, ".parquet": PARQUET}


def kind_of(found: Found) -> tuple[str, bool]:
    """The kind of a file of rows that is large enough to be cut, and whether it is compressed; "" for all others."""
    name = Path(found.name)
    packed = name.suffix.lower() == ".gz"
    kind = _KINDS.get(Path(name.stem).suffix.lower() if packed else name.suffix.lower(), "")
    if found.fault or not kind or (packed and kind == PARQUET):
        return "", False
    return (kind, packed) if found.path.stat().st_size > (PACKED if packed else MOST) else ("", False)


def source_of(found: Found) -> str:
    """What names a file in its present state: a digest of its path, size and times."""
    return blake2b(f"{found.path.resolve()}\0{mark_of(found)}".encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def unpacked(found: Found, folder: Path, limits: Limits) -> tuple[Path, str]:
    """A compressed input's content as a file in ``folder``, and what was wrong with it at its end.

    What comes before the fault is kept, up to the last whole line.

    Raises:
        InputError: it cannot be read, or is a decompression bomb.
        OSError: the copy cannot be written.
    """
    with _of_input():
        file = folder / source_of(found)
        size, opened = found.path.stat().st_size, _opened(found.path)
    with opened as packed:
        return (file, "") if file.exists() else _unpack(packed, size, file, limits)


def _unpack(packed: gzip.GzipFile, size: int, file: Path, limits: Limits) -> tuple[Path, str]:
    fault, at = "", 0
    growing = file.with_suffix(f".{os.getpid()}.tmp")
    with growing.open("wb") as out:
        try:
            while block := _block(packed):
                out.write(block)
                at += len(block)
                limits.check_expansion(size, at)
        except InputError:
            out.close()
            growing.unlink()
            raise
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            fault = str(error)
    if fault:
        _drop_last_line(growing)
        file = file.with_suffix(".cut")
    growing.replace(file)
    return file, fault


def _opened(path: Path) -> gzip.GzipFile:
    return gzip.open(path)


def _block(packed: gzip.GzipFile) -> bytes:
    with _of_input():
        return packed.read1(_BLOCK)


@contextmanager
def _of_input() -> Iterator[None]:
    """Tell errors of the input from those of writing its copy."""
    try:
        yield
    except gzip.BadGzipFile:  # an OSError as well; what comes before it is kept
        raise
    except OSError as error:
        raise InputError(reason_of(error)) from error


def _drop_last_line(file: Path) -> None:
    """Cut the file behind its last line break: the line after it is not whole."""
    with file.open("r+b") as handle:
        at = handle.seek(0, os.SEEK_END)
        while at:
            start = max(0, at - _BLOCK)
            handle.seek(start)
            found = handle.read(at - start).rfind(b"\n")
            if found >= 0:
                handle.truncate(start + found + 1)
                return
            at = start
        handle.truncate(0)


def stretches(found: Found, file: Path, kind: str, columns: Mapping[str, str], limits: Limits) -> Iterator[Piece]:
    """The stretches of a file of rows; none where it must be read as a whole, which also tells what is wrong with it.

    Args:
        found: the input.
        file: where its content stands, unpacked.
        columns: as :func:`analyzer.articles.rows.check_columns` gives them.
    """
    piece = Piece(str(file.absolute()), printable(found.path), found.name, "", kind)
    if kind == PARQUET:
        yield from _parquet(replace(piece, mark=mark_of(found)), limits)
        return
    with file.open("rb") as handle:
        yield from (_jsonl if kind == JSONL else _csv)(piece, handle, columns, limits)


class _Cutter:
    """Decides after which rows a stretch ends, and keeps the digest of its bytes."""

    def __init__(self, piece: Piece, at: int, first: int) -> None:
        self._piece, self._at, self._first = piece, at, first
        self._digest = blake2b(digest_size=16)

    def add(self, data: bytes) -> None:
        self._digest.update(data)

    def full(self, at: int, last: bytes) -> bool:
        """Whether the stretch is to end at ``at``, behind a row that ends in ``last``."""
        size = at - self._at
        return size >= MOST or (size >= LEAST and zlib.crc32(last) % _ONE_IN == 0)

    def cut(self, at: int, next_line: int) -> Iterator[Piece]:
        if at > self._at:
            yield replace(self._piece, start=self._at, end=at, size=at - self._at, first=self._first, mark=self._digest.hexdigest())
        self._at, self._first, self._digest = at, next_line, blake2b(digest_size=16)


def _jsonl(piece: Piece, handle: BinaryIO, columns: Mapping[str, str], limits: Limits) -> Iterator[Piece]:
    if handle.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return
    handle.seek(0)
    try:  # the first object tells whether the keys are right
        if next(from_jsonl(handle, columns, lambda *_: None, limits), None) is None:
            return
    except InputError:
        return
    handle.seek(0)
    cutter, at, lines = _Cutter(piece, 0, 1), 0, 0
    while block := handle.readline(_BLOCK):
        at += len(block)
        cutter.add(block)
        if block.endswith(b"\n"):
            lines += 1
            if cutter.full(at, block):
                yield from cutter.cut(at, lines + 1)
    yield from cutter.cut(at, lines + 1)


class _Decoded:
    """The lines of a csv as text, with the place in bytes that has been reached."""

    def __init__(self, handle: BinaryIO, encoding: str) -> None:
        self._handle, self._encoding = handle, encoding
        self.at, self.lines, self.last = handle.tell(), 0, b""
        self.cutter: _Cutter | None = None

    def readline(self, limit: int) -> str:
        self.last = self._handle.readline(limit)
        self.at += len(self.last)
        if self.cutter:
            self.cutter.add(self.last)
        text = self.last.decode(self._encoding, "replace")
        self.lines += text.count("\n") + text.count("\r") - text.count("\r\n")
        return text


def _csv(piece: Piece, handle: BinaryIO, columns: Mapping[str, str], limits: Limits) -> Iterator[Piece]:
    head = handle.read(_BLOCK)
    try:
        encoding, skip = detect(head, partial=len(head) == _BLOCK)
    except InputError:
        return
    if encoding not in LINEWISE:  # a byte of its line breaks may be half of a character
        return
    handle.seek(skip)
    text = _Decoded(handle, encoding)
    try:
        rows = csv_rows(cast(TextIO, text), limits)
        _, cells = next(rows, (0, []))
        header = tuple(cell.strip() for cell in cells)
        check_found(list(header), columns)
    except InputError:
        return
    piece = replace(piece, encoding=encoding, header=header)
    cutter = text.cutter = _Cutter(piece, text.at, text.lines + 1)
    try:
        for _ in rows:
            if cutter.full(text.at, text.last):
                yield from cutter.cut(text.at, text.lines + 1)
    except InputError:  # whoever reads the last stretch tells of it
        while text.readline(_BLOCK):
            pass
    yield from cutter.cut(text.at, text.lines + 1)


def _parquet(piece: Piece, limits: Limits) -> Iterator[Piece]:
    try:
        groups = row_groups(Path(piece.path), limits)
    except InputError:
        return
    start = rows = before = size = 0
    for number, (length, bytes_) in enumerate(groups):
        rows, size = rows + length, size + bytes_
        if size >= LEAST or number == len(groups) - 1:
            yield replace(piece, start=start, end=number + 1, size=size, first=before + 1)
            start, before, size = number + 1, rows, 0
