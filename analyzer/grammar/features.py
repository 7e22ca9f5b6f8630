"""Turns clauses into numbered features for the role model: what a clause says, where it stands, what stands over it.

A feature is a number below ``SPACE``, hashed from a salt (the kind of feature) and character codes or small integers,
all in numpy, for all clauses of a text at once. No vocabulary of strings is stored; the model keeps the numbers it uses.
Besides its own character n-grams a clause sees those of its governors: the frame over it, its heading, the first and
last clause of its sentence, the first of its paragraph and of the text. Scope is what decides roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.cues import KINDS, MODALITIES, CueHit
from analyzer.grammar.openings import OpeningRules
from analyzer.records import ClauseRow, EntityRow

BITS = 20
SPACE = 1 << BITS
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]

# Odd 64-bit constants; a product's upper bits mix what the lower ones hold.
_SALT, _MIX, _LAST = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(29)
_TOP = np.uint64(64 - BITS)
_SECOND, _THIRD = 21, 42
"""Unicode has 21 bits: three characters, or three small integers, fit into one number without loss."""

_NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|[①-⑳])[\s\u3000]*"
)
_NUMBER_KINDS = "条章节、）)．.是"
_KIND = {kind: number for number, kind in enumerate(KINDS)}
_MODAL = {kind: number + 1 for number, kind in enumerate(MODALITIES)}
_DIRECT, _STATE = 1, 2
_FRAME_KINDS = {"frame_direct": _DIRECT, "frame_formula": _DIRECT, "frame_state": _STATE}
_SECTIONS = {"section_past": 1, "section_future": 2}
_LONGEST_GOVERNOR = 24
_OLDEST = 9
_LOW = (1 << 21) - 1
_OPENING = 6
"""How far into its clause (in characters: numbering, a short adverb) a verb still opens it."""

STATES = (
    *(f"cue.{kind}" for kind in KINDS),
    *(f"inherited.{kind}" for kind in MODALITIES),
    "frame.direct", "frame.state", "past_in_sentence", "future_in_paragraph", "numbered", "first_in_sentence",
    "first_in_paragraph", "last_in_sentence", "alone_in_paragraph", "in_block", "under_heading", "is_heading", "brackets",
    "length", "position", "section.past", "section.future", "paragraph.past", "paragraph.modal", "document.past", "document.modal", "document.report", "document.law", "document.numbered",
    "document.order",
)  # fmt: skip
"""Names of the columns of ``Features.states``."""
_FLAGS = len(KINDS) + len(MODALITIES)
_MODALS = [_KIND[kind] for kind in MODALITIES]
_REPORTED = [_KIND["past"], _KIND["achievement"]]
_BRACKETS = [np.uint64(ord(ch)) for ch in "（(《“"]


class Features(NamedTuple):
    """Feature numbers of all clauses of a text, concatenated; ``bounds[i]:bounds[i + 1]`` are clause i's."""

    ids: Ints
    bounds: Ints
    states: Floats
    """(clauses, len(STATES)) array of what the grammar knows of each clause."""
    firsts: Ints = np.zeros(1, dtype=np.int64)
    """Where several texts were read together, the first clause of each."""


class Scope(NamedTuple):
    """What the chain of clauses hands down to each clause; one array entry a clause."""

    modal: list[int]
    """1-based number of the modality whose cue governs from an earlier clause of the sentence, 0 for none."""
    modal_cue: list[CueHit | None]
    frame: list[int]
    """1 a frame that directs (会议强调), 2 one that states (某某表示), 0 none in this paragraph so far."""
    frame_at: list[int]
    """The clause that holds it, -1 for none."""
    frame_age: list[int]
    past: list[bool]
    future: list[bool]
    section: list[int]
    """The part of a report the clause stands in: 1 what was done, 2 what is to be done, 0 not said."""


class Reading(NamedTuple):
    """A text as far as it has been read when its features are asked for; it has clauses."""

    text: str
    clauses: Sequence[ClauseRow]
    cues: Sequence[Sequence[CueHit]]
    over: Scope
    entities: Sequence[EntityRow]


