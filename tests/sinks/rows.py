"""Rows made by hand for the sinks: no analysis, whatever cells a test needs."""

from __future__ import annotations

from typing import Any

from analyzer.tables import Column, Row, Table


def row(table: Table, **cells: Any) -> Row:
    """A row of empty texts, zeros and first values, but for ``cells``."""

    def basic(column: Column) -> Any:
        if isinstance(column.kind, tuple):
            return str(column.kind[0])
        return {str: "", int: int(column.low or 0), float: 0.5 if column.high else None}[column.kind]

    unknown = set(cells) - {c.name for c in table.columns}
    assert not unknown, unknown
    return tuple(cells.get(c.name, basic(c)) for c in table.columns)
