"""Names the one who speaks: an organ by its canonical name, a leader, a meeting or a document as written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.tables import read_yaml
from analyzer.records import ClauseRow, EntityRow, Span

KINDS = (
    "say", "speaker", "meeting", "document", "leader", "post", "formula", "issue", "news", "title", "plan", "aside", "refuse", "surname",
)  # fmt: skip
_KEYS = ("kind", "markers", "example", "counter_example")
_HAN = "\u4e00-\u9fff"
_LOOK_BACK = 60
"""How many clauses before 「会议强调」 or 「他指出」 are searched for what it stands for."""


class Speaker(NamedTuple):
    """Who speaks."""

    kind: str
    """organ, person, meeting, document, other; "" for nobody."""
    name: str
    span: Span | None


NOBODY = Speaker("", "", None)


class SpeakerWords:
    """Words of frames, compiled.

    >>> from analyzer.resources import lexicons_dir
    >>> words = SpeakerWords.from_lexicons(lexicons_dir())
    >>> words.say.search("会议强调").group()
    '强调'
    """

    __slots__ = (
        "_rows", "aside", "document", "formula", "issue", "leader", "meeting", "meeting_name", "name_end", "news", "person",
        "plan", "post", "refuse", "say", "say_end", "speakers", "title", "when",
    )  # fmt: skip

    def __init__(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = {kind: list(rows[kind]) for kind in KINDS}
        any_of = {
            kind: "|".join(map(re.escape, sorted(markers, key=len, reverse=True))) for kind, markers in self._rows.items()
        }
        self.say = re.compile(any_of["say"])
        self.say_end = re.compile(f"(?:{any_of['say']})[^{_HAN}]*$")
        self.speakers = frozenset(rows["speaker"])
        self.meeting = re.compile(f"(?:{any_of['meeting']})$")
        self.meeting_name = re.compile(f"[{_HAN}]{{2,18}}?(?:{any_of['meeting']})(?![室员])")
        self.document = re.compile(f"(?:》|{any_of['document']})$")
        self.leader = re.compile(any_of["leader"])
        self.post = re.compile(f"(?:{any_of['post']})$")
        self.formula = re.compile(any_of["formula"])
        self.issue = re.compile(any_of["issue"])
        self.news = re.compile(any_of["news"])
        self.title = re.compile(f"(?:{any_of['title']})(?:（[^）]*）)?$")
        self.plan = re.compile(any_of["plan"])
        self.refuse = tuple(rows["refuse"])
        self.aside = re.compile(f"(?:{any_of['aside']})")
        self.name_end = re.compile(f"(?:{any_of['surname']})[{_HAN}]{{1,2}}$")
        self.when = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚)?|[（(][^）)]*[）)]")
        self.person = re.compile(
            f"(?:(?:{any_of['leader']}|{any_of['post']})|^)((?:{any_of['surname']})[{_HAN}]{{1,2}}?)"
            r"(?=主持|出席|来到|在|深入|前往|到|赴|近日|日前|\d|表示|指出|强调|介绍|说|会见|同|率|代表|一行|还|走访|听取|专程|考察|调研|发表|作|向|与|宣读|参加|抵达|充分|$)"
        )

    @classmethod
    def from_lexicons(cls, folder: Path) -> SpeakerWords:
        """Read ``frames.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        rows: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for row in read_yaml(folder / "frames.yaml", _KEYS, required=_KEYS):
            if row.cells["kind"] not in rows:
                raise row.fail(f"kind {row.cells['kind']!r} is none of {', '.join(KINDS)}")
            rows[row.cells["kind"]].extend(dict.fromkeys(map(str, row.cells["markers"])))
        return cls(rows)

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)


