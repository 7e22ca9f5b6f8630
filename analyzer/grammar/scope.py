"""What the chain of clauses hands down to each clause: the modal, the frame, the part of a report that governs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzer.grammar.cues import KINDS, MODALITIES, CueHit
from analyzer.records import ClauseRow

DIRECT, STATE = 1, 2
COLUMNS = (
    "modal", "frame", "frame_at", "frame_age", "past", "future", "section", "sentence_first", "paragraph_first", "kinds",
)  # fmt: skip
"""What a row of ``Scope.rows`` holds.

modal: 1-based number of the modality whose cue governs from an earlier clause of the sentence, 0 for none.
frame: 1 a frame that directs (会议强调), 2 one that states (某某表示), 0 none in this paragraph so far; frame_at: the clause
that holds it, -1 for none; frame_age: clauses since then, at most nine. past, future: 1 where an earlier clause of the
sentence tells of the past, of the paragraph of the future. section: the part of a report the clause stands in: 1 what was
done, 2 what is to be done, 0 not said. sentence_first, paragraph_first: the first clause of its sentence and paragraph.
kinds: the kinds of the clause's own cues, a bit each in the order of ``KINDS``.
"""
FRAME, KINDS_AT = COLUMNS.index("frame"), COLUMNS.index("kinds")
KIND = {kind: number for number, kind in enumerate(KINDS)}
MODAL_BITS = sum(1 << KIND[kind] for kind in MODALITIES)
_MODAL = {kind: number + 1 for number, kind in enumerate(MODALITIES)}
_FRAMES = {"frame_direct": DIRECT, "frame_formula": DIRECT, "frame_state": STATE}
_SECTIONS = {"section_past": 1, "section_future": 2}
_OLDEST = 9
_OPENING = 6
"""How far into its clause (in characters: numbering, a short adverb) a verb still opens it."""


class Scope(NamedTuple):
    """What is handed down, an entry a clause, and how clauses lie in sentences and paragraphs."""

    rows: list[tuple[int, ...]]
    """Numbers as ``COLUMNS`` names them."""
    modal_cue: list[CueHit | None]
    """The cue of the modal that governs from an earlier clause."""
    sentence_last: list[int]
    """The last clause of each clause's sentence."""
    paragraphs: list[int]
    """The first clause of each paragraph: not an entry a clause."""

    def column(self, name: str) -> list[int]:
        """One number of all clauses.

        >>> Scope([(1, 0, -1, 9, 0, 0, 0, 0, 0, 0)], [None], [0], [0]).column("frame_at")
        [-1]
        """
        at = COLUMNS.index(name)
        return [row[at] for row in self.rows]


def scope(clauses: Sequence[ClauseRow], cues: Sequence[Sequence[CueHit]]) -> Scope:
    """Walk the chain once: a modal governs to the end of its sentence, a frame to the end of its paragraph."""
    rows: list[tuple[int, ...]] = []
    modal_cues: list[CueHit | None] = []
    lasts: list[int] = []
    paragraphs: list[int] = []
    modal = frame = past = future = section = sentence_first = paragraph_first = 0
    frame_at = sentence = paragraph = -1
    modal_cue: CueHit | None = None
    for i, (clause, found) in enumerate(zip(clauses, cues, strict=True)):
        if opens_paragraph := clause[3] != paragraph:
            paragraph, future, frame, frame_at, paragraph_first = clause[3], 0, 0, -1, i
            paragraphs.append(i)
        if clause[2] != sentence:
            lasts += [i - 1] * (i - sentence_first)
            sentence, modal, modal_cue, past, sentence_first = clause[2], 0, None, 0, i
        age = min(i - frame_at, _OLDEST) if frame else _OLDEST
        modal_cues.append(modal_cue)
        if not found:
            rows.append((modal, frame, frame_at, age, past, future, section, sentence_first, paragraph_first, 0))
            continue
        handed = (modal, frame, frame_at, age, past, future)
        new_modal = new_frame = kinds = 0
        for hit in found:
            kind = hit.kind
            kinds |= 1 << KIND[kind]
            if not new_modal and kind in _MODAL:
                new_modal = _MODAL[kind]
                # 「要完善支持政策，加强监管」: only a verb that opens its clause hands encouragement on.
                if kind != "encouragement" or hit.start - clause.start <= _OPENING:
                    modal, modal_cue = new_modal, hit
            elif kind in _FRAMES:
                new_frame = DIRECT if DIRECT in (new_frame, _FRAMES[kind]) else STATE
            elif kind in ("past", "achievement"):
                past = 1
            elif kind == "future":
                future = 1
            elif opens_paragraph and kind in _SECTIONS:
                section = _SECTIONS[kind]
        rows.append((*handed, section, sentence_first, paragraph_first, kinds))
        if new_frame:
            frame, frame_at = new_frame, i
            modal, modal_cue, past = 0, None, 0
    lasts += [len(rows) - 1] * (len(rows) - sentence_first)
    return Scope(rows, modal_cues, lasts, paragraphs)
