"""The lead that a page prints twice: above the title or above the body, and again in it."""

from __future__ import annotations

import re

from analyzer.cleaning.noise import Line
from analyzer.records import Block

_CLAUSE = re.compile(r"[，,；;：:。！？!?]+")
_ENDS = "。！？!?…”’）) "
_TOP = 8
_SHORTEST = 25
_REST, _NEAR = 60_000, 1_500
_ITEM = re.compile(r"[（(]|\d{1,2}[.、．]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}[条章]")
_VERBATIM = 0.8
_ALIKE = 0.7


def find_lead(text: str, lines: list[Line], taken: list[Block]) -> Block | None:
    """The first paragraph whose clauses all stand again further down, verbatim.

    >>> from analyzer.cleaning.noise import lines_of
    >>> page = "会议指出，要加快推进新能源汽车产业高质量发展，切实稳定工业增长。\\n标题\\n会议指出，要加快推进新能源汽车产业高质量发展，切实稳定工业增长。全文完。"
    >>> find_lead(page, lines_of(page), [])
    Block(kind='lead', start=0, end=32)
    """
    starts = {b.start for b in taken}
    for index, line in enumerate(lines[:_TOP]):
        if not _SHORTEST <= len(line.text) <= 800 or any(b.start <= line.start < b.end for b in taken) or line.start in starts:
            continue
        # A sentence: a salutation or a title that stands twice is no lead.
        if line.text.rstrip("”’）)")[-1:] not in "。！？!?…" or index + 1 >= len(lines):
            continue
        rest = text[line.end : line.end + _REST]
        # The last clause has to stand again: a few of its characters tell most paragraphs apart at once.
        if line.text.rstrip(_ENDS)[-4:] not in rest:
            continue
        # And the body begins as the lead does; an article of a law or an item of a list may be repeated anywhere.
        if _ITEM.match(line.text) or _CLAUSE.split(line.text, maxsplit=1)[0] not in rest[:_NEAR]:
            continue
        clauses = [c.strip(" “”‘’—…[]【】·.") for c in _CLAUSE.split(line.text)]
        if _repeated([c for c in clauses if c], rest):
            return Block("lead", line.start, line.end)
    return None


def _repeated(clauses: list[str], rest: str) -> bool:
    """Whether nearly all clauses stand in the rest verbatim and the others nearly so (「针对汽车等重点行业」)."""
    again = [c in rest for c in clauses]
    if sum(again) < 2 or not again[-1]:
        return False
    if sum(len(c) for c, yes in zip(clauses, again, strict=True) if yes) < _VERBATIM * sum(map(len, clauses)):
        return False
    for clause, yes in zip(clauses, again, strict=True):
        pairs = [clause[i : i + 2] for i in range(len(clause) - 1)]
        if not yes and sum(p in rest for p in pairs) < _ALIKE * len(pairs):
            return False
    return True
