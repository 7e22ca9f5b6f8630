"""Whether very many names stand in a text is told exactly, and the scan gives the same with and without asking."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.prefilter import Prefilter
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.user_entities import MANY, extended
from tests.lexicon.test_user_entities import folder

_names = st.lists(st.text("甲乙丙丁A", min_size=2, max_size=6), max_size=8)
_texts = st.lists(st.text("甲乙丙丁戊A\U00020000", max_size=12), max_size=5)


@given(_names, _texts)
def test_it_is_told_of_each_text_whether_any_name_stands_in_it(names: list[str], texts: list[str]) -> None:
    assert Prefilter(names).which(texts) == [any(name in text for name in names) for text in texts]


def test_a_name_does_not_reach_from_one_text_into_the_next() -> None:
    assert Prefilter(["甲乙丙丁"]).which(["甲乙", "丙丁", "", "甲乙丙丁"]) == [False, False, False, True]


@given(_names, _names, st.text("甲乙丙丁戊A", max_size=20))
def test_a_text_without_rare_terms_has_the_same_matches_without_them(usual: list[str], rare: list[str], text: str) -> None:
    usual, rare = list(dict.fromkeys(usual)), [name for name in dict.fromkeys(rare) if name not in usual]
    if usual and not Prefilter(rare).holds(text):
        scanner = Scanner(usual, rare)
        assert scanner.longest(text, rare=False) == scanner.longest(text)


def test_very_many_names_of_a_user_are_found_as_few_are(rules: EntityRules, tmp_path: Path) -> None:
    rows = "\n".join(f"天地玄黄{n}号机,,C39,,free,own list,," for n in range(MANY + 1))
    names = "\n".join(f"org:own{n},宇宙洪荒{n}办,,state,,,,,own list" for n in range(MANY + 1))
    own = extended(rules, folder(tmp_path, sectors=rows, ministries=names))
    text = "工信部和宇宙洪荒7办在宁波发展天地玄黄1000号机和钢铁产业。"
    found = [text[r.start : r.end] for r in find_entities(text, own)]
    assert found == ["工信部", "宇宙洪荒7办", "宁波", "天地玄黄1000号机", "钢铁"]
    assert own.rare.which([text, "工信部"]) == [True, False]
    assert find_entities("工信部在宁波", own) == find_entities("工信部在宁波", rules)
