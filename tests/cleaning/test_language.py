"""Counts of character pairs: trained, written, read, and asked."""

from __future__ import annotations

import math

import pytest

from analyzer.cleaning.language import Bigrams, parse, train

TEXTS = ["要加强监管", "要加强管理", "加强监管力度", "要加强监管2024"]


@pytest.fixture(scope="module")
def model() -> Bigrams:
    return parse(train(TEXTS))


def test_training_is_deterministic() -> None:
    assert train(TEXTS) == train(list(TEXTS))


def test_pairs_that_few_texts_hold_and_pairs_with_latin_are_dropped(model: Bigrams) -> None:
    likeliest = model.likeliest()
    assert likeliest["加"] == "强"
    assert likeliest["监"] == "管"
    assert "力" not in likeliest  # in one text only
    assert not any(ch.isascii() for ch in likeliest)


def test_what_stands_together_is_likelier_than_what_does_not(model: Bigrams) -> None:
    assert model.pair("加", "强") > model.pair("加", "监") > -math.inf
    assert model.lift("加", "强") > 0 > model.lift("加", "监") or model.lift("加", "监") <= model.lift("加", "强")
    assert model.score("加强监管") > model.score("强加管监")
    assert model.score("") == model.score("加") == 0


def test_the_counts_that_ship_know_common_words() -> None:
    model = Bigrams.load()
    assert model is Bigrams.load()
    assert model.lift("监", "管") > 2
    assert model.score("加强监督管理") > model.score("管理督监强加")
