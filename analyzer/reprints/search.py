"""From articles to a table of reprints: who belongs together, and which of them is the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date as _date
from pathlib import Path
from typing import NamedTuple

from analyzer.articles import Skip
from analyzer.articles.several import read_all
from analyzer.cleaning import clean_text
from analyzer.errors import InputError, OutputError
from analyzer.records import Article
from analyzer.reprints.marks import HEADER
from analyzer.reprints.pile import Pile
from analyzer.reprints.shingles import prose, shingles
from analyzer.reprints.versions import version
from analyzer.writing import OutputFolder

NEAR = 0.8
"""Jaccard similarity from which two texts differ in words, not in extent."""
_OFFICIAL = re.compile(r"\bgov\.cn\b|新华社|人民日报|政府网|政府门户|(部|委|局|厅|办公室|委员会)(官网|网站)?$")
"""Who publishes first: government sites, organs, and the two papers that print what the centre decides."""


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article of a cluster.

    Attributes:
        cluster: running number from 1.
        original: id of the original article; that of the article itself for the original.
        kind: ``original``; ``exact`` (the same letters and digits), ``near`` (damaged or edited), ``part`` (cut, or with
            more around it).
        similarity: Jaccard similarity with the original over runs of five characters, 0–1.
        characters: length of the mended text.
    """

    cluster: int
    article_id: str
    original: str
    kind: str
    similarity: float
    date: str
    source: str
    title: str
    characters: int


@dataclass(slots=True)
class ReprintReport:
    """What a search for reprints found."""

    path: Path
    articles: int = 0
    clusters: int = 0
    reprints: int = 0
    skipped: list[Skip] = field(default_factory=list)


class _Known(NamedTuple):
    """What is kept of an article beside its shingles."""

    id: str
    date: str
    source: str
    title: str
    official: bool
    characters: int
    prose: int
    """Characters of its sentences, without page furniture."""


def find_reprints(articles: Iterable[Article]) -> list[Reprint]:
    """The articles that stand more than once, cluster by cluster, the original first; others are left out.

    Texts are mended first, page furniture and menus do not count. Two are one text when 80 % of the shorter one's runs
    of five characters stand in the longer one (90 % below 150 runs, 98 % where their dates lie more than 45 days apart)
    and it has 45 % of the other's length; clusters are what hangs together. Statutes whose heads tell of last changes in
    different years are versions, not reprints, unless they are the same to the letter. The original is the one of the earliest
    date, then that of an official source, then the one with the longest sentences, and of those the one with least around them.

    Needs some 1.2 KB of memory an article, and four bytes a character in a temporary file.

    Raises:
        MissingExtraError: datasketch is not installed.

    >>> text = "各地区要加快推进新能源汽车产业发展，完善充电设施，严禁盲目投资和低水平重复建设，不得搞地方保护。"
    >>> found = find_reprints([Article(text, id="b", date="2024-05-02"), Article(text + "（完）", id="a", date="2024-05-01")])
    >>> [(r.article_id, r.original, r.kind) for r in found]
    [('a', 'a', 'original'), ('b', 'a', 'near')]
    """
    known: list[_Known] = []
    with Pile() as pile:
        for article in articles:
            clean = clean_text(article.text, date=article.date or "")
            date, source = article.date or clean.header.date, article.source or clean.header.source
            sentences = prose(clean)
            pile.add(shingles(sentences), _day(date), version(clean.text))
            official = bool(_OFFICIAL.search(source) or _OFFICIAL.search(article.url or ""))
            title = article.title or clean.header.title
            known.append(_Known(article.id or "", date, source, title, official, len(clean.text), len(sentences)))
        return [reprint for number, cluster in enumerate(pile.clusters(), 1) for reprint in _rows(number, cluster, known, pile)]


def _rows(cluster: int, numbers: Sequence[int], known: Sequence[_Known], pile: Pile) -> Iterator[Reprint]:
    first, *others = sorted(numbers, key=lambda n: (_age(known[n].date), not known[n].official, -known[n].prose, known[n].characters, n))
    original = known[first].id
    for number in (first, *others):
        one = known[number]
        similarity, _ = pile.overlap(first, number)
        kind = "original" if number == first else "exact" if similarity == 1 else "near" if similarity >= NEAR else "part"
        yield Reprint(cluster, one.id, original, kind, round(similarity, 4), one.date, one.source, one.title, one.characters)


def _age(date: str) -> str:
    # No date is the latest; "2024-05" may be any day of May and stands behind those that are told.
    return (date + "-99-99")[:10] if date else "9999"


def _day(date: str) -> int:
    return _date.fromisoformat(date).toordinal() if len(date) == len("2025-05-27") else 0


def dedupe(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    overwrite: bool = False,
    bom: bool = True,
    progress: Callable[[Iterable[Article]], Iterable[Article]] = iter,
) -> ReprintReport:
    """Look for reprints among the articles below ``paths`` and write them as a CSV table, which ``run`` takes.

    Args:
        out: the table, as ``reprints.csv``.
        columns: field → column in CSV and JSONL inputs, as in :func:`analyzer.read_articles`.
        overwrite: replace an earlier table.
        bom: begin with the byte-order mark that Excel needs.
        progress: wraps the iterator of articles (a progress bar).

    Raises:
        InputError: a path is missing or there is no article at all.
        OutputError: ``out`` exists already, or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> text = "各地区要加快推进新能源汽车产业发展，完善充电设施，严禁盲目投资和低水平重复建设，不得搞地方保护。"
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("a.txt", "b.txt"):
    ...         _ = Path(folder, name).write_text(text, encoding="utf-8")
    ...     report = dedupe([folder], Path(folder, "reprints.csv"))
    >>> report.articles, report.clusters, report.reprints
    (2, 1, 1)
    """
    file = Path(out)
    if file.is_dir() or not file.name:
        raise OutputError(f"{out} is a folder: name a file, as {file / 'reprints.csv'}")
    report = ReprintReport(file)
    with OutputFolder(file.parent, [file.name], overwrite=overwrite, bom=bom, kind="file") as folder:
        found = find_reprints(_counting(progress(read_all(paths, columns, report.skipped, exclude=[file])), report))
        if not report.articles:
            raise InputError("no article could be read" + "".join(f"\n  {s.input}: {s.reason}" for s in report.skipped[:5]))
        folder.small_table(file.name, HEADER, map(astuple, found))
    report.clusters = len({reprint.cluster for reprint in found})
    report.reprints = len(found) - report.clusters
    return report


def _counting(articles: Iterable[Article], report: ReprintReport) -> Iterator[Article]:
    for article in articles:
        report.articles += 1
        yield article
