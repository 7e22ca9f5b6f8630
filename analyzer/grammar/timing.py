"""In what time and how often: 「自受理之日起30日内」, 「每月10日前」, as durations and repeating intervals of ISO 8601."""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from analyzer.grammar.numerals import parse_chinese

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER = r"[0-9０-９]{1,3}|[一二两三四五六七八九十百零〇]{1,7}"
_END = r"(?P<end>底|末|终(?!了)|结束前)"
_CLOSED = r"(?:结束|终了|届满)后(?:的)?(?:第)?(?P<after>[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?(?:(?P<working>工作日)|日|天)(?:之内|以内|内)?"
_TAIL = r"(?:或者?之前|之前|以前|前|之内|以内|内)?"


def _day(name: str) -> str:
    return rf"(?P<{name}>3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号](?!常)"


_IN_YEAR = rf"年?的?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[ ]?月(?:份)?(?:{_day('day')}|(?P<month_end>底|末))?(?![至到起—～\-0-9一二三四五六七八九十])"
_IN_QUARTER = rf"(?P<place>首月|第一个月|[末尾]月){_day('day_of_place')}"
_EVERY = re.compile(
    r"每(?:隔)?(?P<count>半|[一二两三四五六七八九十]|[0-9]{1,2})?个?(?P<unit>年度|学年|年|季度|季|月份?|周|星期|工作日|小时|日|天)(?!均|间[^隔])"
    rf"(?:{_IN_YEAR}|{_CLOSED}|{_IN_QUARTER}|(?P<weekday>[一二三四五六日天])(?![次个期轮回天日小十至到、一二三四五六常气0-9])|{_day('own_day')}|年?{_END})?{_TAIL}"
)
_OFTEN = re.compile(r"(?:至少|不少于|不得少于|不低于|原则上)?[^，。；0-9一二两三四五六七八九十]{0,12}(?:[一二两三四五六七八九十]|[0-9]{1,2})[次回轮]")
_TIMES = re.compile(r"(?:至少|不少于|不得少于|不低于|一般)?(?:[一二两三四五六七八九十]|[0-9]{1,2})[次回轮]")
_RATE = re.compile(r"[^，。；]{0,10}?(?:[0-9.]+[百千万亿]*元|[0-9.]+[%％]|百分之|千分之|万分之)")
"""Behind 「每年」 that tells how much, not when: 「每户每年补助2000元」."""
_BY = re.compile(r"(?<!遵)按(?P<unit>年度|学年|年|季度|季|月|周|日)(?=(?:度)?(?:[向对]|核对|、按|报[送告]|上报|通报|公[布开示]|汇总|调度|考核|结算|发[放布]|足额|拨付|缴[纳存]|定期|统计|检查|申报|申请|预扣|代扣|扣缴|征收|缴|分解|评[估价]|填报|分析|支付))")
_ONCE = re.compile(r"(?<![0-9一二三四五六七八九十第])(?:(?P<count>[一两二三半])个?)(?P<unit>年|季度|季|月|周|日|天)(?:一|1)(?:次|报告?|评|调度|通报|考|检查?|总结|更新|公开)")
_WITHIN = re.compile(
    rf"(?P<early>提前(?:至少|不少于)?)?(?:(?P<low>{_NUMBER})(?:[-—~－～至到]|、))?(?P<count>{_NUMBER}|半)"
    r"(?P<unit>个?工作日|个?自然日|个?交易日|日|天|个?星期|周|个半月|个月|个季度|年|个?小时|分钟)(?P<side>(?:之内|以内|内)|(?:之前|以前|前)|以上)?"
)
_STARTS = re.compile(r"(?:之日|当日|次日|之时|[日时后]|以后|之后)起?(?:算起|计算|算)?的?[，]?(?:第)?$|起(?:的)?$")
"""What ends the event that a length of time counts from: 「受理|之日起」, 「收到申请|后」."""
_FROM = re.compile(r"自(?![治主动身然行觉愿由律我己来卫信])|从(?![事业])|(?<![存现正实所潜])在(?![线建读职])|(?<![基对位处关属便利用由鉴等])于(?![是])")
_MODALS = re.compile(r"(?:应当?|必须|须|要|可以?)(?=[自从在于接收])")
_UNTRUE = re.compile(r"(?:近|过去|最近|前|上|连续|每|第|满|不足|超过|逾|累计|为期|同一|任何|任[何意一]|月)$|[0-9０-９一二三四五六七八九十百千万零〇半点]$")
"""Before a length of time that is none to act in: 「近三年内」."""
_NOT_LIMIT = re.compile(r"的|有效|未|没有|仍|无[法故]|不(?![得予准能低少再受])|[发出]生|出现|有过|曾|累计|连续|[一-鿿]{0,8}(?:圈|[^目]的$)")
"""Behind a length of time that belongs to a condition or a noun phrase: 「三日内未办结的」, 「一小时内交通圈」."""
_TERM = re.compile(r"[满行办始开束期施议业前的用]$")
_AHEAD = tuple(f"{event}前" for event in ("召开", "届满", "期满", "到期", "开始", "实施", "施行", "举行", "截止", "终止", "结束"))
_WINDOW = 16
"""How many characters before a length of time tell what it is."""
_BEFORE_TERM = tuple(f"{end}前" for end in "满行办始束期施")
_GATE = re.compile("[每按内]|提前|前[0-9一二三四五六七八九十两]|[天时日月周]前|[年季月周日天]一")
_LETTERS = {"年": "Y", "月": "M", "周": "W", "星期": "W", "日": "D", "天": "D", "季": "Q"}
_WEEK = "一二三四五六日"


