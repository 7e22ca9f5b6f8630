"""Line breaks and spaces that the page put in: joined or dropped only where the joint is sure."""

from __future__ import annotations

import re
from itertools import pairwise

from analyzer.cleaning.edits import Edit, Track
from analyzer.cleaning.language import Bigrams, fold

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_MANY = re.compile(r"\n[ \t]*\n[ \t]*\n(?:[ \t]*\n)*")
_SPACED = re.compile(rf"(?<![{_HAN}])(?<![{_HAN}] )[{_HAN}](?: [{_HAN}]){{2,}}(?! ?[{_HAN}])")
_FORM = frozenset("年月日时分秒省市县区乡镇村号第章节男女是否有无盖签字一二三四五六七八九十")
"""Single characters that forms and tables set apart on purpose."""
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．是要]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,5}[章条节篇款]|\d{1,3}[.、．)）]|[①-⑳●■◆▲★·•\-—*]|附[件录表:：]|[（(]"
)
_NARROW = re.compile("[^\u2e80-\uffff]")
_NARROWEST = 30
"""Half-width columns of the narrowest page that is wrapped by force."""
_SLACK = 3
"""Columns by which a forced line may stay short of the widest: no closing sign begins a line."""
_STRAY = re.compile("\n(?=[，。、；])")
_JOINT = re.compile(rf"\n(?<=\w\n)\n?(?=[{_HAN}])")
_LONG, _TORN = 40, 2.5
"""Characters of a line that is no title, and the lift (as below) that tells a word torn in two."""
_ROW_NUMBER = re.compile(r"(\d{1,3})[ .、]")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LIFT = 0.5
"""The characters at a joint have to stand together this much (in nats) more often than by chance."""


def settle(track: Track) -> dict[str, int]:
    """Collapse line breaks, join letter-spaced words and lines wrapped in mid-sentence; tells how many of each."""
    repairs: dict[str, int] = {}
    for kind, find in (("line_breaks", _breaks), ("spaces", _spaces), ("wraps", _wraps)):
        edits = find(track.text)
        if edits:
            track.apply(edits)
            repairs[kind] = len(edits)
    return repairs


def _breaks(text: str) -> list[Edit]:
    """Three and more line breaks become two."""
    if "\n" not in text:
        return []
    return [Edit(m.start(), m.end(), "\n\n") for m in _MANY.finditer(text)]


def _spaces(text: str) -> list[Edit]:
    """Spaces inside a word or title that is set letter by letter (几 个 问 题 的 通 知)."""
    edits: list[Edit] = []
    for found in _SPACED.finditer(text) if text.count(" ") > 1 else ():
        word = found[0][::2]
        if not set(word) <= _FORM and _together(word):
            edits += [Edit(found.start() + at, found.start() + at + 1, "") for at in range(1, len(found[0]), 2)]
    return edits


def _together(word: str) -> bool:
    """Whether single characters are words and not a list of names: the short ones have to be beyond doubt."""
    lift = Bigrams.load().lift
    lifts = [lift(a, b) for a, b in pairwise(word)]
    return min(lifts) > 2.0 if len(word) == 3 else sum(lifts) / len(lifts) > 1.0


def _wraps(text: str) -> list[Edit]:
    """Line breaks in mid-sentence, told in three ways."""
    if text.count("\n") < 2:
        return []
    edits = _strays(text) + _forced(text) + _torn(text)
    return sorted(set(edits)) if edits else edits


def _strays(text: str) -> list[Edit]:
    """Breaks before a sign that no line begins with."""
    return [Edit(m.start(), m.end(), "") for m in _STRAY.finditer(text) if m.start() and text[m.start() - 1].isalnum()]


def _forced(text: str) -> list[Edit]:
    """Breaks in paragraphs whose lines were all cut to one width."""
    lines = text.split("\n")
    edits: list[Edit] = []
    at = first = 0
    tables = _may_hold_rows(text)
    for index, line in enumerate(lines):
        length = len(line)
        if tables and _is_row(line):
            # Rows of a table have one width, too: they are no part of a paragraph, and none runs on into them.
            if index - first > 2:
                edits += _paragraph(lines, first, index - 1, at - len(lines[index - 1]) - 1)
            first = index + 1
        elif length < _NARROWEST // 2 or line[0] == " ":
            # A line this short ends a wrapped paragraph.
            if index - first > 1:
                edits += _paragraph(lines, first, index, at)
            first = index + 1
        at += length + 1
    if len(lines) - first > 2:
        edits += _paragraph(lines, first, len(lines) - 1, at - len(lines[-1]) - 1)
    return edits


def _may_hold_rows(text: str) -> bool:
    return "\t" in text or "|" in text or "│" in text or "  " in text


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: a tab between cells, two bars, or two gaps of several blanks."""
    line = line.strip()
    return "\t" in line or line.count("|") + line.count("│") > 1 or len(_GAP.findall(line)) > 1


def _line_at(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _torn(text: str) -> list[Edit]:
    """Breaks inside a word of a long line, a blank line between or none: where a page of the printed text ended."""
    edits: list[Edit] = []
    for found in _JOINT.finditer(text):
        start, end = found.span()
        begin = text.rfind("\n", 0, start) + 1
        if start - begin < _LONG or not text[start - 1].isalpha() or _HEADING.match(text, end):
            continue
        if Bigrams.load().lift(text[start - 1], text[end]) > _TORN and not (_is_row(text[begin:start]) or _is_row(_line_at(text, end))):
            edits.append(Edit(start, end, ""))
    return edits


def _paragraph(lines: list[str], first: int, last: int, end: int) -> list[Edit]:
    """The sure joints of lines ``first`` to ``last``; ``end`` is where the last one begins."""
    lengths = list(map(len, lines[first:last]))
    longest = max(lengths)
    # Paragraphs that nobody wrapped have lines of all lengths: most texts are done with here.
    if longest > 160 or sum([length * 2 >= longest for length in lengths]) < max(2, 0.7 * len(lengths)):
        return []
    widths = [_width(line) for line in lines[first:last]]
    widest = max(widths)
    full = [width >= widest - _SLACK for width in widths]
    if widest > 160 or sum(full) < max(2, 0.7 * len(full)):
        return []
    lift = Bigrams.load().lift
    edits: list[Edit] = []
    at = end
    for index in range(last, first, -1):
        above, below = lines[index - 1], lines[index]
        at_break = at - 1
        at = at_break - len(above)
        if not full[index - 1 - first] or not above or not below or _HEADING.match(below) or _counts(above, below):
            continue
        a, b = fold(above[-1]), fold(below[0])
        if (a.isalnum() and b.isalnum() and lift(a, b) > _LIFT) or (a in "，、" and b.isalnum()):
            edits.append(Edit(at_break, at_break + 1, ""))
    return edits


def _counts(above: str, below: str) -> bool:
    """Whether two lines begin with a number and the next one: items or rows, though all have one width."""
    a, b = _ROW_NUMBER.match(above), _ROW_NUMBER.match(below)
    return a is not None and b is not None and int(a[1]) + 1 == int(b[1])


def _width(line: str) -> int:
    """Half-width columns."""
    return 2 * len(line) - len(_NARROW.findall(line))
