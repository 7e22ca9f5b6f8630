"""Reads names of parties in a clause: where one begins, where it ends, which words belong to it."""

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
    STOP,
    VERB,
    PartyWords,
)

LINKS = frozenset(("和", "与", "及", "或", "或者", "以及", "同", "并"))


class Subject(NamedTuple):
    """What a clause says of who acts; offsets into the clause."""

    kind: str
    """subject; told (要求X, 请X); asked (鼓励X); agent (由X); topic (something that cannot act stands there); bare
    (nothing does); verb (it opens with a verb); framed (it opens with who speaks, the span: 总书记强调要…)."""
    start: int = 0
    end: int = 0


BARE, VERBAL = Subject("bare"), Subject("verb")


_FIELDS = re.compile(r"((?:[、和][^，。；的要应须将把对由在、和等]{2,10}?){0,24})(?:等(?:有关|相关)?|(?<!有关)(?<!相关))(?:部门|机关)")
"""The rest of a list of fields with departments at its end: 「城市管理|、公安等部门」."""
_OF_OFFICES = ("牵头", "配合", "会同", "牵头负责")
_OFFICE = re.compile(r"(?<=[\u4e00-\u9fff])[司局厅委办院署处室]等?$")
"""An office by the end of its name, where only an office can stand: 「河道司、堤防司配合」."""
_USERS = "民军家商农专公食药校警车船医自"
"""Before 用, these make one word with it: 民用, 家用."""
_STRONG = ("应当", "必须", "不得", "可以", "不准", "不能")
"""What stands before one of these, if it ends like a name, is one with all its verbs (医疗保障经办机构|应当): no predicate ends there."""
_WITHIN = "在与随从"
"""Prepositions that may stand in what tells a party; the others say to whom or by what something is done."""
_WHEN_OR_WHERE = re.compile("[内中前后时日间期下上]")
_SHORTEST_NOUN = 2
_OR = re.compile("或|直至|并|以及")
"""Between a verb and 由, these begin another act: 「责令停业或者由发证机关吊销执照」."""
PASSIVE = ("被", "受")
"""Begin names, too: 被检查单位, 受助人员."""
_DONE = ("已", "已经", "未", "曾", "正在")
_OFFICES = ("部门", "机关")
_LISTING = ("、", "和", "等")
_NEXT_FIELD = re.compile("[、和]")
_LONGEST_ROW = 24
"""Nouns in a row that a name is looked for behind; no name has as many, and a row of thousands would be walked for each of them."""


