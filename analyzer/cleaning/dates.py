"""Dates as articles write them, in ISO form."""

from __future__ import annotations

import re
from datetime import date as _date
from typing import NamedTuple

_CN = "〇○零Ｏ一二三四五六七八九十廿卅元"
_DIGIT = {ch: i for i, ch in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "Ｏ": 0, "元": 1}
_YEAR = rf"(?:(?P<roc>民[国國])[ ]?)?(?P<y>(?:19|20)\d{{2}}|\d{{2,3}}(?=[ ]?年)|[〇○零Ｏ一二三四五六七八九]{{4}}|(?<=民国)[{_CN}]{{1,4}}|(?<=民國)[{_CN}]{{1,4}})"
_N = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
DATE = re.compile(
    rf"{_YEAR}[ ]{{0,2}}(?:年[ ]{{0,2}}(?P<m>{_N})[ ]{{0,2}}月(?:份)?(?:[ ]{{0,2}}(?P<d>{_N})[ ]{{0,2}}[日号號])?|(?P<s>[-/.])(?P<m2>\d{{1,2}})(?:(?P=s)(?P<d2>\d{{1,2}}))?(?!\d))"
)
"""A date with its year."""
_SIGN = re.compile(rf"[0-9{_CN}](?:[ ]{{0,2}}年|(?<=1)9\d\d[-/.]|(?<=2)0\d\d[-/.])")
"""What every date with its year holds, begun by one set of characters: cheaper to look for."""
_AFTER_YEAR = re.compile(rf"[-/.年](?<=[\d{_CN} ].)(?:(?<=年)[ ]{{0,2}}{_N}[ ]{{0,2}}月|(?<!年)\d)")
"""What follows every year that begins a date, begun by one set of characters: cheaper to look for, too."""
_REACH = 12
"""No year is longer, with the blanks after it and 民国 before."""
ROC = re.compile(r"(?<!\d)(?P<y>1\d{2}|[6-9]\d)(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
"""A date of the Republic's calendar in figures: 108-02-14."""
DAY = re.compile(rf"(?<![\d年{_CN}])(?P<m>{_N})[ ]?月[ ]?(?P<d>{_N})[ ]?[日号號]")
"""A date without a year."""


class Dated(NamedTuple):
    """A date found.

    Attributes:
        iso: to the precision stated; "" where no year is known.
        text: as written.
    """

    iso: str
    text: str
    start: int
    end: int


def number(text: str) -> int:
    """A figure of up to four digits in either writing.

    >>> number("27"), number("二十七"), number("十"), number("二〇二二"), number("廿一")
    (27, 27, 10, 2022, 21)
    """
    if text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_DIGIT.get(tens, 1) if tens else 1) * 10 + (_DIGIT.get(ones, 0) if ones else 0)
    value = 0
    for ch in text:
        value = value * 10 + _DIGIT.get(ch, 0)
    return value


def _iso(year: int, month: int, day: int) -> str:
    try:
        _date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return "-".join(part for part in (f"{year:04d}", month and f"{month:02d}", day and f"{day:02d}") if part)


def read_date(text: str, start: int = 0, end: int | None = None) -> Dated | None:
    """The first date with its year in a stretch of text.

    >>> [read_date(t).iso for t in ("2022-05-27", "二〇二二年五月二十七日", "民國108年2月14日", "2022年5月")]
    ['2022-05-27', '2022-05-27', '2019-02-14', '2022-05']
    """
    end = len(text) if end is None else end
    if not _SIGN.search(text, start, end):
        return None
    mark = _AFTER_YEAR.search(text, start, end)
    if mark is None:
        return None
    start = max(start, mark.start() - _REACH)
    for found in DATE.finditer(text, start, end):
        year = number(found["y"])
        if found["roc"] or year < 200:
            if not found["roc"]:
                continue
            year += 1911
        month = number(found["m"] or found["m2"])
        day = number(found["d"] or found["d2"] or "0")
        iso = _iso(year, month, day)
        if iso:
            return Dated(iso, found[0], found.start(), found.end())
    return None


def read_roc(text: str, start: int, end: int) -> Dated | None:
    """The first date like 108-02-14; only for texts known to come from Taiwan."""
    for found in ROC.finditer(text, start, end):
        iso = _iso(int(found["y"]) + 1911, int(found["m"]), int(found["d"]))
        if iso:
            return Dated(iso, found[0], found.start(), found.end())
    return None


def read_day(text: str, start: int, end: int, *, year: str = "") -> Dated | None:
    """The first date without a year; ``year`` (four digits, if known) completes it.

    >>> read_day("5月27日，会议", 0, 8, year="2022").iso, read_day("5月27日", 0, 5).iso
    ('2022-05-27', '')
    """
    if text.find("月", start, end) < 0:
        return None
    for found in DAY.finditer(text, start, end):
        month, day = number(found["m"]), number(found["d"])
        if _iso(2000, month, day):
            return Dated(_iso(int(year), month, day) if year else "", found[0], found.start(), found.end())
    return None
