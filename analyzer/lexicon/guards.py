"""Guards: what must or must not stand beside a term for it to be meant as an entity (「教育部」 but not in 「教育部门」)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analyzer.errors import LexiconError
from analyzer.lexicon.tables import Row, read_csv

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


def read_guards(folder: Path) -> dict[str, list[str]]:
    """Rows of ``guards.csv`` as plain data: term to its four patterns.

    A cell ``term`` may name several terms separated by ``|``.

    Raises:
        LexiconError: a pattern is no regular expression, a row has no pattern, or a term stands twice.
    """
    guards: dict[str, list[str]] = {}
    for row in read_csv(folder / "guards.csv", COLUMNS, required=("term", "example", "counter_example", "source")):
        patterns = [row.cells[c] for c in COLUMNS[1:5]]
        if not any(patterns):
            raise row.fail("no pattern is given: fill one of not_before, not_after, only_before, only_after")
        for column, pattern in zip(COLUMNS[1:5], patterns, strict=True):
            _check_pattern(row, column, pattern)
        for term in row.list("term"):
            if term in guards:
                raise row.fail(f"the term {term!r} has a guard in an earlier row already")
            guards[term] = patterns
    return guards


def read_blockers(folder: Path) -> list[str]:
    """Words of ``blockers.csv``: longer words that hold the name of an organ or region and are none.

    Raises:
        LexiconError: a row is wrong.
    """
    words: dict[str, None] = {}
    for row in read_csv(folder / "blockers.csv", BLOCKER_COLUMNS, required=BLOCKER_COLUMNS):
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


def _check_pattern(row: Row, column: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise LexiconError(row.path, row.line, f"{column} {pattern!r} is no regular expression: {error}") from error
