"""Every example and counter-example of the entity lexicons, and every name in them, on the shipped rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.examples import LISTED, NAME_COLUMNS, NOT_LISTED, example_faults
from analyzer.lexicon.tables import read_csv
from analyzer.records import Label
from analyzer.resources import lexicons_dir

FOLDER = lexicons_dir()


def test_every_example_and_counter_example_does_what_it_says(rules: EntityRules) -> None:
    assert [str(fault) for fault in example_faults(FOLDER, rules)] == []


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


def test_every_counter_example_of_a_dangerous_name_holds_the_name() -> None:
    assert [row.line for row in NAMES if row.cells["name"] not in row.cells["counter_example"] and not row.cells["id"].startswith("group:")] == []


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
