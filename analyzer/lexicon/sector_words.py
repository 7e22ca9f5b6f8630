"""Sector candidates: lexicon terms, longer names formed from them, and the unknown items of their lists."""

from __future__ import annotations

import re
from typing import NamedTuple

# Kinds of words of the scan; a word may be several.
TERM, MODIFIER, HEAD, BLOCKER = 1, 2, 4, 8

# 「金融业」 before one of these is 「金融」 + 业务, 业内, 业绩 …
_AFTER_YE = frozenset("务内绩态主余者界")


class Term(NamedTuple):
    """A term of the lexicon."""

    name: str
    code: str
    emerging: str
    listed: bool
    """Also an everyday word or a mere object: a sector only where the words around it say so."""


class Head(NamedTuple):
    """A word that ends a longer name."""

    code: str
    after_modifier: bool
    after_sector: bool


class Words:
    """What candidate building looks up.

    Attributes:
        markers: words after a name that say a sector is meant: 产业, 行业.
        adjectives: words of quality and place that are no part of a name: 高端, 现代, 国际.
        openers: words that stand before the first item of a list and are no part of it: 推动, 围绕, 在.
    """

    __slots__ = ("_parts", "adjectives", "heads", "kinds", "markers", "openers", "terms")

    def __init__(
        self,
        terms: dict[str, Term],
        heads: dict[str, Head],
        kinds: dict[str, int],
        markers: tuple[str, ...],
        adjectives: tuple[str, ...],
        openers: tuple[str, ...],
    ) -> None:
        """Keep the tables; nothing is computed yet."""
        self.terms = terms
        self.heads = heads
        self.kinds = kinds
        self.markers = markers
        self.adjectives = adjectives
        self.openers = openers
        self._parts: dict[str, tuple[tuple[int, int], ...]] = {}

    def parts(self, word: str) -> tuple[tuple[int, int], ...]:
        """Where terms begin or end a longer word, as (start, end) in it."""
        found = self._parts.get(word)
        if found is None:
            terms, n = self.terms, len(word)
            begins = [(0, b) for b in range(2, n) if word[:b] in terms]
            found = self._parts[word] = (*begins, *((a, n) for a in range(1, n - 1) if word[a:] in terms))
        return found


class Candidate(NamedTuple):
    """A span that may be a sector."""

    start: int
    end: int
    term: str
    """The lexicon term that gives it its code; the span itself for an unknown list item."""
    code: str
    kind: str
    """free, listed (both lexicon terms), formed (by word formation), item (unknown item of a list)."""


Hit = tuple[int, int, str]


def form(text: str, run: list[Hit], words: Words, out: list[Candidate]) -> None:
    """Add the candidates of a run of adjacent words."""
    terms, heads, kinds = words.terms, words.heads, words.kinds
    i, n = 0, len(run)
    while i < n:
        start, end, word = run[i]
        kind = kinds[word]
        if kind & BLOCKER:
            i += 1
            continue
        # modifier+ (head | product)
        k = i
        while k < n and kinds[run[k][2]] & MODIFIER:
            k += 1
        if k > i and k < n:
            last = run[k][2]
            head = heads.get(last)
            if head is not None and head.after_modifier:
                term = terms.get(last)
                out.append(Candidate(start, run[k][1], last, term.code if term and term.code else head.code, "formed"))
                i = k + 1
                continue
        if not kind & TERM:
            i += 1
            continue
        term = terms[word]
        k = i + 1
        code = term.code
        while k < n:
            head = heads.get(run[k][2])
            if head is None or not head.after_sector or kinds[run[k][2]] & BLOCKER:
                break
            code = code or head.code
            k += 1
        if k > i + 1:
            out.append(Candidate(start, run[k - 1][1], run[k - 1][2], code, "formed"))
            i = k
            continue
        if word[-1] == "业" and end < len(text) and text[end] in _AFTER_YE and word[:-1] in terms:
            word, end = word[:-1], end - 1
            term = terms[word]
        out.append(Candidate(start, end, word, term.code, "listed" if term.listed else "free"))
        i += 1


_JOIN = "、和与及或"
_ITEM = re.compile(rf"[、和与及]([\u4e00-\u9fffA-Za-z0-9+\-]{{2,9}}?)(?=[{_JOIN}]|以及|等)")


def add_items(text: str, found: list[Candidate], words: Words) -> list[Candidate]:
    """The candidates and, between them, the items of their lists that the lexicon does not know.

    An item counts only next to a known sector: 「光伏、XX、风电」, 「光伏、XX等产业」.
    """
    out: list[Candidate] = []
    n = len(found)
    for i, c in enumerate(found):
        out.append(c)
        at = c.end
        if text[at : at + 1] not in ("、", "和", "与", "及"):
            continue
        limit = found[i + 1].start if i + 1 < n else len(text)
        while (match := _ITEM.match(text, at)) is not None and match.end() < limit:
            item = match[1]
            if item.startswith(words.adjectives) and item not in words.terms:
                break
            out.append(Candidate(match.start(1), match.end(), item, "", "item"))
            at = match.end()
    return out
