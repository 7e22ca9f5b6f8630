"""Whose 市, 省 or 区 is meant: by metadata, by what the text names most, by what is nearest."""

from __future__ import annotations

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.mentions import Place, Reading, is_han


def reading(rules: EntityRules, text: str, places: list[tuple[str, str]], **meta: str) -> Reading:
    """A reading of a text in which the given words stand for the given adcodes."""
    made = Reading(text, rules, meta)
    at = 0
    for words, code in places:
        at = text.index(words, at)
        made.places.append(Place(at, at + len(words), rules.numbers[code], ()))
        at += len(words)
    return made


def home(made: Reading, tier: str, at: int) -> str:
    number = made.home(tier, at)
    return made.rules.regions[number].code if number is not None else ""


def test_the_city_named_most_is_meant(rules: EntityRules) -> None:
    made = reading(
        rules,
        "宁波市、宁波、宁波和温州，由市财政局",
        [("宁波市", "330200"), ("宁波", "330200"), ("宁波", "330200"), ("温州", "330300")],
    )
    assert home(made, "市", 15) == "330200"
    assert home(made, "省", 15) == "330000"
    assert home(made, "区", 15) == ""


def test_where_none_is_named_most_the_nearest_before_is_meant(rules: EntityRules) -> None:
    text = "宁波市的市科技局；温州市的市科技局；台州市的市科技局"
    made = reading(rules, text, [("宁波市", "330200"), ("温州市", "330300"), ("台州市", "331000")])
    assert [home(made, "市", at) for at in (4, 13, 22)] == ["330200", "330300", "331000"]


def test_a_municipality_is_a_city_and_no_province(rules: EntityRules) -> None:
    made = reading(rules, "重庆的市委", [("重庆", "500000")])
    assert home(made, "市", 3) == "500000"
    assert home(made, "省", 3) == ""


def test_metadata_tell_where_the_text_does_not(rules: EntityRules) -> None:
    assert home(Reading("由市科技局牵头", rules, {"issuer": "苏州市人民政府"}), "市", 1) == "320500"
    assert home(Reading("由市科技局牵头", rules, {}), "市", 1) == ""


def test_a_region_named_makes_all_above_it_known(rules: EntityRules) -> None:
    made = Reading("", rules, {})
    made.see(rules.numbers["330203"])
    assert {rules.regions[n].code for n in made.seen} == {"330203", "330200", "330000"}


def test_generic_organs_begin_at_what_names_them_all() -> None:
    assert is_han("各")
    assert not is_han("，")
    assert not is_han("")
