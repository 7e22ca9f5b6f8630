"""Parts → tables, in the order of the plan: the same bytes whoever made the parts, and in whatever order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar

from analyzer.articles import Skip
from analyzer.batch.parts import Meta, Part, text_line
from analyzer.batch.pieces import read_plan
from analyzer.batch.settled import COPY, Changes
from analyzer.batch.tally import Tally
from analyzer.reprints.marks import Marks
from analyzer.sinks import MADE, Sink, open_sink
from analyzer.tables import ARTICLES, DIRECTIVES, TABLES, Cell, Headers, Row, Table
from analyzer.writing import TableWriter, file_name

_T = TypeVar("_T")
_TOGETHER = ("xlsx", "duckdb")
"""Formats of one file for all tables."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What all tables of a run have in common.

    Attributes:
        plan, parts, changes: the file of the plan, the folder of the parts, the file of changed ids.
        scratch: a folder for files that are not whole yet.
        out: a folder for those that are.
        reprints: the table of reprints, "" where there is none.
    """

    plan: Path
    parts: Path
    changes: Path
    scratch: Path
    out: Path
    formats: tuple[str, ...]
    headers: Headers
    bom: bool
    per_article: bool
    reprints: str
    count_reprints: bool

    def marks(self) -> Marks:
        """The marks of reprints."""
        return Marks.read(self.reprints, count=self.count_reprints) if self.reprints else Marks()


class Job(NamedTuple):
    """A share of the joining: tables into formats. ``texts`` is a job of its own."""

    tables: tuple[str, ...]
    formats: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether the figures of the run come from this job: the one that has no table but the directives."""
        return self.tables == (DIRECTIVES.name,)


def jobs(formats: Sequence[str]) -> list[Job]:
    """The jobs that make the tables of a run; the longest ones first.

    >>> [job.tables for job in jobs(["csv", "xlsx"])][:2]
    [('directives', 'articles', 'entities', 'targets'), ('directives',)]
    """
    names = tuple(table.name for table in TABLES)
    whole = [Job(names, (format,)) for format in formats if format in _TOGETHER]
    apart = tuple(format for format in formats if format not in _TOGETHER)
    # Directives are read for their figures in any case.
    return whole + [Job((name,), apart) for name in names if apart or name == DIRECTIVES.name]


def join_tables(job: Job, joining: Joining) -> Tally | dict[str, int]:
    """Write the tables of a job; gives the figures of the run where the job counts, else the number of rows by table.

    Raises:
        OutputError, OSError: a file cannot be written, or a part is damaged.
    """
    with _finished_files(joining) as folder:
        return _Tables(job, joining, folder).write()


@contextmanager
def _finished_files(joining: Joining) -> Iterator[Path]:
    """A folder whose files are moved to the others when the block ends without an error.

    Whoever does a job again, for its first worker was lost, finds nothing of it.
    """
    joining.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="join-", dir=joining.scratch) as folder:
        yield Path(folder)
        for file in Path(folder).rglob("*"):
            if file.is_file():
                place = joining.out / file.relative_to(folder)
                place.parent.mkdir(exist_ok=True)
                file.replace(place)


class _Tables:
    """The tables of one job."""

    def __init__(self, job: Job, joining: Joining, folder: Path) -> None:
        self._job, self._joining, self._folder = job, joining, folder
        self._marks, self._taken = joining.marks(), set[str]()
        self._tables = [table for table in TABLES if table.name in job.tables]
        self._tally = Tally()

    def write(self) -> Tally | dict[str, int]:
        joining = self._joining
        with ExitStack() as stack:
            sinks = {
                format: stack.enter_context(open_sink(format, self._folder, self._tables, headers=joining.headers, bom=joining.bom))
                for format in self._job.formats
            }
            for table in self._tables:
                self._write_table(table, sinks)
        return self._tally if self._job.counts else dict(self._tally.rows)

    def _write_table(self, table: Table, sinks: Mapping[str, Sink]) -> None:
        joining, fixed = self._joining, _fixer(table, self._marks)
        as_made = not self._marks.originals and not (joining.per_article and self._job.counts)
        for part in _parts(joining):
            if as_made and not part.changed:
                self._copy(table, part, sinks)
                continue
            for articles in part.articles(table):
                found = [(article.id, fixed(article.id, article.own_rows(table))) for article in articles]
                rows = [row for _, own in found for row in own]
                self._tally.rows[table.name] += len(rows)
                for sink in sinks.values():
                    sink.add(table.name, rows)
                if self._job.counts:
                    self._count(found, rows)

    def _copy(self, table: Table, part: _Part, sinks: Mapping[str, Sink]) -> None:
        """Write the rows of a part as they are."""
        if self._job.counts:
            self._tally.add(part.part.tally)
        else:
            self._tally.rows[table.name] += part.part.tally.rows[table.name]
        for group in range(part.part.groups):
            for format, sink in sinks.items():
                if format in MADE:
                    sink.add_made(table.name, part.part.made(group, table, format))
                else:
                    sink.add(table.name, [row for rows in part.part.rows(group, table) for row in rows])

    def _count(self, articles: list[tuple[str, list[Row]]], rows: list[Row]) -> None:
        self._tally.marked += sum(id in self._marks.originals for id, _ in articles)
        self._tally.count(rows)
        if self._joining.per_article:
            for id, own in articles:
                self._write_article(file_name(id, self._taken), own)

    def _write_article(self, name: str, rows: list[Row]) -> None:
        folder = self._folder / "per_article"
        folder.mkdir(exist_ok=True)
        encoding = "utf-8-sig" if self._joining.bom else "utf-8"
        with (folder / f"{name}.csv").open("x", encoding=encoding, newline="", errors="replace") as handle:
            TableWriter(handle, DIRECTIVES.headers(self._joining.headers)).add(rows)


