"""Who speaks and how: the frame over each clause, the authority behind it, and whether the text issues or reports it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.deadline import paced
from analyzer.grammar.speakers import NOBODY, Speaker, Speakers, SpeakerWords
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span

_LISTED = re.compile(r"[一二三四五六七八九十]{1,2}(?:要|是)|第[一二三四五六七八九十]，|其[一二三四五六七八九十]，")
_FARTHEST = 32
"""How far into a directive clause its own frame may reach (会议强调要…)."""
_LONGEST_UNKNOWN = 16
"""How long a frame may be whose speaker is none of organ, person, meeting and document (指引规定)."""
_FIRST_CLAUSES = 15
_FIRST_LINES = 220
"""In how many characters a news item shows that it is one."""
_MOST_TOLD = 8
"""Verbs of saying that are looked at in a clause; those of prose have three. Each is asked who stands before it."""


class FrameRow(NamedTuple):
    """Who speaks in a clause, in which words, and whether the text issues or reports it."""

    frame: Span | None
    """The framing words: 会议强调, or 现将有关事项通知如下."""
    authority: str
    """Canonical name of the organ; a leader, meeting or document as written; the article's issuer where nobody is named."""
    authority_span: Span | None
    status: str
    """issued, reported or planned."""


class FrameRules(NamedTuple):
    """What frames are found with."""

    words: SpeakerWords

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``frames.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        return cls(SpeakerWords.from_lexicons(folder))

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"words": self.words.to_rows()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(SpeakerWords(rows["words"]))


_HELD = "召开"
"""In what is told of a meeting, never in its name."""
_GOES_ON = ("，", ",", "：", ":")


class _Frame(NamedTuple):
    span: Span | None
    speaker: Speaker
    said: bool
    """Somebody says it; False where the document itself speaks."""


def find_frames(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    entities: Sequence[EntityRow],
    rules: FrameRules,
    *,
    meta: Mapping[str, str] | None = None,
    stop: int | None = None,
) -> list[FrameRow]:
    """The frame of every clause, or of those before number ``stop``.

    A frame holds to the end of its paragraph or to the next one; over the paragraph where a list follows it. The
    formula of a document (通知如下) holds for the document.

    Args:
        text: clean text; ``clauses``, ``roles``: of the same length; ``entities``: by start.
        meta: ``issuer`` is the authority where nobody is named; ``title`` tells whether the text directs itself.

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.resources import lexicons_dir
    >>> text = "会议强调，要加快建设。"
    >>> roles = [RoleRow(role, "", 0, 0, "", 1.0) for role in ("frame", "directive")]
    >>> rows = find_frames(text, split_clauses(text), roles, [], FrameRules.from_lexicons(lexicons_dir()))
    >>> rows[1].authority, text[slice(*rows[1].frame)], rows[1].status
    ('会议', '会议强调', 'reported')
    """
    known = meta or {}
    issuer = known.get("issuer", "")
    course = _Course(text, issuer, Speakers(text, clauses, entities, rules.words), rules.words)
    news = _is_news(text, clauses, roles, known, rules.words)
    rows: list[FrameRow] = []
    shown: _Frame | None = None
    row = FrameRow(None, "", None, "")
    sentence, planned = -1, False
    for i in paced(range(len(clauses) if stop is None else stop)):
        clause, role = clauses[i], roles[i]
        course.go_on(i, clause, role.role)
        if clause.sentence != sentence:
            sentence, planned = clause.sentence, False
        planned = planned or text.startswith(rules.words.plan, clause.start)
        if role.modality == "commitment" or (planned and role.role != "statement"):
            status = "planned"
        else:
            status = "reported" if course.current.said or news else "issued"
        if course.current is not shown or status != row.status:  # as a rule a clause goes on in the frame of the one before
            shown, speaker = course.current, course.current.speaker
            row = FrameRow(shown.span, speaker.name or issuer, speaker.span, status)
        rows.append(row)
    return rows


class _Course:
    """Which frame holds, as the clauses go by."""

    def __init__(self, text: str, issuer: str, speakers: Speakers, words: SpeakerWords) -> None:
        self._text, self._issuer, self._speakers, self._words = text, issuer, speakers, words
        self._document = self.current = _Frame(None, Speaker("organ", issuer, None), False)
        self._paragraph = -1
        self._fresh = self._listing = False

    def go_on(self, i: int, clause: ClauseRow, kind: str) -> None:
        """Take in the next clause, which has number ``i`` and the role ``kind``."""
        if clause.paragraph != self._paragraph:
            self._begin_paragraph(clause, kind)
        if kind == "frame":
            self._take_frame(i, clause)
        elif kind == "directive":
            self.current = _read_embedded(self._text, i, clause, self.current, self._speakers, self._words) or self.current
        elif kind == "statement":
            self.current = self._of_statement(i, clause) or self.current
        if kind in ("frame", "directive", "statement"):
            self._fresh = kind == "frame"

    def _begin_paragraph(self, clause: ClauseRow, kind: str) -> None:
        """A list goes on under 「会议要求：」, line by line; anything else that begins a paragraph is the text's own."""
        self._paragraph = clause.paragraph
        follows = kind in ("directive", "context", "goal")
        self._listing = follows and (self._fresh or self._listing)
        if self.current.said and not (self._listing or (follows and _LISTED.match(self._text, clause.start))):
            self.current = self._document

    def _take_frame(self, i: int, clause: ClauseRow) -> None:
        found = _read_frame(self._text, i, clause, self._speakers, self._words)
        if found is None:
            return
        if not found.said:
            found = self._document = found._replace(speaker=self._document.speaker)
        elif self._issuer and found.speaker.kind == "meeting" and _HELD in found.speaker.name:
            found = found._replace(speaker=self._document.speaker)  # 「某部召开会议指出」, and the organ could not be read
        self.current = found

    def _of_statement(self, i: int, clause: ClauseRow) -> _Frame | None:
        """The frame that a statement brings with it, if any."""
        text = self._text
        if text[clause.start] in self._words.told_first and (told := self._words.told.match(text, clause.start)) is not None:
            found = _read_frame(text, i, clause._replace(end=told.end()), self._speakers, self._words)
            return found if found is not None and found.speaker.kind else None
        if text.endswith(self._words.told_last, clause.start, clause.end) and text[clause.end : clause.end + 1] in _GOES_ON:
            # 「民政部召开会议指出，」: what was held and what was said there in one clause
            found = _read_frame(text, i, clause, self._speakers, self._words)
            if found is not None and found.speaker.kind in ("organ", "meeting"):
                meant = found.speaker.kind == "organ" or not self._issuer
                return found if meant else found._replace(speaker=self._document.speaker)
        return None


