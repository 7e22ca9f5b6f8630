"""An evaluation in the terminal: tables of figures, confusions, and the first mistakes of each kind; mistakes as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from analyzer.evaluation.figures import Accuracy, Found
from analyzer.evaluation.scoring import NONE, Mistake
from analyzer.records import Modality, Role

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from analyzer.evaluation.evaluate import Evaluation
    from analyzer.evaluation.figures import Measure

NAMES = {
    "directive": "directives", "modality": "modality", "addressee": "addressee", "addressee_where_any": "addressee, where any",
    "role": "roles", "entity_MINISTRY": "MINISTRY", "name_MINISTRY": "names of MINISTRY", "entity_REGION": "REGION",
    "name_REGION": "names of REGION", "entity_SECTOR": "SECTOR", "target": "targets", "target_comparator": "comparators",
    "target_deadline": "deadlines",
}  # fmt: skip
_BY_GENRE = ("role", "modality", "addressee_where_any")
_WIDTH = 120
"""Columns where no terminal says how many it has."""
_WORDS = 60
# A gold text may hold sequences that steer the terminal: each sign of them becomes a visible one.
CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")


def first_of_each_kind(mistakes: Sequence[Mistake], most: int) -> list[Mistake]:
    """Up to ``most`` mistakes of each kind, kinds together, in the order of documents."""
    kinds: dict[str, list[Mistake]] = {}
    for mistake in mistakes:
        kinds.setdefault(mistake.kind, []).append(mistake)
    return [mistake for kind in sorted(kinds) for mistake in kinds[kind][:most]]


def evaluation_record(evaluation: Evaluation, *, errors: int = 0) -> dict[str, Any]:
    """Plain data for JSON, with the first mistakes of each kind where ``errors`` asks for them."""
    told = {"mistakes": [asdict(m) for m in first_of_each_kind(evaluation.mistakes, errors)]} if errors else {}
    return evaluation.to_dict() | told


def print_evaluation(evaluation: Evaluation, *, errors: int = 0, handle: TextIO | None = None) -> None:
    """Print figures with their intervals, by genre, confusions, and the first ``errors`` mistakes of each kind."""
    console = console_for(handle)
    about = f"{evaluation.documents:,} documents, {evaluation.characters:,} characters; brackets: 95 % intervals, documents drawn anew"
    console.print(_figures(evaluation.measures, about))
    if evaluation.genres:
        console.print(_genres(evaluation))
    if evaluation.roles:
        console.print(confusion("roles: gold down, found across", evaluation.roles, [*map(str, Role), NONE]))
    if evaluation.modalities:
        console.print(confusion("modality of directives that were found: gold down, found across", evaluation.modalities, [*map(str, Modality)]))
    if errors:
        _mistakes(console, evaluation.mistakes, errors)


def console_for(handle: TextIO | None = None) -> Console:
    """A console for tables: in a pipe as wide as they need."""
    from rich.console import Console

    console = Console(file=handle, highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def new_table(title: str, *columns: str) -> Table:
    """A table whose columns after the first hold figures."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _figures(found: Mapping[str, Measure], title: str) -> Table:
    table = new_table(title, "", "precision", "recall", "F1 or accuracy", "right", "of gold", "spurious")
    for name, m in found.items():
        if isinstance(m, Found):
            table.add_row(NAMES[name], str(m.precision), str(m.recall), str(m.f1), f"{m.tp:,}", f"{m.tp + m.fn:,}", f"{m.fp:,}")
        else:
            table.add_row(NAMES[name], "", "", str(m.accuracy), f"{m.right:,}", f"{m.of:,}", "")
    return table


def _genres(evaluation: Evaluation) -> Table:
    from rich.markup import escape

    table = new_table("by genre", "", "documents", "precision", "recall", "F1 of directives", "roles", "modality", "addressee, if any")
    for genre, found in evaluation.genres.items():
        directive = found.get("directive")
        cells = ["–"] * 3
        if isinstance(directive, Found):
            cells = [directive.precision.short(), directive.recall.short(), str(directive.f1)]
        role, modality, addressee = (m.accuracy if isinstance(m := found.get(name), Accuracy) else None for name in _BY_GENRE)
        rest = [str(role or "–"), *(figure.short() if figure else "–" for figure in (modality, addressee))]
        table.add_row(escape(genre), str(evaluation.genre_documents[genre]), *cells, *rest)
    return table


def confusion(title: str, pairs: Mapping[tuple[str, str], int], order: Sequence[str]) -> Table:
    """A confusion as a table; rows and columns with nothing in them are left out."""
    rows = [name for name in order if any(one == name for one, _ in pairs)]
    columns = [name for name in order if any(other == name for _, other in pairs)]
    table = new_table(title, "", *columns)
    for one in rows:
        table.add_row(one, *(f"{pairs[one, other]:,}" if (one, other) in pairs else "·" for other in columns))
    return table


def _mistakes(console: Console, mistakes: Sequence[Mistake], most: int) -> None:
    """The first mistakes of each kind, a line each: document and place, gold → found, by which rule, and the words."""
    from rich.text import Text

    every = Counter(mistake.kind for mistake in mistakes)
    kind = ""
    for m in first_of_each_kind(mistakes, most):
        if m.kind != kind:
            kind = m.kind
            console.print(Text(f"\n{kind}: {every[kind]:,}", "bold"))
        words = m.text if len(m.text) <= _WORDS else m.text[:_WORDS] + "…"
        by = f" by {m.rule}" if m.rule else ""
        line = f"  {m.document} {m.start}–{m.end}  {m.gold or '–'} → {m.found or '–'}{by}  {words}"
        console.print(Text(line.translate(CONTROLS)), soft_wrap=True)


def write_mistakes(mistakes: Sequence[Mistake], out: str | Path, *, overwrite: bool = False) -> Path:
    """Write all mistakes into a CSV file, one a row, with the fields of :class:`Mistake`.

    Raises:
        OutputError: the file exists already, or cannot be written.
    """
    from analyzer.writing import OutputFolder

    path = Path(out)
    with OutputFolder(path.parent, [path.name], overwrite=overwrite) as folder:
        folder.small_table(path.name, Mistake.__slots__, _cells(mistakes))
    return path


def _cells(mistakes: Sequence[Mistake]) -> Iterator[list[object]]:
    for mistake in mistakes:
        yield ["" if value is None else value for value in (getattr(mistake, name) for name in Mistake.__slots__)]
