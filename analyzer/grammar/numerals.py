"""Numerals of Chinese text, Arabic and Chinese: the pattern that finds them, and their values."""

from __future__ import annotations

import re

_CN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_LARGEST = 1e24
"""What is counted in policies stays far below; 「亿亿亿亿…」 would soon be no float."""
_ASCII = str.maketrans("０１２３４５６７８９．·，", "0123456789..,")

# 千 and 百 belong to the unit in 千瓦, 千克, 百分点; 兆 always does (兆瓦).
SCALE = r"(?:[十百](?!分)|千(?![瓦克米伏卡焦])|[万亿])"
_ARABIC = (
    r"[0-9](?:[ ][0-9](?![0-9])){2,}"  # 4 9 2 5 0: digits set apart by a scanner
    r"|[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．·][0-9０-９]+)?"
)
_CHINESE = rf"(?:[零〇一二两三四五六七八九]|{SCALE})+(?:点[零一二三四五六七八九]+(?!十))?"
_CN = "[零〇一二两三四五六七八九十百千万]"
_NUMERAL = rf"(?:(?P<arabic>(?:{_ARABIC})(?:[ ]?{SCALE}{{1,3}}(?:[0-9]{{1,4}}{SCALE}{{1,2}})?)?)|(?P<chinese>{_CHINESE}))"
FIND = re.compile(
    # What looks like a number and is none goes first, so that it is consumed whole: dates, ordinals, 〔2020〕27号, C919.
    r"(?P<skip>(?:[0-9０-９]{4}|[一二三四五六七八九〇零○]{4})[ ]?(?:[-—~～至][0-9]{4}[ ]?)?年(?:度|代)?(?:[ ]?[0-9０-９]{1,2}[ ]?月)?(?:[ ]?[0-9０-９]{1,2}[ ]?日)?"
    r"|[0-9０-９]{1,2}[ ]?月(?:份|底|末|初|(?:[ ]?[0-9０-９]{1,2}[ ]?日))?|[0-9]{1,2}[:：][0-9]{2}|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}时(?:[0-9]{1,2}分)?(?!间)|零部件|〔[0-9０-９]{2,4}〕|[0-9０-９]+号|[第附][0-9０-９一二三四五六七八九十百千零]+|[A-Za-z][A-Za-z0-9.\-]{0,40}[0-9][0-9A-Za-z.]*|每[百千万](?:名|人)?|[数几][十百千万亿]+)"
    rf"|(?P<per>[百千万])分之(?P<share>[0-9０-９.．]+|{_CN}+(?:点{_CN}+)?)"
    r"|(?P<under>[二三四五六七八九十]+)分之(?P<over>[一二两三四五六七八九十]+)"
    r"|翻(?:(?P<doubling>[一二两三四0-9１-４])番|番|(?P<fold>[一二两三四五0-9])倍)"
    rf"|{_NUMERAL}"
)
# The characters that a match of FIND may begin with: the search for them alone is many times as fast.
FIRST = re.compile("[0-9０-９零〇○一二两三四五六七八九十百千万亿第附每数几翻〔A-Za-z]")
# A scale may be written twice, with digits between: 1亿2000万, 3万5千.
_COMPOUND = re.compile(rf"([0-9]+)({SCALE}{{1,2}})([0-9]{{1,4}})({SCALE}{{1,2}})$")


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
            if big is None or total > _LARGEST:
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


def arabic_value(text: str) -> float:
    """The value of Arabic digits, full-width or set apart."""
    return float(text.translate(_ASCII).replace(",", "").replace(" ", ""))


def scale_value(text: str) -> int:
    """What 万, 百万 or 万亿 multiply by."""
    factor = 1
    for char in text.strip():
        factor *= _SMALL.get(char) or _BIG[char]
    return factor



def is_chinese_numeral(text: str) -> bool:
    """Whether a text begins like a Chinese numeral.

    >>> is_chinese_numeral("三十"), is_chinese_numeral("30")
    (True, False)
    """
    return text[0] in _CN_DIGITS or text[0] in _SMALL or text[0] in _BIG


def value_of(text: str) -> float | None:
    """The value of a numeral of either kind, with its scale (1.5万亿, 1亿2000万, 三点五), None where it is none.

    >>> value_of("1.5万亿"), value_of("1亿2000万"), value_of("三点五"), value_of("3,000")
    (1500000000000.0, 120000000.0, 3.5, 3000.0)
    """
    if is_chinese_numeral(text):
        whole, point, rest = text.partition("点")
        value = parse_chinese(whole)
        if value is None or not point:
            return value
        return float(f"{value:.0f}." + "".join(str(_CN_DIGITS[c]) for c in rest))
    text = text.translate(_ASCII)
    if two := _COMPOUND.match(text):
        value = float(two[1]) * scale_value(two[2]) + float(two[3]) * scale_value(two[4])
    else:
        digits = text.rstrip("十百千万亿")
        value = arabic_value(digits) * scale_value(text[len(digits) :])
    return value if value <= _LARGEST else None


def scale_of(text: str) -> float:
    """What the scale at the end of an Arabic numeral multiplies by; 1 for a Chinese one.

    >>> scale_of("1.5万亿"), scale_of("30"), scale_of("三万")
    (1000000000000.0, 1.0, 1.0)
    """
    scale = text[len(text.rstrip("十百千万亿")) :]
    return 1.0 if is_chinese_numeral(text) or not scale else float(scale_value(scale))
