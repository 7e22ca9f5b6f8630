"""The theme tagger: a scikit-learn estimator over character n-grams and a lexicon of theme terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from analyzer.errors import InputError
from analyzer.resources import lexicons_dir
from analyzer.topics.explanation import explain
from analyzer.topics.lexicon import ThemeLexicon, period_phrases
from analyzer.topics.model import TOGETHER, Floats, ThemeModel, features, title_and_text
from analyzer.topics.ngrams import Keys, Vocabulary, pack

Item = str | tuple[str, str]
Labels = str | Sequence[str]
_FOLDS = 5
_PLAIN = (1.0, 0.0)
"""Slope and offset where there is too little to calibrate on."""


class ThemeTagger(BaseEstimator):  # type: ignore[misc] # scikit-learn ships no types
    """Tags texts with themes: one linear classifier a theme, probabilities calibrated on documents held out.

    A text is a string, whose first line counts as its title where it is short and no sentence, or a pair
    (title, text). A label is a theme or a list of themes. What the vocabulary holds is chosen by the χ² test; n-grams
    of the phrases of a period (疫情防控期间) are left out of it.

    Args:
        max_features: n-grams in the vocabulary.
        min_df: documents that an n-gram must occur in.
        C: inverse strength of the regularisation.
        title_weight: how often an n-gram of the title counts among those of the text.
        threshold: probability from which on a theme is given; below it the answer is 不确定, no theme.
        halves: also learn from each title without its text and each text without its title, at this weight.
        lexicon: the theme terms to use; None for the ones that ship.
        period: phrases of a period to leave out; None for the ones that ship.
        calibrate: fit the probabilities on documents held out, which takes five times as long as the training itself.
        random_state: seeds the folds of the calibration.

    Attributes:
        classes_: the themes, sorted.
        model_: the numbers, which tag without scikit-learn.

    >>> texts = ["关于减税的通知", "关于税收征管的通知", "关于幼儿园的通知", "关于义务教育的通知"]
    >>> tagger = ThemeTagger(min_df=1).fit(texts, ["财税", "财税", "教育", "教育"])
    >>> tagger.predict(["关于免税的公告", "hello"])
    [('财税',), ()]
    """

    def __init__(
        self,
        *,
        max_features: int = 8000,
        min_df: int = 3,
        C: float = 5.0,  # noqa: N803 - scikit-learn's name for it
        title_weight: float = 3.0,
        threshold: float = 0.3,
        halves: float = 0.3,
        lexicon: ThemeLexicon | None = None,
        period: Sequence[str] | None = None,
        calibrate: bool = True,
        random_state: int = 0,
    ) -> None:
        """Keep the parameters as given, as scikit-learn wants it."""
        self.max_features = max_features
        self.min_df = min_df
        self.C = C
        self.title_weight = title_weight
        self.threshold = threshold
        self.halves = halves
        self.lexicon = lexicon
        self.period = period
        self.calibrate = calibrate
        self.random_state = random_state

    def fit(self, texts: Sequence[Item], labels: Sequence[Labels], sample_weight: Sequence[float] | None = None) -> ThemeTagger:
        """Learn from labelled texts.

        Args:
            texts: strings or (title, text).
            labels: the themes of each.
            sample_weight: how much each counts; the probabilities are calibrated on those of the highest weight.

        Raises:
            InputError: the lengths differ or there are fewer than two themes.
        """
        pairs = [title_and_text(text) for text in texts]
        sets = [(label,) if isinstance(label, str) else tuple(label) for label in labels]
        weights = np.ones(len(pairs)) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        if not len(pairs) == len(sets) == len(weights):
            raise InputError(f"{len(pairs)} texts, {len(sets)} labels and {len(weights)} weights: there must be as many of each")
        themes = sorted({theme for labels_ in sets for theme in labels_})
        if len(themes) < 2:
            raise InputError(f"the labels hold {len(themes)} theme(s) ({', '.join(themes)}); a tagger needs two or more")
        truth = np.array([[theme in labels_ for theme in themes] for labels_ in sets])
        lexicon = ThemeLexicon.from_lexicons(lexicons_dir()) if self.lexicon is None else self.lexicon
        keys, idf = self._vocabulary(pairs, truth)
        whole = [i for i, (title, text) in enumerate(pairs) if title and text]
        views = [pairs, [(title, "") for title, _ in pairs], [("", text) for _, text in pairs]]
        tables = [_table(view, keys, idf, lexicon, self.title_weight) for view in views]
        rows = np.arange(len(pairs))
        calibration = self._calibration(tables, truth, weights, np.isin(rows, whole)) if self.calibrate else np.tile(_PLAIN, (3, 1))
        coef, intercept = self._train(tables, truth, weights, rows, np.isin(rows, whole))
        self.classes_ = np.array(themes)
        self.model_ = ThemeModel(
            tuple(themes), keys, idf, coef.astype(np.float32), intercept, calibration, self.threshold, self.title_weight, lexicon
        )  # fmt: skip
        return self

    def predict_proba(self, texts: Sequence[Item]) -> Floats:
        """Probabilities, texts × themes; a row need not sum to 1, since a text may have several themes or none."""
        return self.model_.probabilities([title_and_text(text) for text in texts])

    def predict(self, texts: Sequence[Item]) -> list[tuple[str, ...]]:
        """Themes of each text, the likeliest first; an empty tuple is 不确定."""
        return self.model_.tag([title_and_text(text) for text in texts])

    def explain(self, text: Item, *, limit: int = 8) -> dict[str, tuple[tuple[str, float], ...]]:
        """For each theme of a text the terms that carried it, with their share of the score, largest first."""
        return explain(self.model_, *title_and_text(text), limit=limit)

    def __getstate__(self) -> dict[str, Any]:
        """Plain data and arrays only, so that a model file holds no other type of ours."""
        state = dict(super().__getstate__())
        if self.lexicon is not None:
            state["lexicon"] = self.lexicon.to_rows()
        if "model_" in state:
            state["model_"] = state["model_"].to_arrays()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Undo :meth:`__getstate__`."""
        state = dict(state)
        if state.get("lexicon") is not None:
            state["lexicon"] = ThemeLexicon.from_rows(state["lexicon"])
        if "model_" in state:
            state["model_"] = ThemeModel.from_arrays(state["model_"])
        super().__setstate__(state)

    def _vocabulary(self, pairs: Sequence[tuple[str, str]], truth: NDArray[np.bool_]) -> tuple[Keys, Floats]:
        per_document = [np.unique(pack(title + "\n" + text), return_counts=True) for title, text in pairs]
        keys, frequency = np.unique(np.concatenate([k for k, _ in per_document]), return_counts=True)
        phrases = period_phrases(lexicons_dir()) if self.period is None else self.period
        keep = (frequency >= self.min_df) & ~np.isin(keys, pack("\n".join(phrases)))
        keys, frequency = keys[keep], frequency[keep]
        idf = np.log((1.0 + len(pairs)) / (1.0 + frequency)) + 1.0
        if len(keys) > self.max_features:
            rows, columns, values = [], [], []
            for row, (found, counts) in enumerate(per_document):
                at = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
                hit = keys[at] == found
                value = (1.0 + np.log(counts[hit])) * idf[at[hit]]
                rows.append(np.full(len(value), row))
                columns.append(at[hit])
                values.append(value / (np.linalg.norm(value) or 1.0))
            table = sparse.csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(len(pairs), len(keys)))
            tested = np.max([np.nan_to_num(chi2(table, truth[:, theme])[0]) for theme in range(truth.shape[1])], axis=0)
            best = np.sort(np.argsort(-tested, kind="stable")[: self.max_features])
            keys, idf = keys[best], idf[best]
        return keys, idf

    def _train(self, tables: Sequence[Any], truth: NDArray[np.bool_], weights: Floats, use: NDArray[np.intp], whole: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Coefficients and intercepts, learned from some documents; ``whole`` says which have title and text."""
        table, truth, sizes = tables[0][use], truth[use], weights[use]
        if self.halves and whole[use].any():
            halved = use[whole[use]]
            table = sparse.vstack([table, tables[1][halved], tables[2][halved]]).tocsr()
            truth = np.vstack([truth, truth[whole[use]], truth[whole[use]]])
            sizes = np.concatenate([sizes, self.halves * weights[halved], self.halves * weights[halved]])
        # Halfway between the frequencies as they are (which are those of the period) and all themes alike.
        size = sizes @ truth
        balance = np.sqrt(size.sum() / len(size) / np.maximum(size, 1e-9))
        sizes = sizes * (truth * balance).sum(axis=1) / np.maximum(truth.sum(axis=1), 1)
        coef, intercept = [], []
        for theme in range(truth.shape[1]):
            one = LogisticRegression(C=self.C, solver="liblinear", random_state=self.random_state)
            one.fit(table, truth[:, theme], sample_weight=sizes)
            coef.append(one.coef_[0])
            intercept.append(one.intercept_[0])
        return np.array(coef), np.array(intercept)

    def _calibration(self, tables: Sequence[Any], truth: NDArray[np.bool_], weights: Floats, whole: NDArray[np.bool_]) -> Floats:
        """A slope and an offset for all themes together: for most of them the documents are too few for a pair of their own."""
        held = np.flatnonzero(weights >= weights.max())
        rest = np.flatnonzero(weights < weights.max())
        first = truth[held].argmax(axis=1)
        counts = np.bincount(first)
        if len(held) < 4 * _FOLDS or counts.max() < _FOLDS:
            return np.tile(_PLAIN, (3, 1))
        strata = np.where(counts[first] >= _FOLDS, first, -1)
        if 0 < (strata == -1).sum() < _FOLDS:
            strata[strata == -1] = counts.argmax()
        seen: list[tuple[list[Floats], list[NDArray[np.bool_]]]] = [([], []), ([], []), ([], [])]
        for inner, outer in StratifiedKFold(_FOLDS, shuffle=True, random_state=self.random_state).split(held, strata):
            use = np.concatenate([held[inner], rest])
            some = [i for i, column in enumerate(truth[use].T) if column.any() and not column.all()]
            coef, intercept = self._train(tables, truth[:, some], weights, use, whole)
            for view, (scores, known) in enumerate(seen):
                test = held[outer] if view == 0 else held[outer][whole[held[outer]]]
                scores.append((tables[view][test] @ coef.T + intercept).ravel())
                known.append(truth[test][:, some].ravel())
        fitted: list[tuple[float, float]] = []
        for scores, known in seen:
            right = np.concatenate(known)
            if right.sum() < _FOLDS:
                fitted.append(fitted[0] if fitted else _PLAIN)
                continue
            scale = LogisticRegression(C=1e6).fit(np.concatenate(scores)[:, None], right)
            fitted.append((float(scale.coef_[0, 0]), float(scale.intercept_[0])))
        return np.array(fitted)


def _table(pairs: Sequence[tuple[str, str]], keys: Keys, idf: Floats, lexicon: ThemeLexicon, title_weight: float) -> Any:
    vocabulary = Vocabulary(keys)
    slices = [pairs[at : at + TOGETHER] for at in range(0, len(pairs), TOGETHER)]
    rows = [features(some, vocabulary, idf, lexicon, title_weight) for some in slices]
    shape = 2 * len(keys) + 2 * len(lexicon.themes)
    return sparse.vstack([sparse.csr_matrix((values, columns, ends), shape=(len(ends) - 1, shape)) for ends, columns, values in rows], format="csr")
