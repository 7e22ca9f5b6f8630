"""A trained theme model as plain numbers: it tags and explains with numpy alone, without scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analyzer.errors import ResourceError
from analyzer.topics.lexicon import ThemeLexicon
from analyzer.topics.ngrams import Keys, count, pack, scannable

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float64]
LONGEST_TITLE = 120
VERSION = 2


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


def unit(values: Floats) -> Floats:
    """The vector scaled to length 1; zeros stay zeros."""
    length = float(np.sqrt(values @ values))
    return values / length if length else values


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

    def scores(self, title: str, text: str) -> Floats | None:
        """Scores of the linear classifiers, one a theme; None where nothing in the document is known to the model."""
        columns, values = features(title, text, self.keys, self.idf, self.lexicon, self.title_weight)
        if not len(columns):
            return None
        return np.asarray(values @ self._by_feature[columns] + self.intercept, dtype=np.float64)

    @cached_property
    def _by_feature(self) -> Floats:
        # A document touches few features: their weights should lie together, and not be converted each time.
        return np.ascontiguousarray(self.coef.T, dtype=np.float64)

    def probabilities(self, title: str, text: str) -> Floats:
        """Calibrated probability of each theme; they need not sum to 1."""
        scores = self.scores(title, text)
        if scores is None:
            return np.zeros(len(self.themes))
        slope, offset = self.calibration[0 if title and text else 1 if title else 2]
        return np.asarray(1.0 / (1.0 + np.exp(-(slope * scores + offset))))

    def tag(self, title: str, text: str) -> tuple[str, ...]:
        """The themes that reach the threshold, the likeliest first; none where that is not certain (不确定)."""
        likely = self.probabilities(title, text)
        order = np.argsort(-likely, kind="stable")
        return tuple(self.themes[i] for i in order if likely[i] >= self.threshold)

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


def features(title: str, text: str, keys: Keys, idf: Floats, lexicon: ThemeLexicon, title_weight: float) -> tuple[NDArray[np.intp], Floats]:
    """Columns and values of a document's features (see :class:`ThemeModel`)."""
    many = len(keys)
    title, text = scannable(title), scannable(text)
    title_counts = count(pack(title), keys)
    merged = count(pack(text), keys) + title_weight * title_counts
    columns, in_title = np.flatnonzero(merged > 0), np.flatnonzero(title_counts > 0)
    groups = [
        (columns, unit((1.0 + np.log(merged[columns])) * idf[columns])),
        (in_title + many, unit(title_counts[in_title] * idf[in_title])),
    ]
    for at, scores in ((2 * many, lexicon.scores(title)), (2 * many + len(lexicon.themes), np.log1p(lexicon.scores(text)))):
        some = np.flatnonzero(scores)
        groups.append((some + at, unit(scores[some])))
    return np.concatenate([g[0] for g in groups]), np.concatenate([g[1] for g in groups])
