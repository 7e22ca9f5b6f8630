"""What is counted in the directives of a run, part by part: a part that is taken as it is brings its figures along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.tables import DIRECTIVES, JOIN, Cell, Row

_PLACES = {column.name: number for number, column in enumerate(DIRECTIVES.columns)}
_COUNTED = tuple(_PLACES[name] for name in ("modality", "issuers", "ministries", "sectors"))
_COUNTERS = ("modalities", "ministries", "sectors")


@dataclass(slots=True)
class Tally:
    """Rows by table, and directives by what they name.

    Attributes:
        rows: by table.
        repeats: directives that repeat others; they count nowhere else but in ``rows``.
        pairs: directives by organ and sector, as :func:`analyzer.tables.count_pairs` has them.
        marked: how many articles are reprints.
    """

    rows: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    marked: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    ministries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)

    def count(self, rows: Sequence[Row]) -> None:
        """Count directives; their number in ``rows`` is for whoever writes them to tell."""
        repeat = _PLACES["repeat_of"]
        own = [row for row in rows if not row[repeat]]
        self.repeats += len(rows) - len(own)
        # Many directives name the same: what they name is taken apart once.
        for (modality, issuers, ministries, sectors), times in Counter([tuple([row[place] for place in _COUNTED]) for row in own]).items():
            self.modalities[str(modality)] += times
            organs, areas = _split(ministries), _split(sectors)
            _add(self.ministries, organs, times)
            _add(self.sectors, areas, times)
            pairs = [(organ, area) for organ in organs or [*dict.fromkeys(_split(issuers))] or [""] for area in (*(areas or [""]), "*")]
            _add(self.pairs, pairs, times)

    def add(self, other: Tally) -> None:
        """Add the figures of another."""
        self.repeats += other.repeats
        self.marked += other.marked
        for name in ("rows", "pairs", *_COUNTERS):
            getattr(self, name).update(getattr(other, name))

    def to_plain(self) -> dict[str, Any]:
        """The figures as plain data."""
        counters = {name: dict(getattr(self, name)) for name in ("rows", *_COUNTERS)}
        return {**counters, "repeats": self.repeats, "pairs": [[*pair, times] for pair, times in self.pairs.items()]}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Tally:
        """The figures that :meth:`to_plain` gave."""
        pairs = Counter({(organ, sector): times for organ, sector, times in plain["pairs"]})
        rows, modalities, ministries, sectors = (Counter(plain[name]) for name in ("rows", *_COUNTERS))
        return cls(rows, plain["repeats"], 0, pairs, modalities, ministries, sectors)


def _add(counter: Counter[Any], names: Iterable[Any], times: int) -> None:
    for name in names:
        counter[name] += times


def _split(cell: Cell) -> list[str]:
    return str(cell).split(JOIN) if cell else []
