"""What a run was asked for and with what it was done: two runs of one configuration give the same tables from the same input."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from analyzer.resources import lexicons_dir, models_dir

Configuration = dict[str, Any]
"""Option or resource → value, as plain data."""
_PACKAGES = ("spacy", "spacy-pkuseg", "numpy", "scipy", "scikit-learn", "pandas", "opencc", "daachorse", "ahocorasick-rs", "pyarrow", "duckdb", "xlsxwriter", "dask", "distributed")
_SCRIPTS = {".py", ".pyc"}


def configuration(paths: Sequence[str], options: Mapping[str, Any], reprints: str | Path | None) -> Configuration:
    """The configuration of a run.

    Args:
        options: all that decides about the tables, by the names of the command's options.
        reprints: the table of reprints; its content counts, not its name.
    """
    return {
        "paths": [str(Path(path).resolve()) for path in paths],
        **options,
        "reprints": digest_of(Path(reprints)) if reprints else "",
        **resources(),
    }


def resources() -> Configuration:
    """What an installation does its work with."""
    from analyzer import __version__

    return {"version of the analyzer": __version__, "lexicon": folder_digests(lexicons_dir()), "model": model_digests()}


def differences(old: Configuration, new: Configuration) -> list[str]:
    """What is not the same, each with its old and its new value.

    >>> differences({"headers": "en", "lexicon": {"a.csv": "1"}}, {"headers": "zh", "lexicon": {"a.csv": "2"}})
    ["headers was 'en', is now 'zh'", "lexicon a.csv was '1', is now '2'"]
    """
    return [f"{name} was {_shown(before)}, is now {_shown(now)}" for name, before, now in _pairs(old, new) if before != now]


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*old, *new)):
        before, now = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(now, dict):
            yield from ((f"{name} {inner}", was, is_) for inner, was, is_ in _pairs(before, now))
        else:
            yield name, before, now


def _shown(value: Any) -> str:
    if value in (None, "", [], {}):
        return "none"
    return repr(value[:12] if isinstance(value, str) and len(value) == 64 else value)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def folder_digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in a folder by its path in it; scripts, and what Python compiles of them at each install, are none
    of what a run depends on.
    """
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".") and path.suffix not in _SCRIPTS)
    return {path.relative_to(folder).as_posix(): digest_of(path) for path in files}


def model_digests() -> dict[str, str]:
    """One SHA-256 for each model, over those of its files."""
    folders = (path for path in sorted(models_dir().iterdir()) if path.is_dir() and not path.name.startswith((".", "_")))
    return {folder.name: hashlib.sha256(repr(sorted(folder_digests(folder).items())).encode()).hexdigest() for folder in folders}


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that the results may depend on, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
