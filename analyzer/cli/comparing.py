"""compare: what became of the directives of one run or article in another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.analysing import TableFormat
from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, HeaderLanguage, HeaderNames, Lexicons, column_map


@app.command("compare")
def compare_command(
    old: Annotated[Path, typer.Argument(metavar="OLD", exists=True, help="The folder of a run, or a file of articles.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", exists=True, help="The same for the later side.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the tables directive_changes and target_changes.")] = None,
    format: Annotated[list[TableFormat], typer.Option("--format", "-f", help="With --out: csv, xlsx, parquet, jsonl or duckdb; repeatable.")] = [TableFormat.CSV],  # noqa: B006
    threshold: Annotated[float | None, typer.Option("--threshold", min=0.01, max=1, help="Similarity from which two directives are taken for one.")] = None,
    kept: Annotated[bool, typer.Option("--kept", help="Print what stayed the same, too.")] = False,
    headers: HeaderLanguage = HeaderNames.EN,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="Leave out the byte-order mark that Excel needs.")] = False,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006 - typer copies it
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the tables that are in the folder.")] = False,
) -> None:
    """Compare two runs or two articles: which directives and targets are new, dropped, kept, reworded, strengthened, weakened."""
    from analyzer import console
    from analyzer.comparison import THRESHOLD, compare_files, printing

    report = compare_files(
        old, new, out, columns=column_map(columns), threshold=THRESHOLD if threshold is None else threshold, formats=[f.value for f in format],
        headers=headers.value, bom=not no_bom, overwrite=overwrite, lexicons=lexicons,
    )  # fmt: skip
    console.show_skips(report.skipped)
    if out is None:
        printing.print_changes(report, kept=kept)
    printing.print_counts(report)
