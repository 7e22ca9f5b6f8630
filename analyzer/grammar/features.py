"""Turns clauses into numbered features for the role model: what a clause says, where it stands, what stands over it.

A feature is a number below ``SPACE``, hashed from a salt (the kind of feature) and character codes or small integers,
all in numpy, for all clauses of a text at once. No vocabulary of strings is stored; the model keeps the numbers it uses.
Besides its own character n-grams a clause sees the edges of its governors: the frame over it, its heading, the first and
last clause of its sentence, the first of its paragraph and of the text. Scope is what decides roles.

Weights of features add up. So an n-gram is numbered once where it stands in the text, and a clause names the window of
positions that is its own.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_states import CODES, states_and_codes
from analyzer.grammar.clause_table import Reading, Table, integers, rows_of, table_of
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
_SECOND_BITS, _THIRD_BITS = np.array(_SECOND, dtype=np.uint64), np.array(_THIRD, dtype=np.uint64)
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
_EDGE_SALTS = salted(30, 33, 31, 34).reshape(2, 2, 1)
_GOVERNOR_SALTS = salted(41, 51, 60, 66, 72, 78, 44, 54, 63, 69, 75, 81).reshape(2, 6, 1)
_CODE_SALTS = salted(*range(100, 100 + len(CODES)))[:, None]
_MARK_SALT = salted(90)
_EDGES, _GOVERNORS = 4, 12
_KINDS = _EDGES + _GOVERNORS + len(CODES)
_BEGINS_AND_ENDS = rows_of("begin", "end", "begin", "end", "begin", "end").reshape(3, 2)
_KIND, _SHORTER = np.arange(3).reshape(3, 1, 1), np.array([[[0], [0]], [[0], [1]], [[0], [2]]])
"""Where the n-grams of a kind begin, and by how much fewer there are, in clauses and in the text."""
_LAST_ONE, _TWICE = np.array([[0], [1]]), np.array(2)
_ONE = np.zeros(1, dtype=np.int64)
"""The first clauses of a single text."""
_SOMETIMES = 2
"""Frame and heading, the first two governors, are not there for every clause."""
_NOBODY = np.array(0)


class Features(NamedTuple):
    """Feature numbers of all clauses of one or several texts, and the states that the grammar knows them to be in."""

    numbers: Ints
    """N-grams kind by kind, as they begin at each position of the text; cues clause by clause; then kind by kind what every
    clause has one of, ``NONE`` where it has not. In one array, so that weights are looked up at once."""
    windows: Ints
    """(kinds, 2, clauses): where each clause's n-grams of a kind begin and end in ``numbers``."""
    bounds: Ints
    """Where each clause's cues begin in ``numbers``, and where the last one's end; each clause has one at least."""
    sizes: Ints
    """How many features each clause has."""
    states: Floats
    """(clauses, len(STATES)): what the grammar knows of each clause."""
    firsts: Ints
    """The first clause of each text."""

    @classmethod
    def listed(cls, ids: Ints, bounds: Ints, states: Floats) -> Self:
        """Features of one text from a plain list, ``ids[bounds[i]:bounds[i + 1]]`` those of clause i, as :meth:`spread` gives them."""
        return cls(ids, np.zeros((0, 2, len(bounds) - 1), dtype=np.int64), bounds, np.diff(bounds), states, _ONE)

    def rows(self) -> Ints:
        """(kinds, clauses): the features that every clause has one of."""
        return self.numbers[self.bounds[-1] :].reshape(-1, len(self.states))

    def of(self, clauses: Sequence[int]) -> Features:
        """The features of some clauses of those there are, as of one text."""
        chosen = np.array(clauses)
        windows = self.windows.take(chosen, axis=2)
        begins, ends = windows[:, 0], windows[:, 1]
        grams, firsts = _stretches(begins.ravel(), (ends - begins).ravel())
        ends -= begins
        begins[:] = firsts.reshape(begins.shape)
        ends += begins
        starts, stops = self.bounds[chosen], self.bounds[chosen + 1]
        marks, _ = _stretches(starts, stops - starts)
        bounds = np.zeros(len(chosen) + 1, dtype=np.int64)
        np.cumsum(stops - starts, out=bounds[1:])
        numbers = np.concatenate((self.numbers[grams], self.numbers[marks], self.rows().take(chosen, axis=1).ravel()))
        return Features(numbers, windows, bounds + len(grams), self.sizes[chosen], self.states[chosen], _ONE)

    def spread(self) -> tuple[Ints, Ints]:
        """All features clause by clause, and the bounds of each clause's: what training counts, much longer than what the
        model reads."""
        count = len(self.states)
        every = np.arange(count)
        rows = self.rows()
        numbers = [self.numbers[self.bounds[0] : self.bounds[-1]], rows.ravel()]
        owners = [np.repeat(every, np.diff(self.bounds)), np.tile(every, len(rows))]
        for window in self.windows:
            size = window[1] - window[0]
            numbers.append(self.numbers[_stretches(window[0], size)[0]])
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
    states, codes = states_and_codes(table)
    marks, bounds = _marks(readings)
    count, positions = len(states), len(table.codes) - 2
    of_marks, of_rows = 3 * positions, 3 * positions + len(marks)
    # All kinds lie in one array, so that they are hashed at once.
    numbers = np.empty(of_rows + _KINDS * count, dtype=np.uint64)
    grams = numbers[:of_marks].reshape(3, positions)
    _put_grams(table.codes.view(np.uint64), grams)
    windows = _windows(table, positions)
    governors = table.governors()
    missing = governors[:_SOMETIMES] < _NOBODY
    rows = numbers[of_rows:].reshape(_KINDS, count)
    of_governors = _put_rows(rows, _edges(grams, windows), codes, governors)
    np.bitwise_xor(marks, _MARK_SALT, out=numbers[of_marks:of_rows])
    grams ^= _GRAM_SALTS
    out = hashed(numbers)
    np.copyto(of_governors[:, :_SOMETIMES], NONE, where=missing)
    sizes = np.add.reduce(windows[:, 1] - windows[:, 0]) + (bounds[1:] - bounds[:-1])
    sizes += _KINDS
    sizes -= _TWICE * np.add.reduce(missing, dtype=np.int64)  # of each governor the first and the last characters
    return Features(out, windows, bounds + of_marks, sizes, states, table.firsts)