def scope(clauses: Sequence[ClauseRow], cues: Sequence[Sequence[CueHit]]) -> Scope:
    """Walk the chain once: a modal governs to the end of its sentence, a frame to the end of its paragraph."""
    out = Scope([], [], [], [], [], [], [], [])
    modal, frame, frame_at, past, future, section = 0, 0, -1, False, False, 0
    modal_cue: CueHit | None = None
    sentence = paragraph = -1
    for i, (clause, found) in enumerate(zip(clauses, cues, strict=True)):
        opens_paragraph = clause.paragraph != paragraph
        if opens_paragraph:
            paragraph, future, frame, frame_at = clause.paragraph, False, 0, -1
        if clause.sentence != sentence:
            sentence, modal, modal_cue, past = clause.sentence, 0, None, False
        out.modal.append(modal)
        out.modal_cue.append(modal_cue)
        out.frame.append(frame)
        out.frame_at.append(frame_at)
        out.frame_age.append(min(i - frame_at, _OLDEST) if frame else _OLDEST)
        out.past.append(past)
        out.future.append(future)
        new_modal = new_frame = 0
        for hit in found:
            kind = hit.kind
            if not new_modal and kind in _MODAL:
                new_modal = _MODAL[kind]
                # 「要完善支持政策，加强监管」: only a verb that opens its clause hands encouragement on.
                if kind != "encouragement" or hit.start - clause.start <= _OPENING:
                    modal, modal_cue = new_modal, hit
            elif kind in _FRAME_KINDS:
                new_frame = _DIRECT if _DIRECT in (new_frame, _FRAME_KINDS[kind]) else _STATE
            elif kind in ("past", "achievement"):
                past = True
            elif kind == "future":
                future = True
            elif opens_paragraph and kind in _SECTIONS:
                section = _SECTIONS[kind]
        out.section.append(section)
        if new_frame:
            frame, frame_at = new_frame, i
            modal, modal_cue, past = 0, None, False
    return out


def extract(
    text: str,
    clauses: Sequence[ClauseRow],
    cues: Sequence[Sequence[CueHit]],
    over: Scope,
    entities: Sequence[EntityRow],
    opening: OpeningRules,
) -> Features:
    """Number the features of every clause of a text.

    Args:
        text: clean text.
        clauses: its clauses; cues: for each of them the cues in it; over: of :func:`scope`.
        entities: organs, places and sectors by start; opening: words that may open a clause.
    """
    if not clauses:
        none = np.zeros(0, dtype=np.int64)
        return Features(none, np.zeros(1, dtype=np.int64), np.zeros((0, len(STATES)), dtype=np.float32))
    return extract_all([Reading(text, clauses, cues, over, entities)], opening)


def extract_all(readings: Sequence[Reading], opening: OpeningRules) -> Features:
    """Number the features of the clauses of several texts, one after the other.

    Short texts are many: numpy's calls cost as much for one of them as for thirty.
    """
    bare = [_bare_start(reading.text, clause) for reading in readings for clause in reading.clauses]
    opens, verbs = _opened(readings, bare, opening)
    (text, clauses, cues, over, _), firsts, shifts = _joined(readings)
    count = len(clauses)
    page = _Page(text, clauses, bare, firsts, shifts)
    states, codes = _states(page, clauses, cues, over, opens, verbs)
    parts = _Parts()
    page.own_grams(parts)
    for salt, governor in ((40, np.array(over.frame_at, dtype=np.int64)), (50, page.heading)):
        page.grams_of(parts, governor, salt)
        page.ends_of(parts, governor, salt + 1)
    for salt, governor in ((60, page.sentence_first), (66, page.sentence_last), (72, page.paragraph_first), (78, page.text_first)):
        page.ends_of(parts, governor, salt)
    parts.add_block(100, codes, np.arange(count))
    _cue_features(parts, cues, over)
    return Features(*parts.numbered(count), states, firsts)


def _opened(readings: Sequence[Reading], bare: Sequence[tuple[int, int]], opening: OpeningRules) -> tuple[Ints, Ints]:
    """How each clause opens, and how many verbs it holds."""
    opens, verbs, first = [], [], 0
    for reading in readings:
        begins = [begin for begin, _ in bare[first : first + len(reading.clauses)]]
        first += len(begins)
        starts, ends = [clause.start for clause in reading.clauses], [clause.end for clause in reading.clauses]
        opens.append(opening.codes(reading.text, begins, ends, reading.entities))
        verbs.append(opening.verbs(reading.text, starts, ends))
    return np.concatenate(opens), np.concatenate(verbs)


