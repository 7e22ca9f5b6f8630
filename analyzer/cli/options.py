"""Options that several commands share, and what turns their values into the library's."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from analyzer.errors import InputError
from analyzer.records import Modality, iso_date

ERROR, USAGE, STOPPED = 1, 2, 130
"""Exit codes: an article or input could not be handled; wrong usage; stopped from the keyboard."""


class HeaderNames(StrEnum):
    """Language of the header names."""

    EN = "en"
    ZH = "zh"


class TextFormat(StrEnum):
    """How a command prints what it found: to be read, or as lines of JSON."""

    TEXT = "text"
    JSONL = "jsonl"


ColumnMap = Annotated[list[str], typer.Option("--map", metavar="FIELD=COLUMN", help="Column of a CSV or key of a JSONL for id, title, date, source, url, text or issuer: text=正文.")]
Ministries = Annotated[list[str], typer.Option("--ministry", help="Keep directives that this organ gives or that are linked to it (name, short name or id); repeatable.")]
Regions = Annotated[list[str], typer.Option("--region", help="Keep directives that mention this region or a place in it, or that its own organs give (name, short name or adcode); repeatable.")]
Sectors = Annotated[list[str], typer.Option("--sector", help="Keep directives for this sector (name or code); repeatable.")]
Modalities = Annotated[list[Modality], typer.Option("--modality", help="Keep directives of this modality; repeatable.")]
MinStrength = Annotated[int, typer.Option("--min-strength", min=1, max=5, help="Leave weaker directives out (1 weakest, 5 strongest).")]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="Keep articles of this date (YYYY, YYYY-MM or YYYY-MM-DD) or later.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Keep articles of this date or earlier.")]
Lexicons = Annotated[Path | None, typer.Option("--lexicons", metavar="DIR", exists=True, file_okay=False, help="Folder with organs, regions and sectors of your own, which come first; see `analyzer lexicon check`.")]
HeaderLanguage = Annotated[HeaderNames, typer.Option("--headers", help="Language of the header names.")]


_NO_TEXT = {b"<!doctype html": "HTML", b"<html": "HTML", b"%pdf": "PDF", b"pk\x03\x04": "a zip archive or Office document"}
"""How inputs begin that are read by the ending of their name alone."""


def existing(file: Path) -> Path | None:
    """The file to read, None for ``-``."""
    if str(file) == "-":
        return None
    if not file.exists():
        raise typer.BadParameter(f"{file} does not exist: check the path, or give - for standard input", param_hint="FILE")
    return file


def check_paths(paths: list[str]) -> None:
    """Refuse paths that are not there and patterns that match nothing."""
    from analyzer.batch.plan import expanded

    try:
        expanded(paths)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="PATH...") from None


def standard_input(file: Path) -> bytes:
    """What stands on standard input where the file is ``-``.

    Raises:
        InputError: it is a page or a document, whose kind only the name of a file tells.
    """
    if str(file) != "-":
        return b""
    data = sys.stdin.buffer.read()
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if kind := next((kind for mark, kind in _NO_TEXT.items() if start.startswith(mark)), ""):
        raise InputError(f"standard input is {kind}, not text: save it and give the file")
    return data


def column_map(pairs: list[str]) -> dict[str, str]:
    """``text=正文`` → {"text": "正文"}."""
    if wrong := [pair for pair in pairs if not all(pair.partition("="))]:
        raise typer.BadParameter(f"{wrong[0]!r} is not of the form FIELD=COLUMN, as in text=正文", param_hint="--map")
    from analyzer.articles.rows import check_columns

    try:
        named = {field.strip(): column.strip() for field, _, column in (pair.partition("=") for pair in pairs)}
        check_columns(named)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--map") from None
    return named


def filters_of(ministry: list[str], region: list[str], sector: list[str], modality: list[Modality], min_strength: int, since: str, until: str, lexicons: Path | None = None) -> Any:
    """The filters, or wrong usage that names the value."""
    from analyzer.filters import Filters

    given: dict[str, dict[str, Any]] = {
        "--ministry": {"ministries": ministry}, "--region": {"regions": region}, "--sector": {"sectors": sector},
        "--since": {"since": since}, "--until": {"until": until}, "--since, --until": {"since": since, "until": until},
    }  # fmt: skip
    for option, fields in given.items():  # one by one, so that the message names the option
        try:
            Filters(**fields, lexicons=lexicons)
        except InputError as error:
            raise typer.BadParameter(str(error), param_hint=option) from None
    return Filters(ministry, region, sector, modality, min_strength, since, until, lexicons)


def article_date(value: str) -> str:
    """The date of an article, empty where none was given, or wrong usage that names the value."""
    try:
        return iso_date(value) if value else ""
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--date") from None


def leave(*, failed: bool, skipped: bool, strict: bool) -> None:
    """End with exit code 1 where something failed, or with ``--strict`` where something was skipped."""
    if failed or (strict and skipped):
        raise typer.Exit(ERROR)