class NameReader(NamedTuple):
    """A clause cut into known words."""

    text: str
    words: PartyWords
    organs: Mapping[int, int]
    """End → start of organs and regions found in the clause."""
    kinds: list[int]
    starts: list[int]
    ends: list[int]
    reading: str
    """directive, context or speaker; see ``find_subject``."""

    def noun_phrase(self, begin: int, first: int, opening: int) -> Subject | None:
        """A context that is nothing but a name with 的 in it: 「从事国际联网业务的单位和个人」."""
        text = self.text
        if "的" not in text[begin:] or (opening & PREP and text[begin] != "受"):
            return None
        end = self.words.head_before(text, begin, len(text), self.organs)
        if end < 0 or "的" not in text[begin:end]:
            return None
        if opening & VERB and text[self.ends[first]].isdigit():
            return None  # 「建设50家以上的园区」
        at = begin
        for i in range(first, len(self.starts)):
            kind, start = self.kinds[i], self.starts[i]
            if start == at and kind & (ADVERB | MODAL | HELP):
                if kind & HELP:
                    return None
                at = self.ends[i]
            apart = start > begin and kind & (PREP | MODAL | ADVERB) and text[start : self.ends[i]] not in LINKS
            if apart and self.words.head_before(text, begin, start, self.organs) > 0:
                return None  # 「各地对有困难的人员」
        return Subject("subject", begin, end)

    def modal(self, first: int) -> int:
        """Number of the first modal that a predicate follows, -1 for none."""
        text, kinds = self.text, self.kinds
        for i in range(first, len(kinds)):
            if not kinds[i] & MODAL or self.ends[i] >= len(text):
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
        of = text.rfind("的", begin, end)
        strong = end == at and text[at : self.ends[modal]] in _STRONG
        for i in range(first, modal):
            start, kind = self.starts[i], self.kinds[i]
            if start >= end:
                break
            word = text[start : self.ends[i]]
            if word in LINKS or not kind & (VERB | PREP) or self.modifies(i, begin) or self.words.is_head(word) or self.listed(i):
                continue
            if word == "由":
                return self.agent(first)
            if of >= self.ends[i] or self.within_name(i, begin):
                continue
            if strong and kind & (VERB | PREP) == VERB and self.words.head_at(text, self.ends[i]):
                continue  # 展销会举办+者
            if start > begin and self.words.head_before(text, begin, start, self.organs) > 0:
                return None  # 「委员会调查证据应当…」: an earlier name has a predicate of its own
            if kind & (HELP | PREP) or (not kind & NOUN and start > begin):
                if strong and word in PASSIVE:
                    continue
                if kind & PREP or not strong or (start == begin and not self.words.head_at(text, self.ends[i])):
                    return VERBAL
        return Subject("subject", begin, end)

    def those_that(self, begin: int, first: int) -> Subject | None:
        """A party told by what it does, with a preposition or a modal in that: 「在口岸设立的机构|应当」, 「有权处理的机关|应当」."""
        text, of = self.text, self.text.rfind("的", begin)
        if of < 0 or (self.kinds[first] & PREP and text[begin] not in _WITHIN):
            return None
        for i in range(first, len(self.starts)):
            at = self.starts[i]
            if not self.kinds[i] & MODAL or text[at : self.ends[i]] not in _STRONG:
                continue
            of = text.rfind("的", begin, at)
            named = 0 <= of < at - 2 and _WHEN_OR_WHERE.search(text, of, at) is None and self.words.head_before(text, of + 1, at, self.organs) == at
            return Subject("subject", begin, at) if named and self.verb_within(begin - 1, of) else None
        return None

    def within_name(self, i: int, begin: int) -> bool:
        """Whether word ``i`` is part of a longer word or goes with a verb that modifies a name: 民用, 上市+许可+持有人, 集中+消毒+单位."""
        start, end = self.starts[i], self.ends[i]
        if self.text[start:end] == "用":
            return start > begin and self.text[start - 1] in _USERS
        after = i + 1
        joined = after < len(self.starts) and self.starts[after] == end and self.kinds[i] & (HELP | PREP | NOUN) == 0
        return joined and start > begin and self.kinds[after] & NOUN != 0 and self.modifies(after)

    def modifies(self, i: int, begin: int = -1) -> bool:
        """Whether a verb stands before the noun of a name: 监督+管理+部门, 提供+单位.

        ``begin``: where the name begins, if a verb that is no noun may stand in it too.
        """
        text, starts, ends = self.text, self.starts, self.ends
        if text[starts[i] : ends[i]] in self.words.cues.no_part:
            return False  # 「食品安全实行校长负责制」
        if not self.kinds[i] & (NOUN | HELP | ASK) and self.kinds[i] & VERB and begin >= 0:
            end = self.words.head_end(text, ends[i])
            ends_there = end > 0 and (end == len(text) or text[end] in "、和与及或等（(" or end in starts)
            return ends_there and self.words.head_before(text, begin, starts[i], self.organs) < 0
        last = min(len(starts), i + _LONGEST_ROW)
        while i < last and self.kinds[i] & NOUN:
            after = ends[i] + 2 if text.startswith("工作", ends[i]) else ends[i]
            if i + 1 < len(starts) and starts[i + 1] == after and self.kinds[i] & MODIFIER and self.kinds[i + 1] & STOP and text.endswith(_OFFICES, after, ends[i + 1]):
                return True  # 采购+监督管理部门
            if self.words.head_at(text, after) or (text[after : after + 1] in _LISTING and self.names_field(i)):
                return True
            if i + 1 < len(starts) and starts[i + 1] == after:
                i += 1
            else:
                return False
        return False

    def listed(self, i: int) -> bool:
        """Whether verb ``i`` is one of a list that stands before the noun of a name: 「研制、生产和维修+单位」."""
        starts, ends = self.starts, self.ends
        while i + 1 < len(starts):
            if starts[i + 1] == ends[i] and self.text[ends[i] : ends[i + 1]] in LINKS and i + 2 < len(starts):
                i += 1
            elif starts[i + 1] != ends[i] + 1 or self.text[ends[i]] != "、":
                return False
            i += 1
            if not self.kinds[i] & VERB or self.kinds[i] & HELP:
                return False
            if self.modifies(i):
                return True
        return False

    def names_field(self, i: int) -> bool:
        """Whether word ``i`` ends the name of a field in a list of departments: 「城市+管理、公安等部门」."""
        listed = _FIELDS.match(self.text, self.ends[i]) if self.kinds[i] & MODIFIER else None
        if listed is None:
            return False
        firsts = {found.end() for found in _NEXT_FIELD.finditer(self.text, *listed.span(1))}
        return not any(
            start in firsts and kind & BOUNDARY and (kind & HELP or not kind & MODIFIER)
            for start, kind in zip(self.starts, self.kinds, strict=True)
        )

    def first_head(self, begin: int, first: int, *, modal: int = -1, sure: bool = True) -> Subject | None:
        """The first party's name that a predicate follows at once.

        Args:
            begin: where the name begins; ``first``: number of the next word.
            modal: number of the modal that governs the clause, -1 for none.
            sure: False where the name begins with a verb (生产企业): a verb that may be a noun is no predicate then.
        """
        text, words = self.text, self.words
        inside = -1  # behind the last word that a name holds only in a clause with 的
        for i in range(first, len(self.starts)):
            at, kind, after = self.starts[i], self.kinds[i], self.ends[i]
            if not kind & BOUNDARY:
                continue
            word = text[at:after]
            if word in LINKS:
                continue
            if word == "由":
                return self.agent(i)
            if at > begin:
                if word == "重点" and not (i + 1 < len(self.starts) and self.starts[i + 1] == after and self.kinds[i + 1] & BOUNDARY):
                    continue  # 「全省重点区域」
                if words.is_head(word) and self.ends_name(i):
                    continue  # 「船队、行业组织还将…」
                end = words.head_before(text, begin, at, self.organs)
                if end < 0 and word in _OF_OFFICES and (office := _OFFICE.search(text, begin, at)) is not None:
                    end = office.end()
                if word in _DONE and modal > i and "的" in text[after : self.starts[modal]]:
                    return None  # 「国家已明令淘汰的产品不准生产」
                if (kind & VERB and (modal > i and after == self.starts[modal])) or (kind & NOUN and self.measured(i)):
                    end = -1  # 「企业改革要深化」: what stands right before the modal is the subject
                if end > 0 and (inside < 0 or "的" in text[inside:end]):
                    if word.startswith("部署"):
                        return Subject("framed", begin, end)
                    noun = (text[after : after + 1] == "的" and (kind & NOUN or modal < 0)) or (
                        kind & NOUN
                        and not kind & HELP
                        and (self.modifies(i) or after == len(text) or text[begin:end] in self.words.cues.attribute)
                    )
                    if kind & NOUN and not noun and (agent := self.agent(i + 1)) is not None:
                        return agent
                    if not noun and (sure or kind & (PREP | MODAL) or (kind & VERB and not kind & NOUN)):
                        return Subject("subject", begin, self.past_relative(begin, end, i))
                if kind & (PREP | MODAL) or (kind & VERB and not kind & NOUN and not (words.is_head(word) or self.modifies(i, begin))):
                    inside = after
        if self.reading == "context" and inside < 0:
            end = words.head_before(text, begin, len(text), self.organs)
            if end > 0:
                return Subject("subject", begin, end)
        return None

    def ends_name(self, i: int) -> bool:
        """Whether a verb that may end a name does: a modal or adverb follows it at once (地方组织所属的…)."""
        if self.text.startswith("所属", self.ends[i]):
            return True
        if i + 1 == len(self.starts) or self.starts[i + 1] != self.ends[i] or self.text[self.starts[i + 1] : self.ends[i + 1]] in LINKS:
            return False
        return bool(self.kinds[i + 1] & (MODAL | ADVERB)) and not self.kinds[i + 1] & (VERB | NOUN)

    def measured(self, i: int) -> bool:
        """Whether verb ``i`` is the noun that an adjunct says something of: 「试验区建设以…为主线」, not 「各地建设…」."""
        after = self.ends[i]
        return i + 1 < len(self.starts) and self.starts[i + 1] == after and self.text.startswith("以", after) and "为" in self.text[after:]

    def agent(self, first: int) -> Subject | None:
        """X of 「由X做」."""
        text = self.text
        if "由" not in text:
            return None
        for i in range(first, len(self.starts)):
            if text[self.starts[i] : self.ends[i]] != "由":
                continue
            begin = self.ends[i]
            if self.reading == "context" and (of := text.find("的", begin, -1)) > 0 and self.verb_within(begin, of):
                return None  # 「由主管部门认定的企业」
            if "的" in text[begin:] and self.acts_before(first, i):
                return None  # 「提供由机构出具的证明」
            for k in range(i + 1, len(self.starts)):
                at = self.starts[k]
                if at <= begin or not self.kinds[k] & BOUNDARY or text[at : self.ends[k]] in LINKS or self.modifies(k, begin):
                    continue
                end = self.words.head_before(text, begin, at, self.organs)
                if end < 0 and text[at : self.ends[k]] in _OF_OFFICES and (office := _OFFICE.search(text, begin, at)) is not None:
                    end = office.end()
                if self.words.cues.ranging.match(text, at):
                    return None  # 「由五个城市扩大到全省」
                if end > 0:
                    return Subject("agent", begin, self.past_relative(begin, end, k))
            end = self.words.head_before(text, begin, len(text), self.organs)
            if end < 0:
                end = self.words.last_head(text, begin, self.organs)
            return Subject("agent", begin, end) if end > 0 else None
        return None

    def verb_within(self, begin: int, end: int) -> bool:
        """Whether a verb stands in a stretch."""
        return any(begin < at < end and kind & VERB for at, kind in zip(self.starts, self.kinds, strict=True))

    def acts_before(self, first: int, i: int) -> bool:
        """Whether the clause has a verb before word ``i`` whose act is not over by then (审核后由…)."""
        before = self.text[self.starts[i] - 1]
        if before in "后时并可应须" or (before == "的" and self.text.find("的", self.ends[i]) < 0):
            return False  # 「符合条件的由民政部门救助」
        return any(self.kinds[j] & VERB and not self.kinds[j] & NOUN for j in range(first, i))

    def acted_on(self, first: int, i: int) -> bool:
        """Whether a noun stands before 由, word ``i``, whatever verb may tell of it: 「拆除费用|由业主承担」."""
        last = next((j for j in range(i - 1, first - 1, -1) if self.kinds[j] & VERB and not self.kinds[j] & NOUN), -1)
        gap = self.text[self.ends[last] : self.starts[i]] if last >= 0 else ""
        return len(gap) >= _SHORTEST_NOUN and "的" not in self.text[self.ends[i] :] and _OR.search(gap) is None

    def past_relative(self, begin: int, end: int, k: int) -> int:
        """Where a name ends that goes on with what somebody does: 「国务院管理节能工作的部门」."""
        text = self.text
        if text[self.starts[k] : self.ends[k]] not in self.words.relative:
            return end
        for j in range(k + 1, len(self.starts)):
            if self.kinds[j] & BOUNDARY and text[self.starts[j] : self.ends[j]] not in LINKS:
                longer = self.words.head_before(text, begin, self.starts[j], self.organs)
                if longer > self.ends[k] and "的" in text[self.ends[k] : longer]:
                    return longer
        return end
