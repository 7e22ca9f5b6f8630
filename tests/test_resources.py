from __future__ import annotations

from pathlib import Path

import pytest

from analyzer import resources
from analyzer.errors import ResourceError


@pytest.fixture
def package(monkeypatch, tmp_path: Path) -> Path:
    """A folder that stands for the installed package; nothing is remembered of the real one."""
    folder = tmp_path / "site-packages" / "analyzer"
    folder.mkdir(parents=True)
    monkeypatch.setattr("importlib.resources.files", lambda _: folder)
    monkeypatch.setattr(resources, "_root", resources._root.__wrapped__)
    return folder


def test_an_installed_wheel_has_its_data_inside_the_package(package: Path):
    (package / "_data" / "lexicons").mkdir(parents=True)
    (package / "_models").mkdir()
    assert resources.lexicons_dir() == package / "_data" / "lexicons"
    assert resources.models_dir() == package / "_models"


def test_a_checkout_has_them_beside_the_package(package: Path):
    (package.parent / "pyproject.toml").write_text('[project]\nname = "policy-directive-analyzer"\n', encoding="utf-8")
    assert resources.lexicons_dir() == package.parent / "data" / "lexicons"
    assert resources.models_dir() == package.parent / "models"


@pytest.mark.parametrize("project", [None, '[project]\nname = "something-else"\n'])
def test_a_folder_of_somebody_else_is_never_taken(package: Path, project):
    (package.parent / "data").mkdir()
    if project:
        (package.parent / "pyproject.toml").write_text(project, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"_data is missing.*reinstall"):
        resources.lexicons_dir()


def test_what_ships_is_found():
    assert (resources.lexicons_dir() / "cues.yaml").is_file()
    assert (resources.models_dir() / "segmenter" / "card.md").is_file()