class Speakers:
    """Finds speakers in one text, looking back for what 会议 and 他 stand for."""

    __slots__ = ("_clauses", "_organ_starts", "_organs", "_text", "_words")

    def __init__(self, text: str, clauses: Sequence[ClauseRow], entities: Sequence[EntityRow], words: SpeakerWords) -> None:
        """Take the text and what earlier stages found in it."""
        self._text, self._clauses, self._words = text, clauses, words
        self._organs = [e for e in entities if e.label == "MINISTRY"]
        self._organ_starts = [e.start for e in self._organs]

    def read(self, i: int, start: int, end: int) -> Speaker:
        """Who the words between ``start`` and ``end``, in front of a verb of saying in clause ``i``, are."""
        text, words = self._text, self._words
        start, end = self._trim(start, end)
        if end <= start:
            return NOBODY
        who = text[start:end]
        if who in words.speakers:
            return self._stands_for(i, who, (start, end))
        organs = self._organs_in(start, end)
        if who.endswith("》"):
            return self._document(i, text.rfind("《", start, end), end)
        if words.meeting.search(who):
            return self._organ_or(organs, "meeting", start, end)
        if named := words.name_end.search(text, start, end):
            if organs and not words.leader.search(text, start, named.start()):
                return self._join(organs)
            if named.start() == start or organs or words.leader.search(who) or words.post.search(text, start, named.start()):
                return Speaker("person", named[0], named.span())
        if words.leader.search(who) and not organs and (last := list(words.leader.finditer(who))[-1]).end() == len(who):
            return Speaker("person", who, (start, end))
        if words.post.search(who):
            return self._organ_or(organs, "person", start, end)
        if organs:
            return self._join(organs)
        if words.document.search(who) and len(who) <= 16:
            return self._document(i, start, end)
        return Speaker("other", who, (start, end))

    def of_sentence(self, i: int) -> Speaker:
        """Who acts in the clauses of the sentence before clause ``i``: 「民政部日前印发通知，要求…」."""
        k = i - 1
        found = NOBODY
        while k >= 0 and self._clauses[k].sentence == self._clauses[i].sentence:
            clause = self._clauses[k]
            organs = [e for e in self._organs_in(clause.start, clause.end) if e.start - clause.start <= 8]
            if organs and self._words.issue.search(self._text, organs[0].end, clause.end):
                return self._join(organs)
            person = self._words.person.search(self._text, clause.start, clause.end)
            if person and not found.kind:
                found = Speaker("person", person[1], person.span(1))
            k -= 1
        return found

    def _trim(self, start: int, end: int) -> Span:
        """Without dates, brackets and words between speaker and verb."""
        text, words = self._text, self._words
        while True:
            before = start, end
            while start < end and text[start] in " \u3000“”\"《，、" and text[start] != "《":
                start += 1
            for pattern in (words.aside, words.when):
                if (match := pattern.match(text, start, end)) and match.end() > start:
                    start = match.end()
            tail = text[max(start, end - 16) : end]
            for pattern in (words.aside, words.when):
                for match in pattern.finditer(tail):
                    if match.end() == len(tail):
                        end -= len(tail) - match.start()
                        tail = tail[: match.start()]
                        break
            if text.startswith("在", start):
                place = re.compile(r"[中上时](?=.)").search(text, start, end)
                if place and place.end() < end:
                    start = place.end()
            inside = text.find("在", start + 2, end)
            if inside > 0 and text[end - 1] in "上中时会下":
                end = inside
            if (start, end) == before:
                return start, end

    def _organs_in(self, start: int, end: int) -> list[EntityRow]:
        found = []
        for k in range(bisect_left(self._organ_starts, start), len(self._organs)):
            if self._organs[k].start >= end:
                break
            found.append(self._organs[k])
        return found

    def _join(self, organs: Sequence[EntityRow]) -> Speaker:
        """One or several organs that speak together."""
        together = [organs[0]]
        for organ in organs[1:]:
            if self._text[together[-1].end : organ.start].strip(" ") not in ("、", "和", "会同", "及", "，", ""):
                break
            together.append(organ)
        names = dict.fromkeys(organ.name for organ in together)
        return Speaker("organ", "、".join(names), (together[0].start, together[-1].end))

    def _organ_or(self, organs: Sequence[EntityRow], kind: str, start: int, end: int) -> Speaker:
        if organs:
            return self._join(organs[-1:] if kind == "meeting" else organs)
        return Speaker(kind, self._text[start:end], (start, end))

    def _stands_for(self, i: int, word: str, span: Span) -> Speaker:
        if word in ("他", "她", "总书记"):
            return self._person_before(i) or Speaker("person", word, span)
        if self._words.meeting.search(word):
            return self._meeting_before(i) or Speaker("meeting", word, span)
        return self._document(i, *span)

    def _person_before(self, i: int) -> Speaker | None:
        for k in range(i - 1, max(-1, i - _LOOK_BACK), -1):
            clause = self._clauses[k]
            last = None
            for last in self._words.person.finditer(self._text, clause.start, clause.end):
                pass
            if last is not None:
                return Speaker("person", last[1], last.span(1))
        return None

    def _meeting_before(self, i: int) -> Speaker | None:
        text, words = self._text, self._words
        for k in range(i - 1, max(-1, i - _LOOK_BACK), -1):
            clause = self._clauses[k]
            found = words.meeting_name.search(text, clause.start, clause.end)
            held = words.issue.search(text, clause.start, clause.end)
            if found is None or found[0] in words.speakers:
                continue
            organs = self._organs_in(clause.start, clause.end)
            inside = [e for e in organs if found.start() <= e.start < found.end()]
            if inside:
                return self._join(inside[-1:])
            if held and organs and organs[0].start < held.start():
                return self._join(organs)
            if held or found[0][-2:] in ("会议", "全会", "谈会"):
                start, end = self._trim(*found.span())
                for verb in ("召开的", "举行的", "召开", "举行", "出席", "主持"):
                    at = text.rfind(verb, start, end)
                    if at >= 0:
                        start = at + len(verb)
                if end - start > 2:
                    return Speaker("meeting", text[start:end], (start, end))
        return None

    def _document(self, i: int, start: int, end: int) -> Speaker:
        """The organ that put a document out, where the text says so shortly before; else the document."""
        for k in range(i - 1, max(-1, i - 12), -1):
            clause = self._clauses[k]
            organs = self._organs_in(clause.start, clause.end)
            if organs and organs[0].start - clause.start <= 8 and self._words.issue.search(self._text, organs[0].end, clause.end):
                return self._join(organs)
        return Speaker("document", self._text[start:end], (start, end))
