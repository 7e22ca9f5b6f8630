"""把 and 将 with what they act on and the verb they lead to."""

from __future__ import annotations

import re

from analyzer.grammar.content_words import ASIDE, BA, LINK, MANNER, NOUN, PREP, SINGLE, VERB, Words
from analyzer.grammar.predicate_phrases import Phrase, past_rule

Span = tuple[int, int]

_MORE = re.compile("越[一-鿿]越[一-鿿]$")
"""把合作的蛋糕|越做越大."""
_JOINTS = ("", "好、", "、", "和", "好")  # 做深做细做实, 建设好、运营好
_ALSO_WITHIN = ("好", "报送")
"""Ends of verbs that may belong to what is acted on (将做好善后工作的情况|通报…)."""
_HOW_FAR = ("位", "底", "人", "岗", "户")
"""Behind 到 at the end of a clause: 把措施落实+到位."""
_WHERETO = ("于", "至", "到", "入")
_ASIDE = frozenset(("在", "以", "向", "按", "按照", "依照", "根据", "通过"))
"""What may lead to another phrase between what 把 acts on and the verb."""
_NOT_ASIDE = "所者和与及、"
"""Behind one of these such a word belongs to what is acted on: 工程所|在区, 单位或者|在库区的农户."""
_MADE = re.compile("成(?![果效本立为员品熟长绩功就])|为(?!主|期|重点|核心|基础|抓手|目标|导向|依据)")
"""What the object is turned into: 细化+成."""


def ba_phrase(words: Words, start: int, manners: list[Span]) -> Phrase:
    """把 or 将: the object stands between it and the verb, which is the last one or a word like 作为."""
    verbs = []
    for i in words.order:
        if i <= start or (words.kind[i] & NOUN and words.modifies(i) and words.word(i) not in words.parts.telling):
            continue
        if words.kind[i] & BA and words.end[i] - i > 1 and not (words.kind[i] & VERB and (words.text.startswith("的", words.end[i]) or (words.word(i).endswith(_ALSO_WITHIN) and words.relative(i)))):
            return _ba(words, start, i, words.end[i] + (words.text[words.end[i] - 1] == "到" and words.text[words.end[i] :] in _HOW_FAR), manners)
        if words.kind[i] & VERB and not words.relative(i):
            if words.text[words.end[i] : words.end[i] + 1] in _WHERETO or _MADE.match(words.text, words.end[i]):
                return _ba(words, start, i, words.end[i] + 1 + (words.text[words.end[i] + 1 :] in _HOW_FAR), manners)  # 将货物存放于指定仓库
            if words.text.startswith("好", words.end[i]) and "好" not in words.text[words.end[i] + 1 :] and words.text[words.end[i] + 1 :][:1] in ("", "、", "，"):
                verbs.append(i)
                break  # 把战略实施好
            if _gives(words, i) and "的" in words.text[words.end[i] :]:
                return _ba(words, start, i, words.end[i], manners)  # 将设备出借给具备条件的单位
            verbs.append(i)
    verbs, stop = _before_another(words, verbs)
    if verbs and words.text.startswith("的", words.end[verbs[-1]]):  # 将决定|通报|负责实施的部门
        verbs = next((verbs[: n + 1] for n, verb in enumerate(verbs) if words.word(verb) in words.parts.telling), verbs)
    handing = [i for i in words.order if start < i < stop and words.kind[i] & BA and words.kind[i] & SINGLE]  # 将…报我部
    if handing and (not verbs or handing[-1] > verbs[-1]):
        return _ba(words, start, handing[-1], words.end[handing[-1]], manners)
    if not verbs and (more := _MORE.search(words.text, start + 1)):
        return _ba(words, start, more.start(), more.end(), manners)
    if not verbs:
        return Phrase(-1, (start, start))
    first = last = verbs.pop()
    while verbs and words.text[words.end[verbs[-1]] : first] in _JOINTS:
        if words.end[verbs[-1]] == first and words.kind[verbs[-1]] & NOUN and (not words.kind[first] & NOUN or words.word(first) in words.parts.telling):
            break  # 将处分决定|归入档案
        first = verbs.pop()
    return _ba(words, start, first, words.end[last] + words.text.startswith("好", words.end[last]), manners)


def _before_another(words: Words, verbs: list[int]) -> tuple[list[int], int]:
    """The verbs before 并 that leads to another act (「将结果予以公告|并报市局备案」), and where that begins."""
    for n, verb in enumerate(verbs):
        end = words.end[verb]
        if words.text.startswith("并", end) and verbs[n + 1 : n + 2] != [end + 1] and end + 1 < words.size and words.end.get(end, end + 1) == end + 1:
            return verbs[: n + 1], end
    return verbs, words.size


def _gives(words: Words, at: int) -> bool:
    """Whether 给 follows the verb at a position or ends it: 出借+给, 发给 (but 予以+给予, 供给)."""
    end = words.end[at]
    if words.text[end - 1] == "给":
        return not words.kind[at] & NOUN
    return words.text.startswith("给", end) and words.end.get(end, end + 1) == end + 1


def _ba(words: Words, start: int, first: int, end: int, manners: list[Span]) -> Phrase:
    noun_end = first
    before = [i for i in words.order if i > start and words.kind[i] & (MANNER | ASIDE) and words.end[i] == first]
    if before:
        manners.append((before[0], first))
        noun_end = before[0]
    elif (how := words.parts.degree.search(words.text[start:first])) is not None:
        noun_end = start + how.start()  # 把报酬同贡献|更紧密地|联系起来
        manners.append((noun_end, first))
    while noun_end - start > 2 and words.text[noun_end - 1] in "都均也":
        noun_end -= 1
    if (aside := _before_aside(words, start, noun_end)) > start + 1:
        noun_end = aside
        adverb = next((i for i in words.order if i > start + 1 and words.end[i] == aside and words.kind[i] & (MANNER | LINK)), 0)
        if adverb:
            noun_end = adverb  # 将名单|及时|向社会公布
            if words.kind[adverb] & MANNER:
                manners.append((adverb, aside))
    return Phrase(end, (start, noun_end), (first, end))


def _before_aside(words: Words, start: int, end: int) -> int:
    """Where what 把 acts on is over and another phrase leads to the verb (「将名单|在网站上|公布」), 0 for none."""
    for i in words.order:
        if start + 1 < i < end and words.kind[i] & PREP and words.word(i) in _ASIDE and words.text[i - 1] not in _NOT_ASIDE:
            by_rule = words.word(i) in words.parts.by
            whole = by_rule and past_rule(words, words.end[i]) == end
            if whole or (not by_rule and "的" not in words.text[i:end] and not words.relative(i)):
                return i
    return 0
