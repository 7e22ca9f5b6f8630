"""A trained theme model as plain numbers: it tags and explains with numpy alone, without scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ResourceError
from analyzer.topics.lexicon import ThemeLexicon
from analyzer.topics.ngrams import Keys, Vocabulary, scannable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = NDArray[np.float64]
LONGEST_TITLE = 120
VERSION = 2
TOGETHER = 64
"""Documents whose features are made together."""


def title_and_text(item: str | tuple[str, str]) -> tuple[str, str]:
    """A title and a text; of a bare string a first line that is short and no sentence is the title.

    >>> title_and_text("关于稳就业的意见\\n各地要落实政策。")
    ('关于稳就业的意见', '各地要落实政策。')
    >>> title_and_text("各地要落实政策。")
    ('', '各地要落实政策。')
    """
    if not isinstance(item, str):
        return item[0], item[1]
    text = item.strip()
    first, _, rest = text.partition("\n")
    if len(first) <= LONGEST_TITLE and not first.rstrip().endswith(("。", "！", "；", "，", "：")):
        return first, rest
    return "", text


@dataclass(frozen=True)
class ThemeModel:
    """Vocabulary, weights and calibration of a theme tagger.

    The features of a document, each group scaled to length 1: n-grams of title and text together (log counts × idf,
    title counts multiplied), n-grams of the title, lexicon terms by theme in the title and in the text (log).

    Attributes:
        themes: names, in the order of the rows of ``coef``.
        keys: the n-grams, packed and sorted; ``idf`` runs in parallel.
        coef: themes × (2 × n-grams + 2 × lexicon themes).
        calibration: slope and offset in probability = 1 / (1 + exp(-(slope × score + offset))), one row each for
            documents with title and text, with a title only, with a text only: what is missing makes scores smaller.
        threshold: a theme is given from this probability on.
    """

    themes: tuple[str, ...]
    keys: Keys
    idf: Floats
    coef: NDArray[np.float32]
    intercept: Floats
    calibration: Floats
    threshold: float
    title_weight: float
    lexicon: ThemeLexicon

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The n-grams, to be counted."""
        return Vocabulary(self.keys)

    @cached_property
    def _by_feature(self) -> Floats:
        # A document touches few features: their weights should lie together, and not be converted each time.
        return np.ascontiguousarray(self.coef.T, dtype=np.float64)

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Calibrated probability of each theme for pairs of a title and a text; those of a pair need not sum to 1."""
        if not pairs:
            return np.zeros((0, len(self.themes)))
        if len(pairs) > TOGETHER:
            return np.concatenate([self.probabilities(pairs[at : at + TOGETHER]) for at in range(0, len(pairs), TOGETHER)])
        table = features(pairs, self.vocabulary, self.idf, self.lexicon, self.title_weight)
        weights, likely = self._by_feature[table.columns], np.zeros((len(pairs), len(self.themes)))
        for number, (start, end) in enumerate(pairwise(table.ends.tolist())):
            likely[number] = table.values[start:end] @ weights[start:end]
        curves = self.calibration[[0 if title and text else 1 if title else 2 for title, text in pairs]]
        likely = 1.0 / (1.0 + np.exp(-(curves[:, :1] * (likely + self.intercept) + curves[:, 1:])))
        likely[table.ends[:-1] == table.ends[1:]] = 0.0  # nothing in it is known to the model
        return likely

    def tag(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
        """For each pair of a title and a text the themes that reach the threshold, the likeliest first; none where that is not certain (不确定)."""
        found = []
        for likely in self.probabilities(pairs):
            some = np.flatnonzero(likely >= self.threshold)
            found.append(tuple([self.themes[i] for i in some[np.argsort(-likely[some], kind="stable")].tolist()]))
        return found

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The model as arrays of numbers and strings."""
        rows = self.lexicon.to_rows()
        return {
            "version": np.array(VERSION),
            "themes": np.array(self.themes),
            "keys": self.keys,
            "idf": self.idf,
            "coef": self.coef,
            "intercept": self.intercept,
            "calibration": self.calibration,
            "settings": np.array([self.threshold, self.title_weight]),
            **{f"lexicon_{name}": np.array(values) for name, values in rows.items()},
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> ThemeModel:
        """The model from what :meth:`to_arrays` gave."""
        threshold, title_weight = (float(v) for v in arrays["settings"])
        names = ("terms", "themes", "theme_of", "weights", "categories")
        return cls(
            tuple(arrays["themes"].tolist()), arrays["keys"], arrays["idf"], arrays["coef"], arrays["intercept"],
            arrays["calibration"], threshold, title_weight,
            ThemeLexicon.from_rows({n: arrays[f"lexicon_{n}"].tolist() for n in names}),
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write the numbers as a compressed ``.npz`` file."""
        np.savez_compressed(path, **self.to_arrays())  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> ThemeModel:
        """Read what :meth:`save` wrote; serialized Python objects are refused.

        Raises:
            ResourceError: the file is missing, damaged, or no theme model of this version.
        """
        import zipfile

        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            if int(arrays["version"]) != VERSION:
                raise ValueError(f"version {arrays['version']}, not {VERSION}")
            return cls.from_arrays(arrays)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            raise ResourceError(f"{path} is no theme model that this version reads ({error}): make it again with `analyzer train themes`") from error


class Features(NamedTuple):
    """The features of some documents, as the rows of a sparse matrix.

    Attributes:
        ends: where those of each document end; a 0 before them.
        columns, values: of all documents, one behind the other.
    """

    ends: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Floats


def features(pairs: Sequence[tuple[str, str]], vocabulary: Vocabulary, idf: Floats, lexicon: ThemeLexicon, title_weight: float) -> Features:
    """The features of pairs of a title and a text (see :class:`ThemeModel`)."""
    many, kinds = len(vocabulary), len(lexicon.themes)
    titles, texts = [scannable(title) for title, _ in pairs], [scannable(text) for _, text in pairs]
    in_titles, title_counts = vocabulary.count(titles)
    in_texts, text_counts = vocabulary.count(texts)
    both, at = np.unique(np.concatenate([in_texts, in_titles]), return_inverse=True)
    merged = np.bincount(at, weights=np.concatenate([text_counts, title_weight * title_counts]))
    groups = [
        (*np.divmod(both, many), (1.0 + np.log(merged)) * idf[both % many]),
        (in_titles // many, in_titles % many + many, title_counts * idf[in_titles % many]),
    ]
    for first, scores in ((2 * many, lexicon.scores_of(titles)), (2 * many + kinds, np.log1p(lexicon.scores_of(texts)))):
        rows, columns = np.nonzero(scores)
        groups.append((rows, columns + first, scores[rows, columns]))
    owners = np.concatenate([rows for rows, _, _ in groups])
    order = np.argsort(owners, kind="stable")
    columns = np.concatenate([columns for _, columns, _ in groups])[order]
    values = np.concatenate([_units(rows, values, len(pairs)) for rows, _, values in groups])[order]
    return Features(np.cumsum([0, *np.bincount(owners, minlength=len(pairs)).tolist()]), columns, values)


def _units(rows: NDArray[np.intp], values: Floats, many: int) -> Floats:
    """The values of each row scaled to length 1."""
    return values / np.sqrt(np.bincount(rows, weights=values * values, minlength=many))[rows]
