"""evaluate, agree, annotate: labels of your own, how right the analyzer is on them, and how far two sets of them agree."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, Lexicons, TextFormat, column_map, leave
from analyzer.terminal import visible

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.evaluation.floors import Floors

_TOLD = 5
_TOO_MANY_TO_BE_ALL_RIGHT = 100
"""Of so many clauses some are labelled otherwise by any reader."""


Gold = Annotated[Path, typer.Argument(metavar="GOLD", exists=True, dir_okay=False, help="A gold file: one labelled document a line (docs/evaluation.md).")]
Resamples = Annotated[int, typer.Option("--resamples", min=0, help="How often documents are drawn anew for the intervals; 0 for none.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")]
FigureFormat = Annotated[TextFormat, typer.Option("--format", "-f", help="text (tables to read) or jsonl (one line).")]


@app.command("evaluate")
def evaluate_command(
    gold: Gold,
    errors: Annotated[int, typer.Option("--errors", min=0, help="Also show the first N mistakes of each kind, and the N rules that made most wrong directives.")] = 0,
    errors_csv: Annotated[Path | None, typer.Option("--errors-csv", metavar="FILE", help="Write all mistakes to this file.")] = None,
    format: FigureFormat = TextFormat.TEXT,
    resamples: Resamples = 1000,
    seed: Seed = 0,
    floors: Annotated[Path | None, typer.Option("--floors", metavar="FILE", help="Exit with 1 where a figure is below the floor in this file.")] = None,
    raise_floors: Annotated[bool, typer.Option("--raise-floors", help="With --floors: lift the floors to the figures of now, and lower none.")] = False,
    lexicons: Lexicons = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of mistakes if it exists.")] = False,
) -> None:
    """Compare the analyzer with a gold file: precision, recall, F1, accuracy, with intervals; confusions; mistakes."""
    from analyzer.evaluation import evaluate
    from analyzer.evaluation.telling import evaluation_record, print_evaluation, write_mistakes
    from analyzer.writing import json_line

    if raise_floors and floors is None:
        raise typer.BadParameter("needs --floors FILE: the file to write them to", param_hint="--raise-floors")
    pinned = _pinned(floors, gold, lift=raise_floors) if floors else None
    found = evaluate(gold, resamples=resamples, seed=seed, lexicons=lexicons)
    if errors_csv:
        write_mistakes(found.mistakes, errors_csv, overwrite=overwrite)
    if format is TextFormat.JSONL:
        print(json_line(evaluation_record(found, errors=errors)))
    else:
        print_evaluation(found, errors=errors)
    if found.strangers:
        _tell_strangers(gold, found.strangers)
    if not found.mistakes and (clauses := sum(found.roles.values())) >= _TOO_MANY_TO_BE_ALL_RIGHT:
        _tell_untouched(gold, clauses)
    if floors and pinned:
        leave(failed=_floors(floors, pinned, gold, found, lift=raise_floors), skipped=False, strict=False)


@app.command("agree")
def agree_command(
    first: Annotated[Path, typer.Argument(metavar="FIRST", exists=True, dir_okay=False, help="A gold file.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", exists=True, dir_okay=False, help="Another one, with labels of the same texts.")],
    differences: Annotated[int, typer.Option("--differences", min=0, help="Also show the first N differences of each kind.")] = 0,
    differences_csv: Annotated[Path | None, typer.Option("--differences-csv", metavar="FILE", help="Write all differences to this file.")] = None,
    format: FigureFormat = TextFormat.TEXT,
    resamples: Resamples = 1000,
    seed: Seed = 0,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of differences if it exists.")] = False,
) -> None:
    """Tell how far two gold files agree: Cohen's kappa of roles and modality, F1 of directives, entities and targets."""
    from analyzer.evaluation import agree
    from analyzer.evaluation.agreement import DIFFERENCE, difference_row
    from analyzer.evaluation.telling import first_of_each_kind, print_agreement, write_differences
    from analyzer.writing import json_line

    found = agree(first, second, resamples=resamples, seed=seed)
    if differences_csv:
        write_differences(found.differences, differences_csv, overwrite=overwrite)
    if format is TextFormat.JSONL:
        shown = [dict(zip(DIFFERENCE, difference_row(m), strict=True)) for m in first_of_each_kind(found.differences, differences)]
        print(json_line(found.to_dict() | ({"differences": shown} if differences else {})))
    else:
        print_agreement(found, differences=differences)
    for file, documents, clauses in ((first, found.first_only, found.clauses_first_only), (second, found.second_only, found.clauses_second_only)):
        _tell_lonely(file, documents, clauses)


