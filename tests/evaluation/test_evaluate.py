"""Whole evaluations: on a small gold file, and against the reference scorer on the real one."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import InputError
from analyzer.evaluation import Accuracy, Found, evaluate
from analyzer.evaluation.telling import evaluation_record, first_of_each_kind
from tests.gold.gate import gold_file, measure

SMALL: list[dict[str, Any]] = [
    {
        "id": "a", "genre": "readout", "text": "会议强调，各地区要加强监管，不得拖延。",
        "clauses": [
            {"start": 0, "end": 4, "role": "F"},
            {"start": 5, "end": 13, "role": "D", "modality": "O", "addressee": "各地区"},
            {"start": 14, "end": 18, "role": "D", "modality": "P", "addressee": "各地区"},
        ],
        "entities": [], "targets": [],
    },
    {
        "id": "b", "genre": "news", "text": "去年全省新建泵站120座，完成投资30亿元。",
        "clauses": [{"start": 0, "end": 12, "role": "S"}, {"start": 13, "end": 21, "role": "S"}], "entities": None, "targets": None,
    },
]  # fmt: skip


def test_an_evaluation_has_figures_by_genre_confusions_and_rules(write: Callable[..., Path]) -> None:
    found = evaluate(write(*SMALL), resamples=100)
    directive, role = found.measures["directive"], found.measures["role"]
    assert isinstance(directive, Found)
    assert isinstance(role, Accuracy)
    assert (directive.tp, directive.fp, directive.fn) == (2, 0, 0)
    assert (role.right, role.of) == (5, 5)
    assert found.roles == {("directive", "directive"): 2, ("frame", "frame"): 1, ("statement", "statement"): 2}
    assert found.modalities == {("obligation", "obligation"): 1, ("prohibition", "prohibition"): 1}
    assert list(found.genres) == ["news", "readout"]
    assert found.genre_documents == {"news": 1, "readout": 1}
    assert sum(right for _, right in found.rules.values()) == 2
    assert (found.mistakes, found.strangers) == ((), ())


def test_figures_come_as_a_frame_and_as_plain_data(write: Callable[..., Path]) -> None:
    found = evaluate(write(*SMALL))
    frame = found.to_frame()
    row = frame[(frame["genre"] == "all") & (frame["measure"] == "directive") & (frame["figure"] == "f1")]
    assert row["value"].tolist() == [1.0]
    assert json.loads(json.dumps(evaluation_record(found, errors=3)))["measures"]["role"]["accuracy"]["value"] == 1.0
    assert found.mistakes_frame().empty


def test_documents_without_genres_have_no_table_of_genres(write: Callable[..., Path]) -> None:
    assert evaluate(write(*({**row, "genre": ""} for row in SMALL))).genres == {}


def test_nothing_to_evaluate_on_is_told(write: Callable[..., Path]) -> None:
    with pytest.raises(InputError, match="no gold document"):
        evaluate([])
    with pytest.raises(InputError, match="no document has a layer that is labelled"):
        evaluate(write({"id": "a", "text": "要。", "clauses": None, "entities": None, "targets": None}))
    with pytest.raises(InputError, match="resamples=-1"):
        evaluate(write(*SMALL), resamples=-1)


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[str, Any]:
    """The figures of ../shared/gold/score.py on the dev labels."""
    from analyzer import analyze

    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    documents = [json.loads(line) for line in gold_file(shared).read_text(encoding="utf-8").splitlines() if line.strip()]
    found: dict[str, Any] = scorer.score(documents, analyze, make=scorer.article)
    return found


def as_reference(measure: object) -> Any:
    """A measure as the reference scorer tells it."""
    if isinstance(measure, Accuracy):
        return round(measure.accuracy.value or 0.0, 4)
    assert isinstance(measure, Found)
    figures = {"p": measure.precision, "r": measure.recall, "f1": measure.f1}
    return {name: round(figure.value or 0.0, 4) for name, figure in figures.items()} | {"tp": measure.tp, "fp": measure.fp, "fn": measure.fn}


def test_all_figures_are_those_of_the_reference_scorer(shared: Path, reference: dict[str, Any]) -> None:
    ours = measure(shared)
    names = {
        "directive": "directive", "modality_accuracy": "modality", "addressee_accuracy": "addressee",
        "addressee_accuracy_where_any": "addressee_where_any", "role_accuracy": "role", "entity_MINISTRY": "entity_MINISTRY",
        "entity_REGION": "entity_REGION", "entity_SECTOR": "entity_SECTOR", "name_accuracy_MINISTRY": "name_MINISTRY",
        "name_accuracy_REGION": "name_REGION", "target": "target", "target_comparator_accuracy": "target_comparator",
        "target_deadline_accuracy": "target_deadline",
    }  # fmt: skip
    assert {theirs: as_reference(ours.measures[name]) for theirs, name in names.items()} == {theirs: reference[theirs] for theirs in names}
    assert set(reference) - set(names) == {"documents", "characters", "seconds", "chars_per_s", "directive_by_genre", "role_confusion"}
    assert (ours.documents, ours.characters) == (reference["documents"], reference["characters"])
    assert {genre: as_reference(found["directive"]) for genre, found in ours.genres.items()} == reference["directive_by_genre"]
    confused = {f"{gold}>{found}": count for (gold, found), count in ours.roles.items()}
    for pair, count in reference["role_confusion"].items():
        assert confused[pair] == count


def test_mistakes_are_as_many_as_the_figures_say(shared: Path) -> None:
    found = measure(shared)
    kinds = [m.kind for m in found.mistakes]
    directive, role, target = (found.measures[name] for name in ("directive", "role", "target"))
    assert isinstance(directive, Found)
    assert isinstance(target, Found)
    assert isinstance(role, Accuracy)
    assert (kinds.count("directive missed"), kinds.count("directive spurious")) == (directive.fn, directive.fp)
    assert (kinds.count("target missed"), kinds.count("target spurious")) == (target.fn, target.fp)
    assert kinds.count("role") == role.of - role.right
    assert len(first_of_each_kind(found.mistakes, 2)) == sum(min(2, kinds.count(kind)) for kind in set(kinds))