class _Article(NamedTuple):
    meta: Meta
    id: str
    rows: list[Row]

    def own_rows(self, table: Table) -> list[Row]:
        """The rows under the id that the article was given."""
        return self.rows if self.id == self.meta.id else [_renamed(table, row, self.meta.id, self.id) for row in self.rows]


class _Part:
    """A part at its place in the plan.

    Attributes:
        changed: whether an article of it was given another id, or is left out.
    """

    def __init__(self, part: Part, place: int, changes: Changes) -> None:
        self.part, self._place, self._changes = part, place, changes
        self.changed = changes.touch(place)

    def articles(self, table: Table) -> Iterator[list[_Article]]:
        """The articles that stay, group by group, with their rows in a table."""
        for metas, rows in self._groups(lambda group: self.part.rows(group, table)):
            yield [_Article(meta, id, own) for (meta, id), own in zip(metas, rows, strict=True) if id is not None]

    def texts(self) -> Iterator[list[tuple[str, str, str]]]:
        """Id, title and text of the articles that stay, group by group."""
        for metas, texts in self._groups(self.part.texts):
            yield [(id, *text) for (_, id), text in zip(metas, texts, strict=True) if id is not None]

    def copies(self) -> Iterator[str]:
        """The ids of articles that are left out."""
        for metas, _ in self._groups(lambda _: None):
            yield from (meta.id for meta, id in metas if id is None)

    def _groups(self, read: Callable[[int], _T]) -> Iterator[tuple[list[tuple[Meta, str | None]], _T]]:
        number = 0
        for group in range(self.part.groups):
            metas = self.part.metas(group)
            yield [(meta, self._changes.id(self._place, number + n, meta.id)) for n, meta in enumerate(metas)], read(group)
            number += len(metas)


def _parts(joining: Joining) -> Iterator[_Part]:
    """The parts in the order of the plan."""
    changes = Changes(joining.changes)
    try:
        for place, chunk in enumerate(read_plan(joining.plan)):
            with Part(joining.parts / f"{chunk.id}.zip") as part:
                yield _Part(part, place, changes)
                changes.leave(place)
    finally:
        changes.close()


_IDS = frozenset({"directive_id", "target_id", "repeat_of"})


def _renamed(table: Table, row: Row, old: str, new: str) -> Row:
    """A row of an article that was given another id."""
    own = "id" if table is ARTICLES else "article_id"

    def cell(name: str, value: Cell) -> Cell:
        if name == own:
            return new
        return f"{new}{value[len(old) :]}" if name in _IDS and isinstance(value, str) and value else value

    return tuple([cell(column.name, value) for column, value in zip(table.columns, row, strict=True)])


def _fixer(table: Table, marks: Marks) -> Callable[[str, list[Row]], list[Row]]:
    """What is done to the rows of an article for the sake of reprints."""
    if not marks.originals or table not in (ARTICLES, DIRECTIVES):
        return lambda _, rows: rows
    place = {column.name: number for number, column in enumerate(table.columns)}
    first, last = (place["directives"], place["strength_5"]) if table is ARTICLES else (0, 0)

    def fixed(id: str, rows: list[Row]) -> list[Row]:
        original = marks.originals.get(id)
        if original is None:
            return rows
        cells = [list(row) for row in rows]
        for row in cells:
            if table is DIRECTIVES:
                if not marks.count:
                    row[place["repeat_of"]] = row[place["repeat_of"]] or original
            else:
                row[place["reprint_of"]] = original
                if not marks.count:
                    row[first : last + 1] = [0] * (last + 1 - first)
        return list(map(tuple, cells))

    return fixed


def join_texts(joining: Joining, name: str) -> None:
    """Write the articles' texts as JSON lines."""
    with _finished_files(joining) as folder, (folder / name).open("xb") as out:
        for part in _parts(joining):
            if part.changed:
                out.writelines(text_line(*article).encode("utf-8", "replace") for articles in part.texts() for article in articles)
            else:
                out.writelines(part.part.text_lines(group) for group in range(part.part.groups))


def skips(joining: Joining) -> Iterator[Skip]:
    """All that gave no article, and the copies of articles, in the order of the plan."""
    changes = Changes(joining.changes)
    try:
        for place, chunk in enumerate(read_plan(joining.plan)):
            with Part(joining.parts / f"{chunk.id}.zip") as part:
                yield from part.skips()
                if changes.touch(place):
                    yield from (Skip(f"{chunk.source}: {id}", COPY) for id in _Part(part, place, changes).copies())
    finally:
        changes.close()


def totals(joining: Joining) -> dict[str, Any]:
    """The figures in the parts' ends, added up."""
    sums: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for chunk in read_plan(joining.plan):
        with Part(joining.parts / f"{chunk.id}.zip") as part:
            for name, value in part.figures["seconds"].items():
                seconds[name] = seconds.get(name, 0.0) + value
            sums.update({name: part.figures.get(name, 0) for name in ("failed", "left_out", "refused", "late")})
    return {**sums, "seconds": seconds}
