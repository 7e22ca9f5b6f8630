"""The learned part of role assignment: a linear model over hashed features, then a chain over neighbours; numpy alone.

Training (scikit-learn) and its measures: models/roles/card.md. The arrays are plain numbers in an ``.npz`` file, read
without pickle: that takes 20 ms where a skops file of the same weights takes more than a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from analyzer.errors import ResourceError
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.features import SPACE, Features, Floats, Ints
from analyzer.resources import stored_arrays

ROLES = ("directive", "context", "goal", "frame", "statement")
"""Order of the first columns of the weights; the modalities follow."""
OUTPUTS = len(ROLES) + len(MODALITIES)
GRAM_SCALE, STATE_SCALE = 6.0, 1.0
"""A clause's n-grams share this much weight, whatever their number; each state has this much."""
FILE = "roles.npz"
_ARRAYS = ("ids", "weights", "states", "bias", "transitions")
Doubles = npt.NDArray[np.float64]
_WIDTH = 8
_RESCALE = 32
"""Steps of the chain between rescalings. The likeliest role of a clause has a fifth at least, so a step takes no more than that
fifth times the least transition (an eighth): thirty-two stay far inside what a double holds."""
_LEAST, _ONE, _SCALE = np.array(1e-12), np.array(1), np.array(GRAM_SCALE)
BORDERS = 3
"""Kinds of border before a clause: within a sentence, a new sentence, a new paragraph."""
_SENTENCE, _PARAGRAPH = STATES.index("first_in_sentence"), STATES.index("first_in_paragraph")


class RoleModel:
    """Weights of features and states for roles and modalities."""

    __slots__ = ("_arrays", "_bias", "_modalities", "_place", "_roles", "_state_weights", "_steps")

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take ``ids`` (sorted feature numbers), ``weights`` (ids × outputs), ``states`` (states × outputs), ``bias`` and
        ``transitions`` (borders × roles × roles: how much likelier a role is after another than alone).

        Raises:
            ResourceError: the arrays are not of these shapes (made for other features).
        """
        self._arrays = {name: np.asarray(arrays[name]) for name in _ARRAYS if name in arrays}
        shapes = {name: array.shape for name, array in self._arrays.items()}
        count = shapes.get("ids", (0,))[0]
        wanted = {"ids": (count,), "weights": (count, OUTPUTS), "states": (len(STATES), OUTPUTS), "bias": (OUTPUTS,)}
        wanted["transitions"] = (BORDERS, len(ROLES), len(ROLES))
        if shapes != wanted:
            raise ResourceError(f"the role model has arrays of shapes {shapes}, these features need {wanted}: run models/roles/make.py")
        self._roles = _table(self._arrays["weights"][:, : len(ROLES)])
        # Modalities are asked of directives only, so they have a table of their own.
        self._modalities = _table(self._arrays["weights"][:, len(ROLES) :])
        # In doubles: what is left over of rounding then hangs too little on how many texts are read together to be seen.
        self._state_weights = self._arrays["states"].T.astype(np.float64)
        self._bias = self._arrays["bias"].astype(np.float64)[:, None]
        self._steps = self._arrays["transitions"].astype(np.float64)
        # As small as the model allows, to stay in the processor's cache; the last one is NONE.
        self._place = np.full(SPACE + 1, count, dtype=np.min_scalar_type(count))
        self._place[self._arrays["ids"]] = np.arange(count)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the model that ships.

        Raises:
            ResourceError: the file is missing or no file of plain arrays.
        """
        return cls(stored_arrays(folder / FILE, "a role model", "models/roles/make.py"))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays it was made of."""
        return dict(self._arrays)

    def roles(self, features: Features) -> Doubles:
        """(clauses, roles): probabilities of the roles of all clauses, given the whole chain of each text."""
        if not len(features.states):
            return np.zeros((0, len(ROLES)))
        alone = np.ascontiguousarray(_softmax(self._logits(self._roles, features, slice(0, len(ROLES)))).T)
        return self._chained(alone, features)

    def modalities(self, features: Features, clauses: Sequence[int]) -> Doubles:
        """(clauses, modalities): probabilities of the modalities of some clauses."""
        if not clauses:
            return np.zeros((0, len(MODALITIES)))
        return _softmax(self._logits(self._modalities, features.of(clauses), slice(len(ROLES), OUTPUTS))).T

    def _logits(self, table: Floats, features: Features, columns: slice) -> Doubles:
        """(columns, clauses): numpy goes along the longer axis."""
        size = columns.stop - columns.start
        total = self._sums(table, features, size).T.astype(np.float64, order="C")
        total *= _SCALE / np.sqrt(np.maximum(features.sizes, _ONE))
        total += self._state_weights[columns] @ features.states.T.astype(np.float64)
        total += self._bias[columns]
        return total

    def _sums(self, table: Floats, features: Features, size: int) -> Floats:
        """The sum of the weights of each clause's features, in ``size`` columns."""
        numbers, windows, bounds, *_ = features
        weights = table.take(self._place.take(numbers), axis=0)
        stop, kinds, count = int(bounds[-1]), len(windows), len(bounds) - 1
        # One pass along the text: windows, what lies between them, and cues.
        sums = np.add.reduceat(weights[:stop, :size], np.concatenate((windows.swapaxes(1, 2).ravel(), bounds[:-1])), axis=0)
        total: Floats = sums[windows.size :]
        total += np.add.reduce(weights[stop:].reshape(-1, count, _WIDTH))[:, :size]
        of_windows = sums[: windows.size : 2]
        # Of an empty window reduceat gives the first weight behind it.
        of_windows[(windows[:, 1] <= windows[:, 0]).ravel().nonzero()[0]] = 0
        total += np.add.reduce(of_windows.reshape(kinds, count, size))
        return total

    def _chained(self, alone: Doubles, features: Features) -> Doubles:
        """Probabilities of roles given the whole chain of each text (forward–backward), from those of each clause alone."""
        firsts = features.firsts
        # A matrix for each clause holds its transition and the clause itself.
        border = (features.states[:, _SENTENCE] + features.states[:, _PARAGRAPH]).astype(np.int64)
        moves: Doubles = self._steps.take(border, axis=0) * alone[:, None, :]
        weights = _walked(alone, moves) if len(firsts) == 1 else _walked_together(alone, moves, firsts)
        weights /= np.add.reduce(weights)
        return weights.T


