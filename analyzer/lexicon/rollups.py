"""From the names in tables to what they can be counted under: successors, members, provinces, codes of GB/T 4754."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from analyzer.lexicon.industries import read_industries
from analyzer.lexicon.organ_tables import read_ministries
from analyzer.lexicon.place_tables import read_groups, read_regions
from analyzer.lexicon.sectors import read_terms
from analyzer.resources import lexicons_dir

SectorLevel = Literal["section", "division", "group", "class"]
RegionLevel = Literal["province", "prefecture"]

_CODE_LENGTHS = {"section": 1, "division": 3, "group": 4, "class": 5}


class Rollups:
    """What names can be counted under, by the lexicons that ship and, before them, a user's own."""

    __slots__ = ("_codes", "_groups", "_names", "_sectors", "_successors", "_titles")

    def __init__(self, own: str | Path | None = None) -> None:
        """Read the lexicons, with the rows of the folder ``own`` first.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        shipped, folder = lexicons_dir(), Path(own) if own else None
        self._successors = _successors(shipped, folder)
        regions = {region[0]: region for region in read_regions(shipped).rows}
        if folder and (folder / "regions.csv").is_file():
            regions.update((region[0], region) for region in read_regions(folder, base=list(regions.values())).rows)
        self._codes: dict[str, tuple[str, ...]] = {}
        for region in regions.values():
            self._codes[region[2]] = (*self._codes.get(region[2], ()), region[0])
        self._names: dict[str, str] = {code: region[2] for code, region in regions.items()}
        # Of some groups no members are told.
        groups = {group[0]: group for source in _having(shipped, folder, "region_groups.csv") for group in read_groups(source, regions)[0]}
        self._groups = {group[1]: tuple(self._names[code] for code in group[3]) for group in groups.values()}
        self._titles = read_industries(shipped)
        self._sectors: dict[str, str] = {}
        for source in reversed(list(_having(shipped, folder, "sectors.csv"))):
            for term in read_terms(source).values():
                if term.code:
                    self._sectors.setdefault(term.name, term.code)

    def successors(self, organ: str) -> tuple[str, ...]:
        """See :func:`successors`."""
        today: list[str] = []
        waiting, seen = [organ], set()
        while waiting:
            name = waiting.pop(0)
            if name not in seen:
                seen.add(name)
                later = self._successors.get(name, ())
                waiting.extend(later)
                today.extend(() if later else (name,))
        return tuple(today) or (organ,)

    def members(self, group: str) -> tuple[str, ...]:
        """See :func:`members`."""
        return self._groups.get(group) or (group,)

    def is_group(self, name: str) -> bool:
        """See :func:`is_group`."""
        return name in self._groups

    def adcodes(self, place: str) -> tuple[str, ...]:
        """See :func:`adcodes`."""
        if place in self._groups:
            return tuple(code for member in self._groups[place] for code in self._codes[member])
        return self._codes.get(place, ())

    def region_at(self, place: str, level: RegionLevel) -> str:
        """See :func:`region_at`."""
        code = next(iter(self._codes.get(place, ())), "")
        if level == "prefecture":
            # Districts of Beijing, counties led by the province: no prefecture lies between.
            return self.name_of(f"{code[:4]}00") if not code.endswith("0000") else ""
        return self.name_of(f"{code[:2]}0000")

    def name_of(self, adcode: str) -> str:
        """See :func:`name_of`."""
        return self._names.get(adcode, "")

    def sector_at(self, name: str, level: SectorLevel) -> str:
        """See :func:`sector_at`."""
        code, length = self._sectors.get(name, ""), _CODE_LENGTHS[level]
        if len(code) < length:
            return ""
        return f"{code[:length]} {self._titles.get(code[:length], '')}".strip()


def _having(shipped: Path, own: Path | None, name: str) -> Iterator[Path]:
    """The folders that hold a file: what is read later comes first."""
    yield shipped
    if own and (own / name).is_file():
        yield own


def _successors(shipped: Path, own: Path | None) -> dict[str, tuple[str, ...]]:
    organs = {organ[0]: organ for organ in read_ministries(shipped)[0]}
    if own and (own / "ministries.csv").is_file():
        organs.update((organ[0], organ) for organ in read_ministries(own, known={id: organ[5] for id, organ in organs.items()})[0])
    return {organ[1]: tuple(organs[id][1] for id in organ[6]) for organ in organs.values() if organ[6]}


@cache
def shipped() -> Rollups:
    """What the lexicons that ship tell."""
    return Rollups()


def successors(organ: str) -> tuple[str, ...]:
    """The organs of today that an organ became, several where it was split; the organ itself where it lives on.

    >>> successors("环境保护部"), successors("商务部"), successors("某局")
    (('生态环境部',), ('商务部',), ('某局',))
    """
    return shipped().successors(organ)


def members(group: str) -> tuple[str, ...]:
    """The places that a region group holds, by official name; the name itself where it is no group with members.

    >>> members("京津冀地区"), members("湖北省")
    (('北京市', '天津市', '河北省'), ('湖北省',))
    """
    return shipped().members(group)


def is_group(name: str) -> bool:
    """Whether a name is that of a region group.

    >>> is_group("京津冀地区"), is_group("湖北省")
    (True, False)
    """
    return shipped().is_group(name)


def adcodes(place: str) -> tuple[str, ...]:
    """The adcodes of a place by its full name, or of all members of a region group; several where the name is borne by several.

    >>> adcodes("武汉市武昌区"), adcodes("京津冀地区"), adcodes("火星")
    (('420106',), ('110000', '120000', '130000'), ())
    """
    return shipped().adcodes(place)


def region_at(place: str, level: RegionLevel) -> str:
    """The province or prefecture that a place lies in; "" where it lies above that level or is not known.

    >>> region_at("武汉市武昌区", "province"), region_at("武汉市武昌区", "prefecture"), region_at("湖北省", "prefecture")
    ('湖北省', '武汉市', '')
    """
    return shipped().region_at(place, level)


def name_of(adcode: str) -> str:
    """The full name of the place with an adcode, "" where there is none.

    >>> name_of("420106"), name_of("990000")
    ('武汉市武昌区', '')
    """
    return shipped().name_of(adcode)


def sector_at(name: str, level: SectorLevel) -> str:
    """Code and name of the industry of GB/T 4754-2017 at a level that a sector belongs to.

    "" where the sector has no code, or one that does not go down to the level.

    >>> sector_at("新能源汽车", "division"), sector_at("新能源汽车", "section"), sector_at("汽车", "class")
    ('C36 汽车制造业', 'C 制造业', '')
    """
    return shipped().sector_at(name, level)
