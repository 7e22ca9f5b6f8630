"""A run over hostile inputs ends, tells of each of them, and keeps its memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.inputs import write_hostile
from tests.hostile.outcome import run_over


@pytest.mark.timeout(300)
def test_every_hostile_input_is_in_the_tables_or_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_hostile(tmp_path / "in", 182, big=False)
    outcome = run_over(tmp_path / "in", tmp_path / "out")
    assert outcome.faults == []
    assert outcome.articles > 0
