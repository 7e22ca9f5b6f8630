"""What the numbered features of a clause stand for, in words: features are hashed, so the clause's own are hashed anew.

For explanations only. Kinds of features are those of :mod:`analyzer.grammar.features`; each clause has some eighty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from analyzer.grammar.clause_states import CODES, states_and_codes
from analyzer.grammar.clause_table import Reading, table_of
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.features import hashed, salted
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.scope import COLUMNS, FRAME, KIND

WORDS, CUE, PLACE = "words", "cue", "place"
"""Kinds of features: what a clause and its governors say; cues; where it stands, how it opens, what governs it."""
UNKNOWN = "a feature that has no name"
_EDGES = ((30, "begins with", 1), (31, "begins with", 2), (33, "ends with", 1), (34, "ends with", 2))
_GOVERNORS = (
    ("the frame", 41, 44), ("the heading", 51, 54), ("the first clause of the sentence", 60, 63), ("the last clause of the sentence", 66, 69),
    ("the first clause of the paragraph", 72, 75), ("the first clause of the text", 78, 81),
)  # fmt: skip
"""Name, salts of the first and of the last two characters."""
_CODE, _MARK = 100, 90
_SECOND, _THIRD, _PART = 21, 42, (1 << 21) - 1
_OPENS = (
    "", "verb", "noun of an action", "manner", "modal", "connective", "preposition", "party", "number", "noun", "organ", "region", "group",
    "document", "sector", "?",
)  # fmt: skip
_FRAMES = ("none", "one that directs", "one that states")
_SECTIONS = ("none said", "what was done", "what is to be done")
_NAMES = {
    "opens": "opens with", "under": "its sentence opens with", "before": "the clause before opens with", "mark": "followed by",
    "back": "preceded by", "modal": "", "frame": "frame:", "frame_age": "", "past": "", "section": "part:", "genre": "the text is", "where": "", "bound": "bound by",
    "first": "", "verbs": "verbs:",
}  # fmt: skip


_STATES = {
    "frame.direct": "under a frame that directs", "frame.state": "under a frame that states", "past_in_sentence": "past before it in the sentence",
    "future_in_paragraph": "future before it in the paragraph", "numbered": "numbered", "first_in_sentence": "first of its sentence",
    "first_in_paragraph": "first of its paragraph", "last_in_sentence": "last of its sentence", "alone_in_paragraph": "alone in its paragraph",
    "in_block": "in page furniture", "under_heading": "under a heading", "is_heading": "is a heading", "brackets": "begins with a bracket or quote",
    "length": "how long it is", "position": "how far into the text it stands", "section.past": "in the part that tells what was done",
    "section.future": "in the part that tells what is to be done", "paragraph.past": "how much of the paragraph tells of the past",
    "paragraph.modal": "how much of the paragraph has modals", "document.past": "how much of the text tells of the past",
    "document.modal": "how much of the text has modals", "document.report": "the text is a report", "document.law": "the text is a law",
    "document.numbered": "how much of the text is numbered", "document.order": "the text is an order",
}  # fmt: skip


def state_name(state: str) -> str:
    """A state of ``STATES`` in words.

    >>> state_name("inherited.obligation"), state_name("cue.past"), state_name("document.law")
    ('a modal of obligation handed down', 'a cue of the kind past', 'the text is a law')
    """
    about, _, kind = state.partition(".")
    if about == "inherited":
        return f"a modal of {kind} handed down"
    return f"a cue of the kind {kind}" if about == "cue" else _STATES[state]


class Name(NamedTuple):
    """A kind of features and what one of them says."""

    kind: str
    words: str


class FeatureNames:
    """The features of the clauses of a text, by number.

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.grammar.openings import VERB
    >>> from analyzer.grammar.scope import scope
    >>> clauses = split_clauses("推进改革")
    >>> names = FeatureNames(Reading("推进改革", clauses, [[]], scope(clauses, [[]]), []), OpeningRules({"推进": VERB}))
    >>> [name.words for name in names.of(0).values() if "改" in name.words and name.kind == "words"]
    ['「改」', '「进改」', '「改革」', '「推进改」', '「进改革」', ...]
    """

    def __init__(self, reading: Reading, opening: OpeningRules) -> None:
        """Take a text and the words that may open a clause."""
        self._reading = reading
        table = table_of([reading], opening)
        self._codes = states_and_codes(table)[1]
        self._governors = table.governors()
        self._spans: list[tuple[int, int]] = list(zip(table.row("begin").tolist(), table.row("end").tolist(), strict=True))
        # Digits are all alike to the model.
        self._text = "".join(map(chr, table.codes.tolist()))

    def of(self, i: int) -> dict[int, Name]:
        """The features of a clause."""
        names: dict[tuple[int, int], Name] = {}
        for each in (self._own(i), self._of_governors(i), self._places(i), self._marks(i)):
            for salt, value, name in each:
                names.setdefault((salt, value), name)
        return _numbered(names)

    def _words(self, i: int) -> str:
        return self._text[slice(*self._spans[i])]

    def _own(self, i: int) -> Iterator[tuple[int, int, Name]]:
        words = self._words(i)
        for size in (1, 2, 3):
            for at in range(len(words) - size + 1):
                gram = words[at : at + size]
                yield size, _packed(*map(ord, gram)), Name(WORDS, f"「{gram}」")
        yield from _edges(words, _EDGES, "")

    def _of_governors(self, i: int) -> Iterator[tuple[int, int, Name]]:
        for (name, first, last), governor in zip(_GOVERNORS, self._governors[:, i].tolist(), strict=True):
            if governor < 0:
                continue
            of = f"{name} " if governor != i else f"itself {name}: "
            yield from _edges(self._words(governor), ((first, "begins with", 2), (last, "ends with", 2)), of)

    def _places(self, i: int) -> Iterator[tuple[int, int, Name]]:
        for number, (code, value) in enumerate(zip(CODES, self._codes[:, i].tolist(), strict=True)):
            parts = (value & _PART, value >> _SECOND & _PART, value >> _THIRD & _PART)
            yield _CODE + number, value, Name(PLACE, ", ".join(_told(name, part) for name, part in zip(code, parts, strict=False)))

    def _marks(self, i: int) -> Iterator[tuple[int, int, Name]]:
        found, row = self._reading.cues[i], self._reading.over.rows[i]
        modal, frame = row[COLUMNS.index("modal")], row[FRAME]
        if not found:
            yield _MARK, _packed(modal, frame, 1), Name(CUE, f"no cue, {_told('modal', modal)}, {_told('frame', frame)}")
            return
        yield _MARK, _packed(KIND[found[0].kind], 1, 2), Name(CUE, f"the first cue is of the kind {found[0].kind}")
        for hit in found:
            words = self._reading.text[hit.start : hit.end]
            kind = KIND[hit.kind]
            yield _MARK, _packed(kind, 0, 3), Name(CUE, f"a cue of the kind {hit.kind}")
            yield _MARK, _packed(kind, modal, 4), Name(CUE, f"a cue of the kind {hit.kind}, {_told('modal', modal)}")
            yield _MARK, _packed(hit.number & _PART, 0, 5), Name(CUE, f"the cue {hit.id} 「{words}」")


def _edges(words: str, edges: Sequence[tuple[int, str, int]], of: str) -> Iterator[tuple[int, int, Name]]:
    for salt, verb, size in edges:
        if len(words) < size:
            yield salt, 0, Name(WORDS, f"{of}is shorter than {size} characters")
            continue
        part = words[:size] if verb.startswith("begins") else words[-size:]
        yield salt, _packed(*map(ord, part)), Name(WORDS, f"{of}{verb} 「{part}」")


def _packed(first: int, second: int = 0, third: int = 0) -> int:
    return first | second << _SECOND | third << _THIRD


def _numbered(names: dict[tuple[int, int], Name]) -> dict[int, Name]:
    """Names by number; where two have the same number, both are told."""
    salts, values = zip(*names, strict=True)
    numbers: Any = hashed(np.array(values, dtype=np.uint64) ^ salted(*salts))
    out: dict[int, Name] = {}
    for number, name in zip(numbers.tolist(), names.values(), strict=True):
        other = out.get(number)
        out[number] = name if other is None or other.words == name.words else Name(other.kind, f"{other.words} or {name.words}")
    return out


def _told(name: str, value: int) -> str:
    """A small integer in words."""
    return f"{_NAMES[name]} {_VALUES.get(name, str)(value)}".strip()


def _character(value: int) -> str:
    return "a line break" if value in (10, 13) else f"「{chr(value)}」"


def _opening(value: int) -> str:
    kinds = []
    while value:
        kinds.append(_OPENS[value & 15])
        value >>= 4
    return " + ".join(reversed(kinds)) or "nothing"


def _flags(none: str, *names: str) -> Callable[[int], str]:
    def told(value: int) -> str:
        return " and ".join(name for bit, name in enumerate(names) if value >> bit & 1) or none

    return told


def _choice(*names: str) -> Callable[[int], str]:
    def told(value: int) -> str:
        return names[value] if value < len(names) else str(value)

    return told


def _capped(value: int, most: int) -> str:
    return " or more" if value == most else ""


_VALUES: dict[str, Callable[[int], str]] = {
    "mark": _character,
    "back": _character,
    "modal": _choice("no modal handed down", *(f"a modal of {kind} handed down" for kind in MODALITIES)),
    "frame": _choice(*_FRAMES),
    "frame_age": lambda value: f"{value} clauses back" + _capped(value, 9),
    "past": _choice("no past before it in the sentence", "past before it in the sentence"),
    "section": _choice(*_SECTIONS),
    "genre": lambda value: _flags("no order, law or report", "an order", "a law", "a report")(value - 1),
    "where": lambda value: f"fifth {value + 1} of the text",
    "bound": _flags("nothing", "a modal of its own", "a past before it"),
    "opens": _opening,
    "under": _opening,
    "before": _opening,
    "verbs": lambda value: str(value) + _capped(value, 3),
    "first": _choice("not the first of its sentence", "the first of its sentence"),
}
