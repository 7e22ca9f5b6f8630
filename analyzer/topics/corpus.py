"""Topics of a user's own corpus: non-negative matrix factorisation of TF-IDF, the number chosen by coherence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import InputError
from analyzer.topics.keyterms import Background, shipped_background, weigh

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

Floats = NDArray[np.float64]
NUMBERS = (4, 6, 8, 10, 12, 15, 20, 25, 30)
"""Numbers of topics that are tried where none is given."""
_TERMS, _ARTICLES, _DIRECTIVES = 10, 5, 5
_VOCABULARY = 5000
_LEAST = 0.01
"""Share of the weight of the first term below which a term is left out."""
_COMMONEST = 0.5
"""Terms that more than this share of the documents hold separate no topics."""


class TopicDocument(NamedTuple):
    """What of an article the topics are made of and counted by."""

    id: str
    text: str
    date: str = ""
    ministries: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()


class Topic(NamedTuple):
    """A topic: its terms with weights, and what stands for it.

    Attributes:
        coherence: mean normalised pointwise mutual information of the terms, -1 to 1, over documents.
        share: of the corpus, as the mean of the documents' shares.
        articles: ids of the articles with the largest shares, and these.
        directives: instructions of those articles that hold most of the terms.
    """

    number: int
    terms: tuple[tuple[str, float], ...]
    coherence: float
    share: float
    articles: tuple[tuple[str, float], ...]
    directives: tuple[str, ...]


@dataclass(frozen=True)
class CorpusTopics:
    """Topics of a corpus and how they spread.

    Attributes:
        shares: documents × topics; rows sum to 1, or to 0 for a document that holds no term.
        months, ministries: mean shares by month and by ministry, with the number of documents.
        tried: coherence by number of topics, where the number was chosen.
    """

    topics: tuple[Topic, ...]
    shares: Floats
    months: tuple[tuple[str, int, tuple[float, ...]], ...]
    ministries: tuple[tuple[str, int, tuple[float, ...]], ...]
    tried: tuple[tuple[int, float], ...]


def topic_documents(analyses: Iterable[Analysis]) -> list[TopicDocument]:
    """What :func:`corpus_topics` needs of analysed articles.

    >>> from analyzer import Article, analyze
    >>> documents = topic_documents([analyze(Article("各地要加强监管。", id="a", date="2024-05-01"))])
    >>> [(document.id, document.date) for document in documents]
    [('a', '2024-05-01')]
    """
    found = []
    for a in analyses:
        names = tuple(dict.fromkeys(link.name for d in a.directives for link in d.ministries))
        found.append(TopicDocument(str(a.article.id), a.clean.text, a.date, names, tuple(d.text for d in a.directives)))
    return found


def corpus_topics(
    documents: Sequence[TopicDocument], *, number: int = 0, random_state: int = 0, background: Background | None = None
) -> CorpusTopics:
    """Fit topics to a corpus.

    Args:
        documents: at least ten, better some hundreds.
        number: of topics; 0 tries several and keeps the one whose topics are the most coherent.
        random_state: seeds the factorisation, so that the same corpus gives the same topics.
        background: the terms to look for; by default those that ship.

    Raises:
        InputError: too few documents, or more topics than documents or terms.

    >>> from analyzer import Article, analyze
    >>> subjects = ("农村水利灌溉设施", "汽车充电基础设施")
    >>> texts = [f"要推进{subjects[n % 2]}建设。各地要完善{subjects[n % 2]}，第{n}批。" for n in range(12)]
    >>> topics = corpus_topics(topic_documents([analyze(Article(text, id=str(n))) for n, text in enumerate(texts)]), number=2)
    >>> len(topics.topics)
    2
    """
    counts = background or shipped_background()
    if len(documents) < 10:
        raise InputError(f"{len(documents)} documents are too few for topics: give 10 or more")
    table, terms = _table(documents, counts)
    largest = min(len(documents), len(terms)) - 1
    if number > largest or number < 0 or number == 1 or largest < 2:
        raise InputError(f"{number} topics from {len(documents)} documents with {len(terms)} terms: ask for 2 to {largest}, or 0 to have the number chosen")
    holds = (table > 0).astype(np.float64)
    tried, best = [], None
    for many in [number] if number else [n for n in NUMBERS if n <= min(largest, len(documents) // 5)] or [2]:
        weights, parts = _factor(table, many, random_state)
        coherences = [_coherence(holds, np.argsort(-part, kind="stable")[:_TERMS]) for part in parts]
        mean = float(np.mean(coherences))
        tried.append((many, round(mean, 4)))
        if best is None or mean > best[0]:
            best = (mean, weights, parts, coherences)
    assert best is not None
    _, weights, parts, coherences = best
    total = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    topics = tuple(_topic(n, parts[n], coherences[n], shares, documents, terms) for n in range(len(parts)))
    months = _spread([(d.date[:7],) if len(d.date) >= 7 else () for d in documents], shares)
    ministries = _spread([d.ministries for d in documents], shares)
    return CorpusTopics(topics, shares, tuple(sorted(months)), tuple(sorted(ministries, key=lambda r: (-r[1], r[0]))), tuple(tried) if not number else ())


def _table(documents: Sequence[TopicDocument], counts: Background) -> tuple[Any, list[str]]:
    from scipy import sparse
    from sklearn.preprocessing import normalize

    rows = [dict(weigh(d.text, background=counts)) for d in documents]
    held = Counter(term for row in rows for term in row)
    least = max(2, len(documents) // 200)
    common = [(term, n) for term, n in held.items() if least <= n <= _COMMONEST * len(documents)]
    terms = sorted(term for term, _ in sorted(common, key=lambda pair: (-pair[1], pair[0]))[:_VOCABULARY])
    column = {term: i for i, term in enumerate(terms)}
    cells = [(r, column[t], w) for r, row in enumerate(rows) for t, w in row.items() if t in column]
    if not cells:
        raise InputError(f"no term is shared by {least} of the {len(documents)} documents and by no more than half of them: topics cannot be told apart")
    row, col, value = zip(*cells, strict=True)
    return normalize(sparse.csr_matrix((value, (row, col)), shape=(len(rows), len(terms)))), terms


def _factor(table: Any, number: int, random_state: int) -> tuple[Floats, Floats]:
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(number, init="nndsvd", random_state=random_state, max_iter=300, tol=1e-3)
    # A fit without any error left may come out a hair below zero, where its square root is taken.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        # A factorisation that still moves a little after 300 rounds serves as well.
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = model.fit_transform(table)
    return np.asarray(weights, dtype=np.float64), np.asarray(model.components_, dtype=np.float64)


def _coherence(holds: Any, terms: NDArray[np.intp]) -> float:
    """Normalised pointwise mutual information, mean over the pairs of terms."""
    some = holds[:, terms]
    together = np.asarray((some.T @ some).todense()) / holds.shape[0]
    alone = together.diagonal()
    values = []
    for i in range(len(terms)):
        for j in range(i):
            both = together[i, j]
            values.append(-1.0 if both == 0 else 1.0 if both == 1 else math.log(both / (alone[i] * alone[j])) / -math.log(both))
    return float(np.mean(values)) if values else 0.0


def _topic(number: int, part: Floats, coherence: float, shares: Floats, documents: Sequence[TopicDocument], terms: Sequence[str]) -> Topic:
    top = [(terms[i], float(part[i])) for i in np.argsort(-part, kind="stable")[:_TERMS] if part[i] > _LEAST * part.max()]
    first = [i for i in np.argsort(-shares[:, number], kind="stable")[:_ARTICLES] if shares[i, number] > 0]
    texts = dict.fromkeys(text for i in first for text in documents[i].directives)
    ranked = sorted(((sum(w for t, w in top if t in text), text) for text in texts), key=lambda pair: -pair[0])
    return Topic(
        number + 1, tuple((t, round(w, 4)) for t, w in top), round(coherence, 4), round(float(shares[:, number].mean()), 4),
        tuple((documents[i].id, round(float(shares[i, number]), 4)) for i in first),
        tuple(text for weight, text in ranked[:_DIRECTIVES] if weight > 0),
    )  # fmt: skip


def _spread(groups: Sequence[Sequence[str]], shares: Floats) -> list[tuple[str, int, tuple[float, ...]]]:
    members: dict[str, list[int]] = {}
    for row, names in enumerate(groups):
        for name in names:
            members.setdefault(name, []).append(row)
    return [(name, len(rows), tuple(round(float(s), 4) for s in shares[rows].mean(axis=0))) for name, rows in members.items()]
