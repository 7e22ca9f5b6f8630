"""Regressions over the features of a clause, and a chain over neighbouring roles: modalities, which features are worth keeping, and
one of the readers of the teacher (``teach.py``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from labels import Data
from sklearn.linear_model import LogisticRegression

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.features import SPACE
from analyzer.grammar.role_model import GRAM_SCALE, STATE_SCALE, softmax
from analyzer.grammar.role_network import ROLES

ROLE_C, MODALITY_C = 0.3, 0.2
MODALITY_STATE_SCALE = 8.0
"""Cues weigh more for the modality than for the role; the model file holds the product."""
CHAIN, SMOOTHING = 0.5, 2.0
"""Weight of the chain against the clause itself, chosen by cross-validation; pseudo-counts of transitions."""
BORDERS = 3
"""Kinds of border before a clause: within a sentence, a new sentence, a new paragraph."""
LEAST_PROBABILITY = 1e-12
LEAST, LEAST_MACHINE = 5, 50
"""Features of fewer clauses, and of fewer that a model labelled, are left out."""


class Sums(NamedTuple):
    """Weights of features, of states and of nothing at all, a column a label."""

    weights: np.ndarray
    states: np.ndarray
    bias: np.ndarray


class Matrix(NamedTuple):
    """The features of some clauses that are worth counting, scaled, and their numbers."""

    features: sp.csr_matrix
    used: np.ndarray

    @classmethod
    def of(cls, data: Data, rows: np.ndarray) -> Matrix:
        """The features that stand in enough of these clauses."""
        grams = data.grams[rows]
        read = np.flatnonzero(data.weights[rows] >= 1)
        used = np.flatnonzero((clauses_of(grams[read]) >= LEAST) | (clauses_of(grams) >= LEAST_MACHINE))
        return cls.over(data, rows, used)

    @classmethod
    def over(cls, data: Data, rows: np.ndarray, used: np.ndarray) -> Matrix:
        """The features ``used`` of these clauses."""
        grams = data.grams[rows]
        counts = np.maximum(np.diff(grams.indptr), 1)
        return cls(sp.diags(GRAM_SCALE / np.sqrt(counts)) @ grams[:, used], used)


def role_sums(data: Data, rows: np.ndarray, matrix: Matrix) -> Sums:
    """Regression of the roles of clauses."""
    return _regression(matrix.features, data.states[rows], data.roles[rows], data.weights[rows], (ROLE_C, STATE_SCALE, len(ROLES)))


def modality_sums(data: Data, rows: np.ndarray, matrix: Matrix) -> Sums:
    """Regression of the modalities of directives."""
    known = data.modalities[rows] >= 0
    chosen = rows[known]
    return _regression(
        matrix.features[known], data.states[chosen], data.modalities[chosen], data.weights[chosen], (MODALITY_C, MODALITY_STATE_SCALE, len(MODALITIES))
    )


def _regression(
    features: sp.csr_matrix, states: np.ndarray, labels: np.ndarray, weights: np.ndarray, form: tuple[float, float, int]
) -> Sums:
    c, scale, size = form
    matrix = sp.hstack([features, sp.csr_matrix(states * scale)]).tocsr()
    model = LogisticRegression(C=c, max_iter=300).fit(matrix, labels, weights)
    coefficients, intercept = np.zeros((size, matrix.shape[1])), np.full(size, -20.0)
    coefficients[model.classes_], intercept[model.classes_] = model.coef_, model.intercept_
    cut = features.shape[1]
    return Sums(coefficients[:, :cut].T, coefficients[:, cut:].T * scale, intercept)


def clauses_of(grams: sp.csr_matrix) -> np.ndarray:
    """In how many clauses each feature stands."""
    present = grams.copy()
    present.sum_duplicates()
    return np.bincount(present.indices, minlength=SPACE)


def transitions(data: Data, rows: np.ndarray) -> np.ndarray:
    """How much likelier a role is after another than alone, by kind of border, tempered."""
    counts = np.full((BORDERS, len(ROLES), len(ROLES)), SMOOTHING)
    border = (data.states[:, STATES.index("first_in_sentence")] > 0).astype(int) + (data.states[:, STATES.index("first_in_paragraph")] > 0)
    known = np.zeros(len(data.roles), dtype=bool)
    known[rows] = True
    after = np.flatnonzero(known[1:] & known[:-1] & (data.documents[1:] == data.documents[:-1])) + 1
    np.add.at(counts, (border[after], data.roles[after - 1], data.roles[after]), 1)
    prior = np.bincount(data.roles[rows], minlength=len(ROLES)) / len(rows)
    ratio = counts / counts.sum(axis=2, keepdims=True) / prior
    return (ratio**CHAIN).astype(np.float32)


def chained(data: Data, rows: np.ndarray, sums: Sums, used: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Probabilities of the roles of whole documents, given the chain of each (forward–backward)."""
    grams = data.grams[rows]
    scale = sp.diags(GRAM_SCALE / np.sqrt(np.maximum(np.diff(grams.indptr), 1)))
    logits = scale @ grams[:, used] @ sums.weights + data.states[rows] @ sums.states + sums.bias
    alone = np.maximum(softmax(logits), LEAST_PROBABILITY)
    border = (data.states[rows][:, STATES.index("first_in_sentence")] > 0).astype(int) + (data.states[rows][:, STATES.index("first_in_paragraph")] > 0)
    before, after = np.ones_like(alone), np.ones_like(alone)
    same = np.diff(data.documents[rows], prepend=-1) == 0
    for i in np.flatnonzero(same).tolist():
        row = (before[i - 1] * alone[i - 1]) @ steps[border[i]]
        before[i] = row / row.sum()
    for i in np.flatnonzero(same)[::-1].tolist():
        row = steps[border[i]] @ (alone[i] * after[i])
        after[i - 1] = row / row.sum()
    out = before * alone * after
    return np.asarray(out / out.sum(axis=1, keepdims=True))
