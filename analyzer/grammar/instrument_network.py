"""The small network behind the instruments: what the words of the directives around a directive say of it; numpy alone.

Besides a sum for each code, the words of a directive make sums for hidden units. The network sees those of the directive itself, and
their means over the other directives of its document and its paragraph and over those just before and behind it. It is made of
sums and of bends (``max(0, x)``), so that what it adds for a code can be taken apart exactly. Trained in models/instruments/network.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

AROUND = ("document", "paragraph", "before", "after")
"""Whose words the network sees beside the directive's own, in the order of its inputs."""
NEAR = 3
"""Directives before and behind that count as neighbours."""
SPREAD = 8.0
"""Sums of hidden units are divided by the root of the number of words and multiplied by this, so that they are about as large for
short directives as for long ones."""
_TITLE_COUNT = 0.25
"""What a pair of the first line counts when words are numbered off for this."""
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Layers(NamedTuple):
    """The network's weights; ``out`` has no bias of its own, the model has one."""

    first: Doubles
    """((1 + len(AROUND)) × units, second units)"""
    first_bias: Doubles
    out: Doubles
    """(second units, codes)"""

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Layers:
        """The layers among the arrays of a model file, in doubles."""
        return cls(*(arrays[name].astype(np.float64) for name in cls._fields))


def shapes(units: int, arrays: Mapping[str, npt.NDArray[Any]], codes: int) -> dict[str, tuple[int, ...]]:
    """The shapes that the layers must have over ``units`` hidden units; how wide the second layer is, its bias tells."""
    wide = arrays["first_bias"].size if "first_bias" in arrays else 0
    return {"first": ((1 + len(AROUND)) * units, wide), "first_bias": (wide,), "out": (wide, codes)}


class Places(NamedTuple):
    """Where directives stand. Texts and paragraphs are counted from 0 over all that is read together, without a gap."""

    text: Ints
    """Number of the text of each directive."""
    paragraph: Ints
    """Number of the paragraph of each directive; no paragraph belongs to two texts."""


def scales(words: Ints, titles: Ints) -> Doubles:
    """What the sums of hidden units are multiplied by, for each directive: its number of words and of pairs of the first line."""
    out: Doubles = SPREAD / np.sqrt(np.maximum(1.0, words + _TITLE_COUNT * titles))
    return out


def inputs(units: Doubles, places: Places) -> Doubles:
    """What the first layer sees of each directive: its own units, and the means of ``AROUND``; zeros where nobody stands there.

    Args:
        units: (directives, units) array of sums, already bent.
        places: of the same directives.
    """
    count, size = units.shape
    out = np.zeros((count, (1 + len(AROUND)) * size))
    out[:, :size] = units
    for k, of in enumerate((places.text, places.paragraph), 1):
        sizes = np.bincount(of)
        together = np.add.reduceat(units, sizes.cumsum() - sizes, axis=0)
        out[:, k * size : (k + 1) * size] = (together.take(of, axis=0) - units) / np.maximum(1, sizes - 1).take(of)[:, None]
    before, after = out[:, 3 * size : 4 * size], out[:, 4 * size :]
    counted = np.zeros((2, count, 1))
    for far in range(1, min(NEAR, count - 1) + 1):
        same = (places.text[far:] == places.text[:-far])[:, None]
        before[far:] += units[:-far] * same
        after[:-far] += units[far:] * same
        counted[0, far:] += same
        counted[1, :-far] += same
    before /= np.maximum(1, counted[0])
    after /= np.maximum(1, counted[1])
    return out


def added(seen: Doubles, layers: Layers) -> Doubles:
    """(directives, codes) array: what the network adds for each code."""
    out: Doubles = np.maximum(seen @ layers.first + layers.first_bias, 0) @ layers.out
    return out


class Share(NamedTuple):
    """What the network says for one code and against another, of one directive; all of it adds up."""

    slopes: Doubles
    """How much each of the directive's own sums of hidden units counts, before it is bent."""
    around: dict[str, float]
    """What the words of others say, by ``AROUND``."""
    rest: float
    """What is said without any word."""


def taken_apart(seen: Doubles, layers: Layers, gap: tuple[int, int]) -> Share:
    """Take one row of ``inputs`` apart: for the first code of ``gap``, against the second one.

    Units that are bent to zero say nothing, the others pass on what they are told: so for one directive it is a plain sum.
    """
    wide = (seen @ layers.first + layers.first_bias > 0) * (layers.out[:, gap[0]] - layers.out[:, gap[1]])
    weights = (layers.first @ wide).reshape(1 + len(AROUND), len(seen) // (1 + len(AROUND)))
    parts = seen.reshape(weights.shape)
    around = {name: float(part @ weight) for name, part, weight in zip(AROUND, parts[1:], weights[1:], strict=True)}
    return Share(weights[0] * (parts[0] > 0), around, float(layers.first_bias @ wide))
