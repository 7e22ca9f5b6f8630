"""What the grammar knows of each clause besides its words: where it stands, what governs it, what kind of text it is in.

Some of it is told to the model as states (flags and shares, with a weight each), some as small integers, alone and in
combination, each of which is a feature of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.cues import KINDS, MODALITIES, CueHit
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.scope import COLUMNS, DIRECT, KIND, MODAL_BITS, STATE, Scope
from analyzer.records import ClauseRow, EntityRow

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]

STATES = (
    *(f"cue.{kind}" for kind in KINDS),
    *(f"inherited.{kind}" for kind in MODALITIES),
    "frame.direct", "frame.state", "past_in_sentence", "future_in_paragraph", "numbered", "first_in_sentence",
    "first_in_paragraph", "last_in_sentence", "alone_in_paragraph", "in_block", "under_heading", "is_heading", "brackets",
    "length", "position", "section.past", "section.future", "paragraph.past", "paragraph.modal", "document.past", "document.modal", "document.report", "document.law", "document.numbered",
    "document.order",
)  # fmt: skip
"""Names of the columns of ``Features.states``."""
_NUMBERS = (
    "opens", "verbs", "modal", "frame", "age", "past", "section", "first", "mark", "back", "genre", "where", "bound", "under", "before",
)  # fmt: skip
CODES = (
    ("mark", "back"), ("frame", "age"), ("past", "modal"), ("genre", "past"), ("where", "genre"), ("opens",), ("opens", "modal"),
    ("opens", "frame", "bound"), ("opens", "genre", "bound"), ("section", "opens", "bound"), ("section", "modal"), ("verbs",),
    ("opens", "verbs", "bound"), ("verbs", "modal", "frame"), ("opens", "under", "first"), ("opens", "before", "first"),
)  # fmt: skip
"""Combinations of small integers that are features.

opens, verbs: how the clause opens, how many verbs it holds; mark, back: the characters behind and before it; first: whether
it is the first of its sentence; genre: whether the text orders, is a law, is a report; where: the fifth of the text; bound: a
modal of its own, a past before it in the sentence; under, before: how the first clause of the sentence and the clause before
open; the rest as in the scope.
"""
_PLACES = np.array([[_NUMBERS.index(code[i]) if i < len(code) else len(_NUMBERS) for code in CODES] for i in range(3)])
_SECOND, _THIRD = np.uint64(21), np.uint64(42)
_BITS = np.arange(len(KINDS))[:, None]
_MODALITIES = np.arange(1, len(MODALITIES) + 1)[:, None]
_MARKED = np.array(
    [MODAL_BITS, 1 << KIND["past"] | 1 << KIND["achievement"]]
    + [1 << KIND[kind] for kind in ("past", "report", "law_formula")]
    + [1 << KIND["frame_formula"] | 1 << KIND["salutation"]]
)[:, None]
"""Cues that are counted: modals, what was done, the past, reports, formulas of laws, of orders."""
_INHERITED, _FLAGS, _DOCUMENT = len(KINDS), len(KINDS) + len(MODALITIES), STATES.index("document.past")
_BRACKETS = np.array([ord(ch) for ch in "（(《“"], dtype=np.uint64)[:, None]
_ARTICLE = ord("条")

_NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|[①-⑳])[\s\u3000]*"
)
_NUMBER_STARTS = frozenset("第一二三四五六七八九十（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_NUMBER_KINDS = "条章节、）)．.是"
_RUNNING = ("", "lead")


class Reading(NamedTuple):
    """A text as far as it has been read when its features are asked for; it has clauses."""

    text: str
    clauses: Sequence[ClauseRow]
    cues: Sequence[Sequence[CueHit]]
    over: Scope
    entities: Sequence[EntityRow]


class Table(NamedTuple):
    """The clauses of several texts as arrays, an entry a clause; the texts stand one behind the other, a line break between."""

    codes: Codes
    """Character codes, digits all alike, and what pads the end."""
    start: Ints
    end: Ints
    begin: Ints
    """Where the words begin, behind numbering."""
    numbering: Ints
    heading: Ints
    block: Ints
    """1 for page furniture, 0 for running text and for a repeated lead, which reads like it."""
    scope: Ints
    """(len(scope.COLUMNS), clauses), clauses numbered through."""
    opens: Ints
    verbs: Ints
    firsts: Ints
    """The first clause of each text."""
    counts: Ints
    """How many clauses each text has."""

    def scoped(self, name: str) -> Ints:
        """One column of the scope."""
        out: Ints = self.scope[COLUMNS.index(name)]
        return out

    def per_clause(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Values of texts for each clause: the last axis is spread, or left for numpy to spread where there is one text."""
        return values if len(self.counts) == 1 else np.repeat(values, self.counts, axis=-1)

    def sentence_last(self) -> Ints:
        """The last clause of each clause's sentence."""
        first = self.scoped("sentence_first")
        starts = np.flatnonzero(first == np.arange(len(first)))
        stops = np.append(starts[1:], len(first))
        return np.repeat(stops - 1, stops - starts)

    def governors(self) -> Ints:
        """(6, clauses): frame, heading, first and last of the sentence, first of the paragraph and of the text; -1 for none."""
        out = np.empty((6, len(self.start)), dtype=np.int64)
        out[0], out[1], out[2], out[3] = self.scoped("frame_at"), self.heading, self.scoped("sentence_first"), self.sentence_last()
        out[4], out[5] = self.scoped("paragraph_first"), self.per_clause(self.firsts)
        return out


