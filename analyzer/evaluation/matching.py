"""Which span of one reading is which of another: one to one, the best overlap first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from analyzer.records import Span


def iou(a: Span, b: Span) -> float:
    """Intersection over union of two spans: 1.0 where they are the same, 0.0 where they do not touch.

    >>> iou((0, 4), (2, 4)), iou((0, 4), (4, 8))
    (0.5, 0.0)
    """
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def overlapping(gold: Sequence[Span], found: Sequence[Span]) -> Iterator[tuple[float, int, int]]:
    """All pairs that share a character, as (overlap, index in ``gold``, index in ``found``), by index in ``gold``."""
    order = sorted(range(len(found)), key=found.__getitem__)
    starts = [found[k][0] for k in order]
    reach, furthest = [], 0  # how far the spans up to each one reach: where to stop looking back
    for k in order:
        furthest = max(furthest, found[k][1])
        reach.append(furthest)
    for i, span in enumerate(gold):
        near = []
        for at in range(bisect_left(starts, span[1]) - 1, -1, -1):
            if reach[at] <= span[0]:
                break
            if found[order[at]][1] > span[0]:
                near.append(order[at])
        for k in sorted(near):
            yield iou(span, found[k]), i, k


def pair(gold: Sequence[Span], found: Sequence[Span], at_least: float) -> list[tuple[int, int]]:
    """Pairs (index in ``gold``, index in ``found``), each index at most once, the best overlap first, then the first of both.

    >>> pair([(0, 4), (5, 9)], [(5, 8), (0, 9)], 0.4)
    [(1, 0), (0, 1)]
    """
    out: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for overlap, i, k in sorted(overlapping(gold, found), key=lambda each: (-each[0], each[1], each[2])):
        if overlap >= at_least and i not in taken_gold and k not in taken_found:
            taken_gold.add(i)
            taken_found.add(k)
            out.append((i, k))
    return out


def nearest(gold: Sequence[Span], found: Sequence[Span], at_least: float) -> list[int]:
    """For each span of ``gold`` the one of ``found`` that overlaps it most (the first of equals), -1 where none does enough."""
    best: list[tuple[float, int]] = [(0.0, -1)] * len(gold)
    for overlap, i, k in overlapping(gold, found):
        if overlap > best[i][0]:
            best[i] = (overlap, k)
    return [k if overlap >= at_least else -1 for overlap, k in best]
