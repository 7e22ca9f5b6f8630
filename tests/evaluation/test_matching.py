from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.evaluation.matching import iou, nearest, overlapping, pair
from analyzer.records import Span

SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda s: (s[0], s[0] + s[1])), max_size=8)


def plain_pairs(gold: list[Span], found: list[Span]) -> list[tuple[float, int, int]]:
    return [(iou(g, f), i, k) for i, g in enumerate(gold) for k, f in enumerate(found) if f[0] < g[1] and g[0] < f[1]]


@given(SPANS, SPANS)
def test_all_pairs_that_share_a_character_are_found(gold: list[Span], found: list[Span]) -> None:
    assert list(overlapping(gold, found)) == plain_pairs(gold, found)


@given(SPANS, SPANS)
def test_the_nearest_is_the_first_of_the_best(gold: list[Span], found: list[Span]) -> None:
    for i, k in enumerate(nearest(gold, found, 0.5)):
        best = max((p for p in plain_pairs(gold, found) if p[1] == i), key=lambda p: p[0], default=(0.0, i, -1))
        assert k == (best[2] if best[0] >= 0.5 else -1)


@given(SPANS, SPANS)
def test_nothing_is_paired_twice_and_the_same_spans_always_are(gold: list[Span], found: list[Span]) -> None:
    pairs = pair(gold, found, 0.5)
    assert len({i for i, _ in pairs}) == len({k for _, k in pairs}) == len(pairs)
    assert len(pair(gold, gold, 1.0)) == len(gold)


def test_the_best_overlap_goes_first() -> None:
    assert pair([(0, 10)], [(0, 6), (0, 9)], 0.5) == [(0, 1)]


def test_of_equal_overlaps_the_first_goes_first() -> None:
    assert pair([(0, 4), (4, 8)], [(2, 6)], 0.3) == [(0, 0)]
