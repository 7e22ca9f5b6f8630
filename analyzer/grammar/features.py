"""Turns clauses into numbered features for the role model: what a clause says, where it stands, what stands over it.

A feature is a number below ``SPACE``, hashed from a salt (the kind of feature) and character codes or small integers,
all in numpy, for all clauses of a text at once. No vocabulary of strings is stored; the model keeps the numbers it uses.
Besides its own character n-grams a clause sees those of its governors: the frame over it, its heading, the first and
last clause of its sentence, the first of its paragraph and of the text. Scope is what decides roles.

Weights of features add up. So an n-gram is numbered once where it stands in the text, and a clause names the window of
positions that is its own, or its governor's, however many clauses share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_states import CODES, Reading, states_and_codes, table_of
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
_LONGEST_GOVERNOR = 24
_MOST_CUES = 4


def _salted(*numbers: int) -> Codes:
    out: Codes = np.array(numbers, dtype=np.uint64) * _SALT
    return out


# A salt for each kind of feature. Grams: one to three characters of the clause, pairs of its frame and of its heading.
# Ends: the first one, two, three and the last one, two, three characters; of governors all but the first one.
_GRAM_SALTS = _salted(1, 2, 3, 40, 50)[:, None]
_END_SALTS = _salted(*range(30, 36))[:, None]
_GOVERNOR_SALTS = _salted(*(first + i for first in (41, 51, 60, 66, 72, 78) for i in range(5))).reshape(6, 5, 1)
_CODE_SALTS = _salted(*range(100, 100 + len(CODES)))[:, None]
_MARK_SALT = _salted(90)
_SIZES = np.array([1, 2, 3])[:, None]


class Features(NamedTuple):
    """Feature numbers of all clauses of one or several texts, and the states that the grammar knows them to be in."""

    grams: Ints
    """(kinds, positions): numbers of the n-grams that begin at each position of the text, three kinds for the clause's own
    and one for each of ``over``."""
    begins: Ints
    """(kinds, clauses): the first position of each clause's window; ``ends``: the one after its last."""
    ends: Ints
    over: Ints
    """(2, clauses): the clauses whose windows of the last two kinds count for each clause, -1 for none."""
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
        none = np.zeros((0, len(bounds) - 1), dtype=np.int64)
        return cls(np.zeros((0, 1), dtype=np.int64), none, none, none, none, ids, bounds, states, np.zeros(1, dtype=np.int64))

    def sizes(self) -> Ints:
        """How many features each clause has."""
        width = np.zeros((len(self.begins), self.begins.shape[1] + 1), dtype=np.int64)
        np.subtract(self.ends, self.begins, out=width[:, :-1])
        own = len(width) - len(self.over)
        out: Ints = width[:own, :-1].sum(axis=0) + np.diff(self.bounds) + (self.rows != NONE).sum(axis=0)
        for number, governors in enumerate(self.over):
            out += width[own + number].take(governors)
        return out

    def spread(self) -> tuple[Ints, Ints]:
        """All features clause by clause, and the bounds of each clause's: what training counts, much longer than what the
        model reads."""
        count = self.begins.shape[1]
        own = len(self.grams) - len(self.over)
        every = np.arange(count)
        numbers, owners = [self.marks, self.rows.ravel()], [np.repeat(every, np.diff(self.bounds)), np.tile(every, len(self.rows))]
        for kind, grams in enumerate(self.grams):
            governors = every if kind < own else self.over[kind - own]
            has = np.flatnonzero(governors >= 0)
            begin, end = self.begins[kind][governors[has]], self.ends[kind][governors[has]]
            size = end - begin
            at = np.arange(int(size.sum())) + np.repeat(begin - (np.cumsum(size) - size), size)
            numbers.append(grams[at])
            owners.append(np.repeat(has, size))
        number, owner = np.concatenate(numbers), np.concatenate(owners)
        number, owner = number[number != NONE], owner[number != NONE]
        bounds = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=count), out=bounds[1:])
        return number[np.argsort(owner, kind="stable")], bounds


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
    size = table.end - table.begin
    begins, ends = np.empty((5, count), dtype=np.int64), np.empty((5, count), dtype=np.int64)
    begins[:] = table.begin
    np.maximum(table.end + 1 - _SIZES, table.begin, out=ends[:3])
    ends[3:] = table.begin + np.clip(size - 1, 0, _LONGEST_GOVERNOR)
    at = np.empty((6, count), dtype=np.int64)
    at[:3] = table.begin
    np.maximum(table.end - _SIZES, 0, out=at[3:])
    offsets = np.array([0, positions, 2 * positions, 0, positions, 2 * positions])[:, None]
    fits = size >= _SIZES
    edges = np.zeros((6, count + 1), dtype=np.uint64)  # one column more: of the governor that is not there
    np.multiply(grams.ravel().take(at + offsets), np.concatenate((fits, fits)), out=edges[:, :-1])
    governors = table.governors()
    states, codes = states_and_codes(table)
    marks, bounds = _marks(readings)
    # All kinds lie in one array, so that they are hashed at once.
    cuts = np.cumsum([0, 5 * positions, 6 * count, 30 * count, len(CODES) * count, len(marks)])
    numbers = np.empty(cuts[-1], dtype=np.uint64)
    of_grams, of_edges, of_governors, of_codes, of_marks = (numbers[a:b] for a, b in pairwise(cuts))
    blocks = of_grams.reshape(5, positions)
    np.bitwise_xor(grams, _GRAM_SALTS[:3], out=blocks[:3])
    np.bitwise_xor(grams[1], _GRAM_SALTS[3:], out=blocks[3:])
    np.bitwise_xor(edges[:, :-1], _END_SALTS, out=of_edges.reshape(6, count))
    np.bitwise_xor(edges[1:].take(governors, axis=1).swapaxes(0, 1), _GOVERNOR_SALTS, out=of_governors.reshape(6, 5, count))
    np.bitwise_xor(codes, _CODE_SALTS, out=of_codes.reshape(len(CODES), count))
    np.bitwise_xor(marks, _MARK_SALT, out=of_marks)
    hashed = _hashed(numbers)
    rows = hashed[cuts[1] : cuts[4]].reshape(36 + len(CODES), count)
    np.copyto(rows[6:16].reshape(2, 5, count), NONE, where=governors[:2, None] < 0)
    return Features(
        hashed[: cuts[1]].reshape(5, positions), begins, ends, governors[:2], rows, hashed[cuts[4] :], bounds, states, table.firsts
    )


def _hashed(numbers: Codes) -> Ints:
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
            if not found:
                marks.append(modal | row[FRAME] << _SECOND | 1 << _THIRD)
                bounds.append(len(marks))
                continue
            marks.append(KIND[found[0].kind] | 1 << _SECOND | 2 << _THIRD)
            for hit in found[:_MOST_CUES]:
                kind = KIND[hit.kind]
                marks += (kind | 3 << _THIRD, kind | modal << _SECOND | 4 << _THIRD, hit.number & _LOW | 5 << _THIRD)
            bounds.append(len(marks))
    return np.array(marks, dtype=np.uint64), np.array(bounds)
