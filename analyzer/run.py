"""What the commands do, as functions: a folder of tables from a pile of articles, and the directives of one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.articles import Skip, read_articles
from analyzer.articles.limits import Limits
from analyzer.articles.rows import check_columns
from analyzer.errors import InputError
from analyzer.filters import Filters
from analyzer.pipeline import own_lexicons
from analyzer.records import Article, CleanText
from analyzer.sinks import FORMATS
from analyzer.tables import Headers

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.batch.runner import Watch


@dataclass(slots=True)
class RunReport:
    """What a run did.

    Attributes:
        articles, directives, repeats, targets, entities, characters: how many are in the tables.
        fresh: articles that were analysed by this call; the others were there from an earlier one.
        failed: articles whose analysis broke; they are among those skipped.
        left_out: articles outside the filters' dates.
        refused: directives that the filters left out, of articles analysed now.
        late: inputs given up for the time they took; they are among those skipped.
        modalities, ministries, sectors: directives by name; repeats do not count.
        lexicons: SHA-256 of the user's lexicons, "" without.
        skips: how many inputs and articles were skipped.
        skipped: the first thousand of them.
        files: what was written.
        changed: whether anything had to be written at all.
    """

    out: Path
    articles: int = 0
    fresh: int = 0
    directives: int = 0
    repeats: int = 0
    targets: int = 0
    entities: int = 0
    characters: int = 0
    failed: int = 0
    left_out: int = 0
    refused: int = 0
    late: int = 0
    seconds: float = 0.0
    lexicons: str = ""
    modalities: Counter[str] = field(default_factory=Counter)
    ministries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)
    skips: int = 0
    skipped: list[Skip] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    changed: bool = True


def run(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    filters: Filters | None = None,
    per_article: bool = False,
    texts: bool = True,
    headers: Headers = "en",
    bom: bool = True,
    overwrite: bool = False,
    formats: Sequence[str] = ("csv",),
    reprints: str | Path | None = None,
    count_reprints: bool = False,
    lexicons: str | Path | None = None,
    workers: int = 1,
    scheduler: str = "",
    seconds_per_article: float | None = None,
    watch: Watch | None = None,
) -> RunReport:
    """Analyse every article below ``paths`` and write the tables into the folder ``out``.

    Written are directives, articles, entities and targets in each of ``formats`` (``directives.csv`` …, one
    ``tables.xlsx`` or ``tables.duckdb`` for all), ``skipped.csv``, ``summary.csv``, ``texts.jsonl`` and ``run.json``, with
    ``per_article`` also ``per_article/<id>.csv``; all of them when everything is done, none when an error stops the run.
    An article that cannot be read or analysed is a row of ``skipped.csv``.

    What is done is kept in ``out/.analyzer``. The same call on the same folder goes on after a run was stopped, analyses
    only what is new where the input has grown or changed, and does nothing where nothing has. The tables are the same,
    to the byte, as those of a run on that input from the beginning. Memory does not grow with the input.

    Args:
        paths: files and folders, or patterns (``2024/*.jsonl``).
        columns: field → column in CSV and JSONL inputs, as in :func:`read_articles`.
        filters: which directives and articles to keep.
        texts: also write the articles' texts as read, which the report page shows.
        headers: ``en`` or ``zh``.
        bom: begin each file with a byte-order mark, which Excel needs to see UTF-8.
        overwrite: replace the tables of another run.
        formats: of ``csv xlsx parquet jsonl duckdb``.
        reprints: the table that ``analyzer dedupe`` wrote: a reprint's directives get the id of the original article
            as their ``repeat_of`` and are not counted.
        count_reprints: count them all the same; the article table still names the original.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`; ``run.json`` tells its hash.
        workers: processes that share the work; more than one needs the extra ``batch``. The program that calls must then
            stand under ``if __name__ == "__main__":``, for each process imports it.
        scheduler: address of a Dask scheduler (``tcp://…``), whose workers take the place of own ones. They need the same
            analyzer, and the inputs and ``out`` under the same paths.
        seconds_per_article: how long reading an article may take, and how long analysing it; what takes longer is skipped. A call
            with the same value does not try it again, one with another value does, and goes on from all the rest. Without it
            60 and 300 (:class:`analyzer.articles.limits.Limits`).
        watch: is told how far the run is, again and again (a progress bar).

    Raises:
        InputError: a path is missing, there is no article at all, a format is not known, or ``reprints`` is no such table.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
        MissingExtraError: the package that a format needs is not installed.
        OutputError: ``out`` holds a run of another configuration or tables of unknown origin, another run is writing
            there, or it cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     article, out = Path(folder, "a.txt"), Path(folder, "out")
    ...     _ = article.write_text("各地要加强监管，不得拖延。", encoding="utf-8")
    ...     first, again = run([article], out), run([article], out)
    >>> first.articles, first.directives, first.changed, again.changed
    (1, 2, True, False)
    """
    from analyzer.batch.runner import Request, Runner

    own = own_lexicons(Path(lexicons).absolute() if lexicons else None)  # workers may stand elsewhere
    request = Request(
        tuple(map(str, paths)), Path(out), check_columns(columns), filters or Filters(), per_article, texts, headers, bom, overwrite,
        tuple(format for format in FORMATS if format in formats) if set(formats) <= {*FORMATS} else tuple(formats),
        str(reprints or ""), count_reprints, workers, scheduler, own, Limits().with_seconds(seconds_per_article),
    )  # fmt: skip
    done = Runner(request, watch).run()
    return RunReport(Path(out), lexicons=own.hash if own else "", **done)


def extract(
    path: str | Path | None,
    *,
    columns: Mapping[str, str] | None = None,
    filters: Filters | None = None,
    skipped: list[Skip] | None = None,
    data: bytes = b"",
    id: str = "",
    lexicons: str | Path | None = None,
) -> Iterator[Analysis]:
    """Analyses of the articles of one file, or of the text in ``data`` where ``path`` is None.

    With an ``id`` only of the article that has it; ``lexicons`` as in :func:`analyzer.analyze`.

    Raises:
        InputError: there is nothing to read, or no article has the id.
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> [[d.text for d in analysis.directives] for analysis in extract(None, data="各地要加强监管。".encode())]
    [['各地要加强监管']]
    """
    from analyzer.analysis import analyze

    articles = [from_standard_input(data)] if path is None else read_articles(path, columns=columns, skipped=skipped)
    if id:
        articles = [article for article in articles if article.id == id]
        if not articles:
            raise InputError(f"no article of {path or 'standard input'} has the id {id!r}: `analyzer run` lists the ids in articles.csv")
    chosen, own = filters or Filters(), own_lexicons(lexicons)
    return (kept for article in articles if (kept := chosen.apply(analyze(article, lexicons=own))) is not None)


def clean_file(path: str | Path | None, *, data: bytes = b"") -> CleanText:
    """The text of one file, or the text in ``data`` where ``path`` is None, with its damage mended.

    Raises:
        InputError: there is no text to read.
    """
    from analyzer.articles.archive import read_whole
    from analyzer.articles.reader import from_bytes
    from analyzer.cleaning import clean_text

    if path is None:
        return clean_text(from_standard_input(data).text)
    file = Path(path)
    try:
        with file.open("rb") as handle:
            return clean_text(from_bytes(read_whole(handle, Limits())).text)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from error
    except InputError as error:
        raise InputError(f"{file} {error}") from None


def from_standard_input(data: bytes) -> Article:
    """The article in the bytes of standard input.

    Raises:
        InputError: they are empty, binary or in no known encoding.
    """
    from analyzer.articles.reader import from_bytes

    try:
        return from_bytes(data)
    except InputError as error:
        raise InputError(f"standard input {error}") from None


def directive_records(analysis: Analysis) -> Iterator[dict[str, Any]]:
    """The directives of an analysis as plain data: all fields, links with ids, the evidence, and the article's own.

    ``start`` and ``end`` count code points of the text as it was read.
    """
    article = analysis.article
    about = {"article_id": article.id, "title": analysis.title, "date": analysis.date, "issuers": list(analysis.issuers)}
    for directive in analysis.directives:
        evidence = article.text[directive.start : directive.end]
        yield {**about, **asdict(directive), "evidence": evidence}
