"""An Excel workbook with a sheet for each table.

XlsxWriter makes the workbook: styles, widths, frozen headers, filters. The rows are written here, straight into the XML
of their sheets, for that takes a fifth of the time of a call for each cell.
"""

from __future__ import annotations

import io
import logging
import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from analyzer.errors import MissingExtraError
from analyzer.sinks.base import Sink
from analyzer.sinks.cells import CELL_LIMIT, CUT, CellWriter, column_letters
from analyzer.tables import DATE_COLUMNS, Column, Headers, Row, Table

_log = logging.getLogger(__name__)

ROW_LIMIT = 1_048_576
"""Rows of a sheet, the header among them (Microsoft: Excel specifications and limits)."""
_WIDTHS = {"text": 50, "evidence": 50, "title": 36, "contexts": 36, "goals": 36, "object": 30, "heading_path": 24, "url": 24}
_WIDE, _NARROW = 16, 10
_END = b"</sheetData>"
_ZIP32 = 2_000_000_000
_STYLE = re.compile(rb'<col [^>]*style="(\d+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


class WorkbookSink(Sink):
    """Typed cells, full ISO dates as dates, the header frozen and filterable, wide columns where text is long.

    Rows go to the disk as they come. A table of more rows than a sheet holds goes on in ``directives (2)``; a cell of
    more than 32,767 UTF-16 units is cut and says so at its end; both are logged as warnings.
    """

    def __init__(self, path: Path, tables: Sequence[Table], *, headers: Headers = "en", row_limit: int = ROW_LIMIT) -> None:
        """Create the working files.

        Raises:
            MissingExtraError: xlsxwriter is not installed.
        """
        super().__init__(tables)
        self.path, self._headers = path, headers
        self._work = path.with_name(f".{path.name}-rows")
        self._sheets = {table.name: _Sheets(table, self._work, row_limit) for table in tables}
        # XlsxWriter numbers the styles: an empty workbook tells the number of the dates.
        with zipfile.ZipFile(self._empty_book()) as book:
            found = [_STYLE.search(book.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(tables) + 1)]
        self._work.mkdir()
        for sheets, style in zip(self._sheets.values(), found, strict=True):
            sheets.open(int(style[1]) if style else 0)

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        self._sheets[name].add(rows)

    def _close(self) -> list[Path]:
        for sheets in self._sheets.values():
            sheets.close()
        try:
            self._assemble()
        finally:
            shutil.rmtree(self._work, ignore_errors=True)
        for sheets in self._sheets.values():
            sheets.warn(self.path.name)
        return [self.path]

    def abort(self) -> None:
        """Remove the working files; there is no workbook then."""
        for sheets in self._sheets.values():
            sheets.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def _empty_book(self) -> io.BytesIO:
        """The workbook as it will be, without its rows."""
        try:
            import xlsxwriter
        except ImportError as error:
            raise MissingExtraError("writing xlsx", "tables", "xlsxwriter") from error
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
            book.set_properties({"created": datetime(2000, 1, 1)})  # the same rows give the same file
            bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            for sheets in self._sheets.values():
                headers = sheets.table.headers(self._headers)
                for number, rows in enumerate(sheets.rows, 1):
                    sheet = book.add_worksheet(sheets.name(number))
                    sheet.freeze_panes(1, 0)
                    for place, column in enumerate(sheets.table.columns):
                        sheet.set_column(place, place, _width(column), day if column.name in DATE_COLUMNS else None)
                        sheet.write_string(0, place, headers[place], bold)
                    sheet.autofilter(0, 0, max(rows, 1), len(headers) - 1)
        return memory

    def _assemble(self) -> None:
        """Copy the empty workbook, each of its sheets with its rows."""
        rows = {
            f"xl/worksheets/sheet{n}.xml": (sheets, part)
            for n, (sheets, part) in enumerate(((s, part) for s in self._sheets.values() for part in range(1, len(s.rows) + 1)), 1)
        }
        with zipfile.ZipFile(self._empty_book()) as book, zipfile.ZipFile(self.path, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
            for entry in book.infolist():
                content = book.read(entry)
                sheets, number = rows.get(entry.filename, (None, 0))
                # Zip64 only where it must be: not every reader of workbooks knows it.
                size = len(content) + (sheets.file(number).stat().st_size if sheets else 0)
                with out.open(entry.filename, "w", force_zip64=size > _ZIP32) as part:
                    if sheets:
                        head, _, tail = content.partition(_END)
                        part.write(_DIMENSION.sub(sheets.dimension(number), head))
                        with sheets.file(number).open("rb") as written:
                            shutil.copyfileobj(written, part, 1 << 20)
                        content = _END + tail
                    part.write(content)


class _Sheets:
    """The sheets of one table: one, or more where the rows do not fit. Each grows in a file of XML."""

    def __init__(self, table: Table, work: Path, row_limit: int) -> None:
        self.table, self._work, self._limit = table, work, row_limit - 1  # one for the header
        self.rows = [0]
        """How many rows each sheet holds."""

    def open(self, date_style: int) -> None:
        self._cells = CellWriter(self.table, date_style)
        self._handle = self._open()

    def add(self, rows: Iterable[Row]) -> None:
        xml = self._cells.xml
        for row in rows:
            if self.rows[-1] == self._limit:
                self._handle.close()
                self.rows.append(0)
                self._handle = self._open()
            self.rows[-1] += 1
            self._handle.write(xml(row, self.rows[-1] + 1))

    def close(self) -> None:
        self._handle.close()

    def warn(self, file: str) -> None:
        if self._cells.cut:
            _log.warning(
                "%s: %d cells of %s were longer than the %d characters that Excel allows and end in %s; the other formats hold them whole",
                file, self._cells.cut, self.table.name, CELL_LIMIT, CUT,
            )  # fmt: skip
        if len(self.rows) > 1:
            _log.warning(
                "%s: %s has %d rows, more than a sheet of Excel holds, and goes on in %d more: up to %r",
                file, self.table.name, sum(self.rows), len(self.rows) - 1, self.name(len(self.rows)),
            )  # fmt: skip

    def name(self, number: int) -> str:
        return self.table.name if number == 1 else f"{self.table.name} ({number})"

    def file(self, number: int) -> Path:
        return self._work / f"{self.table.name}-{number}.xml"

    def dimension(self, number: int) -> bytes:
        return f'<dimension ref="A1:{column_letters(len(self.table.columns) - 1)}{self.rows[number - 1] + 1}"/>'.encode()

    def _open(self) -> TextIO:
        return self.file(len(self.rows)).open("x", encoding="utf-8", errors="replace", newline="\n", buffering=1 << 18)


def _width(column: Column) -> int:
    return _WIDTHS.get(column.name, _WIDE if column.kind is str else _NARROW)
