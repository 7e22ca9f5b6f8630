"""Topics of a folder of articles, written as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analyzer.analysis import analyze_many
from analyzer.articles import read_articles
from analyzer.topics.corpus import CorpusTopics, corpus_topics, topic_documents
from analyzer.writing import OutputFolder

if TYPE_CHECKING:
    from analyzer.articles import Skip
    from analyzer.records import Article

FILES = ("topics.csv", "topic_months.csv", "topic_ministries.csv", "topic_articles.csv")
_JOIN = "；"


class TopicsReport(NamedTuple):
    """What :func:`topics_of` did."""

    topics: CorpusTopics
    articles: int
    skipped: tuple[Skip, ...]


def topics_of(
    path: str | Path, out: str | Path, *, number: int = 0, random_state: int = 0, columns: Mapping[str, str] | None = None,
    overwrite: bool = False, bom: bool = True, lexicons: str | Path | None = None, progress: Callable[[Iterable[Article]], Iterable[Article]] = iter,
) -> TopicsReport:  # fmt: skip
    """Analyse the articles of a folder or file, fit topics to them and write the tables of :data:`FILES`.

    Args:
        path: as for :func:`analyzer.read_articles`; ``columns`` too.
        out: the folder for the tables.
        number: of topics; 0 has it chosen by coherence.
        overwrite: replace tables that are in the folder.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`.
        progress: wraps the iterator of articles.

    Raises:
        InputError: nothing can be read, or there are too few articles for topics.
        OutputError: the folder holds such tables already, or cannot be written.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
    """
    skipped: list[Skip] = []
    with OutputFolder(Path(out), FILES, overwrite=overwrite, bom=bom) as folder:
        articles = progress(read_articles(path, columns=columns, skipped=skipped, exclude=[Path(out) / name for name in FILES]))
        documents = topic_documents(analyze_many(articles, lexicons=lexicons))
        found = corpus_topics(documents, number=number, random_state=random_state)
        names = [f"topic_{topic.number}" for topic in found.topics]
        folder.small_table(
            FILES[0],
            ("topic", "terms", "coherence", "share", "articles", "directives"),
            (
                (t.number, _JOIN.join(term for term, _ in t.terms), t.coherence, t.share, _JOIN.join(id for id, _ in t.articles), _JOIN.join(t.directives))
                for t in found.topics
            ),
        )
        folder.small_table(FILES[1], ("month", "articles", *names), ((month, many, *shares) for month, many, shares in found.months))
        folder.small_table(FILES[2], ("ministry", "articles", *names), ((name, many, *shares) for name, many, shares in found.ministries))
        rows = zip(documents, found.shares.round(4).tolist(), strict=True)
        folder.small_table(FILES[3], ("id", "date", *names), ((d.id, d.date, *shares) for d, shares in rows))
    return TopicsReport(found, len(documents), tuple(skipped))
