"""Pinyin glosses: where they stand, and whether they read the character before them."""

from __future__ import annotations

import re
from functools import cache

from analyzer.cleaning.readings import LETTERS, begins_reading, is_reading

_STRAY = "\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff"
"""Emoji and dingbats that some mirrors throw between and into the parentheses."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK = "[ \xa0\u3000]?"

GLOSS = re.compile(rf"\({_BLANK}([{LETTERS}](?:[{_STRAY}]{{0,2}}[{LETTERS}]){{0,6}})([1-5]?)[{_STRAY}]{{0,2}}{_BLANK}\)")
"""One whole gloss: its letters (strays among them) and its digit tone."""

_CUT = re.compile(rf"\({_BLANK}([{LETTERS}]{{0,6}})(?=\s*\Z)")
_STRAYS = re.compile(f"[{_STRAY}]+")
_TONED = re.compile(r"[^a-z]")

ANY = re.compile(rf"[{_HAN}][{_STRAY}]{{0,2}}\({_BLANK}[{LETTERS}]")
"""Cheap sign that a text may hold glosses."""

HAN = re.compile(f"[{_HAN}]")


def letters(found: re.Match[str]) -> str:
    """The gloss without strays: ``(y🎐i)`` is ``yi``."""
    plain = found[1]
    return plain if plain.isalpha() else _STRAYS.sub("", plain)


def is_toned(found: re.Match[str]) -> bool:
    """Whether a tone is written, as a mark or as a digit: nothing but a gloss looks like that."""
    return bool(found[2]) or bool(_TONED.search(letters(found)))


_MORE = ("(", " ")


@cache
def _plain(char: str, gloss: str) -> bool | None:
    """Whether the gloss of a character has a tone; None where it is none, or not a plain one."""
    found = GLOSS.fullmatch(gloss)
    return is_toned(found) if found and is_reading(char, letters(found)) else None


def gloss_at(text: str, at: int, char: str) -> tuple[int, bool, int] | None:
    """The glosses of one character that stand from ``at`` on, strays and repeats included.

    Args:
        text: the text.
        at: where the first parenthesis, or strays before it, may stand.
        char: the character that is read.

    Returns:
        Where they end, whether one has a tone, and how many they are; None where none reads the character.

    >>> gloss_at("国(guo)(guo)务", 1, "国"), gloss_at("二(GDP)", 1, "二")
    ((11, False, 2), None)
    """
    end, toned, count = at, False, 0
    close = text.find(")", at + 2, at + 10)
    if close > 0:
        # The plain gloss, alone: nearly all there are.
        known = _plain(char, text[at : close + 1])
        if known is not None and text[close + 1 : close + 2] not in _MORE and text[close + 1 : close + 2] < "\u2600":
            return close + 1, known, 1
        if known is not None and "\u3400" <= text[close + 1 : close + 2] <= "\u9fff":
            return close + 1, known, 1
    while True:
        begin = end
        stray = _STRAYS.match(text, begin)
        if stray:
            begin = stray.end()
        found = GLOSS.match(text, begin)
        if found is None or not is_reading(char, letters(found)):
            break
        end, toned, count = found.end(), toned or is_toned(found), count + 1
    if not count:
        return None
    stray = _STRAYS.match(text, end)
    if stray and HAN.match(text, stray.end()):
        end = stray.end()
    return end, toned, count


def cut_gloss(text: str) -> tuple[int, int] | None:
    """A last gloss that the end of the text cuts off.

    >>> cut_gloss("充電基礎(ch"), cut_gloss("(二")
    ((4, 7), None)
    """
    at = text.rfind("(", max(0, len(text) - 40))
    if at < 1:
        return None
    found = _CUT.match(text, at)
    if found is None or not HAN.match(text[at - 1]) or (found[1] and not begins_reading(text[at - 1], found[1])):
        return None
    return at, found.end()
