"""A clause cut into the words that content rules know, and the small questions the rules ask about them."""

from __future__ import annotations

import re
from collections.abc import Callable

from analyzer.grammar.content_parts import Parts

# What a word can be; a word may be several of these.
VERB = 1
NOUN = 2
"""A verb that is as often a noun (管理, 改革); always together with VERB."""
LIGHT = 4
"""予以, 进行: the verb proper may follow."""
BA = 8
"""What 把 or 将 leads to: 作为, 纳入."""
FRAME = 16
"""A reported instruction follows: 要求."""
SINGLE = 32
"""A verb of one character, only where a verb is due: 抓."""
STOP = 64
"""A word in which a verb or modal is something else: 主要, 监管部门."""
MANNER = 128
MODAL = 256
LINK = 512
PREP = 1024
CLAUSAL = 2048
"""A verb whose object is somebody's act (支持, 确保): what follows is the object, modals in it are its own."""
PLANNING = 4096
"""A verb done together with the verb right after it (组织开展): both are the action."""
HEDGE = 8192
ASIDE = 16384
"""A word that is an adverb only where the verb is due and one follows: 主要|依靠."""
MADE = 32768
"""A noun made of a verb and a character behind it that takes a verb before it into its name (检疫+消毒站); always together with STOP."""
OPENING = VERB | MANNER | MODAL | PREP

KINDS = {
    "serial": VERB, "head": VERB, "noun": VERB | NOUN, "light": LIGHT | VERB, "ba": BA, "frame": FRAME, "single": SINGLE,
    "stop": STOP, "clausal": CLAUSAL | VERB, "planning": PLANNING | VERB, "manner": MANNER, "modal": MODAL, "link": LINK,
    "prep": PREP, "hedge": HEDGE, "aside": ASIDE,
}  # fmt: skip

AND = "、和与并或及"
_OFFICE = re.compile("(?!金融|有关|相关|用人|重点|试点|责任|牵头).+(?:部门|机构|机关|单位)$")
"""Words with a verb in them that name an office: one more verb before them belongs to the name."""


