"""Where the predicate of a directive clause begins: after numbering, frame, link words and the subject."""

from __future__ import annotations

import re

from analyzer.grammar.content_words import (
    AND,
    CLAUSAL,
    FRAME,
    LIGHT,
    LINK,
    MADE,
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
from analyzer.grammar.predicate import TIME, TIME_BEGINS
from analyzer.grammar.predicate_phrases import past_rule
from analyzer.grammar.predicate_subjects import (
    behind_office,
    behind_somebody,
    by_whom,
    first_adverb,
    laid_down,
    somebody,
)

_NUMBERING = re.compile(
    r"[\s\u3000]*(?:第[一二三四五六七八九十百零]+[条章节款]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}[、.]"
    r"|[一二三四五六七八九十]{1,2}(?:是|(?=要(?![素求点])))|[①-⑳●•◆■▪—-])*[\s\u3000]*"
)
_NUMBER_FIRST = frozenset("第（(一二三四五六七八九十百零0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●•◆■▪—-")
_QUOTES = "“”\"‘’「」『』"
_FINISHED = ("后的", "前的", "过的", "时的")
_AFTERWARDS = ("后", "前", "时")
"""A verb before one of these only says when: 「批准|后实施」."""
_EVENT = re.compile(r"[^，。；：、的]{2,24}?(?:后|之日起|之时起)的?(?:[一二两三四五六七八九十百]{1,4}|[0-9]{1,3})个?(?:工作日|小时|分钟|日|天|月|周|星期|年)(?:之内|以内|内)")
"""In what time of an event something is to be done: 「接到报修后2小时内|到达现场」."""
_SHORTEST = 2
_REACH = 12
_OFTEN_WITHIN = frozenset(("需", "须", "必须", "需要", "不能", "有权", "能", "能够"))
"""Modals that are often part of the subject: 「依法必须招标的项目应当…」."""
_LISTED = frozenset("、和与及")
_NEAR = 4
"""Somebody who acts stands before a relative clause too, but its 的 is near then: 「公安机关查处的案件移交…」."""
_WEAK_MODALS = "会能得可需望"
"""Modals of one character that are far more often part of a noun: only before a predicate, after somebody who acts."""


def predicate_start(words: Words, modality: str, cue: tuple[int, int]) -> tuple[int, int]:
    """Where the predicate begins, and where the subject before it does (the same where there is none).

    Args:
        words: the clause.
        modality: the directive's modality, "" where it is not known.
        cue: the words that made it a directive, within the clause; empty or outside where there are none.
    """
    text = words.text
    first = text[:1]
    match = _NUMBERING.match(text) if first in _NUMBER_FIRST or first.isspace() else None
    begin = match.end() if match else 0
    while begin < words.size and text[begin] in _QUOTES:
        begin += 1
    if match and match[0].strip() and text.startswith(words.parts.of_powers, begin):
        return begin, begin  # （一）要求被检查单位提供资料: an item in a list of what one may do
    if 0 <= begin <= cue[0] < cue[1] < words.size:
        opening = words.kind.get(begin, 0)
        longer = not opening & PREP and (not opening & VERB or opening & NOUN) and words.end.get(cue[0] - 1, 0) > cue[0]  # 都+应当
        for at in range(cue[0] - longer, cue[1]):
            if words.kind.get(at, 0) & MODAL and words.end[at] < words.size and is_modal(words, at, modality) and not _in_object(words, begin, at):
                return (_ruling(words, begin, at, modality) if words.word(at) in _OFTEN_WITHIN else at), begin
        inside = (cue[0] > begin and text[cue[0] - 1] == "的") or (opening & VERB and words.actor_before(words.end.get(begin, begin), cue[0]))  # 探索政府|引导…的模式
        if modality == "encouragement" and text[cue[0] : cue[1]] in words.parts.encouraging and not inside:
            before = next((at for at in words.order if words.end[at] == cue[0] - 1 and words.kind[at] & VERB), -1)
            joined = text[cue[0] - 1 : cue[0]] in ("和", "并", "、") and before >= begin
            return (before if joined else cue[0]), begin  # 推动+和引导
    at = _after_subject(words, _past_links(words, begin), modality)
    event = _EVENT.match(text, at) if words.kind.get(at, 0) & VERB else None
    return (event.end() if event and words.opens(event.end()) else at), begin


def _past_links(words: Words, begin: int) -> int:
    """Past 要求, 此外, 一方面, 今年 at the beginning."""
    while begin < words.size - 1:
        if words.text[begin] in TIME_BEGINS and (time := TIME.match(words.text, begin)) and time.end() < words.size:
            begin = time.end()
        if words.text[begin] == "是" and words.opens(begin + 1):
            begin += 1
        if words.text[begin] == "来" and words.opens(begin + 1):
            begin += 1
        kind, end = words.kind.get(begin, 0), words.end.get(begin, 0)
        if kind & NOUN and (time := words.parts.span.match(words.text, end)) and words.opens(time.end()):
            begin = time.end()  # 试点期内|改造企业
            continue
        framed = kind & FRAME and end < words.size and words.framed(begin)
        linked = kind & LINK and not kind & (MANNER | VERB) and end < words.size - 1 and (not kind & PREP or words.opens(end))
        if not (linked or (framed and (not kind & VERB or words.opens(end)))):
            return begin
        begin = end
        if begin < words.size and words.text[begin] in "，：":
            begin += 1
    return begin


def _after_subject(words: Words, begin: int, modality: str) -> int:
    text = words.text
    kind = words.kind.get(begin, 0)
    modal = _first_modal(words, begin, modality)
    if modal < 0:
        if kind & STOP and (after := behind_somebody(words, begin)):
            return after
        if (of := text.find("的就", begin)) > begin and words.opens(of + 2):
            return of + 2  # 「不对的就改正」
        if kind & NOUN and (laid := laid_down(words, begin)) > begin:
            return laid
        if kind & NOUN and not kind & (CLAUSAL | PLANNING) and (after := behind_office(words, begin)):
            return after
        if (by := by_whom(words, begin)) > begin:
            return by
        if kind & VERB and (after := max(_those_that(words, begin), somebody(words, begin))) > begin:
            return after
        if kind & NOUN and words.parts.field.match(text, words.end[begin]) and (found := first_adverb(words, words.end[begin])) > begin:
            return found
    if kind & VERB and not (kind & NOUN and modal > begin) and not kind & (MANNER | PREP):
        if modal > begin and words.parts.organ.match(text, words.end[begin]):
            return modal  # 「出租方应当…」
        if modal > begin and "的" in text[begin:modal] and words.actor_before(begin, modal) and not kind & CLAUSAL:
            return modal  # 「参与救援的单位要…」: the verb belongs to the subject
        return modal if modal > begin and not kind & CLAUSAL and _governs(words, modal) else begin
    if kind & MANNER and not (words.end[begin] < words.size and words.suffixed(words.end[begin])):
        within = modal > begin and "的" in text[begin:modal] and words.actor_before(begin, modal)  # 依法必须招标的项目的招标人|应当…
        if modal < 0 or kind & VERB or (words.opens(words.end[begin]) and not within):
            return begin
    elif kind & PREP or (not kind and text[begin : begin + 1] in ("不", "未", "现", "且", "亦", "即", "只", "后") and words.opens(begin + 1)):
        return begin
    if modal >= 0:
        return modal
    return _first_verb(words, begin, modality)


def _those_that(words: Words, begin: int) -> int:
    """「符合条件的按照规定纳入」: past those whom a clause with 的 at its end names; 0 where it names none."""
    if words.text.startswith(_FINISHED, words.end[begin]):  # 「更新后的台账重新报…」
        return _first_verb(words, words.end[begin] + 2, "")
    of = words.text.find("的", begin + 2)
    after = of + 1
    if of < 0 or not words.word_or_none(after) or words.word(after) not in words.parts.after_those:
        return 0
    return after


def _governs(words: Words, modal: int) -> bool:
    """Whether a strong modal after the first verb rules the clause (「做好工作必须…」), not a relative clause in it."""
    after = words.end[modal]
    if words.word(modal) not in ("必须", "应当", "务必", "不得") or not words.kind.get(after, 0) & (VERB | MANNER):
        return False
    return not words.text.startswith("的", words.end[after])


def _first_modal(words: Words, begin: int, modality: str) -> int:
    """The first modal that governs the clause, -1 for none."""
    first = _next_modal(words, begin, begin, modality)
    return _ruling(words, begin, first, modality) if first >= 0 else first


def _ruling(words: Words, begin: int, first: int, modality: str) -> int:
    """The modal that rules the clause: a second one, where the first belongs to the subject (「需要办的手续|要精简」)."""
    if words.text[first] == "要":
        return first
    second = _next_modal(words, begin, words.end[first], modality)
    if second < 0 or "的" not in words.text[first:second] or words.text[second] not in "要应须必可不均都也还":
        return first
    behind = words.text[second - 1] == "的" or words.actor_before(begin, second) or words.text[first] in "需必"
    return second if behind and words.text[second - 1] not in "并或且" else first


def _in_object(words: Words, begin: int, modal: int) -> bool:
    """Whether a modal belongs to what a verb before it acts on: 「收集和保管|应当长期保存的档案」."""
    text, at = words.text, words.end[modal]
    of = text.find("的", at)
    if of < 0 or of - at > _REACH:
        return False
    by = text.find("由", of)
    if by > 0 and words.kind.get(words.order[-1], 0) & VERB and words.end[words.order[-1]] == words.size and words.end.get(at, 0) == of and by in words.end:
        return True  # 客票应当包括的内容|由主管部门规定
    if not any(begin <= i < modal and words.kind[i] & (VERB | NOUN | PREP) == VERB and text[words.end[i]] != "的" for i in words.order):
        return False
    verb = False  # whether the last word is a verb: only 、 or 的 may follow it
    while at < of:
        kind = words.kind.get(at, 0)
        if not (text[at] in AND if verb else kind & (VERB | MANNER)):
            return False
        verb = not verb and kind & VERB != 0 and (kind & MANNER == 0 or words.end[at] == of)
        at = words.end.get(at, at + 1)
    if not verb or at != of or text[of - 2 : of] in words.parts.quality:
        return False
    return not any(i > of and words.kind[i] & (VERB | MODAL) and not words.kind[i] & NOUN for i in words.order)


def _next_modal(words: Words, begin: int, low: int, modality: str) -> int:
    for at in words.order:
        if at < low or not words.kind[at] & MODAL or words.end[at] >= words.size:
            continue
        end = words.end[at]
        if not is_modal(words, at, modality) or _in_object(words, begin, at):
            continue
        if end - at > 1:
            return at
        goes_on = words.opens(end) or words.text[end] == "不"
        if words.text[at] in _WEAK_MODALS:
            measured = at - begin >= _NEAR and words.parts.noun_tail.fullmatch(words.text, at - 2, at)  # 审批时间|会缩短
            if goes_on and (at == begin or measured or words.actor_before(begin, at) or words.kind.get(end, 0) & (MANNER | PREP)):
                return at
        elif at == begin or goes_on or words.actor_before(begin, at):
            return at
    return -1


def _rule_leads(words: Words, low: int) -> bool:
    """Whether the predicate stands behind the rule that one acts by, at the latest the two characters that close the clause."""
    ruled = past_rule(words, low)
    if ruled > 0 and words.opens(ruled):
        return not words.relative(ruled)
    return ruled == words.size - _SHORTEST and not words.kind.get(ruled, 0)


def _first_verb(words: Words, begin: int, modality: str) -> int:
    """Past a subject without modal: the first word of a predicate that is no part of a noun phrase."""
    doubtful = 0  # where ends a verb that may be the subject's noun has been passed: only an adverb tells where it ends
    for at in words.order:
        if at < begin + 2 or at >= words.size - 1:
            continue
        kind, end = words.kind[at], words.end[at]
        framed = kind & FRAME and end < words.size - 1 and words.framed(at)
        if framed and (not kind & VERB or words.opens(end)):
            return _after_subject(words, _past_links(words, end), modality)
        if kind & STOP or words.joined(at) or (kind & VERB and words.text[end : end + 1] in _AFTERWARDS and end < words.size):
            continue
        adverb = kind & MANNER and words.kind.get(end, 0) & (VERB | MANNER | PREP | SINGLE) and not words.kind[end] & LINK
        if kind & VERB and (words.parts.field.match(words.text, end) or (not kind & (CLAUSAL | PLANNING) and words.acts(end))):
            continue  # 监察机关, 海关总署, 监控机构依照…
        actor = words.actor_before(begin, at)
        if kind & PREP and words.word(at) in words.parts.by and _rule_leads(words, end):
            return at  # 人工智能场景|按上述标准确定
        if not adverb:
            if "、" in words.text[begin:at] and not actor:
                continue
            if kind & PREP and (words.text[at] in "把将对由在以按依为自于同与" or (actor and end - at > 1)):
                if not actor and words.text[at] != "由":
                    continue
            elif not kind & VERB or words.nominal(at):
                continue
        if kind & VERB and words.text.startswith("的", end):
            continue
        if kind & VERB and words.text[at - 1] == "的" and (words.kind.get(end, 0) & (PREP | MODAL) or words.text[end : end + 1] in _LISTED) and not words.kind.get(end, 0) & VERB:
            continue  # 水闸的操作|由站长负责
        # 主管部门对…的活动实施监督, 市财政局根据…的意见安排资金
        about = kind & PREP and not kind & VERB and (words.text[at] == "对" or words.word(at) in words.parts.by or (words.text[at] in "于在" and TIME.match(words.text, at + 1)))
        if words.relative(at) and not (actor and (about or (kind & VERB and words.text.find("的", end) > end + _NEAR))):
            continue
        if doubtful == at and kind & LIGHT:
            return at  # 电网运行|实行…
        if adverb or (not doubtful and (actor or at - begin > 4 or not kind & NOUN)):
            settled = adverb or actor or not words.kind.get(begin, 0) & (SINGLE | NOUN)
            return at if settled else begin
        doubtful = end
    if not words.kind.get(begin, 0) & ~(STOP | MADE):  # nothing else: the first verb that is no part of a name, though it may be a noun elsewhere
        return next((i for i in words.order if i > begin + 1 and words.kind[i] & VERB and not words.modifies(i) and not words.relative(i)), begin)
    return begin
