"""Which terms of a document carried a theme."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from analyzer.topics.ngrams import SIZES, pack

if TYPE_CHECKING:
    from analyzer.topics.model import ThemeModel

_LONGEST = 8
"""Characters of a term at most."""


def explain(model: ThemeModel, title: str, text: str, *, limit: int = 8) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each theme of the document the terms that carried it, with the score each brought, largest first."""
    from analyzer.topics.model import features

    columns, values = features(title, text, model.keys, model.idf, model.lexicon, model.title_weight)
    found = {}
    for theme in model.tag(title, text):
        parts = model.coef[model.themes.index(theme)][columns] * values
        found[theme] = tuple(_terms(model, title, text, dict(zip(columns.tolist(), parts.tolist(), strict=True)), limit))
    return found


def _terms(model: ThemeModel, title: str, text: str, part: dict[int, float], limit: int) -> list[tuple[str, float]]:
    many, kinds = len(model.keys), len(model.lexicon.themes)
    brought: Counter[str] = Counter()
    for place, base in ((title, 2 * many), (text, 2 * many + kinds)):
        hits = Counter(number for number, _, _ in model.lexicon.scanner.longest(place))
        whole: Counter[int] = Counter()
        for number, times in hits.items():
            whole[int(model.lexicon.theme_of[number])] += times * model.lexicon.weights[number]
        for number, times in hits.items():
            kind = int(model.lexicon.theme_of[number])
            brought[model.lexicon.terms[number]] += part.get(base + kind, 0.0) * times * model.lexicon.weights[number] / whole[kind]
    grams = Counter({column % many: 0.0 for column in part if column < 2 * many}) if many else Counter()
    for column, score in part.items():
        if column < 2 * many:
            grams[column % many] += score
    places: Counter[str] = Counter()
    for line in (title, text):
        for run, score in _runs(model, line, grams):
            places[run] = max(places[run], score)
    for run, score in places.items():
        brought[run] += score
    ranked = [(term, score) for term, score in brought.most_common() if score > 0]
    chosen: list[tuple[str, float]] = []
    for term, score in ranked:
        # A run that only repeats a term already named explains nothing more.
        if not any(term in other or other in term for other, _ in chosen):
            chosen.append((term, round(score, 4)))
        if len(chosen) == limit:
            break
    return chosen


def _runs(model: ThemeModel, text: str, grams: Counter[int]) -> list[tuple[str, float]]:
    """Stretches of the text covered by overlapping n-grams that speak for the theme, with what these bring together."""
    if not len(model.keys):
        return []
    spans: list[tuple[int, int, float]] = []
    for size in SIZES:
        for start in range(len(text) - size + 1):
            keys = pack(text[start : start + size], (size,))
            if len(keys):
                at = int(np.searchsorted(model.keys, keys[0]))
                if at < len(model.keys) and model.keys[at] == keys[0] and grams[at] > 0:
                    spans.append((start, start + size, grams[at]))
    runs: list[tuple[str, float]] = []
    begin = end = -1
    total, seen = 0.0, set[str]()
    for start, stop, score in sorted(spans):
        if begin >= 0 and (start >= end or stop - begin > _LONGEST):
            runs.append((text[begin:end], total))
            begin, total, seen = -1, 0.0, set()
        if begin < 0:
            begin, end = start, stop
        end = max(end, stop)
        if text[start:stop] not in seen:
            total += score
            seen.add(text[start:stop])
    if begin >= 0:
        runs.append((text[begin:end], total))
    return runs
