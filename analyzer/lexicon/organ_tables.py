"""Reads the organ lexicons: named organs, functions of local organs, bodies that every level has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.lexicon.tables import RAISED, Faults, Row, circles, read_csv, repeated

MINISTRY_COLUMNS = ("id", "name", "short_names", "level", "parent", "valid_from", "valid_to", "successors", "source")
FUNCTION_COLUMNS = ("id", "stem", "short_stems", "suffixes", "system", "source")
BODY_COLUMNS = ("id", "body", "forms", "level", "name", "source")
LOCAL_COLUMNS = ("adcode", "form", "name", "source")
LEVELS = ("state", "party", "npc", "cppcc", "judicial", "military", "hk", "mo", "tw")
SUFFIXES = {"厅": "厅", "局": "局", "委": "委员会", "办": "办公室", "室": "室", "指": "指挥部"}
"""Short suffixes of local organs and what they stand for."""

SUFFIX_IDS = {"厅": "ting", "局": "ju", "委": "wei", "办": "ban", "室": "shi", "指": "zhi"}
_SPECIAL_REGION = re.compile("(香港|澳门)特别行政区政府(?=[^驻])")
_TOLD_APART = re.compile("（(台湾|[0-9]{4}年)）$")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)


def date_faults(row: Row) -> Iterator[str]:
    """What is wrong with ``valid_from`` and ``valid_to``: no ISO dates, not in the calendar, or in the wrong order."""
    since, until = row.cells["valid_from"], row.cells["valid_to"]
    wrong = False
    for column in ("valid_from", "valid_to"):
        if value := row.cells[column]:
            fault = _date_fault(value)
            wrong = wrong or bool(fault)
            if fault:
                yield f"{column} {value!r} {fault}"
    if since and until and not wrong and since > until:
        yield f"valid_from {since} is later than valid_to {until}"


def _date_fault(value: str) -> str:
    if not _DATE.fullmatch(value):
        return "is no date of the form YYYY, YYYY-MM or YYYY-MM-DD"
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError as error:
        return f"is no date of the calendar: {error}"
    return ""


def read_ministries(
    folder: Path, *, known: Mapping[str, str] | None = None, faults: Faults = RAISED
) -> tuple[list[list[Any]], dict[str, list[int]]]:
    """Organs as ``[id, name, level, valid_from, valid_to, parent, successors]`` and their forms (form to organ numbers).

    Args:
        folder: the lexicons.
        known: ids of organs outside this file that parents and successors may name, each to its parent.
        faults: where faults go.

    Raises:
        LexiconError: an id stands twice, a level is unknown, a parent or successor names no row or the row itself, or an
            organ is its own ancestor.
    """
    organs: list[list[Any]] = []
    forms: dict[str, list[int]] = {}
    rows: list[Row] = []
    ids: set[str] = set()
    for row in read_csv(folder / "ministries.csv", MINISTRY_COLUMNS, required=("id", "name", "level", "source"), faults=faults):
        names = names_of(row)
        if faults.of(row, _ministry_faults(row, names, ids)):
            continue
        c = row.cells
        ids.add(c["id"])
        for form in names:
            forms.setdefault(form, []).append(len(organs))
        organs.append(
            [c["id"], c["name"], c["level"], c["valid_from"], c["valid_to"], c["parent"], list(row.list("successors"))]
        )
        rows.append(row)
    known = known or {}
    round_about = circles({**known, **{organ[0]: organ[5] for organ in organs}})
    for row, organ in zip(rows, organs, strict=True):
        faults.of(row, _reference_faults(organ, ids, known))
        faults.of(row, (round_about[id] for id in organ[:1] if id in round_about))
    return organs, forms


def _reference_faults(organ: list[Any], ids: Collection[str], known: Collection[str]) -> Iterator[str]:
    for reference in (organ[5], *organ[6]):
        if reference and reference not in ids and reference not in known:
            yield f"{reference!r} is the id of no row of this file{' or of those that ship' if known else ''}"
    if organ[0] in organ[6]:
        yield f"{organ[0]!r} is its own successor"


def names_of(row: Row) -> tuple[str, ...]:
    """All names that the organ of a row of ``ministries.csv`` goes by in a text."""
    name = row.cells["name"]
    return tuple(dict.fromkeys((*_plain(name), *row.list("short_names"), *_of_special_regions(name))))


def _ministry_faults(row: Row, names: Iterable[str], ids: Collection[str]) -> Iterator[str]:
    c = row.cells
    if not c["id"].startswith("org:") or c["id"] in ids:
        yield f"the id {c['id']!r} must begin with org: and stand in one row only"
    if c["level"] not in LEVELS:
        yield f"level {c['level']!r} is none of {', '.join(LEVELS)}"
    yield from date_faults(row)
    for form in names:
        if len(form) < 2:
            yield f"the name {form!r} is too short: two characters at least"


def _plain(name: str) -> tuple[str, ...]:
    # 「科技部（台湾）」, 「…局（1998年）」 tell two organs apart in a table; short_names hold what stands in a text.
    return () if _TOLD_APART.search(name) else (name,)


def _of_special_regions(name: str) -> tuple[str, ...]:
    """「香港特区政府建筑署」, 「特区政府建筑署」 and 「香港建筑署」 for 「香港特别行政区政府建筑署」; likewise for Macao."""
    match = _SPECIAL_REGION.match(name)
    if match is None:
        return ()
    place, part = match[1], name[match.end() :]
    return (f"{place}特区政府{part}", f"特区政府{part}", f"{place}{part}")


def read_functions(folder: Path, *, faults: Faults = RAISED) -> tuple[list[list[str]], dict[str, list[Any]]]:
    """Functions as ``[id, stem, system]`` and tails: 「科技局」 to ``[function number, suffix, full tail]``.

    Raises:
        LexiconError: an id or a tail stands twice, or a suffix is unknown.
    """
    functions: list[list[str]] = []
    tails: dict[str, list[Any]] = {}
    ids: set[str] = set()
    required = ("id", "stem", "short_stems", "suffixes", "source")
    for row in read_csv(folder / "organ_functions.csv", FUNCTION_COLUMNS, required=required, faults=faults):
        c = row.cells
        own = tails_of(row, len(functions))
        if faults.of(row, _function_faults(row, ids, own, tails)):
            continue
        ids.add(c["id"])
        for form, tail in own.items():
            tails.setdefault(form, tail)
        functions.append([c["id"], c["stem"], c["system"]])
    return functions, tails


def tails_of(row: Row, number: int = 0) -> dict[str, list[Any]]:
    """What ends the names of the local organs of a row of ``organ_functions.csv``, to ``[number, suffix, full tail]``."""
    stem = row.cells["stem"]
    tails: dict[str, list[Any]] = {}
    for suffix in row.list("suffixes"):
        for short in (*row.list("short_stems"), stem):
            for ending in (suffix, SUFFIXES.get(suffix, suffix)):
                tails.setdefault(short + ending, [number, suffix, stem + SUFFIXES.get(suffix, suffix)])
    return tails


def _function_faults(row: Row, ids: Collection[str], own: Mapping[str, list[Any]], tails: Mapping[str, list[Any]]) -> Iterator[str]:
    if row.cells["id"] in ids:
        yield f"the id {row.cells['id']!r} stands in an earlier row already"
    for suffix in row.list("suffixes"):
        if suffix not in SUFFIXES:
            yield f"suffix {suffix!r} is none of {', '.join(SUFFIXES)}"
    for form, tail in own.items():
        if form in tails and tails[form][2] != tail[2]:
            yield f"{form!r} stands for {tails[form][2]!r} in an earlier row already"


def read_bodies(folder: Path, *, faults: Faults = RAISED) -> tuple[list[list[str]], dict[str, int]]:
    """Bodies that every level has as ``[id, level, name template]``, and their forms after the name of the place.

    The template may hold ``{region}`` (full name), ``{short}`` and ``{form}``.

    Raises:
        LexiconError: an id or form stands twice, or the template is wrong.
    """
    bodies: list[list[str]] = []
    forms: dict[str, int] = {}
    ids: set[str] = set()
    for row in read_csv(folder / "local_bodies.csv", BODY_COLUMNS, required=BODY_COLUMNS, faults=faults):
        c = row.cells
        if faults.of(row, _body_faults(row, ids, forms)):
            continue
        ids.add(c["id"])
        forms.update(dict.fromkeys(row.list("forms"), len(bodies)))
        bodies.append([c["id"], c["level"], c["name"]])
    return bodies, forms


def _body_faults(row: Row, ids: Collection[str], forms: Collection[str]) -> Iterator[str]:
    c = row.cells
    if c["id"] in ids:
        yield f"the id {c['id']!r} stands in an earlier row already"
    try:
        c["name"].format(region="", short="", form="")
    except (KeyError, IndexError, ValueError):
        yield f"the name {c['name']!r} may hold {{region}}, {{short}} and {{form}} only"
    for form in repeated(row.list("forms"), forms):
        yield f"the form {form!r} stands in an earlier row already"


def read_local_names(folder: Path, *, faults: Faults = RAISED) -> dict[str, str]:
    """Local organs whose full name composition cannot tell: ``adcode/form`` to name.

    Raises:
        LexiconError: a row is wrong or stands twice.
    """
    names: dict[str, str] = {}
    for row in read_csv(folder / "local_organs.csv", LOCAL_COLUMNS, required=LOCAL_COLUMNS, faults=faults):
        adcode = row.cells["adcode"]
        keys = [f"{adcode}/{form}" for form in row.list("form")]
        if not faults.of(row, (f"{key.partition('/')[2]!r} of {adcode} stands in an earlier row already" for key in repeated(keys, names))):
            names.update(dict.fromkeys(keys, row.cells["name"]))
    return names
