"""Turns clauses into numbered features for the role model: what a clause says, where it stands, what stands over it.

A feature is a number below ``SPACE``, hashed from a salt (the kind of feature) and character codes or small integers,
all in numpy, for all clauses of a text at once. No vocabulary of strings is stored; the model keeps the numbers it uses.
Besides its own character n-grams a clause sees the edges of its governors: the frame over it, its heading, the first and
last clause of its sentence, the first of its paragraph and of the text. Scope is what decides roles.

Weights of features add up. So an n-gram is numbered once where it stands in the text, and a clause names the window of
positions that is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_states import CODES, Reading, Table, states_and_codes, table_of
from analyzer.grammar.cues import CueHit
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.scope import FRAME, KIND, Scope
from analyzer.records import ClauseRow, EntityRow

BITS = 20
SPACE = 1 << BITS
NONE = SPACE
"""What stands where a clause has no feature of a kind, for want of a governor."""
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]

# Odd 64-bit constants; a product's upper bits mix what the lower ones hold.
_SALT, _MIX, _LAST = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(29)
_TOP = np.uint64(64 - BITS)
_SECOND, _THIRD = 21, 42
"""Unicode has 21 bits: three characters, or three small integers, fit into one number without loss."""
_LOW = (1 << 21) - 1
_MOST_CUES = 4
_NO_CUE, _FIRST_CUE, _CUE, _UNDER_MODAL, _CUE_ID = 1 << _THIRD, 1 << _SECOND | 2 << _THIRD, 3 << _THIRD, 4 << _THIRD, 5 << _THIRD


def salted(*numbers: int) -> Codes:
    """The salts of kinds of features, by their numbers."""
    out: Codes = np.array(numbers, dtype=np.uint64) * _SALT
    return out


# A salt for each kind of feature. Grams: one to three characters anywhere in the clause. Edges: its first one, first two,
# last one, last two characters; of its governors the first two and the last two.
_GRAM_SALTS = salted(1, 2, 3)[:, None]
_EDGE_SALTS = salted(30, 31, 33, 34)[:, None]
_GOVERNOR_SALTS = salted(41, 51, 60, 66, 72, 78, 44, 54, 63, 69, 75, 81).reshape(2, 6, 1)
_CODE_SALTS = salted(*range(100, 100 + len(CODES)))[:, None]
_MARK_SALT = salted(90)
_SIZES = np.array([1, 2, 3])[:, None]
_EDGES, _GOVERNORS = 4, 12
_ONE = np.zeros(1, dtype=np.int64)
"""The first clauses of a single text."""
_SOMETIMES = 2
"""Frame and heading, the first two governors, are not there for every clause."""


class Features(NamedTuple):
    """Feature numbers of all clauses of one or several texts, and the states that the grammar knows them to be in."""

    grams: Ints
    """(kinds, positions): numbers of the n-grams that begin at each position of the text."""
    begins: Ints
    """The first position of each clause; its n-grams of a kind are those up to ``ends``."""
    ends: Ints
    """(kinds, clauses): one more than the last position of each clause."""
    rows: Ints
    """(kinds, clauses): features that every clause has one of, ``NONE`` where it has not."""
    marks: Ints
    """Features of cues by clause, ``bounds[i]:bounds[i + 1]`` those of clause i; each clause has one at least."""
    bounds: Ints
    states: Floats
    """(clauses, len(STATES)) array of what the grammar knows of each clause."""
    firsts: Ints
    """The first clause of each text."""

    @classmethod
    def listed(cls, ids: Ints, bounds: Ints, states: Floats) -> Self:
        """Features of one text from a plain list, ``ids[bounds[i]:bounds[i + 1]]`` those of clause i, as :meth:`spread` gives them."""
        count = len(bounds) - 1
        none = np.zeros((0, count), dtype=np.int64)
        return cls(np.zeros((0, 1), dtype=np.int64), np.zeros(count, dtype=np.int64), none, none, ids, bounds, states, _ONE)

    def sizes(self) -> Ints:
        """How many features each clause has."""
        out: Ints = (self.ends - self.begins).sum(axis=0)
        out += self.bounds[1:] - self.bounds[:-1]
        out += np.count_nonzero(self.rows != NONE, axis=0)
        return out

    def of(self, clauses: Sequence[int]) -> Features:
        """The features of some clauses of those there are, as of one text."""
        chosen = np.array(clauses)
        begins, ends = self.begins[chosen], self.ends.take(chosen, axis=1)
        width = ends[0] - begins if len(ends) else np.zeros(len(chosen), dtype=np.int64)  # no window is wider than that of single characters
        at, first = _stretches(begins, width)
        # One position more: windows end before it.
        grams = np.full((len(self.grams), len(at) + 1), NONE)
        grams[:, :-1] = self.grams.take(at, axis=1)
        starts, stops = self.bounds[chosen], self.bounds[chosen + 1]
        marks, marked = _stretches(starts, stops - starts)
        bounds = np.empty(len(chosen) + 1, dtype=np.int64)
        bounds[:-1], bounds[-1] = marked, len(marks)
        ends += first - begins
        return Features(grams, first, ends, self.rows.take(chosen, axis=1), self.marks[marks], bounds, self.states[chosen], _ONE)

    def spread(self) -> tuple[Ints, Ints]:
        """All features clause by clause, and the bounds of each clause's: what training counts, much longer than what the
        model reads."""
        count = len(self.begins)
        every = np.arange(count)
        numbers, owners = [self.marks, self.rows.ravel()], [np.repeat(every, np.diff(self.bounds)), np.tile(every, len(self.rows))]
        for grams, ends in zip(self.grams, self.ends, strict=True):
            size = ends - self.begins
            numbers.append(grams[_stretches(self.begins, size)[0]])
            owners.append(np.repeat(every, size))
        number, owner = np.concatenate(numbers), np.concatenate(owners)
        number, owner = number[number != NONE], owner[number != NONE]
        bounds = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=count), out=bounds[1:])
        return number[np.argsort(owner, kind="stable")], bounds


def _stretches(begins: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """All positions of stretches, one stretch behind the other, and where each begins among them."""
    firsts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) + np.repeat(begins - firsts, sizes), firsts


def extract(
    text: str,
    clauses: Sequence[ClauseRow],
    cues: Sequence[Sequence[CueHit]],
    over: Scope,
    entities: Sequence[EntityRow],
    opening: OpeningRules,
) -> Features:
    """Number the features of every clause of a text; it has clauses.

    Args:
        text: clean text.
        clauses: its clauses; cues: for each of them the cues in it; over: of :func:`analyzer.grammar.scope.scope`.
        entities: organs, places and sectors by start; opening: words that may open a clause.
    """
    return extract_all([Reading(text, clauses, cues, over, entities)], opening)


def extract_all(readings: Sequence[Reading], opening: OpeningRules) -> Features:
    """Number the features of the clauses of several texts, one after the other.

    Short texts are many: numpy's calls cost as much for one of them as for thirty.
    """
    table = table_of(readings, opening)
    grams = _grams(table.codes)
    count, positions = len(table.start), grams.shape[1]
    states, codes = states_and_codes(table)
    marks, bounds = _marks(readings)
    # All kinds lie in one array, so that they are hashed at once.
    kinds = _EDGES + _GOVERNORS + len(CODES)
    of_grams, of_rows = 3 * positions, 3 * positions + kinds * count
    numbers = np.empty(of_rows + len(marks), dtype=np.uint64)
    np.bitwise_xor(grams, _GRAM_SALTS, out=numbers[:of_grams].reshape(3, positions))
    rows = numbers[of_grams:of_rows].reshape(kinds, count)
    edges = _edges(grams, table)
    np.bitwise_xor(edges[:, :-1], _EDGE_SALTS, out=rows[:_EDGES])
    governors = table.governors()
    of_governors = rows[_EDGES : _EDGES + _GOVERNORS].reshape(2, 6, count)
    np.bitwise_xor(edges[1::2].take(governors, axis=1), _GOVERNOR_SALTS, out=of_governors)
    np.bitwise_xor(codes, _CODE_SALTS, out=rows[_EDGES + _GOVERNORS :])
    np.bitwise_xor(marks, _MARK_SALT, out=numbers[of_rows:])
    out = hashed(numbers)
    np.copyto(of_governors[:, :_SOMETIMES], NONE, where=governors[:_SOMETIMES] < 0)
    return Features(
        out[:of_grams].reshape(3, positions),
        table.begin,
        np.maximum(table.end + 1 - _SIZES, table.begin),
        out[of_grams:of_rows].reshape(kinds, count),
        out[of_rows:],
        bounds,
        states,
        table.firsts,
    )


def _edges(grams: Codes, table: Table) -> Codes:
    """The first one, first two, last one and last two characters of each clause, and a column of a clause that is not there."""
    edges = np.zeros((_EDGES, len(table.begin) + 1), dtype=np.uint64)
    last = table.end - 1
    edges[0, :-1], edges[1, :-1] = grams[0].take(table.begin), grams[1].take(table.begin)
    edges[2, :-1], edges[3, :-1] = grams[0].take(last), grams[1].take(last - 1)
    edges[1::2, :-1] *= table.begin < last
    return edges


def hashed(numbers: Codes) -> Ints:
    """Features from salted codes, in the same memory."""
    numbers *= _MIX
    numbers ^= numbers >> _SHIFT
    numbers *= _LAST
    numbers >>= _TOP
    return numbers.view(np.int64)


def _grams(codes: Codes) -> Codes:
    """One, two and three characters from each position, as single numbers."""
    grams = np.empty((3, len(codes) - 2), dtype=np.uint64)
    grams[0] = codes[:-2]
    np.left_shift(codes[1:-1], np.uint64(_SECOND), out=grams[1])
    grams[1] |= grams[0]
    np.left_shift(codes[2:], np.uint64(_THIRD), out=grams[2])
    grams[2] |= grams[1]
    return grams


def _marks(readings: Sequence[Reading]) -> tuple[Codes, Ints]:
    """The cues themselves, their kinds under what governs, and that there is none; where each clause's begin and end."""
    marks: list[int] = []
    bounds = [0]
    for _, _, cues, over, _ in readings:
        for found, row in zip(cues, over.rows, strict=True):
            modal = row[0]
            if found:
                marks.append(KIND[found[0].kind] | _FIRST_CUE)
                under = modal << _SECOND | _UNDER_MODAL
                for hit in found[:_MOST_CUES]:
                    kind = KIND[hit.kind]
                    marks += (kind | _CUE, kind | under, hit.number & _LOW | _CUE_ID)
            else:
                marks.append(modal | row[FRAME] << _SECOND | _NO_CUE)
            bounds.append(len(marks))
    return np.array(marks, dtype=np.uint64), np.array(bounds)
