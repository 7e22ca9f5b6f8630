"""Tells whether a text holds any of very many names, without walking an automaton of them.

An automaton of 60,000 names is tens of megabytes, and between two texts everything else drives it out of the processor's
cache: linking took half as long again. Most texts hold few of a user's names or none, so it is asked first, of tables of
a quarter of a megabyte, whether the beginning of a name stands anywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

_WIDTHS = (2, 3, 4)
"""Characters of a name's beginning that are looked up: its first four, or all of a shorter one."""
_BITS = 18
_STEP = np.uint32(0x01000193)
_MIXERS = (np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B))
_SHIFT = np.uint32(32 - _BITS)

_Codes = npt.NDArray[np.uint32]


class Prefilter:
    """Names, by hashes of their beginnings; names have two characters or more.

    >>> names = Prefilter(["甲乙办公室", "丙丁"])
    >>> names.holds("由甲乙办公室负责"), names.holds("由甲乙办公厅负责"), names.holds("丙丁")
    (True, False, True)
    """

    __slots__ = ("_beginnings", "_tables")

    def __init__(self, names: Iterable[str]) -> None:
        """Hash the beginnings."""
        self._beginnings: dict[str, list[str]] = {}
        for name in names:
            self._beginnings.setdefault(name[: _WIDTHS[-1]], []).append(name)
        self._tables: dict[int, tuple[npt.NDArray[np.bool_], ...]] = {}
        for width in _WIDTHS:
            grams = [gram for gram in self._beginnings if len(gram) == width]
            if grams:
                hashes = _hashes(_codes("".join(grams)), width)[-1][::width]
                self._tables[width] = tuple(_table(hashes, mixer) for mixer in _MIXERS)

    def holds(self, text: str) -> bool:
        """Whether any of the names stands in the text."""
        return self.which([text])[0]

    def which(self, texts: Sequence[str]) -> list[bool]:
        """For each text whether any of the names stands in it: many texts at once are asked faster than one by one."""
        found = [False] * len(texts)
        if not self._tables:
            return found
        whole = "\n".join(texts)
        ends = list(accumulate(len(text) + 1 for text in texts))
        hashes = _hashes(_codes(whole), max(self._tables))
        for width in self._tables:
            for place in self._places(whole, width, hashes[width - 2]):
                found[bisect_right(ends, place)] = True
        return found

    def _places(self, text: str, width: int, hashes: _Codes) -> Iterator[int]:
        """Where names begin whose beginning has this width."""
        first, second = self._tables[width]
        places = first[(hashes * _MIXERS[0]) >> _SHIFT].nonzero()[0]
        places = places[second[(hashes[places] * _MIXERS[1]) >> _SHIFT]]
        beginnings = self._beginnings
        for place in places.tolist():
            names = beginnings.get(text[place : place + width])
            if names is not None and any(text.startswith(name, place) for name in names):
                yield place


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _hashes(codes: _Codes, width: int) -> list[_Codes]:
    """Hashes of the grams that begin at each place: of two characters, of three, up to ``width``."""
    out = [codes[:-1] * _STEP + codes[1:]] if len(codes) > 1 else [codes[:0]]
    for n in range(2, width):
        out.append(out[-1][:-1] * _STEP + codes[n:] if len(codes) > n else codes[:0])
    return out


def _table(hashes: _Codes, mixer: np.uint32) -> npt.NDArray[np.bool_]:
    table = np.zeros(1 << _BITS, dtype=np.bool_)
    table[(hashes * mixer) >> _SHIFT] = True
    return table
