"""The learned part of role assignment: sums of weights over hashed features, then a small network over neighbours; numpy alone.

Training (PyTorch, scikit-learn) and its measures: models/roles/card.md. The arrays are plain numbers in an ``.npz`` file, read
without pickle: that takes 20 ms where a skops file of the same weights takes more than a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from analyzer.errors import ResourceError
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.features import SPACE, Features, Floats
from analyzer.grammar.role_network import ROLES, SUMS, Doubles, Layers, run, shapes
from analyzer.grammar.sums import summed
from analyzer.resources import stored_arrays

OUTPUTS = SUMS + len(MODALITIES)
"""Columns of the weights: roles, hidden units of the network, modalities."""
GRAM_SCALE, STATE_SCALE = 6.0, 1.0
"""A clause's n-grams share this much weight, whatever their number; each state has this much."""
FILE = "roles.npz"
_ARRAYS = ("ids", "weights", "states", "bias", *Layers._fields)
_ROW = 8
"""Rows of weights have a multiple of eight numbers: numpy takes rows of 32 bytes as single numbers, ten times as fast as 20."""
_ONE, _SCALE = np.array(1), np.array(GRAM_SCALE)


class RoleModel:
    """Weights of features and states for roles and modalities."""

    __slots__ = ("_arrays", "_bias", "_layers", "_modalities", "_of_states", "_place", "_roles")

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take ``ids`` (sorted feature numbers), ``weights`` (ids × outputs), ``states`` (states × outputs), ``bias`` and the layers
        of the network.

        Raises:
            ResourceError: the arrays are not of these shapes (made for other features).
        """
        self._arrays = {name: np.asarray(arrays[name]) for name in _ARRAYS if name in arrays}
        found = {name: array.shape for name, array in self._arrays.items()}
        count = found.get("ids", (0,))[0]
        wanted = {"ids": (count,), "weights": (count, OUTPUTS), "states": (len(STATES), OUTPUTS), "bias": (OUTPUTS,)}
        wanted |= shapes(self._arrays)
        if found != wanted:
            raise ResourceError(f"the role model has arrays of shapes {found}, these features need {wanted}: run models/roles/make.py")
        self._layers = Layers.of(self._arrays)
        self._roles = _table(self._arrays["weights"][:, :SUMS])
        # Modalities are asked of directives only, so they have a table of their own.
        self._modalities = _table(self._arrays["weights"][:, SUMS:])
        # In doubles: what is left over of rounding then hangs too little on how many texts are read together to be seen.
        states, bias = self._arrays["states"].astype(np.float64), self._arrays["bias"].astype(np.float64)
        self._of_states = np.hstack((states[:, :SUMS], self._layers.near_states)), states[:, SUMS:]
        self._bias = bias[:SUMS], bias[SUMS:]
        self._place = np.full(SPACE + 1, count, dtype=np.int32)  # the last one is NONE
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
        """(clauses, roles): probabilities of the roles of all clauses, each seen among those around it."""
        if not len(features.states):
            return np.zeros((0, len(ROLES)))
        of_states = features.states.astype(np.float64) @ self._of_states[0]
        sums = self._sums(self._roles, features, SUMS)
        sums += of_states[:, :SUMS]
        sums += self._bias[0]
        return softmax(run(self._layers, sums, features.states, of_states[:, SUMS:], features.firsts).logits)

    def modalities(self, features: Features, clauses: Sequence[int]) -> Doubles:
        """(clauses, modalities): probabilities of the modalities of some clauses."""
        if not clauses:
            return np.zeros((0, len(MODALITIES)))
        chosen = features.of(clauses)
        sums = self._sums(self._modalities, chosen, len(MODALITIES))
        sums += chosen.states.astype(np.float64) @ self._of_states[1]
        sums += self._bias[1]
        return softmax(sums)

    def _sums(self, table: Floats, features: Features, size: int) -> Doubles:
        """(clauses, size): the sum of the weights of each clause's features, scaled by how many there are."""
        places, count = self._place.take(features.numbers), len(features.sizes)
        rows = places[features.bounds[-1] :].reshape(-1, count).T
        total = summed(table, rows.ravel(), np.arange(count + 1) * rows.shape[1])
        total += summed(table, places, features.bounds)
        for window in features.windows:  # windows, and what lies between them
            total += summed(table, places, np.append(window.T, window[1, -1] + 1))[::2]
        out: Doubles = total[:, :size] * (_SCALE / np.sqrt(np.maximum(features.sizes, _ONE)))[:, None]
        return out


def _table(weights: npt.NDArray[Any]) -> Floats:
    """Rows of weights, one more of zeros at the end for features the model does not know."""
    out = np.zeros((len(weights) + 1, -(-weights.shape[1] // _ROW) * _ROW), dtype=np.float32)
    out[:-1, : weights.shape[1]] = weights
    return out


def softmax(logits: Doubles) -> Doubles:
    """Probabilities, a row a clause."""
    powers = np.exp(logits - np.maximum.reduce(logits, axis=1, keepdims=True))
    out: Doubles = powers / np.add.reduce(powers, axis=1, keepdims=True)
    return out
