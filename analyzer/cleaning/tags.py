"""HTML left in a text: tags go, and what they showed as lines and cells becomes line breaks and tabs.

Only what is surely a tag goes: the name of an element of HTML, its attributes well formed. 「a < b」, 「<5%」 and
「<征求意见稿>」 stay, and so does the name of an element that a text may set in such brackets itself (「方案<A>」), unless the
text closes it, too. Entities are left to :mod:`analyzer.cleaning.characters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzer.cleaning.edits import Edit, Track
from analyzer.deadline import check


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BREAKS = _names(
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 "
    "h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre section summary table tbody tfoot thead title tr ul"
)
_ROWS = _names("table tbody tfoot thead tr")
_CELLS = _names("td th")
_UNREAD = _names("iframe noscript object script style svg template")
"""Elements whose content is no text."""
_OTHERS = _names(
    "a abbr acronym applet area audio b base basefont bdi bdo big blink button canvas cite code col colgroup data datalist del dfn dialog em embed "
    "font frame i img input ins kbd label link map mark marquee meta meter noframes nobr optgroup output param picture progress q rp rt ruby s samp "
    "search select slot small source span strike strong sub sup textarea time track tt u var video wbr xml"
)
_NAMES = _BREAKS | _CELLS | _UNREAD | _OTHERS
_SURE = _CELLS | _names(
    "blockquote br center col colgroup dd div dl dt fieldset figcaption font frameset h1 h2 h3 h4 h5 h6 hgroup hr html iframe img input li link meta "
    "noscript ol p pre script span strong style svg table tbody tfoot thead tr ul"
)
"""Names that nobody sets in angle brackets in a text about something else: they need no closing tag."""
_BARE = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|contenteditable|controls|data-[a-z-]+|defer|disabled|hidden|ismap|loop|multiple|muted|"
    "noresize|noshade|nowrap|open|readonly|required|reversed|selected"
)
"""Attributes without a value: with others, 「若a<b and c>d」 were a tag."""
# No value holds "<": each stretch is looked at once, however many tags begin in it.
_QUOTED = r"""\\?"[^"<]*"|'[^'<]*'"""
_NAMED = r"[A-Za-z_:@][A-Za-z0-9_:.-]*"
_TAG = re.compile(
    rf"""<(?:
    (?P<close>\\?/)?(?P<name>[A-Za-z][A-Za-z0-9]{{0,15}}(?::[A-Za-z][A-Za-z0-9]*)?)
      (?P<attributes>(?:\s+{_NAMED}\s*=\s*(?:{_QUOTED}|[^\s"'<>=`\\][^\s"'<>`]*) | \s+(?:{_BARE})(?=[\s/>]) | (?<=["']){_NAMED}=(?:{_QUOTED}))*)
      \s*\\?/?>
  | (?P<comment>!--) | (?P<cdata>!\[CDATA\[)
  | !DOCTYPE[^<>]{{0,300}}> | !\[(?:if[ ][^<>\]]{{0,100}}|endif)\](?:--)?> | \?xml[^<>]{{0,300}}>
  )""",
    re.X | re.I,
)
_NAMESPACES = frozenset(("o", "st1", "v", "w", "m"))
"""Prefixes that word processors give to elements of their own."""
_LONGEST_COMMENT = 50_000
_MOST_BLOCKS = 6
"""Paragraphs and breaks in one cell of a table of data; pages are laid out with tables, too."""
_SOURCE_BREAK = re.compile(r"[ \t\r]*\n\s*")
_TAGGED = "tag"


class _Token(NamedTuple):
    """A tag, or an element that is no text with its content: ``text[start:end]``; no name where nothing is shown for it."""

    start: int
    end: int
    name: str = ""
    closes: bool = False


def drop_tags(track: Track) -> dict[str, int]:
    """Take the tags out of a text on its way; tells how many went.

    >>> track = Track('<p>各县要<strong>严格</strong>监管，误差<5%。<br/>不得拖延。</p>')
    >>> drop_tags(track), track.text
    ({'tag': 5}, '各县要严格监管，误差<5%。\\n不得拖延。')
    """
    text = track.text
    if "<" not in text:
        return {}
    tokens = _tokens(text)
    if not tokens:
        return {}
    track.apply(_edits(text, tokens, _grid_rows(tokens)))
    return {_TAGGED: len(tokens)}


def _tokens(text: str) -> list[_Token]:
    """All tags in order, apart from each other."""
    found = list(_found(text))
    closed = {token.name for token in found if token.closes}
    return [t for t in found if not t.name or t.closes or t.name in _SURE or t.name in closed or "=" in text[t.start : t.end] or ":" in t.name]


