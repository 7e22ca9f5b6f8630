import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reprints.shingles import shingles

pytest.importorskip("datasketch", reason="reprints need datasketch")
from analyzer.reprints.pile import Pile


@given(st.text(max_size=40))
def test_shingles_are_sorted_and_stand_once(text: str) -> None:
    found = shingles(text)
    assert (np.diff(found.astype(np.int64)) > 0).all()
    assert len(found) >= 1


@given(st.text(min_size=5, max_size=40), st.text(max_size=20))
def test_the_shingles_of_a_part_are_among_those_of_the_whole(part: str, more: str) -> None:
    assert set(shingles(part).tolist()) <= set(shingles(part + more).tolist())


def pile(*sets: range) -> Pile:
    made = Pile()
    for numbers in sets:
        made.add(np.array(numbers, dtype=np.uint32))
    return made


def test_overlap_is_jaccard_and_containment() -> None:
    with pile(range(100), range(50, 100), range(1000, 1100)) as made:
        made.clusters()
        assert made.overlap(0, 1) == (0.5, 1.0)
        assert made.overlap(0, 2) == (0.0, 0.0)


def test_clusters_are_what_hangs_together() -> None:
    with pile(range(1000), range(5000, 6000), range(150, 1150), range(300, 1300), range(5000, 6000), range(9000, 9900)) as made:
        assert made.clusters() == [[0, 2, 3], [1, 4]]


def test_an_empty_pile_has_no_clusters() -> None:
    with pile() as made:
        assert made.clusters() == []


def test_versions_of_a_statute_stay_apart_and_a_copy_without_its_head_does_not_join_them() -> None:
    with Pile() as made:
        for numbers, version in ((range(1000), 2019), (range(50, 1050), 2023), (range(20, 1000), 0), (range(60, 1050), 2023)):
            made.add(np.array(numbers, dtype=np.uint32), version=version)
        assert made.clusters() == [[0, 2], [1, 3]]


def test_statutes_that_are_the_same_to_the_letter_are_one_whatever_their_heads_tell() -> None:
    with Pile() as made:
        for version in (2005, 2017):
            made.add(np.array(range(1000), dtype=np.uint32), version=version)
        assert made.clusters() == [[0, 1]]
