"""What the terms of texts weigh: the texts of a batch in one scan and a few passes over numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyzer.records import EntityRow
from analyzer.topics.ngrams import BETWEEN, scannable

if TYPE_CHECKING:
    from analyzer.topics.keyterms import Background

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
_LONGEST = 12
_BONUS = {2: 1.0, 3: 1.25}
_LONG = 1.45
"""Longer terms say more: weights by length, and for four characters or more."""
_ONCE = 0.75
"""What a term that stands in the text only once keeps of its weight: half of those are turns of phrase."""
_TOGETHER = 3
"""So often neighbours must stand together to be one term."""
_TEXT = 32
"""A term's number takes the lower 32 bits of a key, that of its text the upper ones."""


class Numbered:
    """Terms by number, with what their weight depends on beside their count; all attributes run in parallel.

    Attributes:
        terms: the terms.
        rarities: as :meth:`Background.rarity` has them.
        bonus: what their length multiplies their weight by.
        usable: neither a formula nor a single character.
        stop: a formula.
        places: where they stand when all terms, also those of the background, are sorted.
    """

    def __init__(self, terms: Iterable[str], counts: Background) -> None:
        """Number the terms in their order."""
        self.terms = list(terms)
        self.places = _places(self.terms, counts.in_order)
        self.rarities = np.array([counts.rarity(term) for term in self.terms], dtype=np.float64)
        self.bonus = np.array([_BONUS.get(len(term), _LONG) for term in self.terms], dtype=np.float64)
        self.stop = np.array([term in counts.stop for term in self.terms], dtype=np.bool_)
        self.usable = np.array([len(term) > 1 for term in self.terms], dtype=np.bool_) & ~self.stop

    def column(self, name: str, numbers: Numbers, more: Numbered) -> NDArray[Any]:
        """An attribute of the terms with these numbers; those of ``more`` are numbered on from these."""
        own, others = getattr(self, name), getattr(more, name)
        if not len(others):
            return np.asarray(own[numbers])
        other = numbers >= len(own)
        found = np.empty(len(numbers), own.dtype)
        found[~other], found[other] = own[numbers[~other]], others[numbers[other] - len(own)]
        return found

    def names(self, numbers: Iterable[int], more: Numbered) -> Iterator[str]:
        """The terms with these numbers, looked up as they are asked for; those of ``more`` are numbered on from these."""
        own, others, many = self.terms, more.terms, len(self.terms)
        return (own[number] if number < many else others[number - many] for number in numbers)


