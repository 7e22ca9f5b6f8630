"""The command line: each command parses its options and calls a library function.

Exit codes: 0 done, 1 an article could not be analysed (with ``--strict`` also: an input was skipped), 2 wrong usage:
an unknown option or value, a missing path, an output that exists already or cannot be written.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from analyzer.errors import AnalyzerError, InputError, OutputError
from analyzer.records import Modality

ERROR, USAGE = 1, 2


class Format(StrEnum):
    """How ``extract`` prints."""

    CSV = "csv"
    JSONL = "jsonl"
    TABLE = "table"


class HeaderNames(StrEnum):
    """Language of the header names."""

    EN = "en"
    ZH = "zh"


class _Commands(TyperGroup):
    """Turns the analyzer's own errors into a line on standard error and an exit code; all others are bugs and show."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except AnalyzerError as error:
            print(f"error: {error}", file=sys.stderr)
            raise typer.Exit(USAGE if isinstance(error, OutputError) else ERROR) from None


app = typer.Typer(
    cls=_Commands,
    help="Who directs whom to do what, how strongly, where and by when: directive tables from Chinese policy texts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_Map = Annotated[list[str], typer.Option("--map", metavar="FIELD=COLUMN", help="Column of a CSV or key of a JSONL for id, title, date, source, url, text or issuer: text=正文.")]
_Ministry = Annotated[list[str], typer.Option("--ministry", help="Keep directives linked to this organ (name, short name or id); repeatable.")]
_Region = Annotated[list[str], typer.Option("--region", help="Keep directives for this region and the places in it (name, short name or adcode); repeatable.")]
_Sector = Annotated[list[str], typer.Option("--sector", help="Keep directives for this sector (name or code); repeatable.")]
_Modality = Annotated[list[Modality], typer.Option("--modality", help="Keep directives of this modality; repeatable.")]
_Strength = Annotated[int, typer.Option("--min-strength", min=1, max=5, help="Leave weaker directives out (1 weakest, 5 strongest).")]
_Since = Annotated[str, typer.Option("--since", metavar="DATE", help="Keep articles of this date (YYYY, YYYY-MM or YYYY-MM-DD) or later.")]
_Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Keep articles of this date or earlier.")]
_Headers = Annotated[HeaderNames, typer.Option("--headers", help="Language of the header names.")]


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False) -> None:
    if version:
        from analyzer import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command("run")
def run_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", exists=True, help="Files (.txt, .csv, .jsonl, also .gz) or folders.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")],
    per_article: Annotated[bool, typer.Option("--per-article", help="Also write one directive table an article.")] = False,
    headers: _Headers = HeaderNames.EN,
    no_bom: Annotated[bool, typer.Option("--no-bom", help="Leave out the byte-order mark that Excel needs.")] = False,
    columns: _Map = [],  # noqa: B006 - typer copies it
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the tables that are in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
    ministry: _Ministry = [],  # noqa: B006
    region: _Region = [],  # noqa: B006
    sector: _Sector = [],  # noqa: B006
    modality: _Modality = [],  # noqa: B006
    min_strength: _Strength = 1,
    since: _Since = "",
    until: _Until = "",
) -> None:
    """Analyse articles and write the tables directives, articles, entities, targets, skipped and summary."""
    from analyzer import console, run

    filters = _filters(ministry, region, sector, modality, min_strength, since, until)
    report = run.run(
        paths, out, columns=_columns(columns), filters=filters, per_article=per_article, headers=headers.value,
        bom=not no_bom, overwrite=overwrite, progress=console.progress(quiet=quiet),
    )  # fmt: skip
    console.show_skips(report.skipped)
    if not quiet:
        console.show_report(report)
    _leave(failed=bool(report.failed), skipped=bool(report.skipped), strict=strict)


@app.command("extract")
def extract_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="csv, jsonl (every field) or table (to read).")] = Format.TABLE,
    headers: _Headers = HeaderNames.EN,
    columns: _Map = [],  # noqa: B006
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    ministry: _Ministry = [],  # noqa: B006
    region: _Region = [],  # noqa: B006
    sector: _Sector = [],  # noqa: B006
    modality: _Modality = [],  # noqa: B006
    min_strength: _Strength = 1,
    since: _Since = "",
    until: _Until = "",
) -> None:
    """Print the directives of a file."""
    from analyzer import console, run
    from analyzer.articles import Skip

    filters = _filters(ministry, region, sector, modality, min_strength, since, until)
    skipped: list[Skip] = []
    found = run.extract(_path(file), columns=_columns(columns), filters=filters, skipped=skipped, data=_standard_input(file))
    console.write(found, format.value, headers=headers.value)
    console.show_skips(skipped)
    _leave(failed=False, skipped=bool(skipped), strict=strict)


@app.command("clean")
def clean_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text file, or - for standard input.")],
    diff: Annotated[bool, typer.Option("--diff", help="Show only what was repaired.")] = False,
) -> None:
    """Print a text with its damage mended: glosses, byte shifts, Traditional script, odd characters."""
    from analyzer import console, run

    clean = run.clean_file(_path(file), data=_standard_input(file))
    print("\n".join(console.diff(clean)) if diff else clean.text)


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
    columns: _Map = [],  # noqa: B006
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the tables that are in the folder.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Fit topics to a corpus and write their terms and their shares by month, ministry and article."""
    from analyzer import console
    from analyzer.topic_tables import topics_of

    report = topics_of(path, out, number=number, columns=_columns(columns), overwrite=overwrite, progress=console.progress(quiet=quiet))
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


def _path(file: Path) -> Path | None:
    """The file to read, None for ``-``."""
    if str(file) == "-":
        return None
    if not file.exists():
        raise typer.BadParameter(f"{file} does not exist: check the path, or give - for standard input", param_hint="FILE")
    return file


def _standard_input(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else b""


def _columns(pairs: list[str]) -> dict[str, str]:
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


def _filters(ministry: list[str], region: list[str], sector: list[str], modality: list[Modality], min_strength: int, since: str, until: str) -> Any:
    from analyzer.filters import Filters

    try:
        return Filters(ministry, region, sector, modality, min_strength, since, until)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None


def _leave(*, failed: bool, skipped: bool, strict: bool) -> None:
    if failed or (strict and skipped):
        raise typer.Exit(ERROR)


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Chinese must come out whole on any system, and a lone surrogate must not end the program.
            # Line ends go out as they are written: CSV has its own, and Windows would double them.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app()


if __name__ == "__main__":
    main()
