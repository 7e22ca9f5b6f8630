"""Which group of regions and which province a place lies in, by the names that tables hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.errors import InputError
from analyzer.lexicon.rollups import Rollups, shipped


def groups_of(places: Iterable[str], groups: Sequence[str], rollups: Rollups | None = None) -> dict[str, list[str]]:
    """For each place the groups that it lies in; a group lies in those that share a member with it.

    A name that several places bear counts only where all of them lie in the group. ``rollups`` know places of a user's own, too.

    Raises:
        InputError: a group is not known.

    >>> groups_of(["杭州市", "武汉市武昌区", "成渝地区", "火星"], ["东部地区", "中部地区", "西部地区"])
    {'杭州市': ['东部地区'], '武汉市武昌区': ['中部地区'], '成渝地区': ['西部地区'], '火星': []}
    """
    known = rollups or shipped()
    if unknown := [group for group in groups if not known.is_group(group) or not known.adcodes(group)]:
        raise InputError(f"region group {unknown[0]!r} is not known: give names of region_groups.csv, such as 京津冀地区")
    heads = {group: tuple(member.removesuffix("00").removesuffix("00") for member in known.adcodes(group)) for group in groups}
    out: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        own, enough = known.adcodes(place), any if known.is_group(place) else all
        out[place] = [group for group in groups if own and enough(code.startswith(heads[group]) for code in own)]
    return out


def provinces_of(places: Iterable[str], rollups: Rollups | None = None) -> dict[str, list[str]]:
    """For each place the provinces that it lies in: for a group those of all its members.

    A name that places of several provinces bear has none. ``rollups`` know places of a user's own, too.

    >>> provinces_of(["武汉市武昌区", "京津冀地区", "浙江省", "火星"])
    {'武汉市武昌区': ['湖北省'], '京津冀地区': ['北京市', '天津市', '河北省'], '浙江省': ['浙江省'], '火星': []}
    """
    known = rollups or shipped()
    out: dict[str, list[str]] = {}
    for place in dict.fromkeys(places):
        found = dict.fromkeys(known.name_of(f"{code[:2]}0000") for code in sorted(known.adcodes(place)))
        out[place] = [name for name in found if name] if known.is_group(place) or len(found) == 1 else []
    return out
