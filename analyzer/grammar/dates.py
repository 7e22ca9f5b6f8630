"""By when: 「到2025年」, 「6月底前」, 「三年内」, 「“十四五”末」 resolved against the document's date."""

from __future__ import annotations

import calendar
import re

from analyzer.grammar.numerals import parse_chinese

_DIGITS = str.maketrans("０１２３４５６７８９一二三四五六七八九〇零○", "0123456789123456789000")
_LEAD = r"(?P<lead>自|从|比|较|截至|截止|截止到|于|力争到|争取到|到|至|在|以|按|同比|相比)?"
_YEAR = r"(?:(?P<year>(?:19|20|２０|１９)[0-9０-９]{2}|[一二][〇零○一二三四五六七八九九]{3})[ ]?年|(?P<this>今年|本年度|本年|当年|明年|后年|今明两年|(?<![0-9０-９一二两三四五六七八九十几数多近每半])年(?=内|底|末|中(?!国|央|小|药|心))))"
_WITHIN_YEAR = (
    r"(?:(?P<half>上半年|下半年)|(?P<quarter>[第前]?[一二三四1-4]个?季度|第[一二三四]季(?![节风]))"
    r"|[ ]?(?P<month>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])[ ]?月(?:份)?(?:[ ]?(?P<day>[0-9０-９]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号]|(?P<month_end>底|末)|(?P<middle>上旬|中旬|下旬|中))?"
    r"|(?P<year_end>年?[底末])|(?P<year_mid>年?中(?!国|央|小|医|药|心|共|华|部))|(?P<year_in>度?内)|(?P<span>[-—~至到][0-9]{4}年(?P<span_end>年?[底末])?))"
)
_TAIL = r"(?P<tail>[ ]?(?:或之前|或以前|之前|以前|前夕|前|之内|以内|内|以来|以后|之后|后|起|开始|版|版本|度(?!过)|度计划|期间|修订|出台|印发|发布))?"
_ABSOLUTE = re.compile(rf"{_LEAD}{_YEAR}{_WITHIN_YEAR}?{_TAIL}")
_MONTH_ONLY = re.compile(
    r"(?P<lead>自|从|截至)?(?:(?P<month>[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(?P<day>[0-9０-９]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|(?P<month_end>底|末))?"
    r"|(?P<this_month>[本下])?(?P<this_end>月底|月末)|(?P<half>上半年|下半年)|(?P<quarter>[一二三四]季度))"
    r"[^，。；\n]{0,8}?(?P<tail>或之前|或以前|之前|以前|前|以内|内|末|底|起)"
)
_QUARTER = re.compile(r"(?<![前每各第0-9一二三四年、])第?(?P<quarter>[一二三四]季度)(?![的至到、和与及各以起后]|[-—~]|同比|环比|数据|[^，。；\n]{0,12}?(?:增长|下降|同比|已|了))")
"""A quarter of the document's year, with nothing that says 「by」 or that it is over: 「二季度|完成改造」."""
_UNTIL = re.compile(
    r"(?:[0-9]{1,2}[：:][0-9]{2})?[ ]?[-—－~～至到][ ]?(?:(?P<year>20[0-9]{2})年)?(?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])[ ]?月(?:份)?"
    r"(?:(?P<day>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|(?P<month_end>底|末))?"
)
"""The end of a time that begins in the year before it: 「2024年9月|至12月」."""
_COUNTED = re.compile("(?:后|起|满|之日|当日)(?:的|起|算)?$|前$")
"""Before a span of time: it counts from an event and not from the document's date (「签署协议后十八个月内」)."""
_FIVE_YEAR = re.compile(
    r"[“\"「『]?(?P<plan>十[一二三四五六]?五)[”\"」』]?(?P<tail>规划)?(?:期?末|期间|时期|中期|结束)"
)
_SPAN = re.compile(
    r"(?P<lead>未来|今后|用|在|以|力争|争取|通过|经过)?(?P<low>[0-9０-９]{1,2}|[一二两三四五六七八九十]+)(?:(?:[-—~－至到]|、)(?P<high>[0-9０-９]{1,2}|[一二两三四五六七八九十]+))?"
    r"(?P<unit>年|个月)(?:(?P<about>左右)?(?P<in>之内|以内|内|时间|的时间))?"
)
_CENTURY = re.compile(r"(?:到)?(?P<what>本世纪中叶|新中国成立100年|本世纪末)")
_GATE = re.compile(r"[年月季]|十[一二三四五六]?五[”\"」』]?[期时中末]|本世纪")
_MARK = re.compile("[年月季五世]")
"""A character of all that _GATE lets through: the search for one is faster still."""
_PAST_LEAD = frozenset(("自", "从", "比", "较", "截至", "截止", "截止到", "同比", "相比", "以", "按"))
_NO_DEADLINE = ("以来", "起", "开始", "版", "度计划", "修订", "出台", "印发", "发布", "以后", "之后", "后")
_GOING_ON = ("不断", "不仅", "不但", "不懈")
_BY_THEN = re.compile("[到至前内底末]|力争|争取")
_HAPPENS = re.compile("[建投完通竣开落办达交做铺][成产用工车牌地结到付好开]|全面|基本|实现|取得|启动|实施|运[行营]|覆盖|见效|到位|上线")
"""Behind a year that stands after the verb: what is to happen by then (「确保项目2026年|建成投用」), and no thing of that year."""
_TOPICS = ("对", "凡", "按")
_QUARTER_END = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
Found = tuple[str, int, int]


