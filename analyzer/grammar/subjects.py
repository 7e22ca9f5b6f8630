"""Who acts in a clause: the party named as its subject, as the object of 鼓励 or 要求, or after 由."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.grammar.name_bounds import sound
from analyzer.grammar.names import BARE, LINKS, PASSIVE, VERBAL, NameReader, Subject
from analyzer.grammar.party_words import ADVERB, ASK, BOUNDARY, HELP, MODAL, MODIFIER, NOUN, PREP, SAY, VERB, PartyWords
from analyzer.records import Span

_NAMED = ("subject", "told", "asked", "agent")
_NEEDED = frozenset(("请", "需要", "还需要"))
_TAKING_PART = frozenset(("参与", "参加"))
_AWAY = ("在", "于", "自", "从", "到", "待", "除", "截至")
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项][\s\u3000]*|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]\s*(?!\d)|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[一二三四五六七八九十]{1,2}(?:是|(?=要(?![素求点])))|[①-⑳●•◆■▪☆★—\-\s\u3000“\"‘「])*"
)
_NOMINAL = frozenset("性型类者")
_BAN = re.compile(_NUMBER.pattern + "(?:国家|严格|坚决)*(?:禁止|严禁)")
_VERBAL_NAME = 10
"""Characters of a name that begins with a verb (勘察、设计单位) at most; what is longer is an act and its object."""
_CASE_ENDS = "的时"
"""How a clause ends that names a case."""
# The regular expressions cost more than all else: only where a first character allows a match.
_LONGEST = 400
"""Characters of a clause that are read: who acts stands in front, and what has more in one clause is no prose."""
_NUMBER_FIRST = frozenset("第（(一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩●•◆■▪☆★—- \u3000“\"‘「")
# Without one of these, a clause that begins with a plain verb or adverb (推进…, 要加快…) names nobody.
_HIDDEN = re.compile("[要应须得可由请需将性型类者鼓励允准求望强]")
_TIME = frozenset("日月年")
# Behind these words an adjunct ends (在…中), unless the word goes on (中+国).
_PLACE = re.compile(
    r"(?:期间|中(?![国华央心小型介医共方等职高学专])|内(?!部)|下(?![属列级一])|后(?![勤续])|前(?![款述])|时(?!间)|上(?![级市海述报])|里|外(?![汇资商来地贸国]))(?=.)"
)


def find_subject(text: str, words: PartyWords, organs: Mapping[int, int], *, reading: str = "directive") -> Subject:
    """The party that acts in a clause.

    Args:
        text: the clause.
        words: the words to read it with.
        organs: end → start of organs and regions found in it.
        reading: directive; context (its end may end the name too, 「有条件的企业，」); speaker (a statement that
            may name the one who commits himself later).

    >>> from analyzer.resources import lexicons_dir
    >>> words = PartyWords.from_lexicons(lexicons_dir())
    >>> text = "各地区、各有关部门要加强领导"
    >>> subject = find_subject(text, words, {})
    >>> subject.kind, text[subject.start:subject.end]
    ('subject', '各地区、各有关部门')
    """
    begin, text = 0, text[:_LONGEST]
    if text[0] in _NUMBER_FIRST and (number := _NUMBER.match(text)):
        begin = number.end()
    cues = words.cues
    aside = text.startswith(cues.beside, begin)
    opening = text[begin : begin + 16]
    if opening[:1] in cues.link_first or "期间" in opening or not _TIME.isdisjoint(opening[:8]):
        link = cues.link.match(text, begin)
        begin = link.end() if link else begin
    if begin >= len(text) or (aside and reading == "context"):
        return BARE
    if reading == "directive" and not _HIDDEN.search(text, begin + 1):
        start = text[begin : begin + 2]
        if start in words.plain_verbs:
            return VERBAL
        if start in words.plain_adverbs or (start[0] == "要" and text[begin + 1 : begin + 3] in words.plain_verbs):
            return BARE
    if text[begin] == "是":
        return VERBAL
    if text.endswith(cues.said) and reading != "context":
        said = len(text) - max(len(word) for word in cues.said if text.endswith(word))
        if text[begin:said] in cues.stands_for or words.head_before(text, begin, said, organs) > 0:
            return Subject("framed", begin, said)
    kinds, starts, ends = words.cut(text)
    first = 0
    while first < len(starts) and starts[first] < begin:
        first += 1
    subject = _Reader(text, words, organs, kinds, starts, ends, reading).read(begin, first)
    if subject.kind not in _NAMED:
        return subject
    span = sound(text, subject.start, subject.end, words, organs)
    return Subject(subject.kind, *span) if span else BARE


def named_in_case(text: str, words: PartyWords, organs: Mapping[int, int]) -> Span | None:
    """The party of a case whose verb no lexicon knows: 「用人单位雇请保洁人员的」. To be asked where :func:`find_subject` finds nobody.

    >>> from analyzer.resources import lexicons_dir
    >>> words = PartyWords.from_lexicons(lexicons_dir())
    >>> named_in_case("用人单位雇请保洁人员的", words, {}), named_in_case("雇请保洁人员的", words, {})
    ((0, 4), None)
    """
    if text[-1] not in _CASE_ENDS:
        return None
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    kinds, starts, ends = words.cut(text)
    end = words.last_head(text, begin, organs)
    if end < 0 or text.startswith(words.cues.no_party, begin) or text.startswith(words.cues.at_fault, end) or any(start < end and kind & BOUNDARY for kind, start, stop in zip(kinds, starts, ends, strict=True) if stop > begin):
        return None
    return sound(text, begin, end, words, organs)


def party_banned(text: str, words: PartyWords, organs: Mapping[int, int]) -> Span | None:
    """Who is forbidden something: X of 「禁止X做」.

    >>> from analyzer.resources import lexicons_dir
    >>> words = PartyWords.from_lexicons(lexicons_dir())
    >>> party_banned("严禁任何单位破坏堤防", words, {}), party_banned("严禁破坏堤防", words, {})
    ((2, 6), None)
    """
    ban = _BAN.match(text)
    if ban is None:
        return None
    begin = ban.end()
    opens_with_verb = False
    for kind, at, stop in zip(*words.cut(text), strict=True):
        if at < begin or not kind & BOUNDARY or text[at:stop] in LINKS:
            continue
        if at == begin:
            opens_with_verb = bool(kind & VERB)
            if kind & (ADVERB | ASK | PREP | MODAL):
                break  # 禁止|变相|要求企业缴费: who is asked is not the one forbidden to
        if at > begin and words.head_before(text, begin, at, organs) == at:
            long = opens_with_verb and at - begin > _VERBAL_NAME
            return None if long or text.startswith("的", stop) else sound(text, begin, at, words, organs)
        if kind & (PREP | MODAL) or not kind & NOUN:
            break
    return None


class _Reader(NameReader):
    __slots__ = ()

    def read(self, begin: int, first: int) -> Subject:
        """The subject of the clause from ``begin`` on, where word number ``first`` is the next."""
        text, kinds, starts, words = self.text, self.kinds, self.starts, self.words
        context = self.reading == "context"
        opening = kinds[first] if first < len(starts) and starts[first] == begin else 0
        if opening and (text[begin] == "被" or (opening & NOUN and text[self.ends[first] : self.ends[first] + 1] in _NOMINAL)):
            opening = 0
        if opening & PREP and text[begin] == "持" and "的" in text:
            opening = 0  # 「持境外驾驶证的人」
        if opening & (ASK | SAY | MODAL | ADVERB) and (asked := self.asked_at_once(first)) is not None:
            return asked
        modal = self.modal(first)
        if (reported := self.reported(begin, first, modal)) is not None:
            return reported
        if context and (found := self.noun_phrase(begin, first, opening)) is not None:
            return found
        if modal >= 0 and opening & (MODAL | PREP | VERB) and (those := self.those_that(begin, first)) is not None:
            return those
        if opening & MODAL:
            return self.agent(first + 1) or BARE
        if opening & PREP and not opening & NOUN:
            if modal >= 0 and text.startswith(PASSIVE, begin) and (found := self.before_modal(begin, first, modal)) is not None and found.kind == "subject":
                return found  # 受灾地区人民政府|应当
            return self.after_adjunct(begin, first, modal)
        if modal >= 0 and (found := self.before_modal(begin, first, modal)) is not None:
            return found
        if opening & ADVERB and not opening & NOUN:
            return self.agent_after(first) or BARE
        modified = opening & MODIFIER and not opening & HELP and self.modifies(first)
        if opening & VERB and not modified and not (context and not opening & HELP and (opening & MODIFIER or (opening & NOUN and self.modifies(first)))):
            return self.agent_after(first) or VERBAL
        found = self.first_head(begin, first, modal=modal, sure=not opening & VERB)
        if found is not None:
            return found
        if (agent := self.agent(first)) is not None:
            return agent
        end = words.prefix(text, begin, self.organs, organs_too=self.reading != "directive")
        if end > 0:
            return Subject("subject", begin, end)
        if modal >= 0 and starts[modal] - begin >= 2 and not opening & (VERB | ADVERB):
            at = starts[modal]
            governing = text[at : self.ends[modal]] in words.cues.governing
            if governing and not text.endswith(words.cues.adjunct_end, begin, at):
                return Subject("topic", begin, at)
        return VERBAL if opening & VERB else BARE

    def asked_at_once(self, first: int) -> Subject | None:
        """X of 「鼓励X」 at the beginning, after a modal or adverb at most (要鼓励X)."""
        i, at = first, self.starts[first]
        while i < len(self.starts) and self.starts[i] == at and self.kinds[i] & (MODAL | ADVERB) and not self.kinds[i] & ASK:
            at = self.ends[i]
            i += 1
        if i < len(self.starts) and self.starts[i] == at:
            if self.kinds[i] & ASK:
                if i > first and self.kinds[i - 1] & MODAL and self.text[at : self.ends[i]] in self.words.cues.passed_on:
                    return None  # 「应请上级部门协调」: who asks is the one told
                asked = self.asked(i)
                framed = asked.kind == "verb" and self.kinds[i] & SAY and i == first and self.text[self.ends[i]] != "其"
                return Subject("framed") if framed else asked
            if self.kinds[i] & SAY:
                inner = self.read(self.ends[i], i + 1) if self.ends[i] < len(self.text) else BARE
                return inner if inner.kind in _NAMED else Subject("framed")
        return None

    def reported(self, begin: int, first: int, modal: int) -> Subject | None:
        """What somebody said to be done: 「总书记要求各方面要…」."""
        for kind in self.kinds:
            if kind & (SAY | ASK):
                break
        else:
            return None  # as a rule nobody says anything
        stop = self.starts[modal] if modal >= 0 else len(self.text)
        for i in range(first, len(self.starts)):
            at, end = self.starts[i], self.ends[i]
            if at > stop or at - begin > 24:
                return None
            if at == begin or not self.kinds[i] & (SAY | ASK) or end - at < 2:
                continue
            before = self.text[begin:at]
            speaker = before in self.words.cues.stands_for or self.words.head_before(self.text, begin, at, self.organs) > 0
            if end >= len(self.text):
                return Subject("framed", begin, at) if speaker and self.kinds[i] & SAY else None
            if not speaker and (at - begin > 4 if self.kinds[i] & SAY else self.text[at:end] not in _NEEDED):
                continue
            if self.text[end] in "的、和" or "的" in before or (self.kinds[i] & NOUN and self.words.head_at(self.text, end)):
                continue
            frame = Subject("framed", begin, at) if speaker else None
            if self.kinds[i] & ASK:
                asked = self.asked(i)
                if asked.kind in ("asked", "told"):
                    # 「各地要鼓励X」: the one who encourages is the one told
                    told = modal >= 0 and stop < at and self.words.head_before(self.text, begin, stop, self.organs) > 0
                    return None if told else asked
                return frame if self.kinds[i] & SAY else None
            inner = self.read(end, i + 1)
            return inner if inner.kind in _NAMED else frame
        return None

    def asked(self, i: int) -> Subject:
        """X of 「鼓励X做」; ``i`` is the number of the asking verb."""
        text, begin = self.text, self.ends[i]
        first, n = i + 1, len(self.starts)
        while first < n and self.starts[first] == begin and text[begin : self.ends[first]] in ("和", "并", "支持", "引导"):
            begin = self.ends[first]
            first += 1
        if begin >= len(text):
            return BARE
        if text[begin] in "、和与":
            return VERBAL
        if text[begin] == "由":
            return self.agent(first) or VERBAL
        kind = "told" if text[self.starts[i] : self.ends[i]] in self.words.told else "asked"
        opening = self.kinds[first] if first < n and self.starts[first] == begin else 0
        if opening & BOUNDARY and not (opening & NOUN and self.modifies(first)):
            after = first + 1
            follows = after < n and self.starts[after] == self.ends[first] and self.kinds[after] & BOUNDARY
            follows = follows and not (self.kinds[after] & NOUN and self.modifies(after))
            if opening & (VERB | PREP | MODAL) or follows:
                return VERBAL
        for k in range(first, n):
            at = self.starts[k]
            if at <= begin or not self.kinds[k] & BOUNDARY or text[at : self.ends[k]] in LINKS:
                continue
            if text[at : self.ends[k]] not in _TAKING_PART and self.modifies(k, begin):
                continue
            end = self.words.head_before(text, begin, at, self.organs, asked=True)
            if end > 0:
                return Subject(kind, begin, end)
        end = self.words.head_before(text, begin, len(text), self.organs, asked=True)
        if end < 0:
            end = self.words.last_head(text, begin, self.organs)
        return Subject(kind, begin, end) if end > 0 else VERBAL

    def agent_after(self, first: int) -> Subject | None:
        """X of 「由X做」 behind other words: only where no other act is under way (具体办法由X制定, 审核后由X提出)."""
        if "由" not in self.text:
            return None
        for i in range(first, len(self.starts)):
            if self.text[self.starts[i] : self.ends[i]] == "由":
                return None if self.acts_before(first, i) and not self.acted_on(first, i) else self.agent(first)
        return None

    def after_adjunct(self, begin: int, first: int, modal: int) -> Subject:
        """The subject after an adjunct: 「在清算中用人单位应…」."""
        text = self.text
        if text[begin] == "由":
            return self.agent(first) or BARE
        if text.startswith(_AWAY, begin):
            stop = self.starts[modal] if modal >= 0 else len(text)
            for match in _PLACE.finditer(text, begin, stop):
                at = match.end()
                if modal >= 0:
                    end = self.words.head_before(text, at, stop, self.organs)
                    if end > at:
                        return Subject("subject", at, end)
                n = first
                while n < len(self.starts) and self.starts[n] < at:
                    n += 1
                if n < len(self.starts) and self.starts[n] == at and self.kinds[n] & BOUNDARY:
                    break
                found = self.first_head(at, n)
                if found is not None and found.end - found.start > 1:
                    whole = self.reading == "context" and "的" in text[found.start : found.end]
                    return found._replace(start=begin) if whole else found  # 「在企业内工作的职工」
        if self.reading == "context":
            return BARE
        return self.agent(first) or BARE
