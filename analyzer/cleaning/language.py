"""A small character-bigram model of Simplified policy prose: which of several repairs reads like Chinese.

The counts (``models/bigrams``) are rounded powers of two over pairs seen in several texts; no sentence can be read out
of them. Digits, Latin letters and kinds of blank are folded into classes.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from analyzer.resources import models_dir, verified

_DIGIT, _LATIN, _SPACE, _BREAK = "０", "Ａ", "␠", "⏎"
_FOLD = str.maketrans(
    {
        **dict.fromkeys("0123456789０１２３４５６７８９", _DIGIT),
        **{chr(c): _LATIN for c in (*range(65, 91), *range(97, 123), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
        **dict.fromkeys(" \t\u3000\xa0\u2002\u2003", _SPACE),
        **dict.fromkeys("\n\r", _BREAK),
        **dict(zip(",;:?!()%-./+", "，；：？！（）％－．／＋", strict=True)),
    }
)
_BACKOFF = 8.0
"""Weight of the single-character model, in observations."""


def fold(text: str) -> str:
    """The text in the model's alphabet: one class each for digits, Latin letters and blanks."""
    return text.translate(_FOLD)


class Bigrams:
    """Log probabilities of one character after another.

    >>> model = Bigrams.load()
    >>> model.score("，推进工业经济发展。") > model.score("，推翘嵴经济发展。")
    True
    """

    def __init__(self, singles: str, rows: dict[str, str]) -> None:
        """Take the counts of folded characters, and of their followers by character, as the file writes them."""
        self._singles = _read(singles)
        self._rows = rows
        self._followers: dict[str, dict[str, int]] = {}
        total = float(sum(self._singles.values()) + 20_000)
        # A character never seen gets half an observation: rare names must stay possible.
        self._unseen = 0.5 / total
        self._share = {ch: count / total for ch, count in self._singles.items()}
        self._cache: dict[str, float] = {}

    def pair(self, first: str, second: str) -> float:
        """The natural logarithm of P(second | first), characters already folded."""
        key = first + second
        value = self._cache.get(key)
        if value is None:
            share = self._share.get(second, self._unseen)
            seen = self._after(first).get(second, 0)
            value = math.log((seen + _BACKOFF * share) / (self._singles.get(first, 0) + _BACKOFF))
            if len(self._cache) < 200_000:
                self._cache[key] = value
        return value

    def lift(self, first: str, second: str) -> float:
        """How much more often (in nats) two folded characters stand together than by chance."""
        return self.pair(first, second) - math.log(self._share.get(second, self._unseen))

    def score(self, text: str) -> float:
        """The log probability of a text after its first character."""
        return sum(self.pair(a, b) for a, b in pairwise(fold(text)))

    def likeliest(self) -> dict[str, str]:
        """The most frequent follower of each character."""
        rows = {first: self._after(first) for first in self._rows}
        return {first: max(row, key=lambda ch: (row[ch], ch)) for first, row in rows.items() if row}

    def _after(self, first: str) -> dict[str, int]:
        """The counts of what follows a character; most rows are never asked for, so each is read when it is."""
        row = self._followers.get(first)
        if row is None:
            row = self._followers[first] = _read(self._rows.get(first, ""))
        return row

    @classmethod
    @cache
    def load(cls) -> Bigrams:
        """Read the counts that ship.

        Raises:
            ResourceError: they are missing or damaged.
        """
        return parse((verified(models_dir() / "bigrams") / "counts.txt.gz").read_bytes())


def _read(row: str) -> dict[str, int]:
    """Characters with their counts: each small letter gives the power of two for the characters after it."""
    out: dict[str, int] = {}
    count = 1
    for ch in row:
        if "a" <= ch <= "z":
            count = 1 << (ord(ch) - 97)
        else:
            out[ch] = count
    return out


def _write(counts: dict[str, int]) -> str:
    """What :func:`_read` reads."""
    levels: dict[int, list[str]] = {}
    for ch, count in counts.items():
        levels.setdefault(round(math.log2(count)), []).append(ch)
    return "".join(chr(97 + level) + "".join(sorted(levels[level])) for level in sorted(levels))


def parse(data: bytes) -> Bigrams:
    """The model in the content of a counts file: a line of single characters, then a line for each first character."""
    singles, *rows = gzip.decompress(data).decode("utf-8").split("\n")
    return Bigrams(singles, {row[0]: row[1:] for row in rows})


def train(texts: Iterable[str], *, least: int = 3) -> bytes:
    """Count pairs in texts and give the content of the counts file.

    Args:
        texts: clean Simplified texts.
        least: pairs that fewer texts hold are dropped.
    """
    pairs: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for text in texts:
        folded = fold(f"\n{text}\n")
        here = Counter(map(str.__add__, folded, folded[1:]))
        pairs.update(here)
        holders.update(here.keys())
    singles: Counter[str] = Counter()
    rows: dict[str, dict[str, int]] = {}
    for pair, count in pairs.items():
        if holders[pair] >= least and not any(ch.isascii() for ch in pair):
            rows.setdefault(pair[0], {})[pair[1]] = count
            singles[pair[0]] += count
    lines = [_write(singles), *(first + _write(row) for first, row in sorted(rows.items()))]
    return gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=9, mtime=0)
