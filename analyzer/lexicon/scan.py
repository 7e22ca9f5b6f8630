"""One pass over the characters of a text that finds every term of a lexicon (Aho–Corasick)."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs


class Scanner:
    """Finds terms in a text; terms are numbered in the order given.

    Matching is by character, never by token: with tokens, longer words swallow shorter terms.

    >>> Scanner(["汽车", "新能源汽车"]).longest("发展新能源汽车")
    [(1, 2, 7)]
    """

    __slots__ = ("_every", "_longest", "terms")

    def __init__(self, terms: Iterable[str]) -> None:
        """Build nothing yet: each automaton is made when it is first asked."""
        self.terms: tuple[str, ...] = tuple(terms)
        self._longest: ahocorasick_rs.AhoCorasick | None = None
        self._every: ahocorasick_rs.AhoCorasick | None = None

    def longest(self, text: str) -> list[tuple[int, int, int]]:
        """Leftmost-longest matches that do not overlap, as (term number, start, end)."""
        if self._longest is None:
            self._longest = ahocorasick_rs.AhoCorasick(self.terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        found: list[tuple[int, int, int]] = self._longest.find_matches_as_indexes(text)
        return found

    def every(self, text: str) -> list[tuple[int, int, int]]:
        """All matches, overlapping ones too, as (term number, start, end) in order of their end."""
        if self._every is None:
            self._every = ahocorasick_rs.AhoCorasick(self.terms, matchkind=ahocorasick_rs.MatchKind.Standard)
        found: list[tuple[int, int, int]] = self._every.find_matches_as_indexes(text, overlapping=True)
        return found
