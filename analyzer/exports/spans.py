"""What an analysis marks in its article, as plain spans; and as many of them as do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class Marked(NamedTuple):
    """A stretch of the raw text with a label, and the id of what it stands for ("" where there is none)."""

    start: int
    end: int
    label: str
    id: str = ""


def entities(analysis: Analysis) -> list[Marked]:
    """Mentions of organs, regions, sectors, groups and documents."""
    return [Marked(e.start, e.end, e.label.value, e.id) for e in analysis.entities]


def directives(analysis: Analysis) -> list[Marked]:
    """Directives by modality; those that repeat others among them."""
    return [Marked(d.start, d.end, d.modality.value, d.id) for d in analysis.directives]


def targets(analysis: Analysis) -> list[Marked]:
    """Values of targets."""
    return [Marked(t.start, t.end, "TARGET", t.id) for t in analysis.targets]


def clauses(analysis: Analysis) -> list[Marked]:
    """Clauses by role."""
    return [Marked(c.start, c.end, c.role.value) for c in analysis.clauses]


def apart(marks: Iterable[Marked]) -> list[Marked]:
    """As many of the longest marks as do not overlap, in the order of the text; of two at one place the first.

    >>> apart([Marked(0, 3, "A"), Marked(2, 9, "B"), Marked(9, 10, "C"), Marked(4, 4, "D")])
    [Marked(start=2, end=9, label='B', id=''), Marked(start=9, end=10, label='C', id='')]
    """
    kept: list[Marked] = []
    taken: set[int] = set()
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start)):
        places = range(mark.start, mark.end)
        if mark.end > mark.start and taken.isdisjoint(places):
            kept.append(mark)
            taken.update(places)
    return sorted(kept)
