"""What a clause cannot be: limits from ``role_limits.yaml`` that the role model has to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.grammar.role_model import ROLES
from analyzer.lexicon.tables import RAISED, read_yaml

_KEYS = ("id", "place", "markers", "not_in", "roles", "example", "counter_example")
_OPTIONAL, _OPENS = "with_modal", "opens"


class Limit(NamedTuple):
    """A limit: the clauses it holds for and the roles it leaves them, as columns of the model."""

    id: str
    start: bool
    markers: tuple[str, ...]
    not_in: tuple[str, ...]
    roles: tuple[int, ...]
    with_modal: bool
    """Whether it also holds for a clause with a modal of its own."""
    opens: tuple[str, ...] = ("",)
    """What the clause has to begin with besides."""

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the clause ``text[start:end]`` begins (or ends) as the limit says."""
        if not text.startswith(self.opens, start, end):
            return False
        if self.start:
            return text.startswith(self.markers, start, end) and not text.startswith(self.not_in, start, end)
        return text.endswith(self.markers, start, end) and not text.endswith(self.not_in, start, end)


class RoleLimits:
    """All limits, asked in the order of the file; the first that holds counts.

    >>> from analyzer.resources import lexicons_dir
    >>> limits = RoleLimits.from_lexicons(lexicons_dir())
    >>> limits.of("针对汽车等重点行业", 0, 9).id, limits.of("推进改革", 0, 4)
    ('limit.topic', None)
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take rows as ``to_rows`` gives them."""
        self._rows = list(rows)
        self._limits = [
            Limit(r["id"], r["place"] == "start", tuple(r["markers"]), tuple(r["not_in"]), tuple(map(ROLES.index, r["roles"])), bool(r.get(_OPTIONAL)), tuple(r.get(_OPENS) or ("",)))
            for r in rows
        ]
        # Most clauses have no limit, and a look at their first and last characters tells so.
        self._by_first: dict[str, list[int]] = {}
        self._by_last: dict[str, list[int]] = {}
        for number, limit in enumerate(self._limits):
            at, by = (0, self._by_first) if limit.start else (-1, self._by_last)
            for character in {marker[at] for marker in limit.markers}:
                by.setdefault(character, []).append(number)

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read and check ``role_limits.yaml``.

        Raises:
            LexiconError: an entry has a wrong place or role, or its example or counter-example fails.
        """
        rows = list(read_yaml(folder / "role_limits.yaml", (*_KEYS, _OPTIONAL, _OPENS), required=_KEYS))
        for row in list(rows):
            wrong = [f"unknown role {role!r}; known are {', '.join(ROLES)}" for role in row.cells["roles"] if role not in ROLES]
            if row.cells["place"] not in ("start", "end"):
                wrong.insert(0, f"unknown place {row.cells['place']!r}; known are start, end")
            if RAISED.of(row, wrong):
                rows.remove(row)
                continue
            alone = cls([row.cells])
            for key, wanted in (("example", True), ("counter_example", False)):
                words = row.cells[key]
                if (alone.of(words, 0, len(words)) is not None) != wanted:
                    raise row.fail(f"{row.cells['id']} {'does not hold' if wanted else 'holds'} for its {key} 「{words}」")
        return cls([{k: row.cells[k] for k in _KEYS[:5]} | {_OPTIONAL: bool(row.cells.get(_OPTIONAL)), _OPENS: list(row.cells.get(_OPENS) or [""])} for row in rows])

    def to_rows(self) -> list[dict[str, Any]]:
        """Plain data for the built pipeline."""
        return [dict(row) for row in self._rows]

    def of(self, text: str, start: int, end: int) -> Limit | None:
        """The limit that holds for a clause, None where none does."""
        return next((limit for _, limit in self.all_of(text, [(start, end)])), None)

    def all_of(self, text: str, clauses: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Limit]]:
        """The clauses (their first two numbers are start and end) that a limit holds for, by number, and the limit."""
        by_first, by_last = self._by_first.get, self._by_last.get
        for i, clause in enumerate(clauses):
            start, end = clause[0], clause[1]
            first, last = by_first(text[start]), by_last(text[end - 1])
            if first is None and last is None:
                continue
            for number in sorted((*(first or ()), *(last or ()))):
                limit: Limit = self._limits[number]
                if limit.holds(text, start, end):
                    yield i, limit
                    break
