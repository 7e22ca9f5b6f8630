"""Finds lexicons and models, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import ResourceError

if TYPE_CHECKING:
    import numpy.typing as npt

SUMS = "SHA256SUMS"
"""In each folder of models: a line of SHA-256 and name for each file that is checked when it is loaded."""
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


@cache
def verified(folder: Path, remedy: str = "reinstall policy-directive-analyzer") -> Path:
    """The folder, once its files have been found to be those that ``SHA256SUMS`` in it names.

    A guard against accidents (a cut-off copy, a file of another version), checked once a process: 8 ms for the pipeline.

    Raises:
        ResourceError: a file is missing or another one; the message names it and the remedy.

    >>> verified(models_dir() / "keywords").name
    'keywords'
    """
    sums = folder / SUMS
    if not sums.is_file():
        raise ResourceError(f"{sums} is missing: {remedy}")
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        file = folder / name
        if not name or not file.is_file():
            raise ResourceError(f"{file} is missing: {remedy}")
        with file.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != digest:
                raise ResourceError(f"{file} is not the file that {SUMS} names (damaged, or of another version): {remedy}")
    return folder


def stored_arrays(path: Path, kind: str, made_by: str) -> dict[str, npt.NDArray[Any]]:
    """The plain arrays of a model file by name; nothing in it can hold code.

    Args:
        path: the ``.npz`` file.
        kind: what it is, for the message (「role model」).
        made_by: the script that makes it, from the checkout.

    Raises:
        ResourceError: the file is missing or no file of plain arrays.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path} cannot be read as {kind} ({error}): reinstall, or run {made_by}") from error
