"""Which group of regions a place lies in, by the names that tables hold."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache

from analyzer.errors import InputError
from analyzer.resources import lexicons_dir


def groups_of(places: Iterable[str], groups: Sequence[str]) -> dict[str, list[str]]:
    """For each place the groups that it lies in; a group lies in those that share a member with it.

    A name that several places bear counts only where all of them lie in the group.

    Raises:
        InputError: a group is not among ``data/lexicons/region_groups.csv``.

    >>> groups_of(["杭州市", "成渝地区", "火星"], ["东部地区", "西部地区"])
    {'杭州市': ['东部地区'], '成渝地区': ['西部地区'], '火星': []}
    """
    codes, members = _tables()
    if unknown := [group for group in groups if group not in members]:
        raise InputError(f"region group {unknown[0]!r} is not known: give names of region_groups.csv, such as 京津冀地区")
    out: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        if place in members:
            out[place] = [g for g in groups if any(_holds(members[g], code) for code in members[place])]
        else:
            own = codes.get(place, ())
            out[place] = [g for g in groups if own and all(_holds(members[g], code) for code in own)]
    return out


def provinces_of(places: Iterable[str]) -> dict[str, list[str]]:
    """For each place the provinces that it lies in: for a group those of all its members.

    A name that places of several provinces bear has none.

    >>> provinces_of(["杭州市", "京津冀地区", "浙江省", "火星"])
    {'杭州市': ['浙江省'], '京津冀地区': ['北京市', '天津市', '河北省'], '浙江省': ['浙江省'], '火星': []}
    """
    codes, members = _tables()
    names = {own[0]: name for name, own in codes.items() if own[0].endswith("0000")}
    out: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        heads = sorted({f"{code[:2]}0000" for code in members.get(place, codes.get(place, []))})
        out[place] = [names[head] for head in heads if head in names] if place in members or len(heads) == 1 else []
    return out


def _holds(members: Sequence[str], code: str) -> bool:
    return any(code.startswith(member.removesuffix("00").removesuffix("00")) for member in members)


@cache
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Adcodes by name of place, member adcodes by name of group."""
    codes: dict[str, list[str]] = {}
    for row in _rows("regions.csv"):
        codes.setdefault(row["name"], []).append(row["adcode"])
    return codes, {row["name"]: row["members"].split("|") for row in _rows("region_groups.csv") if row["members"]}


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (lexicons_dir() / name).open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
