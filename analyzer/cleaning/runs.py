"""GBK bytes, and the stretch of text that was read one byte late."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

_LONGEST = 2_000
"""No run goes on for longer: something in two thousand characters is ASCII."""
_SIGNS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·－％\u3000○〇℃×～「」『』＋＝／ⅠⅡⅢⅣⅤ①②③④⑤⑥⑦⑧⑨⑩㎡‰￥§№→■●★▲◆□"
_NARROWED = ",;:!"


class Run(NamedTuple):
    """The observed characters of a run, up to what ends it.

    Attributes:
        pairs: lead byte, trail byte, observed start and end (glosses included) of each character.
        end: ``ascii`` a second byte below 0x80 stands alone; ``absorbed`` an ASCII character of the original became a
            second byte; ``named`` a gloss lost its parenthesis to it; ``lost`` something nameless did; ``cut`` the
            text ends.
        ascii, gloss: the byte or the gloss that ends it.
        at: where the ending stands.
        stop: where the text is back in step.
    """

    pairs: tuple[tuple[int, int, int, int], ...]
    end: str
    ascii: int
    gloss: str
    at: int
    stop: int


@cache
def both_bytes(char: str) -> tuple[int, int] | None:
    """The two bytes of a character, None where it has not two."""
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None


@cache
def char_of(lead: int, trail: int) -> str:
    """The character of two bytes, empty where there is none."""
    if not 0x81 <= lead <= 0xFE or not 0x40 <= trail <= 0xFE or trail == 0x7F:
        return ""
    return bytes((lead, trail)).decode("gb18030", "ignore")


def plausible(char: str) -> bool:
    """Whether a character may stand in an article: Han, its punctuation, full-width forms."""
    return "\u4e00" <= char <= "\u9fff" or char in _SIGNS or "！" <= char <= "～"


def likely(char: str) -> bool:
    """Whether a character may be searched for: as :func:`plausible`, without full-width letters and digits."""
    return plausible(char) and not ("０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ")


def walk(text: str, at: int, glosses: Mapping[int, int], named: re.Pattern[str]) -> Run | None:
    """Read on one byte late from ``at``; None where that cannot be.

    Args:
        text: the observed text.
        at: the first character of the run.
        glosses: end of every whole gloss by its start.
        named: the remains of a gloss that lost its parenthesis.
    """
    pairs: list[tuple[int, int, int, int]] = []
    size = min(len(text), at + _LONGEST)
    while at < size:
        char = text[at]
        if char == "?":
            gloss = named.match(text, at)
            if gloss:
                return Run(tuple(pairs), "named", 0, gloss[1], at, gloss.end())
            return Run(tuple(pairs), "lost", 0, "", at, at + 1)
        code = ord(char)
        if char in _NARROWED:
            # Mirrors that print ASCII signs narrowed the full-width ones after the shift.
            pairs.append((0xA3, code + 0x80, at, at + 1))
            at += 1
            continue
        if code < 0x80:
            return Run(tuple(pairs), "ascii", code, "", at, at + 1) if 0x40 <= code < 0x7F else None
        both = both_bytes(char)
        if both is None:
            return None
        stop = glosses.get(at + 1, at + 1)
        pairs.append((*both, at, stop))
        if both[1] < 0x80:
            return Run(tuple(pairs), "absorbed", 0, "", at, stop)
        at = stop
    return Run(tuple(pairs), "cut", 0, "", at, at) if pairs else None
