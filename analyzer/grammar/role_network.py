"""The small network behind the roles: what the clauses around a clause say of it; numpy alone.

Each clause comes with a few sums of weights over its features: one a role, and hidden units. The network sees those of the clause,
of its neighbours, and the means of its sentence, paragraph and text; a first layer of units sums them, a second one sums the first
of the nearest clauses, and both add to what the clause says alone. All of it is made of sums and of bends (``max(0, x)``), so that
its log-odds can be taken apart exactly (:mod:`analyzer.grammar.role_scores`). Trained in models/roles/network.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import Ints

ROLES = ("directive", "context", "goal", "frame", "statement")
"""Order of the outputs, and of the first sums of a clause."""
UNITS = 11
"""Hidden units of a clause. Five roles and eleven units make rows of 64 bytes."""
SUMS = len(ROLES) + UNITS
NEAR, NEXT = 4, 1
"""How many clauses on either side the first layer sees, and how many of its neighbours the second one."""
MOST, HALF, TOP = 6.0, 0.5, 10.0
"""Sums of roles are told to the network within ``MOST`` about their mean, and halved; units are told up to ``TOP``, which no prose reaches:
a clause of ten thousand characters must not drown its text."""
_SENTENCE, _PARAGRAPH = STATES.index("first_in_sentence"), STATES.index("first_in_paragraph")
BORDERS = (_SENTENCE, _PARAGRAPH)
TOLD = SUMS + 1 + len(BORDERS)
"""Numbers told of a neighbour: its sums, that there is one, whether a sentence and a paragraph begin with it."""
TEMPERATURE = 2.0
"""Log-odds are divided by this: the network is surer than it is right (mean probability .97, right .92 on texts that it had not seen;
so divided .93). No role changes."""
MEANS = 3
"""Sentence, paragraph, text."""
SEEN = (2 * NEAR + 1) * TOLD + MEANS * SUMS
Doubles = npt.NDArray[np.float64]
_LIMIT, _HALF, _TOP, _ROLES, _ZERO, _ONE = np.array(MOST), np.array(HALF), np.array(TOP), np.array(5.0), np.array(0), np.array(1)
_OF_MEANS = SEEN - MEANS * SUMS
_TEMPERATURE = np.array(TEMPERATURE)
_TOGETHER = 256
"""Clauses whose neighbours are laid side by side at once: much memory taken anew costs more than the products."""


class Layers(NamedTuple):
    """The network's weights. ``states`` goes from the states of a clause straight to the first layer; ``bias`` of the outputs
    belongs to both layers together."""

    near: Doubles
    near_states: Doubles
    near_bias: Doubles
    near_out: Doubles
    next: Doubles
    next_bias: Doubles
    next_out: Doubles
    out_bias: Doubles

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Layers:
        """The layers among the arrays of a model file, in doubles."""
        return cls(*(arrays[name].astype(np.float64) for name in cls._fields))


def shapes(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, tuple[int, ...]]:
    """The shapes that the layers must have; how many units they have is told by their biases."""
    first, second = (arrays[name].size if name in arrays else 0 for name in ("near_bias", "next_bias"))
    return {
        "near": (SEEN, first), "near_states": (len(STATES), first), "near_bias": (first,), "near_out": (first, len(ROLES)),
        "next": ((2 * NEXT + 1) * first, second), "next_bias": (second,), "next_out": (second, len(ROLES)), "out_bias": (len(ROLES),),
    }  # fmt: skip


class Seen(NamedTuple):
    """What the network makes of the clauses on its way, a row a clause."""

    told: Doubles
    """What each clause tells the network: its sums, bent."""
    first: Doubles
    second: Doubles
    logits: Doubles


class Parts(NamedTuple):
    """Sentences, paragraphs and texts of the clauses, one behind the other."""

    starts: Ints
    """Where each begins among the clauses; of paragraphs one count of clauses higher, of texts two."""
    sizes: Ints
    of: Ints
    """(clauses, MEANS): the numbers of a clause's sentence, paragraph and text."""


