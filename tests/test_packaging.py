"""What the distribution declares: entry points, files, requirements, checksums of models."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import analyzer
from analyzer.resources import models_dir

ROOT = Path(analyzer.__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    path = ROOT / "pyproject.toml"
    if not path.is_file():
        pytest.skip("the package under test is installed from a wheel: there is no pyproject.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _entry_points() -> list[tuple[str, str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"console_scripts": project["scripts"], **project["entry-points"]}
    return [(group, value) for group, points in groups.items() for value in points.values()]


@pytest.mark.parametrize(("group", "value"), _entry_points())
def test_every_entry_point_leads_to_a_callable(group, value):
    module, _, name = value.partition(":")
    assert callable(getattr(import_module(module), name))


def test_the_wheel_takes_lexicons_and_models_in_below_the_package(pyproject):
    included = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"data/lexicons": "analyzer/_data/lexicons", "models": "analyzer/_models"}


def test_public_names_are_sorted_and_there():
    assert analyzer.__all__ == sorted(analyzer.__all__)
    for name in analyzer.__all__:
        assert getattr(analyzer, name) is not None


def test_an_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        analyzer.nothing  # noqa: B018


def test_the_segmenter_is_the_one_on_its_card():
    folder = models_dir() / "segmenter"
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_the_segmenter_comes_with_its_licence():
    assert "pkuseg authors" in (models_dir() / "segmenter" / "LICENSE").read_text(encoding="utf-8")


def test_every_model_has_a_card(pyproject):
    folders = [path for path in (ROOT / "models").iterdir() if path.is_dir() and any(path.glob("[!.]*"))]
    assert [path.name for path in folders if not (path / "card.md").is_file()] == []
