"""Line breaks and spaces that the page put in: joined or dropped only where the joint is sure."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.cleaning.edits import Edit, Track

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_BREAKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_SPACED = re.compile(rf"(?<![{_HAN}] )(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{3,}}(?! ?[{_HAN}])")


def settle(track: Track) -> Counter[str]:
    """Collapse line breaks and letter-spacing, join hard-wrapped lines."""
    repairs: Counter[str] = Counter()
    if "\n" in track.text:
        edits = [Edit(m.start() + 2, m.end(), "") for m in _BREAKS.finditer(track.text) if "\n" in m[0]]
        edits = _squeeze(track.text)
        track.apply(edits)
        repairs["line_breaks"] += len(edits)
    return +repairs


def _squeeze(text: str) -> list[Edit]:
    """Three and more line breaks become two."""
    out: list[Edit] = []
    for found in _BREAKS.finditer(text):
        if found[0] != "\n\n":
            out.append(Edit(found.start(), found.end(), "\n\n"))
    return out
