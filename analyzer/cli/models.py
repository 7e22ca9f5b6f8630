"""build, topics, train: what is made from lexicons, corpora and labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, Lexicons, column_map


@app.command("build")
def build_command(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 when the built pipeline is stale.")] = False,
) -> None:
    """Build models/zh_policy from data/lexicons."""
    from analyzer.pipeline import build

    typer.echo(build.check() if check else build.build())


@app.command("topics")
def topics_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", exists=True, help="A file or folder of articles.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")],
    number: Annotated[int, typer.Option("--number", "-n", min=0, help="How many topics; 0 has it chosen by coherence.")] = 0,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the tables that are in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Fit topics to a corpus and write their terms and their shares by month, ministry and article."""
    from analyzer import console
    from analyzer.topic_tables import topics_of

    report = topics_of(path, out, number=number, columns=column_map(columns), lexicons=lexicons, overwrite=overwrite, progress=console.progress(quiet=quiet))
    console.show_skips(report.skipped)
    typer.echo(f"{len(report.topics.topics)} topics in {report.articles} articles")


train_app = typer.Typer(help="Train models on your own labels.", no_args_is_help=True)
app.add_typer(train_app, name="train")


@train_app.command("themes")
def train_themes_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, help="A CSV or JSONL file with a text and a label a row.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the model.")],
    weak: Annotated[Path | None, typer.Option("--weak", exists=True, help="Texts that get labels of 主题分类 from their titles.")] = None,
    text: Annotated[str, typer.Option("--text", help="Column of the text.")] = "text",
    label: Annotated[str, typer.Option("--label", help="Column of the label; several are separated by | or ；.")] = "label",
    title: Annotated[str, typer.Option("--title", help="Column of the title.")] = "title",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the model that is in the folder.")] = False,
) -> None:
    """Train a theme tagger."""
    from analyzer.topics.training import train_file

    report = train_file(file, out, weak=weak, text=text, label=label, title=title, overwrite=overwrite)
    typer.echo(
        f"{report.documents} labelled, {report.weak} weakly labelled, {report.skipped} skipped, {len(report.themes)} themes: "
        + ", ".join(map(str, report.files))
    )