def table_of(readings: Sequence[Reading], opening: OpeningRules) -> Table:
    """Join texts into one table."""
    fields: list[tuple[int, ...]] = []
    scopes: list[tuple[int, ...]] = []
    opens: list[int] = []
    verbs: list[int] = []
    counts: list[int] = []
    for text, clauses, _, over, entities in readings:
        own = [
            (clause[0], clause[1], clause[0], 0, clause[4], 0)
            if text[clause[0]] not in _NUMBER_STARTS and not clause[5]
            else (clause[0], clause[1], *_bare_start(text, clause), clause[4], int(clause[5] not in _RUNNING))
            for clause in clauses
        ]
        starts, ends, begins, *_ = zip(*own, strict=True)
        opens += opening.codes(text, begins, ends, entities)
        verbs += opening.verbs(text, starts, ends)
        fields += own
        scopes += over.rows
        counts.append(len(clauses))
    table, scope = np.array(fields).T.copy(), np.array(scopes).T.copy()
    sizes = np.array(counts)
    firsts = np.cumsum(sizes) - sizes
    if len(readings) > 1:
        lengths = np.array([len(reading.text) + 1 for reading in readings])
        table[:3] += np.repeat(np.cumsum(lengths) - lengths, sizes)
        first = np.repeat(firsts, sizes)
        table[4] += np.where(table[4] < 0, 0, first)
        at = COLUMNS.index("frame_at")
        scope[at] += np.where(scope[at] < 0, 0, first)
        scope[at + 1 :][[COLUMNS.index(name) - at - 1 for name in ("sentence_first", "paragraph_first")]] += first
    text = "\n".join([reading.text for reading in readings]) + "\n\n\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    codes[codes - np.uint64(48) < 10] = 48  # unsigned: what lies below 48 wraps round to huge numbers
    start, end, begin, numbering, heading, block = table
    return Table(codes, start, end, begin, numbering, heading, block, scope, np.array(opens), np.array(verbs), firsts, sizes)


def _bare_start(text: str, clause: ClauseRow) -> tuple[int, int]:
    """Where the words begin after numbering, and the kind of numbering (0 for none)."""
    start = clause[0]
    if text[start] not in _NUMBER_STARTS:
        return start, 0
    match = _NUMBERING.match(text, start, clause[1])
    if match is None or match.end() >= clause[1]:
        return start, 0
    marks = [ch for ch in match.group().strip() if ch in _NUMBER_KINDS]
    return match.end(), ord(marks[-1]) if marks else 1


