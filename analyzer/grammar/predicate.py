"""The predicate of a directive clause: its modals, manner, action and object."""

from __future__ import annotations

import re

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
    PREP,
    SINGLE,
    VERB,
    Words,
    banned,
    is_manner,
    is_modal,
)
from analyzer.grammar.predicate_ba import ba_phrase
from analyzer.grammar.predicate_head import Predicate, head
from analyzer.grammar.predicate_phrases import adverbial, phrase

Span = tuple[int, int]

_QUOTES = "“”\"‘’「」『』 \u3000"
_SMALL_LINKS = "、，并也还均都又再先未不现且亦只即后另多"
"""Links and adverbs of one character, where a predicate goes on right behind them."""
_WHEN_DONE = re.compile("后(?![续勤盾备台方])|前(?![期提列沿端线往来款述景身置])")
_MAY_BE_OVER = frozenset("后前之无完合结")
_DONE = ("无误", "完毕", "合格", "结束")
_WAY = re.compile("方式|形式|办法|方法|手段")
_GROUNDS = ("根据实际", "结合实际")
_LEADERS = frozenset("负具提采")
"""How the verbs begin that lead to another."""
_WITH_WAY = ("采取", "采用")
_WITH_TASK = ("负责", "具体负责")
_AHEAD = re.compile("提前(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|小时|日|天|月|周)")
_SHARE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_WHEN = re.compile(r"[^，、的]{2,8}?(?:之?前|之?后|期间|时)")
TIME_BEGINS = frozenset("0123456789今明每年一二两三四五六七八九十第上下")
TIME = re.compile(
    r"(?:[0-9]{4}年|今年|明年|每年)?(?:[0-9]{1,2}月)(?:[0-9]{1,2}日)?(?:[底末初中]|上旬|中旬|下旬)?[前起]?|[0-9]{4}年[底末]?[前起]?|[一二两三四五十0-9]{1,2}年内|年[内底]前?"
    r"|每隔(?:[0-9]{1,3}|[一二两三四五六七八九十半]{1,3})个?(?:小时|季度|日|天|周|月|年)"
    r"|每(?:个|半|两|[0-9一二三])?(?:季度|月|周|星期|年度?|日|天)(?:首月|末月)?(?:[0-9]{1,2}日|年?[底末初中])(?:之前|以前|前)?"
    r"|[一二两三四五六七八九十百0-9]{1,3}个?(?:工作日|小时|分钟|日|天|月|周|星期)(?:之内|以内|内)"
    r"|(?:今年|明年|[0-9]{4}年)?(?:第?[一二三四]季度|第[一二三四]季(?![节风])|[上下]半年)[末底]?(?:之?前|以前|之?内|以内)?"
)
_IDIOM = 4
_TO_ACT_ON = ("把", "将", "对", "对于")


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
        if (kind & MANNER or not kind or (end - i >= _IDIOM and text.startswith("地", end))) and (how := adverbial(words, i)) > end:
            manners.append((i, how))
            i = how
        elif kind & MODAL and end < size and is_modal(words, i, modality):
            modals.append((i, end))
            i = _past_modal(words, i)
        elif kind & VERB and text[i] in _LEADERS and (past := _led_past(words, i, manners, modality)):
            i = past
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
        elif past := _afterwards(words, i) if kind & VERB else _past_filler(words, i):
            i = past
        else:
            break
    if i >= size:  # nothing but adverbs: the last of them is what to do (因地制宜)
        return Predicate(modals, manners[:-1], manners[-1] if manners else None, fronted)
    return head(words, i, modals, manners, fronted, by_dui=by_dui)


def _led_past(words: Words, at: int, manners: list[Span], modality: str) -> int:
    """Past a verb that only leads to another, 0 where it does not: 负责|对水库实施监管, 提前七日|公告, 采取以奖代补方式|支持.

    Under a ban the way is what is forbidden: 不得|采取|欺骗手段取得许可证.
    """
    text, end = words.text, words.end[at]
    if words.word(at) in _WITH_TASK:
        return end if text.startswith("对", end) and any(words.kind[k] & LIGHT and k > end for k in words.order) else 0
    if ahead := _AHEAD.match(text, at):
        if words.opens(ahead.end()):
            manners.append((at, end))
            return ahead.end()
        return 0
    way = _WAY.search(text, end + 1) if words.word(at) in _WITH_WAY and modality != "prohibition" else None
    after = way.end() if way else 0
    if not words.opens(after) or words.word(after) in AND or text.startswith("的", words.end[after]):
        return 0
    return 0 if words.kind[after] & NOUN and words.nominal(after) else after


def _afterwards(words: Words, at: int) -> int:
    """Where the predicate begins behind a verb that 后 or 前 makes a time of (「汇总后|报市局」), 0 where none is."""
    end, text = words.end[at], words.text
    if text[end : end + 1] not in _MAY_BE_OVER:
        return 0
    if text.startswith(_DONE, end) and end not in words.end:
        end += 2  # 审核|无误后
    after = end + (2 if text.startswith("之", end) else 1)
    if text[after - 1 : after] not in ("后", "前") or end in words.end or not (_WHEN_DONE.match(text, after - 1) or text.startswith("后方可", end)) or text[at - 1] == "先":
        return 0
    return after if words.kind.get(after, 0) & (VERB | MANNER | MODAL | PREP | BA) and not text.startswith("的", words.end[after]) else 0


def _past_modal(words: Words, at: int) -> int:
    """Past a modal: with 请 past whoever is asked, with a ban past what it is about where no predicate follows at once."""
    end = words.end[at]
    if words.text[at] in "请望":
        return _past_requested(words, end)
    if words.word(at) in BANS and not words.opens(end):
        return banned(words, end) or end
    return end


def _past_filler(words: Words, at: int) -> int:
    """Past what is no part of a predicate (a link, a quotation mark, a time, a share), 0 where none of them stands at a position."""
    text, kind = words.text, words.kind.get(at, 0)
    if kind & LINK and not kind & VERB and words.end[at] < words.size:
        if text.startswith(_GROUNDS, at) and not words.opens(words.end[at]) and (after := phrase(words, at).after) > 0:
            return after  # 根据实际|业务需求进行配置
        return words.end[at]
    if not kind and text[at] in _QUOTES:
        return at + 1
    if not kind and text[at] in TIME_BEGINS and (time := TIME.match(text, at)) and time.end() < words.size:
        return time.end()
    if not kind & VERB and text[at] in _SMALL_LINKS and words.opens(at + 1) and text[at + 1] != "于":
        return at + 1
    return _aside(words, at) if not kind else 0


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
