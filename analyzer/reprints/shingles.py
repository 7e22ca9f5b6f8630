"""A text as a set of numbers: hashes of all runs of five characters of its prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.records import CleanText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Shingles = NDArray[np.uint32]

SIZE = 5
"""Characters of a shingle. Two different articles of one field share a few in a hundred runs of five, of three a third."""
_PROSE = re.compile("[。！？；，]")
_OTHER = re.compile(r"[\W_]+")
_ENOUGH = 0.4
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5, 0x85EBCA77C2B2AE63)
"""Odd 64-bit numbers, one a place of the shingle (those of xxHash)."""


def prose(clean: CleanText) -> str:
    """The letters and digits of a text's sentences: no page furniture, no lines without a sentence's marks.

    Menus, lists of links and titles differ from site to site; where little else is left they count, too.

    >>> from analyzer import clean_text
    >>> prose(clean_text("首页 新闻 公告\\n要加强监管，严禁浪费。"))
    '要加强监管严禁浪费'
    """
    text, kept, at = clean.text, [], 0
    for block in sorted(clean.blocks, key=lambda b: b.start):
        if block.start >= at:
            kept.append(text[at : block.start])
            at = block.end
    kept.append(text[at:])
    body = "".join(kept)
    sentences = "".join(line for line in body.splitlines() if _PROSE.search(line))
    return _OTHER.sub("", sentences if len(sentences) >= _ENOUGH * len(body) else body)


def shingles(text: str) -> Shingles:
    """The hashes of a text's shingles, sorted, each once.

    >>> len(shingles("要加强监管要加强监管")), len(shingles("监管"))
    (5, 1)
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < SIZE:
        codes = np.pad(codes, (0, SIZE - len(codes)))
    count = len(codes) - SIZE + 1
    total = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_FACTORS):
        total += codes[place : place + count] * np.uint64(factor)
    total ^= total >> np.uint64(29)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((total >> np.uint64(32)).astype(np.uint32))
