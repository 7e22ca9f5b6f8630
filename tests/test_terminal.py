"""Words on their way to the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from analyzer.terminal import cell, visible


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_steers_the_terminal_and_offsets_hold(words: str) -> None:
    for lines in (False, True):
        shown = visible(words, lines=lines)
        assert len(shown) == len(words)
        assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in shown if not (lines and c in "\t\n"))
        assert not set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)
        shown.encode("utf-8")


def test_words_stay_as_they_are() -> None:
    words = "《通知》[bold]〔2024〕1号\u3000\u200b\ue000😀𠀀"
    assert visible(words) == words
    assert visible("a\n\tb", lines=True) == "a\n\tb"
    assert visible("a\n\tb") == "a  b"


def test_a_cell_is_no_markup() -> None:
    assert cell("[red]\x1b[31m").plain == "[red]�[31m"
    assert cell(3, "bold").style == "bold"
