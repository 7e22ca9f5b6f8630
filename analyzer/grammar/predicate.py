"""The predicate of a directive clause: its modals, manner, action and object."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.grammar.content_words import (
    AND,
    ASIDE,
    BA,
    BANS,
    LIGHT,
    LINK,
    MANNER,
    MODAL,
    NOUN,
    PLANNING,
    PREP,
    SINGLE,
    STOP,
    VERB,
    Words,
    banned,
    is_manner,
    is_modal,
)
from analyzer.grammar.predicate_phrases import adverbial, ba_phrase, phrase

Span = tuple[int, int]

_QUOTES = "“”\"‘’「」『』 \u3000"
_COMPLEMENT = "好住牢实紧准稳深细"
_COMPOUND = re.compile(r"好[转处评人事看用的]|紧[急密迫缺]|准[入确备则]|实[际施现行体验效时物践名]|稳[定健步妥]|深[度入层化海]|细[化则胞节]|住[房宅院宿所]|牢固")
"""Words that begin like a complement: 「使用|紧急物资」."""
_RELATED = re.compile(r"有关|相关|无关|相[关适配符一]")
"""What 与 leads to in 「查封与违法活动有关的场所」: no second verb stands before it."""
_SHARE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_WHEN = re.compile(r"[^，、的]{2,8}?(?:之?前|之?后|期间|时)")
_ASPECT = "了着"
_UP = re.compile("起(?![重步点源草飞伏诉义降来])")
"""建立|起…体系: the verb's complement."""
_EMPTY_CARRIERS = frozenset(("予以", "加以"))
TIME_BEGINS = frozenset("0123456789今明每年一二两三四五六七八九十")
TIME = re.compile(
    r"(?:[0-9]{4}年|今年|明年|每年)?(?:[0-9]{1,2}月)(?:[0-9]{1,2}日)?(?:[底末初中]|上旬|中旬|下旬)?[前起]?|[0-9]{4}年[底末]?[前起]?|[一二两三四五十0-9]{1,2}年内|年[内底]前?"
    r"|每(?:个|半|两|[0-9一二三])?(?:季度|月|周|星期|年度?|日|天)(?:首月|末月)?(?:[0-9]{1,2}日|年?[底末初中])(?:之前|以前|前)?"
    r"|[一二两三四五六七八九十百0-9]{1,3}个?(?:工作日|小时|日|天|月|周|星期)(?:之内|以内|内)"
)
_SERIAL = 4
_NEAR = 3
_OTHERWISE = re.compile("以其他(?:任何)?(?:方式|形式|手段|方法)")
_IDIOM = 4
_IN_CHARGE = "负责"
_TO_ACT_ON = ("把", "将", "对", "对于")


class Predicate(NamedTuple):
    """Spans within the clause, None where it has none."""

    modals: list[Span]
    manners: list[Span]
    action: Span | None
    object: Span | None


def read_predicate(words: Words, at: int, modality: str) -> Predicate:
    """Read modals, manner and adjuncts from ``at`` on until the head verb, then its object."""
    text, size = words.text, words.size
    modals: list[Span] = []
    manners: list[Span] = []
    fronted: Span | None = None
    by_dui = False
    i = at
    while i < size:
        kind = words.kind.get(i, 0)
        end = words.end.get(i, i)
        if (kind & MANNER or not kind) and (how := adverbial(words, i)) > end:
            manners.append((i, how))
            i = how
        elif kind & MODAL and end < size and is_modal(words, i, modality):
            modals.append((i, end))
            if text[i] in "请望":
                i = _past_requested(words, end)
            elif text[i:end] in BANS and not words.opens(end):
                i = banned(words, end) or end
            else:
                i = end
        elif kind & MANNER and is_manner(words, i):
            if (two := _begins_verbs(words, i)) >= 0:
                manners += [(i, two)] if two > i else []
                i = two
                break
            i = _take_manner(words, i, manners)
        elif kind & ASIDE and words.opens(end) and text[end] not in AND:
            manners.append((i, end))  # 主要|依靠
            i = end
        elif text[i] in "于在" and (when := TIME.match(text, i + 1)) and words.opens(when.end()):
            i = when.end()  # 于每年7月|向市局报告
        elif kind & PREP and not (kind & LINK and words.opens(end)) and not (kind & VERB and _object_of_verb(words, i)):
            adjunct = ba_phrase(words, end, manners) if text[i:end] in ("把", "将") else phrase(words, i)
            if adjunct.after < 0:
                if text[i:end] == "经" and (last := _last_verb(words, i)) > end + 1:
                    i = last  # 应当经…部门同意
                    continue
                if size - i == _IDIOM and text[i] in "以因于" and end == i + 1:
                    return Predicate(modals, manners, (i, size), fronted)  # 以人为本
                if not kind & (VERB | SINGLE):  # 以过硬作风: an adjunct without its verb, 把…和…: its verb is in a later clause
                    return Predicate(modals, manners, None, _without_verb(words, i) or fronted)
                break
            if text[i:end] in _TO_ACT_ON:
                fronted, by_dui = adjunct.noun, text[i] == "对"
            if adjunct.verb is not None:
                return Predicate(modals, manners, adjunct.verb, fronted)
            i = adjunct.after
        elif (kind & LINK and not kind & VERB and end < size) or (not kind and text[i] in _QUOTES):
            i = end if kind else i + 1
        elif not kind and text[i] in TIME_BEGINS and (time := TIME.match(text, i)) and time.end() < size:
            i = time.end()
        elif not kind & VERB and text[i] in "、，并也还均都又再先未不现且亦只即后另多" and words.opens(i + 1) and text[i + 1] != "于":
            i += 1
        elif not kind and (aside := _aside(words, i)):
            i = aside
        else:
            break
    if i >= size:  # nothing but adverbs: the last of them is what to do (因地制宜)
        return Predicate(modals, manners[:-1], manners[-1] if manners else None, fronted)
    return _head(words, i, modals, manners, fronted, by_dui=by_dui)