def _tell_lonely(file: Path, documents: tuple[str, ...], clauses: tuple[tuple[str, tuple[int, int]], ...]) -> None:
    if documents:
        print(f"{file} alone has {len(documents)} documents, not compared: {_some(documents)}", file=sys.stderr)
    if clauses:
        print(f"{file} alone has {len(clauses)} clauses, not compared: {_some([_place(c) for c in clauses])}", file=sys.stderr)


@app.command("annotate")
def annotate_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", exists=True, help="Files or folders, as for run.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The gold file to write, as gold.jsonl.")],
    blank: Annotated[bool, typer.Option("--blank", help="Leave the labels empty instead of proposing what the analyzer finds.")] = False,
    genre: Annotated[str, typer.Option("--genre", help="The genre of all documents, a word of your own.")] = "",
    sample: Annotated[int, typer.Option("--sample", min=0, help="Draw N articles at random; 0 for all.")] = 0,
    seed: Seed = 0,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006 - typer copies it
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when any input was skipped.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if it exists.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Write a gold file to label by hand: the clauses of your texts with the analyzer's labels as proposals."""
    from analyzer import console
    from analyzer.evaluation import annotate

    report = annotate(
        paths, out, blank=blank, genre=genre, sample=sample, seed=seed, columns=column_map(columns), overwrite=overwrite,
        lexicons=lexicons, progress=console.progress(quiet=quiet),
    )  # fmt: skip
    console.show_skips(report.skipped)
    if not quiet:
        typer.echo(f"{report.path}: {report.documents} documents, {report.clauses} clauses {'to label' if blank else 'with proposals to correct'}")
    leave(failed=False, skipped=bool(report.skipped), strict=strict)


def _some(names: Sequence[str]) -> str:
    return visible(", ".join(names[:_TOLD])) + (" …" if len(names) > _TOLD else "")


def _place(clause: tuple[str, tuple[int, int]]) -> str:
    id, (start, end) = clause
    return f"{id} {start}–{end}"


def _tell_strangers(gold: Path, strangers: tuple[tuple[str, tuple[int, int]], ...]) -> None:
    print(
        f"{gold}: {len(strangers)} clauses are cut otherwise than the analyzer cuts them and may not match: {_some([_place(c) for c in strangers])}. "
        "`analyzer annotate` writes the clauses of a text",
        file=sys.stderr,
    )


def _tell_untouched(gold: Path, clauses: int) -> None:
    print(
        f"{gold}: not one of {clauses} clauses differs from what the analyzer says. If `analyzer annotate` wrote them and nobody has corrected "
        "them, these figures say nothing: read the proposals against the text, or label anew with --blank",
        file=sys.stderr,
    )


def _pinned(file: Path, gold: Path, *, lift: bool) -> Floors:
    """The floors of a file. What is wrong with them is told before anything is analysed."""
    from analyzer.evaluation.floors import Floors

    if not lift and not file.exists():
        raise typer.BadParameter(f"{file} does not exist: check the path; --raise-floors makes the file", param_hint="--floors")
    pinned = Floors.read(file)
    if pinned.sha256 or not lift:
        pinned.check(gold)
    return pinned


def _floors(file: Path, pinned: Floors, gold: Path, found: Evaluation, *, lift: bool) -> bool:
    """Whether a figure is below its floor; lifts the floors where asked and none is."""
    if pinned.sha256 or not lift:
        for name, (figure, floor) in (fallen := pinned.fallen(gold, found)).items():
            print(f"{name} is {'not measured' if figure is None else f'{figure:.4f}'}, below its floor {floor:.4f}", file=sys.stderr)
        if fallen:
            return True
    if lift:
        pinned.lifted(gold, found).write(file)
    return False
