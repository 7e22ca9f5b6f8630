"""One pass over the characters of a text that finds every term of a lexicon (Aho–Corasick)."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.lexicon import automaton
from analyzer.lexicon.automaton import Find, Match


class Scanner:
    """Finds terms in a text; terms are numbered in the order given.

    Matching is by character, never by token: with tokens, longer words swallow shorter terms.

    >>> Scanner(["汽车", "新能源汽车"]).longest("发展新能源汽车")
    [(2, 7, 1)]
    """

    __slots__ = ("_every", "_few", "_longest", "_usual", "terms")

    def __init__(self, terms: Iterable[str], rare: Iterable[str] = ()) -> None:
        """Build nothing yet: each automaton is made when it is first asked.

        Args:
            terms: the usual terms; none is empty, none stands twice.
            rare: very many more, which few texts hold.
        """
        usual = tuple(terms)
        self._few = len(usual)
        self.terms: tuple[str, ...] = (*usual, *rare)
        self._usual: Find | None = None
        self._longest: Find | None = None
        self._every: Find | None = None

    def longest(self, text: str, *, rare: bool = True) -> list[Match]:
        """Leftmost-longest matches that do not overlap, as (start, end, term number).

        Args:
            text: the text.
            rare: False where the text is known to hold no rare term: then a smaller automaton gives the same.
        """
        if not rare and self._few < len(self.terms):
            if self._usual is None:
                self._usual = automaton.usual(self.terms[: self._few], False)
            return self._usual(text)
        if self._longest is None:
            self._longest = automaton.usual(self.terms, False)
        return self._longest(text)

    def every(self, text: str) -> list[Match]:
        """All matches, overlapping ones too, as (start, end, term number) in order of their end."""
        if self._every is None:
            self._every = automaton.usual(self.terms, True)
        return self._every(text)
