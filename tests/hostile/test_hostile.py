"""A run over hostile inputs ends, tells of each of them, and keeps its memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.run import clean_file, run
from tests.hostile.crafted import write_crafted
from tests.hostile.inputs import write_hostile
from tests.hostile.outcome import run_over


@pytest.mark.timeout(300)
def test_every_hostile_input_is_in_the_tables_or_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_hostile(tmp_path / "in", 182, big=False)
    outcome = run_over(tmp_path / "in", tmp_path / "out")
    assert outcome.faults == []
    assert outcome.articles > 0


@pytest.mark.timeout(300)
def test_inputs_crafted_against_each_reader_are_in_the_tables_or_skipped_with_a_reason(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the inputs are made with it")
    (tmp_path / "in").mkdir()
    write_crafted(tmp_path / "in", big=False)
    outcome = run_over(tmp_path / "in", tmp_path / "out")
    assert outcome.faults == []
    assert outcome.articles > 100
    assert "folder-folder" in (tmp_path / "out" / "skipped.csv").read_text(encoding="utf-8-sig")


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    for place in ("/dev/zero", "/dev/null"):
        if not Path(place).exists():
            pytest.skip("this system has no such devices")
        with pytest.raises(InputError, match="is no file but a pipe, socket or device"):
            run([place], tmp_path / "out")
        with pytest.raises(InputError, match=r"is larger than 64 MB|is empty"):
            clean_file(place)
    assert not (tmp_path / "out").exists()
