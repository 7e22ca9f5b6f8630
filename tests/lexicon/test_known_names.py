"""Whatever the lexicons name can be asked for by that name."""

from __future__ import annotations

import pytest

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.industries import read_industries
from analyzer.lexicon.known_names import KnownNames
from analyzer.lexicon.organ_tables import LOCAL_COLUMNS, MINISTRY_COLUMNS
from analyzer.lexicon.place_tables import GROUP_COLUMNS, REGION_COLUMNS
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.tables import Row, read_csv
from analyzer.records import Label
from analyzer.resources import lexicons_dir


@pytest.fixture(scope="module")
def known(rules: EntityRules) -> KnownNames:
    return KnownNames(rules, read_industries(lexicons_dir()))


def rows_of(file: str, columns: tuple[str, ...]) -> list[Row]:
    return list(read_csv(lexicons_dir() / file, columns))


def test_every_name_of_an_organ_means_its_row(known: KnownNames) -> None:
    for row in rows_of("ministries.csv", MINISTRY_COLUMNS):
        for name in (row.cells["name"], *row.list("short_names")):
            assert row.cells["id"] in known.ids(name, Label.MINISTRY), name


def test_every_name_of_a_division_means_its_row(known: KnownNames) -> None:
    for row in rows_of("regions.csv", REGION_COLUMNS):
        for name in (row.cells["name"], *row.list("short_names"), *row.list("one_character")):
            assert row.cells["adcode"] in known.ids(name, Label.REGION), name


def test_every_name_of_a_group_means_its_row(known: KnownNames) -> None:
    for row in rows_of("region_groups.csv", GROUP_COLUMNS):
        for name in (row.cells["name"], *row.list("short_names")):
            assert row.cells["id"] in known.ids(name, Label.REGION), name


def test_every_term_of_a_sector_and_the_name_it_goes_by_in_tables_mean_its_code(known: KnownNames) -> None:
    for row in rows_of("sectors.csv", SECTOR_COLUMNS):
        c = row.cells
        for name in (c["term"], c["name"] or c["term"]):
            assert (c["code"] or f"term:{c['name'] or c['term']}") in known.ids(name, Label.SECTOR), name


def test_every_title_of_an_industry_means_its_code(known: KnownNames) -> None:
    for code, title in read_industries(lexicons_dir()).items():
        assert code in known.ids(title, Label.SECTOR)
        assert known.has_code(code)


def test_full_names_of_divisions_and_composed_organs_are_read_back(known: KnownNames, rules: EntityRules) -> None:
    for region in rules.regions:
        assert region.code in known.ids(region.full, Label.REGION)
    for key, _, template in rules.bodies:
        if "{form}" not in template:
            name = template.format(region="山东省", short="山东")
            assert f"org:370000:{key}" in known.ids(name, Label.MINISTRY), name


def test_local_organs_with_a_name_of_their_own_are_in_a_place_that_is_known(known: KnownNames) -> None:
    for row in rows_of("local_organs.csv", LOCAL_COLUMNS):
        assert known.has_code(row.cells["adcode"])


@pytest.mark.parametrize(
    ("name", "label", "ids"),
    [
        ("朝阳区", Label.REGION, {"110105", "220104"}),
        ("北京市朝阳区", Label.REGION, {"110105"}),
        ("运输署", Label.MINISTRY, {"org:yunshushu"}),
        ("飞毯", Label.SECTOR, set()),
        ("工信部", Label.SECTOR, set()),
    ],
)
def test_a_name_means_all_that_bear_it_and_nothing_else(name: str, label: Label, ids: set[str], known: KnownNames) -> None:
    assert known.ids(name, label) == ids


@pytest.mark.parametrize(
    ("organ", "place"),
    [
        ("org:370100:caizheng-ju", "370100"),
        ("org:110000:renminzhengfu/办公厅", "110000"),
        ("org:xinqu-xiongan:guanweihui", "group:xinqu-xiongan"),
        ("org:yunshushu", "810000"),
        ("org:taiwanjiaotongbu", "710000"),
        ("org:?市:caizheng-ju", ""),
        ("org:guowuyuan", ""),
    ],
)
def test_an_organ_belongs_to_the_place_that_its_id_or_level_tells(organ: str, place: str, known: KnownNames) -> None:
    assert known.place_of(organ) == place


@pytest.mark.parametrize(("wrong", "meant"), [("济男", "济南"), ("江西生", "江西省"), ("胡北", "湖北")])
def test_a_name_that_sounds_the_same_is_proposed_first(wrong: str, meant: str, known: KnownNames) -> None:
    assert known.alike(wrong, Label.REGION)[0] == meant


def test_nothing_is_proposed_for_what_is_like_no_name(known: KnownNames) -> None:
    assert known.alike("MIIT", Label.MINISTRY) == []