def _joined(readings: Sequence[Reading]) -> tuple[Reading, Ints, Ints]:
    """Several texts as one, a line break between them and all numbers moved on; the first clause and the offset of each."""
    if len(readings) == 1:
        return readings[0], np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    clauses: list[ClauseRow] = []
    cues: list[Sequence[CueHit]] = []
    over = Scope([], [], [], [], [], [], [], [])
    firsts: list[int] = []
    shifts: list[int] = []
    at = sentence = paragraph = 0
    for reading in readings:
        first = len(clauses)
        firsts.append(first)
        shifts.append(at)
        clauses += [
            ClauseRow(c[0] + at, c[1] + at, c[2] + sentence, c[3] + paragraph, c[4] + first if c[4] >= 0 else -1, c[5])
            for c in reading.clauses
        ]
        cues += reading.cues
        parts: Any = zip(over, reading.over, strict=True)
        for whole, part in parts:
            whole.extend(part)
        over.frame_at[first:] = [i + first if i >= 0 else -1 for i in reading.over.frame_at]
        at += len(reading.text) + 1
        sentence, paragraph = clauses[-1].sentence + 1, clauses[-1].paragraph + 1
    return Reading("\n".join(r.text for r in readings), clauses, cues, over, ()), np.array(firsts), np.array(shifts)


def _packed(first: Any, second: Any = 0, third: Any = 0) -> Codes:
    """Up to three characters or small integers as one number."""
    one, two, three = (np.asarray(value).astype(np.uint64) for value in (first, second, third))
    out: Codes = one | (two << np.uint64(_SECOND)) | (three << np.uint64(_THIRD))
    return out


class _Parts:
    """Features of many kinds, hashed together: one pass of numpy costs little more for all than for one kind."""

    def __init__(self) -> None:
        self._salts: list[int] = []
        self._values: list[Codes] = []
        self._owners: list[Ints] = []

    def add(self, salt: int, values: Codes, owners: Ints) -> None:
        """Take features of one kind: packed values, and the clause that each belongs to."""
        self._salts.append(salt)
        self._values.append(values)
        self._owners.append(owners)

    def add_block(self, salt: int, rows: Codes, owners: Ints) -> None:
        """Take features of several kinds that the same clauses have, a row a kind, numbered on from ``salt``."""
        for number, values in enumerate(rows):
            self._salts.append(salt + number)
            self._values.append(values)
            self._owners.append(owners)

    def numbered(self, count: int) -> tuple[Ints, Ints]:
        """Numbers of all features by clause, and the bounds of each clause's."""
        sizes = [len(values) for values in self._values]
        salts = np.repeat(np.array(self._salts, dtype=np.uint64) * _SALT, sizes)
        mixed = (np.concatenate(self._values) ^ salts) * _MIX
        mixed ^= mixed >> _SHIFT
        numbers = ((mixed * _LAST) >> _TOP).astype(np.int64)
        owner = np.concatenate(self._owners)
        # A stable sort of 16-bit keys is a radix sort: a fifth of the time.
        order = np.argsort(owner.astype(np.uint16) if count < 1 << 16 else owner, kind="stable")
        bounds = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=count), out=bounds[1:])
        return numbers[order], bounds


class _Page:
    """A text as character codes, its clauses as arrays, and which clause governs which."""

    def __init__(
        self, text: str, clauses: Sequence[ClauseRow], bare: Sequence[tuple[int, int]], firsts: Ints, shifts: Ints
    ) -> None:
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        codes[codes - np.uint64(48) < 10] = 48  # unsigned: what lies below 48 wraps round to huge numbers
        self.codes: Codes = np.concatenate([codes, np.full(3, 10, dtype=np.uint64)])
        pairs = self.codes[:-1] | (self.codes[1:] << np.uint64(_SECOND))
        triples = pairs[:-1] | (self.codes[2:] << np.uint64(_THIRD))
        self._grams: tuple[Codes, ...] = (self.codes, pairs, triples)
        self.text = text
        count = len(clauses)
        self.firsts = firsts
        self.counts = np.diff(np.append(firsts, count))
        self.text_of = np.repeat(np.arange(len(firsts)), self.counts)
        begin, numbering = zip(*bare, strict=True)
        self.begin, self.numbering = np.array(begin) + shifts[self.text_of], np.array(numbering)
        start, end, sentence, paragraph, heading, _ = zip(*clauses, strict=True)
        self.start, self.end = np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)
        self.sentence, self.paragraph = np.array(sentence, dtype=np.int64), np.array(paragraph, dtype=np.int64)
        self.heading = np.array(heading, dtype=np.int64)
        self.size = self.end - self.begin
        every = np.arange(count)
        self.sentence_first = _runs(self.sentence, every)
        self.paragraph_first = _runs(self.paragraph, every)
        self.text_first = firsts[self.text_of]
        last = np.flatnonzero(np.append(np.diff(self.sentence) != 0, True))
        self.sentence_last = last[np.searchsorted(last, every)]
        ends = [self._ends(n, self.begin) for n in (1, 2, 3)] + [self._ends(n, np.maximum(self.end - n, 0)) for n in (1, 2, 3)]
        self._own_ends: Codes = np.array(ends)
        self._seen_ends: Codes = self._own_ends[1:]

    def _ends(self, n: int, at: Ints) -> Codes:
        value = self._grams[n - 1][at]
        value[self.size < n] = 0
        return value

    def own_grams(self, parts: _Parts) -> None:
        """One to three characters, anywhere and at both ends of the clause."""
        owner, at, room = self._spread(self.begin, self.size)
        every = np.arange(len(self.begin))
        for n in (1, 2, 3):
            fits = room >= n
            parts.add(n, self._grams[n - 1][at[fits]], owner[fits])
        parts.add_block(30, self._own_ends, every)

    def grams_of(self, parts: _Parts, governor: Ints, salt: int) -> None:
        """The pairs of characters of each clause's governor."""
        has = np.flatnonzero(governor >= 0)
        if len(has):
            target = governor[has]
            owner, at, _ = self._spread(self.begin[target], np.clip(self.size[target] - 1, 0, _LONGEST_GOVERNOR))
            parts.add(salt, self._grams[1][at], has[owner])

    def ends_of(self, parts: _Parts, governor: Ints, salt: int) -> None:
        """The ends of each clause's governor."""
        has = np.flatnonzero(governor >= 0)
        if len(has):
            parts.add_block(salt, self._seen_ends[:, governor[has]], has)

    @staticmethod
    def _spread(begin: Ints, size: Ints) -> tuple[Ints, Ints, Ints]:
        """For every character of every stretch: the stretch's number, the offset, and how many are left."""
        owner = np.repeat(np.arange(len(begin)), size)
        first = np.cumsum(size) - size
        inside = np.arange(len(owner)) - np.repeat(first, size)
        return owner, inside + np.repeat(begin, size), np.repeat(size, size) - inside


