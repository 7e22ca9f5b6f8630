"""A text on its way from raw to clean: every character remembers the raw span it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.offsets import OffsetMap

_Ints = npt.NDArray[np.int64]


class Edit(NamedTuple):
    """Replace ``text[start:end]`` of the current text by ``new``.

    Attributes:
        joins: the removed characters belong to the character before them (a gloss to its character).
    """

    start: int
    end: int
    new: str
    joins: bool = False


class Track:
    """The current text and, for each of its characters, the raw span behind it.

    Made only for texts that need an edit: a text with nothing to mend never gets here.

    >>> track = Track("工業(yè)和")
    >>> track.apply([Edit(2, 6, "", joins=True)])
    >>> track.text, track.offsets().pieces
    ('工業和', ((0, 1, 0, 1), (1, 6, 1, 2), (6, 7, 2, 3)))
    """

    def __init__(self, raw: str) -> None:
        """Begin with the raw text itself."""
        self.raw = raw
        self.text = raw
        # Made by the first edit: most texts need none.
        self._start: _Ints | None = None
        self._end: _Ints | None = None

    def _arrays(self) -> tuple[_Ints, _Ints]:
        if self._start is None or self._end is None:
            self._start = np.arange(len(self.text), dtype=np.int64)
            self._end = self._start + 1
        return self._start, self._end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind a non-empty span of the current text."""
        if self._start is None or self._end is None:
            return start, end
        return int(self._start[start]), int(self._end[end - 1])

    def apply(self, edits: Sequence[Edit]) -> None:
        """Make edits that are sorted and do not overlap."""
        if not edits:
            return
        old_start, old_end = self._arrays()
        text, out, at = self.text, [], 0
        # How many new characters stand on each old one: whole replacements stand on the first, and are patched after.
        counts = np.ones(len(text), dtype=np.int64)
        patches: list[tuple[int, int, int, int]] = []
        size = 0
        for start, end, new, joins in edits:
            out.append(text[at:start])
            out.append(new)
            size += start - at
            if len(new) != end - start:
                counts[start:end] = 0
                if new:
                    counts[start] = len(new)
                    patches.append((size, size + len(new), int(old_start[start]), int(old_end[end - 1])))
                elif joins and size:
                    patches.append((size - 1, size, -1, int(old_end[end - 1])))
            size += len(new)
            at = end
        out.append(text[at:])
        starts, ends = np.repeat(old_start, counts), np.repeat(old_end, counts)
        for first, last, raw_start, raw_end in patches:
            if raw_start >= 0:
                starts[first:last] = raw_start
                ends[first:last] = raw_end
            else:
                # A joined tail widens the character before it, and all that share its raw span.
                low = first
                while low and starts[low - 1] == starts[first]:
                    low -= 1
                ends[low:last] = raw_end
        self.text = "".join(out)
        self._start, self._end = starts, ends

    def substitute(self, text: str) -> None:
        """Put in a text of the same length, character for character."""
        if len(text) != len(self.text):
            raise ValueError(f"{len(text)} characters cannot stand for {len(self.text)}: use apply")
        self.text = text

    def offsets(self) -> OffsetMap:
        """The finished map: pieces that tile both texts; the identity where nothing moved."""
        if self._start is None or self._end is None:
            return OffsetMap()
        return OffsetMap(tuple(_pieces(self._start.tolist(), self._end.tolist(), len(self.raw))))


def changed(before: str, after: str) -> int:
    """How many characters differ between two texts of one length."""
    codes = [np.frombuffer(t.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) for t in (before, after)]
    return int(np.count_nonzero(codes[0] != codes[1]))


def _pieces(starts: list[int], ends: list[int], raw_length: int) -> Iterable[tuple[int, int, int, int]]:
    """Group characters into pieces: straight runs, whole replacements, and deletions between them."""
    clean, raw, size = 0, 0, len(starts)
    while clean < size:
        start, end = starts[clean], ends[clean]
        if start > raw:
            yield raw, start, clean, clean
        first = clean
        clean += 1
        if end - start == 1 and (clean == size or starts[clean] != start):
            while clean < size and starts[clean] == end and ends[clean] == end + 1:
                if clean + 1 < size and starts[clean + 1] == end:
                    break  # the next one is the head of a replacement of one character by several
                end += 1
                clean += 1
        else:
            while clean < size and starts[clean] == start:
                clean += 1
        yield start, end, first, clean
        raw = end
    if raw < raw_length:
        yield raw, raw_length, clean, clean
