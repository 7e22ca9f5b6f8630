import csv

import pytest

from analyzer.lexicon.rollups import is_group, members, region_at, sector_at, successors
from analyzer.resources import lexicons_dir


def lexicon(name: str) -> list[dict[str, str]]:
    with (lexicons_dir() / name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))


def test_every_organ_of_the_past_ends_in_organs_that_have_no_successor() -> None:
    rows = lexicon("ministries.csv")
    ended = {row["name"] for row in rows if row["successors"]}
    for name in ended:
        assert not ended & set(successors(name)), name


@pytest.mark.parametrize(("organ", "today"), [("城乡建设环境保护部", 1), ("环境保护部", 1)])
def test_chains_of_reforms_are_followed(organ: str, today: int) -> None:
    assert len(successors(organ)) >= today
    assert organ not in successors(organ)


def test_every_code_of_a_sector_has_its_title_in_the_standard() -> None:
    titles = {row["code"]: row["name"] for row in lexicon("industries.csv")}
    assert len(titles) == 1971
    assert not {row["code"] for row in lexicon("sectors.csv") if row["code"]} - set(titles)
    assert titles["C36"] == "汽车制造业"


def test_groups_are_told_from_places() -> None:
    assert is_group("长江三角洲地区")
    assert not is_group("上海市")
    assert members("长江三角洲地区") == ("上海市", "江苏省", "浙江省", "安徽省")


@pytest.mark.parametrize(
    ("place", "province", "prefecture"),
    [("武汉市武昌区", "湖北省", "武汉市"), ("湖北省", "湖北省", ""), ("北京市东城区", "北京市", ""), ("火星", "", ""), ("京津冀地区", "", "")],
)
def test_places_go_up(place: str, province: str, prefecture: str) -> None:
    assert (region_at(place, "province"), region_at(place, "prefecture")) == (province, prefecture)


def test_a_sector_does_not_go_down() -> None:
    assert (sector_at("汽车", "class"), sector_at("火星", "section")) == ("", "")
