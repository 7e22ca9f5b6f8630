"""lexicon check, lexicon explain: for those who write rows of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ERROR, Lexicons, TextFormat, article_date, standard_input

lexicon_app = typer.Typer(help="Check lexicons, and see which of their rows a text meets.", no_args_is_help=True)
app.add_typer(lexicon_app, name="lexicon")


@lexicon_app.command("check")
def check_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="A folder with lexicons of your own, or one that holds all.")],
) -> None:
    """Tell all faults of a folder of lexicons, with file and line; exit with 1 when there are any."""
    from analyzer.checking import check_lexicons
    from analyzer.terminal import visible

    faults = check_lexicons(folder)
    for fault in faults:
        typer.echo(visible(f"{fault.path}:{fault.line}: {fault.fault}" if fault.line else f"{fault.path}: {fault.fault}"))
    typer.echo(f"{len(faults)} faults" if len(faults) != 1 else "1 fault", err=True)
    if faults:
        raise typer.Exit(ERROR)


@lexicon_app.command("explain")
def explain_command(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text, or - for standard input.")],
    lexicons: Lexicons = None,
    date: Annotated[str, typer.Option("--date", help="Date of the article: settles which of two organs with one name is meant.")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="Issuer of the article: settles whose 市科技局 is meant.")] = "",
    title: Annotated[str, typer.Option("--title", help="Title of the article: tells of its place, too.")] = "",
    source: Annotated[str, typer.Option("--source", help="Who published it: tells of its place, too.")] = "",
    url: Annotated[str, typer.Option("--url", help="Its address: gov.hk, gov.mo and gov.tw tell whose organs are meant.")] = "",
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text (to read) or jsonl.")] = TextFormat.TEXT,
) -> None:
    """Tell for each mention in a text which row made it, and which other names stand there and why they lost."""
    from analyzer import console
    from analyzer.checking import explain_text
    from analyzer.run import from_standard_input

    date = article_date(date)
    words = from_standard_input(standard_input(Path(text))).text if text == "-" else text
    for explanation in explain_text(words, lexicons=lexicons, meta={"date": date, "issuer": issuer, "source": source, "title": title, "url": url}):
        if format is TextFormat.JSONL:
            typer.echo(json.dumps(console.explanation_record(explanation), ensure_ascii=False))
        else:
            typer.echo("\n".join(console.explanation_lines(explanation)))
