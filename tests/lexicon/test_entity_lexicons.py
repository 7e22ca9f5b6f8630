"""Every example and counter-example of the entity lexicons, and every name in them, on the shipped rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from analyzer.lexicon.documents import DocumentRules
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import WORD_SECTIONS, EntityRules
from analyzer.lexicon.examples import LISTED, NAME_COLUMNS, NOT_LISTED
from analyzer.lexicon.guards import BLOCKER_COLUMNS, COLUMNS
from analyzer.lexicon.tables import read_csv, read_yaml
from analyzer.records import EntityRow, Label
from analyzer.resources import lexicons_dir

FOLDER = lexicons_dir()
GUARDS = list(read_csv(FOLDER / "guards.csv", COLUMNS))
BLOCKERS = list(read_csv(FOLDER / "blockers.csv", BLOCKER_COLUMNS))
WORDS = [
    (section, row.cells)
    for section in WORD_SECTIONS
    for row in read_yaml(FOLDER / "entity_words.yaml", ("words", "why", "example", "counter_example"), section=section)
    if "example" in row.cells
]
LABEL_OF = {
    "foreign": Label.MINISTRY,
    "bare_before": Label.MINISTRY,
    "organ_stops": Label.MINISTRY,
    "session_words": Label.MINISTRY,
    "generic": Label.GROUP,
    "departments": Label.GROUP,
    "department_stops": Label.MINISTRY,
}


def places_and_organs(text: str, rules: EntityRules) -> list[EntityRow]:
    return [r for r in find_entities(text, rules) if r.label in (Label.MINISTRY, Label.REGION)]


def mentions(text: str, rules: EntityRules, terms: tuple[str, ...]) -> list[str]:
    return [text[r.start : r.end] for r in places_and_organs(text, rules) if text[r.start : r.end] in terms]


@pytest.mark.parametrize("row", GUARDS, ids=lambda row: f"{row.line}")
def test_the_example_of_a_guard_is_an_entity_and_its_counter_example_is_none(row: Any, rules: EntityRules) -> None:
    terms = row.list("term")
    assert any(any(t in m for t in terms) for m in mentions_of(row.cells["example"], rules)), row.cells["example"]
    assert not mentions(row.cells["counter_example"], rules, terms), row.cells["counter_example"]


def mentions_of(text: str, rules: EntityRules) -> list[str]:
    return [text[r.start : r.end] for r in places_and_organs(text, rules)]


@pytest.mark.parametrize("row", BLOCKERS, ids=lambda row: f"{row.line}")
def test_a_blocked_word_holds_no_organ_and_no_region(row: Any, rules: EntityRules) -> None:
    text = row.cells["example"]
    words = [w for w in row.list("words") if w in text]
    assert words, f"the example {text!r} holds none of the words"
    for word in words:
        start = text.index(word)
        assert not [r for r in places_and_organs(text, rules) if r.start < start + len(word) and start < r.end]


@pytest.mark.parametrize("word", [w for row in BLOCKERS for w in row.list("words")])
def test_every_blocked_word_blocks(word: str, rules: EntityRules) -> None:
    text = f"关于{word}的报道"
    assert not [r for r in places_and_organs(text, rules) if r.start < 2 + len(word) and r.end > 2]


@pytest.mark.parametrize(("section", "cells"), WORDS, ids=lambda v: v if isinstance(v, str) else "")
def test_words_around_entities_decide_as_their_examples_say(
    section: str, cells: dict[str, Any], rules: EntityRules
) -> None:
    label = LABEL_OF.get(section, Label.REGION)
    good = [r for r in find_entities(cells["example"], rules) if r.label == label]
    bad = [r for r in find_entities(cells["counter_example"], rules) if r.label == label]
    if section in ("branches", "township_stops", "zone_stops", "institutions", "organ_stops"):
        assert good
        # the counter-example may hold other regions: what it must not hold is the longer or inner reading
        assert {r.level for r in good} - {r.level for r in bad} or len(bad) <= len(good)
    else:
        assert good
        assert not bad


@pytest.mark.parametrize(
    "row",
    list(read_yaml(FOLDER / "documents.yaml", ("kind", "endings", "example", "counter_example"))),
    ids=lambda r: f"{r.line}",
)
def test_titles_are_documents_by_their_last_words(row: Any) -> None:
    rules = DocumentRules.from_lexicons(FOLDER)
    assert rules.kind(row.cells["example"]) == row.cells["kind"]
    assert rules.kind(row.cells["counter_example"]) == ""


def test_every_named_organ_is_found_by_each_of_its_names_and_linked_to_it(rules: EntityRules) -> None:
    lost = []
    for form, numbers in rules.forms.items():
        if form in rules.guards:
            continue
        organs = [rules.organs[n] for n in numbers]
        marker = {"hk": "香港特区。", "mo": "澳门特区。", "tw": "行政院。"}.get(organs[0].level, "")
        text = f"{marker}由{form}负责。"
        found = {r.id for r in find_entities(text, rules) if text[r.start : r.end] == form}
        if not found & {o.id for o in organs}:
            lost.append(form)
    assert not lost


def test_every_division_is_found_under_its_parents_and_linked_to_its_code(rules: EntityRules) -> None:
    lost = []
    for number, region in enumerate(rules.regions):
        above = [rules.regions[n].name for n in reversed(rules.ancestors(number))]
        text = f"在{''.join(above)}{region.name}召开。"
        rows = [
            r for r in find_entities(text, rules) if r.label == Label.REGION and text[r.start : r.end] == region.name
        ]
        codes = {c for r in rows for c in (r.id, *r.alternatives)}
        if region.code not in codes and region.code.split("@")[0] not in codes:
            lost.append((region.code, region.name))
    assert not lost


def test_every_short_name_of_a_division_is_found_right_after_its_parent(rules: EntityRules) -> None:
    lost = []
    for form, pairs in rules.places.items():
        for number, _ in pairs:
            region = rules.regions[number]
            if form == region.name or form in rules.guards or region.parent < 0:
                continue
            parent = "".join(rules.regions[n].name for n in reversed(rules.ancestors(number)))
            text = f"在{parent}{form}，"
            codes = {
                c for r in find_entities(text, rules) if text[r.start : r.end] == form for c in (r.id, *r.alternatives)
            }
            if not codes & {rules.regions[n].code for n, _ in pairs}:
                lost.append((parent, form))
    assert not lost


def test_a_short_name_that_needs_its_parent_is_no_region_without_it(rules: EntityRules) -> None:
    wrong = []
    for form, pairs in rules.places.items():
        if all(rule in ("parent", "adjacent") for _, rule in pairs) and form not in rules.group_forms:
            text = f"关于{form}的报道"
            if [r for r in find_entities(text, rules) if r.label == Label.REGION and text[r.start : r.end] == form]:
                wrong.append(form)
    assert not wrong


def test_every_named_region_is_found_by_each_of_its_names(rules: EntityRules) -> None:
    lost = [
        form
        for form, number in rules.group_forms.items()
        if form not in rules.guards
        and rules.groups[number].id not in {r.id for r in find_entities(f"支持{form}、长江经济带建设", rules)}
        and rules.groups[number].kind != "corps"
    ]
    assert not lost


@pytest.mark.parametrize(
    "name",
    [
        "ministries.csv",
        "organ_functions.csv",
        "local_bodies.csv",
        "local_organs.csv",
        "regions.csv",
        "region_groups.csv",
    ],
)
def test_every_row_tells_its_source(name: str) -> None:
    lines = (Path(FOLDER) / name).read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("source")
    assert all(not line.endswith(",") for line in lines[1:])


def test_the_page_tells_how_many_rows_each_lexicon_has() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "entities.md").read_text(encoding="utf-8")
    told = {name: int(rows) for name, rows in re.findall(r"\| `([a-z_]+\.csv)` \|[^|]*\| (\d+) \|", page)}
    assert len(told) == 8
    for name, rows in told.items():
        header = (FOLDER / name).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert rows == sum(1 for _ in read_csv(FOLDER / name, header)), name


NAMES = list(read_csv(FOLDER / "name_examples.csv", NAME_COLUMNS))


@pytest.mark.parametrize("row", NAMES, ids=lambda row: f"{row.line}")
def test_a_dangerous_name_is_a_region_in_its_example_and_none_in_its_counter_example(row: Any, rules: EntityRules) -> None:
    name, example, counter = row.cells["name"], row.cells["example"], row.cells["counter_example"]
    assert (name, row.cells["id"]) in [(example[r.start : r.end], r.id) for r in places_and_organs(example, rules)]
    assert name in counter or row.cells["id"].startswith("group:")
    assert not mentions(counter, rules, (name,))


def test_every_one_character_name_has_an_example_and_a_counter_example(rules: EntityRules) -> None:
    assert set(rules.letters) <= {row.cells["name"] for row in NAMES}


def test_sectors_that_are_everyday_words_are_sectors_in_lists_and_none_in_talk(rules: EntityRules) -> None:
    listed = [term for term, row in rules.sectors.words.terms.items() if row.listed]
    assert len(listed) > 500
    for term in listed:
        assert any(r.label == Label.SECTOR for r in find_entities(LISTED.format(term), rules) if r.start >= 8), term
        talk = NOT_LISTED.format(term)
        assert term not in [talk[r.start : r.end] for r in find_entities(talk, rules) if r.label == Label.SECTOR]


PROBES = [
    ("在上海山西路开店", []), ("位于南京东路步行街", []), ("北京银行发布公告", []), ("考入中山大学", []), ("发展朝阳产业", []),
    ("赴东京出席会议", []), ("沪苏浙三地", ["310000", "320000", "330000"]), ("川渝两地", ["510000", "500000"]),
    ("京沪高铁通车", []), ("发展京剧", []), ("吉利汽车", []), ("发展云计算", []), ("宁可慢些", []), ("港口吞吐量", []),
    ("在京召开", ["110000"]), ("京津冀协同发展", ["group:jingjinji"]), ("上海市山西路街道", ["310000"]), ("山西上海两地", ["140000", "310000"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ids"), PROBES)
def test_streets_companies_schools_and_chance_words_give_no_region(text: str, ids: list[str], rules: EntityRules) -> None:
    assert [r.id for r in find_entities(text, rules) if r.label == Label.REGION] == ids
