"""Within what time of an event, or how long before one: 「自受理之日起30日内」, 「届满30日前」, 「最长不超过30日」."""

from __future__ import annotations

import re

from analyzer.grammar.timing_words import NUMBER, TimingWords, duration

_WITHIN = re.compile(
    rf"(?P<early>提前(?:至少|不少于)?)?(?:(?P<low>{NUMBER})(?:[-—~－～至到]|、))?(?P<count>{NUMBER}|半)"
    r"(?P<unit>个?工作日|个?自然日|个?交易日|日|天|个?星期|周|个半月|个月|(?<=半)月|个季度|年半?|个?半?小时|分钟)(?P<side>(?:之内|以内|内)|(?:之前|以前|前)|以上)?"
)
_STARTS = re.compile(r"(?:之日|当日|次日|之时|[日时后]|以后|之后)起?(?:算起|计算|算)?的?[，]?(?:第)?$|起(?:的)?$")
"""What ends the event that a length of time counts from: 「受理|之日起」, 「收到申请|后」."""
_FROM = re.compile(r"自(?!用[^工]|[治主动身然行觉愿由律我己来卫信])|从(?![事业])|(?<![存现正实所潜])在(?![线建读职])|(?<![基对位处关属便利用由鉴等])于(?![是])")
_MODALS = re.compile(r"(?:应当?|必须|须|要|可以?)(?=[自从在于接收])")
_AHEAD = re.compile(r"[^，、](?:[^此之以目日年月的，、]|之日|[^此]之)前的?$")
_LEFT_OUT = re.compile(r"(?:至少|不少于|的)$")
_NO_EVENT = re.compile(r"[上中下内后时月年号底初旬、，0-9一二三四五六七八九十]$|^[此之以目这其该]{0,2}$")
"""Behind 在 or 于: what a day of the month stands after (「于6月|5日前」), and what is no event."""
_OPEN = re.compile(r"[（(][^（()）]*$")
_BUT = re.compile(r"[ \u3000]*(?:但是?|且|并且|原则上|一般|通常)*")
_AFTER_LIMIT = ("，", ",", "、", "；", ";", "（", "(", "）", ")", "”")


def within(text: str, start: int, end: int, words: TimingWords, *, whole: bool = False) -> tuple[str, int, int] | None:
    """The first length of time to act in in ``text[start:end]``, with where its words stand, the event included.

    In a clause beside the directive's own (``whole``) 「不超过30日」 is a condition.
    """
    limit = None if whole else _at_most(text, start, end, words)
    for match in _WITHIN.finditer(text, start, end):
        if limit and limit[1] <= match.start():
            return limit
        until = _until(text, start, end, match, words)
        if until is not None and (iso := duration(match["count"], match["unit"])):
            return iso + until, _event(text, start, match.start(), words), match.end()
    return limit


def _until(text: str, start: int, end: int, match: re.Match[str], words: TimingWords) -> str | None:
    """"" for a length of time to act in, "/.." for one before an event, None for any other."""
    side, early, unit = match["side"] or "", match["early"], match["unit"]
    before = text[start : match.start()]
    ahead = _AHEAD.search(before) is not None and unit != "年"
    if side.endswith("内") and not early:
        if ahead:
            return "/.."  # 终止前30日内
        barred = words.looking_back.search(before[-4:]) or words.state.match(text, match.end(), end) or text[end - 1] == "的"
        return None if barred else ""
    if early:
        return "/.."
    if not side:  # 会议召开前15日
        return "/.." if ahead and _before_event(before.removesuffix("的").removesuffix("前").removesuffix("之"), words) else None
    if side.endswith("前"):
        sure = unit not in ("日", "年") or _before_event(before, words)
        return "/.." if sure and not (words.looking_back.search(before[-4:]) and unit == "年") else None
    return None


def _before_event(before: str, words: TimingWords) -> bool:
    """Whether a term lies before what these words name: 「届满」, 「在停止使用」."""
    named = _LEFT_OUT.sub("", before)
    if words.event.search(named):
        return True
    opened = list(_FROM.finditer(named))
    return bool(opened) and not _NO_EVENT.search(named[opened[-1].end() :])


def _at_most(text: str, start: int, end: int, words: TimingWords) -> tuple[str, int, int] | None:
    """「期限最长不得超过30日」, 「不超过30日内」: an end set to what is done, not a measure of something."""
    for match in words.limit.finditer(text, start, end):
        before, close = text[start : match.start()], match.end()
        closes = close == end or text.startswith(_AFTER_LIMIT, close)
        if text.startswith("的", close) or not (closes or match["inside"]) or words.unlimited.search(before):
            continue
        bound = match["most"] or match["inside"] or words.limited.search(before) or _BUT.fullmatch(before)
        if bound and (iso := duration(match["count"], match["unit"])):
            return iso, _event(text, start, match.start(), words) if before.endswith("起") else match.start(), close
    return None


def _event(text: str, start: int, at: int, words: TimingWords) -> int:
    """Where the words begin that name what a length of time counts from; the length itself where they name nothing."""
    if (bracket := _OPEN.search(text[start:at])) is not None:
        start += bracket.start() + 1
    before = text[start:at]
    named = _LEFT_OUT.sub("", before).removesuffix("前").removesuffix("之")
    if _STARTS.search(before) is None and not _before_event(named, words):
        return at - 1 if before.endswith(("在", "于")) else at
    openings = [m.start() for m in _FROM.finditer(before)]
    by_self = [i for i in openings if before[i] in "自从"]
    if by_self or openings:
        return start + (by_self or openings)[-1]
    modal = list(_MODALS.finditer(before))
    return start + (modal[-1].end() if modal else len(before) - len(before.lstrip(" \u3000，、")))
