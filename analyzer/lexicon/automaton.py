"""The automata that :mod:`analyzer.lexicon.scan` walks: daachorse, or where it has no wheels (Linux on ARM) ahocorasick-rs.

Both find the same; daachorse goes from character to character instead of from byte to byte, takes two thirds of the time and a
quarter of it to be built.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

Match = tuple[int, int, int]
"""Start and end of a term in a text, and its number."""
Find = Callable[[str], list[Match]]
Automaton = Callable[[Sequence[str], bool], Find]


def daachorse(terms: Sequence[str], overlapping: bool) -> Find:
    """Finds the terms in a text: all of them, in order of their end, or leftmost-longest ones that do not overlap.

    >>> daachorse(["汽车", "新能源汽车"], True)("新能源汽车")
    [(0, 5, 1), (3, 5, 0)]
    """
    from daachorse import MATCH_KIND_LEFTMOST_LONGEST, MATCH_KIND_STANDARD, CharwiseDoubleArrayAhoCorasick

    built = CharwiseDoubleArrayAhoCorasick(
        list(terms), MATCH_KIND_STANDARD if overlapping else MATCH_KIND_LEFTMOST_LONGEST
    )
    find: Find = built.find_overlapping if overlapping else built.find
    return find


def ahocorasick_rs(terms: Sequence[str], overlapping: bool) -> Find:
    """The same with the other library."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    built = AhoCorasick(terms, matchkind=MatchKind.Standard if overlapping else MatchKind.LeftmostLongest)
    return lambda text: [
        (start, end, number) for number, start, end in built.find_matches_as_indexes(text, overlapping=overlapping)
    ]


usual: Automaton = daachorse if find_spec("daachorse") else ahocorasick_rs
"""The one that is used."""
