"""Pieces of text on pages → paragraphs: reading order, page furniture, joining of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Line(NamedTuple):
    """A piece of text on one line of a page; points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """Height of its characters."""
        return max(self.top - self.bottom, 1.0)


_PAGE_NUMBER = re.compile(r"[-—–―·•\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·•\s]*", re.I)
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"第[一二三四五六七八九十百零〇]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、](?!\d)")
_EDGE = 2
"""Rows at the top and at the bottom of a page that may be furniture."""
_GUTTER_ROWS = 8
_JOINING = re.compile(r"[A-Za-z0-9,.;:)%]$")
_LATIN = re.compile(r"[A-Za-z0-9(]")
_SOFT_HYPHEN = ("\x02", "\ufffe", "\xad")


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of a document, also those that run on over a page.

    >>> paragraphs([[Line(0, 80, 100, 90, "各地要加强重点领"), Line(0, 66, 60, 76, "域监管。"), Line(0, 40, 60, 50, "不得拖延。")]])
    ['各地要加强重点领域监管。', '不得拖延。']
    """
    rows = [[row for column in columns(page) for row in rows_of(column)] for page in pages]
    return list(_joined(_without_furniture(rows)))


def columns(page: Sequence[Line]) -> list[list[Line]]:
    """The columns of a page from left to right: one, unless a gutter parts many full lines from many others.

    Two columns need eight lines on either side, most of which fill their column; headings over both go first.
    """
    pieces = [line for line in page if line.text.strip()]
    if len(pieces) < 2 * _GUTTER_ROWS:
        return [pieces]
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    middle, width = (left + right) / 2, right - left
    if width <= 0:
        return [pieces]
    narrow = [p for p in pieces if p.right - p.left < 0.55 * width]
    first = [p for p in narrow if p.right <= middle + 0.03 * width]
    second = [p for p in narrow if p.left >= middle - 0.03 * width]
    full = [sum(p.right - p.left > 0.35 * width for p in side) for side in (first, second)]
    if min(full) < _GUTTER_ROWS or len(first) + len(second) < 0.8 * len(pieces):
        return [pieces]
    top = max(p.top for p in first + second)
    across = [p for p in pieces if p not in first and p not in second]
    return [[p for p in across if p.bottom >= top - p.height], first, second, [p for p in across if p.bottom < top - p.height]]


def rows_of(column: Sequence[Line]) -> list[Line]:
    """Rows from top to bottom: pieces of one height side by side, apart by tabs.

    >>> [row.text for row in rows_of([Line(50, 0, 60, 10, "5亿吨"), Line(0, 0, 20, 10, "产量"), Line(0, 20, 20, 30, "指标")])]
    ['指标', '产量\\t5亿吨']
    """
    rows: list[list[Line]] = []
    for line in sorted(column, key=lambda p: -(p.top + p.bottom)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    merged = []
    for row in rows:
        row.sort(key=lambda p: p.left)
        text = "\t".join(p.text.strip(" \t\r\n") for p in row)
        merged.append(Line(row[0].left, min(p.bottom for p in row), max(p.right for p in row), max(p.top for p in row), text))
    return merged


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without their numbers and without what stands at the top or bottom of most of them."""
    edges = Counter(key for page in pages for key in {_key(row) for row in (*page[:_EDGE], *page[-_EDGE:])})
    often = max(2, (len([page for page in pages if page]) + 1) // 2)
    kept = []
    for page in pages:
        low, high = 0, len(page)
        while low < min(_EDGE, high) and _is_furniture(page[low], edges, often):
            low += 1
        while high > max(low, len(page) - _EDGE) and _is_furniture(page[high - 1], edges, often):
            high -= 1
        kept.append(page[low:high])
    return kept


def _is_furniture(row: Line, edges: Counter[str], often: int) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(row.text)) or (len(row.text) <= 60 and edges[_key(row)] >= often)


def _key(row: Line) -> str:
    return f"{_DIGITS.sub('#', row.text.strip())}@{round(row.bottom / 12)}"


def _joined(pages: list[list[Line]]) -> Iterator[str]:
    rows = [row for page in pages for row in page]
    if not rows:
        return
    pitch = _pitch(pages)
    placed = [(row, *borders, number == 0) for page in pages for number, (row, borders) in enumerate(zip(page, _margins(page), strict=True))]
    text = rows[0].text
    for (before, _, right, _), (row, left, _, first) in pairwise(placed):
        if _continues(before, row, right, left, None if first else pitch):
            text = _join(text, row.text)
        else:
            yield text
            text = row.text
    yield text


def _margins(page: list[Line]) -> list[tuple[float, float]]:
    """Left and right border of the column that each row stands in: of the rows on its side of the page's middle."""
    if not page:
        return []
    middle = (min(p.left for p in page) + max(p.right for p in page)) / 2
    sides: dict[str, list[Line]] = {"left": [], "right": [], "across": []}
    side_of = ["left" if p.right <= middle * 1.03 else "right" if p.left >= middle * 0.97 else "across" for p in page]
    for row, side in zip(page, side_of, strict=True):
        sides[side].append(row)
    if min(len(sides["left"]), len(sides["right"])) < _GUTTER_ROWS:  # one column: its short rows belong to it
        sides = dict.fromkeys(sides, page)
    return [(min(p.left for p in sides[side]), max(p.right for p in sides[side])) for side in side_of]


def _pitch(pages: list[list[Line]]) -> float:
    """The commonest distance between a line and the next, in points."""
    steps = Counter(round(a.bottom - b.bottom) for page in pages for a, b in pairwise(page) if a.bottom > b.bottom)
    return float(min(steps, key=lambda step: (-steps[step], step), default=0))


def _continues(before: Line, row: Line, right: float, own_left: float, pitch: float | None) -> bool:
    """Whether a row goes on with the paragraph of the row before: that one is full, this one not indented nor far below."""
    em = before.height
    if "\t" in before.text or "\t" in row.text:
        return False
    if before.text.rstrip()[-1:] in "。；：" and _NUMBERED.match(row.text):  # the line before happens to be full
        return False
    if before.right < right - 2.5 * em or row.left > own_left + 0.8 * em:
        return False
    if abs(before.height - row.height) > 0.3 * em:  # a heading in larger type
        return False
    return pitch is None or before.bottom - row.bottom < 0 or before.bottom - row.bottom <= max(1.3 * pitch, 1.25 * em)


def _join(before: str, after: str) -> str:
    before, after = before.rstrip(), after.lstrip()
    if before.endswith(_SOFT_HYPHEN):
        return before[:-1] + after
    if before.endswith("-") and len(before) > 1 and before[-2].isascii() and before[-2].isalpha() and after[:1].islower():
        return before[:-1] + after
    return before + " " * bool(_JOINING.search(before) and _LATIN.match(after)) + after
