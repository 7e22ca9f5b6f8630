"""Prepositional phrases before the head verb."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.grammar.content_words import (
    AND,
    BA,
    CLAUSAL,
    LIGHT,
    MANNER,
    MODAL,
    NOUN,
    PLANNING,
    PREP,
    SINGLE,
    STOP,
    VERB,
    Words,
    is_modal,
)

Span = tuple[int, int]

_SHORT = 4
_SYSTEM = "系统"
"""An adverb, but in 通过信息系统 a noun."""
_CHARGED = ("负责", "牵头", "承担")
_OF = re.compile("的(?![0-9])")
_CONCERNED = ("有关", "相关")
_TOGETHER = ("由", "会同", "与", "同", "和")
_LISTING = "围针聚结通在向对以"
"""How prepositions begin whose noun phrase may be a list that 等 closes."""
_GRADES = "平同高中初优对均等"
"""Behind these 等 closes no list: 平等."""
_PLAIN_RULES = frozenset(("规定", "要求", "原则", "约定"))
"""Behind these a verb is the predicate, even where it is as often a noun and another such word follows (「按照规定|申请收购资金」)."""
_PUT = ("提出", "制定", "作出", "做出", "提供")
"""Behind 对 they lead to an object, also where that begins like an adverb (书面意见)."""
_ARRANGED = ("安排", "部署")
"""Rules that are as often the verb behind one (按照统一要求|安排调拨)."""
_IN_CHARGE = ("负责", "负总责")
"""Where one of these closes the clause, 对 waits for it."""
_GROUND = re.compile("为(?:由|契机|抓手|依据|名)")
"""Ends of what one acts on."""
_LOCATING = "在待自于随当"
_MADE_ADVERB = re.compile(r"[^，。；：的了“”《》（）0-9]{1,11}?[^，。各当土基本工产外内耕林草湿场陆境属驻异实营腹农大天山两余要用占征供造宅园牧墓坡此原就因该易]地(?![方区位域块点段带形质理球面下上级市铁震名址貌表税价毯])")
"""Whatever 地 makes an adverb of, and not the 地 of 各地 or 土地."""
_WHEN = re.compile("后(?![续勤盾备台方])|前(?![期提列沿端线往来款述景身置])|时(?![间限效代])")
"""Behind a verb: it only says when."""
_NAME_GOES_ON = "的、和与及或（"
_NAME_ENDS = "的等，》〉”」』）)"
"""After these the noun phrase goes on, or it is a name that the rule stands in."""
_PLACE_END = re.compile(r"[上下]方|后的?(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|小时|日|天|周|月|年)(?:之内|以内|内)|[中上下内前后时]|方面|之日起?(?:[0-9一二三四五六七八九十百]{1,3}个?(?:工作日|日|天|月|年)以?内)?|期间|同时|过程|之际")


class Phrase(NamedTuple):
    """A prepositional phrase that has been read."""

    after: int
    """Where the predicate goes on, -1 where no verb follows."""
    noun: Span
    verb: Span | None = None
    """The action, where the phrase itself settles it (把…作为)."""


def phrase(words: Words, at: int) -> Phrase:
    """Past a prepositional phrase: the predicate goes on at the first verb that is not part of its noun phrase."""
    text = words.text
    low = at + 1 if text.startswith("向上", at) else words.end[at]  # 向|上级报告
    if text[at] in _LOCATING and (after := _past_place(words, low)) >= 0:
        return _noun(words, low, after)
    ruled = past_rule(words, low) if words.word(at) in words.parts.by else -1
    if ruled >= 0 and words.opens(ruled):
        return _noun(words, low, ruled)
    weak = -1
    # 聚焦 may be the verb itself: it is one unless a word that can be nothing but a verb comes after it.
    doubtful = words.kind[at] & VERB != 0
    carrier = -1
    by_whom, together = text[at] == "由", words.word(at) in _TOGETHER
    if text[at] == "以" and (reason := _GROUND.search(text, low)) and words.opens(reason.end()):
        return _noun(words, low, reason.end())  # 以…为由|拒绝
    if text[at] == "对":
        if fine := words.parts.fined.search(text, low + 1):
            return _noun(words, low, fine.start())  # 对主管人员|处五千元以下罚款
        closes = words.order[-1]
        carrier = closes if closes > low + 1 and words.word(closes) in _IN_CHARGE and words.end[closes] == words.size else _carrier(words, low)
    elif text[at : words.end[at]] == "为":
        carrier = next((i for i in words.order if i > low and words.word(i) in words.parts.giving), -1)
    if carrier < 0 and text[at] in _LISTING and "、" in text and (listed := _past_list(words, low)):
        return _noun(words, low, listed)
    for i in words.order:
        if i <= low:
            continue
        if i == carrier:
            rule = next((k for k in words.order if low + 1 < k < i and words.word(k) in words.parts.by and text[k - 1] not in "未不" and not _OF.search(text, k, i)), i)
            how = next((k for k in words.order if k > low + 1 and words.end[k] == i and words.kind[k] & (MANNER | NOUN) == MANNER and words.word(k) != _SYSTEM), i)
            return _noun(words, low, min(rule, how))._replace(after=how)  # 对…|按一定比例|给予补助
        kind, end = words.kind[i], words.end[i]
        if end >= words.size and kind & NOUN and not _closed(words, i):
            continue
        goes_on = False
        if kind & MODAL and not (kind & PREP and _closed(words, i)):  # 以书面方式|将材料上报: 把
            goes_on = is_modal(words, i, "") if kind & VERB else end - i > 1 or words.opens(end)
        elif kind & MANNER and not kind & VERB and words.word(i) != _SYSTEM:
            # Under 对…予以 only an adverb right before 予以 belongs to it: 恶意 in 恶意拖欠 does not.
            goes_on = carrier in (-1, end) and end < words.size and not words.suffixed(end) and (words.opens(end) or (not doubtful and (_closed(words, i) or words.size - end <= _SHORT)))
        elif kind & PREP and text[i] in "把将对向为在由从以":
            goes_on = _closed(words, i) or (together and text[i] in "把将对向" and words.actor_before(low, i))
        elif by_whom and kind & PREP and words.word(i) in words.parts.by and words.actor_before(low, i):
            return _noun(words, low, i)  # 由公安机关|依照…的规定予以处罚
        elif kind & VERB and not words.joined(i) and carrier < 0 and not text.startswith("的", end):
            settled = _settled(words, at, low, i)
            if settled:
                return _noun(words, low, i)
            if settled is not None:
                continue
            goes_on = not kind & NOUN or _closed(words, i) or kind & LIGHT != 0
            if not goes_on and weak < 0 and not doubtful and not words.relative(i):
                weak = i
                goes_on = kind & CLAUSAL != 0
        if goes_on and (not words.relative(i) or (by_whom and words.word(i) == "对" and _carrier(words, i) > i)):
            both = weak >= 0 and words.end[weak] == i and words.kind[weak] & PLANNING
            return _noun(words, low, weak if both else i)
    if weak < 0:
        weak = _last_resort(words, at, low, ruled, doubtful=doubtful)
    return _noun(words, low, weak) if weak >= 0 else Phrase(-1, (low, low))


def _settled(words: Words, at: int, low: int, verb: int) -> bool | None:
    """Whether the phrase ends at a verb, whatever its kind: True behind somebody whose act it is, False where it belongs to the noun phrase, else None."""
    text, kind, end = words.text, words.kind[verb], words.end[verb]
    by_whom = text[at] == "由"
    if (by_whom or text[at] in "向经") and _names_office(words, verb):
        return False  # 向民航局运行监控中心|申请
    if text[at] in "在到从向" and words.names_office(end) and not words.actor_before(low, verb) and any(i > end and words.kind[i] & VERB for i in words.order):
        return False  # 在收养登记机关|办理
    if text.startswith("、", end) and not words.opens(end + 1) and text[at] in "根依按据结":
        return False  # 根据报名、专业分布等情况|降低
    if kind & NOUN and text.startswith(_CONCERNED, verb - 2):
        return False  # 有关招标的规定
    if (_WHEN.match(text, end) and end < words.size - 1) or (not kind & (CLAUSAL | PLANNING) and words.acts(end)):
        return False  # 于开学后…, 通过推广单位…
    acted = (by_whom or text[at] == "向") and text[verb - 1] != "国" and not (text[at] == "向" and text.startswith("国家", verb - 2)) and words.actor_before(low, verb) and not (kind & NOUN and words.nominal(verb) and not (text[at] == "向" and _all_verbs(words, verb)))
    if by_whom and acted and any(words.word(j) in _CHARGED and words.actor_before(end, j) and "的" not in text[end:j] for j in words.order if j > verb):
        return False  # 由省水利厅装备技术中心|负责传达
    if acted and (not words.relative(verb) or (text.find("的", end) > end + _SHORT and (text[at] == "向" or (not kind & NOUN and not _acts_behind(words, text.find("的", end)))))):
        return True  # 由公安机关|责令限期改正, 向税务机关|报送其支付的税款
    if by_whom and kind & NOUN and not acted and _acts_later(words, low, verb):
        return False  # 由安全监督检查总站|发布
    if (kind & NOUN or text.startswith("等", end)) and words.nominal(verb) and not (_closed(words, verb) and not words.modifies(verb)):
        return False
    if not kind & LIGHT and text[at] not in "向给" and not (text[at] == "对" and words.word(verb) in _PUT) and words.kind.get(end, 0) & MANNER and words.opens(words.end[end]) and not _modifies(words, words.end[end]) and text[verb - 1] not in "内后前中" and (kind & NOUN or not _closed(words, verb)):
        return False  # 通过走访全面掌握: the adverb tells where the noun phrase ends
    return None


def _last_resort(words: Words, at: int, low: int, ruled: int, *, doubtful: bool) -> int:
    """The verb where none was sure to end the phrase: any behind 由 or 对, the one behind the rule, one at the very end, -1 for none."""
    text, weak = words.text, -1
    if text[at:low] in ("由", "对", "向", "从"):
        weak = next((i for i in reversed(words.order) if i > low and words.kind[i] & VERB), -1)
    weak = ruled if weak < 0 else weak
    if weak < 0 and words.word(at) in words.parts.by:  # 按收到材料的当日|计算工作天数
        ends = [found.end() for found in words.parts.rule.finditer(text, low, words.size - 1)]
        weak = max((n for n in ends if words.kind.get(n, 0) & VERB and not words.parts.rule.match(text, n) and not text.startswith("的", words.end[n])), default=-1)
    if weak < 0 and text[at] != "以" and not doubtful:  # 按照…的工资|计算
        weak = next((i for i in words.order[-1:] if i > low + 1 and words.kind[i] & VERB and words.end[i] == words.size and not words.joined(i)), -1)
    if weak < 0 and text[at] == "由" and not words.actor_before(low, words.size):  # 由各方和当地人民政府|商定: a verb that no lexicon knows
        weak = next((n for n in range(words.size - 2, low + 1, -1) if text[n] not in _NAME_GOES_ON and words.actor_before(low, n)), -1)
    return weak


def _acts_behind(words: Words, of: int) -> bool:
    """Whether 的 leads to somebody who acts (「由人民政府|负责水利工作的部门责令…」): the verb before it is his."""
    return any(i > of + 1 and words.opens(i) and (words.actor_before(of + 1, i) or words.kind.get(of + 1, 0) & STOP) for i in words.order)


def _acts_later(words: Words, low: int, at: int) -> bool:
    """Whether a verb behind the one at a position stands right behind somebody who acts, as that one does not."""
    return any(words.kind[i] & VERB and words.actor_before(low, i) and not words.relative(i) and not (words.kind[i] & NOUN and words.nominal(i)) for i in words.order if i > at)


def adverbial(words: Words, at: int) -> int:
    """Past an adverb made with 地 (「有计划、分步骤地|组织」), 0 where none stands at a position."""
    made = _MADE_ADVERB.match(words.text, at)
    if made is None:
        return 0
    end = made.end()
    inside = any(words.kind[i] & VERB and words.text[words.end[i] : words.end[i] + 1] in ("并", "或") for i in words.order if at < i < end)  # 立即|回答并无条件地执行
    inside = inside or any(at <= i and words.end[i] < end - 1 and words.kind[i] & (VERB | NOUN | MANNER) == VERB for i in words.order)
    inside = inside or any(i < end - 1 < words.end[i] - 1 or (at < i < end and words.kind[i] & (MODAL | PREP)) for i in words.order)
    return end if end < words.size and words.opens(end) and not inside else 0


def _modifies(words: Words, at: int) -> bool:
    return words.kind[at] & NOUN != 0 and words.modifies(at)


def past_rule(words: Words, low: int) -> int:
    """Past the rule that one acts by (「按照有关规定|开设账户」, 「按客观规律|办事」), -1 where none is named.

    The first rule that a predicate follows counts, else the last that anything but more of the noun phrase follows.
    """
    text, last = words.text, -1
    for found in words.parts.rule.finditer(text, low, words.size - 1):
        end = found.end()
        if any(words.word(i) in ("对", "将", "把") for i in words.order if low < i < end):
            break  # 根据事故情况对有关规范进行评估
        if further := words.parts.rule.match(text, end):
            after = further.end()
            if further[0] in _ARRANGED and after < words.size - 1 and not words.opens(after) and text[after] not in AND + _NAME_ENDS:
                return end  # 按照统一要求|安排调拨
            continue
        if text[end] in AND or text[end] in _NAME_ENDS or text.startswith("关于", end):
            continue
        if words.opens(end) and not (words.kind[end] & NOUN and words.nominal(end) and not _all_verbs(words, end) and not (found[0] in _PLAIN_RULES and not words.noun_follows(words.end[end]))):
            if words.kind[end] & VERB and text.startswith("的", words.end[end]):
                continue  # 按照许可证注明的期限
            return end
        kind = words.kind.get(end, 0)
        last = end if not kind or kind & SINGLE else last
    return last


def _names_office(words: Words, verb: int) -> bool:
    """Whether verbs without a gap belong to the name of an office with a predicate behind it (「运行监控+中心|申请」)."""
    at = verb
    while words.kind.get(at, 0) & VERB:
        at = words.end[at]
    office = words.parts.office.match(words.text, at)
    return office is not None and words.opens(office.end())


def _past_list(words: Words, low: int) -> int:
    """Behind 等 that closes a list, where a verb stands that is no noun (「围绕就业、养老等|开展」), 0 for none."""
    text = words.text
    first = text.find("、", low)
    etc = text.find("等", first)
    while 0 < first < etc:
        kind = words.kind.get(etc + 1, 0)
        if kind & (VERB | NOUN | BA) == VERB and text[etc - 1] not in _GRADES and not words.relative(etc + 1) and not text.startswith("的", words.end[etc + 1]):
            return 0 if any(low < i < first and _has_object(words, i) for i in words.order) else etc + 1
        etc = text.find("等", etc + 1)
    return 0


def _has_object(words: Words, at: int) -> bool:
    """Whether a word is a verb and no noun, and what it acts on stands behind it."""
    end = words.end[at]
    return words.kind[at] & (VERB | NOUN) == VERB and words.text[end] not in AND and not words.suffixed(end) and not words.relative(at)


def _all_verbs(words: Words, at: int) -> bool:
    """Whether verbs alone go on to the end (「按评估价格|计算征收」): behind the rule they are what is to be done."""
    while words.kind.get(at, 0) & VERB:
        at = words.end[at]
    return at >= words.size


def _carrier(words: Words, low: int) -> int:
    """The verb that 对 waits for (予以, 进行, 开展), -1 for none: verbs before it belong to the noun phrase."""
    return next((i for i in words.order if i > low and words.kind[i] & LIGHT and not words.relative(i) and not words.noun_follows(words.end[i]) and not words.text.startswith("、", words.end[i])), -1)


def _past_place(words: Words, start: int) -> int:
    """Where 在…中, 待…之日 is over and the predicate goes on, -1 where no such word closes it."""
    for match in _PLACE_END.finditer(words.text, start + 1):
        inside = match[0] != "方面" and match.end() in words.end.values()
        if words.opens(match.end()) and not inside and not words.text.startswith("线", match.end() - 2):
            return match.end()
    return -1


def _noun(words: Words, start: int, after: int) -> Phrase:
    end = after
    while end > start and words.text[end - 1] in " ，也都均可不":
        end -= 1
    return Phrase(after, (start, end))


def _closed(words: Words, at: int) -> bool:
    return words.text[at - 1] in words.parts.closing or words.text[at - 2 : at] in words.parts.closing
