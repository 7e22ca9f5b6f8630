"""The head verb of a directive clause, the verbs that share its object, and the object."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.grammar.content_words import (
    AND,
    BA,
    LIGHT,
    MANNER,
    NOUN,
    PLANNING,
    PREP,
    SINGLE,
    STOP,
    VERB,
    Words,
    is_manner,
)

Span = tuple[int, int]

_COMPLEMENT = "好住牢实紧准稳深细"
_COMPOUND = re.compile(r"好[转处评人事看用的]|紧[急密迫缺]|准[入确备则]|实[际施现行体验效时物践名]|稳[定健步妥]|深[度入层化海]|细[化则胞节]|住[房宅院宿所]|牢固")
"""Words that begin like a complement: 「使用|紧急物资」."""
_RELATED = re.compile(r"有关|相关|无关|相[关适配符一]")
"""What 与 leads to in 「查封与违法活动有关的场所」: no second verb stands before it."""
_ASPECT = "了着"
_UP = re.compile("起(?![重步点源草飞伏诉义降来])")
"""建立|起…体系: the verb's complement."""
_LEADING = frozenset("至到为成")
_WHERETO = re.compile("至(?![少今多])|到(?![位期底来场岗家户人会案访])")
_OTHER_WORDS = re.compile("成[绩果效本立员品熟长功就套]|为[期主民]")
_BY_WHEN = ("力争", "争取")
"""What 到 tells behind these is a time: 力争到2030年."""
_EMPTY_CARRIERS = frozenset(("予以", "加以"))
_SERIAL = 4
_NEAR = 3
_OTHERWISE = re.compile("以(?!上|下|外|内|及|便)[^，。；]{2,12}?(?:方式|形式|手段|方法)")
_IN_CHARGE = "负责"


class Predicate(NamedTuple):
    """Spans within the clause, None where it has none."""

    modals: list[Span]
    manners: list[Span]
    action: Span | None
    object: Span | None


def head(
    words: Words, start: int, modals: list[Span], manners: list[Span], fronted: Span | None, *, by_dui: bool
) -> Predicate:
    """The predicate whose modals, manner and fronted object have been read and whose verb is due at ``start``."""
    text, size = words.text, words.size
    if text.startswith(_IN_CHARGE, start) and words.word_or_none(start) and words.word(start) == _IN_CHARGE and (done := _charged(words, words.end[start], manners)):
        start = done
    known = words.kind.get(start, 0) & (VERB | BA)
    end = words.end[start] if known else _unknown_verb(words, start)
    end = _coordinated(words, start, end)
    given = text[start:end] == "给予" and (words.parts.given.match(text, end) or words.parts.given.search(text, max(end, size - 2)))
    if not given and text[start - 1 : start] != "不" and text[start:end] in words.parts.carrier and (fronted or text[start:end] in _EMPTY_CARRIERS) and _only_verbs(words, end):
        carried = end
        while words.kind.get(carried, 0) & MANNER and words.end[carried] < size:
            manners.append((carried, words.end[carried]))
            carried = words.end[carried]
        return Predicate(modals, manners, (carried, size), fronted)
    if text[start:end] in _EMPTY_CARRIERS and (carried := _then(words, end)):
        start = next(i for i in words.order if i >= end and words.kind[i] & VERB)  # 予以|更正并告知申请人
        end = _coordinated(words, start, carried)
    if end - start == _SERIAL and end < size and (text[end] in AND or (text[end] == "的" and text[end - 2 : end] in words.parts.quality)):
        end -= 2  # 统筹发展和安全, 建立完善的体系: what looks like a second verb begins the object
    after = end
    if end - start >= 2 and after < size - 1 and text[end] in _LEADING and _leads_on(words, start, end):
        end = after = after + 1  # 起卸至|境内, 登记为|有限责任公司
    while after < size - 1 and text[after] in _ASPECT and after not in words.end:
        after += 1
    if end - start >= 2 and after < size - _SERIAL and _UP.match(text, after):
        after += 1
    if words.kind.get(after, 0) & SINGLE and text[after] == "给" and after < size - 2:
        after += 1  # 转包|给其他企业
    found: Span | None = (after, size) if after < size else None
    carries = words.kind.get(start, 0) & LIGHT != 0 and text[start:end] not in words.parts.of_its_own
    if fronted is not None and (found is None or not by_dui or carries or size - after < 2):
        found = fronted
    return Predicate(modals, manners, (start, end), found)


def _leads_on(words: Words, start: int, end: int) -> bool:
    """Whether 至 or 到 says where the act leads, or 为 or 成 what it makes: they go with the verb, what follows is no object by itself."""
    if words.text[end] in "为成":
        made = words.text[start:end].endswith(words.parts.turns) and not _OTHER_WORDS.match(words.text, end)
        return made and words.kind.get(end, PREP) & (PREP | SINGLE) != 0
    return _WHERETO.match(words.text, end) is not None and words.text[start:end] not in _BY_WHEN and words.end.get(end, end + 1) == end + 1


def _charged(words: Words, at: int, manners: list[Span]) -> int:
    """The verb behind 负责 that tells what somebody is in charge of (「负责收集数据」), 0 where a noun stands there."""
    adverb = at
    while words.kind.get(at, 0) & MANNER and is_manner(words, at):
        at = words.end[at]
    if not words.kind.get(at, 0) & VERB or words.text.startswith("的", words.end[at]) or (at == adverb and words.kind[at] & NOUN and (words.nominal(at) or words.modifies(at))):
        return 0
    if at > adverb:
        manners.append((adverb, at))
    return at


