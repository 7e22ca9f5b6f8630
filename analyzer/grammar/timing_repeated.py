"""How often: 「每月10日前」, 「按季通报」, 「半年一次」."""

from __future__ import annotations

import calendar
import re

from analyzer.grammar.timing_words import TimingWords, duration, number

_END = r"(?P<end>底|末|终(?!了)|结束前)"
_CLOSED = r"(?:结束|终了|届满)后(?:的)?(?:第)?(?P<after>[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?(?:(?P<working>工作日)|日|天)(?:之内|以内|内)?"
_TAIL = r"(?:或者?之前|之前|以前|前|之内|以内|内)?"


def _day(name: str) -> str:
    return rf"(?P<{name}>3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号](?!常)"


_IN_YEAR = rf"年?的?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[ ]?月(?:份)?(?:{_day('day')}|(?P<month_end>底|末))?(?![至到起—～\-0-9一二三四五六七八九十])"
_PART = r"(?<=[年度])的?(?:第?(?P<quarter>[一二三四1-4])个?季度|(?P<half>[上下]半年))(?:[末底])?(?![至到起、—～\-])"
_IN_QUARTER = rf"(?<=[季度])的?(?P<place>首月|[末尾]月|第[一二三]个?月|最后一个月)(?:的|前)?(?:{_day('day_of_place')}|(?P<place_end>底|末))?"
_WEEKDAY = r"(?<=[周期])(?P<weekday>[一二三四五六日天])(?![次个期轮回天日小十至到、一二三四五六常气0-9])"
_FIRST_DAY = r"(?:[0-9]{1,2}[日号]?[-—~－～至到])?"
"""Of some days of a month the last counts: 「每月1日至|5日」."""
_EVERY = re.compile(
    r"每(?:隔)?(?P<count>半|[一二两三四五六七八九十]|[0-9]{1,2})?个?(?P<unit>年度|学年|年|季度|季|月份?|旬|周|星期|工作日|小时|日|天)(?!均|间[^隔])"
    rf"(?:{_IN_YEAR}|{_PART}|{_CLOSED}|{_IN_QUARTER}|{_WEEKDAY}|{_FIRST_DAY}{_day('own_day')}|(?<=[月份])(?P<third>[上中下])旬|年?{_END})?{_TAIL}"
)
_RATE = re.compile(r"[^，。；]{0,10}?(?:[0-9.]+[百千万亿]*元|[0-9.]+[%％]|百分之|千分之|万分之)")
"""Behind 「每年」 that tells how much, not when: 「每户每年补助2000元」."""
_ONCE = re.compile(r"(?<![0-9一二三四五六七八九十第每])(?P<count>[一两二三半])个?(?P<unit>年|季度|季|月|旬|周|日|天)(?:一|1)(?:次|报告?|评|调度|通报|考|检查?|总结|更新|公开)")
_PLACES = {"首": 1, "一": 1, "二": 2, "三": 3, "末": 3, "尾": 3, "最": 3}
_WEEK = "一二三四五六日"


def repeated(text: str, start: int, end: int, verb: int, words: TimingWords) -> tuple[str, int, int] | None:
    """The first repeating interval in ``text[start:end]`` with where its words stand; arguments as in ``TimingRules.find``."""
    for match in _EVERY.finditer(text, start, end):
        every = duration(match["count"] or "一", match["unit"])
        anchor = _anchor(match)
        times = None if anchor else words.times.match(text, match.end(), end)
        acts = anchor or match.start() < verb or times or words.ordered.match(text, match.end(), end) or words.ordered.fullmatch(text, max(start, match.start() - 2), match.start())
        if not every or not acts or text.startswith("的", match.end()):
            continue
        if not anchor and (words.amount.match(text, match.end(), end) or _RATE.match(text, match.end(), end)):
            continue
        close = times.end() if times and not times["between"] else match.end()
        return f"R/{anchor}/{every}" if anchor else f"R/{every}", match.start(), close
    if by := words.by.search(text, start, end):
        return f"R/{duration('一', by['unit'])}", by.start(), by.end("unit")
    if (once := _ONCE.search(text, start, end)) and (every := duration(once["count"], once["unit"])):
        return f"R/{every}", once.start(), once.end()
    return None


def _anchor(match: re.Match[str]) -> str:
    """The day in each year, quarter, month or week, "" where none is named."""
    unit, day = match["unit"], match["day"] or match["own_day"]
    if match["count"] or match["working"]:
        return ""  # half a year ends twice, and how many days fifteen working days are the calendar says
    if match["weekday"]:
        return f"-W-{_WEEK.index(match['weekday'].replace('天', '日')) + 1}"
    quarter, year, monthly = unit in ("季度", "季"), unit in ("年", "年度"), unit.startswith("月")
    if match["month"]:
        return _in_month(number(match["month"]), match["day"], bool(match["month_end"])) if year or unit == "学年" else ""
    if match["quarter"] and year:
        return _in_month(3 * number(match["quarter"].translate(str.maketrans("一二三四", "1234"))), "", last=True)
    if match["half"] and year:
        return "--06-30" if match["half"] == "上半年" else "--12-31"
    if match["after"] and (quarter or year or monthly):
        after = number(match["after"])
        return (f"---{after:02d}" if monthly else f"--01-{after:02d}") if after <= calendar.monthrange(2001, 1)[1] else ""
    if match["place"] and quarter:
        place = match["place"]
        return _in_month(_PLACES[place[1] if place[0] == "第" else place[0]], match["day_of_place"], bool(match["place_end"]))
    if day and monthly:
        return f"---{number(day):02d}"
    if match["third"] and monthly:
        return {"上": "---10", "中": "---20", "下": "---31"}[match["third"]]
    if match["end"]:
        return "--12-31" if year else "--03-31" if quarter else "---31" if monthly else ""
    return ""


def _in_month(month: int, day: str | None, last: bool) -> str:
    if last:
        return f"--{month:02d}-{calendar.monthrange(2001, month)[1]:02d}"
    return f"--{month:02d}-{number(day):02d}" if day else f"--{month:02d}"
