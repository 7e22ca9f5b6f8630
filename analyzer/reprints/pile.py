"""The articles of a pile as signatures and shingles, and the pairs among them that are one text.

Memory: some 1.2 KB an article (504 bytes of signature, the rest its id, date, source and title). The shingles, four
bytes a character of prose, are in a temporary file; only those of a pair are looked at at a time.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from analyzer.errors import MissingExtraError

if TYPE_CHECKING:
    from analyzer.reprints.shingles import Shingles

BANDS, ROWS = 42, 3
"""Two texts meet if three numbers of their signatures agree in one of 42 bands: at a Jaccard similarity of .5 with a
probability of .996, at .4 of .94, at .05 (two articles of one field) of .005."""
CONTAINED = 0.8
"""Share of the shorter text's shingles that the longer one must hold. Of 150 articles cut, glossed, framed and with bytes
lost, 149 held .84 or more of what was left of them; news made to one form (welcomes of guests of state) hold .6 to .75."""
CONTAINED_SHORT, SHORT = 0.9, 150
"""The same for texts of fewer shingles than this, of which a form may be the greater part."""
CONTAINED_LATER, LATER = 0.98, 45
"""The same for texts dated more days apart than this: the notice of the same meeting a year later differs in its numbers."""
LENGTHS = 0.45
"""The shorter text must have this share of the longer one's shingles: a digest of ten articles is no reprint of any."""
_LOOKS = 30
"""How many of those before it in a band a text is compared with: a band that a formula fills must not take all day."""


class Pile:
    """Texts by number, in the order they were added; a context manager that removes its file at the end."""

    def __init__(self) -> None:
        """An empty pile.

        Raises:
            MissingExtraError: datasketch is not installed.
        """
        try:
            from datasketch import MinHash
        except ImportError as error:
            raise MissingExtraError("looking for reprints", "tables", "datasketch") from error
        self._minhash = MinHash(num_perm=BANDS * ROWS, seed=1, hashfunc=int)
        self._signatures = bytearray()
        self._numbers = array("q")
        """Which text each signature is of: copies to the letter have none of their own."""
        self._first: dict[bytes, int] = {}
        self._file = tempfile.TemporaryFile(prefix="analyzer-shingles-")  # noqa: SIM115 - lives as long as the pile
        self._ends = array("q", [0])
        self._parents = array("q")
        self._days = array("q")
        self._versions = array("h")

    def __len__(self) -> int:
        """How many texts were added."""
        return len(self._parents)

    def add(self, shingles: Shingles, day: int = 0, version: int = 0) -> None:
        """Add a text; ``day`` counts from any day, 0 is none; ``version`` as of :func:`analyzer.reprints.versions.version`."""
        import numpy as np

        number = len(self)
        data = shingles.tobytes()
        self._parents.append(number)
        self._days.append(day)
        self._versions.append(version)
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(shingles))
        first = self._first.setdefault(blake2b(data, digest_size=12).digest(), number)
        if first != number:
            self._parents[number] = first
            return
        self._minhash.clear()
        self._minhash.update_batch(shingles.tolist())
        self._signatures += self._minhash.hashvalues.astype(np.uint32).tobytes()
        self._numbers.append(number)

    def clusters(self) -> list[list[int]]:
        """The numbers of texts that belong together, two or more each, in the order of their first."""
        self._file.flush()
        for one, other in self._candidates():
            if self._root(one) != self._root(other) and not self._versions_differ(one, other) and self.same(one, other):
                self._join(one, other)
        members: dict[int, list[int]] = {}
        for number in range(len(self)):
            members.setdefault(self._root(number), []).append(number)
        return [cluster for cluster in members.values() if len(cluster) > 1]

    def overlap(self, one: int, other: int) -> tuple[float, float]:
        """Jaccard similarity of two texts, and the share of the shorter one that the longer one holds."""
        import numpy as np

        a, b = self._shingles(one), self._shingles(other)
        common = len(np.intersect1d(a, b, assume_unique=True))
        low, high = sorted((len(a), len(b)))
        return common / (low + high - common), common / low

    def same(self, one: int, other: int) -> bool:
        """Whether two texts are one: the shorter stands in the longer, and is not a small part of it."""
        sizes = [self._ends[n + 1] - self._ends[n] for n in (one, other)]
        if min(sizes) < LENGTHS * max(sizes):
            return False
        _, contained = self.overlap(one, other)
        days = self._days[one], self._days[other]
        later = all(days) and abs(days[0] - days[1]) > LATER
        return contained >= (CONTAINED_LATER if later else CONTAINED if min(sizes) >= SHORT else CONTAINED_SHORT)

    def _versions_differ(self, one: int, other: int) -> bool:
        """Whether the clusters of two texts are of two versions of a statute; a copy without its head may be of either."""
        a, b = self._versions[self._root(one)], self._versions[self._root(other)]
        return bool(a and b and a != b)

    def __enter__(self) -> Self:
        """The pile itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the temporary file."""
        self._file.close()

    def _shingles(self, number: int) -> Any:
        import numpy as np

        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(4 * start)
        return np.frombuffer(self._file.read(4 * (end - start)), dtype=np.uint32)

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs that agree in a band and have not been looked at."""
        import numpy as np

        signatures = np.frombuffer(self._signatures, dtype=np.uint32).reshape(-1, BANDS * ROWS)
        numbers = np.frombuffer(self._numbers, dtype=np.int64)
        seen: set[tuple[int, int]] = set()
        for band in range(BANDS):
            keys = signatures[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
            key = (keys[:, 0] << np.uint64(32) | keys[:, 1]) ^ keys[:, 2] * np.uint64(0x9E3779B97F4A7C15)
            order = np.argsort(key, kind="stable")
            borders = [0, *(np.flatnonzero(np.diff(key[order])) + 1).tolist(), len(order)]
            for start, end in pairwise(borders):
                if end - start > 1:
                    run = numbers[order[start:end]].tolist()
                    for place in range(1, len(run)):
                        for other in run[max(0, place - _LOOKS) : place]:
                            pair = (other, run[place])
                            if pair not in seen:
                                seen.add(pair)
                                yield pair

    def _root(self, number: int) -> int:
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def _join(self, one: int, other: int) -> None:
        low, high = sorted((self._root(one), self._root(other)))
        self._parents[high] = low
        self._versions[low] = self._versions[low] or self._versions[high]
