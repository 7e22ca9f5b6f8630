"""The map between raw and clean text: monotone, and the way back from every clean character."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analyzer.offsets import OffsetMap

Piece = tuple[int, int, int, int]


@st.composite
def maps(draw: st.DrawFn) -> OffsetMap:
    """Pieces as cleaning makes them: straight runs, deletions, replacements; they tile both texts."""
    raw = clean = 0
    pieces: list[Piece] = []
    for raw_length, clean_length in draw(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=1, max_size=8)):
        pieces.append((raw, raw + raw_length, clean, clean + clean_length))
        raw, clean = raw + raw_length, clean + clean_length
    return OffsetMap(tuple(pieces))


def test_an_empty_map_is_the_identity() -> None:
    assert OffsetMap().to_raw(3, 7) == OffsetMap().to_clean(3, 7) == (3, 7)


def test_a_gloss_inside_a_span_is_part_of_it_and_one_at_its_edges_is_not() -> None:
    glosses = OffsetMap(((0, 2, 0, 0), (2, 4, 0, 2), (4, 6, 2, 2), (6, 8, 2, 4), (8, 10, 4, 4)))
    assert glosses.to_raw(0, 4) == (2, 8)
    assert glosses.to_raw(0, 2) == (2, 4)
    assert glosses.to_raw(2, 4) == (6, 8)


def test_a_raw_span_that_was_deleted_is_empty_in_the_clean_text() -> None:
    assert OffsetMap(((0, 2, 0, 2), (2, 6, 2, 2), (6, 9, 2, 5))).to_clean(3, 5) == (2, 2)


def test_a_replacement_maps_as_a_whole() -> None:
    replaced = OffsetMap(((0, 1, 0, 1), (1, 4, 1, 3), (4, 5, 3, 4)))
    assert replaced.to_raw(1, 2) == replaced.to_raw(2, 3) == (1, 4)
    assert replaced.to_clean(2, 3) == (1, 3)


@given(maps(), st.data())
def test_larger_spans_map_to_larger_spans(offsets: OffsetMap, data: st.DataObject) -> None:
    size = offsets.pieces[-1][3]
    if size < 2:
        return
    start = data.draw(st.integers(0, size - 2))
    end = data.draw(st.integers(start + 1, size - 1))
    first, last = offsets.to_raw(start, end)
    assert 0 <= first <= last <= offsets.pieces[-1][1]
    wider = offsets.to_raw(start, end + 1)
    assert wider[0] == first
    assert wider[1] >= last


@given(maps(), st.data())
def test_a_clean_span_is_found_again_from_its_raw_span(offsets: OffsetMap, data: st.DataObject) -> None:
    size = offsets.pieces[-1][3]
    if not size:
        return
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    first, last = offsets.to_clean(*offsets.to_raw(start, end))
    # Within a replacement that maps as a whole the span may widen to all of it, never narrow.
    assert first <= start
    assert last >= end
    assert offsets.to_raw(first, last) == offsets.to_raw(start, end)


@given(maps())
def test_neighbouring_characters_never_map_backwards(offsets: OffsetMap) -> None:
    spans = [offsets.to_raw(i, i + 1) for i in range(offsets.pieces[-1][3])]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))


@given(maps(), st.data())
def test_many_spans_at_once_map_as_one_by_one(offsets: OffsetMap, data: st.DataObject) -> None:
    size = offsets.pieces[-1][3]
    start, end = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    assert offsets.raw_spans()(start, end) == offsets.to_raw(start, end)
    assert offsets.clean_spans()(start, end) == offsets.to_clean(start, end)
