"""A table's columns are a promise: a change must be meant, told in the changelog, and written down here."""

import json

import pytest

from analyzer.tables import TABLES, Table
from tests.schemas.regenerate import FOLDER, described


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_columns_types_and_checks_are_those_written_down(table: Table) -> None:
    golden = json.loads((FOLDER / f"{table.name}.json").read_text(encoding="utf-8"))
    assert described(table) == golden, "run python tests/schemas/regenerate.py if the change is meant"
