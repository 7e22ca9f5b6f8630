"""What the grammar knows of each clause besides its words: where it stands, what governs it, what kind of text it is in.

Some of it is told to the model as states (flags and shares, with a weight each), some as small integers, alone and in
combination, each of which is a feature of its own.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzer.grammar.clause_table import AT, Ints, Table, rows_of
from analyzer.grammar.cues import KINDS, MODALITIES
from analyzer.grammar.scope import DIRECT, KIND, MODAL_BITS, STATE

Codes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

STATES = (
    *(f"cue.{kind}" for kind in KINDS),
    *(f"inherited.{kind}" for kind in MODALITIES),
    "frame.direct", "frame.state", "past_in_sentence", "future_in_paragraph", "numbered", "first_in_sentence",
    "first_in_paragraph", "last_in_sentence", "alone_in_paragraph", "in_block", "under_heading", "is_heading", "brackets",
    "length", "position", "section.past", "section.future", "paragraph.past", "paragraph.modal", "document.past", "document.modal", "document.report", "document.law", "document.numbered",
    "document.order",
)  # fmt: skip
"""Names of the columns of ``Features.states``."""
CODES = (
    ("mark", "back"), ("frame", "frame_age"), ("past", "modal"), ("genre", "past"), ("where", "genre"), ("opens",), ("opens", "modal"),
    ("opens", "frame", "bound"), ("opens", "genre", "bound"), ("section", "opens", "bound"), ("section", "modal"), ("verbs",),
    ("opens", "verbs", "bound"), ("verbs", "modal", "frame"), ("opens", "under", "first"), ("opens", "before", "first"),
)  # fmt: skip
"""Combinations of small integers that are features: fields of the table of clauses."""
_PLACES = np.array([rows_of(*(code[i] if i < len(code) else "zero" for code in CODES)) for i in range(3)])
_SHIFTS = np.array([0, 21, 42])[:, None, None]
_BITS, _ONE = np.arange(len(KINDS))[:, None], np.array(1)
_ZERO, _ARTICLE = np.array(0), np.array(ord("条"))
_MARKED = np.array(
    [1 << KIND["past"] | 1 << KIND["achievement"], MODAL_BITS]
    + [1 << KIND[kind] for kind in ("past", "report", "law_formula")]
    + [1 << KIND["frame_formula"] | 1 << KIND["salutation"]]
)[:, None]
"""Cues that are counted: what was done, modals, the past, reports, formulas of laws, of orders."""
_TESTS = (
    *(("modal", number + 1) for number in range(len(MODALITIES))), ("frame", DIRECT), ("frame", STATE), ("past", 1), ("future", 1),
    ("block", 1), ("bracket", 1), ("section", 1), ("section", 2),
)  # fmt: skip
_TESTED, _WANTED = rows_of(*(field for field, _ in _TESTS)), np.array([value for _, value in _TESTS])[:, None]
_EDGES = rows_of("sentence_first", "paragraph_first", "sentence_last")
_EXCEEDING, _LIMITS = rows_of("numbering", "heading"), np.array([[0], [-1]])
_EVERY = np.arange(1 << 12)
_FIFTHS = np.array(5)
_DOCUMENT = STATES.index("document.past")
_LONGEST = np.array(40)


def states_and_codes(table: Table) -> tuple[Floats, Codes]:
    """The (clauses, states) matrix, and the (codes, clauses) small integers that are features of their own.

    Fills in what the table leaves open of its last rows.
    """
    numbers = table.numbers
    starts, ends = numbers[0], numbers[1]
    count = len(starts)
    every = _EVERY[:count] if count <= len(_EVERY) else np.arange(count)
    at_edge: Flags = numbers.take(_EDGES, axis=0) == every
    tests: Flags = numbers.take(_TESTED, axis=0) == _WANTED
    exceeding: Flags = numbers.take(_EXCEEDING, axis=0) > _LIMITS
    kinds, past = table.row("kinds"), table.row("past")
    counted = _counted(kinds, exceeding[0], table.row("numbering"))
    shares = _shares(table, np.add.reduceat(counted[:2], table.paragraphs, axis=1))
    documents, genre = _documents(table, counted)
    inside, many = every - table.row("text_first"), table.per_clause(table.counts)
    states = np.empty((len(STATES), count), dtype=np.float32)
    pieces = (
        kinds >> _BITS & _ONE, tests[:9], exceeding[:1], at_edge, shares[2:], tests[9:10], exceeding[1:], _headings(table, exceeding[1]),
        tests[10:11], (np.minimum(ends - starts, _LONGEST) / _LONGEST)[None],
        (inside / many)[None], tests[11:], shares[:2],
    )  # fmt: skip
    np.concatenate(pieces, out=states[:_DOCUMENT], casting="unsafe")
    states[_DOCUMENT:] = table.per_clause(documents)
    opens = table.row("opens")
    bound = counted[1] + past + past
    made = (at_edge[0], opens.take(table.row("sentence_first")), inside * _FIFTHS // many, bound, table.per_clause(genre))
    for row, values in zip(numbers[AT["first"] :], made, strict=False):  # the last row stays zero: of codes of fewer than three numbers
        row[:] = values
    codes = numbers.take(_PLACES, axis=0)
    codes <<= _SHIFTS
    return states.T, np.bitwise_or.reduce(codes).view(np.uint64)


def _counted(kinds: Ints, numbered: Flags, numbering: Ints) -> Ints:
    """(8, clauses): 1 for clauses with cues that are counted, with a number, with the number of an article."""
    out = np.empty((len(_MARKED) + 2, len(kinds)), dtype=np.int64)
    np.not_equal(kinds & _MARKED, _ZERO, out=out[:-2])
    out[-2] = numbered
    np.equal(numbering, _ARTICLE, out=out[-1])
    return out


def _shares(table: Table, of_paragraphs: Ints) -> npt.NDArray[np.float64]:
    """(3, clauses): how much of each clause's paragraph tells of what was done, and has modals; whether the clause is all of it."""
    sizes = table.sizes
    out = np.empty((3, len(sizes)))
    np.divide(of_paragraphs[:2], sizes, out=out[:2])
    np.equal(sizes, _ONE, out=out[2])
    return out.repeat(sizes, axis=1)


def _headings(table: Table, headed: Flags) -> Flags:
    """(1, clauses): which clauses are headings of others."""
    out = np.zeros((1, len(headed)), dtype=np.bool_)
    if np.count_nonzero(headed):
        out[0, table.row("heading")[headed]] = True
    return out


def _documents(table: Table, counted: Ints) -> tuple[npt.NDArray[np.float64], Ints]:
    """What each text as a whole is like: the states of a document (reporting, ordering, a law), and their combination."""
    states: list[tuple[float, ...]] = []
    genres: list[int] = []
    totals = np.add.reduceat(counted, table.firsts, axis=1)
    # Few numbers for each text: plain Python is faster than numpy.
    for count, total in zip(table.counts.tolist(), totals.T.tolist(), strict=True):
        _, modals, past, reports, laws, orders, numbers, articles = total
        report, law, order = reports > 1, articles > 1 or laws > 0, orders > 0
        states.append((min(1.0, past / count * 2), min(1.0, modals / count * 2), report, law, min(1.0, numbers / count * 4), order))
        genres.append(1 + order + 2 * law + 4 * report)
    return np.array(states, dtype=np.float64).T, np.array(genres)
