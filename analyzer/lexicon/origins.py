"""Which row of which lexicon a name comes from: the rules that a text is read with keep no lines, so files are read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analyzer.lexicon.guards import BLOCKER_COLUMNS
from analyzer.lexicon.guards import COLUMNS as GUARD_COLUMNS
from analyzer.lexicon.organ_tables import BODY_COLUMNS, FUNCTION_COLUMNS, MINISTRY_COLUMNS, names_of, tails_of
from analyzer.lexicon.place_tables import GROUP_COLUMNS, REGION_COLUMNS
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.sectors import KEYS
from analyzer.lexicon.tables import Row, sound_entries, sound_rows

ORGAN, FUNCTION, BODY, DIVISION, LETTER, GROUP, SECTOR, GENERIC, MODIFIER, HEAD, TITLE = (
    "organ", "function of local organs", "body of every level", "division", "one-character name", "region group", "sector",
    "generic group", "modifier of sectors", "head of sectors", "last word of titles",
)  # fmt: skip


class Origin(NamedTuple):
    """A row that gives a name.

    Attributes:
        path, line: where it stands.
        kind: what it makes of the name.
        id, name: what it links the name to.
    """

    path: Path
    line: int
    kind: str
    id: str
    name: str

    def __str__(self) -> str:
        """File and line, as in ``regions.csv:12``."""
        return f"{self.path.name}:{self.line}"


@dataclass(slots=True)
class Origins:
    """The rows of one or several folders by the names they give.

    Attributes:
        names: each name to its rows, those of the first folder first.
        guards: each guarded term to its row.
        blockers: each blocked word to its row, for organs and regions.
        sector_blockers: likewise for sectors.
    """

    names: dict[str, list[Origin]] = field(default_factory=dict)
    guards: dict[str, Origin] = field(default_factory=dict)
    blockers: dict[str, Origin] = field(default_factory=dict)
    sector_blockers: dict[str, Origin] = field(default_factory=dict)

    @classmethod
    def read(cls, *folders: Path) -> Origins:
        """The rows of lexicon folders, the one that comes first before the others; rows with a fault are left out.

        >>> from analyzer.resources import lexicons_dir
        >>> [(row.path.name, row.id, row.name) for row in Origins.read(lexicons_dir()).names["工信部"]]
        [('ministries.csv', 'org:gongxinbu', '工业和信息化部')]
        """
        found = cls()
        for folder in folders:
            for name, origin in _names(folder):
                found.names.setdefault(name, []).append(origin)
            for word, origin in _csv_words(folder, "guards.csv", GUARD_COLUMNS, "term"):
                found.guards.setdefault(word, origin)
            for word, origin in _csv_words(folder, "blockers.csv", BLOCKER_COLUMNS, "words"):
                found.blockers.setdefault(word, origin)
            for word, origin in _yaml_words(folder, "sector_words.yaml", KEYS, "blockers", "blocker"):
                found.sector_blockers.setdefault(word, origin)
        return found

    def without(self, lines: Collection[tuple[Path, int]]) -> Origins:
        """The same without the rows on some lines."""

        def kept(rows: dict[str, Origin]) -> dict[str, Origin]:
            return {word: row for word, row in rows.items() if (row.path, row.line) not in lines}

        names = {name: left for name, rows in self.names.items() if (left := [r for r in rows if (r.path, r.line) not in lines])}
        return Origins(names, kept(self.guards), kept(self.blockers), kept(self.sector_blockers))


def _names(folder: Path) -> Iterator[tuple[str, Origin]]:
    for row in sound_rows(folder / "ministries.csv", MINISTRY_COLUMNS):
        yield from _each(row, names_of(row), ORGAN, row.cells["id"], row.cells["name"])
    for row in sound_rows(folder / "organ_functions.csv", FUNCTION_COLUMNS):
        yield from _each(row, tails_of(row), FUNCTION, row.cells["id"], row.cells["stem"])
    for row in sound_rows(folder / "local_bodies.csv", BODY_COLUMNS):
        yield from _each(row, row.list("forms"), BODY, row.cells["id"], row.cells["body"])
    for row in sound_rows(folder / "regions.csv", REGION_COLUMNS):
        c = row.cells
        yield from _each(row, dict.fromkeys((c["name"], *row.list("short_names"))), DIVISION, c["adcode"], c["name"])
        yield from _each(row, row.list("one_character"), LETTER, c["adcode"], c["name"])
    for row in sound_rows(folder / "region_groups.csv", GROUP_COLUMNS):
        c = row.cells
        yield from _each(row, dict.fromkeys((c["name"], *row.list("short_names"))), GROUP, c["id"], c["name"])
    for row in sound_rows(folder / "sectors.csv", SECTOR_COLUMNS):
        c = row.cells
        yield c["term"], Origin(row.path, row.line, SECTOR, c["code"] or f"term:{c['name'] or c['term']}", c["name"] or c["term"])
    yield from _yaml_words(folder, "entity_words.yaml", None, "generic", GENERIC)
    yield from _yaml_words(folder, "sector_words.yaml", KEYS, "modifiers", MODIFIER)
    yield from _yaml_words(folder, "sector_words.yaml", KEYS, "heads", HEAD)
    yield from _yaml_words(folder, "documents.yaml", None, None, TITLE)


def _each(row: Row, names: Iterable[str], kind: str, id: str, name: str) -> Iterator[tuple[str, Origin]]:
    origin = Origin(row.path, row.line, kind, id, name)
    return ((form, origin) for form in names)


def _csv_words(folder: Path, name: str, columns: tuple[str, ...], column: str) -> Iterator[tuple[str, Origin]]:
    for row in sound_rows(folder / name, columns):
        yield from _each(row, row.list(column), name.removesuffix("s.csv"), "", "")


def _yaml_words(folder: Path, name: str, keys: tuple[str, ...] | None, section: str | None, kind: str) -> Iterator[tuple[str, Origin]]:
    allowed = keys or ("words", "why", "endings", "kind", "example", "counter_example")
    for row in sound_entries(folder / name, allowed, section=section):
        for word in row.cells.get("words") or row.cells.get("endings") or ():
            yield str(word), Origin(row.path, row.line, kind, str(row.cells.get("kind", "")), str(word))
