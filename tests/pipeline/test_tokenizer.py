from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from analyzer.errors import InputError, ResourceError
from analyzer.pipeline import tokenizer
from analyzer.pipeline.tokenizer import PolicyTokenizer, cut_words, make_tokenizer

# Pieces of policy prose, spaces and line ends of every kind, and any other character.
_texts = st.lists(st.sampled_from(["各地区要", "加强监管", "，", "。", " ", "  ", "\n", "\u3000", "2025年", "GDP", "\t"]) | st.characters(exclude_categories=["Cs"]), max_size=30).map("".join)


@pytest.fixture(scope="module")
def vocab() -> Vocab:
    return Vocab()


@given(text=_texts)
def test_char_tokens_are_the_characters(vocab, text):
    doc = PolicyTokenizer(vocab, "char")(text)
    assert [token.text for token in doc] == list(text)
    assert [token.idx for token in doc] == list(range(len(text)))
    assert doc.text == text


@given(text=_texts)
def test_words_lose_no_character(vocab, text):
    assert PolicyTokenizer(vocab, "pkuseg")(text).text == text


def test_words_are_longer_than_characters(vocab):
    assert [token.text for token in PolicyTokenizer(vocab)("各地区要稳步推进试点。")] == ["各", "地区", "要", "稳步", "推进", "试点", "。"]


@pytest.mark.parametrize("segmenter", ["char", "pkuseg"])
def test_a_lone_surrogate_is_replaced_and_no_offset_moves(vocab, segmenter):
    doc = PolicyTokenizer(vocab, segmenter)("加强\ud800监管")
    assert doc.text == "加强\ufffd监管"


def test_a_long_line_is_cut_at_ends_of_sentences_only():
    sentence = "各地区要稳步推进试点。"
    assert cut_words(sentence * 300) == cut_words(sentence) * 300


def test_a_long_line_without_marks_is_cut_all_the_same():
    assert "".join(cut_words("加强监管" * 3000)) == "加强监管" * 3000


def test_an_unknown_segmenter_is_named_with_those_known(vocab):
    with pytest.raises(InputError, match=r"'jieba'.*char, pkuseg"):
        PolicyTokenizer(vocab, "jieba")  # type: ignore[arg-type]


def test_missing_weights_are_an_error_that_names_the_script(monkeypatch, tmp_path: Path):
    monkeypatch.setattr("analyzer.resources.models_dir", lambda: tmp_path)
    with pytest.raises(ResourceError, match=r"features\.msgpack.*make\.py"):
        tokenizer._segmenter.__wrapped__()


def test_a_config_makes_the_tokenizer_for_a_pipeline():
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "analyzer.PolicyTokenizer.v1", "segmenter": "char"}}})
    assert isinstance(nlp.tokenizer, PolicyTokenizer)
    assert make_tokenizer("char")(nlp).segmenter == "char"
