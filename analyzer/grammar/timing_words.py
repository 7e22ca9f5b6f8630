"""The words of ``timing.yaml`` that tell lengths of time to act in from others, made into patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from analyzer.grammar.numerals import parse_chinese

KINDS = ("act", "degree", "event", "limited", "unlimited", "looking_back", "state", "refusal", "modal")
NUMBER = r"[0-9０-９]{1,3}|[一二两三四五六七八九十百零〇]{1,7}"
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_FEW = "[一二两三四五六七八九十]{1,3}|[0-9]{1,2}"
_LETTERS = {"星期": "W", "周": "W", "月": "M", "年": "Y", "日": "D", "天": "D"}
_HALVES = {"年": "P6M", "月": "P15D", "小时": "PT30M"}
_MOST = "不(?:得|能|应|宜|准|可|应当)?(?:超过|多于|高于)|最多|至多"
_LENGTH = r"小时|课时|学时|分钟|个?工作日|天|日(?!常)|周|个月"


class TimingWords(NamedTuple):
    """The patterns; each is matched where the words beside it end."""

    by: re.Pattern[str]
    """「按月」 and 「逐季」 before something that is done."""
    times: re.Pattern[str]
    """Behind 「每月」: how many times, at once or behind a few words (``between``)."""
    amount: re.Pattern[str]
    """Behind 「每周」: how much of it at most or at all (「每周|不少于5天」, 「每年|不得超过一次」), and no act that comes again."""
    ordered: re.Pattern[str]
    """Right before 「每月」, or right behind it: it is to be done (「应当|每两年」, 「每年|要」)."""
    event: re.Pattern[str]
    limit: re.Pattern[str]
    """「不超过30日」."""
    limited: re.Pattern[str]
    """Before 「不超过」: what it sets an end to."""
    unlimited: re.Pattern[str]
    looking_back: re.Pattern[str]
    state: re.Pattern[str]

    @classmethod
    def of(cls, markers: Mapping[str, Sequence[str]]) -> Self:
        """The patterns of the words of each kind."""
        words = {kind: _any(markers[kind]) for kind in KINDS}
        softly, unit = f"(?:{words['degree']})*", "(?P<unit>年度|学年|年|季度|季|月|旬|周|日)度?"
        return cls(
            re.compile(rf"(?:(?<!遵)按|(?<!不再)(?<!不)逐){unit}(?:(?:、|或者?|和)(?:按|逐)?(?:年度?|半年|季度?|月度?|旬|周|日|次))*(?:{words['act']})"),
            re.compile(rf"{softly}(?P<between>[^，。；0-9一二两三四五六七八九十]{{0,12}})(?:{_FEW})[次回轮]"),
            re.compile(rf"{softly}(?:[^，。；0-9一二两三四五六七八九十]{{0,4}}(?:{_MOST})(?:{_FEW})(?:[次回轮]|{_LENGTH})|(?:{_FEW})(?:{_LENGTH}))"),
            re.compile(f"{words['modal']}"),
            re.compile(f"(?:{words['event']})(?:之日)?$"),
            re.compile(rf"(?P<most>最[长多迟]|至[多迟])?(?:不(?:得|能|应|宜|准|可|应当)?(?:超过|多于))(?P<count>{NUMBER}|半)(?P<unit>个?工作日|个?自然日|日|天|个?星期|周|个月|年|个?小时|分钟)(?P<inside>之内|以内|内)?"),
            re.compile(rf"(?:{words['limited']}|之日起|起算)(?:一般|通常|原则上)?$"),
            re.compile(rf"(?:{words['unlimited']})(?:一般|通常|原则上|最长)?$"),
            re.compile(rf"(?:{words['looking_back']})$|[0-9０-９一二三四五六七八九十百千万零〇半点]$"),
            re.compile(rf"(?!{words['refusal']})(?:{words['state']}|[一-鿿]{{0,8}}(?:圈|[^目]的$))"),
        )


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def number(words: str) -> int:
    """A number in digits or characters; 0 where it is none."""
    return int(words.translate(_DIGITS)) if words[0].translate(_DIGITS).isdigit() else int(parse_chinese(words) or 0)


def duration(count: str, unit: str) -> str:
    """A length of time in ISO 8601, a quarter as three months, 旬 as ten days, half a month as fifteen; "" for none.

    >>> duration("三", "个月"), duration("半", "个月"), duration("一", "个半月"), duration("2", "季度")
    ('P3M', 'P15D', 'P1M15D', 'P6M')
    """
    if count == "半":
        return next((iso for name, iso in _HALVES.items() if name in unit), "")
    many = number(count)
    if not many:
        return ""
    if "小时" in unit:
        return f"PT{many}H" + ("30M" if "半" in unit else "")
    if unit == "分钟":
        return f"PT{many}M"
    if "半" in unit:
        return f"P{many}Y6M" if "年" in unit else f"P{many}M15D"
    if "季" in unit:
        return f"P{3 * many}M"
    if unit == "旬":
        return f"P{10 * many}D"
    return f"P{many}{next((letter for name, letter in _LETTERS.items() if name in unit), 'D')}"