def _found(text: str) -> Iterator[_Token]:
    ends = _Ends(text)
    at, cdata = 0, -1
    while (tag := _TAG.search(text, at)) is not None:
        check()
        if at <= cdata < tag.start():
            yield _Token(cdata, cdata + 3)
        start, at = tag.span()
        name = (tag["name"] or "").lower()
        if name:
            prefix, colon, _ = name.partition(":")
            if prefix not in _NAMESPACES if colon else name not in _NAMES:
                at = start + 1
                continue
            closes = tag["close"] is not None
            if name in _UNREAD and not closes and tag[0][-2] != "/" and (end := ends.after(f"</{name}", at)) >= 0:
                close = text.find(">", end)
                at = close + 1 if 0 <= close - end < 20 else end
                yield _Token(start, at)
            else:
                yield _Token(start, at, name, closes)
        elif tag["comment"]:
            end = ends.after("-->", at)
            if not 0 <= end - start <= _LONGEST_COMMENT:
                continue
            at = end
            yield _Token(start, at)
        else:
            if tag["cdata"] and cdata < at:
                cdata = ends.after("]]>", at) - 3
            yield _Token(start, at)
    if at <= cdata:
        yield _Token(cdata, cdata + 3)


class _Ends:
    """Where elements end; what is not found once is not looked for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lower = ""
        self._none: set[str] = set()

    def after(self, end: str, at: int) -> int:
        """The position behind the next ``end``, -1 where there is none."""
        if not self._lower:
            # Of one length with the text: 「İ」.lower() has two characters.
            self._lower = self._text.translate(_LOWER)
        found = -1 if end in self._none else self._lower.find(end, at)
        if found < 0:
            self._none.add(end)
            return -1
        return found + len(end)


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def _grid_rows(tokens: Sequence[_Token]) -> list[bool]:
    """For each tag, whether it stands in a row of several cells: what breaks lines elsewhere is a blank there."""
    inside = [False] * len(tokens)
    first, cells, blocks, fits = -1, 0, 0, True
    for index, token in enumerate(tokens):
        if token.name in _ROWS:
            if first >= 0 and cells > 1 and fits:
                inside[first + 1 : index] = [True] * (index - first - 1)
            first = index if token.name == "tr" and not token.closes else -1
            cells, blocks, fits = 0, 0, True
        elif token.name in _CELLS:
            cells += not token.closes
            blocks = 0
        elif token.name in _BREAKS:
            blocks += token.name == "br" or not token.closes
            fits = fits and blocks <= _MOST_BLOCKS
    if first >= 0 and cells > 1 and fits:
        inside[first + 1 :] = [True] * (len(tokens) - first - 1)
    return inside


def _edits(text: str, tokens: Sequence[_Token], inside: Sequence[bool]) -> list[Edit]:
    """One edit for tags that nothing but blanks parts, with the blanks around them where they break lines or cells."""
    edits: list[Edit] = []
    cells = at = first = 0
    while first < len(tokens):
        last = first + 1
        while last < len(tokens) and not text[tokens[last - 1].end : tokens[last].start].strip():
            last += 1
        group = tokens[first:last]
        new, cells, shown = _shown(group, inside[first:last], cells)
        start, end = group[0].start, group[-1].end
        if shown:
            while start > at and text[start - 1].isspace():
                start -= 1
            while end < len(text) and text[end].isspace():
                end += 1
        if first and inside[first - 1]:
            edits += [_joint(text, *m.span()) for m in _SOURCE_BREAK.finditer(text, at, start) if at < m.start() and m.end() < start]
        if shown:
            new = new.lstrip("\n") if not start else new
            edits.append(Edit(start, end, new.rstrip("\n") if end == len(text) else new))
        else:
            edits += [Edit(t.start, t.end, _power(text, t)) for t in group]
        at, first = end, last
    return edits


def _shown(group: Sequence[_Token], inside: Sequence[bool], cells: int) -> tuple[str, int, bool]:
    """What stands for some tags, how many cells of the row have begun after them, and whether blanks around them go."""
    new, blank, shown = "", False, False
    for token, in_row in zip(group, inside, strict=True):
        if token.name in _CELLS:
            shown = True
            if not in_row:
                new = new if new.endswith("\n") else new + "\n"
            elif not token.closes:
                new += "\t" if cells else ""
                cells += 1
        elif token.name in _BREAKS:
            shown = True
            if token.name in _ROWS:
                cells = 0
            if in_row:
                blank = True
            elif not new.endswith("\n"):
                new += "\n"
    return new or " " * blank, cells, shown


def _joint(text: str, start: int, end: int) -> Edit:
    """A line break of the source within a cell."""
    return Edit(start, end, "" if text[start - 1] >= "\u3400" and text[end] >= "\u3400" else " ")


def _power(text: str, token: _Token) -> str:
    """「10<sup>4</sup>」 is no 104."""
    digits = token.start and text[token.start - 1].isdigit() and text[token.end : token.end + 1].isdigit()
    return "^" if token.name == "sup" and not token.closes and digits else ""