def _without_verb(words: Words, at: int) -> Span | None:
    """What 把 or 将 names as acted on where no verb follows, None for other adjuncts."""
    end = words.end[at]
    return (end, words.size) if words.word(at) in ("把", "将") and end < words.size else None


def _aside(words: Words, at: int) -> int:
    """Past a share or a time before the verb (「100%|建设」, 「汛期前|对…」), 0 where there is none."""
    if share := _SHARE.match(words.text, at):
        return share.end() if words.opens(share.end()) else 0
    when = _WHEN.match(words.text, at)
    if when and words.opens(when.end()) and not any(at <= i < when.end() for i in words.order):
        return when.end()
    return 0


def _last_verb(words: Words, at: int) -> int:
    return next((i for i in reversed(words.order) if i > at and words.kind[i] & VERB), -1)


def _take_manner(words: Words, at: int, manners: list[Span]) -> int:
    text, end = words.text, words.end[at]
    if end < words.size - 1 and text[end] == "地":
        end += 1
    manners.append((at, end))
    if end < words.size - 1 and text[end] in "、和" and words.kind.get(end + 1, 0) & MANNER:
        return end + 1
    return end


def _past_requested(words: Words, at: int) -> int:
    """After 请: past whoever is asked (「请各地组织…」)."""
    if words.opens(at):
        return at
    for i in words.order:
        if at < i <= at + 20 and words.opens(i) and words.actor_before(at, i):
            return i
    return at


def _begins_verbs(words: Words, at: int) -> int:
    """Where the first of two joined verbs begins that is mostly an adverb (「持续|稳定和扩大就业」), -1 for none."""
    end = words.end[at]
    joined = words.text[end : end + 1] in ("和", "与") and words.text[end - 2 : end] in words.parts.either
    return end - 2 if joined and words.kind.get(end + 1, 0) & (VERB | MANNER) == VERB else -1


def _object_of_verb(words: Words, at: int) -> bool:
    """Whether a word that is verb and preposition (围绕, 结合) is the verb here: no other verb comes after it."""
    return phrase(words, at).after < 0


def _head(
    words: Words, start: int, modals: list[Span], manners: list[Span], fronted: Span | None, *, by_dui: bool
) -> Predicate:
    text, size = words.text, words.size
    if words.word_or_none(start) and words.word(start) == _IN_CHARGE and (done := _charged(words, words.end[start], manners)):
        start = done
    known = words.kind.get(start, 0) & (VERB | BA)
    end = words.end[start] if known else _unknown_verb(words, start)
    end = _coordinated(words, start, end)
    given = text[start:end] == "给予" and (words.parts.given.match(text, end) or words.parts.given.search(text, max(end, size - 2)))
    if not given and text[start:end] in words.parts.carrier and (fronted or text[start:end] in _EMPTY_CARRIERS) and _only_verbs(words, end):
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
    while after < size - 1 and text[after] in _ASPECT and after not in words.end:
        after += 1
    if end - start >= 2 and after < size - _SERIAL and _UP.match(text, after):
        after += 1
    if words.kind.get(after, 0) & SINGLE and text[after] == "给" and after < size - 2:
        after += 1  # 转包|给其他企业
    found: Span | None = (after, size) if after < size else None
    carries = words.kind.get(start, 0) & LIGHT != 0
    if fronted is not None and (found is None or not by_dui or carries or size - after < 2):
        found = fronted
    return Predicate(modals, manners, (start, end), found)


def _charged(words: Words, at: int, manners: list[Span]) -> int:
    """The verb behind 负责 that tells what somebody is in charge of (「负责收集数据」), 0 where a noun stands there."""
    adverb = at
    while words.kind.get(at, 0) & MANNER and is_manner(words, at):
        at = words.end[at]
    if not words.kind.get(at, 0) & VERB or (at == adverb and words.kind[at] & NOUN and (words.nominal(at) or words.modifies(at))):
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
        elif kind & VERB and words.end[end] == size and kind & words.kind.get(start, 0) & NOUN and end == verb_end == words.end[start]:
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
    if manner := _OTHERWISE.match(words.text, at):
        at = manner.end()
    for i in words.order:
        if at <= i <= at + _NEAR and words.kind[i] & VERB:
            ends = words.end[i] >= words.size or (words.kind[i] & NOUN and words.modifies(i)) or "的" in words.text[at:i]
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
        at = words.end[at]
        kind = words.kind.get(at, 0)
    if not kind:  # 印制、张贴、散发和转载: an unknown verb between two joints
        after = at + 2
        return after if after < words.size and words.text[after] in AND and words.kind.get(after + 1, 0) & VERB else -1
    after = words.end[at]
    if not kind & VERB or (words.text[before] == "与" and kind & NOUN and words.modifies(at)):
        return -1
    return after
