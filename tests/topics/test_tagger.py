from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from analyzer.errors import InputError
from analyzer.topics import ThemeTagger
from analyzer.topics.model import title_and_text
from analyzer.topics.ngrams import pack, unpack

Examples = tuple[list[str], list[str]]


def test_it_learns_what_it_is_shown(tagger: ThemeTagger, examples: Examples) -> None:
    assert [tags[0] for tags in tagger.predict(examples[0])] == examples[1]


def test_probabilities_are_one_row_a_text_and_one_column_a_theme(tagger: ThemeTagger) -> None:
    likely = tagger.predict_proba(["落实减税政策", "学校", ""])
    assert likely.shape == (3, 2)
    assert ((likely >= 0) & (likely <= 1)).all()


@pytest.mark.parametrize("text", ["", "税", "Hello, world", "こんにちは", "12345", "\n\n"])
def test_a_text_that_says_nothing_has_no_theme(tagger: ThemeTagger, text: str) -> None:
    assert tagger.predict([text]) == [()]
    assert tagger.predict_proba([text]).max() == 0


@given(st.text(max_size=60))
def test_whatever_the_text_says_its_themes_are_those_that_are_explained(tagger: ThemeTagger, text: str) -> None:
    (themes,) = tagger.predict([text])
    assert set(themes) <= set(tagger.explain(text))


def test_a_text_may_have_several_labels() -> None:
    texts = ["减税政策", "税收征管", "学校招生", "幼儿园", "学校减税", "幼儿园税收"]
    labels = ["财税", "财税", "教育", "教育", ["财税", "教育"], ["财税", "教育"]]
    assert set(ThemeTagger(min_df=1).fit(texts, labels).predict(["学校减税政策"])[0]) == {"财税", "教育"}


def test_phrases_of_a_period_are_not_in_the_vocabulary(examples: Examples) -> None:
    texts = ["新冠肺炎疫情防控期间" + t for t in examples[0]]
    vocabulary = {unpack(k) for k in ThemeTagger(min_df=1).fit(texts, examples[1]).model_.keys}
    assert not vocabulary & {"疫情", "防控期", "新冠"}
    assert {"疫情", "防控期"} <= {unpack(k) for k in ThemeTagger(min_df=1, period=()).fit(texts, examples[1]).model_.keys}


def test_the_vocabulary_keeps_to_its_limit(examples: Examples) -> None:
    assert len(ThemeTagger(min_df=1, max_features=20).fit(*examples).model_.keys) == 20


def test_the_title_counts_more_than_the_text(tagger: ThemeTagger) -> None:
    first, second = tagger.predict_proba([("减税政策", "学校招生"), ("学校招生", "减税政策")])
    tax = tagger.classes_.tolist().index("财税")
    assert first[tax] > second[tax]


def test_an_explanation_names_terms_of_the_text(tagger: ThemeTagger) -> None:
    text = "各地要落实减税降费政策"
    terms = tagger.explain(text)["财税"]
    assert terms[0][1] >= terms[-1][1] > 0
    assert all(term in text for term, _ in terms)


def test_fitting_twice_gives_the_same_numbers(tagger: ThemeTagger, examples: Examples) -> None:
    assert np.array_equal(clone(tagger).fit(*examples).model_.coef, tagger.model_.coef)


def test_parameters_are_stored_as_given() -> None:
    assert ThemeTagger(C=2.0, threshold=0.5).get_params()["C"] == 2.0


def test_one_theme_alone_cannot_be_learned() -> None:
    with pytest.raises(InputError, match=r"1 theme\(s\) \(教育\)"):
        ThemeTagger().fit(["学校", "教师"], ["教育", "教育"])


def test_texts_and_labels_must_match_in_number() -> None:
    with pytest.raises(InputError, match="2 texts, 1 labels"):
        ThemeTagger().fit(["学校", "教师"], ["教育"])


def test_calibrated_probabilities_follow_the_documents_held_out(examples: Examples) -> None:
    texts, labels = examples[0] * 3, examples[1] * 3
    calibration = ThemeTagger(min_df=1).fit(texts, labels).model_.calibration
    assert calibration.shape == (3, 2)
    assert (calibration[:, 0] > 0).all()
    assert (calibration != [1.0, 0.0]).any()
    assert (ThemeTagger(min_df=1, calibrate=False).fit(texts, labels).model_.calibration == [1.0, 0.0]).all()


def test_a_text_without_its_title_has_a_calibration_of_its_own(examples: Examples) -> None:
    pairs = [(text[:4], text[4:] * 2) for text in examples[0]] * 3
    calibration = ThemeTagger(min_df=1).fit(pairs, examples[1] * 3).model_.calibration
    assert len({tuple(row) for row in calibration.tolist()}) == 3


@pytest.mark.parametrize(
    ("item", "title"),
    [("关于稳就业的意见\n各地要落实。", "关于稳就业的意见"), ("各地要落实。\n第二段", ""), ("字" * 200 + "\n正文", ""), (("题", "文"), "题"), ("题", "题")],
)
def test_a_short_first_line_that_is_no_sentence_is_the_title(item: str | tuple[str, str], title: str) -> None:
    assert title_and_text(item)[0] == title


def test_a_document_is_scored_by_its_ngrams_and_terms(tagger: ThemeTagger) -> None:
    keys = set(tagger.model_.keys.tolist())
    assert keys & set(pack("增值税").tolist())
