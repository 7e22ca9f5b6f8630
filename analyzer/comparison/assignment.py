"""One partner each: the set of pairs with the greatest sum of similarities above the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.comparison.similarity import Pairs


_ANY = 1e-4
"""What a pair that just reaches the threshold is worth: more than none."""


def assign(pairs: Pairs, old: int, new: int, threshold: float) -> dict[int, tuple[int, float]]:
    """The partner of each old row that gets one, with the similarity.

    Solved exactly for each group of rows that hang together; most are one pair, so that time grows with the input.

    Args:
        pairs: pairs of at least ``threshold``.
        old, new: how many rows each side has.
        threshold: the least similarity of a pair.
    """
    import numpy as np
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    if not len(pairs.old):
        return {}
    graph = sparse.coo_matrix((np.ones(len(pairs.old)), (pairs.old, old + pairs.new)), shape=(old + new, old + new))
    _, group = connected_components(graph, directed=False)
    order = np.argsort(group[pairs.old], kind="stable")
    borders = np.flatnonzero(np.diff(group[pairs.old][order])) + 1
    partners: dict[int, tuple[int, float]] = {}
    for members in np.split(order, borders):
        rows, columns, score = pairs.old[members], pairs.new[members], pairs.score[members]
        chosen = [0] if len(members) == 1 else _best(rows, columns, score - threshold)
        for number in chosen:
            partners[int(rows[number])] = (int(columns[number]), float(score[number]))
    return partners


def _best(rows: Any, columns: Any, gain: Any) -> list[int]:
    """Which of the pairs of a group to take."""
    import numpy as np
    from scipy import sparse
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    old, row = np.unique(rows, return_inverse=True)
    new, column = np.unique(columns, return_inverse=True)
    # Each row may also stay alone, with a partner of its own that gains nothing; weights must not be 0.
    alone = np.arange(len(old))
    weights = np.concatenate([2 - gain - _ANY, np.full(len(old), 2.0)])
    graph = sparse.csr_matrix((weights, (np.concatenate([row, alone]), np.concatenate([column, len(new) + alone]))), shape=(len(old), len(new) + len(old)))
    taken = dict(zip(*(side.tolist() for side in min_weight_full_bipartite_matching(graph)), strict=True))
    return [n for n, (r, c) in enumerate(zip(row.tolist(), column.tolist(), strict=True)) if taken[r] == c]
