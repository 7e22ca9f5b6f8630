"""Text files, one a table: CSV for spreadsheets and everything else, JSON Lines for programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO, TextIOWrapper
from json import JSONEncoder
from pathlib import Path

from analyzer.sinks.base import Sink
from analyzer.tables import Cell, Column, Headers, Row, Table
from analyzer.writing import TableWriter, plain_cell

_encode = JSONEncoder(ensure_ascii=False).encode


class _TextSink(Sink):
    suffix = ""

    def __init__(self, folder: Path, tables: Sequence[Table], encoding: str) -> None:
        super().__init__(tables)
        self._paths = {table.name: folder / f"{table.name}.{self.suffix}" for table in tables}
        self._handles: dict[str, TextIOWrapper] = {}
        for name, path in self._paths.items():
            self._handles[name] = path.open("x", encoding=encoding, newline="", errors="replace")

    def add_made(self, name: str, made: bytes) -> None:
        """Write lines that are ready."""
        handle = self._handles[name]
        handle.flush()
        handle.buffer.write(made)

    def _close(self) -> list[Path]:
        self.abort()
        return list(self._paths.values())

    def abort(self) -> None:
        for handle in self._handles.values():
            handle.close()


class CsvSink(_TextSink):
    """CSV after RFC 4180, in UTF-8; cells that a spreadsheet would run have an apostrophe before them."""

    suffix = "csv"

    def __init__(self, folder: Path, tables: Sequence[Table], *, headers: Headers = "en", bom: bool = True) -> None:
        """Create the files with their headers."""
        super().__init__(folder, tables, "utf-8-sig" if bom else "utf-8")
        self._writers = {t.name: TableWriter(self._handles[t.name], t.headers(headers)) for t in tables}

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        self._writers[name].add(rows)


def rows_of_csv(table: Table, made: bytes) -> list[Row]:
    """The rows that :func:`analyzer.writing.csv_text` was given, where they were as the table declares them.

    Raises:
        ValueError: these are no rows of the table.
    """
    before = csv.field_size_limit()
    csv.field_size_limit(max(before, len(made) + 1))  # never lowered: it holds for the whole process
    try:
        rows = list(csv.reader(StringIO(made.decode(), newline=""), strict=True))
        columns = [_read_back(column, cells) for column, cells in zip(table.columns, zip(*rows, strict=True), strict=True)] if rows else []
    except csv.Error as error:
        raise ValueError(str(error)) from None
    finally:
        csv.field_size_limit(before)
    return list(zip(*columns, strict=True))


def _read_back(column: Column, cells: Sequence[str]) -> Sequence[Cell]:
    if column.kind is int:
        return [*map(int, cells)]
    if column.kind is float:
        return [float(cell) if cell else None for cell in cells]
    return [*map(plain_cell, cells)]


class JsonlSink(_TextSink):
    """One JSON object a line with the table's columns as keys; numbers are numbers, an empty number is null."""

    suffix = "jsonl"

    def __init__(self, folder: Path, tables: Sequence[Table], *, headers: Headers = "en") -> None:
        """Create the files."""
        super().__init__(folder, tables, "utf-8")
        self._keys = {table.name: table.headers(headers) for table in tables}

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        self._handles[name].write(jsonl_text(self._keys[name], rows))


def jsonl_text(keys: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as lines of JSON objects.

    >>> jsonl_text(("a", "b"), [("汽车", None)])
    '{"a": "汽车", "b": null}\\n'
    """
    return "".join([_encode(dict(zip(keys, row, strict=True))) + "\n" for row in rows])
