"""Building and checking with stand-in rules, so that the tests do not depend on what the lexicons hold today."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy

from analyzer.errors import LexiconError, ResourceError
from analyzer.pipeline import build as building
from analyzer.pipeline import rules


class StandInRules:
    """Rules that are the words of one file, and an array."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    @classmethod
    def from_lexicons(cls, folder: Path) -> StandInRules:
        words = (folder / "words.csv").read_text(encoding="utf-8").split()
        if "wrong" in words:
            raise LexiconError(folder / "words.csv", 1, "the word is wrong")
        return cls(words)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> StandInRules:
        return cls(rows["words"])

    def to_rows(self) -> dict[str, Any]:
        return {"words": self.words, "weights": np.arange(3)}


@pytest.fixture
def places(monkeypatch, tmp_path: Path) -> tuple[Path, Path]:
    """Folders of lexicons and models in which a pipeline is built, current."""
    lexicons, models = tmp_path / "lexicons", tmp_path / "models"
    lexicons.mkdir()
    (lexicons / "words.csv").write_text("汽车\n", encoding="utf-8")
    (models / "zh_policy").mkdir(parents=True)
    (models / "zh_policy" / "card.md").write_text("# card\n", encoding="utf-8")
    monkeypatch.setattr(rules, "_CLASSES", dict.fromkeys(rules._CLASSES, (__name__, "StandInRules")))
    monkeypatch.setattr(rules, "lexicons_dir", lambda: lexicons)
    monkeypatch.setattr(building, "lexicons_dir", lambda: lexicons)
    monkeypatch.setattr(building, "models_dir", lambda: models)
    building.build()
    return lexicons, models / "zh_policy"


def test_a_fresh_build_is_current(places):
    assert "is current" in building.check()


def test_the_card_outlives_a_build(places):
    building.build()
    assert (places[1] / "card.md").read_text(encoding="utf-8") == "# card\n"


def test_a_changed_lexicon_makes_it_stale(places):
    lexicons, _ = places
    (lexicons / "words.csv").write_text("汽车\n飞机\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"stale.*policy_entities/rules\.msgpack.*analyzer build"):
        building.check()


def test_a_changed_reader_makes_it_stale(places, monkeypatch):
    monkeypatch.setattr(StandInRules, "to_rows", lambda self: {"words": self.words[::-1]})
    with pytest.raises(ResourceError, match=r"arrays\.npz"):
        building.check()


def test_a_file_that_no_build_makes_is_stale(places):
    (places[1] / "old.msgpack").write_bytes(b"")
    with pytest.raises(ResourceError, match=r"old\.msgpack"):
        building.check()


def test_a_changed_tokenizer_makes_it_stale(places):
    config = places[1] / "config.cfg"
    config.write_text(config.read_text(encoding="utf-8").replace('"pkuseg"', '"char"'), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"config\.cfg"):
        building.check()


def test_other_defaults_of_another_spacy_do_not(places):
    config = places[1] / "config.cfg"
    config.write_text(config.read_text(encoding="utf-8").replace("max_steps = 20000", "max_steps = 30000"), encoding="utf-8")
    assert "is current" in building.check()


def test_check_changes_nothing(places):
    (places[0] / "words.csv").write_text("飞机\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in places[1].rglob("*") if path.is_file()}
    with pytest.raises(ResourceError):
        building.check()
    assert {path: path.read_bytes() for path in places[1].rglob("*") if path.is_file()} == before


def test_a_wrong_lexicon_leaves_the_last_build_alone(places):
    (places[0] / "words.csv").write_text("wrong\n", encoding="utf-8")
    before = (places[1] / "policy_entities" / "rules.msgpack").read_bytes()
    with pytest.raises(LexiconError, match=r"words\.csv:1"):
        building.build()
    assert (places[1] / "policy_entities" / "rules.msgpack").read_bytes() == before
    assert [path.name for path in places[1].parent.iterdir()] == ["zh_policy"]


def test_no_build_at_all_is_an_error_that_names_the_command(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(building, "models_dir", lambda: tmp_path)
    with pytest.raises(ResourceError, match="analyzer build"):
        building.check()


def test_the_build_names_its_sources_and_not_the_machine(places):
    meta = json.loads((places[1] / "meta.json").read_text(encoding="utf-8"))
    assert list(meta["sources"]) == ["lexicons/words.csv"]
    assert "spacy_git_version" not in meta
    assert meta["spacy_version"] == ">=3.8.11,<3.9"
    assert str(places[1].parent) not in (places[1] / "config.cfg").read_text(encoding="utf-8")


def test_spacy_loads_what_was_built(places):
    nlp = spacy.load(places[1])
    assert nlp.pipe_names == ["policy_clauses", "policy_entities", "policy_roles", "policy_targets", "policy_directives"]
    assert nlp.get_pipe("policy_entities").rules.words == ["汽车"]  # type: ignore[attr-defined]


def test_rows_of_another_version_are_an_error_that_names_the_command():
    with pytest.raises(ResourceError, match=r"targets lack 'numbers'.*analyzer build"):
        rules.rules_from_rows("targets", {})


@pytest.mark.parametrize("kind", ["entities", "roles", "targets", "directives"])
def test_real_rules_are_the_same_bytes_whatever_the_order_of_hashes(kind):
    code = (
        "import hashlib; from analyzer.pipeline.rules import read_rules; from analyzer.pipeline.storage import dump_rows;"
        f"print(hashlib.sha256(dump_rows(read_rules({kind!r}))).hexdigest())"
    )
    digests = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_built_version_range_is_that_of_the_project():
    pyproject = Path(building.__file__).resolve().parents[2] / "pyproject.toml"
    if not pyproject.is_file():
        pytest.skip("the package under test is installed from a wheel: there is no pyproject.toml")
    assert f'"spacy{building._SPACY}"' in pyproject.read_text(encoding="utf-8")
