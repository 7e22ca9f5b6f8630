"""report: a page to look at what a run found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import Lexicons


@app.command("report")
def report_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", exists=True, file_okay=False, help="The folder that `analyzer run` wrote.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write, as report.html.")],
    title: Annotated[str, typer.Option("--title", help="Title of the page.")] = "政策指令报告",
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the articles' texts out; rows show their evidence.")] = False,
    max_text_mb: Annotated[float, typer.Option("--max-text-mb", min=0, help="How many megabytes of texts may go into the page.")] = 40.0,
    lexicons: Lexicons = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the page if it exists.")] = False,
) -> None:
    """Write a run's directives, charts and texts into one page that works without a network."""
    from analyzer.report import write_report

    page = write_report(folder, out, title=title, texts=not no_text, max_text_mb=max_text_mb, overwrite=overwrite, lexicons=lexicons)
    left = f" ({page.texts_left_out} articles without theirs: {page.why})" if page.texts_left_out else ""
    typer.echo(f"{page.path}: {page.directives} directives, {page.texts} texts{left}, {page.bytes / 1e6:.1f} MB")
