"""Finds lexicons and models, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import importlib.resources
from functools import cache
from pathlib import Path

from analyzer.errors import ResourceError

_PROJECT = 'name = "policy-directive-analyzer"'


@cache
def _root(packaged: str, in_checkout: str) -> Path:
    package = Path(str(importlib.resources.files("analyzer")))
    inside = package / packaged
    if inside.is_dir():
        return inside
    # In an editable install the package's parent is the checkout; in a wheel it is site-packages,
    # where a folder called data/ may be anybody's: so look for our own pyproject.toml first.
    project = package.parent / "pyproject.toml"
    if project.is_file() and _PROJECT in project.read_text(encoding="utf-8"):
        return package.parent / in_checkout
    raise ResourceError(f"{inside} is missing: this installation of policy-directive-analyzer is incomplete, reinstall it")


def lexicons_dir() -> Path:
    """The folder with the lexicons that ship (``data/lexicons`` in a checkout)."""
    return _root("_data", "data") / "lexicons"


def models_dir() -> Path:
    """The folder with the models that ship (``models`` in a checkout)."""
    return _root("_models", "models")
