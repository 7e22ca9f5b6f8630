"""Guards allow and forbid by what stands beside a term; faulty rows are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.guards import compile_guards, read_blockers, read_guards

HEADER = "term,not_before,not_after,only_before,only_after,example,counter_example,source\n"


def write(folder: Path, rows: str) -> Path:
    (folder / "guards.csv").write_text(HEADER + rows, encoding="utf-8")
    return folder


def test_each_pattern_looks_at_its_own_side(tmp_path: Path) -> None:
    guards = compile_guards(
        read_guards(write(tmp_path, "甲部|乙部,各|外国,门,,,甲部发布,各甲部,test\n丙,,,据,统计,据丙统计,丙统计,test\n"))
    )
    assert guards["甲部"] is guards["乙部"]
    assert guards["甲部"].allows("由甲部印发", 1, 3)
    assert not guards["甲部"].allows("外国甲部印发", 2, 4)
    assert not guards["乙部"].allows("由乙部门印发", 1, 3)
    assert guards["丙"].allows("据丙统计", 1, 2)
    assert not guards["丙"].allows("丙统计", 0, 1)
    assert not guards["丙"].allows("据丙了解", 1, 2)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("甲,,,,,好,坏,test\n", "guards.csv:2: no pattern is given"),
        ("甲,(,,,,好,坏,test\n", "guards.csv:2: not_before '(' is no regular expression"),
        ("甲,一,,,,好,坏,test\n甲,二,,,,好,坏,test\n", "guards.csv:3: the term '甲' has a guard"),
        ("甲,一,,,,,坏,test\n", "guards.csv:2: the column example is empty"),
    ],
)
def test_a_faulty_guard_is_named_with_its_line(rows: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as error:
        read_guards(write(tmp_path, rows))
    assert message in str(error.value)


def test_blockers_may_share_a_row(tmp_path: Path) -> None:
    (tmp_path / "blockers.csv").write_text(
        "words,why,example,source\n甲乙|丙丁,no organ,在甲乙,test\n", encoding="utf-8"
    )
    assert read_blockers(tmp_path) == ["甲乙", "丙丁"]
