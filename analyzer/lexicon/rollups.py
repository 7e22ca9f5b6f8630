"""From the names in tables to what they can be counted under: successors, members, provinces, codes of GB/T 4754."""

from __future__ import annotations

from functools import cache
from typing import Literal

from analyzer.lexicon.organ_tables import read_ministries
from analyzer.lexicon.place_tables import read_groups, read_regions
from analyzer.lexicon.sectors import COLUMNS
from analyzer.lexicon.tables import read_csv
from analyzer.resources import lexicons_dir

SectorLevel = Literal["section", "division", "group", "class"]
RegionLevel = Literal["province", "prefecture"]

_CODE_LENGTHS = {"section": 1, "division": 3, "group": 4, "class": 5}


def successors(organ: str) -> tuple[str, ...]:
    """The organs of today that an organ became, several where it was split; the organ itself where it lives on.

    >>> successors("环境保护部"), successors("商务部"), successors("某局")
    (('生态环境部',), ('商务部',), ('某局',))
    """
    today: list[str] = []
    waiting, seen = [organ], set()
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            later = _successors().get(name, ())
            waiting.extend(later)
            today.extend(() if later else (name,))
    return tuple(today) or (organ,)


def members(group: str) -> tuple[str, ...]:
    """The places that a region group holds, by official name; the name itself where it is no group with members.

    >>> members("京津冀地区"), members("湖北省")
    (('北京市', '天津市', '河北省'), ('湖北省',))
    """
    return _groups().get(group) or (group,)


def is_group(name: str) -> bool:
    """Whether a name is that of a region group.

    >>> is_group("京津冀地区"), is_group("湖北省")
    (True, False)
    """
    return name in _groups()


def adcodes(place: str) -> tuple[str, ...]:
    """The adcodes of a place by its full name, or of all members of a region group; several where the name is borne by several.

    >>> adcodes("武汉市武昌区"), adcodes("京津冀地区"), adcodes("火星")
    (('420106',), ('110000', '120000', '130000'), ())
    """
    codes, _ = _regions()
    if place in _groups():
        return tuple(code for member in _groups()[place] for code in codes[member])
    return codes.get(place, ())


def region_at(place: str, level: RegionLevel) -> str:
    """The province or prefecture that a place lies in; "" where it lies above that level or is not known.

    >>> region_at("武汉市武昌区", "province"), region_at("武汉市武昌区", "prefecture"), region_at("湖北省", "prefecture")
    ('湖北省', '武汉市', '')
    """
    code = next(iter(_regions()[0].get(place, ())), "")
    if level == "prefecture":
        # Districts of Beijing, counties led by the province: no prefecture lies between.
        return name_of(f"{code[:4]}00") if not code.endswith("0000") else ""
    return name_of(f"{code[:2]}0000")


def name_of(adcode: str) -> str:
    """The full name of the place with an adcode, "" where there is none.

    >>> name_of("420106"), name_of("990000")
    ('武汉市武昌区', '')
    """
    return _regions()[1].get(adcode, "")


def sector_at(name: str, level: SectorLevel) -> str:
    """Code and name of the industry of GB/T 4754-2017 at a level that a sector belongs to.

    "" where the sector has no code, or one that does not go down to the level.

    >>> sector_at("新能源汽车", "division"), sector_at("新能源汽车", "section"), sector_at("汽车", "class")
    ('C36 汽车制造业', 'C 制造业', '')
    """
    codes, titles = _sectors()
    code, length = codes.get(name, ""), _CODE_LENGTHS[level]
    if len(code) < length:
        return ""
    return f"{code[:length]} {titles.get(code[:length], '')}".strip()


@cache
def _successors() -> dict[str, tuple[str, ...]]:
    organs, _ = read_ministries(lexicons_dir())
    names = {organ[0]: organ[1] for organ in organs}
    return {organ[1]: tuple(names[id] for id in organ[6]) for organ in organs if organ[6]}


@cache
def _regions() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Codes by full name, full names by code."""
    regions, _, _ = read_regions(lexicons_dir())
    codes: dict[str, tuple[str, ...]] = {}
    for region in regions:
        codes[region[2]] = (*codes.get(region[2], ()), region[0])
    return codes, {region[0]: region[2] for region in regions}


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Members by name of group; of some none are told."""
    _, names = _regions()
    groups, _ = read_groups(lexicons_dir(), set(names))
    return {group[1]: tuple(names[code] for code in group[3]) for group in groups}


@cache
def _sectors() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by sector name, titles of the standard by code."""
    titles = {row.cells["code"]: row.cells["name"] for row in read_csv(lexicons_dir() / "industries.csv", ("code", "name"))}
    codes: dict[str, str] = {}
    for row in read_csv(lexicons_dir() / "sectors.csv", COLUMNS):
        if row.cells["code"]:
            codes.setdefault(row.cells["name"] or row.cells["term"], row.cells["code"])
    return codes, titles
