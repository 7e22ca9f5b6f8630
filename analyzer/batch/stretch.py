"""Pieces of the plan → articles, as if their files were read from the beginning."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from analyzer.articles.files import Found
from analyzer.articles.limits import Limits
from analyzer.articles.process import read_apart
from analyzer.articles.reader import FAULTS, Skip, printable, read_or_skip, reason_of
from analyzer.articles.rows import OnSkip, from_csv_rows, from_jsonl
from analyzer.batch.pieces import CSV, JSONL, WHOLE, Piece
from analyzer.errors import InputError
from analyzer.records import Article


def read_piece(piece: Piece, columns: Mapping[str, str], skip: Callable[[Skip], None], limits: Limits) -> Iterator[Article]:
    """The articles of a piece; what gave none goes to ``skip``."""
    if piece.kind == WHOLE:
        found = Found(Path(piece.path), piece.name, piece.fault)
        yield from read_or_skip(found, columns, skip, limits, shown=piece.shown)
        return

    def on_skip(place: str, reason: str) -> None:
        skip(Skip(printable(f"{piece.shown}:{place.removeprefix('line ')}"), reason))

    try:
        yield from _rows(piece, columns, on_skip, limits)
    except FAULTS as error:
        skip(Skip(piece.shown, reason_of(error)))


def _rows(piece: Piece, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:
    if piece.fault:
        raise InputError(piece.fault)
    file = Path(piece.path)
    if piece.kind not in (JSONL, CSV):
        yield from read_apart(file.resolve(), ".parquet", "", columns, on_skip, limits, groups=(piece.start, piece.end), first=piece.first)
        return
    with file.open("rb", buffering=0) as opened:
        handle = cast(BinaryIO, io.BufferedReader(Stretch(opened, piece.start, piece.end), 1 << 18))
        if piece.kind == JSONL:
            yield from from_jsonl(handle, columns, on_skip, limits, first=piece.first, checked=True)
        else:
            yield from from_csv_rows(handle, columns, on_skip, limits, encoding=piece.encoding, header=piece.header, first=piece.first)


class Stretch(io.RawIOBase):
    """Some bytes of an open file as a stream of its own.

    >>> io.BufferedReader(Stretch(io.BytesIO(b"0123456789"), 2, 5)).read()
    b'234'
    """

    def __init__(self, handle: Any, start: int, end: int) -> None:
        """The bytes from ``start`` up to ``end``."""
        self._handle, self._left = handle, end - start
        handle.seek(start)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``, at the end less of it."""
        data = self._handle.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)
