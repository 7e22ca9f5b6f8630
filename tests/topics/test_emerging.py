from __future__ import annotations

import pytest

from analyzer.errors import InputError
from analyzer.topics import emerging_terms
from analyzer.topics.keyterms import Background

COUNTS = Background({"充电": 5, "换电": 5, "设施": 200}, 1000)
OLD = [("2023-01-05", "充电设施")] * 20
NEW = [("2024-02-01", "充电设施，换电")] * 15 + [("2024-03-01", "充电设施，换电")] * 5


def test_a_term_that_only_later_documents_hold_emerges() -> None:
    first = emerging_terms(OLD + NEW, since="2024-01", background=COUNTS)[0]
    assert (first.term, first.before, first.after) == ("换电", 0, 20)
    assert first.months == (("2024-02", 15), ("2024-03", 5))


def test_a_term_that_keeps_its_share_does_not() -> None:
    assert "设施" not in [t.term for t in emerging_terms(OLD + NEW, since="2024-01", background=COUNTS)]


def test_the_border_lies_at_the_last_third_of_the_months_by_default() -> None:
    assert emerging_terms(OLD + [("2024-02-01", "充电")] * 5 + [("2024-03-01", "换电")] * 20, background=COUNTS)[0].before == 0


def test_more_evidence_scores_higher() -> None:
    few = emerging_terms(OLD + [("2024-02", "充电，换电")] * 5, since="2024-01", background=COUNTS)[0]
    many = emerging_terms(OLD + [("2024-02", "充电，换电")] * 50, since="2024-01", background=COUNTS)[0]
    assert many.score > few.score


@pytest.mark.parametrize("since", ["2020-01", "2030-01"])
def test_documents_on_one_side_only_are_an_error(since: str) -> None:
    with pytest.raises(InputError, match="on both sides"):
        emerging_terms(OLD + NEW, since=since, background=COUNTS)


def test_a_corpus_without_documents_is_an_error() -> None:
    with pytest.raises(InputError, match="0 documents"):
        emerging_terms([], background=COUNTS)


def test_a_date_without_a_month_is_named() -> None:
    with pytest.raises(InputError, match="'2023' has no month"):
        emerging_terms([("2023", "充电")], background=COUNTS)
