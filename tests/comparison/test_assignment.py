from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.comparison.assignment import assign
from analyzer.comparison.similarity import Pairs


def pairs(found: dict[tuple[int, int], float]) -> Pairs:
    rows = sorted(found)
    return Pairs(np.array([o for o, _ in rows]), np.array([n for _, n in rows]), np.array([found[row] for row in rows]))


def test_a_row_gives_up_its_best_partner_where_all_gain_by_it() -> None:
    found = assign(pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85}), 2, 2, 0.4)
    assert found == {0: (1, 0.8), 1: (0, 0.85)}


def test_a_row_stays_alone_rather_than_take_a_partner_from_a_better_one() -> None:
    assert assign(pairs({(0, 0): 0.9, (1, 0): 0.5}), 2, 1, 0.4) == {0: (0, 0.9)}


def test_a_pair_at_the_threshold_is_taken() -> None:
    assert assign(pairs({(0, 0): 0.4, (0, 1): 0.4, (1, 1): 0.4}), 2, 2, 0.4) == {0: (0, 0.4), 1: (1, 0.4)}


def test_no_pairs_no_partners() -> None:
    assert assign(Pairs(np.empty(0, int), np.empty(0, int), np.empty(0)), 3, 2, 0.4) == {}


@given(st.integers(0, 10_000))
def test_no_other_assignment_has_a_greater_sum(seed: int) -> None:
    random = Random(seed)
    found = {(o, n): round(random.uniform(0.4, 1), 3) for o in range(4) for n in range(4) if random.random() < 0.6}
    chosen = assign(pairs(found), 4, 4, 0.4) if found else {}
    assert len({n for n, _ in chosen.values()}) == len(chosen)
    best = max(sum(max(found.get((o, n), 0) - 0.4 + 1e-4, 0) for o, n in enumerate(order)) for order in permutations(range(4)))
    assert sum(score - 0.4 + 1e-4 for _, score in chosen.values()) == pytest.approx(best)
