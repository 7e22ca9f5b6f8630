from __future__ import annotations

from collections import Counter

import pytest

from analyzer.evaluation.figures import Accuracy, Draws, Figure, Found, Interval, headline, measures
from analyzer.evaluation.scoring import Score


def document(**counts: int) -> Score:
    return Score("a", "news", 10, Counter({name.replace("__", "."): count for name, count in counts.items()}))


def of(*documents: Score, resamples: int = 200) -> dict[str, Found | Accuracy]:
    return measures(documents, resamples=resamples, seed=0)


def test_precision_recall_and_f1_come_from_the_sums_of_all_documents() -> None:
    found = of(document(directive__tp=3, directive__fp=1, directive__fn=0), document(directive__tp=1, directive__fp=3, directive__fn=4))["directive"]
    assert isinstance(found, Found)
    assert (found.precision.value, found.recall.value, found.f1.value) == (0.5, 0.5, 0.5)
    assert (found.tp, found.fp, found.fn) == (4, 4, 4)


def test_accuracy_is_what_is_right_of_what_was_looked_at() -> None:
    role = of(document(role__ok=3, role__n=4))["role"]
    assert isinstance(role, Accuracy)
    assert (role.accuracy.value, role.right, role.of) == (0.75, 3, 4)


def test_what_no_document_has_is_left_out_and_what_cannot_be_measured_is_none() -> None:
    found = of(document(target__tp=0, target__fp=0, target__fn=0))
    assert list(found) == ["target"]
    target = found["target"]
    assert isinstance(target, Found)
    assert (target.precision.value, target.recall.value, target.f1.value, str(target.f1)) == (None, None, None, "–")
    assert headline(found) == {}


@pytest.mark.parametrize(("counts", "f1"), [((0, 2, 0), 0.0), ((0, 0, 2), 0.0), ((0, 1, 1), 0.0), ((1, 0, 0), 1.0)])
def test_f1_is_nought_where_nothing_is_right(counts: tuple[int, int, int], f1: float) -> None:
    found = of(document(**dict(zip(("target__tp", "target__fp", "target__fn"), counts, strict=True))))["target"]
    assert isinstance(found, Found)
    assert found.f1.value == f1


def test_intervals_hold_the_value_and_are_the_same_every_time() -> None:
    documents = [document(role__ok=n % 5, role__n=5) for n in range(12)]
    role = of(*documents)["role"]
    assert isinstance(role, Accuracy)
    assert role.accuracy.interval is not None
    assert role.accuracy.value is not None
    assert 0 < role.accuracy.interval.low < role.accuracy.value < role.accuracy.interval.high < 1
    assert of(*documents) == of(*documents)


def test_documents_are_drawn_whole() -> None:
    # In each document all is right or all is wrong: with two of them a draw has 0, 1/2 or 1.
    role = of(document(role__ok=50, role__n=50), document(role__ok=0, role__n=50))["role"]
    assert isinstance(role, Accuracy)
    assert role.accuracy.interval == Interval(0.0, 1.0)


def test_one_document_has_no_interval_and_none_is_drawn_where_none_is_asked_for() -> None:
    one = of(document(role__ok=1, role__n=2))["role"]
    none = of(document(role__ok=1, role__n=2), document(role__ok=1, role__n=2), resamples=0)["role"]
    # A second document with nothing to look at does not make an interval.
    lone = of(document(role__ok=1, role__n=2), document(directive__tp=1))["role"]
    for role in (one, none, lone):
        assert isinstance(role, Accuracy)
        assert role.accuracy.interval is None
        assert str(role.accuracy) == ".500"


def test_draws_are_of_as_many_documents_as_there_are() -> None:
    draws = Draws(7, 50, 1)
    assert draws.times.shape == (50, 7)
    assert set(draws.times.sum(axis=1)) == {7}


def test_figures_are_told_with_their_intervals() -> None:
    assert str(Figure(0.8834, Interval(0.8306, 1.0))) == ".883 [.831, 1.000]"
    assert Figure(0.88344, Interval(0.83056, 1.0)).to_dict() == {"value": 0.8834, "interval": [0.8306, 1.0]}
