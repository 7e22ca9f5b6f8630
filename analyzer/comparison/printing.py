"""A comparison to read in the terminal: each change with the old words over the new ones."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

from analyzer.comparison.changes import DIRECTIVE_CHANGES, TARGET_CHANGES, Change, TargetChange
from analyzer.tables import JOIN, Cell, Row, Table
from analyzer.terminal import cell

if TYPE_CHECKING:
    from analyzer.comparison.files import ComparisonReport

_STYLES = {"new": "green", "dropped": "red", "strengthened": "bold", "raised": "bold", "weakened": "italic", "lowered": "italic"}


def print_changes(report: ComparisonReport, *, kept: bool = False, to: TextIO | None = None) -> None:
    """Print every change, those of one kind together, old evidence marked −, new +; what stayed the same only with ``kept``."""
    from rich.console import Console

    console = Console(file=to or sys.stdout, highlight=False)
    for table, rows, kinds, lines in (
        (DIRECTIVE_CHANGES, report.directives, Change, _directive_lines),
        (TARGET_CHANGES, report.targets, TargetChange, _target_lines),
    ):
        for kind in (k.value for k in kinds if kept or k.value != "kept"):
            shown = [row for row in rows if row[0] == kind]
            if shown:
                console.print(cell(f"{table.name.partition('_')[0]}s {kind}: {len(shown)}", "bold underline"))
            for line in (line for row in shown for line in _with_names(table, row, lines)):
                console.print(cell(line, _STYLES.get(kind, "")), soft_wrap=True)


def print_counts(report: ComparisonReport, *, to: TextIO | None = None) -> None:
    """Print how many directives and targets are new, dropped and so on, and where the tables are."""
    out = to or sys.stdout
    for name, counts, kinds in (("directives", report.changes, Change), ("targets", report.target_changes, TargetChange)):
        print(f"{name}: " + ", ".join(f"{counts[kind.value]} {kind.value}" for kind in kinds), file=out)
    for file in report.files:
        print(file, file=out)


def _with_names(table: Table, row: Row, lines: Callable[[dict[str, Cell]], Iterator[str]]) -> Iterator[str]:
    return lines(dict(zip(table.headers(), row, strict=True)))


def _directive_lines(row: dict[str, Cell]) -> Iterator[str]:
    if row["old_directive_id"]:
        yield f"  − {row['old_evidence']}  [{row['old_directive_id']}]"
    if row["new_directive_id"]:
        yield f"  + {row['new_evidence']}  [{row['new_directive_id']}]"
    differences = str(row["differences"]).split(JOIN) if row["differences"] else []
    told = [f"{name} {row[f'old_{name}'] or '–'} → {row[f'new_{name}'] or '–'}" if f"old_{name}" in row else name for name in differences]
    if told:
        yield "    " + "; ".join(told)


def _target_lines(row: dict[str, Cell]) -> Iterator[str]:
    for mark, side in (("−", "old"), ("+", "new")):
        if row[f"{side}_target_id"]:
            deadline = f" ({row[f'{side}_deadline']})" if row[f"{side}_deadline"] else ""
            yield f"  {mark} {row[f'{side}_indicator']} {row[f'{side}_value']}{deadline}  [{row[f'{side}_target_id']}]"