def _walked(alone: Doubles, moves: Doubles) -> Doubles:
    """(roles, clauses): what the clauses up to each clause and those behind it say of its role; from both ends at once, a product a
    step."""
    count, size = alone.shape
    steps = np.zeros((count, 2 * size, 2 * size))
    steps[1:, :size, :size] = moves[1:]
    steps[1:, size:, size:] = moves[:0:-1].swapaxes(1, 2)
    rows = np.ones((count, 2 * size))
    rows[0, :size] = alone[0]
    row, dot = rows[0], np.dot
    for at in range(1, count, _RESCALE):
        for step, place in zip(steps[at : at + _RESCALE], rows[at : at + _RESCALE], strict=True):
            row = dot(row, step, place)
        both = row.reshape(2, size)
        both /= both.sum(axis=1, keepdims=True)
    out: Doubles = rows.T[:size] * rows.T[size:, ::-1]
    return out


def _walked_together(alone: Doubles, moves: Doubles, firsts: Ints) -> Doubles:
    """The same for several texts: the chains of all are walked step by step, the longest first, so that those still walked lie
    side by side."""
    count, size = alone.shape
    counts = np.diff(np.append(firsts, count))
    rank = np.empty_like(counts)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    alive = len(counts) - np.cumsum(np.bincount(counts))[:-1]  # how many texts have a clause at each step
    starts = 2 * (np.cumsum(alive) - alive)
    inside, ranks = np.arange(count) - np.repeat(firsts, counts), 2 * np.repeat(rank, counts)
    forth = starts[inside] + ranks
    back = starts[np.repeat(counts, counts) - 1 - inside] + ranks + 1
    steps, rows = np.empty((2 * count, size, size)), np.ones((2 * count, 1, size))
    steps[forth] = moves
    steps[back[:-1]] = moves[1:].swapaxes(1, 2)
    rows[forth[firsts], 0] = alone[firsts]
    row, matmul = rows[: 2 * len(firsts)], np.matmul
    for number, (start, stop) in enumerate(pairwise([*starts[1:].tolist(), 2 * count])):
        row = matmul(row[: stop - start], steps[start:stop], rows[start:stop])
        if not (number + 1) % _RESCALE:
            row /= row.sum(axis=2, keepdims=True)
    out: Doubles = (rows[forth, 0] * rows[back, 0]).T
    return out


def _table(weights: npt.NDArray[Any]) -> Floats:
    """Rows of eight floats, one more of zeros at the end for features the model does not know.

    Eight, where there are five columns: numpy takes rows of 32 bytes as single numbers, ten times as fast.
    """
    out = np.zeros((len(weights) + 1, _WIDTH), dtype=np.float32)
    out[:-1, : weights.shape[1]] = weights
    return out


def _softmax(logits: Doubles) -> Doubles:
    """Probabilities, a column a clause."""
    powers = np.exp(logits - np.maximum.reduce(logits))
    powers /= np.add.reduce(powers)
    # No role is impossible: a chain of zeros could not be scaled.
    out: Doubles = np.maximum(powers, _LEAST)
    return out
