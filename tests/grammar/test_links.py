"""What a directive mentions, and which directives repeat others."""

from __future__ import annotations

from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.links import linked_entities, links_of, mark_repeats
from analyzer.grammar.parties import PartyRow
from analyzer.records import EntityRow, Label

TEXT = "针对煤炭行业，水利、农业等部门要发展汽车、煤炭和汽车。"
ENTITIES = [
    EntityRow(2, 4, Label.SECTOR, "B06", "煤炭", "division", ()), EntityRow(10, 12, Label.SECTOR, "A01", "农业", "division", ()),
    EntityRow(18, 20, Label.SECTOR, "C36", "汽车", "division", ()), EntityRow(21, 23, Label.SECTOR, "B06", "煤炭", "division", ()),
    EntityRow(24, 26, Label.SECTOR, "C36", "汽车", "division", ()),
]  # fmt: skip
OFFICES = PartyRow((7, 15), False, (), ())


def test_own_mentions_come_first_each_thing_once_and_offices_hold_no_sector() -> None:
    assert links_of(TEXT, linked_entities(ENTITIES), (7, 26), [(0, 6)], OFFICES) == [("sectors", 2, False), ("sectors", 3, False)]


def test_what_only_the_scope_mentions_is_inherited() -> None:
    assert links_of(TEXT, linked_entities(ENTITIES), (16, 20), [(0, 6)], OFFICES) == [("sectors", 2, False), ("sectors", 0, True)]


def test_mentions_without_a_field_are_no_links() -> None:
    assert linked_entities([EntityRow(0, 2, Label.GROUP, "generic:企业", "企业", "", ())]) == []


def test_the_same_words_repeat_the_first_of_them_where_they_are_long_enough() -> None:
    text = "各县要修复全部受损堤防和泵站。各县要修复全部受损堤防和泵站。要巡查。要巡查。"
    clauses = split_clauses(text)
    found = [{"start": c.start, "end": c.end, "clause": n, "repeat_of": -1} for n, c in enumerate(clauses)]
    mark_repeats(text, clauses, found)
    assert [row["repeat_of"] for row in found] == [-1, 0, -1, -1]
