"""Rows that can be mistaken for something else have an example and a counter-example, and those that have none are told."""

from __future__ import annotations

from pathlib import Path

from analyzer.lexicon.dangers import lacking, vocabulary
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.origins import Origins


def test_no_dangerous_row_that_ships_lacks_its_examples(lexicons: Path, rules: EntityRules) -> None:
    assert [str(fault) for fault in lacking(lexicons, rules, Origins.read(lexicons), vocabulary())] == []


def test_dangerous_rows_without_examples_are_told(lexicons: Path, tmp_path: Path, rules: EntityRules) -> None:
    for file in lexicons.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    examples = (tmp_path / "name_examples.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "name_examples.csv").write_text("\n".join(line for line in examples if not line.startswith(("达州,", "京,"))), encoding="utf-8")
    sectors = (tmp_path / "sectors.csv").read_text(encoding="utf-8").splitlines()
    left = [line.rsplit(",", 2)[0] + ",," if line.startswith(("电影,", "小米,")) else line for line in sectors]
    (tmp_path / "sectors.csv").write_text("\n".join(left), encoding="utf-8")
    told = [fault.fault for fault in lacking(tmp_path, rules, Origins.read(tmp_path), ["佛罗里达州", "电影节", "电影", "天气"])]
    assert [fault.partition(":")[0] for fault in told] == [
        "'京' has one character",
        "'达州' also stands in '佛罗里达州', where it is something else",
        "'小米' is an everyday word, too (use listed)",
        "'电影' also stands in '电影节', where it is no sector",
    ]