def _places(terms: Sequence[str], known: Sequence[str]) -> Floats:
    """Places of terms among those known, which are sorted: whole numbers for known ones, parts between them for others."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    places = np.empty(len(terms))
    for rank, number in enumerate(order, 1):
        at = bisect_left(known, terms[number])
        same = at < len(known) and known[at] == terms[number]
        places[number] = at if same else at - 1 + rank / (len(terms) + 1)
    return places


class _Spans(NamedTuple):
    """Terms found in the texts of a batch, in their order: number of the text and of the term, start and end."""

    texts: Numbers
    terms: Numbers
    starts: Numbers
    ends: Numbers

    def where(self, mask: NDArray[np.bool_]) -> _Spans:
        return _Spans(*(column[mask] for column in self))


def weigh_many(
    texts: Sequence[str], counts: Background, entities: Sequence[Sequence[EntityRow]] = (), words: Sequence[Sequence[str]] | None = None
) -> Iterator[Iterator[tuple[str, float]]]:
    """All candidates of each text with their weights, the weightiest first; see :func:`analyzer.topics.keywords`.

    Args:
        entities: the mentions in each text, none where it is empty.
        words: each text as a segmenter cut it.
    """
    return _Batch([scannable(text) for text in texts], counts, entities, words).ranked()


class _Batch:
    def __init__(
        self, texts: Sequence[str], counts: Background, entities: Sequence[Sequence[EntityRow]], words: Sequence[Sequence[str]] | None
    ) -> None:
        self._texts, self._counts, self._entities = texts, counts, entities
        self._begins = np.cumsum([0, *(len(text) + len(BETWEEN) for text in texts)])
        self._known = counts.numbered
        self._others: dict[str, int] = {}
        self._spans = self._scanned() if words is None else self._cut(words)

    def ranked(self) -> Iterator[Iterator[tuple[str, float]]]:
        keys, times = self._counted()
        terms = keys & ((1 << _TEXT) - 1)
        more = Numbered(self._others, self._counts)
        rarities, bonus, usable, places = (self._known.column(name, terms, more) for name in ("rarities", "bonus", "usable", "places"))
        weights = np.where(times > 1, np.sqrt(np.maximum(times, 1)), _ONCE) * rarities * bonus
        use = usable & (times > 0)
        owners, weights, terms = keys[use] >> _TEXT, weights[use], terms[use]
        # Numbers of one or two bytes are sorted by their digits, in a tenth of the time.
        order = np.lexsort((places[use], -weights, owners.astype(np.min_scalar_type(len(self._texts)))))
        numbers, weighed = terms[order].tolist(), weights[order].tolist()
        at = 0
        for end in np.searchsorted(owners, np.arange(len(self._texts)), side="right").tolist():
            yield zip(self._known.names(numbers[at:end], more), weighed[at:end], strict=True)
            at = end

    def _number(self, term: str) -> int:
        found = self._counts.numbers.get(term)
        return len(self._known.terms) + self._others.setdefault(term, len(self._others)) if found is None else found

    def _scanned(self) -> _Spans:
        found = self._counts.scanner.longest(BETWEEN.join(self._texts))
        starts, ends, terms = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T
        spans = _Spans(np.searchsorted(self._begins, starts, side="right") - 1, terms, starts, ends)
        if not any(self._entities):
            return spans
        taken = np.zeros(self._begins[-1] + 1, np.int64)
        edges = np.array([(begin + e.start, begin + e.end) for begin, own in zip(self._begins.tolist(), self._entities, strict=False) for e in own])
        np.add.at(taken, edges[:, 0], 1)
        np.add.at(taken, edges[:, 1], -1)
        return spans.where(np.cumsum(taken)[starts] == 0)

    def _cut(self, words: Sequence[Sequence[str]]) -> _Spans:
        spans = []
        for number, (text, own) in enumerate(zip(self._texts, words, strict=True)):
            at, begin = 0, int(self._begins[number])
            for word in own:
                start = text.find(word, at)
                if start < 0:
                    continue
                at = start + len(word)
                if len(word) > 1 and all("\u4e00" <= c <= "\u9fff" for c in word):
                    spans.append((number, self._number(word), begin + start, begin + at))
        return _Spans(*np.array(spans, dtype=np.int64).reshape(-1, 4).T)

    def _counted(self) -> tuple[Numbers, Numbers]:
        """Text and term as one number, sorted, and how often the term counts in the text."""
        keys, times = np.unique((self._spans.texts << _TEXT) | self._spans.terms, return_counts=True)
        changes = [*self._joined(keys, times), *self._named()]
        if not changes:
            return keys, times
        more, by = np.array(changes, dtype=np.int64).T
        whole, places = np.unique(np.concatenate([keys, more]), return_inverse=True)
        summed = np.bincount(places, weights=np.concatenate([times, by]), minlength=len(whole))
        return whole, summed.astype(np.int64)

    def _joined(self, keys: Numbers, times: Numbers) -> Iterator[tuple[int, int]]:
        """Neighbours that stand together three times or more, and seldom apart: one term of two words."""
        spans = self._spans
        if len(spans.terms) < _TOGETHER:
            return
        more = Numbered(self._others, self._counts)
        stop, many = self._known.column("stop", spans.terms, more), len(self._known.terms) + len(more.terms)
        meet = np.flatnonzero((spans.ends[:-1] == spans.starts[1:]) & ~stop[:-1] & ~stop[1:])
        pairs, together = np.unique((spans.texts[meet] * many + spans.terms[meet]) * many + spans.terms[meet + 1], return_counts=True)
        often = together >= _TOGETHER
        for pair, count in zip(pairs[often].tolist(), together[often].tolist(), strict=True):
            text, left, right = pair // many // many, pair // many % many, pair % many
            owner = text << _TEXT
            most = max(int(times[np.searchsorted(keys, owner | term)]) for term in (left, right))
            joined = "".join(self._known.names([left, right], more))
            if len(joined) <= _LONGEST and count >= 0.5 * most:
                yield from ((owner | self._number(joined), count), (owner | left, -count), (owner | right, -count))

    def _named(self) -> Iterator[tuple[int, int]]:
        """Mentions of one thing count as one term, named as the text names it most often."""
        for number, (text, entities) in enumerate(zip(self._texts, self._entities, strict=False)):
            by_id: dict[str, list[str]] = {}
            for entity in entities:
                by_id.setdefault(entity.id or entity.name, []).append(text[entity.start : entity.end])
            usual = {max(dict.fromkeys(names), key=names.count) if len(names) > 1 else names[0]: len(names) for names in by_id.values()}
            for name, times in usual.items():
                yield (number << _TEXT) | self._number(name), times
