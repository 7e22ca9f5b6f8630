"""The map between raw and clean text: which characters became which."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Monotone pieces (raw start, raw end, clean start, clean end) that tile both texts.

    A piece with equal lengths maps character by character; any other piece maps as a whole.
    An empty tuple is the identity.

    >>> m = OffsetMap(((0, 2, 0, 2), (2, 6, 2, 2), (6, 9, 2, 5)))  # 工業(yè)和信息, the gloss removed
    >>> m.to_raw(0, 3), m.to_clean(6, 7)
    ((0, 7), (2, 3))
    """

    pieces: tuple[tuple[int, int, int, int], ...] = ()

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that a clean span came from; deleted text inside it is included, around it is not."""
        return self._project(start, end, 2, 0)

    def to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The clean span that a raw span became; empty where all of it was deleted."""
        return self._project(start, end, 0, 2)

    def raw_spans(self) -> Callable[[int, int], tuple[int, int]]:
        """:meth:`to_raw` for many spans of one text: what it searches is laid out once.

        >>> OffsetMap().raw_spans()(3, 4), OffsetMap(((0, 2, 0, 2), (2, 6, 2, 2), (6, 9, 2, 5))).raw_spans()(0, 3)
        ((3, 4), (0, 7))
        """
        pieces = self.pieces
        if not pieces:
            return _same
        begins = [piece[2] for piece in pieces]

        def edge(at: int, index: int, side: int) -> int:
            raw_start, raw_end, start, end = piece = pieces[max(0, index)]
            if end - start == raw_end - raw_start:
                return raw_start + min(max(at - start, 0), end - start)
            return piece[side]

        def to_raw(start: int, end: int) -> tuple[int, int]:
            first = edge(start, bisect_right(begins, start) - 1, 0)
            if end <= start:
                return first, first
            return first, max(first, edge(end, bisect_right(begins, end - 1) - 1, 1))

        return to_raw

    def clean_spans(self) -> Callable[[int, int], tuple[int, int]]:
        """:meth:`to_clean` for many spans of one text.

        >>> OffsetMap(((0, 2, 0, 2), (2, 6, 2, 2), (6, 9, 2, 5))).clean_spans()(6, 7)
        (2, 3)
        """
        return OffsetMap(tuple([(start, end, raw_start, raw_end) for raw_start, raw_end, start, end in self.pieces])).raw_spans()

    def _project(self, start: int, end: int, here: int, there: int) -> tuple[int, int]:
        if not self.pieces:
            return start, end
        if end <= start:
            at = self._edge(start, here, there, left=True)
            return at, at
        first = self._edge(start, here, there, left=True)
        last = self._edge(end, here, there, left=False)
        return first, max(first, last)

    def _edge(self, at: int, here: int, there: int, *, left: bool) -> int:
        pieces = self.pieces
        # The last piece that begins at or before the character the edge belongs to.
        index = bisect_right(pieces, at if left else at - 1, key=lambda p: p[here]) - 1
        piece = pieces[max(0, index)]
        if piece[here + 1] - piece[here] == piece[there + 1] - piece[there]:
            return piece[there] + min(max(at - piece[here], 0), piece[here + 1] - piece[here])
        return piece[there] if left else piece[there + 1]


def _same(start: int, end: int) -> tuple[int, int]:
    """The identity."""
    return start, end
