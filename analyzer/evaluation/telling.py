"""An evaluation in the terminal: tables of figures, confusions, and the first mistakes of each kind; mistakes as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from analyzer.evaluation.figures import Accuracy, Found
from analyzer.evaluation.scoring import NONE, Mistake
from analyzer.records import Modality, Role
from analyzer.terminal import cell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from analyzer.evaluation.agreement import Agreement
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


def print_agreement(agreement: Agreement, *, differences: int = 0, handle: TextIO | None = None) -> None:
    """Print kappas, F1 and shares with their intervals, by genre, confusions, and the first ``differences`` of each kind."""
    console = console_for(handle)
    table = new_table("", "kappa", "F1 or share of the same", "the same", "of", "second only")
    names = {"role": "roles", "modality": "modality, where both direct"}
    for name, kappa in agreement.kappas.items():
        same = round((kappa.observed.value or 0.0) * kappa.items)
        table.add_row(names[name], str(kappa.kappa), str(kappa.observed), f"{same:,}", f"{kappa.items:,}", "")
    for name, m in agreement.measures.items():
        if isinstance(m, Found):
            table.add_row(NAMES[name], "", str(m.f1), f"{m.tp:,}", f"{m.tp + m.fn:,}", f"{m.fp:,}")
        else:
            table.add_row(NAMES[name], "", str(m.accuracy), f"{m.right:,}", f"{m.of:,}", "")
    show(console, f"{agreement.documents:,} documents; brackets: 95 % intervals, documents drawn anew", table)
    if agreement.genres:
        show(console, "by genre", _genres_agreeing(agreement))
    if agreement.roles:
        show(console, "roles: first file down, second across", confusion(agreement.roles, [*map(str, Role)]))
    if agreement.modalities:
        show(console, "modality, where both direct: first file down, second across", confusion(agreement.modalities, [*map(str, Modality)]))
    if differences:
        _mistakes(console, agreement.differences, differences)


def _genres_agreeing(agreement: Agreement) -> Table:
    table = new_table("", "documents", "kappa of roles", "the same role", "kappa of modality", "F1 of directives")
    for genre, found in agreement.genres.items():
        own = agreement.genre_kappas[genre]
        directive = found.get("directive")
        role, modality = own.get("role"), own.get("modality")
        table.add_row(
            cell(genre), str(agreement.genre_documents[genre]), str(role.kappa) if role else "–", role.observed.short() if role else "–",
            str(modality.kappa) if modality else "–", directive.f1.short() if isinstance(directive, Found) else "–",
        )  # fmt: skip
    return table


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
    show(console, about, _figures(evaluation.measures))
    if evaluation.genres:
        show(console, "by genre", _genres(evaluation))
    if evaluation.roles:
        show(console, "roles: gold down, found across", confusion(evaluation.roles, [*map(str, Role), NONE]))
    if evaluation.modalities:
        show(console, "modality of directives that were found: gold down, found across", confusion(evaluation.modalities, [*map(str, Modality)]))
    if errors:
        show(console, "rules that made most wrong directives", _rules(evaluation.rules, errors))
        _mistakes(console, evaluation.mistakes, errors)


def _rules(rules: Mapping[str, tuple[int, int]], most: int) -> Table:
    table = new_table("rule", "found", "right", "wrong")
    wrong = sorted(rules.items(), key=lambda item: item[1][1] - item[1][0])
    for rule, (found, right) in wrong[:most]:
        if right < found:
            table.add_row(cell(rule), f"{found:,}", f"{right:,}", f"{found - right:,}")
    return table


def console_for(handle: TextIO | None = None) -> Console:
    """A console for tables: in a pipe as wide as they need."""
    from rich.console import Console

    console = Console(file=handle, highlight=False)
    if not console.is_terminal:
        console.width = _WIDTH
    return console


def show(console: Console, title: str, table: Table) -> None:
    """Print a table under a title, which may be wider than the table."""
    console.print(cell(title, "bold"), soft_wrap=True)
    console.print(table)


def new_table(*columns: str) -> Table:
    """A table whose columns after the first hold figures."""
    from rich.table import Table

    table = Table()
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _figures(found: Mapping[str, Measure]) -> Table:
    table = new_table("", "precision", "recall", "F1 or accuracy", "right", "of gold", "spurious")
    for name, m in found.items():
        if isinstance(m, Found):
            table.add_row(NAMES[name], str(m.precision), str(m.recall), str(m.f1), f"{m.tp:,}", f"{m.tp + m.fn:,}", f"{m.fp:,}")
        else:
            table.add_row(NAMES[name], "", "", str(m.accuracy), f"{m.right:,}", f"{m.of:,}", "")
    return table


def _genres(evaluation: Evaluation) -> Table:
    table = new_table("", "documents", "precision", "recall", "F1 of directives", "roles", "modality", "addressee, if any")
    for genre, found in evaluation.genres.items():
        directive = found.get("directive")
        cells = ["–"] * 3
        if isinstance(directive, Found):
            cells = [directive.precision.short(), directive.recall.short(), str(directive.f1)]
        role, modality, addressee = (m.accuracy if isinstance(m := found.get(name), Accuracy) else None for name in _BY_GENRE)
        rest = [str(role or "–"), *(figure.short() if figure else "–" for figure in (modality, addressee))]
        table.add_row(cell(genre), str(evaluation.genre_documents[genre]), *cells, *rest)
    return table


def confusion(pairs: Mapping[tuple[str, str], int], order: Sequence[str]) -> Table:
    """A confusion as a table; rows and columns with nothing in them are left out."""
    rows = [name for name in order if any(one == name for one, _ in pairs)]
    columns = [name for name in order if any(other == name for _, other in pairs)]
    table = new_table("", *columns)
    for one in rows:
        table.add_row(one, *(f"{pairs[one, other]:,}" if (one, other) in pairs else "·" for other in columns))
    return table


def _mistakes(console: Console, mistakes: Sequence[Mistake], most: int) -> None:
    """The first mistakes of each kind, a line each: document and place, gold → found, by which rule, and the words."""
    every = Counter(mistake.kind for mistake in mistakes)
    kind = ""
    for m in first_of_each_kind(mistakes, most):
        if m.kind != kind:
            kind = m.kind
            console.print()
            console.print(cell(f"{kind}: {every[kind]:,}", "bold"))
        words = m.text if len(m.text) <= _WORDS else m.text[:_WORDS] + "…"
        by = f" by {m.rule}" if m.rule else ""
        console.print(cell(f"  {m.document} {m.start}–{m.end}  {m.gold or '–'} → {m.found or '–'}{by}  {words}"), soft_wrap=True)


def write_mistakes(mistakes: Sequence[Mistake], out: str | Path, *, overwrite: bool = False) -> Path:
    """Write all mistakes into a CSV file, one a row, with the fields of :class:`Mistake`.

    Raises:
        OutputError: the file exists already, or cannot be written.
    """
    return _write(out, Mistake.__slots__, _cells(mistakes), overwrite=overwrite)


def write_differences(differences: Sequence[Mistake], out: str | Path, *, overwrite: bool = False) -> Path:
    """Write all differences between two gold files into a CSV file, one a row.

    Raises:
        OutputError: the file exists already, or cannot be written.
    """
    from analyzer.evaluation.agreement import DIFFERENCE, difference_row

    return _write(out, DIFFERENCE, map(difference_row, differences), overwrite=overwrite)


def _write(out: str | Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, overwrite: bool) -> Path:
    from analyzer.errors import OutputError
    from analyzer.writing import OutputFolder

    path = Path(out)
    if path.is_dir() or not path.name:
        raise OutputError(f"{out} is a folder: name a file, as {path / 'errors.csv'}")
    with OutputFolder(path.parent, [path.name], overwrite=overwrite, kind="file") as folder:
        folder.small_table(path.name, header, rows)
    return path


def _cells(mistakes: Sequence[Mistake]) -> Iterator[list[object]]:
    for mistake in mistakes:
        yield ["" if value is None else value for value in (getattr(mistake, name) for name in Mistake.__slots__)]