def _read_frame(text: str, i: int, clause: ClauseRow, speakers: Speakers, words: SpeakerWords) -> _Frame | None:
    """What a framing clause says; None where it frames nothing (央视网消息, a salutation)."""
    start, end = clause.start, clause.end
    formula = words.formula.search(text, start, end)
    told = [said for said in words.say.finditer(text, start, end) if not text.endswith(words.not_said, start, said.end())]
    told = [*told[: _MOST_TOLD - 1], told[-1]] if len(told) > _MOST_TOLD else told
    if formula is not None and (not told or formula.start() <= told[0].start()):
        return _Frame((start, end), NOBODY, False)
    doubtful: _Frame | None = None
    for said in (*told[-1:], *told[:-1]):  # as a rule the verb of saying closes the clause
        speaker = speakers.read(i, start, said.start())
        if not speaker.kind:
            speaker = speakers.of_sentence(i)
            if not speaker.kind:
                speaker = speakers.of_document(i) or speaker
        elif speaker.kind == "other" and (issued := words.issue.search(text, start, said.start())):
            speaker = speakers.read(i, start, issued.start())
        found = _Frame((start, said.end()), speaker, True)
        if speaker.kind not in ("", "other"):
            return found
        doubtful = doubtful or found
    if doubtful is not None and text[start] == "《":
        close = text.find("》", start, end) + 1
        return _Frame((start, end), speakers.read(i, start, close), True) if close else None
    if doubtful is not None:
        who = text[start : doubtful.span[1]] if doubtful.span else ""
        unknown = "的" in who or len(who) > _LONGEST_UNKNOWN or who.startswith(words.refuse)
        return None if unknown else doubtful
    issued = words.issue.search(text, start, end)
    speaker = speakers.read(i, start, issued.start()) if issued else NOBODY
    return _Frame((start, end), speaker, True) if speaker.kind in ("organ", "meeting", "person") else None


def _read_embedded(
    text: str, i: int, clause: ClauseRow, current: _Frame, speakers: Speakers, words: SpeakerWords
) -> _Frame | None:
    """The frame at the beginning of a directive clause: 「会议强调要加快…」, 「要求各地…」."""
    start = clause.start
    if text.startswith(words.resolved, start):
        speaker = speakers.of_sentence(i)
        return _Frame(None, speaker, True) if speaker.kind in ("organ", "person") else None
    said = words.telling.search(text, start, min(clause.end - 1, start + _FARTHEST))
    if said is None or text[said.end()] in "的、和与":
        return None
    if said.start() == start:
        speaker = speakers.of_sentence(i)
        if not (speaker.kind or current.said):
            return None  # in a document of its own, 要求 is what somebody has to do
        return _Frame(said.span(), speaker if speaker.kind else current.speaker, True)
    if text.startswith(words.refuse, start):
        return None
    speaker = speakers.read(i, start, said.start())
    if speaker.kind in ("", "other") or (speaker.kind == "organ" and said[0] == "提出"):
        return None
    if speaker.kind == "organ" and speaker.span and speaker.span[0] > start and text[start] != "各":
        return None  # 「推动党中央的要求落地」
    return _Frame((start, said.end()), speaker, True)


def _is_news(
    text: str, clauses: Sequence[ClauseRow], roles: Sequence[RoleRow], meta: Mapping[str, str], words: SpeakerWords
) -> bool:
    """Whether the text tells of others' directives and gives none of its own."""
    for clause, role in zip(clauses, roles, strict=True):
        if role.role == "frame" and words.formula.search(text, clause.start, clause.end):
            return False
    if any(words.title.search(line.strip()) for line in (meta.get("title", ""), *text[:_FIRST_LINES].split("\n")[:3])):
        return False
    if words.news.search(text, 0, _FIRST_LINES) is not None:
        return True
    return any(
        role.role == "frame"
        and words.telling.search(text, clause.start, clause.end)
        and not text.startswith(words.refuse, clause.start)
        for clause, role in zip(clauses[:_FIRST_CLAUSES], roles[:_FIRST_CLAUSES], strict=True)
    )
