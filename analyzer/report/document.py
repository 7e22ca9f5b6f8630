"""Self-contained HTML: templates with the scripts and styles inside, and a policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from analyzer.errors import OutputError
from analyzer.report.packing import script_json


@cache
def asset(name: str) -> str:
    """The text of a script or style: ours from ``templates/``, the libraries' from ``assets/``."""
    package = files("analyzer.report")
    ours = package / "templates" / name
    text = (ours if ours.is_file() else package / "assets" / name).read_text(encoding="utf-8")
    if "</script" in text.lower() or "</style" in text.lower():
        raise ValueError(f"{name} holds an end tag: it cannot stand in a page")
    return text


def render(template: str, *, scripts: Sequence[str], styles: Sequence[str], **values: Any) -> list[str]:
    """The parts of a page made from a template; see :func:`stream` for large ones."""
    return list(stream(template, scripts=scripts, styles=styles, **values))


def stream(template: str, *, scripts: Sequence[str], styles: Sequence[str], **values: Any) -> Iterable[str]:
    """The parts of a page, one after the other.

    The template gets ``script`` and ``style`` (the texts), ``policy`` (a content security policy that allows these two
    by their hashes and nothing else, no network at all) and the filter ``script_json``.
    """
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analyzer.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["script_json"] = lambda value: Markup(script_json(value))  # it holds no "<"
    script = "\n".join(map(asset, scripts))
    style = "\n".join(map(asset, styles))
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    return environment.get_template(template).generate(script=Markup(script), style=Markup(style), policy=policy, **values)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def write_document(path: str | Path, parts: Iterable[str]) -> Path:
    """Write a page, whole or not at all.

    Raises:
        OutputError: the place cannot be written.
    """
    place = Path(path)
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="replace", newline="\n", dir=place.parent, prefix=".writing-", suffix=".html", delete=False) as file:
            work = Path(file.name)
            try:
                file.writelines(parts)
            except BaseException:
                file.close()
                work.unlink()
                raise
        work.chmod(0o666 & ~_umask())
        work.replace(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}. Choose another place with --out") from error
    return place


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
