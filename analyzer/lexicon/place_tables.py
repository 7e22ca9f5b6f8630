"""Reads the region lexicons: administrative divisions with their adcodes, and named policy regions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analyzer.lexicon.organ_tables import check_dates
from analyzer.lexicon.tables import Row, read_csv

REGION_COLUMNS = (
    "adcode", "name", "short_names", "one_character", "level", "parent", "full_rule", "short_rule",
    "valid_from", "valid_to", "successors", "source",
)  # fmt: skip
GROUP_COLUMNS = ("id", "name", "short_names", "kind", "members", "valid_from", "valid_to", "source")
LEVELS = ("province", "prefecture", "county")
RULES = ("free", "parent", "adjacent", "glued")
"""When a name counts: always; with its parent in the text; right after its parent; not glued to other words."""

_ADCODE = re.compile(r"\d{6}(@\d{4})?$")


def read_regions(folder: Path) -> tuple[list[list[Any]], dict[str, list[list[Any]]], dict[str, int]]:
    """Divisions as ``[adcode, name, full name, short name, level, parent number]``, forms, one-character names.

    A form leads to ``[division number, rule]`` pairs. The full name of a district holds its city (「北京市顺义区」).
    Divisions that are no more have their last code, with ``@year`` where that code was handed on.

    Raises:
        LexiconError: a code is wrong or stands twice, a level or rule is unknown, a parent or successor is no row.
    """
    rows = list(
        read_csv(folder / "regions.csv", REGION_COLUMNS, required=("adcode", "name", "level", "full_rule", "source"))
    )
    number: dict[str, int] = {}
    for row in rows:
        code = row.cells["adcode"]
        if not _ADCODE.match(code):
            raise row.fail(f"{code!r} is no adcode of six digits (with @YYYY after it for a code that was handed on)")
        if code in number:
            raise row.fail(f"the adcode {code} stands in an earlier row already")
        number[code] = len(number)
    regions: list[list[Any]] = []
    forms: dict[str, list[list[Any]]] = {}
    letters: dict[str, int] = {}
    for row in rows:
        _check(row, number)
        c = row.cells
        parent = number[c["parent"]] if c["parent"] else -1
        shorts = row.list("short_names")
        full = c["name"]
        if c["level"] == "county" and full.endswith("区") and parent >= 0:
            full = rows[parent].cells["name"] + full
        index = len(regions)
        regions.append([c["adcode"], c["name"], full, shorts[0] if shorts else c["name"], c["level"], parent])
        forms.setdefault(c["name"], []).append([index, c["full_rule"]])
        for short in shorts:
            if short != c["name"]:
                forms.setdefault(short, []).append([index, c["short_rule"]])
        for letter in row.list("one_character"):
            if len(letter) == 1 and letters.setdefault(letter, index) != index:
                raise row.fail(f"the one-character name {letter!r} stands in an earlier row already")
    return regions, forms, letters


def _check(row: Row, number: dict[str, int]) -> None:
    c = row.cells
    check_dates(row)
    if c["level"] not in LEVELS:
        raise row.fail(f"level {c['level']!r} is none of {', '.join(LEVELS)}")
    for column in ("full_rule", "short_rule"):
        if c[column] not in RULES and (c[column] or (column == "short_rule" and c["short_names"])):
            raise row.fail(f"{column} {c[column]!r} is none of {', '.join(RULES)}")
    for reference in (c["parent"], *row.list("successors")):
        if reference and reference not in number:
            raise row.fail(f"{reference!r} is the adcode of no row of this file")
    for short in row.list("short_names"):
        if len(short) < 2:
            raise row.fail(f"the short name {short!r} is too short: one-character names have a column of their own")


def read_groups(folder: Path, known: set[str]) -> tuple[list[list[Any]], dict[str, int]]:
    """Named policy regions as ``[id, name, kind, members]`` and their forms.

    Args:
        folder: the lexicons.
        known: the adcodes of all divisions, to check the members against.

    Raises:
        LexiconError: an id or form stands twice, or a member is no division.
    """
    groups: list[list[Any]] = []
    forms: dict[str, int] = {}
    ids: set[str] = set()
    for row in read_csv(folder / "region_groups.csv", GROUP_COLUMNS, required=("id", "name", "kind", "source")):
        c = row.cells
        check_dates(row)
        if not c["id"].startswith("group:") or c["id"] in ids:
            raise row.fail(f"the id {c['id']!r} must begin with group: and stand in one row only")
        ids.add(c["id"])
        for member in row.list("members"):
            if member not in known:
                raise row.fail(f"the member {member!r} is the adcode of no division in regions.csv")
        for form in dict.fromkeys((c["name"], *row.list("short_names"))):
            if form in forms:
                raise row.fail(f"the name {form!r} stands for {groups[forms[form]][0]} in an earlier row already")
            forms[form] = len(groups)
        groups.append([c["id"], c["name"], c["kind"], list(row.list("members"))])
    return groups, forms