class Words:
    """The known words of a clause, leftmost longest and without overlap; unknown stretches lie between them.

    Attributes:
        end: where the word that starts at a position ends.
        kind: its kinds as a bit set.
        order: the positions where words start.
    """

    __slots__ = ("_modifies", "_nominal", "end", "kind", "order", "parts", "size", "text")

    def __init__(self, text: str, kinds: list[int], found: list[tuple[int, int, int]], parts: Parts) -> None:
        """Take the words as (number, start, end) in order, the kinds of each number, and the words that part a clause."""
        self.text, self.parts = text, parts
        self.size = len(text)
        self.end: dict[int, int] = {}
        self.kind: dict[int, int] = {}
        for start, end, number in found:
            self.end[start], self.kind[start] = end, kinds[number]
        self.order = list(self.end)
        # Nouns in a row have one answer: without keeping it, a row of thousands would be walked for each of them.
        self._nominal: dict[int, bool] = {}
        self._modifies: dict[int, bool] = {}

    def word(self, at: int) -> str:
        """The word that starts at a position."""
        return self.text[at : self.end[at]]

    def word_or_none(self, at: int) -> bool:
        """Whether a known word starts at a position."""
        return at in self.end

    def opens(self, at: int) -> bool:
        """Whether a predicate may go on at a position: verb, manner, modal or preposition."""
        return self.kind.get(at, 0) & OPENING != 0

    def nominal(self, at: int) -> bool:
        """Whether the verb at a position stands as a noun: at the end, in a list, before 体系 or another noun."""
        if not self.kind[at] & NOUN:
            end = self.end[at]
            while self.text.startswith("、", end) and self.kind.get(end + 1, 0) & VERB:
                end = self.end[end + 1]  # 申领、注销、换发|等手续
            return self.text.startswith(("的", "等"), end)
        return self._along(at, self._nominal, self._closes_nouns)

    def _closes_nouns(self, at: int) -> bool:
        after = self.end[at]
        return after >= self.size or self.text[after] in "、和与及等”）" or self.modifies(at)

    def modifies(self, at: int) -> bool:
        """Whether a noun follows that the verb at a position belongs to: 管理+体系, 检验+检疫+机关."""
        return self._along(at, self._modifies, self._part_of_name)

    def _part_of_name(self, at: int) -> bool:
        """Whether a noun like 体系, or an office with a verb in its name (检验+检测机构), stands right behind a word."""
        after = self.end[at]
        if self.noun_follows(after) or self.kind.get(after, 0) & MADE:
            return True  # 检疫+消毒站
        return not self.kind[at] & CLAUSAL and self.names_office(after)

    def names_office(self, at: int) -> bool:
        """Whether a word with a verb in it that names an office (登记机关) stands at a position."""
        return self.kind.get(at, 0) & STOP != 0 and _OFFICE.match(self.text, at, self.end[at]) is not None

    def _along(self, at: int, known: dict[int, bool], holds: Callable[[int], bool]) -> bool:
        """Whether something holds of the word at a position or of one of the nouns that follow it without a gap."""
        row: list[int] = []
        while (found := known.get(at)) is None:
            row.append(at)
            if holds(at):
                found = True
                break
            at = self.end[at]
            if not self.kind.get(at, 0) & NOUN:
                found = False
                break
        known.update(dict.fromkeys(row, found))
        return found

    def joined(self, at: int) -> bool:
        """Whether 、, 和 or the like stands before a position, and not as the end of a longer word (合并)."""
        return self.text[at - 1] in AND and not any(self.end.get(i) == at for i in range(max(0, at - 4), at - 1))

    def suffixed(self, at: int) -> bool:
        """Whether 性, 的, 型 or 化 makes a noun or an attribute of the word before a position (but: 积极|化解)."""
        return self.text[at] in "性的型化" and at not in self.end

    def actor_before(self, begin: int, at: int) -> bool:
        """Whether ``text[begin:at]`` ends like the name of somebody who can act."""
        return self.parts.actor.search(self.text, begin, at) is not None

    def noun_follows(self, at: int) -> bool:
        """Whether a word like 体系 or 的 stands at a position."""
        return self.parts.noun_tail.match(self.text, at) is not None

    def acts(self, at: int) -> bool:
        """Whether a word like 单位 or 方 at a position, with a predicate behind it, makes somebody of the verb before it: 「推广+单位进行…」."""
        match = self.parts.organ.match(self.text, at)
        if match is None or match[0] in "方者":
            return match is not None
        after = match.end()
        return self.opens(after) and not (self.kind[after] & NOUN and self.nominal(after))

    def framed(self, at: int) -> bool:
        """Whether a word of demanding at a position leads to what is demanded, and not to a noun (「提出+干预和改进措施」)."""
        end = self.end[at]
        return self.kind[at] & FRAME != 0 and not self.noun_follows(end) and not (self.word(at) == "提出" and self.text.endswith(self.parts.put))

    def relative(self, at: int) -> bool:
        """Whether the verb at a position belongs to a relative clause: 「参与救援的单位开展…」."""
        of = self.text.find("的", self.end[at], self.size - 2)
        if of < 0 or self.text[self.end[at] : of] in self.parts.quality:
            return False
        for i in self.order:
            kind = self.kind[i]
            if i < of + 2:
                if i > at and kind & PREP and self.text[i] == "对":
                    return False  # 「加强对…的监管」
                continue
            if kind & (MODAL | LIGHT) or (kind & VERB and not self.nominal(i) and not self.modifies(i)):
                return True
            if kind & MANNER and self.opens(self.end[i]):
                return True
        return False


_ENDS_AT = ("到", "至", "入", "为", "成")
"""Behind a verb that leads what is before it to an end (延续|到)."""
_DUTIES = frozenset(("应当", "应该", "必须", "不得", "可以", "务必", "不准", "不能", "均应", "还应", "还应当"))
_SETTLED = ("确定", "决定")
BANS = ("严禁", "禁止", "严格禁止")
_SHORT = 2
"""Characters of what stands between a ban and the verb that closes the clause: by what means, or who."""


def banned(words: Words, begin: int) -> int:
    """The verb that a ban with a subject of its own forbids (「严禁未经评估的软件|接入系统」), 0 for none."""
    of = words.text.find("的", begin)
    if of < 0:
        last = words.order[-1] if words.order else 0
        closes = words.kind.get(last, 0) & VERB and words.end[last] == words.size and last - begin == _SHORT
        return last if closes and not any(begin < i < last for i in words.order) else 0  # 严禁|露天|焚烧
    for i in words.order:
        if i <= of + 2 or not words.kind[i] & VERB or words.nominal(i) or words.relative(i):
            continue
        return i if words.size - words.end[i] > 1 and not words.text.startswith(("行为", "活动"), words.end[i]) else 0
    return 0


