"""How alike two directives are, and which of two sides are worth comparing at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from analyzer.comparison.sides import Stated, without_numbers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

THRESHOLD = 0.44
"""From which similarity two directives are taken for one: see docs/compare.md for what lies above and below."""
CONTENT, SHORTER, CLAUSE, ACTION = 0.3, 0.2, 0.45, 0.05
"""Weights of what is acted on, of how much of the shorter content stands in the longer one, of the whole clause, and of
the canonical action. The verb must weigh little: reports write 「深化…改革」 of a dozen reforms, and say 推进, 深化, 完善 of
the same one."""
LONG, CAUTION = 8, 0.09
"""Short contents prove less. Below eight characters a pair needs more than the threshold: of what lies between that and
1, .09 of the logarithm of eight over the length (.06 for four characters, .12 for two)."""
_GRAMS, _CLAUSE_GRAMS = (1, 3), (1, 2)
_COMMON = 300
"""A run of characters that stands in more clauses than this of both sides brings none together: it tells little, and the
pairs that share it grow with the square of the input."""
_NEIGHBOURS = 8
"""How many neighbours a clause is compared with in full, from each side."""
_ROWS = 2048


Rows: TypeAlias = "tuple[NDArray[np.int64], NDArray[np.int64]]"
"""Rows of the old side and their partners of the new one."""


class Pairs(NamedTuple):
    """Pairs of rows of two sides with their similarity, 0–1, sorted by rows."""

    old: NDArray[np.int64]
    new: NDArray[np.int64]
    score: NDArray[np.float64]


def alike(old: Sequence[Stated], new: Sequence[Stated], threshold: float = THRESHOLD) -> Pairs:
    """The pairs of directives of at least this similarity, among each one's nearest neighbours.

    The similarity is a sum of four: the cosine of the contents over TF-IDF-weighted runs of 1–3 characters, the share
    of the shorter content's characters that stand in the longer one, the cosine of the clauses over runs of 1–2
    characters, and whether the canonical action is the same. Directives that say the same have a similarity of 1 and are
    compared with no other.
    """
    import numpy as np

    if not old or not new:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.empty(0))
    contents = [one.content for one in old], [one.content for one in new]
    vectors = _vectors(*contents, _GRAMS)
    equal = equal_rows([_says(one) for one in old], [_says(one) for one in new])
    rows, columns = _candidates(*(_without(side, taken) for side, taken in zip(vectors, equal, strict=True)))
    lemmas = _same([one.lemma for one in old], [one.lemma for one in new], rows, columns)
    clauses = _vectors([without_numbers(one.words) for one in old], [without_numbers(one.words) for one in new], _CLAUSE_GRAMS)
    score = CONTENT * _cosines(*vectors, rows, columns) + SHORTER * _shared(*contents, rows, columns)
    score += CLAUSE * _cosines(*clauses, rows, columns) + ACTION * lemmas
    score = np.minimum(np.round(score, 6), 1.0)  # sums of floats differ in the last bits from machine to machine
    old_lengths, new_lengths = (np.array([max(len(text), 1) for text in side]) for side in contents)
    shorter = np.minimum(np.minimum(old_lengths[rows], new_lengths[columns]), LONG)
    kept = score >= threshold + (1 - threshold) * CAUTION * np.log(LONG / shorter)
    return _joined(equal, Pairs(rows[kept], columns[kept], score[kept]))


def _says(one: Stated) -> tuple[tuple[object, ...], ...]:
    """What must be the same in two directives that say the same, from the strictest to the least that is asked."""
    said = (one.words or one.evidence, one.content)
    force = (one.modality, one.strength, one.condition, one.exception, one.deadline, one.timing)
    return (*said, one.addressee, *force), (*said, one.addressee), said


def equal_rows(old: Sequence[Sequence[Hashable | None]], new: Sequence[Sequence[Hashable | None]]) -> Rows:
    """Rows of the two sides that are equal, each with one partner, in their order; sorted by the old ones.

    Similarity cannot tell such rows apart, and where many are alike, the nearest neighbours may leave the equal one out.

    Args:
        old, new: for each row its keys. Rows of one first key are paired first, then those left over of one second key.
            A key that is None is equal to none.

    >>> [side.tolist() for side in equal_rows([("a",), ("b",), ("a",)], [("a",), ("c",), ("a",), ("a",)])]
    [[0, 2], [0, 2]]
    """
    import numpy as np

    partner: dict[int, int] = {}
    taken: set[int] = set()
    for level in range(len(old[0]) if old else 0):
        waiting: dict[Hashable, deque[int]] = {}
        for number, keys in enumerate(new):
            if number not in taken and keys[level] is not None:
                waiting.setdefault(keys[level], deque()).append(number)
        for number, keys in enumerate(old):
            key = keys[level]
            if number not in partner and key is not None and (there := waiting.get(key)):
                partner[number] = there.popleft()
                taken.add(partner[number])
    rows = sorted(partner)
    return np.array(rows, dtype=np.int64), np.array([partner[row] for row in rows], dtype=np.int64)


def _without(vectors: Any, taken: NDArray[np.int64]) -> Any:
    """The vectors with those of ``taken`` rows emptied, so that they have no neighbours."""
    import numpy as np
    from scipy import sparse

    left = np.ones(vectors.shape[0])
    left[taken] = 0
    emptied = (sparse.diags_array(left) @ vectors).tocsr()
    emptied.eliminate_zeros()
    return emptied


def _joined(equal: Rows, pairs: Pairs) -> Pairs:
    """The equal rows at a similarity of 1 and the other pairs, sorted by rows."""
    import numpy as np

    rows, columns = np.concatenate([equal[0], pairs.old]), np.concatenate([equal[1], pairs.new])
    order = np.lexsort((columns, rows))
    return Pairs(rows[order], columns[order], np.concatenate([np.ones(len(equal[0])), pairs.score])[order])


def alike_texts(old: Sequence[str], new: Sequence[str], threshold: float, equal: Rows | None = None) -> Pairs:
    """The same for short texts (names of indicators), by the cosine over their runs of 1–3 characters alone.

    Args:
        old, new: the texts.
        threshold: the least similarity of a pair, above 0 and at most 1.
        equal: rows that are known to be pairs, as of :func:`equal_rows`; they are compared with no other.
    """
    import numpy as np

    if not old or not new:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, np.empty(0))
    equal = equal_rows([], []) if equal is None else equal
    vectors = _vectors(old, new, _GRAMS)
    rows, columns = _candidates(*(_without(side, taken) for side, taken in zip(vectors, equal, strict=True)))
    score = np.minimum(np.round(_cosines(*vectors, rows, columns), 6), 1.0)
    kept = score >= threshold
    return _joined(equal, Pairs(rows[kept], columns[kept], score[kept]))


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


def _shared(old: Sequence[str], new: Sequence[str], rows: Any, columns: Any) -> NDArray[np.float64]:
    """For each pair the weight of the characters that both texts hold, by that of the lighter text."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    out = np.zeros(len(rows))
    if any([*old, *new]):
        made = TfidfVectorizer(analyzer="char", binary=True, norm=None, lowercase=False).fit_transform([*old, *new]).tocsr()
        sides = made[: len(old)], made[len(old) :]
        weights = [np.asarray(side.sum(axis=1)).ravel() for side in sides]
        for first in range(0, len(rows), _ROWS):
            a, b = rows[first : first + _ROWS], columns[first : first + _ROWS]
            common = np.asarray(sides[0][a].multiply(sides[1][b].sign()).sum(axis=1)).ravel()
            out[first : first + _ROWS] = common / np.maximum(np.minimum(weights[0][a], weights[1][b]), 1e-9)
    return out


def _same(old: Sequence[str], new: Sequence[str], rows: Any, columns: Any) -> NDArray[np.float64]:
    import numpy as np

    numbers = {value: number for number, value in enumerate(dict.fromkeys([*old, *new]))}
    a, b = (np.array([numbers[value] for value in side]) for side in (old, new))
    same: NDArray[np.float64] = (a[rows] == b[columns]).astype(float)
    return same
