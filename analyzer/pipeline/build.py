"""Builds ``models/zh_policy`` from the lexicons and the role model, and tells whether it is stale."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from analyzer import __version__
from analyzer.errors import ResourceError
from analyzer.pipeline.load import NAME
from analyzer.resources import SUMS, lexicons_dir, models_dir

_SPACY = ">=3.8.11,<3.9"
"""As in pyproject.toml: the version that happened to build must not be in the files."""
_MODELS = ("instruments", "roles", "sectors")
"""Models whose weights the rules hold."""
_OWN_SECTIONS = ("nlp", "components", "initialize")


def build(folder: Path | None = None) -> str:
    """Build the pipeline into ``folder``, by default ``models/zh_policy``.

    The same sources give the same bytes. An earlier build is replaced when the new one is complete.

    Returns:
        A line that tells what was built.

    Raises:
        LexiconError: a row of a lexicon is wrong; the message names file and line.
    """
    from spacy.util import load_config, load_model_from_config

    target = folder or models_dir() / NAME
    config = load_config(Path(str(files("analyzer.pipeline"))) / "config.cfg")
    nlp = load_model_from_config(config, meta=_meta(), auto_fill=True)
    nlp.initialize()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".build-") as scratch:
        made = Path(scratch) / NAME
        nlp.to_disk(made, exclude=["vocab"])
        _write_meta(made / "meta.json", nlp.meta)
        _write_sums(made)
        kept = _kept(target)
        for path in kept:
            shutil.copy2(path, made / path.name)
        if target.exists():
            target.rename(Path(scratch) / "old")
        made.rename(target)
    return f"built {target} ({sum(p.stat().st_size for p in _files(target)) / 1e6:.1f} MB)"


def check() -> str:
    """Build anew beside the built pipeline and compare.

    Returns:
        A line that says that it is current.

    Raises:
        ResourceError: it is missing or stale; the message names the files that differ.
    """
    current = models_dir() / NAME
    if not (current / "config.cfg").is_file():
        raise ResourceError(f"{current} holds no built pipeline: run `analyzer build`")
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / NAME
        build(fresh)
        names = {path.relative_to(root) for root in (current, fresh) for path in _files(root)}
        differ = sorted(str(name) for name in names if _comparable(current / name) != _comparable(fresh / name))
    if differ:
        raise ResourceError(f"{current} is stale ({', '.join(differ)} would change): run `analyzer build` and commit it")
    return f"{current} is current"


def source_hashes() -> dict[str, str]:
    """SHA-256 of every file that the pipeline is built from, by its path below lexicons or models."""
    roots = {"lexicons": lexicons_dir(), **{name: models_dir() / name for name in _MODELS}}
    return {
        f"{name}/{path.relative_to(root).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for name, root in roots.items()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.suffix not in (".py", ".pyc", ".md")
    }


def _meta() -> dict[str, Any]:
    return {
        "lang": "zh",
        "name": "policy",
        "version": __version__,
        "description": "Clauses, entities, roles, targets and directives of Chinese policy text.",
        "license": "MIT",
        "spacy_version": _SPACY,
        "sources": source_hashes(),
    }


def _write_meta(path: Path, meta: dict[str, Any]) -> None:
    kept = {key: value for key, value in meta.items() if key != "spacy_git_version"}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _write_sums(folder: Path) -> None:
    """Hashes of the rules, for :func:`analyzer.resources.verified`; config and meta are text, which systems may rewrite."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".msgpack", ".npz"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and path not in _kept(root))


def _kept(root: Path) -> list[Path]:
    """What people wrote into the folder: the card and the script, not the build."""
    return [path for path in (root / "card.md", root / "make.py", root / ".gitkeep") if path.is_file()]


def _comparable(path: Path) -> object:
    if not path.is_file():
        return None
    if path.name != "config.cfg":
        return path.read_bytes()
    # The rest of the file are defaults that change with spaCy's versions.
    from spacy.util import load_config

    config = load_config(path)
    return {name: config[name] for name in _OWN_SECTIONS}
