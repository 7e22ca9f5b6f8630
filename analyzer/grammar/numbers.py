"""Number expressions of Chinese policy text: 「1.5万亿元以上」, 「4.5%—5%」, 「三分之一」, 「翻一番」, with their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.tables import read_csv

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

# 千 and 百 belong to the unit in 千瓦, 千克, 百分点; 兆 always does (兆瓦).
_SCALE = r"(?:[十百](?!分)|千(?![瓦克米伏卡焦])|[万亿])"
_ARABIC = (
    r"[0-9](?:[ ][0-9](?![0-9])){2,}"  # 4 9 2 5 0: digits set apart by a scanner
    r"|[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?"
)
_CHINESE = rf"(?:[零〇一二两三四五六七八九]|{_SCALE})+"
_NUMERAL = rf"(?:(?P<arabic>{_ARABIC})(?P<scale>[ ]?{_SCALE}{{1,3}})?|(?P<chinese>{_CHINESE}))"
_FIND = re.compile(
    # What looks like a number and is none goes first, so that it is consumed whole.
    r"(?P<date>(?:[0-9０-９]{4}|[一二三四五六七八九〇零○]{4})[ ]?(?:[-—~～至][0-9]{4}[ ]?)?年(?:度|代)?(?:[ ]?[0-9０-９]{1,2}[ ]?月)?(?:[ ]?[0-9０-９]{1,2}[ ]?日)?"
    r"|[0-9０-９]{1,2}[ ]?月(?:份|底|末|初|(?:[ ]?[0-9０-９]{1,2}[ ]?日))?|[0-9]{1,2}[:：][0-9]{2}|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|〔[0-9０-９]{2,4}〕|[第附][0-9０-９一二三四五六七八九十百千零]+|[A-Za-z][A-Za-z0-9.\-]*[0-9][0-9A-Za-z.]*|每[百千万](?:名|人)?)"
    r"|(?P<per>[百千万])分之(?P<share>[0-9０-９.．]+|[零〇一二两三四五六七八九十百]+)"
    r"|(?P<under>[二三四五六七八九十]+)分之(?P<over>[一二两三四五六七八九十]+)"
    r"|翻(?:(?P<doubling>[一二两三四0-9１-４])番|番|(?P<fold>[一二两三四五0-9])倍)"
    rf"|{_NUMERAL}"
)
_TO = re.compile(r"[ ]?(?:[-－‐–~～至到]|—{1,2}|―)[ ]?")
_MORE = re.compile(r"[ ]?(?:余|多)(?=.)")
# A bound set apart from its number: 「不超过服务合同金额的50%」, 「最高补助50万元」.
_FAR = re.compile(
    r"(?P<word>不低于|不少于|不得低于|不得少于|至少|不超过|不得超过|不高于|不得高于|最高|最多|最长|最低)"
    r"(?:[^，。；、0-9]{1,20}的|(?:可以?|给予|予以|补助|补贴|奖励|奖补|资助|支持|达|按|为|不超过|一次性){1,3})$"
)
_MAGNITUDE_ONLY = re.compile(r"[十百千万亿]+$")
# What may stand before a one-character comparator and make another word of it: 通过, 节约, 最近.
_NOT_AFTER = {"过": "通经透越穿跳超", "约": "节条契公合制大预", "近": "最附临邻将接", "超": "高", "达": "到传表下"}
_INSIDE_WORD = {
    "内": "容部涵外在地陆需",
    "多": "元",
    "成": "立为果长本效员功熟",
    "余": "",
    "起": "来",
    "对": "于",
    "台": "阶湾风",
    "类": "似",
    "部": "分门署",
    "组": "织合建",
    "支": "持撑付",
    "年": "度级代轻",
    "期": "间",
    "方": "面式案法向",
}


class NumberRow(NamedTuple):
    """A number expression; offsets into the text that was searched."""

    start: int
    end: int
    """The value expression with an adjacent comparator: 「30%以上」."""
    core_start: int
    core_end: int
    """Number and unit alone: 「30%」."""
    comparator: str
    """``= >= > <= < ~ range``."""
    said: bool
    """Whether a word or a range says the comparator (else it is ``=`` for want of one)."""
    number: tuple[float, ...]
    unit: str
    """Canonical unit: ``CNY``, ``%``, ``亩``; "" where none is written."""
    dimension: str
    """money, ratio, area … (``units.csv``); "" without a unit."""
    chinese: bool
    """Written with Chinese numerals alone: 三家, 万亿."""
    verb: str
    """The word before the value that leads to it (达到, 控制在), "" for none."""


def parse_chinese(text: str) -> float | None:
    """The value of a Chinese numeral, None where it is no well-formed one (「十四五」).

    >>> parse_chinese("一千二百"), parse_chinese("千亿"), parse_chinese("三十五万"), parse_chinese("十四五")
    (1200.0, 100000000000.0, 350000.0, None)
    """
    total = section = 0
    digit: int | None = None
    last = 10**9
    for at, char in enumerate(text):
        if char in _CN_DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _CN_DIGITS[char]
        elif char in _SMALL:
            unit = _SMALL[char]
            if unit >= last:
                return None
            section += (1 if digit is None or (digit == 0 and at) else digit) * unit
            digit, last = None, unit
        else:
            big = _BIG.get(char)
            if big is None:
                return None
            section += digit or 0
            if not section and not total:
                section = 1
            if big == 10**8 and total:  # 万亿
                total = (total + section) * big
            else:
                total += section * big
            section, digit, last = 0, None, 10**9
    if digit is not None and section == 0 and total == 0 and len(text) > 1 and text[0] not in "零〇":
        return None
    if digit is not None and section and last == 10 and len(text) >= 3 and text[-2] not in _SMALL:
        return None
    return float(total + section + (digit or 0))


def _arabic(text: str) -> float:
    return float(text.translate(_ASCII).replace(",", "").replace(" ", ""))


def _scale(text: str) -> int:
    factor = 1
    for char in text.strip():
        factor *= _SMALL.get(char) or _BIG[char]
    return factor


class NumberRules:
    """Units and comparators, and the search that reads with them."""

    __slots__ = ("_after", "_after_max", "_before", "_before_max", "_units", "_units_max", "_verbs", "_verbs_max")

    def __init__(self, units: Mapping[str, Sequence[Any]], comparators: Mapping[str, Sequence[str]]) -> None:
        """Take units as {written: (canonical, factor, dimension)}, comparators as {word: (place, comparator)}."""
        self._units = {k: (str(c), float(f), str(d)) for k, (c, f, d) in units.items()}
        self._before = {w: c for w, (place, c) in comparators.items() if place == "before"}
        self._after = {w: c for w, (place, c) in comparators.items() if place == "after"}
        self._verbs = {w: c for w, (place, c) in comparators.items() if place == "verb"}
        self._units_max = max(map(len, self._units), default=0)
        self._before_max = max(map(len, self._before), default=0)
        self._after_max = max(map(len, self._after), default=0)
        self._verbs_max = max(map(len, self._verbs), default=0)

    @classmethod
    def from_lexicons(cls, folder: Path) -> NumberRules:
        """Read ``units.csv`` and ``comparators.csv``.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        units: dict[str, tuple[str, float, str]] = {}
        for row in read_csv(
            folder / "units.csv",
            ("unit", "canonical", "factor", "dimension", "example", "counter"),
            required=("unit", "canonical", "factor", "dimension"),
        ):
            try:
                factor = float(row.cells["factor"])
            except ValueError:
                raise row.fail(f"factor {row.cells['factor']!r} is no number") from None
            if row.cells["unit"] in units:
                raise row.fail(f"the unit {row.cells['unit']} stands here a second time")
            units[row.cells["unit"]] = (row.cells["canonical"], factor, row.cells["dimension"])
        words: dict[str, tuple[str, str]] = {}
        for row in read_csv(
            folder / "comparators.csv",
            ("word", "place", "comparator", "example", "counter"),
            required=("word", "place", "comparator"),
        ):
            if row.cells["place"] not in ("before", "after", "verb"):
                raise row.fail(f"place {row.cells['place']!r} is none of before, after, verb")
            if row.cells["comparator"] not in ("=", ">=", ">", "<=", "<", "~"):
                raise row.fail(f"comparator {row.cells['comparator']!r} is none of = >= > <= < ~")
            words[row.cells["word"]] = (row.cells["place"], row.cells["comparator"])
        return cls(units, words)

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        words = {
            w: [place, c]
            for place, table in (("before", self._before), ("after", self._after), ("verb", self._verbs))
            for w, c in table.items()
        }
        return {"units": {k: list(v) for k, v in self._units.items()}, "comparators": words}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> NumberRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows["units"], rows["comparators"])

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[NumberRow]:
        """Number expressions in ``text[start:end]`` in order, without dates, ordinals and document numbers.

        >>> from analyzer.resources import lexicons_dir
        >>> rules = NumberRules.from_lexicons(lexicons_dir())
        >>> [(r.comparator, r.number, r.unit) for r in rules.find("规模超过1.5万亿元，增速4.5%—5%，占比三分之一左右")]
        [('>', (1500000000000.0,), 'CNY'), ('range', (4.5, 5.0), '%'), ('~', (0.3333,), '')]
        """
        stop = len(text) if end is None else end
        found: list[NumberRow] = []
        at = start
        while (match := _FIND.search(text, at, stop)) is not None:
            at = match.end()
            if match["date"] is not None:
                continue
            row = self._read(text, match, start, stop)
            if row is not None:
                found.append(row)
                at = max(at, row.end)
        return found

    def _unit(self, text: str, at: int, stop: int) -> tuple[str, float, str, int]:
        if at < stop and text[at] == " ":
            at += 1
        for length in range(min(self._units_max, stop - at), 0, -1):
            hit = self._units.get(text[at : at + length])
            if hit is not None:
                follow = _INSIDE_WORD.get(text[at + length - 1], "")
                if length == 1 and at + 1 < stop and text[at + 1] in follow:
                    continue
                return (*hit, at + length)
        return "", 1.0, "", -1

    def _read(self, text: str, match: re.Match[str], start: int, stop: int) -> NumberRow | None:
        a, b = match.span()
        chinese = match["chinese"] is not None
        unit = dimension = ""
        more = False
        if match["share"] is not None:
            share = match["share"]
            value = parse_chinese(share) if share[0] in _CN_DIGITS or share[0] in _SMALL else _arabic(share)
            per = match["per"]
            unit, dimension = ("%", "ratio") if per == "百" else ("‰", "ratio") if per == "千" else ("‱", "ratio")
        elif match["over"] is not None:
            over, under = parse_chinese(match["over"]), parse_chinese(match["under"])
            value = round(over / under, 4) if over is not None and under else None
            dimension = "ratio"
        elif match[0].startswith("翻"):
            times = match["doubling"] or match["fold"]
            count = 1.0 if times is None else (parse_chinese(times) if times in _CN_DIGITS else _arabic(times)) or 1.0
            value = 2.0**count if match["fold"] is None else count
            unit, dimension = "倍", "ratio"
        else:
            value = (
                parse_chinese(match["chinese"]) if chinese else _arabic(match["arabic"]) * _scale(match["scale"] or "")
            )
            if value is not None and (glue := _MORE.match(text, b, stop)):
                after = glue.end()
                tail = re.compile(_SCALE + "{1,2}").match(text, after, stop)
                if tail and not chinese:
                    value, after = value * _scale(tail[0]), tail.end()
                if self._unit(text, after, stop)[3] >= 0:
                    more, b = True, after
        if value is None:
            return None
        numbers: tuple[float, ...] = (value,)
        if not dimension:
            factor = 1.0
            written, factor, dimension, after = self._unit(text, b, stop)
            unit = written
            if b < stop and text[b] == "级" and (match["scale"] or _MAGNITUDE_ONLY.match(match[0])):
                unit, factor, dimension, after = "", 1.0, "", b + 1  # 万亿级: an order of magnitude, no grade
            if after >= 0:
                b = after
            elif b < stop and text[b].isascii() and text[b].isalpha():
                return None  # 5G, 3D: part of a name
            numbers = (value * factor,)
        spread = self._range(text, match, numbers, unit, a, b, stop, chinese=chinese)
        if spread is not None:
            numbers, unit, dimension, b, limits = spread
            if limits or len(numbers) == 2:
                return NumberRow(
                    a, b, a, b, "range", True, numbers, unit, dimension, chinese, self._verb(text, a, start)[0]
                )
        return self._compare(text, (a, b, start, stop), numbers, unit, dimension, chinese=chinese, more=more)

    def _range(
        self,
        text: str,
        match: re.Match[str],
        numbers: tuple[float, ...],
        unit: str,
        a: int,
        b: int,
        stop: int,
        *,
        chinese: bool,
    ) -> tuple[tuple[float, ...], str, str, int, bool] | None:
        """The second half of 「4.5%—5%」, 「1到2处」 or 「5万元以上20万元以下」."""
        limits = text.startswith(("以上", "至", "到"), b) is True and text.startswith("以上", b)
        if limits:
            second = _FIND.match(text, b + 2, stop)
        else:
            to = _TO.match(text, b, stop)
            if to is None or (a > 0 and text[a - 1] in "由从自"):
                return None
            second = _FIND.match(text, to.end(), stop)
        if second is None or not (second["arabic"] or second["chinese"]):
            return None
        upper = (
            parse_chinese(second["chinese"])
            if second["chinese"]
            else _arabic(second["arabic"]) * _scale(second["scale"] or "")
        )
        if upper is None or (second["chinese"] is not None) != chinese:
            return None
        name, factor, dimension, after = self._unit(text, second.end(), stop)
        if after < 0 or (unit and unit != name):
            return None
        lower = numbers[0]
        if not unit:
            lower *= factor
            if second["scale"] and not match["scale"] and lower < upper * factor:
                scaled = lower * _scale(second["scale"])  # 5到6万个: the scale belongs to both
                lower = scaled if scaled <= upper * factor else lower
        if limits:
            if not text.startswith("以下", after):
                return None
            return (lower, upper * factor), name, dimension, after + 2, True
        return (lower, upper * factor), name, dimension, after, False

    def _verb(self, text: str, a: int, start: int) -> tuple[str, str]:
        at = a - 1 if a > start and text[a - 1] == " " else a
        if at > start and text[at - 1] == "了":
            at -= 1
        for length in range(min(self._verbs_max, at - start), 0, -1):
            word = text[at - length : at]
            if word in self._verbs:
                return word, self._verbs[word]
        return "", ""

    def _compare(
        self,
        text: str,
        place: tuple[int, int, int, int],
        numbers: tuple[float, ...],
        unit: str,
        dimension: str,
        *,
        chinese: bool,
        more: bool,
    ) -> NumberRow:
        a, b, start, stop = place
        first, last = a, b
        sign = ">" if more else ""
        at = a - 1 if a > start and text[a - 1] == " " else a
        for length in range(min(self._before_max, at - start), 0, -1):
            word = text[at - length : at]
            if word not in self._before:
                continue
            if length == 1 and at - 2 >= start and text[at - 2] in _NOT_AFTER.get(word, ""):
                continue
            sign, first = self._before[word], at - length
            break
        verb, verb_sign = self._verb(text, first, start)
        if first == a:
            for length in range(min(self._after_max, stop - b), 0, -1):
                word = text[b : b + length]
                if word not in self._after:
                    continue
                if length == 1 and (dimension != "time" if word == "内" else True):
                    continue
                if word == "内" and b + 1 < stop and text[b + 1] in _INSIDE_WORD["内"]:
                    continue
                sign, last = self._after[word], b + length
                break
        if not sign and (far := _FAR.search(text, start, a)) is not None:
            sign = self._before.get(far["word"], "")
        if chinese or (dimension == "ratio" and not any(c.isdigit() for c in text[a:b])):
            first, last = a, b  # without digits the value is the words themselves: 过「千亿」, 不低于「三分之一」
        return NumberRow(
            first, last, a, b, sign or verb_sign or "=", bool(sign), numbers, unit, dimension, chinese, verb
        )
