"""Rows as the XML of a sheet (ECMA-376, part 1, 18.3): text inline, numbers and dates as numbers, empty cells left out.

A cell is text or a number by its declared type: text is never a formula, a link or a number, whatever it looks like.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from analyzer.tables import DATE_COLUMNS, Cell, Row, Table

CELL_LIMIT = 32_767
"""UTF-16 units of a cell (Microsoft: Excel specifications and limits)."""
CUT = "…［截断］"
"""At the end of a cell that had to be cut."""
_EPOCH, _FIRST = date(1899, 12, 30), date(1900, 3, 1)
"""Day 0 of Excel's calendar, and the first day on which it is right: it holds 1900 for a leap year."""
_SPECIAL = re.compile("[&<>\x00-\x1f\x7f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "\t", "\n": "\n"}


class CellWriter:
    """Writes the rows of a table as XML.

    Attributes:
        cut: how many cells were too long.
    """

    def __init__(self, table: Table, date_style: int) -> None:
        """``date_style`` is the number of the style of dates in the workbook."""
        self.cut = 0
        self._day = f'" s="{date_style}"><v>'
        numbers = [c.kind in (int, float) for c in table.columns]
        self._columns = [
            (f'<c r="{column_letters(n)}', numbers[n], c.name in DATE_COLUMNS) for n, c in enumerate(table.columns)
        ]

    def xml(self, row: Row, number: int) -> str:
        """The XML of a row; ``number`` counts from 1, the header among them."""
        parts = [f'<row r="{number}">']
        add = parts.append
        for (place, numeric, dated), cell in zip(self._columns, row, strict=True):
            if cell is None or cell == "":
                continue
            if numeric:
                add(f'{place}{number}"><v>{cell!r}</v></c>')
            elif dated and (serial := excel_day(cell)):
                add(f"{place}{number}{self._day}{serial}</v></c>")
            else:
                add(f'{place}{number}" t="inlineStr"><is><t xml:space="preserve">{self._text(cell)}</t></is></c>')
        add("</row>\n")
        return "".join(parts)

    def _text(self, cell: Cell) -> str:
        text = str(cell)
        if len(text) > CELL_LIMIT // 2 and _units(text) > CELL_LIMIT:
            self.cut += 1
            text = shortened(text)
        return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    # What XML cannot hold is written as _xHHHH_ (ECMA-376, part 1, 22.9.2.19), and what looks like that, too.
    found = match[0]
    if len(found) > 1:
        return f"_x005F{found}"
    return _NAMED.get(found) or f"_x{ord(found):04X}_"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str) -> str:
    """The beginning of a text, as much as a cell holds, with the mark of the cut.

    >>> len(shortened("字" * 40_000)), shortened("字" * 40_000)[-5:]
    (32767, '…［截断］')
    """
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (CELL_LIMIT - len(CUT))]
    return units.decode("utf-16-le", "ignore") + CUT


@lru_cache(maxsize=4096)
def excel_day(cell: Cell) -> int:
    """The number of the day that a cell states in full; 0 for ``2025-05``, ``2025`` and days before Excel's calendar.

    >>> excel_day("2025-05-27"), excel_day("2025-05"), excel_day("1899-01-01")
    (45804, 0, 0)
    """
    try:
        day = date.fromisoformat(cell) if isinstance(cell, str) and len(cell) == len("2025-05-27") else None
    except ValueError:
        return 0
    return (day - _EPOCH).days if day and day >= _FIRST else 0


def column_letters(number: int) -> str:
    """The letters of a column, from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(44)
    ('A', 'Z', 'AA', 'AS')
    """
    return chr(65 + number) if number < 26 else column_letters(number // 26 - 1) + chr(65 + number % 26)