def _small(text: str) -> int:
    value = parse_chinese(text) if not text[0].isdigit() else float(text.translate(_DIGITS))
    return int(value or 0)


def _month_end(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _add_months(date: str, months: int) -> str:
    year, month = int(date[:4]), int(date[5:7])
    total = year * 12 + month - 1 + months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def _within(year: int, match: re.Match[str]) -> str:
    """What a match says inside a year, to its precision."""
    groups = match.groupdict()
    if groups.get("half"):
        return f"{year}-06-30" if groups["half"].startswith("上") else f"{year}-12-31"
    if groups.get("quarter"):
        number = re.search(r"[一二三四1-4]", groups["quarter"])
        return f"{year}-{_QUARTER_END[int(number[0].translate(_DIGITS))]}" if number else str(year)
    if groups.get("month"):
        month = _small(groups["month"])
        if not 1 <= month <= 12:
            return ""
        if groups.get("day"):
            day = _small(groups["day"])
            return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= calendar.monthrange(year, month)[1] else ""
        if groups.get("month_end") or (groups.get("tail") or "") in ("底", "末"):
            return _month_end(year, month)
        return f"{year}-{month:02d}"
    if groups.get("year_end"):
        return f"{year}-12-31"
    if groups.get("year_mid"):
        return f"{year}-06-30"
    return str(year)


def _absolute(match: re.Match[str], date: str) -> str:
    lead, tail = match["lead"] or "", (match["tail"] or "").strip()
    if match["month"] and match["year"] and (until := _UNTIL.match(match.string, match.end())):
        iso = _within(int(until["year"] or match["year"].translate(_DIGITS)), until)
        return "" if not iso or iso < date[: len(iso)] else iso
    if lead in _PAST_LEAD or tail in _NO_DEADLINE:
        return ""
    this_year = int(date[:4]) if date else 0
    if match["year"]:
        year = int(match["year"].translate(_DIGITS))
        if match["span"]:
            year = int(re.findall(r"\d{4}", match["span"])[0])
            return f"{year}-12-31" if match["span_end"] else str(year)
    elif this_year:
        year = this_year + (1 if match["this"] in ("明年", "今明两年") else 2 if match["this"] == "后年" else 0)
    else:
        return ""
    iso = _within(year, match)
    return "" if not iso or iso < date[: len(iso)] else iso  # what lies before the document is no deadline


def find_deadline(text: str, start: int, end: int, date: str = "") -> Found | None:
    """The first deadline in ``text[start:end]``: its ISO form to the precision stated, and its span.

    Args:
        text: clean text.
        start, end: the stretch to look in, usually a clause.
        date: the document's ISO date, to whatever precision; without it only absolute years resolve.

    >>> find_deadline("到2025年底前完成", 0, 9, "2021-03-01"), find_deadline("三年内建成", 0, 5, "2021-03-01")
    (('2025-12-31', 0, 8), ('2024', 0, 3))
    """
    if _MARK.search(text, start, end) is None or _GATE.search(text, start, end) is None:
        return None
    found: list[Found] = []
    for match in _ABSOLUTE.finditer(text, start, end):
        if iso := _absolute(match, date):
            found.append((iso, match.start(), match.end()))
            break
    if plan := _FIVE_YEAR.search(text, start, end):
        # The tenth plan ended in 2005, and each runs five years: 十五 2005 … 十四五 2025.
        number = parse_chinese(plan["plan"][:-1]) or 0
        year = 1955 + 5 * int(number)
        before = text[max(start, plan.start() - 1) : plan.start()]
        if year >= int(date[:4] or 0 if date else 0) and before not in ("比", "较"):
            iso = str(year - 2) if "中期" in plan[0] else str(year)
            found.append((iso, plan.start(), plan.end()))
    if century := _CENTURY.search(text, start, end):
        found.append(("2100" if century["what"] == "本世纪末" else "2050", century.start(), century.end()))
    if date and (relative := _relative(text, start, end, date)):
        found.append(relative)
    return min(found, key=lambda f: f[1], default=None)


def attributive(text: str, span: tuple[int, int], found: Found, verb: int) -> bool:
    """Whether a year says which thing is meant and not by when: 「制定|明年的计划」, 「对当年获批的企业」.

    Args:
        span: the clause that holds the date.
        verb: where the clause's verb ends, -1 where it has none.
    """
    iso, start, end = found
    if len(iso) != len("2025") or _BY_THEN.search(text, max(span[0], start - 2), end):
        return False
    inside = text.startswith(_TOPICS, span[0]) and "的" in text[end : span[1]]
    behind = 0 <= verb <= start and _HAPPENS.search(text, end, span[1]) is None
    return inside or text.startswith("的当年", start - 1) or behind or text.startswith("度", end - 1)


def _relative(text: str, start: int, end: int, date: str) -> Found | None:
    found: list[Found] = []
    year = int(date[:4])
    for match in _MONTH_ONLY.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else ""
        if match["lead"] or match["tail"] == "起" or (before in "年个0123456789" and before) or text.startswith("每年的", max(start, match.start() - 3)):
            continue
        if match["this_end"]:
            if len(date) >= 7:
                iso = _add_months(date, 1 if match["this_month"] == "下" else 0)
                found.append((_month_end(int(iso[:4]), int(iso[5:7])), match.start(), match.end()))
        else:
            iso = _within(year, match)
            if iso and iso < date[: len(iso)]:
                iso = _within(year + 1, match)  # 「1月31日前」 in a December document
            if iso:
                found.append((iso, match.start(), match.end()))
        break
    if not found and (quarter := _QUARTER.search(text, start, end)):
        iso = _within(year, quarter)
        if iso >= date[: len(iso)]:  # one that is over is reported on
            found.append((iso, quarter.start(), quarter.end()))
    for match in _SPAN.finditer(text, start, end):
        future = match["lead"] in ("未来", "今后")
        follows = text[match.end() : match.end() + 2]
        if not (match["in"] or future) or text[max(start, match.start() - 1) : match.start()] in (
            "第",
            "每",
            "近",
            "过",
        ):
            continue
        if "之日起" in text[start : match.start()] or _COUNTED.search(text, start, match.start()) or follows[:1] in ("来", "前"):
            continue
        if follows[:1] == "不" and follows not in _GOING_ON:
            continue  # 「五年内不得…」: how long it holds
        if match["in"] in ("时间", "的时间") and match["lead"] not in (
            "用",
            "以",
            "通过",
            "经过",
            "力争",
            "争取",
            "未来",
            "今后",
        ):
            continue
        count = _small(match["high"] or match["low"])
        if not 0 < count <= 60:
            continue
        if match["unit"] == "年":
            found.append((str(year + count), match.start(), match.end()))
        elif len(date) >= 7:
            found.append((_add_months(date, count), match.start(), match.end()))
        break
    return min(found, key=lambda f: f[1], default=None)
