"""Guards: what must or must not stand beside a term for it to be meant as an entity (「教育部」 but not in 「教育部门」)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from analyzer.lexicon.tables import RAISED, Faults, Row, read_csv, repeated

COLUMNS = ("term", "not_before", "not_after", "only_before", "only_after", "example", "counter_example", "source")
BLOCKER_COLUMNS = ("words", "why", "example", "source")
WINDOW = 12
"""How many characters on either side a guard may look at."""


class Guard(NamedTuple):
    """Patterns beside a term; ``None`` where the row says nothing. Those before are anchored at their end."""

    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    only_before: re.Pattern[str] | None
    only_after: re.Pattern[str] | None

    def allows(self, text: str, start: int, end: int) -> bool:
        """Whether the term at ``start:end`` may be an entity here."""
        left = text[max(0, start - WINDOW) : start]
        if self.not_before is not None and self.not_before.search(left):
            return False
        if self.not_after is not None and self.not_after.match(text, end):
            return False
        if self.only_before is not None and not self.only_before.search(left):
            return False
        return self.only_after is None or self.only_after.match(text, end) is not None


def read_guards(folder: Path, *, faults: Faults = RAISED) -> dict[str, list[str]]:
    """Rows of ``guards.csv`` as plain data: term to its four patterns.

    A cell ``term`` may name several terms separated by ``|``.

    Raises:
        LexiconError: a pattern is no regular expression, a row has no pattern, or a term stands twice.
    """
    guards: dict[str, list[str]] = {}
    for row in read_csv(folder / "guards.csv", COLUMNS, required=("term", "example", "counter_example", "source"), faults=faults):
        if not faults.of(row, _guard_faults(row, guards)):
            patterns = [row.cells[c] for c in COLUMNS[1:5]]
            guards.update(dict.fromkeys(row.list("term"), patterns))
    return guards


def _guard_faults(row: Row, guards: Collection[str]) -> Iterator[str]:
    if not any(row.cells[c] for c in COLUMNS[1:5]):
        yield "no pattern is given: fill one of not_before, not_after, only_before, only_after"
    for column in COLUMNS[1:5]:
        try:
            re.compile(row.cells[column])
        except re.error as error:
            yield f"{column} {row.cells[column]!r} is no regular expression: {error}"
    for term in repeated(row.list("term"), guards):
        yield f"the term {term!r} has a guard in an earlier row already"


def read_blockers(folder: Path, *, faults: Faults = RAISED) -> list[str]:
    """Words of ``blockers.csv``: longer words that hold the name of an organ or region and are none.

    Raises:
        LexiconError: a row is wrong, or a word stands twice.
    """
    words: dict[str, None] = {}
    for row in read_csv(folder / "blockers.csv", BLOCKER_COLUMNS, required=BLOCKER_COLUMNS, faults=faults):
        faults.of(row, (f"the word {word!r} stands in an earlier row already" for word in repeated(row.list("words"), words)))
        words.update(dict.fromkeys(row.list("words")))
    return list(words)


def compile_guards(rows: dict[str, list[str]]) -> dict[str, Guard]:
    """Guards from the plain data of :func:`read_guards`."""
    made: dict[tuple[str, ...], Guard] = {}
    guards: dict[str, Guard] = {}
    for term, patterns in rows.items():
        key = tuple(patterns)
        if key not in made:
            made[key] = Guard(*_compile(patterns))
        guards[term] = made[key]
    return guards


def _compile(patterns: Iterable[str]) -> list[re.Pattern[str] | None]:
    not_before, not_after, only_before, only_after = patterns
    return [
        re.compile(f"(?:{not_before})$") if not_before else None,
        re.compile(not_after) if not_after else None,
        re.compile(f"(?:{only_before})$") if only_before else None,
        re.compile(only_after) if only_after else None,
    ]
