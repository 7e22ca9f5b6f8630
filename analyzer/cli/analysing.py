"""run, extract, clean: from articles to directives."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import (
    STOPPED,
    ColumnMap,
    HeaderLanguage,
    HeaderNames,
    Lexicons,
    Ministries,
    MinStrength,
    Modalities,
    Regions,
    Sectors,
    Since,
    Until,
    check_paths,
    column_map,
    existing,
    filters_of,
    leave,
    standard_input,
)

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class Format(StrEnum):
    """How ``extract`` prints."""

    CSV = "csv"
    JSONL = "jsonl"
    TABLE = "table"


class TableFormat(StrEnum):
    """How ``run`` writes its tables."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"
    DUCKDB = "duckdb"


@app.command("run")
def run_command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files (txt md html docx pdf csv jsonl xlsx parquet zip, also .gz), folders, or patterns in quotes.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")],
    per_article: Annotated[bool, typer.Option("--per-article", help="Also write one directive table an article.")] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave out texts.jsonl, the articles' texts that the report page shows.")] = False,
    format: Annotated[list[TableFormat], typer.Option("--format", "-f", help="csv, xlsx, parquet, jsonl or duckdb; repeatable.")] = [TableFormat.CSV],  # noqa: B006
    reprints: Annotated[Path | None, typer.Option("--reprints", exists=True, dir_okay=False, help="The table that `analyzer dedupe` wrote: reprints do not count.")] = None,
    count_reprints: Annotated[bool, typer.Option("--count-reprints", help="With --reprints: count them, too.")] = False,
    headers: HeaderLanguage = HeaderNames.EN,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="Leave out the byte-order mark that Excel needs.")] = False,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006 - typer copies it
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace tables of another run that are in the folder.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-j", min=1, help="Processes that share the work.")] = 1,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler (tcp://…) whose workers do the work.")] = "",
    seconds_per_article: Annotated[float | None, typer.Option("--seconds-per-article", metavar="SECONDS", help="Skip an article that takes longer to be read, or to be analysed (60 and 300 without it).")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    ministry: Ministries = [],  # noqa: B006
    region: Regions = [],  # noqa: B006
    sector: Sectors = [],  # noqa: B006
    modality: Modalities = [],  # noqa: B006
    min_strength: MinStrength = 1,
    since: Since = "",
    until: Until = "",
) -> None:
    """Analyse articles and write the tables directives, articles, entities, targets, skipped and summary."""
    from analyzer import console, run
    from analyzer.articles.files import SKIPPED
    from analyzer.batch.folder import NAME as STATE

    check_paths(paths)
    filters = filters_of(ministry, region, sector, modality, min_strength, since, until, lexicons)
    try:
        with console.watch(quiet=quiet) as watch:
            report = run.run(
                paths, out, columns=column_map(columns), filters=filters, per_article=per_article, texts=not no_text, headers=headers.value,
                bom=not no_bom, overwrite=overwrite, formats=[f.value for f in format], reprints=reprints, count_reprints=count_reprints,
                lexicons=lexicons, workers=workers, scheduler=scheduler, seconds_per_article=seconds_per_article, watch=watch,
            )  # fmt: skip
    except KeyboardInterrupt:
        kept = (out / STATE).exists()
        told = f"what is done is kept in {out}, the same command goes on" if kept else "nothing was finished yet, the same command begins anew"
        print(f"stopped: {told}", file=sys.stderr)
        raise typer.Exit(STOPPED) from None
    console.show_skips(report.skipped, report.skips, file=out / SKIPPED)
    if not quiet:
        console.show_report(report)
    console.show_emptied(report.directives, report.refused)
    leave(failed=bool(report.failed), skipped=bool(report.skips), strict=strict)


@app.command("extract")
def extract_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="csv, jsonl (every field) or table (to read).")] = Format.TABLE,
    headers: HeaderLanguage = HeaderNames.EN,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    ministry: Ministries = [],  # noqa: B006
    region: Regions = [],  # noqa: B006
    sector: Sectors = [],  # noqa: B006
    modality: Modalities = [],  # noqa: B006
    min_strength: MinStrength = 1,
    since: Since = "",
    until: Until = "",
) -> None:
    """Print the directives of a file."""
    from analyzer import console, run
    from analyzer.articles import Skip

    filters = filters_of(ministry, region, sector, modality, min_strength, since, until, lexicons)
    skipped: list[Skip] = []
    found = run.extract(existing(file), columns=column_map(columns), skipped=skipped, data=standard_input(file), lexicons=lexicons)
    counts: Counter[str] = Counter()

    def kept() -> Iterator[Analysis]:
        for analysis in found:
            own = filters.apply(analysis)
            counts["before"] += len(analysis.directives)
            if own is not None:
                counts["after"] += len(own.directives)
                yield own

    console.write(kept(), format.value, headers=headers.value)
    console.show_emptied(counts["after"], counts["before"] - counts["after"])
    console.show_skips(skipped)
    leave(failed=False, skipped=bool(skipped), strict=strict)


@app.command("clean")
def clean_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text file, or - for standard input.")],
    diff: Annotated[bool, typer.Option("--diff", help="Show only what was repaired.")] = False,
) -> None:
    """Print a text with its damage mended: glosses, byte shifts, Traditional script, odd characters."""
    from analyzer import console, run

    clean = run.clean_file(existing(file), data=standard_input(file))
    print("\n".join(console.diff(clean)) if diff else clean.text)
