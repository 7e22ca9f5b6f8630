"""The figures on the dev labels may not fall below the floors pinned in tests/gold/floors.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gold.gate import FLOORS, digest, gold_file, measure


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, float]:
    return measure(shared)


def test_floors_belong_to_these_dev_labels(shared: Path) -> None:
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert pinned["sha256"] == digest(gold_file(shared)), "the dev labels changed: measure and pin anew with tests.gold.gate"


def test_no_figure_falls_below_its_floor(figures: dict[str, float]) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["floors"]
    assert floors.keys() == figures.keys()
    fallen = {name: (figures[name], floor) for name, floor in floors.items() if figures[name] < floor}
    assert not fallen, f"(figure, floor): {fallen}"
