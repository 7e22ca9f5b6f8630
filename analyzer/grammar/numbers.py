"""Number expressions of Chinese policy text: 「1.5万亿元以上」, 「4.5%—5%」, 「三分之一」, 「翻一番」, with their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.deadline import check
from analyzer.grammar.numerals import FIND, FIRST, SCALE, parse_chinese, scale_of, scale_value, value_of
from analyzer.lexicon.tables import RAISED, read_csv

_PER = {"百": "%", "千": "‰", "万": "‱"}
_TO = re.compile(r"[ ]?(?:[-－‐–~～至到]|—{1,2}|―)[ ]?")
_MORE = re.compile(r"[ ]?[余多](?=.)")
_MORE_INSIDE = re.compile(r"个(多|半)(?=小时|月|星期)")
"""「5个多小时」, 「一个半月」: between the number and its unit."""
_MORE_ALONE = re.compile(r"多(?![元样种数次])")
_SCALE_AFTER = re.compile(SCALE + "{1,2}")
# A bound set apart from its number: 「不超过货款总额的40%」, 「最高补助50万元」.
_FAR = re.compile(
    r"(?P<word>不低于|不少于|不得低于|不得少于|至少|不超过|不得超过|不高于|不得高于|最高(?!人民|法|检)|最多|最长|最低)"
    r"(?:[^，。；、0-9]{1,20}[的后]|(?:可以?|给予|予以|补助|补贴|奖励|奖补|资助|支持|达|按|为|不超过|一次性){1,3})$"
    r"|(?P<least>至少|最少|最多|至多)[^，。；、0-9]{1,4}$"
)
_FAR_FIRST = re.compile("[不至最]")
_FARTHEST = 32
"""Characters that a match of ``_FAR`` may have: no more are looked at before each number."""
_MAGNITUDE = re.compile(r".*[十百千万亿]$")
_CLASS = re.compile("(?<![我全中各两外本别他美德法英俄多哪几某该小大强成员盟约邻岛一二三四五六七八九十])国[一二三四五六1-6](?:[、和及]国?[一二三四五六1-6])*$")
"""The end of a class of emissions (「国三|及以下柴油货车」): the name of a standard, and no number."""
_CLASS_REACH = 10
"""Characters before its last one that such names are looked for in."""
_LENGTH_OF_TIME = re.compile(r"(?:为|满|期|限|每|共|各|长|达|提前)$")
_DAYS_OF_MONTH = 31
_DIGITS_OR_SPACE = "0123456789０１２３４５６７８９ "
# What may stand before a one-character comparator and make another word of it: 通过, 节约, 最近.
_NOT_AFTER = {"过": "通经透越穿跳超", "约": "节条契公合制大预", "近": "最附临邻将接", "超": "高", "达": "到传表下"}
# What may stand after a one-character unit or comparator and make another word of it: 内容, 方面, 年度.
_INSIDE_WORD = {
    "元": "区桥", "内": "容部涵外在地陆需", "多": "元", "成": "立为果长本效员功熟", "余": "", "起": "来",
    "对": "于", "台": "阶湾风", "类": "似", "部": "分门署", "组": "织合建", "支": "持撑付",
    "年": "度级代轻", "期": "间", "方": "面式案法向",
}  # fmt: skip


class _Quantity(NamedTuple):
    """A numeral with its unit, before comparators are looked for."""

    start: int
    end: int
    value: float
    """In base units."""
    factor: float
    """What the scale (万) and the unit multiply by: a range may share them."""
    unit: str
    dimension: str
    chinese: bool
    more: bool
    """余 or 多 stands in it."""


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
    lead: int
    """Where the comparator before the number begins, also where it is no part of the value: 过「千亿」."""


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
        columns: tuple[str, ...] = ("unit", "canonical", "factor", "dimension")
        for row in read_csv(folder / "units.csv", (*columns, "example", "counter"), required=columns):
            try:
                factor = float(row.cells["factor"])
            except ValueError:
                raise row.fail(f"factor {row.cells['factor']!r} is no number") from None
            if row.cells["unit"] in units:
                raise row.fail(f"the unit {row.cells['unit']} stands here a second time")
            units[row.cells["unit"]] = (row.cells["canonical"], factor, row.cells["dimension"])
        words: dict[str, tuple[str, str]] = {}
        columns = ("word", "place", "comparator")
        for row in read_csv(folder / "comparators.csv", (*columns, "example", "counter"), required=columns):
            wrong = []
            if row.cells["place"] not in ("before", "after", "verb"):
                wrong.append(f"place {row.cells['place']!r} is none of before, after, verb")
            if row.cells["comparator"] not in ("=", ">=", ">", "<=", "<", "~"):
                wrong.append(f"comparator {row.cells['comparator']!r} is none of = >= > <= < ~")
            if RAISED.of(row, wrong):
                continue
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
        while (first := FIRST.search(text, at, stop)) is not None:
            check()
            match = FIND.match(text, first.start(), stop)
            at = match.end() if match else first.end()
            quantity = self._quantity(text, match, stop) if match else None
            if quantity is None:
                continue
            row = self._range(text, quantity, start, stop) or self._single(text, quantity, start, stop)
            at = max(at, row.end, quantity.end)
            if not _is_day(text, row, start):
                found.append(row)
        return found

    def _quantity(self, text: str, match: re.Match[str], stop: int) -> _Quantity | None:
        """The value of a match of ``FIND`` with its unit; None for what is no number."""
        if match["skip"] is not None:
            return None
        a, b = match.span()
        if match["share"] is not None:
            value = value_of(match["share"])
            return None if value is None else _Quantity(a, b, value, 1.0, _PER[match["per"]], "ratio", False, False)
        if match["over"] is not None:
            over, under = parse_chinese(match["over"]), parse_chinese(match["under"])
            return _Quantity(a, b, round(over / under, 4), 1.0, "", "ratio", False, False) if over and under else None
        if match[0].startswith("翻"):
            count = value_of(match["doubling"] or match["fold"] or "1") or 1.0
            value = count if match["fold"] else 2.0**count
            return _Quantity(a, b, value, 1.0, "倍", "ratio", False, False)
        written = match["arabic"] or match["chinese"]
        chinese = match["chinese"] is not None
        value = value_of(written.replace(" ", ""))
        if value is None or (b - a == 1 and _CLASS.search(text, max(0, a - _CLASS_REACH), b)):
            return None
        factor, more = scale_of(written), False
        if glue := _MORE.match(text, b, stop):  # 500余家, 2000多万人
            after = glue.end()
            scale = _SCALE_AFTER.match(text, after, stop)
            times = float(scale_value(scale[0])) if scale else 1.0
            after = scale.end() if scale else after
            if self._unit(text, after, stop)[3] >= 0:
                value, factor, more, b = value * times, factor * times, True, after
        elif inside := _MORE_INSIDE.match(text, b, stop):
            more, b = inside[1] == "多", inside.end()
            value += 0.0 if more else 0.5
            if text.startswith("月", b):
                return _Quantity(a, b + 1, value, factor, "月", "time", chinese, more)
        unit, times, dimension, after = self._unit(text, b, stop)
        if after < 0 and not more and written[-1] in "万亿" and (alone := _MORE_ALONE.match(text, b, stop)):
            more, b = True, alone.end()  # 28亿多
        if text.startswith("级", b) and _MAGNITUDE.match(written):  # 万亿级: an order of magnitude, no grade
            unit, times, dimension, after = "", 1.0, "", b + 1
        if after < 0 and b < stop and text[b].isascii() and text[b].isalpha():
            return None  # 5G, 3D: part of a name
        return _Quantity(a, max(b, after), value * times, factor * times, unit, dimension, chinese, more)

    def _unit(self, text: str, at: int, stop: int) -> tuple[str, float, str, int]:
        """The unit at a position: canonical name, factor, dimension, its end (-1 where there is none)."""
        if at < stop and text[at] == " ":
            at += 1
        for length in range(min(self._units_max, stop - at), 0, -1):
            hit = self._units.get(text[at : at + length])
            if hit is None or (length == 1 and _inside_word(text, at, stop)):
                continue
            return (*hit, at + length)
        return "", 1.0, "", -1

    def _range(self, text: str, low: _Quantity, start: int, stop: int) -> NumberRow | None:
        """「4.5%—5%」, 「1到2处」 or 「5万元以上20万元以下」, None where the number stands alone."""
        bounds = text.startswith("以上", low.end)
        joint = None if bounds else _TO.match(text, low.end, stop)
        if not bounds and (joint is None or text[max(start, low.start - 1) : low.start] in ("由", "从", "自")):
            return None
        match = FIND.match(text, joint.end() if joint else low.end + 2, stop)
        if match is None or not (match["arabic"] or match["chinese"] or match["share"]):
            return None
        high = self._quantity(text, match, stop)
        if high is None or not high.dimension or high.chinese != low.chinese or (low.unit and low.unit != high.unit):
            return None
        first = low.value
        if not low.unit:
            shared = first * high.factor if low.factor == 1 else first * high.factor / scale_of(match[0])
            first = shared if shared <= high.value else first * high.factor / scale_of(match[0])
        end = high.end
        if bounds:
            if not text.startswith("以下", end):
                return None
            end += 2
        verb = self._verb(text, low.start, start)[0]
        return NumberRow(
            low.start, end, low.start, end, "range", True, (first, high.value), high.unit, high.dimension, low.chinese, verb,
            low.start,
        )

    def _verb(self, text: str, at: int, start: int) -> tuple[str, str]:
        """The verb that leads to a value (达到, 控制在) and its comparator."""
        while at > start and text[at - 1] in " 了":
            at -= 1
        for length in range(min(self._verbs_max, at - start), 0, -1):
            word = text[at - length : at]
            if word in self._verbs:
                return word, self._verbs[word]
        return "", ""

    def _single(self, text: str, quantity: _Quantity, start: int, stop: int) -> NumberRow:
        """A number with the comparators that stand at it."""
        last = quantity.end
        sign, first = self._word_before(text, quantity.start, start)
        verb, verb_sign = self._verb(text, first, start)
        if not sign:
            sign, last = self._word_after(text, last, stop, quantity.dimension)
        far_from = max(start, first - _FARTHEST)
        if not sign and _FAR_FIRST.search(text, far_from, first) and (far := _FAR.search(text, far_from, first - (text[first - 1 : first] == ' '))) is not None:
            sign = self._before.get(far["word"] or far["least"], "")
        if not sign and quantity.more:
            sign = ">"
        lead, core = first, text[quantity.start : quantity.end]
        if not any(char.isdigit() for char in core):
            first, last = quantity.start, quantity.end  # 过「千亿」, 不低于「三分之一」: the value is the words themselves
        return NumberRow(
            first, last, quantity.start, quantity.end, sign or verb_sign or "=", bool(sign), (quantity.value,),
            quantity.unit, quantity.dimension, quantity.chinese, verb, lead,
        )  # fmt: skip

    def _word_before(self, text: str, at: int, start: int) -> tuple[str, int]:
        end = at - 1 if at > start and text[at - 1] == " " else at
        for length in range(min(self._before_max, end - start), 0, -1):
            word = text[end - length : end]
            if word not in self._before:
                continue
            if not (length == 1 and end - 2 >= start and text[end - 2] in _NOT_AFTER.get(word, "")):
                return self._before[word], end - length
        return "", at

    def _word_after(self, text: str, at: int, stop: int, dimension: str) -> tuple[str, int]:
        begin = at + 1 if at < stop - 1 and text[at] == " " else at
        for length in range(min(self._after_max, stop - begin), 0, -1):
            word = text[begin : begin + length]
            if word not in self._after:
                continue
            if length > 1 or (word == "内" and dimension == "time" and not _inside_word(text, begin, stop)):
                return self._after[word], begin + length
        return "", at


def _inside_word(text: str, at: int, stop: int) -> bool:
    """Whether the character at a position makes another word with the next one: 内 in 内容."""
    return at + 1 < stop and text[at + 1] in _INSIDE_WORD.get(text[at], "")


def _is_day(text: str, row: NumberRow, start: int) -> bool:
    """Whether a number of days is a day of the month: 「23日在京」, 「25日至26日」, not 「期限为30日」."""
    return (
        text[row.core_end - 1] == "日"
        and text[row.core_end - 2] in _DIGITS_OR_SPACE
        and row.number[-1] <= _DAYS_OF_MONTH
        and (not row.said or row.comparator == "range")
        and not _LENGTH_OF_TIME.search(text, start, row.start)
    )
