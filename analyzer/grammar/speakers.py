"""Names the one who speaks: an organ by its canonical name, a leader, a meeting or a document as written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.tables import read_yaml
from analyzer.records import ClauseRow, EntityRow, Span

KINDS = (
    "say", "telling", "speaker", "meeting", "document", "leader", "post", "formula", "issue", "news", "title", "plan", "aside", "refuse", "surname",
    "told_by", "told", "told_last", "not_said", "resolved", "person", "doubtful", "met", "before_meeting", "held", "acts",
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


_PLACE = re.compile("[中上时](?=.)")
NOBODY = Speaker("", "", None)


class SpeakerWords:
    """Words of frames, compiled.

    >>> from analyzer.resources import lexicons_dir
    >>> words = SpeakerWords.from_lexicons(lexicons_dir())
    >>> words.say.search("会议强调").group()
    '强调'
    """

    __slots__ = (
        "_rows", "aside", "before_meeting", "document", "doubtful", "formula", "held", "issue", "leader", "leader_end", "meeting", "meeting_name",
        "met", "name_end", "news", "not_said", "person", "personal", "plan", "post", "refuse", "resolved", "say", "say_end", "speakers", "telling",
        "title", "titled", "told", "told_first", "told_last", "when",
    )  # fmt: skip

    def __init__(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = {kind: list(rows[kind]) for kind in KINDS}
        any_of = {kind: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for kind, words in self._rows.items()}
        self.say = re.compile(any_of["say"])
        self.say_end = re.compile(f"(?:{any_of['say']})[^{_HAN}]*$")
        self.telling = re.compile(any_of["telling"])
        self.speakers = frozenset(rows["speaker"])
        self.meeting = re.compile(f"(?:{any_of['meeting']})$")
        self.meeting_name = re.compile(f"[{_HAN}]{{2,26}}?(?:{any_of['meeting']})(?![室员])")
        self.document = re.compile(f"(?:》|{any_of['document']})$")
        self.leader = re.compile(any_of["leader"])
        self.leader_end = re.compile(f"(?:{any_of['leader']})$")
        self.post = re.compile(f"(?:{any_of['post']})$")
        self.formula = re.compile(any_of["formula"])
        self.issue = re.compile(any_of["issue"])
        self.news = re.compile(any_of["news"])
        self.title = re.compile(f"(?:{any_of['title']})(?:（[^）]*）)?$")
        self.plan = tuple(rows["plan"])
        self.refuse = tuple(rows["refuse"])
        self.aside = re.compile(f"(?:{any_of['aside']})")
        self.name_end = re.compile(f"(?:{any_of['surname']})[{_HAN}]{{1,2}}$")
        self.when = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚)?|[（(][^）)]*[）)]")
        self.held, self.before_meeting = re.compile(any_of["held"]), tuple(rows["before_meeting"])
        self.told = re.compile(f"(?:{any_of['told_by']})?(?:还|并)?(?:{any_of['told']})")
        self.told_first = frozenset(word[0] for word in ("还", "并", *rows["told_by"], *rows["told"]))
        self.told_last, self.not_said, self.resolved = tuple(rows["told_last"]), tuple(rows["not_said"]), tuple(rows["resolved"])
        self.personal, self.doubtful, self.met = frozenset(rows["person"]), frozenset(rows["doubtful"]), tuple(rows["met"])
        self.titled = re.compile(f"(?:{any_of['leader']}|{any_of['post']}|记者)$")
        self.person = re.compile(
            f"((?:{any_of['surname']})[{_HAN}]{{1,2}}?)(?:总书记|主席|总理|委员长|同志)?"
            rf"(?={any_of['acts']}|\d|$)"
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

    __slots__ = ("_clauses", "_known", "_organ_starts", "_organs", "_text", "_words")

    def __init__(self, text: str, clauses: Sequence[ClauseRow], entities: Sequence[EntityRow], words: SpeakerWords) -> None:
        """Take the text and what earlier stages found in it."""
        self._text, self._clauses, self._words = text, clauses, words
        self._organs = [e for e in entities if e.label == "MINISTRY"]
        self._organ_starts = [e.start for e in self._organs]
        self._known: dict[str, tuple[int, Speaker | None]] = {}  # kind → how far searched, what was found last

    def read(self, i: int, start: int, end: int) -> Speaker:
        """Who the words between ``start`` and ``end``, in front of a verb of saying in clause ``i``, are."""
        text, words = self._text, self._words
        start, end = self._trim(start, end)
        if end <= start:
            return NOBODY
        if start and text[start - 1] == "“" and "”" in text[start:end]:
            start -= 1
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
        if words.leader.search(who) and not organs and words.leader_end.search(who):
            return Speaker("person", who, (start, end))
        for match in words.person.finditer(text, start, end):
            if words.leader.search(text, max(start, match.start() - 6), match.start()):
                return Speaker("person", match[1], match.span(1))
        if words.post.search(who):
            return self._organ_or(organs, "person", start, end)
        if organs:
            return self._join(organs)
        if words.document.search(who) and len(who) <= 16:
            return self._document(i, start, end)
        if (first := words.person.match(text, start, end)) and first[1][0] not in words.doubtful:
            return Speaker("person", first[1], first.span(1))
        return Speaker("other", who, (start, end))

    def of_sentence(self, i: int) -> Speaker:
        """Who acts in the clauses of the sentence before clause ``i``: 「民政部日前印发通知，要求…」."""
        k = i - 1
        found = NOBODY
        while k >= 0 and self._clauses[k].sentence == self._clauses[i].sentence:
            clause = self._clauses[k]
            organs = [e for e in self._organs_in(clause.start, clause.end) if e.start - clause.start <= 8]
            if organs and self._words.issue.search(self._text, organs[0].end, self._clauses[i].start):
                return self._join(organs)
            if not found.kind:
                found = self._person_in(clause) or NOBODY
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
                place = _PLACE.search(text, start, end)
                if place and place.end() < end:
                    start = place.end()
            inside = text.find("在", start + 2, end)
            if inside > 0 and (text[end - 1] in "上中时会下面" or inside == end - 1):
                end = inside
            if (start, end) == before:
                return start, end

    def _organs_in(self, start: int, end: int) -> list[EntityRow]:
        first = bisect_left(self._organ_starts, start)
        return self._organs[first : bisect_left(self._organ_starts, end, first)]

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
        if word in self._words.personal:
            return self._person_before(i) or Speaker("person", word, span)
        if self._words.meeting.search(word):
            return self._meeting_before(i) or Speaker("meeting", word, span)
        return self._document(i, *span)

    def _back(self, what: str, i: int, find: Callable[[int], Speaker | None], limit: int = _LOOK_BACK) -> Speaker | None:
        """What ``find`` sees in the nearest clause before ``i``; clauses searched once are not searched again."""
        searched, known = self._known.get(what, (0, None))
        for k in range(i - 1, max(searched, i - limit) - 1, -1):
            if (found := find(k)) is not None:
                known = found
                break
        self._known[what] = max(i, searched), known
        return known

    def _person_before(self, i: int) -> Speaker | None:
        return self._back("person", i, lambda k: self._person_in(self._clauses[k]))

    def _person_in(self, clause: ClauseRow) -> Speaker | None:
        """The person who acts in a clause: at its beginning or behind a title."""
        text, words = self._text, self._words
        start, _ = self._trim(clause.start, clause.end)
        last = words.person.match(text, start, clause.end)
        if last and last[1][0] in words.doubtful:
            last = None
        if text.startswith(words.met, start):
            return None
        for match in words.person.finditer(text, start, clause.end):
            if words.titled.search(text, max(start, match.start() - 6), match.start()):
                last = match
        return Speaker("person", last[1], last.span(1)) if last else None

    def _meeting_before(self, i: int) -> Speaker | None:
        """The meeting held last, by its organ if the text names one; else the one mentioned last."""
        mentioned: list[Speaker] = []

        def held(k: int) -> Speaker | None:
            speaker, is_held = self._meeting_in(self._clauses[k])
            if speaker and not is_held:
                mentioned.append(speaker)
            return speaker if is_held else None

        found = self._back("meeting", i, held)
        if mentioned:
            self._known["mention"] = i, mentioned[0]
        return found or self._known.get("mention", (0, None))[1]

    def _meeting_in(self, clause: ClauseRow) -> tuple[Speaker | None, bool]:
        """The meeting a clause names, and whether the clause tells that it was held."""
        text, words = self._text, self._words
        found = words.meeting_name.search(text, clause.start, clause.end)
        if found is None or found[0] in words.speakers:
            return None, False
        start, end = self._trim(*found.span())
        for verb in words.before_meeting:
            at = text.rfind(verb, start, end)
            start = at + len(verb) if at >= 0 else start
        held = words.held.search(text, clause.start, clause.end)
        organs = self._organs_in(clause.start, clause.end)
        if inside := [e for e in organs if start <= e.start < end]:
            return self._join(inside[-1:]), held is not None
        if held and held[0] in ("召开", "举行") and organs and organs[0].start < held.start():
            return self._join(organs), True
        if text[start:end] in words.speakers or end - start < 3 or text[start] in "这本此该":
            return None, False  # 「某某主持会议」 names a person only
        if held or text[end - 2 : end] in ("会议", "全会", "谈会"):
            return Speaker("meeting", text[start:end], (start, end)), held is not None
        return None, False

    def _document(self, i: int, start: int, end: int) -> Speaker:
        """The organ that put a document out, where the text says so shortly before; else the document."""
        return self.of_document(i) or Speaker("document", self._text[start:end], (start, end))

    def of_document(self, i: int) -> Speaker | None:
        """The organ that put out the document last spoken of before clause ``i``."""

        def issued(k: int) -> Speaker | None:
            clause = self._clauses[k]
            organs = self._organs_in(clause.start, clause.end)
            if organs and organs[0].start - clause.start <= 8 and self._words.issue.search(self._text, organs[0].end, clause.end):
                return self._join(organs)
            return None

        return self._back("document", i, issued, _LOOK_BACK // 2)
