"""A user's own lexicons: rows that come before those that ship.

A name of the user stands for the user's row alone. It counts wherever it stands by itself, not in a longer name or word
(「教育部|门」, 「光谷|大道」), unless the user's own guard or rule says otherwise: the guards and blockers that ship and the
filter of sectors do not touch it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.errors import LexiconError
from analyzer.lexicon.entity_rules import GROUP, ORGAN, PLACE, SECTOR, EntityRules
from analyzer.lexicon.guards import read_blockers, read_guards
from analyzer.lexicon.organ_tables import read_functions, read_local_names, read_ministries
from analyzer.lexicon.place_tables import Regions, read_groups, read_regions
from analyzer.lexicon.sector_words import BLOCKER, TERM, Term
from analyzer.lexicon.sectors import read_terms
from analyzer.lexicon.tables import RAISED, Faults

FILES = (
    "ministries.csv", "organ_functions.csv", "local_organs.csv", "regions.csv", "region_groups.csv", "sectors.csv",
    "guards.csv", "blockers.csv",
)  # fmt: skip
"""Files that a folder of the user may hold, in the format of those that ship."""

MANY = 1000
"""Names beyond which the scan of a text that holds none of them passes them by."""


@dataclass(slots=True)
class UserRows:
    """What a user's folder holds, as plain data."""

    organs: list[list[Any]] = field(default_factory=list)
    forms: dict[str, list[int]] = field(default_factory=dict)
    functions: list[list[str]] = field(default_factory=list)
    tails: dict[str, list[Any]] = field(default_factory=dict)
    local_names: dict[str, str] = field(default_factory=dict)
    regions: Regions = field(default_factory=lambda: Regions([], {}, {}))
    groups: list[list[Any]] = field(default_factory=list)
    group_forms: dict[str, int] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    guards: dict[str, list[str]] = field(default_factory=dict)
    blockers: list[str] = field(default_factory=list)

    def names(self) -> dict[str, int]:
        """Names that count wherever they stand, and what they are."""
        free = (form for form, pairs in self.regions.forms.items() if all(rule == "free" for _, rule in pairs))
        return {
            **dict.fromkeys((term for term, row in self.terms.items() if not row.listed), SECTOR),
            **dict.fromkeys(self.group_forms, GROUP),
            **dict.fromkeys(free, PLACE),
            **dict.fromkeys(self.forms, ORGAN),
        }


def lexicon_files(folder: Path, *, faults: Faults = RAISED) -> list[Path]:
    """The files of a user's folder that are read, by name; hidden files and Markdown pages are passed over.

    Raises:
        LexiconError: there is no such folder, nothing in it is read, or it holds a file that is not.
    """
    if not folder.is_dir():
        faults.add(LexiconError(folder, 0, f"is no folder: give the folder that holds your {', '.join(FILES)}"))
        return []
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix != ".md")
    for path in files:
        if path.name not in FILES:
            faults.add(LexiconError(path, 0, f"is not read from a folder of your own; read are {', '.join(FILES)}"))
        elif not path.is_file():
            faults.add(LexiconError(path, 0, f"is {'a folder' if path.is_dir() else 'no file'}: put the rows into a file of this name"))
    if not files:
        faults.add(LexiconError(folder, 0, f"holds none of {', '.join(FILES)}"))
    return [path for path in files if path.name in FILES and path.is_file()]


def read_user(folder: Path, rules: EntityRules, *, faults: Faults = RAISED) -> UserRows:
    """Read the files of a user's folder.

    Args:
        folder: holds any of :data:`FILES`, whose rows may name organs and divisions that ship as their parents,
            successors and members.
        rules: the rules that ship.
        faults: where faults go.

    Raises:
        LexiconError: a row is wrong; the message names file and line.
    """
    shipped = rules.to_rows()
    own = UserRows()
    present = {path.name for path in folder.iterdir() if path.is_file()}
    if "ministries.csv" in present:
        own.organs, own.forms = read_ministries(folder, known={o.id: o.parent for o in rules.organs}, faults=faults)
    if "organ_functions.csv" in present:
        own.functions, own.tails = read_functions(folder, faults=faults)
    if "regions.csv" in present:
        own.regions = read_regions(folder, base=shipped["regions"], faults=faults)
    if "region_groups.csv" in present:
        known = {*rules.numbers, *(row[0] for row in own.regions.rows)}
        own.groups, own.group_forms = read_groups(folder, known, faults=faults)
    if "local_organs.csv" in present:
        own.local_names = read_local_names(folder, faults=faults)
    if "sectors.csv" in present:
        own.terms = read_terms(folder, faults=faults)
    if "guards.csv" in present:
        own.guards = read_guards(folder, faults=faults)
    if "blockers.csv" in present:
        own.blockers = read_blockers(folder, faults=faults)
    return own