def _led_to(words: Words, at: int) -> bool:
    """Whether a word of two characters or more that 把 leads to (纳入, 作为) comes after a position."""
    return any(words.kind[i] & BA and words.end[i] - i > 1 for i in words.order if i > at)


def _carried_to(words: Words, at: int) -> bool:
    """Whether a verb behind a position leads to an end (延续|到, 转化|为): what stands before it is carried there."""
    verbs = (i for i in words.order if i > at and words.kind[i] & VERB and not words.modifies(i) and not words.relative(i))
    return any(words.text[words.end[i] : words.end[i] + 1] in _ENDS_AT for i in verbs)


def _handed(words: Words, at: int) -> bool:
    """Whether a verb of telling or handing on, with somebody behind it, follows the verb at a position."""
    return any(i > at and words.kind[i] & VERB and words.word(i) in words.parts.telling and words.end[i] < words.size for i in words.order)


def _bound(words: Words, at: int) -> bool:
    """Whether a modal of duty stands before a position."""
    for i in words.order:
        if i >= at:
            break
        if words.kind[i] & (MODAL | VERB | PREP) == MODAL and (words.word(i) in _DUTIES or (words.word(i) in "应要须可" and words.opens(words.end[i]))):
            return True
    return False


def is_modal(words: Words, at: int, modality: str) -> bool:
    """Whether the word at a position is a modal here: 将 is often 把, 计划 a noun, 决定 a verb."""
    kind, end = words.kind[at], words.end[at]
    if words.text.startswith("的", end):
        return False  # 所需要的条件
    if words.text[at:end] == "将":
        if _bound(words, at):
            return False  # 应当|将…: 把
        after = words.kind.get(end, 0)
        if after & NOUN and not after & CLAUSAL and _led_to(words, end):
            return False  # 将消费扶贫纳入…: 把
        if after & VERB and modality != "commitment":
            return not words.nominal(end) and not words.modifies(end) and not (modality and _handed(words, end))  # 将优化措施通报…: 把
        if not after & OPENING and _carried_to(words, end):
            return False  # 将优惠政策延续到2027年: 把
        if after & MODAL and words.text.startswith("的", words.end.get(words.end[end], 0)):
            return False  # 将应退还的保证金支付给…: 把
        if after & (MANNER | PREP | MODAL | VERB):
            return True
        return modality == "commitment" and not any(words.kind[i] & BA for i in words.order if i > at)
    if kind & (VERB | PREP):
        after = words.kind.get(end, 0)
        if words.text[at:end] == "计划" and any(words.kind[i] & NOUN and words.end[i] == at for i in words.order):
            return False  # 考试+计划另行公布
        if words.text[at:end] in _SETTLED and (after & NOUN or any(words.end[i] == at and words.kind[i] & MANNER for i in words.order)):
            return False  # 确定+督查事项, 择优+确定
        if words.text[at:end] in BANS and not after & OPENING:
            return banned(words, end) > 0
        return after & (VERB | MANNER | PREP | LINK) != 0 and not (after & NOUN and words.nominal(end))
    return True


def is_manner(words: Words, at: int) -> bool:
    """Whether the word at a position says how: 加快 before a verb does, before a noun it is the verb."""
    kind, end = words.kind[at], words.end[at]
    if end >= words.size:
        return not kind & VERB
    if words.suffixed(end):
        return False
    after = words.kind.get(end, 0)
    if after & (VERB | PREP) and words.word(at) in words.parts.intransitive:
        return True  # 努力|改善领导制度, 努力|以新举措推动
    if kind & VERB:
        if after & VERB and not after & PREP:
            return not (after & NOUN and words.modifies(end)) and words.parts.pace.match(words.text, words.end[end]) is None
        return after & (MANNER | PREP) == MANNER or (after & PREP != 0 and words.word(end) in words.parts.by) or words.text[end] == "地" or (after & PREP != 0 and words.text[end] in "把将对向为")
    return True
