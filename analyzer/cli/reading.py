"""show, export: analysed articles to look at and to go on with elsewhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, Lexicons, column_map, existing, leave, standard_input


class ExportFormat(StrEnum):
    """What ``export`` writes."""

    BRAT = "brat"
    CONLL = "conll"
    DOCBIN = "docbin"


@app.command("show")
def show_command(
    file: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A file, or - for standard input.")],
    id: Annotated[str, typer.Option("--id", help="Show only the article of this id, of a file that holds several.")] = "",
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to this file instead.")] = None,
    offsets: Annotated[bool, typer.Option("--offsets", help="Put the place in the raw text behind each directive.")] = False,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006 - typer copies it
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the page if it exists.")] = False,
) -> None:
    """Print an article with its directives, entities and targets marked."""
    from analyzer import console, exports, run
    from analyzer.articles import Skip

    skipped: list[Skip] = []
    found = run.extract(existing(file), columns=column_map(columns), skipped=skipped, data=standard_input(file), id=id, lexicons=lexicons)
    if html is None:
        exports.print_articles(found, offsets=offsets)
    else:
        typer.echo(exports.write_page(list(found), html, overwrite=overwrite))
    console.show_skips(skipped)


@app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A file or folder of articles, or - for standard input.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")],
    format: Annotated[ExportFormat, typer.Option("--format", "-f", help="brat, conll or docbin (spaCy).")],
    words: Annotated[bool, typer.Option("--words", help="conll: a line for each word, not for each character.")] = False,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an earlier export in the folder.")] = False,
) -> None:
    """Write analysed articles for brat, as CoNLL or for spaCy."""
    from analyzer import console, exports, run
    from analyzer.articles import Skip

    skipped: list[Skip] = []
    found = run.extract(existing(path), columns=column_map(columns), skipped=skipped, data=standard_input(path), lexicons=lexicons)
    report = exports.export(found, out, format.value, words=words, overwrite=overwrite)
    typer.echo(f"{report.out}: {report.articles} articles in {report.files} files")
    console.show_skips(skipped)
    leave(failed=False, skipped=bool(skipped), strict=strict)
