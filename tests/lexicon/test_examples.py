"""An example that fails and a counter-example that matches are told with their file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.examples import example_faults

NAMES = "name,id,example,counter_example,source\n"


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("entity_words.yaml", "generic:\n- {words: [各部门], why: x, example: 今天下雨, counter_example: 今天下雨}\n", "the example '今天下雨' holds no GROUP"),
        ("entity_words.yaml", "generic:\n- {words: [各部门], why: x, example: 各部门要落实, counter_example: 各部门要落实}\n", "the counter-example '各部门要落实' holds a GROUP"),
        ("documents.yaml", "- {kind: opinion, endings: [意见], example: 看天气, counter_example: 看天气}\n", "the example '看天气' is read as 'no document'"),
        ("documents.yaml", "- {kind: opinion, endings: [意见], example: 若干意见, counter_example: 若干意见}\n", "the counter-example '若干意见' is read as 'opinion'"),
        ("name_examples.csv", NAMES + "京,110000,今天下雨,京剧,x\n", "in the example '今天下雨', '京' is not found as 110000"),
        ("name_examples.csv", NAMES + "京,110000,在京召开,在京召开,x\n", "in the counter-example '在京召开', '京' is still found"),
    ],
)
def test_an_example_that_does_not_do_what_it_says_is_told(file: str, content: str, message: str, rules: EntityRules, tmp_path: Path) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    (fault,) = example_faults(tmp_path, rules)
    assert str(fault).startswith(f"{file}:2: {message}" if content.count("\n") > 1 else f"{file}:1: {message}")
