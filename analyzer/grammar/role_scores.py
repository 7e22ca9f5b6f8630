"""How the role model comes to its probabilities: the same sums as in :mod:`analyzer.grammar.role_model`, term by term.

For explanations only. The network bends sums at fixed places, so for one clause its log-odds are a plain sum again, exactly: each
number of each clause times a slope. Slopes are found from the end backwards. What the clause itself adds is told by feature and
state, also where it comes by way of hidden units; what others add, by clause. That it is the model's own sum is tested.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import SPACE, Features
from analyzer.grammar.role_model import GRAM_SCALE, RoleModel, softmax
from analyzer.grammar.role_network import (
    BORDERS,
    HALF,
    MEANS,
    MOST,
    NEAR,
    NEXT,
    ROLES,
    SEEN,
    SUMS,
    TEMPERATURE,
    TOP,
    Doubles,
    Layers,
    parts,
    run,
)


class Terms(NamedTuple):
    """What speaks for one label against another, in nats; the sum of all is the log-odds of their probabilities."""

    features: dict[int, float]
    """By number of the feature; those that the model does not know weigh nothing and are left out."""
    states: dict[str, float]
    bias: float
    before: float
    """What the clauses before it say; 0 for modalities, which are asked of the clause alone."""
    after: float

    def total(self) -> float:
        """The log-odds."""
        return sum(self.features.values()) + sum(self.states.values()) + self.bias + self.before + self.after


class Slopes(NamedTuple):
    """How much the log-odds rise with each number, a row a clause, and what they are where all numbers are 0."""

    told: Doubles
    states: Doubles
    rest: Doubles
    """What each clause adds by being there."""
    bias: float


class RoleScores:
    """The model's sums over the clauses of one text, to be taken apart."""

    def __init__(self, model: RoleModel, features: Features) -> None:
        """Compute the sums of all clauses, and what the network makes of them."""
        arrays = model.arrays()
        self._weights: Doubles = arrays["weights"].astype(np.float64)
        self._state_weights: Doubles = arrays["states"].astype(np.float64)
        self._bias: Doubles = arrays["bias"].astype(np.float64)
        self._layers = Layers.of(arrays)
        self._place = np.full(SPACE + 1, -1, dtype=np.int64)
        self._place[arrays["ids"]] = np.arange(len(arrays["ids"]))
        self._ids, self._bounds = features.spread()
        self._states: Doubles = features.states.astype(np.float64)
        self._parts = parts(features.states, features.firsts)
        self._sums = np.array([self._sum(i) for i in range(len(self._states))])
        of_states = self._states @ self._layers.near_states
        self._seen = run(self._layers, self._sums[:, :SUMS], features.states, of_states, features.firsts)

    def roles(self) -> Doubles:
        """Probabilities of the roles of each clause, seen among those around it."""
        return softmax(self._seen.logits)

    def modalities(self, i: int) -> Doubles:
        """Probabilities of the modalities of a clause."""
        out: Doubles = softmax(self._sums[i : i + 1, SUMS:])[0]
        return out

    def role_terms(self, i: int, role: int, against: int) -> Terms:
        """Why a role, and not another."""
        slopes = self._slopes(i, role, against)
        each = (slopes.told * self._seen.told).sum(axis=1) + (slopes.states * self._states).sum(axis=1) + slopes.rest
        columns, bent = self._columns(i, slopes.told[i])
        columns[role] += 1 / TEMPERATURE
        columns[against] -= 1 / TEMPERATURE
        return self._terms(i, columns, slopes.states[i], slopes.bias + bent + slopes.rest[i], each[:i].sum(), each[i + 1 :].sum())

    def modality_terms(self, i: int, modality: int, against: int) -> Terms:
        """Why a modality, and not another."""
        columns = np.zeros(len(self._bias))
        columns[SUMS + modality], columns[SUMS + against] = 1, -1
        return self._terms(i, columns, np.zeros(len(STATES)), 0.0, 0.0, 0.0)

    def _columns(self, i: int, slopes: Doubles) -> tuple[Doubles, float]:
        """What the slopes of what a clause tells are to its sums, and what does not hang on them, where they are cut off."""
        columns, told = np.zeros(len(self._bias)), self._seen.told[i]
        units = self._sums[i, len(ROLES) : SUMS]
        columns[len(ROLES) : SUMS] = slopes[len(ROLES) :] * ((units > 0) & (units < TOP))
        inside = np.abs(told[: len(ROLES)]) < MOST * HALF
        free = slopes[: len(ROLES)] * inside * HALF
        columns[: len(ROLES)] = free - free.mean()
        cut_off = np.concatenate((~inside, units >= TOP))
        return columns, float((slopes * cut_off) @ told)

    def _slopes(self, i: int, role: int, against: int) -> Slopes:
        layers, (_, first, second, _) = self._layers, self._seen
        count = len(first)
        of_near, of_next, bias_of = ((a[..., role] - a[..., against]) / TEMPERATURE for a in (layers.near_out, layers.next_out, layers.out_bias))
        of_second = of_next * (second[i] > 0)
        bias = float(bias_of + layers.next_bias @ of_second)
        of_first = np.zeros_like(first)
        of_first[i] += of_near
        for j, slopes in _spread(i, count, NEXT, layers.next @ of_second):
            of_first[j] += slopes
        of_first *= first > 0
        bias += float((of_first @ layers.near_bias).sum())
        told, rest = np.zeros((count, SUMS)), np.zeros(count)
        states = of_first @ layers.near_states.T
        for at in np.flatnonzero(of_first.any(axis=1)).tolist():
            seen = layers.near @ of_first[at]
            for j, slopes in _spread(at, count, NEAR, seen[: SEEN - MEANS * SUMS]):
                told[j] += slopes[:SUMS]
                rest[j] += slopes[SUMS]
                states[j, BORDERS] += slopes[SUMS + 1 :]
            self._share(at, seen[SEEN - MEANS * SUMS :], told)
        return Slopes(told, states, rest, bias)

    def _share(self, at: int, slopes: Doubles, told: Doubles) -> None:
        """Puts the slopes of the means that a clause sees on the clauses they are means of."""
        for kind, number in enumerate(self._parts.of[at].tolist()):
            start, size = int(self._parts.starts[number]) - kind * len(told), int(self._parts.sizes[number])
            told[start : start + size] += slopes[kind * SUMS : (kind + 1) * SUMS] / size

    def _scale(self, i: int) -> float:
        return float(GRAM_SCALE / np.sqrt(max(self._bounds[i + 1] - self._bounds[i], 1)))

    def _known(self, i: int) -> tuple[list[int], Doubles]:
        """The features of a clause that the model knows, and their weights."""
        ids = self._ids[self._bounds[i] : self._bounds[i + 1]]
        places = self._place[ids]
        known = places >= 0
        return ids[known].tolist(), self._weights[places[known]]

    def _sum(self, i: int) -> Doubles:
        out: Doubles = self._known(i)[1].sum(axis=0) * self._scale(i) + self._states[i] @ self._state_weights + self._bias
        return out

    def _terms(self, i: int, columns: Doubles, of_states: Doubles, bias: float, before: float, after: float) -> Terms:
        """``columns``: the slopes of the clause's sums; ``of_states``: those of its states that go past them."""
        ids, weights = self._known(i)
        features: dict[int, float] = {}
        for number, weight in zip(ids, (self._scale(i) * (weights @ columns)).tolist(), strict=True):
            features[number] = features.get(number, 0.0) + weight
        each = self._states[i] * (self._state_weights @ columns + of_states)
        states = {name: float(value) for name, value in zip(STATES, each, strict=True) if value}
        return Terms(features, states, float(self._bias @ columns) + bias, float(before), float(after))


def _spread(at: int, count: int, reach: int, slopes: npt.NDArray[np.float64]) -> list[tuple[int, Doubles]]:
    """The slopes of a window about a clause, by the clauses in it."""
    rows = slopes.reshape(2 * reach + 1, -1)
    return [(at + k - reach, row) for k, row in enumerate(rows) if 0 <= at + k - reach < count]
