"""evaluate: how right the analyzer is on labels of your own."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import leave

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation

_TOLD = 5


class TextFormat(StrEnum):
    """How figures are printed."""

    TEXT = "text"
    JSON = "json"


Gold = Annotated[Path, typer.Argument(metavar="GOLD", exists=True, dir_okay=False, help="A gold file: one labelled document a line (docs/evaluation.md).")]
Resamples = Annotated[int, typer.Option("--resamples", min=0, help="How often documents are drawn anew for the intervals; 0 for none.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws.")]
FigureFormat = Annotated[TextFormat, typer.Option("--format", "-f", help="text (tables to read) or json.")]


@app.command("evaluate")
def evaluate_command(
    gold: Gold,
    errors: Annotated[int, typer.Option("--errors", min=0, help="Also show the first N mistakes of each kind.")] = 0,
    errors_csv: Annotated[Path | None, typer.Option("--errors-csv", metavar="FILE", help="Write all mistakes to this file.")] = None,
    format: FigureFormat = TextFormat.TEXT,
    resamples: Resamples = 1000,
    seed: Seed = 0,
    floors: Annotated[Path | None, typer.Option("--floors", metavar="FILE", help="Exit with 1 where a figure is below the floor in this file.")] = None,
    raise_floors: Annotated[bool, typer.Option("--raise-floors", help="With --floors: lift the floors to the figures of now, and lower none.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of mistakes if it exists.")] = False,
) -> None:
    """Compare the analyzer with a gold file: precision, recall, F1, accuracy, with intervals; confusions; mistakes."""
    from analyzer.evaluation import evaluate
    from analyzer.evaluation.telling import evaluation_record, print_evaluation, write_mistakes
    from analyzer.writing import json_line

    if raise_floors and floors is None:
        raise typer.BadParameter("needs --floors FILE: the file to write them to", param_hint="--raise-floors")
    found = evaluate(gold, resamples=resamples, seed=seed)
    if errors_csv:
        write_mistakes(found.mistakes, errors_csv, overwrite=overwrite)
    if format is TextFormat.JSON:
        print(json_line(evaluation_record(found, errors=errors)))
    else:
        print_evaluation(found, errors=errors)
    if found.strangers:
        _tell_strangers(gold, found.strangers)
    if floors:
        leave(failed=_floors(floors, gold, found, lift=raise_floors), skipped=False, strict=False)


def _tell_strangers(gold: Path, strangers: tuple[tuple[str, tuple[int, int]], ...]) -> None:
    places = ", ".join(f"{id} {start}–{end}" for id, (start, end) in strangers[:_TOLD]) + (" …" if len(strangers) > _TOLD else "")
    print(
        f"{gold}: {len(strangers)} clauses are cut otherwise than the analyzer cuts them and may not match: {places}. "
        "`analyzer annotate` writes the clauses of a text",
        file=sys.stderr,
    )


def _floors(file: Path, gold: Path, found: Evaluation, *, lift: bool) -> bool:
    """Whether a figure is below its floor; lifts the floors where asked and none is."""
    from analyzer.evaluation.floors import Floors

    pinned = Floors.read(file)
    if pinned.sha256 or not lift:
        for name, (figure, floor) in (fallen := pinned.fallen(gold, found)).items():
            print(f"{name} is {'not measured' if figure is None else f'{figure:.4f}'}, below its floor {floor:.4f}", file=sys.stderr)
        if fallen:
            return True
    if lift:
        pinned.lifted(gold, found).write(file)
    return False
