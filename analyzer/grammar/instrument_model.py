"""The learned part of policy instruments: sums over the rules' verdict and the words of a clause, and a small network over its document.

The rules (``instruments.yaml``) say what the words of one clause point to; the model weighs that against the words that no
lexicon has, against what the rules make of the rest of the document, and against the words of its other directives
(:mod:`analyzer.grammar.instrument_network`). Training and measures: models/instruments/card.md.
The arrays are plain numbers in an ``.npz`` file, read without pickle, computed with numpy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from analyzer.errors import ResourceError
from analyzer.grammar.instrument_features import (
    CODES,
    SPACE,
    STATES,
    TITLE_SHARE,
    InstrumentFeatures,
    Told,
    names,
    read_features,
)
from analyzer.grammar.instrument_network import Layers, Places, added, inputs, scales, shapes, taken_apart
from analyzer.grammar.sums import summed
from analyzer.resources import stored_arrays

FILE = "instruments.npz"
_ARRAYS = ("ids", "weights", "states", "bias", "first", "first_bias", "out")
_N = len(CODES)


class InstrumentModel:
    """Weights of words and states for the 19 codes and the hidden units, and the network over these."""

    __slots__ = ("_arrays", "_bias", "_layers", "_place", "_states", "_table")

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        """Take ``ids`` (sorted word numbers), ``weights`` (ids × sums: codes, then hidden units), ``states`` (states × sums), ``bias``
        (sums), and the layers ``first``, ``first_bias`` and ``out``.

        Raises:
            ResourceError: the arrays are not of these shapes (made for other features).
        """
        self._arrays = {name: np.asarray(arrays[name]) for name in _ARRAYS if name in arrays}
        found = {name: array.shape for name, array in self._arrays.items()}
        count, sums = found.get("ids", (0,))[0], found.get("bias", (_N,))[0]
        wanted = {"ids": (count,), "weights": (count, sums), "states": (len(STATES), sums), "bias": (max(_N, sums),)}
        wanted |= shapes(sums - _N, self._arrays, _N)
        if found != wanted:
            raise ResourceError(f"the instrument model has arrays of shapes {found}, these features need {wanted}: run models/instruments/make.py")
        # One more row of zeros: where words the model does not know are sent. The weights of a word lie side by side,
        # because rows are taken: the file has them column by column, which takes fifteen times as long.
        self._table = np.ascontiguousarray(np.vstack([self._arrays["weights"], np.zeros((1, sums))]), dtype=np.float32)
        self._states, self._bias = (self._arrays[name].astype(np.float64) for name in ("states", "bias"))
        self._layers = Layers.of(self._arrays)
        self._place = np.full(SPACE, count, dtype=np.int32)
        self._place[self._arrays["ids"]] = np.arange(count)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the model that ships.

        Raises:
            ResourceError: the file is missing or no file of plain arrays.
        """
        return cls(stored_arrays(folder / FILE, "an instrument model", "models/instruments/make.py"))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays it was made of."""
        return dict(self._arrays)

    def codes(self, texts: Sequence[Told]) -> list[list[str]]:
        """The instrument of every directive of some texts; how many are read together changes nothing.

        A prohibition is a regulation whatever it speaks of; that is no matter of weights.
        """
        full = [told for told in texts if told.clues]
        best = iter(self.scores(read_features(full)).argmax(axis=1).tolist() if full else ())
        out = []
        for told in texts:
            numbers = [next(best) for _ in told.clues]
            out.append(["法规管制" if clue.modality == "prohibition" else CODES[n] for clue, n in zip(told.clues, numbers, strict=True)])
        return out

    def scores(self, features: InstrumentFeatures) -> npt.NDArray[np.float64]:
        """(directives × codes) array: how much speaks for each code."""
        sums, _ = self._sums(features)
        return sums[:, :_N] + added(self._seen(sums, features), self._layers)

    def _sums(self, features: InstrumentFeatures) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """(directives × sums) array of what each directive says for codes and hidden units, and what the latter were multiplied by."""
        total = summed(self._table, self._place.take(features.ids), features.bounds).astype(np.float64)
        sizes = np.bincount(features.title_of, minlength=features.text_of[-1] + 1)
        titles = summed(self._table, self._place.take(features.titles), np.append(0, sizes.cumsum()))
        total += titles[features.text_of] * TITLE_SHARE
        scale = scales(features.bounds[1:] - features.bounds[:-1], sizes[features.text_of])
        total[:, _N:] *= scale[:, None]
        return total + features.states @ self._states + self._bias, scale

    def _seen(self, sums: npt.NDArray[np.float64], features: InstrumentFeatures) -> npt.NDArray[np.float64]:
        """What the network sees of each directive."""
        return inputs(np.maximum(sums[:, _N:], 0), Places(features.text_of, features.paragraph_of))

    def explain(self, told: Told, number: int) -> list[tuple[str, float]]:
        """What spoke for the code of directive ``number`` and against the next best, strongest first.

        Returns:
            (feature, weight) pairs: states by their names, words as they stand in the clause (``word …``), over it (``heading …``)
            and before it (``before …``), ``title`` for the first line, ``bias``, and ``words of document``, ``paragraph``, ``before`` and
            ``after`` for what the words of other directives say there. Their sum is how far the code was ahead.
        """
        features, clues = read_features([told]), told.clues
        sums, scale = self._sums(features)
        seen = self._seen(sums, features)
        second, first = np.argsort((sums[:, :_N] + added(seen, self._layers))[number])[-2:].tolist()
        share = taken_apart(seen[number], self._layers, (first, second))

        def gap(weights: npt.NDArray[Any], scale: float = 1.0) -> npt.NDArray[np.float64]:
            own: npt.NDArray[np.float64] = weights[..., first].astype(np.float64) - weights[..., second]
            return own + scale * (weights[..., _N:] @ share.slopes)

        words = gap(self._table, float(scale[number]))
        states = features.states[number] * gap(self._states)
        found = [(name, float(value)) for name, value in zip(STATES, states, strict=True) if value]
        for name, place in zip(names(clues[number]), features.ids[features.bounds[number] : features.bounds[number + 1]], strict=True):
            found.append((name, float(words[self._place[place]])))
        found.append(("title", float(words[self._place[features.titles]].sum() * TITLE_SHARE)))
        found += [(f"words of {name}", value) for name, value in share.around.items()]
        found.append(("bias", float(gap(self._bias)) + share.rest))
        return sorted((pair for pair in found if pair[1]), key=lambda pair: -abs(pair[1]))