def extended(rules: EntityRules, folder: Path) -> EntityRules:
    """The rules with the rows of a user's folder before the shipped ones.

    A row with the id or adcode of a shipped one takes its place.

    Raises:
        LexiconError: the folder holds a file that is not read, or none, or a row is wrong.
    """
    lexicon_files(folder)
    return with_rows(rules, read_user(folder, rules))


def with_rows(rules: EntityRules, own: UserRows) -> EntityRules:
    """The rules with a user's rows before the shipped ones."""
    rows: dict[str, Any] = dict(rules.to_rows())
    names = own.names()
    rows["own"] = names
    _replace(rows, own)
    for table in ("forms", "places", "group_forms"):
        rows[table] = {form: value for form, value in rows[table].items() if form not in names}
    _put_organs(rows, own)
    _put_places(rows, own)
    rows["local_names"] = {**rows["local_names"], **own.local_names}
    rows["guards"] = {**{term: patterns for term, patterns in rows["guards"].items() if term not in names}, **own.guards}
    rows["blockers"] = [*(word for word in rows["blockers"] if word not in names), *own.blockers]
    rows["sectors"] = _sectors(rows["sectors"], own)
    rows["sector_guards"] = [term for term in own.guards if term in rows["sectors"]["terms"]]
    if len(rare := [name for name in {*names, *own.terms} if len(name) > 1 and name not in rules.kinds and name not in rules.sectors.words.kinds]) > MANY:
        rows["rare"] = sorted(rare)
    return EntityRules.from_rows(rows)


def _replace(rows: dict[str, Any], own: UserRows) -> None:
    """Take the names of the shipped rows away whose ids the user has rows for."""
    ids = {organ[0] for organ in own.organs}
    gone = {number for number, organ in enumerate(rows["organs"]) if organ[0] in ids}
    rows["forms"] = {form: kept for form, numbers in rows["forms"].items() if (kept := [n for n in numbers if n not in gone])}
    ids = {group[0] for group in own.groups}
    gone = {number for number, group in enumerate(rows["groups"]) if group[0] in ids}
    rows["group_forms"] = {form: number for form, number in rows["group_forms"].items() if number not in gone}
    ids = {region[0] for region in own.regions.rows}
    gone = {number for number, region in enumerate(rows["regions"]) if region[0] in ids}
    rows["places"] = {form: kept for form, pairs in rows["places"].items() if (kept := [p for p in pairs if p[0] not in gone])}
    rows["letters"] = {letter: number for letter, number in rows["letters"].items() if number not in gone}


def _put_organs(rows: dict[str, Any], own: UserRows) -> None:
    shift = len(rows["organs"])
    rows["organs"] = [*rows["organs"], *own.organs]
    rows["forms"] = {**rows["forms"], **{form: [n + shift for n in numbers] for form, numbers in own.forms.items()}}
    shift = len(rows["functions"])
    rows["functions"] = [*rows["functions"], *own.functions]
    rows["tails"] = {**rows["tails"], **{form: [n + shift, *rest] for form, (n, *rest) in own.tails.items()}}


def _put_places(rows: dict[str, Any], own: UserRows) -> None:
    numbers = {region[0]: number for number, region in enumerate(rows["regions"])}
    regions = list(rows["regions"])
    for region in own.regions.rows:
        if region[0] in numbers:
            regions[numbers[region[0]]] = region
        else:
            regions.append(region)
    rows["regions"] = regions
    rows["places"] = {**rows["places"], **own.regions.forms}
    rows["letters"] = {**rows["letters"], **own.regions.letters}
    shift = len(rows["groups"])
    rows["groups"] = [*rows["groups"], *own.groups]
    rows["group_forms"] = {**rows["group_forms"], **{form: number + shift for form, number in own.group_forms.items()}}


def _sectors(rows: Mapping[str, Any], own: UserRows) -> dict[str, Any]:
    kinds = dict(rows["kinds"])
    for term in own.terms:
        kinds[term] = (kinds.get(term, 0) | TERM) & ~BLOCKER
    for word in own.blockers:
        if word not in own.terms:
            kinds[word] = kinds.get(word, 0) | BLOCKER
    return {**rows, "terms": {**rows["terms"], **{term: list(row) for term, row in own.terms.items()}}, "kinds": kinds}
