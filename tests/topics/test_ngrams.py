from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analyzer.topics.ngrams import Vocabulary, pack, pack_many, unpack


def test_only_runs_of_chinese_characters_give_ngrams() -> None:
    assert [unpack(k) for k in pack("税收，AB政策", (2, 3))] == ["税收", "政策"]


def test_empty_and_one_character_texts_have_none() -> None:
    assert len(pack("")) == len(pack("税")) == 0


@given(st.text(alphabet="税收政策，。A\n𠮷", max_size=40))
def test_packing_counts_what_slicing_counts(text: str) -> None:
    expected = Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1) if all("\u4e00" <= c <= "\u9fff" for c in text[i : i + n]))
    assert Counter(unpack(k) for k in pack(text)) == expected


@given(st.lists(st.text(alphabet="税收政策，。A\n𠮷\ud800", max_size=20), min_size=1, max_size=4))
def test_texts_packed_together_give_what_each_gives_alone(texts: list[str]) -> None:
    keys, owners = pack_many(texts)
    assert [sorted(keys[owners == number].tolist()) for number in range(len(texts))] == [sorted(pack(text).tolist()) for text in texts]


@given(st.lists(st.text(alphabet="税收政策，校", max_size=12), min_size=1, max_size=4), st.sets(st.sampled_from(["税收", "收政", "政策", "政策税", "学校"])))
def test_only_entries_of_the_vocabulary_are_counted_each_for_its_text(texts: list[str], entries: set[str]) -> None:
    vocabulary = Vocabulary(np.unique(np.concatenate([np.empty(0, np.uint64), *(pack(entry, (len(entry),)) for entry in entries)])))
    found, times = vocabulary.count(texts)
    counted = {(n // len(vocabulary), unpack(vocabulary.keys[n % len(vocabulary)])): count for n, count in zip(found.tolist(), times.tolist(), strict=True)}
    grams = [Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1) if "，" not in text[i : i + n]) for text in texts]
    assert counted == {(number, gram): count for number, own in enumerate(grams) for gram, count in own.items() if gram in entries}


def test_an_empty_vocabulary_counts_nothing() -> None:
    assert [len(found) for found in Vocabulary(np.empty(0, np.uint64)).count(["税收政策"])] == [0, 0]
