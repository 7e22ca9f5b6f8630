"""Character n-grams as numbers: counting them costs a few numpy passes over a text, no dictionary and no words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
BETWEEN = "\n"
"""Stands between texts that are read together; no term and no n-gram holds it."""
SIZES = (2, 3)
"""Lengths of the n-grams; four would still fit into a key."""
_FIRST, _LAST = 0x4E00, 0x9FFF
_BITS = 18
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2⁶⁴ over the golden ratio: the upper bits of its multiples are spread evenly (Knuth, The Art of Computer Programming 3, 6.4)."""


def scannable(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which no scanner takes.

    >>> scannable("税\\ud800收")
    '税?收'
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def pack(text: str, sizes: Sequence[int] = SIZES) -> Keys:
    """Every n-gram of Chinese characters in a text as one number, 16 bits a character, shorter ones first.

    >>> [unpack(key) for key in pack("税收，AB政策", (2,))]
    ['税收', '政策']
    """
    return pack_many([text], sizes)[0]


def pack_many(texts: Sequence[str], sizes: Sequence[int] = SIZES) -> tuple[Keys, NDArray[np.intp]]:
    """The n-grams of some texts, as :func:`pack` gives them, and for each the number of its text.

    >>> keys, owners = pack_many(["税收", "政策"], (2,))
    >>> [unpack(key) for key in keys], owners.tolist()
    (['税收', '政策'], [0, 1])
    """
    joined = BETWEEN.join(texts)
    # As UTF-16, where characters beyond the first plane are pairs that lie outside of the range asked for.
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    lengths = [len(text) + len(BETWEEN) for text in texts]
    if len(codes) != len(joined):
        lengths = [len(text.encode("utf-16-le", "surrogatepass")) // 2 + len(BETWEEN) for text in texts]
    owners = np.repeat(np.arange(len(texts)), lengths)
    chinese = (codes >= _FIRST) & (codes <= _LAST)
    wide = codes.astype(np.uint64)
    out, of = [], []
    for size in sizes:
        many = max(0, len(codes) - size + 1)
        keys, valid = wide[:many].copy(), chinese[:many].copy()
        for at in range(1, size):
            keys <<= np.uint64(16)
            keys |= wide[at : at + many]
            valid &= chinese[at : at + many]
        out.append(keys[valid])
        of.append(owners[:many][valid])
    return np.concatenate(out), np.concatenate(of)


def unpack(key: int | np.uint64) -> str:
    """The n-gram behind a key."""
    number, chars = int(key), []
    while number:
        chars.append(chr(number & 0xFFFF))
        number >>= 16
    return "".join(reversed(chars))


class Vocabulary:
    """Sorted n-grams to be counted in texts.

    Attributes:
        keys: the n-grams, packed.
    """

    def __init__(self, keys: Keys) -> None:
        """Keep them, with a table that tells at once of most other n-grams that they are none of them."""
        self.keys = keys
        self._some = np.zeros(1 << _BITS, np.bool_)
        self._some[_hashed(keys)] = True

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)

    def count(self, texts: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Which of the n-grams texts hold, as number of the text × n-grams + number of the n-gram, sorted; and how often each.

        >>> vocabulary = Vocabulary(np.unique(pack("税收政策", (2,))))
        >>> [found.tolist() for found in vocabulary.count(["税收", "政策，税收，政策"])]
        [[2, 4, 5], [1, 2, 1]]
        """
        keys, owners = pack_many(texts)
        some = np.flatnonzero(self._some[_hashed(keys)])
        keys, owners = keys[some], owners[some]
        at = np.searchsorted(self.keys, keys)
        at[at == len(self)] = 0
        known = self.keys[at] == keys if len(self) else np.zeros(0, np.bool_)
        return np.unique(owners[known] * len(self) + at[known], return_counts=True)


def _hashed(keys: Keys) -> NDArray[np.intp]:
    return ((keys * _MIX) >> np.uint64(64 - _BITS)).astype(np.intp)
