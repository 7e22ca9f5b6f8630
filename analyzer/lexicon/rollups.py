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


def region_at(place: str, level: RegionLevel) -> str:
    """The province or prefecture that a place lies in; "" where it lies above that level or is not known.

    >>> region_at("武汉市武昌区", "province"), region_at("武汉市武昌区", "prefecture"), region_at("湖北省", "prefecture")
    ('湖北省', '武汉市', '')
    """
    codes, names = _regions()
    code = codes.get(place, "")
    if level == "prefecture":
        # Districts of Beijing, counties led by the province: no prefecture lies between.
        return names.get(f"{code[:4]}00", "") if code and not code.endswith("0000") else ""
    return names.get(f"{code[:2]}0000", "") if code else ""


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
def _regions() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by full name, full names by code."""
    regions, _, _ = read_regions(lexicons_dir())
    return {region[2]: region[0] for region in reversed(regions)}, {region[0]: region[2] for region in regions}


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
