"""The two libraries find the same, and that is what the definition says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.lexicon.automaton import Automaton, ahocorasick_rs, daachorse, usual

pytest.importorskip("daachorse", reason="no wheels of daachorse for this machine")

_terms = st.lists(st.text("甲乙丙a", min_size=1, max_size=4), unique=True, max_size=12)
_texts = st.text("甲乙丙a丁𠀀", max_size=30)
_both = pytest.mark.parametrize("automaton", [daachorse, ahocorasick_rs], ids=lambda found: found.__name__)


def test_the_faster_one_is_used_where_it_is_installed() -> None:
    assert usual is daachorse


@_both
def test_the_longest_of_the_terms_that_begin_first_is_found(automaton: Automaton) -> None:
    assert automaton(["乙丙", "甲乙", "甲乙丙", "丙"], False)("丁甲乙丙丙") == [(1, 4, 2), (4, 5, 3)]


@_both
def test_places_are_counted_in_characters(automaton: Automaton) -> None:
    assert automaton(["汽车"], False)("𠀀aé汽车") == [(3, 5, 0)]


@_both
def test_without_terms_nothing_is_found(automaton: Automaton) -> None:
    assert automaton([], False)("甲") == automaton([], True)("甲") == []


@given(_terms, _texts)
def test_both_find_the_same_longest_terms(terms: list[str], text: str) -> None:
    found, at = [], 0
    while at < len(text):
        length, number = max(
            ((len(term), n) for n, term in enumerate(terms) if text.startswith(term, at)), default=(0, -1)
        )
        found += [(at, at + length, number)] if length else []
        at += length or 1
    assert daachorse(terms, False)(text) == ahocorasick_rs(terms, False)(text) == found


@given(_terms, _texts)
def test_both_find_every_term_in_the_same_order(terms: list[str], text: str) -> None:
    found = [
        (s, s + len(term), n) for n, term in enumerate(terms) for s in range(len(text)) if text.startswith(term, s)
    ]
    assert (
        daachorse(terms, True)(text)
        == ahocorasick_rs(terms, True)(text)
        == sorted(found, key=lambda match: (match[1], match[0]))
    )
