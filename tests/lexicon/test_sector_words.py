"""Candidates: words that stand side by side, 「业」, unknown items of lists."""

from __future__ import annotations

import pytest

from analyzer.lexicon.sector_words import BLOCKER, HEAD, MODIFIER, TERM, WIDEST, Head, Term, Words
from analyzer.lexicon.sectors import SectorRules, candidates


@pytest.fixture(scope="module")
def small() -> SectorRules:
    terms = {
        "传感器": Term("传感器", "C3983", "1.2", False),
        "保险": Term("保险", "J68", "", True),
        "金融": Term("金融", "J", "", False),
        "金融业": Term("金融业", "J", "", False),
        "农业": Term("农业", "A01", "", False),
        "农业保险": Term("农业保险", "J6820", "", False),
        "服务业": Term("服务业", "L", "", False),
        "现代服务": Term("现代服务", "L", "", False),
    }
    kinds = {**dict.fromkeys(terms, TERM), "智能": MODIFIER, "灌溉": MODIFIER, "装备": HEAD, "机器人": HEAD, "农业税": BLOCKER}
    heads = {"装备": Head("C35", True, True), "机器人": Head("C3491", True, False)}
    return SectorRules(Words(terms, heads, kinds, ("产业",), ("高端",), frozenset({"智能", "业", "装备"})))


def options(text: str, rules: SectorRules) -> list[list[tuple[str, str]]]:
    return [[(text[o.start : o.end], o.kind) for o in group] for group in candidates(text, rules)]


def test_a_term_comes_with_the_terms_that_begin_or_end_it(small: SectorRules) -> None:
    assert options("农业保险", small) == [[("农业保险", "free"), ("农业", "free"), ("保险", "listed")]]


def test_modifiers_and_heads_form_longer_names(small: SectorRules) -> None:
    assert options("智能传感器", small) == [[("智能传感器", "formed"), ("传感器", "free")]]
    assert options("智能灌溉机器人", small)[0][0] == ("智能灌溉机器人", "formed")
    assert options("传感器装备", small)[0] == [("传感器装备", "formed"), ("传感器", "free")]


def test_a_head_that_joins_modifiers_only_does_not_join_a_term(small: SectorRules) -> None:
    assert options("传感器机器人", small) == [[("传感器", "free")]]


def test_modifiers_and_heads_alone_are_nothing(small: SectorRules) -> None:
    assert options("智能和装备、机器人装备", small) == []


def test_the_code_of_a_formed_name(small: SectorRules) -> None:
    def code(text: str) -> str:
        return candidates(text, small)[0][0].code

    assert (code("智能传感器"), code("智能机器人"), code("传感器装备")) == ("C3983", "C3491", "C3983")


def test_a_blocker_hides_the_terms_in_it(small: SectorRules) -> None:
    assert options("取消农业税", small) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("发展保险业。", ["保险业", "保险"]),
        ("保险业务", ["保险"]),
        ("金融业内人士", []),
        ("金融业监管", ["金融业", "金融"]),
        ("现代服务业", ["现代服务业", "服务业", "现代服务"]),
    ],
)
def test_the_character_after_ye_decides(text: str, want: list[str], small: SectorRules) -> None:
    found = [w for group in options(text, small) for w, _ in group]
    assert found == want or (text == "金融业内人士" and "金融业" not in found)


def test_unknown_items_stand_between_known_ones_or_before_the_end_of_the_list(small: SectorRules) -> None:
    assert [g[0] for g in options("传感器、拉链、纽扣等产业", small)] == [("传感器", "free"), ("拉链", "item"), ("纽扣", "item")]
    assert options("拉链、纽扣等产业", small) == []


def test_an_item_that_begins_with_an_adjective_is_none(small: SectorRules) -> None:
    assert [g[0][0] for g in options("传感器、高端拉链、纽扣等产业", small)] == ["传感器"]


def test_taken_spans_hide_what_they_touch(small: SectorRules) -> None:
    assert candidates("智能传感器", small, [(0, 1)]) != candidates("智能传感器", small)
    assert candidates("智能传感器", small, [(4, 5)]) == []


def test_many_words_that_touch_cost_no_more_than_their_length(small: SectorRules) -> None:
    found = candidates("农业" * 3000, small)
    assert max(len(group) for group in found) <= 3 * WIDEST
    assert sum(o.kind == "free" for group in found for o in group) == 3000
