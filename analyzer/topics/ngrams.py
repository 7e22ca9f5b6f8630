"""Character n-grams as numbers: counting them costs a few numpy passes over a text, no dictionary and no words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
SIZES = (2, 3)
"""Lengths of the n-grams; four would still fit into a key."""
_FIRST, _LAST = 0x4E00, 0x9FFF


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
    # As UTF-16, where characters beyond the first plane are pairs that lie outside of the range asked for.
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    chinese = (codes >= _FIRST) & (codes <= _LAST)
    wide = codes.astype(np.uint64)
    out = []
    for size in sizes:
        many = max(0, len(codes) - size + 1)
        keys, valid = wide[:many].copy(), chinese[:many].copy()
        for at in range(1, size):
            keys <<= np.uint64(16)
            keys |= wide[at : at + many]
            valid &= chinese[at : at + many]
        out.append(keys[valid])
    return np.concatenate(out)


def unpack(key: int | np.uint64) -> str:
    """The n-gram behind a key."""
    number, chars = int(key), []
    while number:
        chars.append(chr(number & 0xFFFF))
        number >>= 16
    return "".join(reversed(chars))


def count(keys: Keys, vocabulary: Keys) -> NDArray[np.intp]:
    """How often each entry of a sorted vocabulary occurs among ``keys``."""
    if not len(keys) or not len(vocabulary):
        return np.zeros(len(vocabulary), np.intp)
    at = np.searchsorted(vocabulary, keys)
    at[at == len(vocabulary)] = 0
    return np.bincount(at[vocabulary[at] == keys], minlength=len(vocabulary))
