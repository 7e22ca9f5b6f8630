"""Which terms of a document carried a theme."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from analyzer.topics.ngrams import pack, scannable

if TYPE_CHECKING:
    from analyzer.topics.model import ThemeModel


def explain(model: ThemeModel, title: str, text: str, *, limit: int = 8) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each theme of the document the terms that carried it, with the score each brought, largest first.

    A theme term brings what the lexicon's features brought, shared out among the terms found; any known term brings
    besides what the n-grams inside it brought. Of terms that hold one another only the weightier is named.
    """
    from analyzer.topics.model import features

    title, text = scannable(title), scannable(text)
    _, columns, values = features([(title, text)], model.vocabulary, model.idf, model.lexicon, model.title_weight)
    found = {}
    for theme in model.tag([(title, text)])[0]:
        parts = model.coef[model.themes.index(theme)][columns] * values
        brought = _terms(model, title, text, dict(zip(columns.tolist(), parts.tolist(), strict=True)))
        found[theme] = tuple(_foremost(brought, limit))
    return found


def _terms(model: ThemeModel, title: str, text: str, part: Mapping[int, float]) -> dict[str, float]:
    from analyzer.topics.keyterms import shipped_background

    many, kinds = len(model.keys), len(model.lexicon.themes)
    brought: dict[str, float] = defaultdict(float)
    for place, base in ((title, 2 * many), (text, 2 * many + kinds)):
        hits = Counter(number for _, _, number in model.lexicon.scanner.longest(place))
        whole: dict[int, float] = defaultdict(float)
        for number, times in hits.items():
            whole[int(model.lexicon.theme_of[number])] += times * model.lexicon.weights[number]
        for number, times in hits.items():
            kind = int(model.lexicon.theme_of[number])
            brought[model.lexicon.terms[number]] += part.get(base + kind, 0.0) * times * model.lexicon.weights[number] / whole[kind]
    grams: dict[int, float] = defaultdict(float)
    for column, score in part.items():
        if column < 2 * many:
            grams[column % many] += score
    background = shipped_background()
    words = set(brought)
    for place in (title, text):
        words.update(background.scanner.terms[number] for _, _, number in background.scanner.longest(place))
    for word in words:
        brought[word] += _inside(model, word, grams)
    return brought


def _inside(model: ThemeModel, word: str, grams: Mapping[int, float]) -> float:
    keys = np.unique(pack(word))
    if not len(keys) or not len(model.keys):
        return 0.0
    at = np.minimum(np.searchsorted(model.keys, keys), len(model.keys) - 1)
    return sum(grams.get(int(n), 0.0) for n in at[model.keys[at] == keys])


def _foremost(brought: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    chosen: list[tuple[str, float]] = []
    for term, score in sorted(brought.items(), key=lambda pair: (-pair[1], pair[0])):
        if score <= 0 or len(chosen) == limit:
            break
        if not any(term in other or other in term for other, _ in chosen):
            chosen.append((term, round(float(score), 4)))
    return chosen
