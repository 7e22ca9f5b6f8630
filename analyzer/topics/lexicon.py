"""The terms that stand for a theme of the State Council's 主题分类, and what a title alone says by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_csv, read_yaml
from analyzer.topics.ngrams import BETWEEN

COLUMNS = ("term", "theme", "category", "strength", "example", "counter")
STRENGTHS = {"strong": 2.0, "weak": 1.0}


class ThemeLexicon:
    """Terms, each with its theme, its category (level 2 of the scheme) and a weight.

    Attributes:
        themes: the level-1 themes, sorted.
        terms: the terms; ``theme_of``, ``weights`` and ``categories`` run in parallel.
    """

    __slots__ = ("categories", "scanner", "terms", "theme_of", "themes", "weights")

    def __init__(self, terms: tuple[str, ...], themes: tuple[str, ...], theme_of: NDArray[np.intp], weights: NDArray[np.float64], categories: tuple[str, ...]) -> None:
        """Use :meth:`from_lexicons` or :meth:`from_rows`."""
        self.terms = terms
        self.themes = themes
        self.theme_of = theme_of
        self.weights = weights
        self.categories = categories
        self.scanner = Scanner(terms)

    @classmethod
    def from_lexicons(cls, folder: Path) -> ThemeLexicon:
        """Read and check ``themes.csv``.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        rows: list[tuple[str, str, float, str]] = []
        lines: dict[str, int] = {}
        for row in read_csv(folder / "themes.csv", COLUMNS, required=("term", "theme", "category", "strength")):
            c = row.cells
            if c["strength"] not in STRENGTHS:
                raise row.fail(f"strength {c['strength']!r} is none of {', '.join(STRENGTHS)}")
            if c["term"] in lines:
                raise row.fail(f"the term {c['term']!r} stands in line {lines[c['term']]} already")
            lines[c["term"]] = row.line
            rows.append((c["term"], c["theme"], STRENGTHS[c["strength"]], c["category"]))
        themes = tuple(sorted({r[1] for r in rows}))
        number = {theme: i for i, theme in enumerate(themes)}
        return cls(
            tuple(r[0] for r in rows), themes, np.array([number[r[1]] for r in rows], dtype=np.intp),
            np.array([r[2] for r in rows]), tuple(r[3] for r in rows),
        )  # fmt: skip

    def to_rows(self) -> dict[str, Any]:
        """The lexicon as plain data."""
        return {
            "terms": list(self.terms),
            "themes": list(self.themes),
            "theme_of": self.theme_of.tolist(),
            "weights": self.weights.tolist(),
            "categories": list(self.categories),
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> ThemeLexicon:
        """The lexicon from what :meth:`to_rows` gave; nothing is checked."""
        return cls(
            tuple(rows["terms"]), tuple(rows["themes"]), np.asarray(rows["theme_of"], dtype=np.intp),
            np.asarray(rows["weights"], dtype=np.float64), tuple(rows["categories"]),
        )  # fmt: skip

    def scores(self, text: str) -> NDArray[np.float64]:
        """Summed weights of the terms found, by theme; of terms that overlap the longest counts."""
        (scores,) = self.scores_of([text])
        return np.asarray(scores, dtype=np.float64)

    def scores_of(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The :meth:`scores` of some texts, a row each."""
        found = self.scanner.longest(BETWEEN.join(texts))
        starts, _, numbers = np.fromiter(chain.from_iterable(found), np.intp, 3 * len(found)).reshape(-1, 3).T
        begins = np.cumsum([len(text) + len(BETWEEN) for text in texts])
        owners, kinds = np.searchsorted(begins, starts, side="right"), len(self.themes)
        summed = np.bincount(owners * kinds + self.theme_of[numbers], weights=self.weights[numbers], minlength=len(texts) * kinds)
        return np.asarray(summed, dtype=np.float64).reshape(len(texts), kinds)

    def category(self, theme: str, title: str, text: str) -> str:
        """The category (level 2) of a theme that most terms speak for, those of the title first; "" where none is ahead."""
        kind = self.themes.index(theme) if theme in self.themes else -1
        for place in (title, text):
            scores: dict[str, float] = {}
            for _, _, number in self.scanner.longest(place):
                if self.theme_of[number] == kind:
                    scores[self.categories[number]] = scores.get(self.categories[number], 0.0) + float(self.weights[number])
            ranked = sorted(scores.items(), key=lambda pair: -pair[1])
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                return ranked[0][0]
        return ""

    def guess(self, title: str) -> str:
        """The one theme that a title's terms speak for most; "" where two are level or only one weak term speaks.

        >>> from analyzer.resources import lexicons_dir
        >>> ThemeLexicon.from_lexicons(lexicons_dir()).guess("关于做好生猪稳产保供工作的通知")
        '农业、林业、水利'
        """
        scores = self.scores(title)
        best, second = np.partition(scores, -2)[[-1, -2]]
        return self.themes[int(scores.argmax())] if best > second and best >= STRENGTHS["strong"] else ""


def period_phrases(folder: Path) -> tuple[str, ...]:
    """Phrases of a period, from ``period_words.yaml``."""
    rows = read_yaml(folder / "period_words.yaml", ("period", "phrases"), required=("period", "phrases"))
    return tuple(dict.fromkeys(phrase for row in rows for phrase in row.cells["phrases"]))