def _runs(values: Ints, every: Ints) -> Ints:
    """For each position the first of the run of equal values it lies in."""
    starts = np.flatnonzero(np.append(True, np.diff(values) != 0))
    return starts[np.searchsorted(starts, every, side="right") - 1]


def _bare_start(text: str, clause: ClauseRow) -> tuple[int, int]:
    """Where the words begin after numbering, and the kind of numbering (0 for none)."""
    if text[clause.start] not in _NUMBER_STARTS:
        return clause.start, 0
    match = _NUMBERING.match(text, clause.start, clause.end)
    if match is None or match.end() >= clause.end:
        return clause.start, 0
    marks = [ch for ch in match.group().strip() if ch in _NUMBER_KINDS]
    return match.end(), ord(marks[-1]) if marks else 1


_NUMBER_STARTS = frozenset("第一二三四五六七八九十（(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


def _states(
    page: _Page, clauses: Sequence[ClauseRow], cues: Sequence[Sequence[CueHit]], over: Scope, opens: Ints, verbs: Ints
) -> tuple[Floats, Codes]:
    """The matrix of states, and the small integers that are features of their own."""
    count = len(clauses)
    states = np.zeros((count, len(STATES)), dtype=np.float32)
    states[[i for i, found in enumerate(cues) for _ in found], [_KIND[hit.kind] for found in cues for hit in found]] = 1
    modals = states[:, _MODALS].any(axis=1)
    reported = states[:, _REPORTED].any(axis=1)
    modal = np.array(over.modal)
    governed = np.flatnonzero(modal)
    states[governed, len(KINDS) + modal[governed] - 1] = 1
    frame, age, past, section = np.array([over.frame, over.frame_age, over.past, over.section])
    numbering = page.numbering
    every = np.arange(count)
    first, new_paragraph = page.sentence_first == every, page.paragraph_first == every
    last = page.sentence_last == every
    alone = new_paragraph.copy()
    alone[:-1] &= new_paragraph[1:]
    block = np.array([hash_block(clause.block) for clause in clauses])
    headed = page.heading >= 0
    is_heading = np.zeros(count, dtype=bool)
    is_heading[page.heading[headed]] = True
    length = page.end - page.start
    opener = page.codes[page.start]
    brackets = (opener == _BRACKETS[0]) | (opener == _BRACKETS[1]) | (opener == _BRACKETS[2]) | (opener == _BRACKETS[3])
    document = _documents(page, states, modals, numbering)
    inside, many = every - page.text_first, page.counts[page.text_of]
    # The columns after those of cues and inherited modals, in the order of STATES.
    flags = (
        frame == _DIRECT, frame == _STATE, past, over.future, numbering > 0, first, new_paragraph, last, alone, block > 0, headed,
        is_heading, brackets, np.minimum(length, 40) / 40, inside / many, section == 1, section == 2, _share(page, reported),
        _share(page, modals),
    )  # fmt: skip
    states[:, _FLAGS : _FLAGS + len(flags)] = np.array(flags, dtype=np.float32).T
    states[:, _FLAGS + len(flags) :] = np.array([document[name] for name in STATES[_FLAGS + len(flags) :]]).T[page.text_of]
    mark = page.codes[page.end].astype(np.int64)
    back = page.codes[page.start - 1].astype(np.int64)  # of the first clause of a text: what pads its end, a line break
    order, law, report = (document[f"document.{name}"].astype(np.int64) for name in ("order", "law", "report"))
    genre = (1 + order + 2 * law + 4 * report)[page.text_of]
    where = inside * 5 // many
    shape = first + 2 * new_paragraph + 4 * alone + 8 * last
    bound = modals + 2 * past
    before = np.empty_like(opens)
    before[1:] = opens[:-1]
    before[page.firsts] = 0
    under = opens[page.sentence_first]
    past_level, modal_level = (
        np.rint(document[f"document.{name}"] * 8).astype(np.int64)[page.text_of] for name in ("past", "modal")
    )
    wide = opens | (bound << _THIRD)
    rows = (
        mark, back, mark | (back << _SECOND), numbering, modal, frame | (age << _SECOND), past | (modal << _SECOND), shape,
        length >> 2, block, headed + 2 * is_heading, genre | (past << _SECOND), genre, past_level, modal_level, where | (genre << _SECOND), opens, opens | (modal << _SECOND), wide | (frame << _SECOND),
        wide | (genre << _SECOND), section | (opens << _SECOND) | (bound << _THIRD), section | (modal << _SECOND),
        verbs, wide | (verbs << _SECOND), verbs | (modal << _SECOND) | (frame << _THIRD),
        opens | (under << _SECOND) | (first.astype(np.int64) << _THIRD), opens | (before << _SECOND) | (first.astype(np.int64) << _THIRD),
    )  # fmt: skip
    return states, np.array(rows, dtype=np.int64).view(np.uint64)


def _share(page: _Page, marked: Any) -> npt.NDArray[np.float64]:
    """For each clause how much of its paragraph is marked."""
    group = page.paragraph - page.paragraph[0]
    out: npt.NDArray[np.float64] = (np.bincount(group, weights=marked) / np.maximum(np.bincount(group), 1))[group]
    return out


def hash_block(block: str) -> int:
    """A small number for the kind of a noise block, 0 for running text and for a repeated lead, which reads like it."""
    return 0 if not block or block == "lead" else 1 + sum(map(ord, block)) % 97


def _documents(page: _Page, states: Floats, modals: Any, numbering: Ints) -> dict[str, npt.NDArray[np.float64]]:
    """What each text as a whole is like: reporting, ordering, a law."""
    counts, firsts = page.counts, page.firsts
    total = dict(zip(KINDS, np.add.reduceat(states[:, : len(KINDS)], firsts, axis=0).T.astype(np.float64), strict=True))
    marked = np.add.reduceat(np.array([modals, numbering > 0, numbering == ord("条")], dtype=np.int64), firsts, axis=1)
    return {
        "document.past": np.minimum(1.0, total["past"] / counts * 2),
        "document.modal": np.minimum(1.0, marked[0] / counts * 2),
        "document.report": (total["report"] > 1).astype(np.float64),
        "document.law": ((marked[2] > 1) | (total["law_formula"] > 0)).astype(np.float64),
        "document.numbered": np.minimum(1.0, marked[1] / counts * 4),
        "document.order": (total["frame_formula"] + total["salutation"] > 0).astype(np.float64),
    }


def _cue_features(parts: _Parts, cues: Sequence[Sequence[CueHit]], over: Scope) -> None:
    """The cues themselves, their kinds under what governs, and that there is none."""
    rows: list[tuple[int, int, int, int]] = []
    for i, found in enumerate(cues):
        modal = over.modal[i]
        if not found:
            rows.append((i, 1, modal, over.frame[i]))
            continue
        rows.append((i, 2, _KIND[found[0].kind], 1))
        for hit in found[:4]:
            kind = _KIND[hit.kind]
            rows.append((i, 3, kind, 0))
            rows.append((i, 4, kind, modal))
            rows.append((i, 5, hit.number & _LOW, 0))
    owner, salt, first, second = np.array(rows, dtype=np.int64).T
    parts.add(90, _packed(first, second, salt), owner)
