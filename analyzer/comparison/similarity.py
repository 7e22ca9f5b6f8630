"""How alike two directives are, and which of two sides are worth comparing at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.comparison.sides import Stated

THRESHOLD = 0.42
"""From which similarity two directives are taken for one: see docs/compare.md for what lies above and below."""
CONTENT, CLAUSE, ACTION = 0.6, 0.3, 0.1
"""Weights of what is acted on, of the whole clause, and of the canonical action. The verb must weigh little: reports
write 「深化…改革」 of a dozen reforms, and say 推进, 深化, 完善 of the same one."""
_GRAMS, _CLAUSE_GRAMS = (1, 3), (1, 2)
_COMMON = 300
"""A run of characters that stands in more clauses than this of both sides brings none together: it tells little, and the
pairs that share it grow with the square of the input."""
_NEIGHBOURS = 8
"""How many neighbours a clause is compared with in full, from each side."""
_ROWS = 2048


class Pairs(NamedTuple):
    """Pairs of rows of two sides with their similarity, 0–1, sorted by rows."""

    old: NDArray[np.int64]
    new: NDArray[np.int64]
    score: NDArray[np.float64]


def alike(old: Sequence[Stated], new: Sequence[Stated], threshold: float = THRESHOLD) -> Pairs:
    """The pairs of directives of at least this similarity, among each one's nearest neighbours.

    The similarity is a sum of three: the cosine of the contents over TF-IDF-weighted runs of 1–3 characters, that of
    the clauses over runs of 1–2, and whether the canonical action is the same.
    """
    import numpy as np

    if not old or not new:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.empty(0))
    contents = _vectors([o.content for o in old], [n.content for n in new], _GRAMS)
    rows, columns = _candidates(*contents)
    from analyzer.comparison.sides import without_numbers

    clauses = _vectors([without_numbers(o.words) for o in old], [without_numbers(n.words) for n in new], _CLAUSE_GRAMS)
    lemmas = _same([o.lemma for o in old], [n.lemma for n in new], rows, columns)
    score = CONTENT * _cosines(*contents, rows, columns) + CLAUSE * _cosines(*clauses, rows, columns) + ACTION * lemmas
    score = np.minimum(np.round(score, 6), 1.0)  # sums of floats differ in the last bits from machine to machine
    kept = score >= threshold
    return Pairs(rows[kept], columns[kept], score[kept])


def alike_texts(old: Sequence[str], new: Sequence[str], threshold: float) -> Pairs:
    """The same for short texts (names of indicators), by the cosine over their runs of 1–3 characters alone."""
    import numpy as np

    if not old or not new:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.empty(0))
    vectors = _vectors(old, new, _GRAMS)
    rows, columns = _candidates(*vectors)
    score = np.minimum(np.round(_cosines(*vectors, rows, columns), 6), 1.0)
    kept = score >= threshold
    return Pairs(rows[kept], columns[kept], score[kept])


def _vectors(old: Sequence[str], new: Sequence[str], grams: tuple[int, int]) -> tuple[Any, Any]:
    """TF-IDF vectors of length 1; an empty text has none."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [*old, *new]
    if not any(texts):
        return sparse.csr_matrix((len(old), 1)), sparse.csr_matrix((len(new), 1))
    made = TfidfVectorizer(analyzer="char", ngram_range=grams, sublinear_tf=True, lowercase=False).fit_transform(texts).tocsr()
    return made[: len(old)], made[len(old) :]


def _candidates(old: Any, new: Any) -> tuple[Any, Any]:
    """Rows and columns of the pairs that are each other's nearest neighbours from one side at least."""
    import numpy as np

    rare = np.minimum(*(np.bincount(side.indices, minlength=side.shape[1]) for side in (old, new))) <= _COMMON
    old, new = old[:, rare], new[:, rare]
    forth, back = _nearest(old, new), _nearest(new, old)
    pairs = np.unique(np.concatenate([forth, back[:, ::-1]]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _nearest(some: Any, others: Any) -> NDArray[np.int64]:
    """For each row of ``some`` its nearest rows of ``others``, as pairs."""
    import numpy as np

    turned = others.T.tocsr()
    found: list[Any] = [np.empty((0, 2), dtype=np.int64)]
    for first in range(0, some.shape[0], _ROWS):
        product = (some[first : first + _ROWS] @ turned).tocsr()
        product.sort_indices()
        for row in range(product.shape[0]):
            start, end = product.indptr[row], product.indptr[row + 1]
            if start < end:
                best = np.argsort(-np.round(product.data[start:end], 6), kind="stable")[:_NEIGHBOURS]
                columns = product.indices[start:end][best].astype(np.int64)
                found.append(np.column_stack([np.full(len(columns), first + row, dtype=np.int64), columns]))
    return np.concatenate(found)


def _cosines(old: Any, new: Any, rows: Any, columns: Any) -> NDArray[np.float64]:
    import numpy as np

    out = np.zeros(len(rows))
    for first in range(0, len(rows), _ROWS):
        part = slice(first, first + _ROWS)
        out[part] = np.asarray(old[rows[part]].multiply(new[columns[part]]).sum(axis=1)).ravel()
    return out


def _same(old: Sequence[str], new: Sequence[str], rows: Any, columns: Any) -> NDArray[np.float64]:
    import numpy as np

    numbers = {value: number for number, value in enumerate(dict.fromkeys([*old, *new]))}
    a, b = (np.array([numbers[value] for value in side]) for side in (old, new))
    same: NDArray[np.float64] = (a[rows] == b[columns]).astype(float)
    return same
