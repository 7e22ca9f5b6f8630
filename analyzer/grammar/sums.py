"""Sums of the weights of numbered features: stretches of row numbers times a table of weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]


def summed(table: Floats, places: npt.NDArray[np.int32], bounds: npt.NDArray[Any]) -> Floats:
    """(stretches, columns): for each stretch of ``places`` the sum of the rows of ``table`` that it names.

    A sparse matrix of ones, multiplied: no row is copied before it is added, which takes less than half the time of numpy's ``take``
    and ``reduceat``.

    Args:
        table: (rows, columns).
        places: numbers of rows.
        bounds: where each stretch begins, and behind them where the last one ends; an empty one sums up to zeros.

    >>> summed(np.array([[1.0], [10.0], [100.0]], np.float32), np.array([0, 1, 1, 2], np.int32), np.array([0, 3, 3, 4])).ravel().tolist()
    [21.0, 0.0, 100.0]
    """
    first, last = int(bounds[0]), int(bounds[-1])
    ones = np.ones(last - first, dtype=np.float32)
    matrix = csr_matrix((ones, places[first:last], bounds - first), shape=(len(bounds) - 1, len(table)))
    out: Floats = matrix @ table
    return out
