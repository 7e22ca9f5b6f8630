"""Bans without a word of banning, and words of encouragement that are part of a name."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.grammar.bans import forbidden, part_of_a_name
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.content import ContentRules
from analyzer.resources import lexicons_dir

BAN: dict[str, Any] = {"clause": 0, "sentence": 0, "modality": "prohibition", "action": None, "object": None, "cue": (0, 2), "rule": "modal.forbid"}


@pytest.fixture(scope="module")
def rules() -> ContentRules:
    return ContentRules.from_lexicons(lexicons_dir())


def test_a_refusal_forbids_unless_a_modal_stands_behind_it(rules: ContentRules) -> None:
    bare, asked = "不再审批小水电站", "不建设泵站的县应当说明"
    at = asked.index("应当")
    assert forbidden(bare, split_clauses(bare)[0], 0, [], rules, (0, 0)) == ("prohibition", (0, 4), "modal.refused")
    assert forbidden(asked, split_clauses(asked)[0], 0, [], rules, (at, at + 2)) is None


def test_what_is_done_on_ones_own_goes_with_a_ban_that_has_no_act(rules: ContentRules) -> None:
    text = "不得未经批准，擅自取水"
    clause = split_clauses(text)[1]
    assert forbidden(text, clause, 1, [BAN], rules, (7, 7)) == ("prohibition", (0, 2), "modal.forbid:inherited")
    assert forbidden(text, clause, 1, [BAN | {"action": (2, 4)}], rules, (7, 7)) is None


@pytest.mark.parametrize(
    ("text", "word", "expected"), [("发挥基金的引导作用", "引导", True), ("修订《鼓励节水目录》", "鼓励", True), ("引导企业节水", "引导", False)]
)
def test_encouragement_in_a_noun_or_title_is_part_of_a_name(text: str, word: str, expected: bool) -> None:
    assert part_of_a_name(text, 0, len(text), text.index(word)) is expected
