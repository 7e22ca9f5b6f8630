"""Reads the organ lexicons: named organs, functions of local organs, bodies that every level has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analyzer.lexicon.tables import Row, read_csv

MINISTRY_COLUMNS = ("id", "name", "short_names", "level", "parent", "valid_from", "valid_to", "successors", "source")
FUNCTION_COLUMNS = ("id", "stem", "short_stems", "suffixes", "system", "source")
BODY_COLUMNS = ("id", "body", "forms", "level", "name", "source")
LOCAL_COLUMNS = ("adcode", "form", "name", "source")
LEVELS = ("state", "party", "npc", "cppcc", "judicial", "military", "hk", "mo", "tw")
SUFFIXES = {"厅": "厅", "局": "局", "委": "委员会", "办": "办公室", "室": "室", "指": "指挥部"}
"""Short suffixes of local organs and what they stand for."""

SUFFIX_IDS = {"厅": "ting", "局": "ju", "委": "wei", "办": "ban", "室": "shi", "指": "zhi"}
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}$")


def check_dates(row: Row) -> None:
    """Raise if ``valid_from`` or ``valid_to`` is no ISO date, or they are in the wrong order."""
    since, until = row.cells["valid_from"], row.cells["valid_to"]
    for column in ("valid_from", "valid_to"):
        if row.cells[column] and not _DATE.match(row.cells[column]):
            raise row.fail(f"{column} {row.cells[column]!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    if since and until and since > until:
        raise row.fail(f"valid_from {since} is later than valid_to {until}")


def read_ministries(folder: Path) -> tuple[list[list[Any]], dict[str, list[int]]]:
    """Organs as ``[id, name, level, valid_from, valid_to, parent, successors]`` and their forms (form to organ numbers).

    Raises:
        LexiconError: an id stands twice, a level is unknown, or a parent or successor names no row.
    """
    organs: list[list[Any]] = []
    forms: dict[str, list[int]] = {}
    rows: list[Row] = []
    known: set[str] = set()
    for row in read_csv(folder / "ministries.csv", MINISTRY_COLUMNS, required=("id", "name", "level", "source")):
        c = row.cells
        if not c["id"].startswith("org:") or c["id"] in known:
            raise row.fail(f"the id {c['id']!r} must begin with org: and stand in one row only")
        if c["level"] not in LEVELS:
            raise row.fail(f"level {c['level']!r} is none of {', '.join(LEVELS)}")
        check_dates(row)
        known.add(c["id"])
        for form in dict.fromkeys((*_plain(c["name"]), *row.list("short_names"))):
            if len(form) < 2:
                raise row.fail(f"the name {form!r} is too short: two characters at least")
            forms.setdefault(form, []).append(len(organs))
        organs.append(
            [c["id"], c["name"], c["level"], c["valid_from"], c["valid_to"], c["parent"], list(row.list("successors"))]
        )
        rows.append(row)
    for row, organ in zip(rows, organs, strict=True):
        for reference in (organ[5], *organ[6]):
            if reference and reference not in known:
                raise row.fail(f"{reference!r} is the id of no row of this file")
    return organs, forms


def _plain(name: str) -> tuple[str, ...]:
    # 「经济部（台湾）」 tells two organs apart in a table; in a text it is 「经济部」, which short_names holds.
    return () if name.endswith("（台湾）") else (name,)


def read_functions(folder: Path) -> tuple[list[list[str]], dict[str, list[Any]]]:
    """Functions as ``[id, stem, system]`` and tails: 「科技局」 to ``[function number, suffix, full tail]``.

    Raises:
        LexiconError: an id or a tail stands twice, or a suffix is unknown.
    """
    functions: list[list[str]] = []
    tails: dict[str, list[Any]] = {}
    ids: set[str] = set()
    for row in read_csv(
        folder / "organ_functions.csv", FUNCTION_COLUMNS, required=("id", "stem", "short_stems", "suffixes", "source")
    ):
        c = row.cells
        if c["id"] in ids:
            raise row.fail(f"the id {c['id']!r} stands in an earlier row already")
        ids.add(c["id"])
        for suffix in row.list("suffixes"):
            if suffix not in SUFFIXES:
                raise row.fail(f"suffix {suffix!r} is none of {', '.join(SUFFIXES)}")
            full = c["stem"] + SUFFIXES[suffix]
            for stem in dict.fromkeys((*row.list("short_stems"), c["stem"])):
                for ending in dict.fromkeys((suffix, SUFFIXES[suffix])):
                    tail = [len(functions), suffix, full]
                    if tails.setdefault(stem + ending, tail)[2] != full:
                        raise row.fail(
                            f"{stem + ending!r} stands for {tails[stem + ending][2]!r} in an earlier row already"
                        )
        functions.append([c["id"], c["stem"], c["system"]])
    return functions, tails


def read_bodies(folder: Path) -> tuple[list[list[str]], dict[str, int]]:
    """Bodies that every level has as ``[id, level, name template]``, and their forms after the name of the place.

    The template may hold ``{region}`` (full name), ``{short}`` and ``{form}``.

    Raises:
        LexiconError: an id or form stands twice, or the template is wrong.
    """
    bodies: list[list[str]] = []
    forms: dict[str, int] = {}
    ids: set[str] = set()
    for row in read_csv(folder / "local_bodies.csv", BODY_COLUMNS, required=BODY_COLUMNS):
        c = row.cells
        if c["id"] in ids:
            raise row.fail(f"the id {c['id']!r} stands in an earlier row already")
        ids.add(c["id"])
        try:
            c["name"].format(region="", short="", form="")
        except (KeyError, IndexError, ValueError) as error:
            raise row.fail(f"the name {c['name']!r} may hold {{region}}, {{short}} and {{form}} only") from error
        for form in row.list("forms"):
            if form in forms:
                raise row.fail(f"the form {form!r} stands in an earlier row already")
            forms[form] = len(bodies)
        bodies.append([c["id"], c["level"], c["name"]])
    return bodies, forms


def read_local_names(folder: Path) -> dict[str, str]:
    """Local organs whose full name composition cannot tell: ``adcode/form`` to name.

    Raises:
        LexiconError: a row is wrong or stands twice.
    """
    names: dict[str, str] = {}
    for row in read_csv(folder / "local_organs.csv", LOCAL_COLUMNS, required=LOCAL_COLUMNS):
        for form in row.list("form"):
            key = f"{row.cells['adcode']}/{form}"
            if key in names:
                raise row.fail(f"{form!r} of {row.cells['adcode']} stands in an earlier row already")
            names[key] = row.cells["name"]
    return names
