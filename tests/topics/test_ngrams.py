from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.topics.ngrams import count, pack, unpack


def test_only_runs_of_chinese_characters_give_ngrams() -> None:
    assert [unpack(k) for k in pack("税收，AB政策", (2, 3))] == ["税收", "政策"]


def test_empty_and_one_character_texts_have_none() -> None:
    assert len(pack("")) == len(pack("税")) == 0


@given(st.text(alphabet="税收政策，。A\n𠮷", max_size=40))
def test_packing_counts_what_slicing_counts(text: str) -> None:
    expected = Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1) if all("\u4e00" <= c <= "\u9fff" for c in text[i : i + n]))
    assert Counter(unpack(k) for k in pack(text)) == expected


def test_count_finds_only_words_of_the_vocabulary() -> None:
    vocabulary = np.unique(pack("税收政策", (2,)))
    times = count(pack("税收和税收，学校", (2,)), vocabulary)
    assert {unpack(key): n for key, n in zip(vocabulary, times.tolist(), strict=True) if n} == {"税收": 2}


def test_an_empty_vocabulary_counts_nothing() -> None:
    assert len(count(pack("税收政策"), np.empty(0, np.uint64))) == 0
