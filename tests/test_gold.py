"""The figures on the dev labels may not fall below the floors pinned in tests/gold/floors.json."""

from __future__ import annotations

from pathlib import Path

from analyzer.evaluation.figures import MEASURES
from analyzer.evaluation.floors import Floors
from tests.gold.gate import FLOORS, gold_file, measure


def test_floors_belong_to_these_dev_labels(shared: Path) -> None:
    assert Floors.read(FLOORS).belongs_to(gold_file(shared)), "the dev labels changed: measure on them and pin new floors"


def test_every_figure_has_its_floor() -> None:
    assert list(Floors.read(FLOORS).floors) == list(MEASURES)


def test_no_figure_falls_below_its_floor(shared: Path) -> None:
    fallen = Floors.read(FLOORS).fallen(gold_file(shared), measure(shared))
    assert not fallen, f"(figure, floor): {fallen}"
