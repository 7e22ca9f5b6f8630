"""The clauses of several texts as one table of whole numbers: what the states and features of the role model are made of.

A call of numpy costs a microsecond however little it is given, and a piece of news has thirty clauses. So all that is known of
a clause stands in one column of one array, and later steps take many rows of it at once.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.cues import CueHit
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.scope import COLUMNS, Scope
from analyzer.records import ClauseRow, EntityRow

Ints = npt.NDArray[np.int64]

_OWN = ("start", "end", "begin", "numbering", "heading", "block", "bracket")
_LISTED = ("opens", "verbs", "before", "sentence_last")
_MADE = ("text_first", "mark", "back", "first", "under", "where", "bound", "genre", "zero")
FIELDS = (*_OWN, *COLUMNS, *_LISTED, *_MADE)
"""The rows of ``Table.numbers``.

start, end: offsets; begin: where the words begin, behind numbering; numbering: its kind, 0 for none; heading: the clause it
stands under, -1 for none; block: 1 for page furniture, 0 for running text and for a repeated lead, which reads like it; bracket: 1 where a
bracket or quote opens it; the columns of the scope; opens, verbs: how the clause opens, how many verbs it holds; sentence_last, text_first: clauses; mark,
back: the characters behind and before it; first: whether it is the first of its sentence; under, before: how the first clause
of the sentence and the clause before open; where: the fifth of the text; bound: a modal of its own, a past before it in the
sentence; genre: whether the text orders, is a law, is a report; zero: nothing.
"""
AT = {name: row for row, name in enumerate(FIELDS)}
_GIVEN = len(FIELDS) - len(_MADE)


def rows_of(*names: str) -> Ints:
    """The numbers of rows of the table."""
    return np.array([AT[name] for name in names])


_OFFSETS = rows_of("start", "end", "begin")
_CLAUSES = rows_of("heading", "frame_at", "sentence_first", "paragraph_first", "sentence_last", "text_first")
"""Rows that hold numbers of clauses."""
_GOVERNORS = rows_of("frame_at", "heading", "sentence_first", "sentence_last", "paragraph_first", "text_first")
_AROUND, _STEP = rows_of("end", "start"), np.array([[0], [1]])
_FIRST_DIGIT, _DIGITS = np.array(48, dtype=np.uint64), np.array(10, dtype=np.uint64)

_NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|[①-⑳])[\s\u3000]*"
)
_NUMBER_STARTS = frozenset("第一二三四五六七八九十（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BRACKETS = "（(《“"
_TELLING_STARTS = _NUMBER_STARTS | frozenset(_BRACKETS)
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
    """The clauses of several texts, which stand one behind the other, a line break between."""

    codes: Ints
    """Character codes, digits all alike, and what pads the end."""
    numbers: Ints
    """(len(FIELDS), clauses): a column a clause, clauses numbered through."""
    firsts: Ints
    """The first clause of each text."""
    counts: Ints
    """How many clauses each text has."""
    paragraphs: Ints
    """The first clause of each paragraph."""
    sizes: Ints
    """How many clauses each paragraph has."""

    def row(self, name: str) -> Ints:
        """One field of all clauses."""
        out: Ints = self.numbers[AT[name]]
        return out

    def per_clause(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Values of texts for each clause: the last axis is spread, or left for numpy to spread where there is one text."""
        return values if len(self.counts) == 1 else np.repeat(values, self.counts, axis=-1)

    def governors(self) -> Ints:
        """(6, clauses): frame, heading, first and last of the sentence, first of the paragraph and of the text; -1 for none."""
        return self.numbers.take(_GOVERNORS, axis=0)


def table_of(readings: Sequence[Reading], opening: OpeningRules) -> Table:
    """Join texts into one table."""
    columns: list[list[int]] = [[] for _ in range(_GIVEN)]
    counts: list[int] = []
    firsts: list[int] = []
    paragraphs: list[int] = []
    for text, clauses, _, over, entities in readings:
        starts, ends, begins, *own = zip(*_own_rows(text, clauses), strict=True)
        opens, verbs = opening.codes(text, begins, ends, entities), opening.verbs(text, starts, ends)
        listed = (opens, verbs, [0, *opens[:-1]], over.sentence_last)
        for column, values in zip(columns, (starts, ends, begins, *own, *zip(*over.rows, strict=True), *listed), strict=True):
            column += values
        first = sum(counts)
        firsts.append(first)
        counts.append(len(clauses))
        paragraphs += [first + clause for clause in over.paragraphs] if first else over.paragraphs
    count = sum(counts)
    numbers = np.zeros((len(FIELDS), count), dtype=np.int64)
    flat: list[int] = []
    for column in columns:
        flat += column
    numbers[:_GIVEN] = integers(flat).reshape(_GIVEN, count)
    if len(readings) > 1:
        _number_through(numbers, readings, firsts, counts)
    codes = _codes("\n".join([reading.text for reading in readings]) + "\n\n\n")
    numbers[AT["mark"] : AT["back"] + 1] = codes.take(numbers.take(_AROUND, axis=0) - _STEP)
    sizes = [stop - start for start, stop in pairwise([*paragraphs, count])]
    return Table(codes, numbers, integers(firsts), integers(counts), integers(paragraphs), integers(sizes))


def integers(values: Collection[int]) -> Ints:
    """A read-only array of whole numbers; three times as fast as ``np.array``."""
    return np.frombuffer(struct.pack(f"{len(values)}q", *values), dtype=np.int64)


def _own_rows(text: str, clauses: Sequence[ClauseRow]) -> list[tuple[int, ...]]:
    """The fields ``_OWN`` of each clause."""
    return [
        (clause[0], clause[1], clause[0], 0, clause[4], 0, 0)
        if text[clause[0]] not in _TELLING_STARTS and not clause[5]
        else (clause[0], clause[1], *_bare_start(text, clause), clause[4], int(clause[5] not in _RUNNING), int(text[clause[0]] in _BRACKETS))
        for clause in clauses
    ]


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


def _number_through(numbers: Ints, readings: Sequence[Reading], firsts: Sequence[int], counts: Sequence[int]) -> None:
    """Offsets and numbers of clauses count from the first text on."""
    lengths = np.array([len(reading.text) + 1 for reading in readings])
    numbers[_OFFSETS] += np.repeat(lengths.cumsum() - lengths, counts)
    clauses = numbers[_CLAUSES]
    numbers[_CLAUSES] = np.where(clauses < 0, clauses, clauses + np.repeat(firsts, counts))


def _codes(text: str) -> Ints:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    # Unsigned: what lies below the first digit wraps round to huge numbers.
    np.copyto(codes, _FIRST_DIGIT, where=codes - _FIRST_DIGIT < _DIGITS)
    return codes.view(np.int64)
