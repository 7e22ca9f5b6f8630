"""Writes the schemas of the tables anew, after a column was changed on purpose: python tests/schemas/regenerate.py"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analyzer.tables import TABLES, Table, schema

FOLDER = Path(__file__).parent


def described(table: Table) -> list[dict[str, Any]]:
    """The columns of a table with their headers, dtypes and checks, as its pandera schema has them."""
    columns = schema(table).columns
    return [
        {
            "name": column.name, "zh": column.zh, "dtype": "str" if column.kind is str else str(columns[column.name].dtype), "nullable": columns[column.name].nullable,
            "checks": [check.error or check.name for check in columns[column.name].checks],
            **({"values": [str(value) for value in column.kind]} if isinstance(column.kind, tuple) else {}),
        }
        for column in table.columns
    ]  # fmt: skip


if __name__ == "__main__":
    for one in TABLES:
        lines = ",\n".join(json.dumps(column, ensure_ascii=False) for column in described(one))
        (FOLDER / f"{one.name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
