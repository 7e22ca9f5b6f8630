"""A user's own entity lexicons: rows that come before those that ship, and whether each of their names applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analyzer.errors import LexiconError
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.guards import read_blockers, read_guards
from analyzer.lexicon.organ_tables import read_local_names, read_ministries
from analyzer.lexicon.place_tables import read_groups

FILES = ("ministries.csv", "region_groups.csv", "local_organs.csv", "guards.csv", "blockers.csv")
"""Files that a folder of the user may hold, in the format of those that ship."""


def extended(rules: EntityRules, folder: Path) -> EntityRules:
    """The rules with the user's rows before the shipped ones.

    A name in the user's ``ministries.csv`` or ``region_groups.csv`` stands for the user's row alone, and no shipped guard
    or blocker takes it away.

    Args:
        rules: the rules that ship.
        folder: holds any of :data:`FILES`.

    Raises:
        LexiconError: the folder holds none of them, or a row is wrong; the message names file and line.
    """
    present = {name for name in FILES if (folder / name).is_file()}
    if not present:
        raise LexiconError(folder, 0, f"holds none of {', '.join(FILES)}")
    rows: dict[str, Any] = dict(rules.to_rows())
    own: dict[str, None] = {}
    if "ministries.csv" in present:
        organs, forms = read_ministries(folder)
        _put_first(rows, "organs", "forms", organs, forms, lambda numbers, shift: [n + shift for n in numbers])
        own.update(dict.fromkeys(forms))
    if "region_groups.csv" in present:
        groups, group_forms = read_groups(folder, set(rules.numbers))
        _put_first(rows, "groups", "group_forms", groups, group_forms, lambda number, shift: number + shift)
        rows["places"] = {form: pairs for form, pairs in rows["places"].items() if form not in group_forms}
        own.update(dict.fromkeys(group_forms))
    rows["guards"] = {term: patterns for term, patterns in rows["guards"].items() if term not in own}
    if "guards.csv" in present:
        rows["guards"].update(read_guards(folder))
    rows["blockers"] = [word for word in rows["blockers"] if word not in own]
    if "blockers.csv" in present:
        rows["blockers"] += read_blockers(folder)
    if "local_organs.csv" in present:
        rows["local_names"] = {**rows["local_names"], **read_local_names(folder)}
    return EntityRules.from_rows(rows)


def _put_first(
    rows: dict[str, Any],
    table: str,
    index: str,
    new: list[Any],
    forms: Mapping[str, Any],
    shifted: Callable[[Any, int], Any],
) -> None:
    shift = len(rows[table])
    rows[table] = [*rows[table], *new]
    rows[index] = {**rows[index], **{form: shifted(value, shift) for form, value in forms.items()}}


def names_of(folder: Path, rules: EntityRules) -> list[str]:
    """All names that the user's organs and regions go by."""
    names: dict[str, None] = {}
    if (folder / "ministries.csv").is_file():
        names.update(dict.fromkeys(read_ministries(folder)[1]))
    if (folder / "region_groups.csv").is_file():
        names.update(dict.fromkeys(read_groups(folder, set(rules.numbers))[1]))
    return list(names)


def without_effect(rules: EntityRules, names: list[str]) -> dict[str, str]:
    """Names that are not found even in a plain sentence, and what stands in their way.

    Args:
        rules: the rules with the user's rows (:func:`extended`).
        names: the names to try (:func:`names_of`).
    """
    faults: dict[str, str] = {}
    for name in names:
        text = f"今天，{name}，"
        rows = [r for r in find_entities(text, rules) if r.start < 3 + len(name) and r.end > 3]
        if any((r.start, r.end) == (3, 3 + len(name)) for r in rows):
            continue
        taken = "、".join(f"「{text[r.start : r.end]}」 ({r.id})" for r in rows)
        faults[name] = f"is read as {taken}" if taken else _why(rules, name)
    return faults


def _why(rules: EntityRules, name: str) -> str:
    if name in rules.guards:
        return "a guard forbids it where nothing stands beside it"
    if name in rules.to_rows()["blockers"]:
        return "it is a blocked word"
    return "what it ends with makes it the name of something else (a school, a street, a longer word)"
