"""Which readings a character has, and whether a gloss is one of them (pypinyin's data, MIT)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜêếềńňǹḿɑɡ"
"""Letters of toned and toneless pinyin, as they stand in glosses: for a character class."""

_DIGIT = re.compile(r"[0-5]$")


@cache
def bare(reading: str) -> str:
    """A reading without tones: ``lǜ`` and ``lv4`` both give ``lv``.

    >>> bare("chuàng "), bare("jun1"), bare("lǜ"), bare("nü")
    ('chuang', 'jun', 'lv', 'nv')
    """
    reading = _DIGIT.sub("", reading.strip()).replace("ɑ", "a").replace("ɡ", "g")
    letters = unicodedata.normalize("NFD", reading.replace("ê", "e"))
    letters = letters.replace("u\u0308", "v")
    return "".join(ch for ch in letters if not unicodedata.combining(ch))


@cache
def _table() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict  # 0.1 s: only when a text has glosses

    table: dict[int, str] = pinyin_dict
    return table


@cache
def readings(char: str) -> frozenset[str]:
    """All toneless readings of one character, heteronyms included; empty for what has none.

    >>> sorted(readings("長"))
    ['chang', 'zhang']
    """
    return frozenset(bare(r) for r in _table().get(ord(char), "").split(",") if r)


@cache
def toned(char: str) -> tuple[str, ...]:
    """The readings with tones, the most common first.

    >>> toned("長")[:2]
    ('zhǎng', 'cháng')
    """
    return tuple(r for r in _table().get(ord(char), "").split(",") if r)


def is_reading(char: str, gloss: str) -> bool:
    """Whether the gloss is a reading of the character, tones apart.

    >>> is_reading("業", "yè"), is_reading("會", "kuài"), is_reading("的", "e")
    (True, True, False)
    """
    return bare(gloss) in readings(char)


def begins_reading(char: str, letters: str) -> bool:
    """Whether a gloss that was cut off may have been a reading of the character.

    >>> begins_reading("實", "sh"), begins_reading("實", "b")
    (True, False)
    """
    start = bare(letters)
    return any(r.startswith(start) for r in readings(char))
