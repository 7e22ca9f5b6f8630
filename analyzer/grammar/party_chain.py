"""The party that the clauses of a text hand on: named in one, meant in those that follow, ended by what turns elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from analyzer.grammar.names import BARE, VERBAL, Subject
from analyzer.grammar.party_words import PartyWords
from analyzer.grammar.subjects import find_subject, named_in_case, party_banned
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span

_ACTORS = ("MINISTRY", "REGION", "GROUP")
_FOUND = ("subject", "told", "asked", "agent")
_MODALS = ("要", "应", "必须", "不得")
_BINDING = re.compile("[要应须得可将拟由请需愿]")
_BOUND = re.compile("(?:还|也|均|都|依法|一律|仍)?(?:应当?|必须|须|不得|不准|可以?)(?!急|能|见|靠)")
"""How an order opens that is for the one whom the case before it names."""
_PROMISE = ("将", "拟", "愿", "还将", "也将")
_SELF = ("我", "本")
_WHEN = ("时", "后", "的", "前")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}是|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+[条，、]")
_ABOUT = ("对", "针对", "就")
_ITEM = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|[（(]?\d{1,2}[）)]|\d{1,2}[.．、](?!\d)")
_UNLISTED = re.compile("之一|通知如下|公告如下|(?:满足|符合)(?:下列|以下)|下列情形")
_DUTIES = re.compile(r"(?:第[一二三四五六七八九十百零]+条[\s\u3000]*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])?([\u4e00-\u9fff、（）]{2,20}?)的(?:主要|工作|具体|基本){0,2}(?:任务|职责|职权|职能|义务)(?:是|为|包括|如下)*$")
_LONGEST_OPENING = 6
"""Clauses of a sentence before a list that are looked at for what kind of list it is."""


class PartyChain:
    """The party that the clauses so far leave to the next."""

    __slots__ = (
        "_base", "_chain", "_clauses", "_conditional", "_first", "_greetings", "_kind", "_list", "_modality", "_now", "_offices", "_organs", "_paragraph", "_read", "_roles", "_salutation", "_sentence", "_settled", "_text", "_words",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        clauses: Sequence[ClauseRow],
        roles: Sequence[RoleRow],
        entities: Sequence[EntityRow],
        words: PartyWords,
    ) -> None:
        """Take the rows of one text; clauses are told to the chain in their order, by ``frame`` and ``directive``."""
        self._text, self._clauses, self._roles, self._words = text, clauses, roles, words
        # A named area (北部都会区, 黄河流域) has no government: what shall happen there is somebody else's task.
        self._organs = [(e.start, e.end) for e in entities if e.label in _ACTORS and not (e.label == "REGION" and e.name.endswith(words.cues.area))]
        self._offices = frozenset(e.end for e in entities if e.label == "MINISTRY")
        self._now: Span | None = None  # holds to the end of the sentence
        self._base: Span | None = None  # holds to the end of the paragraph
        self._conditional = False  # a context named it: what follows may be done to it
        self._settled = False  # a directive of the paragraph has gone without party: later ones set no base
        self._list: Span | None = None  # whom a list of paragraphs is about
        self._greetings: list[int] = []  # frames that may say to whom the document is sent
        self._salutation: Span | None = None
        self._kind = self._modality = ""
        self._paragraph = self._sentence = self._first = -1  # _first: the sentence that opens the paragraph
        self._read = -1
        self._chain = (-1, -1)  # the clause last asked where its sentence began, and the answer

    def frame(self, i: int) -> None:
        """Somebody else speaks: nothing is carried over, save whom the frame itself turns to (要求各地区)."""
        self._enter(i)
        self._base = self._now = None
        self._settled = False
        self._read = i
        clause = self._clauses[i]
        at = self._text.find("给你们", clause.start, clause.end)
        if at >= 0:  # 「现印发给你们」: those to whom the document is sent
            self._now = self._salutation if self._greeted() else (at + 1, at + 3)
            return
        if self._salutation is None and self._paragraph < 12:
            self._greetings.append(i)
        if self._text.startswith(self._words.cues.turning, clause.start):
            subject = self._subject(i, reading="context")
            if subject.kind in ("asked", "told"):
                self._now = self._base = (subject.start, subject.end)
        elif self._words.cues.saying.search(self._text, clause.start, clause.end) is None:
            subject, found = self._misjudged(i)
            if found and subject.end < clause.end:
                self._take(i, subject)

    def directive(self, i: int) -> tuple[Span | None, bool]:
        """The addressee of a directive and whether it was carried over."""
        self._enter(i)
        self._contexts(i)
        self._read = i
        if self._roles[i].modality == "prohibition" and (banned := self._named_by(party_banned, i)):
            return banned, False  # 「禁止X做」: what follows is for the others
        subject = self._subject(i, reading="directive")
        kind = subject.kind
        if kind in _FOUND:
            self._take(i, subject)
            return self._now, False
        if kind == "framed":
            self._base = self._now = None
            self._settled = False
        if kind == "topic" or self._apart(i) or (self._conditional and self._sanctioned(i)):
            return None, False
        if self._now is None and (self._roles[i].modality == "commitment" or self._promised(i)):
            self._speaker(i)
        asks = self._text.startswith("请", self._clauses[i].start)
        if asks and (self._modality == "commitment" or (self._now and self._text.startswith(_SELF, self._now[0]))):
            return None, False  # 「部将组织督导。…请及时报告」: who commits himself is not the one asked
        if self._now is None and i and asks and self._roles[i - 1].role == "frame" and self._greeted():
            return self._salutation, True  # 「…通知如下，请认真执行」 turns to whom the document is sent
        if self._now is None:
            if not (self._heads_paragraph(i) or self._numbered(i)):
                self._settled = True
            return None, False
        return (None, False) if self._not_theirs(i, self._now) else (self._now, True)

    def _not_theirs(self, i: int, party: Span) -> bool:
        """Whether a party that is carried over is not the one who acts.

        Nobody in particular prosecutes; who holds no office licenses and punishes nobody; and who is liable is the one who did the
        damage, not the authority of the sentence before.
        """
        text, cues = self._text, self._words.cues
        start, end = self._clauses[i].start, self._clauses[i].end
        if cues.offence.match(text, start, end):
            return True
        if cues.private.search(text, *party):
            return cues.official.match(text, start, end) is not None
        return text.endswith(cues.authority, *party) and text[self._clauses[i - 1].end - 1] == "的" and cues.liable.match(text, start, end) is not None

    def _sanctioned(self, i: int) -> bool:
        """Whether something is done to the one whom a condition named: 「责令改正」, 「对直接责任人员给予处分」."""
        start, end = self._clauses[i].start, self._clauses[i].end
        if self._words.sanction.match(self._text, start):
            return True
        return self._text.startswith("对", start) and self._words.cues.punishing.search(self._text, start, end) is not None

    def _greeted(self) -> bool:
        """Whether a frame so far is a salutation; the frames are read for one only when somebody is asked for it."""
        for i in self._greetings:
            if self._salutation is None:
                clause, subject = self._clauses[i], self._subject(i, reading="context")
                if subject.kind == "subject" and subject.start == clause.start and subject.end == clause.end:
                    self._salutation = (subject.start, subject.end)
        self._greetings.clear()
        return self._salutation is not None

    def _promised(self, i: int) -> bool:
        """Whether the sentence so far begins with 将…: what follows is promised too."""
        k, (asked, began) = i, self._chain
        while k and self._clauses[k - 1].sentence == self._clauses[i].sentence and self._roles[k - 1].role != "frame":
            k -= 1
            if k == asked:
                k = began  # from there on the walk was made before: a sentence may have thousands of clauses
                break
        self._chain = (i, k)
        return self._text.startswith(_PROMISE, self._clauses[k].start)

    def _apart(self, i: int) -> bool:
        """Whether a directive under 鼓励X has somebody else in mind: another modality, or another 支持 or 鼓励."""
        if self._kind != "asked":
            return False
        modality = self._roles[i].modality
        if self._modality in ("encouragement", "permission") and modality != self._modality:
            return True
        return self._text.startswith(self._words.cues.encouraging, self._clauses[i].start)

    def _heads_paragraph(self, i: int) -> bool:
        """Whether a clause is a heading: a sentence of its own at the beginning of its paragraph."""
        clauses, clause = self._clauses, self._clauses[i]
        if i and clauses[i - 1].paragraph == clause.paragraph:
            return False
        return i + 1 == len(clauses) or clauses[i + 1].sentence != clause.sentence

    def _numbered(self, i: int) -> bool:
        """Whether a clause is a heading within a paragraph: 「二是加强领导。」."""
        clauses, clause = self._clauses, self._clauses[i]
        if i + 1 < len(clauses) and clauses[i + 1].sentence == clause.sentence:
            return False
        return _ORDINAL.match(self._text, clause.start, clause.end) is not None

    def _enter(self, i: int) -> None:
        clause = self._clauses[i]
        if clause.paragraph != self._paragraph:
            self._list = self._listed(i)
            self._paragraph = clause.paragraph
            self._sentence = self._first = clause.sentence
            self._base = self._now = self._list
            self._kind, self._modality = "subject", ""
            self._settled = False
        elif clause.sentence != self._sentence:
            self._sentence = clause.sentence
            # One named in the middle of the paragraph is still meant by 「要…」 right after, save who was forbidden something.
            named = self._now is not None and self._kind in ("subject", "told") and self._modality != "prohibition"
            lasts = named and (self._text.startswith(_MODALS, clause.start) or self._text.startswith("要", self._clauses[self._opens(i)].start))
            if self._base is not None or not lasts:
                self._now, self._kind = self._base, "subject"
            if self._numbered(i):
                self._now = self._base = None
                self._settled = False

    def _opens(self, i: int) -> int:
        """The clause that opens the sentence of a clause, as far back as contexts go that nobody has read."""
        while i - 1 > self._read and self._clauses[i - 1].sentence == self._clauses[i].sentence:
            i -= 1
        return i

    def _listed(self, i: int) -> Span | None:
        """Whom the list is about that a clause's paragraph is an item of: 「X应当履行下列职责：（一）…」."""
        k, paragraph = i, self._clauses[i].paragraph
        while k and self._clauses[k - 1].paragraph == paragraph:
            k -= 1
        if not k or _ITEM.match(self._text, self._clauses[k].start) is None:
            return None
        head = self._clauses[k - 1]
        if self._text[head.end : head.end + 1] not in ("：", ":"):
            return self._list if head.paragraph == self._paragraph else None
        first = k - 1
        while first and self._clauses[first - 1].sentence == head.sentence and k - first < _LONGEST_OPENING:
            first -= 1
        if _UNLISTED.search(self._text, self._clauses[first].start, head.end):
            return None
        if self._roles[k - 1].role == "directive":
            return self._now if self._read == k - 1 else None
        if (duties := _DUTIES.match(self._text, head.start, head.end)) is not None:
            return duties.span(1)
        subject = self._subject(k - 1, reading="context")
        return (subject.start, subject.end) if subject.kind == "subject" else None

    def _take(self, i: int, subject: Subject) -> None:
        self._now, self._kind = (subject.start, subject.end), subject.kind
        self._modality = self._roles[i].modality
        self._conditional = False
        start, end = self._now
        if self._sentence != self._first and (self._text.find("的", start, end) >= 0 or (self._text.endswith(self._words.cues.some_area, start, end) and self._text[start] not in "各全本")):
            return  # 「使用考勤机的单位要…」, 「沿海地区要…」 amid a paragraph about all: the others go on behind it
        if subject.kind in ("subject", "told") and self._modality != "prohibition":  # who was forbidden something is not the one told more
            self._base = None if self._settled else self._now

    def _contexts(self, i: int) -> None:
        """Read the contexts before a directive: one may name its subject."""
        k, sentence = i - 1, self._clauses[i].sentence
        while k > self._read and self._clauses[k].sentence == sentence:
            k -= 1
        open_topic = False  # 「对于受影响无法务工，收入下降的居民，」: the name at the end is still what 对于 is about
        for n in range(k + 1, i):
            role, start, end = self._roles[n].role, self._clauses[n].start, self._clauses[n].end
            if role == "context":
                if self._text.startswith(self._words.cues.way, start) or self._words.cues.stressed.match(self._text, start, end):
                    continue
                subject = self._subject(n, reading="context")
                if subject.kind not in _FOUND and self._bound(i):
                    span = self._named_by(named_in_case, n)
                    subject = Subject("subject", *span) if span else subject
                found = subject.kind in _FOUND and not (open_topic and subject.end == end)
                open_topic = self._text.startswith(_ABOUT, start) or (open_topic and not found)
            elif role in ("statement", "goal"):
                subject, found = self._misjudged(n)
            else:
                continue
            if found:
                base = self._base
                self._take(n, subject)
                self._conditional = role == "context"
                if base is not None and self._text.endswith(_WHEN, start, end):
                    self._base = base  # 「员工出现发热时，」 is somebody's turn for this sentence only

    def _bound(self, i: int) -> bool:
        """Whether a clause opens like an order for the one whom the case before it names, and says of no punishment."""
        start, end = self._clauses[i].start, self._clauses[i].end
        return _BOUND.match(self._text, start) is not None and self._words.cues.punishing.search(self._text, start, end) is None

    def _misjudged(self, i: int) -> tuple[Subject, bool]:
        """The party of a statement that is none to all appearance: bound by a modal (X要…), acting (由X…), or only a name."""
        start, end = self._clauses[i].start, self._clauses[i].end
        if self._words.head_before(self._text, start, end, {}) == end:
            begins = self._text[start : start + 2]
            if begins in self._words.plain_verbs or begins in self._words.plain_adverbs or "是" in self._text[start:end]:
                return BARE, False  # 「他们是中坚力量」 ends like a name
            subject = self._subject(i, reading="context")
            return subject, subject.kind == "subject" and (subject.start, subject.end) == (start, end)
        if _BINDING.search(self._text, start, end) is None:
            return BARE, False
        subject = self._subject(i, reading="directive")
        bound = subject.kind == "subject" and self._text.startswith(self._words.cues.bound, subject.end)
        return subject, bound or (subject.kind == "agent" and subject.start == start + 1) or subject.kind == "told"

    def _speaker(self, i: int) -> None:
        """Who commits himself, when a statement before names him."""
        paragraph = self._clauses[i].paragraph
        for k in range(i - 1, max(-1, i - 6), -1):
            if self._clauses[k].paragraph != paragraph:
                return
            if self._roles[k].role in ("statement", "frame"):
                if (office := self._office(k)) is not None:
                    self._now = office
                    return
                subject = self._subject(k, reading="speaker")
                if subject.kind == "subject" or (subject.kind == "framed" and subject.end > subject.start):
                    self._now = (subject.start, subject.end)
                    return

    def _office(self, i: int) -> Span | None:
        """The organ for which somebody speaks: 「市水务局副局长在会上说」."""
        start, end = self._clauses[i].start, self._clauses[i].end
        for at, stop in self._organs[bisect_left(self._organs, (start,)) :]:
            if at >= end:
                break
            if stop in self._offices and self._words.post.match(self._text, stop, end):
                return at, stop
        return None

    def _subject(self, i: int, *, reading: str) -> Subject:
        """The subject of a clause, in offsets of the text."""
        start, end = self._clauses[i].start, self._clauses[i].end
        subject = find_subject(self._text[start:end], self._words, self._organs_in(start, end), reading=reading)
        if subject is BARE or subject is VERBAL:
            return subject  # most often: a span of nothing need not be moved
        return Subject(subject.kind, subject.start + start, subject.end + start)

    def _named_by(self, find: Callable[[str, PartyWords, dict[int, int]], Span | None], i: int) -> Span | None:
        """What ``find`` finds in a clause, in offsets of the text."""
        start, end = self._clauses[i].start, self._clauses[i].end
        span = find(self._text[start:end], self._words, self._organs_in(start, end))
        return (span[0] + start, span[1] + start) if span else None

    def _organs_in(self, start: int, end: int) -> dict[int, int]:
        """End → start of the organs in a clause, in its own offsets."""
        organs: dict[int, int] = {}
        for k in range(bisect_left(self._organs, (start,)), len(self._organs)):
            at, stop = self._organs[k]
            if at >= end:
                break
            organs[stop - start] = at - start
        return organs