class Timing(NamedTuple):
    """In what time or how often, and the words that say so; offsets into the text."""

    iso: str
    """A duration (``P30D``; ``P15D/..`` for so long before), or a repeating interval (``R/P3M``, ``R/---10/P1M``)."""
    start: int
    end: int


def find_timing(text: str, start: int, end: int, *, verb: int = -1, whole: bool = False) -> Timing | None:
    """The first statement in ``text[start:end]`` of how often, or within what time of an event.

    Args:
        text: clean text.
        start, end: the stretch to look in, usually a clause.
        verb: where the verb begins: 「每年」 counts before it, and behind it only with a number of times.
        whole: whether the words must close the stretch, as they do in a clause of their own (「自受理之日起30日内，」).

    Returns:
        ISO 8601: ``P30D`` within thirty days (working days are days too: the words tell them apart), ``PT24H`` within hours,
        ``P15D/..`` fifteen days before, an interval with an open end; ``R/P3M`` once a quarter; ``R/---10/P1M`` by the tenth of each month, ``R/--06-30/P1Y``
        by the end of June of each year (``---31`` is the last day of a month), ``R/--03-31/P3M`` by the end of each quarter. None where the
        stretch says nothing of the kind.

    >>> find_timing("应当自受理之日起30日内作出决定", 0, 15)
    Timing(iso='P30D', start=2, end=12)
    >>> find_timing("每月10日前报送", 0, 8, verb=6).iso, find_timing("每季度至少检查一次", 0, 9, verb=5).iso
    ('R/---10/P1M', 'R/P3M')
    """
    if _GATE.search(text, start, end) is None:
        return None
    found = [t for t in (_repeated(text, start, end, verb), _within(text, start, end)) if t is not None]
    if whole:
        found = [t for t in found if not text[t.end : end].strip(" \u3000”’）)")]
    return min(found, key=lambda t: t.start, default=None)


def _number(words: str) -> int:
    return int(words.translate(_DIGITS)) if words[0].translate(_DIGITS).isdigit() else int(parse_chinese(words) or 0)


def _duration(count: int, unit: str) -> str:
    """A length of time: 3, 季 is P3M too."""
    if "小时" in unit:
        return f"PT{count}H"
    if unit == "分钟":
        return f"PT{count}M"
    letter = next((_LETTERS[name] for name in ("星期", "季", "周", "月", "年", "日", "天") if name in unit), "D")
    return f"P{3 * count}M" if letter == "Q" else f"P{count}{letter}"


def _half(unit: str) -> str:
    return "P6M" if unit.startswith("年") else ""


