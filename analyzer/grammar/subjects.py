"""Who acts in a clause: the party named as its subject, as the object of 鼓励 or 要求, or after 由."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.grammar.party_words import (
    ADVERB,
    ASK,
    BOUNDARY,
    HELP,
    MODAL,
    MODIFIER,
    NOUN,
    PREP,
    SAY,
    VERB,
    PartyWords,
)

_NAMED = ("subject", "told", "asked", "agent")
_LINKS = frozenset(("和", "与", "及", "或", "或者", "以及", "同", "并"))
_TOLD = frozenset(("请", "要求", "部署", "敬请", "望", "责成", "提醒", "需要", "还需要"))
_GOVERNING = frozenset(("要", "应", "应当", "应该", "必须", "须", "不得", "可", "可以", "将", "需", "需要", "不能", "不准", "不应"))
_NEEDED = frozenset(("请", "需要", "还需要"))
_RELATIVE = frozenset(("指定", "管理", "认可", "授权", "委托", "批准", "确定", "主管", "负责", "承担", "设立", "核准", "指派", "认定"))
_SPEAKERS = frozenset(("他", "她", "会议", "通知", "意见"))
_ASIDE = ("特别是", "尤其是", "包括", "以及", "若", "如", "无论", "是", "除")
_AWAY = ("在", "于", "自", "从", "到", "待", "除", "截至")
_ADJUNCT = ("上", "中", "下", "内", "时", "后", "前", "方面", "期间", "情况", "基础", "同时")
_NOMINAL = frozenset("性型类者")
_NUMBER = re.compile(
    r"(?:第[一二三四五六七八九十百零\d]+[条章节款项][\s\u3000]*|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]\s*(?!\d)|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[一二三四五六七八九十]{1,2}(?:是|(?=要(?![素求点])))|[①-⑳●•◆■▪☆★—\-\s\u3000“\"‘「])*"
)
_LINK = re.compile(
    r"(?:(?:但是?|并且?|而且|同时|此外|另外|因此|为此|特别是|尤其是|其中|首先|其次|最后|届时|期间|一方面|另一方面|今年|明年|年内|今后|下一步|接下来|未来|近期|近日|日前|当前|目前|现在?|原则上|一般|必要时|必要的|如|若|凡是?|凡|只有|无论是?|即)(?![的级])"
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[前底起末初]|以来)?|(?![对为向])[^，。的要应]{0,14}期间|[^，。的要应]{0,6}(?:日|月|年)(?:前|底|起|末|初|份)?(?=[各有我]))*"
)
# The regular expressions cost more than all else: only where a first character allows a match.
_NUMBER_FIRST = frozenset("第（(一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩●•◆■▪☆★—- \u3000“\"‘「")
_LINK_FIRST = frozenset("但并而同此另因为特尤其首最届期一今明年下接未近日当目现原必如若凡只无即0123456789")
_TIME = frozenset("日月年")
# Behind these words an adjunct ends (在…中), unless the word goes on (中+国).
_PLACE = re.compile(
    r"(?:期间|中(?![国央心小型介医共方等])|内(?!部)|下(?![属列级一])|后(?![勤续])|前(?![款述])|时(?!间)|上(?![级市海述报])|里|外(?![汇资商来地贸国]))(?=.)"
)


class Subject(NamedTuple):
    """What a clause says of who acts; offsets into the clause."""

    kind: str
    """subject; told (要求X, 请X); asked (鼓励X); agent (由X); topic (something that cannot act stands there); bare
    (nothing does); verb (it opens with a verb); framed (it opens with who speaks, the span: 总书记强调要…)."""
    start: int = 0
    end: int = 0


_BARE, _VERB = Subject("bare"), Subject("verb")


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
    begin = 0
    if text[0] in _NUMBER_FIRST and (number := _NUMBER.match(text)):
        begin = number.end()
    aside = text.startswith(_ASIDE, begin)
    opening = text[begin : begin + 16]
    if opening[:1] in _LINK_FIRST or "期间" in opening or not _TIME.isdisjoint(opening[:8]):
        link = _LINK.match(text, begin)
        begin = link.end() if link else begin
    if begin >= len(text) or (aside and reading == "context"):
        return _BARE
    kinds, starts, ends = words.cut(text)
    first = 0
    while first < len(starts) and starts[first] < begin:
        first += 1
    return _Reader(text, words, organs, kinds, starts, ends, reading).read(begin, first)


class _Reader(NamedTuple):
    text: str
    words: PartyWords
    organs: Mapping[int, int]
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    reading: str

    def read(self, begin: int, first: int) -> Subject:
        """The subject of the clause from ``begin`` on, where word number ``first`` is the next."""
        text, kinds, starts, words = self.text, self.kinds, self.starts, self.words
        context = self.reading == "context"
        opening = kinds[first] if first < len(starts) and starts[first] == begin else 0
        if opening and (text[begin] == "被" or (opening & NOUN and text[self.ends[first] : self.ends[first] + 1] in _NOMINAL)):
            opening = 0
        if opening & (ASK | SAY | MODAL | ADVERB) and (asked := self.asked_at_once(first)) is not None:
            return asked
        modal = self.modal(first)
        if (reported := self.reported(begin, first, modal)) is not None:
            return reported
        if context and (found := self.noun_phrase(begin, first, opening)) is not None:
            return found
        if opening & MODAL:
            return self.agent(first + 1) or _BARE
        if opening & PREP and not opening & NOUN:
            return self.after_adjunct(begin, first, modal)
        if modal >= 0 and (found := self.before_modal(begin, first, modal)) is not None:
            return found
        if opening & ADVERB and not opening & NOUN:
            return self.agent_after(first) or _BARE
        modified = opening & MODIFIER and not opening & HELP and self.modifies(first)
        if opening & VERB and not modified and not (context and not opening & HELP and (opening & MODIFIER or (opening & NOUN and self.modifies(first)))):
            return self.agent_after(first) or _VERB
        found = self.first_head(begin, first, sure=not modified)
        if found is not None:
            return found
        if (agent := self.agent(first)) is not None:
            return agent
        end = words.prefix(text, begin, self.organs, organs_too=self.reading != "directive")
        if end > 0:
            return Subject("subject", begin, end)
        if modal >= 0 and starts[modal] - begin >= 2 and not opening & (VERB | ADVERB):
            at = starts[modal]
            governing = text[at : self.ends[modal]] in _GOVERNING
            if governing and not text.endswith(_ADJUNCT, begin, at):
                return Subject("topic", begin, at)
        return _VERB if opening & VERB else _BARE

    def noun_phrase(self, begin: int, first: int, opening: int) -> Subject | None:
        """A context that is nothing but a name with 的 in it: 「从事国际联网业务的单位和个人」."""
        text = self.text
        if "的" not in text[begin:] or (opening & PREP and text[begin] != "受"):
            return None
        end = self.words.head_before(text, begin, len(text), self.organs)
        if end < 0 or "的" not in text[begin:end]:
            return None
        at = begin
        for i in range(first, len(self.starts)):
            kind, start = self.kinds[i], self.starts[i]
            if start == at and kind & (ADVERB | MODAL | HELP):
                if kind & HELP:
                    return None
                at = self.ends[i]
            apart = start > begin and kind & (PREP | MODAL | ADVERB) and text[start : self.ends[i]] not in _LINKS
            if apart and self.words.head_before(text, begin, start, self.organs) > 0:
                return None  # 「各地对有困难的人员」
        return Subject("subject", begin, end)

    def asked_at_once(self, first: int) -> Subject | None:
        """X of 「鼓励X」 at the beginning, after a modal or adverb at most (要鼓励X)."""
        i, at = first, self.starts[first]
        while i < len(self.starts) and self.starts[i] == at and self.kinds[i] & (MODAL | ADVERB) and not self.kinds[i] & ASK:
            at = self.ends[i]
            i += 1
        if i < len(self.starts) and self.starts[i] == at:
            if self.kinds[i] & ASK:
                return self.asked(i)
            if self.kinds[i] & SAY:
                inner = self.read(self.ends[i], i + 1) if self.ends[i] < len(self.text) else _BARE
                return inner if inner.kind in _NAMED else Subject("framed")
        return None

    def reported(self, begin: int, first: int, modal: int) -> Subject | None:
        """What somebody said to be done: 「总书记要求各方面要…」."""
        stop = self.starts[modal] if modal >= 0 else len(self.text)
        for i in range(first, len(self.starts)):
            at, end = self.starts[i], self.ends[i]
            if at > stop or at - begin > 24:
                return None
            if at == begin or end >= len(self.text) or not self.kinds[i] & (SAY | ASK) or end - at < 2:
                continue
            before = self.text[begin:at]
            speaker = before in _SPEAKERS or self.words.head_before(self.text, begin, at, self.organs) > 0
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

    def modal(self, first: int) -> int:
        """Number of the first modal that a predicate follows, -1 for none."""
        text = self.text
        for i in range(first, len(self.starts)):
            if not self.kinds[i] & MODAL or self.ends[i] >= len(text):
                continue
            at, end = self.starts[i], self.ends[i]
            if end - at > 1:
                return i
            nxt = i + 1
            if text[end] == "不" or (nxt < len(self.starts) and self.starts[nxt] == end and self.kinds[nxt] & BOUNDARY):
                return i
            if text[at] in "要应须" and self.words.head_before(text, 0, at, self.organs) > 0:
                return i
        return -1

    def before_modal(self, begin: int, first: int, modal: int) -> Subject | None:
        """The party whose name ends right before a modal."""
        text, at = self.text, self.starts[modal]
        end = self.words.head_before(text, begin, at, self.organs)
        if end < 0:
            return None
        for i in range(first, modal):
            start, kind = self.starts[i], self.kinds[i]
            if start >= end:
                break
            word = text[start : self.ends[i]]
            if word in _LINKS or not kind & (VERB | PREP) or self.modifies(i, begin) or self.words.is_head(word):
                continue
            if word == "由":
                return self.agent(first)
            if "的" in text[self.ends[i] : end]:
                continue
            if start > begin and self.words.head_before(text, begin, start, self.organs) > 0:
                return None  # 「委员会调查证据应当…」: an earlier name has a predicate of its own
            if kind & (HELP | PREP) or (not kind & NOUN and start > begin):
                return _VERB
        return Subject("subject", begin, end)

    def modifies(self, i: int, begin: int = -1) -> bool:
        """Whether a verb stands before the noun of a name: 监督+管理+部门, 提供+单位.

        ``begin``: where the name begins, if a verb that is no noun may stand in it too.
        """
        n = len(self.starts)
        if not self.kinds[i] & (NOUN | HELP | ASK) and self.kinds[i] & VERB and begin >= 0:
            return self.words.head_at(self.text, self.ends[i]) and self.words.head_before(self.text, begin, self.starts[i], self.organs) < 0
        while i < n and self.kinds[i] & NOUN:
            if self.words.head_at(self.text, self.ends[i]):
                return True
            if i + 1 < n and self.starts[i + 1] == self.ends[i]:
                i += 1
            else:
                return False
        return False

    def first_head(self, begin: int, first: int, *, sure: bool = True) -> Subject | None:
        """The first party's name that a predicate follows at once.

        Args:
            begin: where the name begins; ``first``: number of the next word.
            sure: False where the name begins with a verb (生产企业): a verb that may be a noun is no predicate then.
        """
        text, words = self.text, self.words
        inside = -1  # behind the last word that a name holds only in a clause with 的
        for i in range(first, len(self.starts)):
            at, kind, after = self.starts[i], self.kinds[i], self.ends[i]
            if not kind & BOUNDARY:
                continue
            word = text[at:after]
            if word in _LINKS:
                continue
            if word == "由":
                return self.agent(i)
            if at > begin:
                end = words.head_before(text, begin, at, self.organs)
                if end > 0 and (inside < 0 or "的" in text[inside:end]):
                    if word.startswith("部署"):
                        return Subject("framed", begin, end)
                    noun = kind & NOUN and (
                        not sure or self.modifies(i) or text[after : after + 1] in ("的", "") or text[begin:end] in words.wholes
                    )
                    if kind & NOUN and not noun and (agent := self.agent(i + 1)) is not None:
                        return agent
                    if not noun:
                        return Subject("subject", begin, self.past_relative(begin, end, i))
                if kind & (PREP | MODAL) or (kind & VERB and not kind & NOUN and not (words.is_head(word) or self.modifies(i, begin))):
                    inside = after
        if self.reading == "context" and inside < 0:
            end = words.head_before(text, begin, len(text), self.organs)
            if end > 0:
                return Subject("subject", begin, end)
        return None

    def asked(self, i: int) -> Subject:
        """X of 「鼓励X做」; ``i`` is the number of the asking verb."""
        text, begin = self.text, self.ends[i]
        first, n = i + 1, len(self.starts)
        while first < n and self.starts[first] == begin and text[begin : self.ends[first]] in ("和", "并", "支持", "引导"):
            begin = self.ends[first]
            first += 1
        if begin >= len(text):
            return _BARE
        if text[begin] in "、和与":
            return _VERB
        if text[begin] == "由":
            return self.agent(first) or _VERB
        kind = "told" if text[self.starts[i] : self.ends[i]] in _TOLD else "asked"
        opening = self.kinds[first] if first < n and self.starts[first] == begin else 0
        if opening & BOUNDARY and not (opening & NOUN and self.modifies(first)):
            after = first + 1
            follows = after < n and self.starts[after] == self.ends[first] and self.kinds[after] & BOUNDARY
            follows = follows and not (self.kinds[after] & NOUN and self.modifies(after))
            if opening & (VERB | PREP | MODAL) or follows:
                return _VERB
        for k in range(first, n):
            at = self.starts[k]
            if at <= begin or not self.kinds[k] & BOUNDARY or text[at : self.ends[k]] in _LINKS or self.modifies(k, begin):
                continue
            end = self.words.head_before(text, begin, at, self.organs, asked=True)
            if end > 0:
                return Subject(kind, begin, end)
        end = self.words.head_before(text, begin, len(text), self.organs, asked=True)
        if end < 0:
            end = self.words.last_head(text, begin, self.organs)
        return Subject(kind, begin, end) if end > 0 else _VERB

    def past_relative(self, begin: int, end: int, k: int) -> int:
        """Where a name ends that goes on with what somebody does: 「国务院管理节能工作的部门」."""
        text = self.text
        if text[self.starts[k] : self.ends[k]] not in _RELATIVE:
            return end
        for j in range(k + 1, len(self.starts)):
            if self.kinds[j] & BOUNDARY and text[self.starts[j] : self.ends[j]] not in _LINKS:
                longer = self.words.head_before(text, begin, self.starts[j], self.organs)
                if longer > self.ends[k] and "的" in text[self.ends[k] : longer]:
                    return longer
        return end

    def agent_after(self, first: int) -> Subject | None:
        """X of 「由X做」 in a clause that begins with another act: only where that act is over (审核后由X提出)."""
        if "由" not in self.text:
            return None
        agent = self.agent(first)
        return agent if agent is not None and self.text[agent.start - 2] in "后时并可应须" else None

    def agent(self, first: int) -> Subject | None:
        """X of 「由X做」."""
        text = self.text
        for i in range(first, len(self.starts)):
            if text[self.starts[i] : self.ends[i]] != "由":
                continue
            begin = self.ends[i]
            if self.reading == "context" and "的" in text[begin:-1]:
                return None
            for k in range(i + 1, len(self.starts)):
                at = self.starts[k]
                if at <= begin or not self.kinds[k] & BOUNDARY or text[at : self.ends[k]] in _LINKS or self.modifies(k, begin):
                    continue
                end = self.words.head_before(text, begin, at, self.organs)
                if end > 0:
                    return Subject("agent", begin, self.past_relative(begin, end, k))
            end = self.words.head_before(text, begin, len(text), self.organs)
            if end < 0:
                end = self.words.last_head(text, begin, self.organs)
            return Subject("agent", begin, end) if end > 0 else None
        return None

    def after_adjunct(self, begin: int, first: int, modal: int) -> Subject:
        """The subject after an adjunct: 「在清算中用人单位应…」."""
        text = self.text
        if text[begin] == "由":
            return self.agent(first) or _BARE
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
                    return found
        if self.reading == "context":
            return _BARE
        return self.agent(first) or _BARE
