from __future__ import annotations

import numpy as np
import pytest

from analyzer import analyze
from analyzer.errors import InputError
from analyzer.topics import corpus_topics, topic_documents
from analyzer.topics.corpus import TopicDocument
from analyzer.topics.keyterms import Background

FIELDS = (("税收", "减税", "财政"), ("学校", "教师", "招生"), ("公路", "港口", "铁路"))
COUNTS = Background({term: 5 for field in FIELDS for term in field}, 1000)


def corpus(size: int = 30) -> list[TopicDocument]:
    made = []
    for n in range(size):
        kind = n % 3
        terms = "，".join(FIELDS[kind][(n // 3 + i) % 3] for i in range(2 + n % 2))
        made.append(TopicDocument(f"a{n}", terms + "。", f"2024-0{1 + kind}-15", (f"部门{kind}",), (f"要办好{FIELDS[kind][0]}",)))
    return made


def test_documents_of_one_field_share_a_topic() -> None:
    found = corpus_topics(corpus(), number=3, background=COUNTS)
    mine = found.shares.argmax(axis=1)
    assert all(len({mine[n] for n in range(kind, 30, 3)}) == 1 for kind in range(3))
    assert {frozenset(t for t, _ in topic.terms) for topic in found.topics} == {frozenset(f) for f in FIELDS}


def test_the_number_is_chosen_by_coherence_unless_given() -> None:
    chosen = corpus_topics(corpus(60), background=COUNTS)
    assert len(chosen.topics) == max(chosen.tried, key=lambda pair: pair[1])[0]
    assert corpus_topics(corpus(), number=2, background=COUNTS).tried == ()


def test_the_same_corpus_gives_the_same_topics() -> None:
    first, second = (corpus_topics(corpus(), number=3, background=COUNTS) for _ in range(2))
    assert first.topics == second.topics


def test_shares_are_given_by_month_and_by_ministry() -> None:
    found = corpus_topics(corpus(), number=3, background=COUNTS)
    assert [(name, many) for name, many, _ in found.months] == [("2024-01", 10), ("2024-02", 10), ("2024-03", 10)]
    assert {name for name, _, _ in found.ministries} == {"部门0", "部门1", "部门2"}
    assert all(max(shares) > 0.9 for _, _, shares in found.months)


def test_shares_of_a_document_sum_to_one_or_to_nothing() -> None:
    found = corpus_topics([*corpus(), TopicDocument("none", "好")], number=3, background=COUNTS)
    sums = found.shares.sum(axis=1)
    assert np.allclose(sums[:-1], 1)
    assert sums[-1] == 0


def test_a_topic_names_its_articles_and_their_directives() -> None:
    found = corpus_topics(corpus(), number=3, background=COUNTS)
    for topic in found.topics:
        assert len(topic.articles) == 5
        assert topic.directives == (f"要办好{next(f[0] for f in FIELDS if f[0] in dict(topic.terms))}",)


@pytest.mark.parametrize(("size", "number", "message"), [(5, 0, "5 documents are too few"), (30, 99, "99 topics"), (30, 1, "1 topics"), (30, -2, "-2 topics")])
def test_numbers_that_make_no_sense_are_named(size: int, number: int, message: str) -> None:
    with pytest.raises(InputError, match=message):
        corpus_topics(corpus(size), number=number, background=COUNTS)


def test_a_corpus_without_common_terms_is_an_error() -> None:
    with pytest.raises(InputError, match="no term is shared"):
        corpus_topics([TopicDocument(str(n), "好") for n in range(12)], background=COUNTS)


def test_documents_come_from_analyses() -> None:
    document = topic_documents([analyze("工业和信息化部要求，各地要加快发展新能源汽车。")])[0]
    assert document.directives
    assert document.id
