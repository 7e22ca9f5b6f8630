"""CSV that is read back: the rows are the ones that were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.sinks import made
from analyzer.sinks.text import rows_of_csv
from analyzer.tables import TARGETS
from analyzer.writing import keeps_cells
from tests.sinks.rows import row

_CELLS = st.text(st.sampled_from("'\"=－,\r\n\0\u2028 \u3000汽车a1")) | st.text()


@given(st.lists(st.tuples(_CELLS, st.integers(0, 10**9), st.none() | st.floats(allow_nan=False))))
def test_rows_come_back_as_they_were_unless_a_cell_is_ambiguous(cells: list[tuple[str, int, float | None]]) -> None:
    rows = [row(TARGETS, text=text, start=start, number=number) for text, start, number in cells]
    ready = made("csv", TARGETS, rows)
    assert ready is not None
    assert (rows_of_csv(TARGETS, ready) == rows) == keeps_cells(ready, rows)


def test_a_cell_longer_than_python_reads_by_itself_comes_back() -> None:
    rows = [row(TARGETS, text="汽，" * 100_000)]
    assert rows_of_csv(TARGETS, made("csv", TARGETS, rows) or b"") == rows


@pytest.mark.parametrize("damaged", [b"a,b\r\n", b'"', b"\xff"])
def test_what_is_no_table_is_told(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        rows_of_csv(TARGETS, damaged)
