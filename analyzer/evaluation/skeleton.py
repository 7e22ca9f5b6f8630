"""A gold file to start labelling from: the clauses of your texts, with what the analyzer makes of them, or blank."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.articles import Skip
from analyzer.errors import InputError, OutputError
from analyzer.evaluation.gold import LABELS, GoldClause, GoldDocument, GoldEntity, GoldTarget, gold_rows
from analyzer.pipeline import Lexicons, own_lexicons
from analyzer.records import Article, Directive, Role

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


@dataclass(slots=True)
class AnnotateReport:
    """What was written: the file, how many documents and clauses, and what could not be read."""

    path: Path
    documents: int = 0
    clauses: int = 0
    skipped: list[Skip] = field(default_factory=list)


def annotate(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    blank: bool = False,
    genre: str = "",
    sample: int = 0,
    seed: int = 0,
    columns: Mapping[str, str] | None = None,
    overwrite: bool = False,
    lexicons: Lexicons = None,
    progress: Callable[[Iterable[Article]], Iterable[Article]] = iter,
) -> AnnotateReport:
    """Write a gold file for the articles below ``paths``, which :func:`evaluate` reads once it is labelled.

    Args:
        out: the file, as ``gold.jsonl``.
        blank: leave the labels empty instead of proposing what the analyzer finds.
        genre: the genre of all documents, as a label of your own.
        sample: draw so many articles at random; 0 for all.
        seed: of the draw.
        columns: field → column in CSV and JSONL inputs, as in :func:`analyzer.read_articles`.
        overwrite: replace an earlier file.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`.
        progress: wraps the iterator of articles (a progress bar).

    Raises:
        InputError: a path is missing, there is no article, or ``sample`` is negative.
        OutputError: ``out`` exists already, or cannot be written.
        LexiconError: a row of your lexicons is wrong.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("各地要加强监管。", encoding="utf-8")
    ...     report = annotate([Path(folder, "a.txt")], Path(folder, "gold.jsonl"))
    >>> report.documents
    1
    """
    from analyzer.articles.several import read_all
    from analyzer.writing import OutputFolder, json_line

    file = Path(out)
    if file.is_dir() or not file.name:
        raise OutputError(f"{out} is a folder: name a file, as {file / 'gold.jsonl'}")
    if sample < 0:
        raise InputError(f"sample={sample}: give the number of articles to draw, or 0 for all")
    report = AnnotateReport(file)
    with OutputFolder(file.parent, [file.name], overwrite=overwrite, kind="file") as folder:
        articles: Iterable[Article] = read_all(paths, columns, report.skipped, exclude=[file])
        if sample:
            articles = _drawn(articles, sample, seed)
        lines = folder.lines(file.name)
        for analysis in _analyses(progress(articles), own_lexicons(lexicons)):
            row = blank_row(analysis, genre=genre) if blank else next(gold_rows([proposal(analysis, genre=genre)]))
            lines.write(json_line(row) + "\n")
            report.documents += 1
            report.clauses += len(row["clauses"])
        if not report.documents:
            raise InputError("no article could be read" + "".join(f"\n  {s.input}: {s.reason}" for s in report.skipped[:5]))
    return report


def _analyses(articles: Iterable[Article], lexicons: Lexicons) -> Iterator[Analysis]:
    from analyzer.analysis import analyze_batch, batches

    return chain.from_iterable(analyze_batch(batch, lexicons=lexicons) for batch in batches(articles))


def _drawn(articles: Iterable[Article], most: int, seed: int) -> list[Article]:
    """Articles at random, in their order; each is as likely as any other, and no more than ``most`` are held."""
    generator = random.Random(seed)
    held: list[tuple[int, Article]] = []
    for number, article in enumerate(articles):
        if len(held) < most:
            held.append((number, article))
        elif (place := generator.randrange(number + 1)) < most:
            held[place] = (number, article)
    return [article for _, article in sorted(held, key=lambda each: each[0])]


def proposal(analysis: Analysis, *, genre: str = "") -> GoldDocument:
    """What an analysis found, as labels: evaluated, it is right in everything.

    >>> from analyzer import Article, analyze
    >>> [(c.role.value, c.addressee) for c in proposal(analyze(Article("会议强调，各地区要加强监管。"))).clauses]
    [('frame', ''), ('directive', '各地区')]
    """
    text = analysis.article.text
    directives = {d.start: d for d in analysis.directives}
    clauses = []
    for c in analysis.clauses:
        d = directives.get(c.start) if c.role is Role.DIRECTIVE else None
        clauses.append(GoldClause(c.start, c.end, c.role, d.modality, _addressee(d, text)) if d else GoldClause(c.start, c.end, c.role))
    organs = [(e.start, e.end) for e in analysis.entities if e.label == "MINISTRY"]
    entities = [
        GoldEntity(e.start, e.end, str(e.label), e.name)
        for e in analysis.entities
        # As the codebook has it: a region within an organ's name is not labelled.
        if e.label in LABELS and not (e.label == "REGION" and any(start <= e.start and e.end <= end for start, end in organs))
    ]
    targets = [GoldTarget(t.start, t.end, text[t.start : t.end], t.comparator, t.deadline, t.indicator) for t in analysis.targets]
    return _document(analysis, genre, clauses=tuple(clauses), entities=tuple(entities), targets=tuple(targets))


def blank_row(analysis: Analysis, *, genre: str = "") -> dict[str, Any]:
    """A row whose clauses have their places and words and no label; entities and targets are null until they are labelled."""
    clauses = tuple(GoldClause(c.start, c.end, Role.STATEMENT) for c in analysis.clauses)
    row = next(gold_rows([_document(analysis, genre, clauses=clauses)]))
    return row | {"clauses": [clause | {"role": ""} for clause in row["clauses"]]}


def _document(analysis: Analysis, genre: str, **layers: Any) -> GoldDocument:
    article = analysis.article
    about = {name: value for name in ("title", "date", "issuer", "source", "url") if (value := getattr(article, name))}
    return GoldDocument(article.id or "", article.text, genre, about=about, **layers)


def _addressee(directive: Directive, text: str) -> str:
    """The addressee as the text has it, where those words alone mend to what was found, as scoring has it; else what was found."""
    from analyzer.cleaning import clean_text

    start, end = directive.spans.get("addressee", ((0, 0),))[0]
    return text[start:end] if clean_text(text[start:end]).text == directive.addressee else directive.addressee