def _unknown_verb(words: Words, at: int) -> int:
    """The end of a verb that no lexicon knows: two characters, one for known short verbs, a whole idiom."""
    text, size = words.text, words.size
    if words.kind.get(at, 0) & SINGLE:
        end = at + 1
        if size - end == 1 and not words.word_or_none(end):
            return size  # 管+辖
        return end + 1 if end < size and _complement(text, at, end) else end
    if text[at + 1 : at + 2] in ("“", "《"):
        return at + 1  # 做“减法”
    if size - at <= 4 or (size - at == 9 and text[at + 4] == "、"):
        return size
    return min(size, at + 2)


def _only_verbs(words: Words, at: int) -> bool:
    """Whether nothing but verbs, their manner and 、 goes on from a position to the end."""
    seen = False
    while at < words.size:
        kind = words.kind.get(at, 0)
        if kind & VERB:
            seen = True
        elif not (not seen and kind & MANNER) and not (seen and words.text[at] in AND):
            return False
        at = words.end.get(at, at + 1)
    return seen


def _coordinated(words: Words, start: int, end: int) -> int:
    """Take in the verbs that share the head's object: 建立和完善, 支持、引导, 组织开展."""
    text, size = words.text, words.size
    verb_end = end
    while end < size - 1:
        kind = words.kind.get(end, 0)
        if not kind and end == verb_end and _complement(text, start, end):
            end += 1
        elif text[end] in AND and not kind & (VERB | MANNER | STOP):
            step = _joined(words, end + (2 if text.startswith(("并且", "或者", "以及"), end) else 1))
            if step < 0 and text.startswith("或者", end):
                step = _alternative(words, end + 2)
            if step < 0 or (text[end] == "与" and (_RELATED.search(text, step) or (text.endswith(words.parts.with_whom, 0, end) and words.parts.dealing.search(text, step)))):
                return end
            end = verb_end = step
        elif kind & MANNER and end == words.end.get(start, 0) and text[start:end] in words.parts.along and (then := _then(words, end)):
            return then  # 学习|认真落实
        elif kind & VERB and words.kind.get(start, 0) & PLANNING and not (kind & NOUN and words.nominal(end)):
            fit = text.startswith("的", words.end[end]) and words.word(end) in words.parts.quality
            if fit or words.word(end) in words.parts.stative or (kind & NOUN and text[start:end] in words.parts.drawn):
                return end  # 制定|统一的标准, 建设|具有…的港口, 制定|回收网点规划
            if text[start:end] == "组织" and text[end : words.end[end]] not in words.parts.holding and text.endswith(words.parts.event):
                return end  # 组织|减轻负担综合督查: what is organised is named by its end
            start, end = end, words.end[end]
            verb_end = end
        elif kind & VERB and words.end[end] == size and kind & words.kind.get(start, 0) & NOUN and end == verb_end == words.end[start] and words.word(start) not in words.parts.asking:
            return size  # 严格监督考核
        else:
            return end
    return end


def _then(words: Words, at: int) -> int:
    """The end of the verb behind adverbs, 0 where none follows or it closes the clause."""
    while words.kind.get(at, 0) & MANNER:
        at = words.end[at]
    return words.end[at] if words.kind.get(at, 0) & VERB and words.end[at] < words.size else 0


def _complement(text: str, start: int, end: int) -> bool:
    """Whether 好, 牢 … at ``end`` belongs to the verb: any after 抓, only 好 after a verb of two characters."""
    if text[end] not in (_COMPLEMENT if end - start < 2 else "好"):
        return False
    return not _COMPOUND.match(text, end)


def _alternative(words: Words, at: int) -> int:
    """The end of the verb behind 或者 and an adverb that no lexicon knows (「拒绝或者迟延支付款项」), -1 for none."""
    manner = _OTHERWISE.match(words.text, at)
    at = manner.end() if manner else at
    for i in words.order:
        if at <= i <= at + _NEAR and words.kind[i] & VERB:
            ends = (words.end[i] >= words.size and not manner) or (words.kind[i] & NOUN and words.modifies(i)) or "的" in words.text[at:i]
            phrased = any(at <= k < i and words.kind[k] & PREP for k in words.order) or words.word(i) in words.parts.stative
            return -1 if ends or phrased else words.end[i]
    return -1


def _joined(words: Words, at: int) -> int:
    """The end of a verb joined by 和 or 、, -1 where what follows is the object's."""
    before = at - 1
    if words.text[at : at + 1] in ("再", "后", "先") and words.kind.get(at + 1, 0) & VERB:
        at += 1  # 先通风、再检测
    kind = words.kind.get(at, 0)
    while kind & MANNER and is_manner(words, at):
        at = words.end[at] + words.text.startswith("地", words.end[at])
        kind = words.kind.get(at, 0)
    if not kind:  # 印制、张贴、散发和转载: an unknown verb between two joints
        after = at + 2
        if after == words.size and any(words.end[i] == before == i + 2 and words.kind[i] & (VERB | NOUN) == VERB for i in words.order):
            return after  # 展期或续贷
        return after if after < words.size and words.text[after] in AND and words.kind.get(after + 1, 0) & VERB else -1
    after = words.end[at]
    if not kind & VERB or (words.text[before] == "与" and kind & NOUN and words.modifies(at)):
        return -1
    return after