def states_and_codes(table: Table) -> tuple[Floats, Codes]:
    """The (clauses, states) matrix, and the (codes, clauses) small integers that are features of their own."""
    count = len(table.start)
    every = np.arange(count)
    states = np.zeros((len(STATES), count), dtype=np.float32)
    numbers = np.zeros((len(_NUMBERS) + 1, count), dtype=np.uint64)
    modal, frame, _, age, past, future, section, sentence_first, paragraph_first, kinds = table.scope
    states[:_INHERITED] = kinds >> _BITS & 1
    states[_INHERITED:_FLAGS] = modal == _MODALITIES
    marked = kinds & _MARKED != 0
    modals, reported = marked[0], marked[1]
    numbered = table.numbering > 0
    first, opens_paragraph = sentence_first == every, paragraph_first == every
    last, alone = np.ones(count, dtype=bool), opens_paragraph.copy()
    last[:-1] = first[1:]
    alone[:-1] &= opens_paragraph[1:]
    headed = table.heading >= 0
    is_heading = np.zeros(count, dtype=bool)
    is_heading[table.heading[headed]] = True
    length = table.end - table.start
    inside, many = every - table.per_clause(table.firsts), table.per_clause(table.counts)
    documents, genre = _documents(table, marked, numbered)
    flags = (
        frame == DIRECT, frame == STATE, past, future, numbered, first, opens_paragraph, last, alone, table.block, headed, is_heading,
        (table.codes[table.start] == _BRACKETS).any(axis=0), np.minimum(length, 40) / 40, inside / many, section == 1, section == 2,
        _share(paragraph_first, reported), _share(paragraph_first, modals),
    )  # fmt: skip
    for row, flag in zip(states[_FLAGS:_DOCUMENT], flags, strict=True):
        row[:] = flag
    states[_DOCUMENT:] = table.per_clause(documents)
    before = np.empty_like(table.opens)
    before[1:] = table.opens[:-1]
    before[table.firsts] = 0
    integers = (
        table.opens, table.verbs, modal, frame, age, past, section, first, table.codes[table.end], table.codes[table.start - 1],
        table.per_clause(genre), inside * 5 // many, modals + 2 * past, table.opens[sentence_first], before,
    )  # fmt: skip
    for row, integer in zip(numbers, integers, strict=False):  # the last row stays zero: of codes of fewer than three numbers
        row[:] = integer
    codes = numbers.take(_PLACES[0], axis=0)
    codes |= numbers.take(_PLACES[1], axis=0) << _SECOND
    codes |= numbers.take(_PLACES[2], axis=0) << _THIRD
    return states.T, codes


def _share(paragraph_first: Ints, marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """For each clause how much of its paragraph is marked."""
    out: npt.NDArray[np.float64] = (np.bincount(paragraph_first, weights=marked) / np.maximum(np.bincount(paragraph_first), 1))[paragraph_first]
    return out


def _documents(
    table: Table, marked: npt.NDArray[np.bool_], numbered: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], Ints]:
    """What each text as a whole is like: the states of a document (reporting, ordering, a law), and their combination."""
    counted = np.empty((len(marked) + 2, len(numbered)), dtype=np.int64)
    counted[:-2], counted[-2], counted[-1] = marked, numbered, table.numbering == _ARTICLE
    states: list[tuple[float, ...]] = []
    genres: list[int] = []
    # Few numbers for each text: plain Python is faster than numpy.
    for count, total in zip(table.counts.tolist(), np.add.reduceat(counted, table.firsts, axis=1).T.tolist(), strict=True):
        modals, _, past, reports, laws, orders, numbers, articles = total
        report, law, order = reports > 1, articles > 1 or laws > 0, orders > 0
        states.append((min(1.0, past / count * 2), min(1.0, modals / count * 2), report, law, min(1.0, numbers / count * 4), order))
        genres.append(1 + order + 2 * law + 4 * report)
    return np.array(states, dtype=np.float64).T, np.array(genres)