def parts(states: npt.NDArray[np.float32], firsts: Ints) -> Parts:
    """Cut the clauses of texts that begin at ``firsts`` into their parts."""
    count = len(states)
    begins = np.zeros((MEANS, count), dtype=np.bool_)
    np.greater(states.T[_SENTENCE : _PARAGRAPH + 1], _ZERO, out=begins[:-1])
    begins[:, firsts] = True
    flat = begins.ravel()
    starts = flat.nonzero()[0]
    sizes = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=sizes[:-1])
    sizes[-1] = flat.size - starts[-1]
    of = np.add.accumulate(flat, dtype=np.int64).reshape(MEANS, count).T - _ONE
    return Parts(starts, sizes, of)


def told(sums: Doubles) -> Doubles:
    """What clauses tell the network: roles about their mean, and units above zero, within limits."""
    out: Doubles = np.minimum(np.maximum(sums, _ZERO), _TOP)
    roles = sums[:, : len(ROLES)]
    held = roles - np.add.reduce(roles, axis=1, keepdims=True) / _ROLES
    np.minimum(held, _LIMIT, out=held)
    np.maximum(held, -_LIMIT, out=held)
    np.multiply(held, _HALF, out=out[:, : len(ROLES)])
    return out


def run(layers: Layers, sums: Doubles, states: npt.NDArray[np.float32], of_states: Doubles, firsts: Ints) -> Seen:
    """(clauses, roles): log-odds, up to a constant a clause.

    Args:
        sums: (clauses, SUMS).
        states: (clauses, states); of_states: their product with ``near_states``.
        firsts: the first clause of each text.
    """
    count = len(sums)
    clauses = told(sums)
    cut = parts(states, firsts)
    means = np.add.reduceat(np.concatenate((clauses,) * MEANS), cut.starts, axis=0)
    means /= cut.sizes[:, None]
    neighbour = np.empty((count, TOLD))
    neighbour[:, :SUMS] = clauses
    neighbour[:, SUMS] = 1
    neighbour[:, SUMS + 1 :] = states[:, _SENTENCE : _PARAGRAPH + 1]
    places = np.arange(NEAR, count + NEAR)
    for first_of_text in firsts[1:].tolist():
        places[first_of_text:] += NEAR
    first = _around(neighbour, places, NEAR, layers.near[:_OF_MEANS])
    first += means.take(cut.of, axis=0).reshape(count, -1) @ layers.near[_OF_MEANS:]
    first += of_states
    first += layers.near_bias
    np.maximum(first, _ZERO, out=first)
    second = _around(first, places, NEXT, layers.next)
    second += layers.next_bias
    np.maximum(second, _ZERO, out=second)
    logits = first @ layers.near_out
    logits += second @ layers.next_out
    logits += sums[:, : len(ROLES)]
    logits += layers.out_bias
    logits /= _TEMPERATURE
    return Seen(clauses, first, second, logits)


def _around(rows: Doubles, places: Ints, reach: int, weights: Doubles) -> Doubles:
    """Each row beside those of ``reach`` clauses before and behind it, times ``weights``; ``places`` leave room between texts, of
    zeros."""
    count, width = rows.shape
    spaced = np.zeros((int(places[-1]) + 1 + reach, width))
    spaced[places] = rows
    size = spaced.itemsize
    # Rows that overlap: each begins a clause further on in the same memory.
    windows: Doubles = np.ndarray((len(spaced) - 2 * reach, (2 * reach + 1) * width), spaced.dtype, spaced, 0, (width * size, size))
    out = np.empty((count, weights.shape[1]))
    begins = places - reach
    for at in range(0, count, _TOGETHER):
        np.matmul(windows[begins[at : at + _TOGETHER]], weights, out=out[at : at + _TOGETHER])
    return out
