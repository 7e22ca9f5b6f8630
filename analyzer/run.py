"""What the commands do, as functions: a folder of tables from a pile of articles, and the directives of one file."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.articles import Skip, read_articles
from analyzer.articles.files import SKIPPED, TEXTS
from analyzer.articles.several import read_all
from analyzer.errors import AnalyzerError, InputError, MissingExtraError, ResourceError
from analyzer.filters import Filters
from analyzer.pipeline import Lexicons, own_lexicons
from analyzer.records import Article, CleanText
from analyzer.reprints.marks import Marks
from analyzer.sinks import FORMATS, file_names, open_sink
from analyzer.tables import DIRECTIVES, TABLES, Headers, Row, count_pairs, counted, summary_rows, to_frame
from analyzer.writing import OutputFolder, file_name, json_line

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

BATCH = 256
"""Articles whose rows are checked and written together: the schema check costs 15 ms however few rows it sees."""
PER_ARTICLE = "per_article/"


@dataclass(slots=True)
class RunReport:
    """What a run did.

    Attributes:
        articles, directives, repeats, targets, entities, characters: how many are in the tables.
        failed: articles whose analysis broke; they are among ``skipped``.
        left_out: articles outside the filters' dates.
        modalities, ministries, sectors: directives by name; repeats do not count.
        lexicons: SHA-256 of the user's lexicons, "" without.
        files: what was written.
    """

    out: Path
    articles: int = 0
    directives: int = 0
    repeats: int = 0
    targets: int = 0
    entities: int = 0
    characters: int = 0
    failed: int = 0
    left_out: int = 0
    seconds: float = 0.0
    lexicons: str = ""
    modalities: Counter[str] = field(default_factory=Counter)
    ministries: Counter[str] = field(default_factory=Counter)
    sectors: Counter[str] = field(default_factory=Counter)
    skipped: list[Skip] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


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
    progress: Callable[[Iterable[Article]], Iterable[Article]] = iter,
) -> RunReport:
    """Analyse every article below ``paths`` and write the tables into the folder ``out``.

    Written are directives, articles, entities and targets in each of ``formats`` (``directives.csv`` …, one
    ``tables.xlsx`` or ``tables.duckdb`` for all), ``skipped.csv``, ``summary.csv`` and ``texts.jsonl``, with ``per_article`` also
    ``per_article/<id>.csv``; all of them when everything is done, none when an error stops the run. An article that
    cannot be read or analysed is a row of ``skipped.csv``.

    Args:
        columns: field → column in CSV and JSONL inputs, as in :func:`read_articles`.
        filters: which directives and articles to keep.
        texts: also write the articles' texts as read, which the report page shows.
        headers: ``en`` or ``zh``.
        bom: begin each file with a byte-order mark, which Excel needs to see UTF-8.
        overwrite: replace the tables of an earlier run.
        formats: of ``csv xlsx parquet jsonl duckdb``.
        reprints: the table that ``analyzer dedupe`` wrote: a reprint's directives get the id of the original article
            as their ``repeat_of`` and are not counted.
        count_reprints: count them all the same; the article table still names the original.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`; the report tells its hash.
        progress: wraps the iterator of articles (a progress bar).

    Raises:
        InputError: a path is missing, there is no article at all, a format is not known, or ``reprints`` is no such table.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
        MissingExtraError: the package that a format needs is not installed.
        OutputError: ``out`` holds tables already, or cannot be written.
    """
    began = time.perf_counter()
    own = own_lexicons(lexicons)
    report = RunReport(Path(out), lexicons=own.hash if own else "")
    formats = list(dict.fromkeys(formats))
    tables = [name for format in formats for name in file_names(format, TABLES)]
    names = [*tables, SKIPPED, "summary.csv", *([TEXTS] if texts else []), *([PER_ARTICLE] if per_article else [])]
    stale = _left_behind(report.out, formats, texts=texts)
    marks = Marks.read(reprints, count=count_reprints) if reprints else Marks()
    with OutputFolder(report.out, names, stale=stale, overwrite=overwrite, bom=bom) as folder, ExitStack() as stack:
        sinks = [stack.enter_context(open_sink(format, folder.work, TABLES, headers=headers, bom=bom)) for format in formats]
        lines = folder.lines(TEXTS) if texts else None
        pairs: Counter[tuple[str, str]] = Counter()
        taken: set[str] = set()
        articles = read_all(paths, columns, report.skipped, exclude=[report.out / name for name in (*names, *stale, PER_ARTICLE)])
        for whole in _batches(map(marks.apply, _analyses(progress(articles), filters or Filters(), report, own)), BATCH):
            batch = _sound(whole, report)
            for table in TABLES:
                rows = [row for analysis in batch for row in table.rows(analysis)]
                for sink in sinks:
                    sink.add(table.name, rows)
            pairs.update(count_pairs(batch))
            for analysis in batch:
                _count(report, analysis)
                if lines:
                    lines.write(json_line({"article_id": analysis.article.id, "title": analysis.title, "text": analysis.article.text}) + "\n")
                if per_article:
                    name = f"{PER_ARTICLE}{file_name(analysis.article.id or '', taken)}.csv"
                    folder.small_table(name, DIRECTIVES.headers(headers), DIRECTIVES.rows(analysis))
        marks.warn_if_unused(reprints or "")
        if not (report.articles or report.left_out):
            raise InputError("no article could be analysed" + "".join(f"\n  {s.input}: {s.reason}" for s in report.skipped[:5]))
        header, rows_ = summary_rows(pairs, headers=headers)
        folder.small_table("summary.csv", header, rows_)
        folder.small_table(SKIPPED, ("输入", "原因") if headers == "zh" else ("input", "reason"), map(_skip_row, report.skipped))
    report.files = [report.out / name for name in names]
    report.seconds = time.perf_counter() - began
    return report


def _left_behind(out: Path, formats: Sequence[str], *, texts: bool) -> list[str]:
    """Files of an earlier run that this one does not write: beside its own they would pass for its results.

    Only where that run's other files are there: an ``articles.jsonl`` or ``texts.jsonl`` alone may be somebody's input.
    """
    others = [file_names(format, TABLES) for format in FORMATS if format not in formats]
    left = [name for names in others if (out / names[0]).exists() for name in names]
    return [*left, TEXTS] if not texts and (out / SKIPPED).exists() and (out / TEXTS).exists() else left


def _analyses(articles: Iterable[Article], filters: Filters, report: RunReport, lexicons: Lexicons) -> Iterator[Analysis]:
    """Analyses that pass the filters; an article that breaks the analysis is a skip, not the end of the run."""
    from analyzer.analysis import batches
    from analyzer.pipeline import settle

    settle(lexicons)
    for batch in batches(articles):
        for analysis in _each(batch, report, lexicons):
            kept = filters.apply(analysis)
            if kept is None:
                report.left_out += 1
            else:
                yield kept


def _each(batch: list[Article], report: RunReport, lexicons: Lexicons) -> Iterator[Analysis]:
    """The analyses of a batch: made together, or one by one where that fails, to find out which article is at fault."""
    from analyzer.analysis import analyze, analyze_batch

    try:
        together = analyze_batch(batch, lexicons=lexicons)
    except (MissingExtraError, ResourceError):  # the installation is at fault, not the article
        raise
    except Exception:  # of an article that is not known yet
        _log.debug("a batch of %d articles broke", len(batch), exc_info=True)
    else:
        yield from together
        return
    for article in batch:
        try:
            analysis = analyze(article, lexicons=lexicons)
        except Exception as error:  # whatever it is: it must not cost the other articles
            _failed(article, error, report)
        else:
            yield analysis


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    batch: list[_T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _sound(batch: list[Analysis], report: RunReport) -> list[Analysis]:
    """The analyses whose rows are as the tables declare them; the others are skips, not the end of the run."""
    try:
        for table in TABLES:
            to_frame(table, (row for analysis in batch for row in table.rows(analysis)))
    except Exception as error:  # one bad article must not cost the others of the batch: look at each
        if len(batch) > 1:
            return [analysis for one in batch for analysis in _sound([one], report)]
        _failed(batch[0].article, error, report)
        return []
    return batch


def _failed(article: Article, error: Exception, report: RunReport) -> None:
    _log.debug("analysis of %s broke", article.id, exc_info=error)
    kind = "" if isinstance(error, AnalyzerError) else f" with {type(error).__name__}"
    report.skipped.append(Skip(article.id or "", f"analysis failed{kind}: {error}"))
    report.failed += 1


def _count(report: RunReport, analysis: Analysis) -> None:
    directives = list(counted(analysis))
    report.articles += 1
    report.characters += len(analysis.article.text)
    report.directives += len(directives)
    report.repeats += len(analysis.directives) - len(directives)
    report.targets += len(analysis.targets)
    report.entities += len(analysis.entities)
    for d in directives:
        report.modalities[d.modality.value] += 1
        report.ministries.update({link.name for link in d.ministries})
        report.sectors.update({link.name for link in d.sectors})


def _skip_row(skip: Skip) -> Row:
    return skip.input, skip.reason


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
    from analyzer.articles.reader import from_bytes
    from analyzer.cleaning import clean_text

    if path is None:
        return clean_text(from_standard_input(data).text)
    file = Path(path)
    try:
        return clean_text(from_bytes(file.read_bytes()).text)
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
