"""The stated table of character normalisations; nothing outside it is ever changed here.

======================================== ==========================================================
full-width letters, digits, signs        their ASCII forms; Chinese punctuation (，；：？！（）～) stays
radicals and compatibility ideographs    the character that they look like (⻄ → 西, ⻓ → 长, 𫝊-style singletons of Unicode)
blanks (no-break, ideographic, en, em …) one space each
invisible (zero width, soft hyphen, BOM) removed
line ends (CR LF, CR, NEL, LS, PS, FF)   LF
HTML entities left in text               their character, if it is a single one
======================================== ==========================================================
"""

from __future__ import annotations

import html.entities
import re
import unicodedata
from collections import Counter
from functools import cache

from analyzer.cleaning.edits import Edit, Track, changed

_RADICALS = (
    "⺁厂⺎兀⺒巳⺓幺⺝月⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
_WIDE_STAYS = "，；：？！（）～"
_BLANKS = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_BREAKS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN = "\xad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"

_LONG = re.compile(rf"\r\n|[{_UNSEEN}]|&(?:amp;){{0,20}}(?:[A-Za-z][A-Za-z0-9]{{1,30}}|#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}});")
"""What changes the length: found one by one."""
_CANARY = re.compile(rf"[{_UNSEEN}{_BREAKS}{_BLANKS}&\u2e80-\u2fdf\uf900-\ufaff\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5d]")


@cache
def table() -> dict[int, str]:
    """The one-to-one part of the table, for ``str.translate``."""
    out = {0xFF01 + i: chr(0x21 + i) for i in range(94) if chr(0xFF01 + i) not in _WIDE_STAYS}
    out.update({ord(a): b for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)})
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        # Alphabetic presentation forms (ﬁ) and anything that is not one Han character stay.
        if code not in out and len(plain) == 1 and plain != chr(code) and plain >= "\u3400":
            out[code] = plain
    out.update({ord(ch): " " for ch in _BLANKS})
    out.update({ord(ch): "\n" for ch in _BREAKS})
    return out


def normalise(track: Track) -> dict[str, int]:
    """Apply the table to a text on its way; tells how many characters of each kind changed."""
    text = track.text
    if _CANARY.search(text) is None:
        return {}
    repairs: Counter[str] = Counter()
    edits: list[Edit] = []
    for found in _LONG.finditer(text):
        if found[0] == "\r\n":
            edits.append(Edit(*found.span(), "\n"))
        elif found[0][0] == "&":
            char = _entity(found[0])
            if char is not None:
                edits.append(Edit(*found.span(), char))
                repairs["entity"] += 1
        else:
            edits.append(Edit(*found.span(), ""))
            repairs["invisible"] += 1
    track.apply(edits)
    before = track.text
    after = before.translate(table())
    if after != before:
        repairs["character"] += changed(before, after)
        track.substitute(after)
    return +repairs


def _entity(text: str) -> str | None:
    """The character of an entity as the table leaves it; None for what is none or no single character."""
    name = text[1:-1]
    while name.startswith("amp;"):
        name = name[4:]
    if name[0] == "#":
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        # References to C1 codes mean windows-1252, as browsers read them.
        char = bytes((code,)).decode("cp1252", "ignore") if 0x80 <= code < 0xA0 else chr(code) if code <= 0x10FFFF else ""
        if not char or (char < " " and char not in "\t\n") or 0xD800 <= code < 0xE000:
            return None
    else:
        char = html.entities.html5.get(name + ";", "")
        if len(char) != 1:
            return None
    return "" if char in _UNSEEN else char.translate(table())
