"""dedupe: which articles of a pile are one text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, column_map


@app.command("dedupe")
def dedupe_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", exists=True, help="Files or folders, as for run.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The table to write.")] = Path("reprints.csv"),
    columns: ColumnMap = [],  # noqa: B006 - typer copies it
    no_bom: Annotated[bool, typer.Option("--no-bom", help="Leave out the byte-order mark that Excel needs.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the table if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Find reprints, whole, damaged, cut or reframed, and write which article is the original."""
    from analyzer import console
    from analyzer.reprints import dedupe

    report = dedupe(paths, out, columns=column_map(columns), overwrite=overwrite, bom=not no_bom, progress=console.progress(quiet=quiet))
    console.show_skips(report.skipped)
    if not quiet:
        typer.echo(f"{report.path}: {_count(report.reprints, 'reprint')} of {_count(report.clusters, 'original')} among {_count(report.articles, 'article')}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