def _repeated(text: str, start: int, end: int, verb: int) -> Timing | None:
    for match in _EVERY.finditer(text, start, end):
        count = match["count"]
        every = _half(match["unit"]) if count == "半" else _duration(_number(count) if count else 1, match["unit"])
        anchor = _anchor(match)
        acts = anchor or match.start() < verb or _OFTEN.match(text, match.end(), end)
        if not every or not acts or text.startswith("的", match.end()) or (not anchor and _RATE.match(text, match.end(), end)):
            continue
        times = None if anchor else _TIMES.match(text, match.end(), end)
        return Timing(f"R/{anchor}/{every}" if anchor else f"R/{every}", match.start(), (times or match).end())
    for pattern in (_BY, _ONCE):
        if once := pattern.search(text, start, end):
            count = once.groupdict().get("count") or "一"
            every = _half(once["unit"]) if count == "半" else _duration(_number(count), once["unit"])
            if every:
                return Timing(f"R/{every}", once.start(), once.end())
    return None


def _anchor(match: re.Match[str]) -> str:
    """The day in each year, quarter, month or week, "" where none is named."""
    unit, day = match["unit"], match["day"] or match["day_of_place"] or match["own_day"]
    if match["count"] or match["working"]:
        return ""  # half a year ends twice, and how many days fifteen working days are the calendar says
    if match["month"]:
        month = _number(match["month"])
        if unit not in ("年", "年度", "学年"):
            return ""
        if match["month_end"]:
            return f"--{month:02d}-{calendar.monthrange(2001, month)[1]:02d}"
        return f"--{month:02d}-{_number(day):02d}" if day else f"--{month:02d}"
    if match["weekday"]:
        return f"-W-{_WEEK.index(match['weekday'].replace('天', '日')) + 1}" if unit in ("周", "星期") else ""
    quarter, year, monthly = unit in ("季度", "季"), unit in ("年", "年度"), unit.startswith("月")
    if match["after"] and (quarter or year or monthly):
        after = _number(match["after"])
        return (f"---{after:02d}" if monthly else f"--01-{after:02d}") if after <= calendar.monthrange(2001, 1)[1] else ""
    if match["place"] and quarter:
        return f"--{'03' if match['place'] in ('末月', '尾月') else '01'}-{_number(day):02d}"
    if day and monthly:
        return f"---{_number(day):02d}"
    if match["end"]:
        return "--12-31" if year else "--03-31" if quarter else "---31" if monthly else ""
    return ""


def _within(text: str, start: int, end: int) -> Timing | None:
    for match in _WITHIN.finditer(text, start, end):
        side, early, unit = match["side"] or "", match["early"], match["unit"]
        before = text[max(start, match.start() - _WINDOW) : match.start()]
        ahead = len(before) >= len("终止前") and before.endswith("前") and unit != "年"
        if (side.endswith("内") and ahead) or (not side and before.endswith(_AHEAD)):
            until = "/.."  # 终止前30日内, 会议召开前15日
        elif side.endswith("内") and not early:
            if _UNTRUE.search(before[-4:]) or _NOT_LIMIT.match(text, match.end(), end) or text[end - 1] == "的":
                continue
            until = ""
        elif early or before.endswith(_BEFORE_TERM) or (side.endswith("前") and (unit not in ("日", "年") or (unit == "日" and _TERM.search(before)))):
            until = "/.."
        else:
            continue
        if match["count"] == "半":
            iso = _half(unit)
        elif unit == "个半月":
            continue
        else:
            count = _number(match["count"])
            iso = _duration(count, unit) if count else ""
        if iso:
            return Timing(iso + until, _event(text, start, match.start()), match.end())
    return None


def _event(text: str, start: int, at: int) -> int:
    """Where the words begin that name what a length of time counts from; the length itself where they name nothing."""
    before = text[start:at]
    if _STARTS.search(before) is None and _TERM.search(before) is None:
        return at - 1 if before.endswith(("在", "于")) else at
    openings = [m.start() for m in _FROM.finditer(before)]
    by_self = [i for i in openings if before[i] in "自从"]
    if by_self or openings:
        return start + (by_self or openings)[-1]
    modal = list(_MODALS.finditer(before))
    return start + (modal[-1].end() if modal else len(before) - len(before.lstrip(" \u3000，、")))