def _put_rows(rows: Codes, edges: Codes, codes: Codes, governors: Ints) -> Codes:
    """Puts what every clause has one of into ``rows``, salted; gives back the part that its governors make."""
    count = rows.shape[1]
    np.bitwise_xor(edges, _EDGE_SALTS, out=rows[:_EDGES].reshape(2, 2, count).swapaxes(0, 1))
    of_governors = rows[_EDGES : _EDGES + _GOVERNORS].reshape(2, 6, count)
    np.bitwise_xor(edges[1].take(governors, axis=1), _GOVERNOR_SALTS, out=of_governors)
    np.bitwise_xor(codes, _CODE_SALTS, out=rows[_EDGES + _GOVERNORS :])
    return of_governors


def _put_grams(codes: Codes, grams: Codes) -> None:
    """Puts one, two and three characters from each position into the rows of ``grams``, as single numbers."""
    grams[0] = codes[:-2]
    np.left_shift(codes[1:-1], _SECOND_BITS, out=grams[1])
    grams[1] |= grams[0]
    np.left_shift(codes[2:], _THIRD_BITS, out=grams[2])
    grams[2] |= grams[1]


def _windows(table: Table, positions: int) -> Ints:
    """(3, 2, clauses): from where to where the n-grams of each clause stand, kind by kind."""
    windows = table.numbers.take(_BEGINS_AND_ENDS, axis=0)
    windows += _KIND * positions - _SHORTER
    np.maximum(windows[:, 1], windows[:, 0], out=windows[:, 1])
    return windows


def _edges(grams: Codes, windows: Ints) -> Codes:
    """(2, 2, clauses): one character and two of each clause, the first ones and the last ones; 0 for two of a clause of one."""
    edges: Codes = grams.ravel().take(windows[:2] - _LAST_ONE)
    edges[1] *= windows[1, 1] > windows[1, 0]
    return edges


def hashed(numbers: Codes) -> Ints:
    """Features from salted codes, in the same memory."""
    numbers *= _MIX
    numbers ^= numbers >> _SHIFT
    numbers *= _LAST
    numbers >>= _TOP
    return numbers.view(np.int64)


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
    return np.frombuffer(struct.pack(f"{len(marks)}Q", *marks), dtype=np.uint64), integers(bounds)
