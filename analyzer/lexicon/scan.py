"""One pass over the characters of a text that finds every term of a lexicon (Aho–Corasick)."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs

_Matches = list[tuple[int, int, int]]


class Scanner:
    """Finds terms in a text; terms are numbered in the order given.

    Matching is by character, never by token: with tokens, longer words swallow shorter terms.

    >>> Scanner(["汽车", "新能源汽车"]).longest("发展新能源汽车")
    [(1, 2, 7)]
    """

    __slots__ = ("_every", "_few", "_longest", "_usual", "terms")

    def __init__(self, terms: Iterable[str], rare: Iterable[str] = ()) -> None:
        """Build nothing yet: each automaton is made when it is first asked.

        Args:
            terms: the usual terms.
            rare: very many more, which few texts hold.
        """
        usual = tuple(terms)
        self._few = len(usual)
        self.terms: tuple[str, ...] = (*usual, *rare)
        self._usual: ahocorasick_rs.AhoCorasick | None = None
        self._longest: ahocorasick_rs.AhoCorasick | None = None
        self._every: ahocorasick_rs.AhoCorasick | None = None

    def longest(self, text: str, *, rare: bool = True) -> _Matches:
        """Leftmost-longest matches that do not overlap, as (term number, start, end).

        Args:
            text: the text.
            rare: False where the text is known to hold no rare term: then a smaller automaton gives the same.
        """
        if not rare and self._few < len(self.terms):
            if self._usual is None:
                self._usual = ahocorasick_rs.AhoCorasick(self.terms[: self._few], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
            usual: _Matches = self._usual.find_matches_as_indexes(text)
            return usual
        if self._longest is None:
            self._longest = ahocorasick_rs.AhoCorasick(self.terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        found: _Matches = self._longest.find_matches_as_indexes(text)
        return found

    def every(self, text: str) -> _Matches:
        """All matches, overlapping ones too, as (term number, start, end) in order of their end."""
        if self._every is None:
            self._every = ahocorasick_rs.AhoCorasick(self.terms, matchkind=ahocorasick_rs.MatchKind.Standard)
        found: _Matches = self._every.find_matches_as_indexes(text, overlapping=True)
        return found
