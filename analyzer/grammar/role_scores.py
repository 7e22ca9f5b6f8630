"""How the role model comes to its probabilities: the same sums as in :mod:`analyzer.grammar.role_model`, term by term.

For explanations only. Log-odds of one role against another are a sum: features of the clause (each its weight, scaled), states, the
bias, and what the chain of clauses before and after it says. That it is the model's own sum is tested.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import SPACE, Features
from analyzer.grammar.role_model import GRAM_SCALE, ROLES, Doubles, RoleModel

_SENTENCE, _PARAGRAPH = STATES.index("first_in_sentence"), STATES.index("first_in_paragraph")
_LEAST = 1e-12


class Terms(NamedTuple):
    """What speaks for one label against another, in nats; the sum of all is the log-odds of their probabilities."""

    features: dict[int, float]
    """By number of the feature; those that the model does not know weigh nothing and are left out."""
    states: dict[str, float]
    bias: float
    floor: float
    """What the least probability that the model allows takes away from a hopeless label; 0 for nearly all."""
    before: float
    """What the clauses before it say through their roles; 0 for modalities, which have no chain."""
    after: float

    def total(self) -> float:
        """The log-odds."""
        return sum(self.features.values()) + sum(self.states.values()) + self.bias + self.floor + self.before + self.after


class RoleScores:
    """The model's sums over the clauses of one text, to be taken apart."""

    def __init__(self, model: RoleModel, features: Features) -> None:
        """Compute logits of roles and modalities, and the messages of the chain."""
        arrays = model.arrays()
        self._weights: Doubles = arrays["weights"].astype(np.float64)
        self._state_weights: Doubles = arrays["states"].astype(np.float64)
        self._bias: Doubles = arrays["bias"].astype(np.float64)
        self._steps: Doubles = arrays["transitions"].astype(np.float64)
        self._place = np.full(SPACE + 1, -1, dtype=np.int64)
        self._place[arrays["ids"]] = np.arange(len(arrays["ids"]))
        self._ids, self._bounds = features.spread()
        self._states: Doubles = features.states.astype(np.float64)
        self._logits = np.array([self._logit(i) for i in range(len(self._states))])
        self._alone = _softmax(self._logits[:, : len(ROLES)])
        self._before, self._after = self._messages()

    def roles(self) -> Doubles:
        """Probabilities of the roles of each clause, given the whole chain."""
        product = self._alone * np.exp(self._before + self._after)
        out: Doubles = product / product.sum(axis=1, keepdims=True)
        return out

    def modalities(self, i: int) -> Doubles:
        """Probabilities of the modalities of a clause."""
        out: Doubles = _softmax(self._logits[i : i + 1, len(ROLES) :])[0]
        return out

    def role_terms(self, i: int, role: int, against: int) -> Terms:
        """Why a role, and not another."""
        logit = self._logits[i, role] - self._logits[i, against]
        floor = float(np.log(self._alone[i, role]) - np.log(self._alone[i, against]) - logit)
        before, after = (float(m[i, role] - m[i, against]) for m in (self._before, self._after))
        return self._terms(i, role, against, floor, before, after)

    def modality_terms(self, i: int, modality: int, against: int) -> Terms:
        """Why a modality, and not another."""
        first = len(ROLES)
        return self._terms(i, first + modality, first + against, 0.0, 0.0, 0.0)

    def _scale(self, i: int) -> float:
        return float(GRAM_SCALE / np.sqrt(max(self._bounds[i + 1] - self._bounds[i], 1)))

    def _known(self, i: int) -> tuple[list[int], Doubles]:
        """The features of a clause that the model knows, and their weights."""
        ids = self._ids[self._bounds[i] : self._bounds[i + 1]]
        places = self._place[ids]
        known = places >= 0
        return ids[known].tolist(), self._weights[places[known]]

    def _logit(self, i: int) -> Doubles:
        out: Doubles = self._known(i)[1].sum(axis=0) * self._scale(i) + self._states[i] @ self._state_weights + self._bias
        return out

    def _terms(self, i: int, one: int, other: int, floor: float, before: float, after: float) -> Terms:
        ids, weights = self._known(i)
        features: dict[int, float] = {}
        for number, weight in zip(ids, (self._scale(i) * (weights[:, one] - weights[:, other])).tolist(), strict=True):
            features[number] = features.get(number, 0.0) + weight
        each = self._states[i] * (self._state_weights[:, one] - self._state_weights[:, other])
        states = {name: float(value) for name, value in zip(STATES, each, strict=True) if value}
        return Terms(features, states, float(self._bias[one] - self._bias[other]), floor, before, after)

    def _messages(self) -> tuple[Doubles, Doubles]:
        """Logarithms of what the chain says of each clause's role, from before it and from behind it."""
        count = len(self._alone)
        border = (self._states[:, _SENTENCE] > 0).astype(int) + (self._states[:, _PARAGRAPH] > 0)
        before, after = np.ones_like(self._alone), np.ones_like(self._alone)
        for i in range(1, count):
            row = (before[i - 1] * self._alone[i - 1]) @ self._steps[border[i]]
            before[i] = row / row.sum()
        for i in range(count - 2, -1, -1):
            row = self._steps[border[i + 1]] @ (self._alone[i + 1] * after[i + 1])
            after[i] = row / row.sum()
        return np.log(before), np.log(after)


def _softmax(logits: Doubles) -> Doubles:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: Doubles = np.maximum(powers / powers.sum(axis=1, keepdims=True), _LEAST)
    return out
