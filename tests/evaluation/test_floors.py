from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.errors import InputError, OutputError
from analyzer.evaluation.evaluate import Evaluation, summed
from analyzer.evaluation.floors import Floors
from analyzer.evaluation.scoring import Score


@pytest.fixture
def gold(write: Callable[..., Path]) -> Path:
    return write({"id": "a"})


def reached(right: int) -> Evaluation:
    return summed([Score("a", "", 10, Counter({"role.ok": right, "role.n": 100}))], resamples=0, seed=0)


def test_floors_are_set_a_little_below_the_figures_and_belong_to_the_file(gold: Path, tmp_path: Path) -> None:
    Floors.read(tmp_path / "floors.json").lifted(gold, reached(90)).write(tmp_path / "floors.json")
    floors = Floors.read(tmp_path / "floors.json")
    assert floors.floors == {"role": 0.895}
    assert floors.belongs_to(gold)
    assert floors.fallen(gold, reached(90)) == {}
    assert floors.fallen(gold, reached(89)) == {"role": (0.89, 0.895)}


def test_no_floor_is_lowered(gold: Path) -> None:
    high = Floors("", "", {}).lifted(gold, reached(90))
    assert high.lifted(gold, reached(50)) == high
    assert high.lifted(gold, reached(95)).floors == {"role": 0.945}


def test_a_figure_that_is_no_longer_measured_has_fallen(gold: Path) -> None:
    nothing = summed([Score("a", "", 10)], resamples=0, seed=0)
    assert Floors("", "", {}).lifted(gold, reached(90)).fallen(gold, nothing) == {"role": (None, 0.895)}


def test_floors_of_another_file_say_nothing(gold: Path, write: Callable[..., Path]) -> None:
    floors, other = Floors("", "", {}).lifted(gold, reached(90)), write({"id": "b"})
    for ask in (floors.fallen, floors.lifted):
        with pytest.raises(InputError, match=r"the floors were measured on gold\.jsonl with the SHA-256"):
            ask(other, reached(99))


@pytest.mark.parametrize("content", ["{", "[]", '{"gold": "a", "sha256": "b", "floors": {"role": "high"}}', '{"gold": "a"}'])
def test_what_is_no_floors_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"floors.json is no floors file"):
        Floors.read(tmp_path / "floors.json")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        Floors("a", "b", {}).write(tmp_path / "gone" / "floors.json")


def test_the_file_is_plain_json(gold: Path, tmp_path: Path) -> None:
    Floors("", "", {}).lifted(gold, reached(90)).write(tmp_path / "f")
    assert json.loads((tmp_path / "f").read_text(encoding="utf-8"))["gold"] == "gold.jsonl"
