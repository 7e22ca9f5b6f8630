"""Parts → tables, in the order of the plan: the same bytes whoever made the parts, and in whatever order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from analyzer.articles import Skip
from analyzer.batch.parts import TEXTS, Meta, Part
from analyzer.batch.pieces import read_plan
from analyzer.batch.settled import COPY, Changes
from analyzer.reprints.marks import Marks
from analyzer.sinks import open_sink
from analyzer.tables import ARTICLES, DIRECTIVES, JOIN, TABLES, Cell, Headers, Row, Table
from analyzer.writing import TableWriter, file_name, json_line

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


@dataclass(slots=True)
class Tally:
    """What was counted in the tables of a job.

    Attributes:
        rows: by table.
        pairs: directives by organ and sector, as :func:`analyzer.tables.count_pairs` has them.
        marked: how many articles are reprints.
        counted: whether this is the job from which all but ``rows`` comes.
    """

    counted: bool

    rows: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    marked: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    ministries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)


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


def join_tables(job: Job, joining: Joining) -> Tally:
    """Write the tables of a job and count what is in them.

    The figures come from the job that has no table but the directives.

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
        self._tally = Tally(counted=job.tables == (DIRECTIVES.name,))

    def write(self) -> Tally:
        joining = self._joining
        with ExitStack() as stack:
            sinks = [
                stack.enter_context(open_sink(format, self._folder, self._tables, headers=joining.headers, bom=joining.bom))
                for format in self._job.formats
            ]
            for table in self._tables:
                for articles in self._rows(table):
                    rows = [row for _, own in articles for row in own]
                    self._tally.rows[table.name] += len(rows)
                    for sink in sinks:
                        sink.add(table.name, rows)
                    if self._tally.counted:
                        self._count(articles, rows)
        return self._tally

    def _rows(self, table: Table) -> Iterator[list[tuple[str, list[Row]]]]:
        """Ids and rows of the articles in a table, group by group."""
        fixed = _fixer(table, self._marks)
        for group in _articles(self._joining, table.name):
            found: list[tuple[str, list[Row]]] = []
            for article in group:
                rows = article.rows
                if article.id != article.meta.id:
                    rows = [_renamed(table, row, article.meta.id, article.id) for row in rows]
                found.append((article.id, fixed(article.id, rows)))
            yield found

    def _count(self, articles: list[tuple[str, list[Row]]], rows: list[Row]) -> None:
        self._tally.marked += sum(id in self._marks.originals for id, _ in articles)
        _count(self._tally, rows)
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
    rows: list[Any]


def _articles(joining: Joining, name: str) -> Iterator[list[_Article]]:
    """The articles in their order, group by group, with the rows that each has in a table and the id that it was given."""
    changes = Changes(joining.changes)
    try:
        for place, chunk in enumerate(read_plan(joining.plan)):
            with Part(joining.parts / f"{chunk.id}.zip") as part:
                number = 0
                for group in range(part.groups):
                    found: list[_Article] = []
                    for meta, rows in zip(part.metas(group), part.rows(group, name), strict=True):
                        id = changes.id(place, number, meta.id)
                        number += 1
                        if id is not None:
                            found.append(_Article(meta, id, rows))
                    yield found
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


_PLACES = {column.name: number for number, column in enumerate(DIRECTIVES.columns)}


def _count(tally: Tally, rows: Sequence[Row]) -> None:
    repeat, modality = _PLACES["repeat_of"], _PLACES["modality"]
    issuers, ministries, sectors = _PLACES["issuers"], _PLACES["ministries"], _PLACES["sectors"]
    for row in rows:
        if row[repeat]:
            tally.repeats += 1
            continue
        tally.modalities[str(row[modality])] += 1
        own, areas = _split(row[ministries]), _split(row[sectors])
        tally.ministries.update(own)
        tally.sectors.update(areas)
        organs = own or dict.fromkeys(_split(row[issuers])) or ("",)
        tally.pairs.update([(organ, sector) for organ in organs for sector in (*(areas or ("",)), "*")])


def _split(cell: Cell) -> list[str]:
    return str(cell).split(JOIN) if cell else []


def join_texts(joining: Joining, name: str) -> None:
    """Write the articles' texts as JSON lines."""
    with _finished_files(joining) as folder, (folder / name).open("x", encoding="utf-8", newline="\n", errors="replace") as out:
        for group in _articles(joining, TEXTS):
            out.writelines(json_line({"article_id": article.id, "title": article.rows[0], "text": article.rows[1]}) + "\n" for article in group)


def skips(joining: Joining) -> Iterator[Skip]:
    """All that gave no article, and the copies of articles, in the order of the plan."""
    changes = Changes(joining.changes)
    try:
        for place, chunk in enumerate(read_plan(joining.plan)):
            with Part(joining.parts / f"{chunk.id}.zip") as part:
                yield from part.skips()
                number = 0
                for group in range(part.groups):
                    for meta in part.metas(group):
                        if changes.id(place, number, meta.id) is None:
                            yield Skip(f"{chunk.source}: {meta.id}", COPY)
                        number += 1
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
            sums.update({name: part.figures.get(name, 0) for name in ("failed", "left_out", "late")})
    return {**sums, "seconds": seconds}
