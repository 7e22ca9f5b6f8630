"""What a clause cannot be: limits from ``role_limits.yaml`` that the role model has to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.grammar.role_network import ROLES
from analyzer.lexicon.tables import RAISED, read_yaml

_KEYS = ("id", "place", "markers", "not_in", "roles", "example", "counter_example")
_OPTIONAL, _OPENS = "with_modal", "opens"
_PLACES = ("start", "end", "follow", "follow_inside")


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


class Following(NamedTuple):
    """A limit for the clauses after one that begins or ends with a marker, to the end of the sentence."""

    id: str
    markers: tuple[str, ...]
    not_in: tuple[str, ...]
    """What a clause begins with that ends it: 「俄方支持…，|双方要…」."""
    roles: tuple[int, ...]
    inside: bool = False
    """Whether the marker may stand anywhere in the clause."""

    def opened(self, text: str, start: int, end: int) -> bool:
        """Whether the clause ``text[start:end]`` sets the limit."""
        if self.inside:
            return any(text.find(marker, start, end) >= 0 for marker in self.markers)
        return text.startswith(self.markers, start, end) or text.endswith(self.markers, start, end)

    def ended(self, text: str, start: int, end: int) -> bool:
        """Whether the clause ``text[start:end]`` ends it."""
        return text.startswith(self.not_in, start, end)


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
        self._followed = [
            Following(r["id"], tuple(r["markers"]), tuple(r["not_in"]), tuple(map(ROLES.index, r["roles"])), r["place"] == "follow_inside") for r in rows if r["place"].startswith("follow")
        ]
        self._edges = frozenset(marker[at] for limit in self._followed if not limit.inside for marker in limit.markers for at in (0, -1))
        self._inside = tuple(limit for limit in self._followed if limit.inside)
        self._limits = [
            Limit(r["id"], r["place"] == "start", tuple(r["markers"]), tuple(r["not_in"]), tuple(map(ROLES.index, r["roles"])), bool(r.get(_OPTIONAL)), tuple(r.get(_OPENS) or ("",)))
            for r in rows
            if not r["place"].startswith("follow")
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
            if row.cells["place"] not in _PLACES:
                wrong.insert(0, f"unknown place {row.cells['place']!r}; known are {', '.join(_PLACES)}")
            if RAISED.of(row, wrong):
                rows.remove(row)
                continue
            alone = cls([row.cells])
            for key, wanted in (("example", True), ("counter_example", False)):
                words = row.cells[key]
                found = alone.of(words, 0, len(words)) or alone.follows(words, 0, len(words))
                if (found is not None) != wanted:
                    raise row.fail(f"{row.cells['id']} {'does not hold' if wanted else 'holds'} for its {key} 「{words}」")
        return cls([{k: row.cells[k] for k in _KEYS[:5]} | {_OPTIONAL: bool(row.cells.get(_OPTIONAL)), _OPENS: list(row.cells.get(_OPENS) or [""])} for row in rows])

    def to_rows(self) -> list[dict[str, Any]]:
        """Plain data for the built pipeline."""
        return [dict(row) for row in self._rows]

    def follows(self, text: str, start: int, end: int) -> Following | None:
        """The limit that a clause sets to those after it in its sentence (and to itself where it goes on), None for none."""
        if text[start] not in self._edges and text[end - 1] not in self._edges and not any(limit.opened(text, start, end) for limit in self._inside):
            return None
        return next((limit for limit in self._followed if limit.opened(text, start, end)), None)

    def followed(self, text: str, clauses: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, Following]]:
        """The clauses under a limit that they or one before them in their sentence set."""
        over: Following | None = None
        sentence, edges = -1, self._edges
        # Few texts hold such a marker at all.
        inside = any(marker in text for limit in self._inside for marker in limit.markers)
        for i, clause in enumerate(clauses):
            start, end, at = clause[:3]
            if at != sentence:
                over, sentence = None, at
            elif over is not None and over.ended(text, start, end):
                over = None
            if inside or text[start] in edges or text[end - 1] in edges:
                over = self.follows(text, start, end) or over
            if over is not None:
                yield i, over

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
