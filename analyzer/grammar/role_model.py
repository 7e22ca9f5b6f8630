"""The learned part of role assignment: a linear model over hashed features, then a chain over neighbours; numpy alone.

Training (scikit-learn) and its measures: models/roles/card.md. The arrays are plain numbers in an ``.npz`` file, read
without pickle: that takes 20 ms where a skops file of the same weights takes more than a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from analyzer.errors import ResourceError
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.features import SPACE, STATES, Features, Floats

ROLES = ("directive", "context", "goal", "frame", "statement")
"""Order of the first columns of the weights; the modalities follow."""
OUTPUTS = len(ROLES) + len(MODALITIES)
GRAM_SCALE, STATE_SCALE = 6.0, 1.0
"""A clause's n-grams share this much weight, whatever their number; each state has this much."""
FILE = "roles.npz"
_ARRAYS = ("ids", "weights", "states", "bias", "transitions")
BORDERS = 3
"""Kinds of border before a clause: within a sentence, a new sentence, a new paragraph."""
_SENTENCE, _PARAGRAPH = STATES.index("first_in_sentence"), STATES.index("first_in_paragraph")


class Scores(NamedTuple):
    """What the model thinks of each clause: probabilities, a row a clause."""

    roles: Floats
    modalities: Floats


class RoleModel:
    """Weights of features and states for roles and modalities."""

    __slots__ = ("_arrays", "_place", "_table")

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
        # One more row of zeros: where features the model does not know are sent.
        self._table: Floats = np.vstack([self._arrays["weights"], np.zeros((1, OUTPUTS))]).astype(np.float32)
        self._place = np.full(SPACE, count, dtype=np.int32)
        self._place[self._arrays["ids"]] = np.arange(count)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the model that ships.

        Raises:
            ResourceError: the file is missing or no file of plain arrays.
        """
        path = folder / FILE
        try:
            with np.load(path, allow_pickle=False) as stored:
                return cls({name: stored[name] for name in stored.files})
        except (OSError, ValueError) as error:
            raise ResourceError(f"{path} cannot be read as a role model ({error}): reinstall, or run models/roles/make.py") from error

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays it was made of."""
        return dict(self._arrays)

    def scores(self, features: Features) -> Scores:
        """Probabilities of roles and modalities for the clauses of a text."""
        counts = np.diff(features.bounds)
        total = np.add.reduceat(self._table[self._place[features.ids]], features.bounds[:-1], axis=0) if len(counts) else 0
        scaled = total * (GRAM_SCALE / np.sqrt(np.maximum(counts, 1)))[:, None]
        logits = scaled + features.states @ (STATE_SCALE * self._arrays["states"].astype(np.float32)) + self._arrays["bias"]
        alone = _softmax(logits[:, : len(ROLES)])
        return Scores(self._chained(alone, features.states), _softmax(logits[:, len(ROLES) :]))

    def _chained(self, alone: Floats, states: Floats) -> Floats:
        """Probabilities of roles given the whole chain (forward–backward), from those of each clause alone."""
        count = len(alone)
        if count < 2:
            return alone
        border = (states[:, _SENTENCE] > 0).astype(int) + (states[:, _PARAGRAPH] > 0)
        steps = self._arrays["transitions"].astype(np.float32)
        ahead, back = [steps[k] for k in range(BORDERS)], [steps[k].T.copy() for k in range(BORDERS)]
        kinds = border.tolist()
        forward, backward = alone.copy(), np.ones_like(alone)
        row = forward[0]
        for i in range(1, count):
            row = (row @ ahead[kinds[i]]) * alone[i]
            row /= row.sum()
            forward[i] = row
        row = backward[-1]
        for i in range(count - 2, -1, -1):
            row = (row * alone[i + 1]) @ back[kinds[i + 1]]
            row /= row.sum()
            backward[i] = row
        both = forward * backward
        out: Floats = both / both.sum(axis=1, keepdims=True)
        return out


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-1e9))
    out: Floats = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return out
