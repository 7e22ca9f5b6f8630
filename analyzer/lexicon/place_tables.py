"""Reads the region lexicons: administrative divisions with their adcodes, and named policy regions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.organ_tables import date_faults
from analyzer.lexicon.tables import RAISED, Faults, Row, circles, read_csv

REGION_COLUMNS = (
    "adcode", "name", "short_names", "one_character", "level", "parent", "full_rule", "short_rule",
    "valid_from", "valid_to", "successors", "source",
)  # fmt: skip
GROUP_COLUMNS = ("id", "name", "short_names", "kind", "members", "valid_from", "valid_to", "source")
LEVELS = ("province", "prefecture", "county")
RULES = ("free", "parent", "adjacent", "glued")
"""When a name counts: always; with its parent in the text; right after its parent; not glued to other words."""

_NAMES_ITS_KIND = re.compile(".{2,}[州县旗]$")
"""Short names of autonomous divisions that are as plain as the full one: 「红河州」, not 「红河」."""

_ADCODE = re.compile(r"\d{6}(@\d{4})?$")


class Regions(NamedTuple):
    """What ``regions.csv`` holds, as plain data.

    Attributes:
        rows: divisions as ``[adcode, name, full name, short name, level, parent number]``.
        forms: each name to pairs of division number and rule.
        letters: each one-character name to its division number.
    """

    rows: list[list[Any]]
    forms: dict[str, list[list[Any]]]
    letters: dict[str, int]


def read_regions(folder: Path, *, base: Sequence[Sequence[Any]] = (), faults: Faults = RAISED) -> Regions:
    """Divisions, their forms and one-character names.

    The full name of a district holds its city (「北京市顺义区」). Divisions that are no more have their last code, with
    ``@year`` where that code was handed on.

    Args:
        folder: the lexicons.
        base: divisions that are there already, as this function gives them: parents and successors may name them. A row
            with the adcode of one of them has its number, the others are numbered on from them.
        faults: where faults go.

    Raises:
        LexiconError: a code is wrong or stands twice, a level or rule is unknown, a parent or successor is no row, or a
            division is its own ancestor.
    """
    required = ("adcode", "name", "level", "full_rule", "source")
    parents = {region[0]: base[region[5]][0] if region[5] >= 0 else "" for region in base}
    rows: list[Row] = []
    own: set[str] = set()
    for row in read_csv(folder / "regions.csv", REGION_COLUMNS, required=required, faults=faults):
        code = row.cells["adcode"]
        if faults.of(row, _code_faults(code, own)):
            continue
        own.add(code)
        rows.append(row)
        parents[code] = row.cells["parent"]
    round_about = circles(parents)
    letters: dict[str, str] = {}
    sound: list[Row] = []
    for row in rows:
        code = row.cells["adcode"]
        wrong = faults.of(row, _row_faults(row, parents, letters))
        if not faults.of(row, (round_about[id] for id in (code,) if id in round_about)) and not wrong:
            letters.update(dict.fromkeys(row.list("one_character"), code))
            sound.append(row)
    return _regions(sound, base)


def _regions(rows: Sequence[Row], base: Sequence[Sequence[Any]]) -> Regions:
    """Number the rows, from those of ``base`` on; a parent that was left out for a fault of its own is none."""
    number = {region[0]: index for index, region in enumerate(base)}
    names = {region[0]: region[1] for region in base}
    for row in rows:
        number.setdefault(row.cells["adcode"], len(number))
        names[row.cells["adcode"]] = row.cells["name"]
    found = Regions([], {}, {})
    for row in rows:
        _add(found, row, number, names)
    return found


def _add(found: Regions, row: Row, number: Mapping[str, int], names: Mapping[str, str]) -> None:
    c = row.cells
    index, parent = number[c["adcode"]], number.get(c["parent"], -1)
    shorts, full = row.list("short_names"), c["name"]
    if c["level"] == "county" and full.endswith("区") and parent >= 0:
        full = names[c["parent"]] + full
    found.rows.append([c["adcode"], c["name"], full, shorts[0] if shorts else c["name"], c["level"], parent])
    found.forms.setdefault(c["name"], []).append([index, c["full_rule"]])
    for short in shorts:
        if short != c["name"]:
            plain = "自治" in c["name"] and _NAMES_ITS_KIND.match(short)
            found.forms.setdefault(short, []).append([index, c["full_rule" if plain else "short_rule"]])
    found.letters.update(dict.fromkeys(row.list("one_character"), index))


def _code_faults(code: str, own: Collection[str]) -> Iterator[str]:
    if not _ADCODE.match(code):
        yield f"{code!r} is no adcode of six digits (with @YYYY after it for a code that was handed on)"
    elif code in own:
        yield f"the adcode {code} stands in an earlier row already"


def _row_faults(row: Row, known: Collection[str], letters: Mapping[str, str]) -> Iterator[str]:
    c = row.cells
    yield from date_faults(row)
    if c["level"] not in LEVELS:
        yield f"level {c['level']!r} is none of {', '.join(LEVELS)}"
    for column in ("full_rule", "short_rule"):
        if c[column] not in RULES and (c[column] or (column == "short_rule" and c["short_names"])):
            yield f"{column} {c[column]!r} is none of {', '.join(RULES)}"
    for reference in (c["parent"], *row.list("successors")):
        if reference and reference not in known:
            yield f"{reference!r} is the adcode of no row of this file"
    if c["adcode"] in row.list("successors"):
        yield f"{c['adcode']!r} is its own successor"
    for short in row.list("short_names"):
        if len(short) < 2:
            yield f"the short name {short!r} is too short: one-character names have a column of their own"
    for letter in row.list("one_character"):
        if len(letter) != 1:
            yield f"the one-character name {letter!r} has {len(letter)} characters"
        elif letters.get(letter, c["adcode"]) != c["adcode"]:
            yield f"the one-character name {letter!r} stands in an earlier row already"


def read_groups(folder: Path, known: Collection[str], *, faults: Faults = RAISED) -> tuple[list[list[Any]], dict[str, int]]:
    """Named policy regions as ``[id, name, kind, members]`` and their forms.

    Args:
        folder: the lexicons.
        known: the adcodes of all divisions, to check the members against.
        faults: where faults go.

    Raises:
        LexiconError: an id or form stands twice, or a member is no division.
    """
    groups: list[list[Any]] = []
    forms: dict[str, int] = {}
    ids: set[str] = set()
    for row in read_csv(folder / "region_groups.csv", GROUP_COLUMNS, required=("id", "name", "kind", "source"), faults=faults):
        c = row.cells
        names = dict.fromkeys((c["name"], *row.list("short_names")))
        taken = {form: groups[forms[form]][0] for form in names if form in forms}
        if faults.of(row, _group_faults(row, ids, known, taken)):
            continue
        ids.add(c["id"])
        forms.update(dict.fromkeys(names, len(groups)))
        groups.append([c["id"], c["name"], c["kind"], list(row.list("members"))])
    return groups, forms


def _group_faults(row: Row, ids: Collection[str], known: Collection[str], taken: Mapping[str, str]) -> Iterator[str]:
    c = row.cells
    yield from date_faults(row)
    if not c["id"].startswith("group:") or c["id"] in ids:
        yield f"the id {c['id']!r} must begin with group: and stand in one row only"
    for member in row.list("members"):
        if member not in known:
            yield f"the member {member!r} is the adcode of no division in regions.csv"
    for form, id in taken.items():
        yield f"the name {form!r} stands for {id} in an earlier row already"
    for form in (c["name"], *row.list("short_names")):
        if len(form) < 2:
            yield f"the name {form!r} is too short: two characters at least"
