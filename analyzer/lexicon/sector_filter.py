"""Decides whether a candidate is meant as a sector, by weights of features of the words around it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.sector_words import Candidate, Words

_JOIN = frozenset("、和与及或")
_EDGE = frozenset("，。；：！？\n“”《》（） 　")


class SectorFilter:
    """Weights of context features; a candidate stays where they sum to more than zero."""

    __slots__ = ("bias", "weights")

    def __init__(self, bias: float, weights: dict[str, float]) -> None:
        """Use :meth:`read` or :meth:`from_rows`."""
        self.bias = bias
        self.weights = weights

    @classmethod
    def read(cls, path: Path) -> SectorFilter:
        """Read a weights file (``models/sectors/weights.json``)."""
        return cls.from_rows(json.loads(path.read_text(encoding="utf-8")))

    def to_rows(self) -> dict[str, Any]:
        """The weights as plain data."""
        return {"bias": self.bias, "weights": self.weights}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> SectorFilter:
        """The filter from what :meth:`to_rows` gave."""
        return cls(rows["bias"], dict(rows["weights"]))

    def keep(self, text: str, found: Sequence[Candidate], words: Words) -> list[Candidate]:
        """The candidates that are meant as sectors."""
        get, bias = self.weights.get, self.bias
        return [c for c, names in zip(found, features(text, found, words), strict=True) if bias + sum(get(f, 0.0) for f in names) > 0]


def features(text: str, found: Sequence[Candidate], words: Words) -> Iterator[list[str]]:
    """Names of the features of each candidate."""
    counts = Counter(c.term for c in found)
    markers = words.markers
    n = len(found)
    for i, (start, end, term, code, kind) in enumerate(found):
        l2, r2 = text[max(0, start - 2) : start], text[end : end + 2]
        l1, r1 = l2[-1:], r2[:1]
        out = [
            "k=" + kind,
            "c=" + code[:1] + kind,
            "d=" + code[:3],
            "l1=" + l1,
            "r1=" + r1,
            "l2=" + l2,
            "r2=" + r2,
            "t=" + term,
            "e2=" + term[-2:],
            "n=" + str(min(5, counts[term])),
            "len=" + str(min(6, end - start)),
        ]
        if kind == "listed":
            out += ("tr=" + term + r1, "tl=" + l1 + term, "kr=" + r1, "kl=" + l1)
        near_left = i > 0 and found[i - 1].end + 1 == start and l1 in _JOIN
        near_right = i + 1 < n and found[i + 1].start == end + 1 and r1 in _JOIN
        if near_left or near_right:
            out.append("enum" + str(near_left + near_right) + kind)
        if i and found[i - 1].end == start:
            out.append("adjL")
        if i + 1 < n and found[i + 1].start == end:
            out.append("adjR")
        at = end + 1 if r1 == "等" else end
        if text.startswith(markers, at):
            m = next(m for m in markers if text.startswith(m, at))
            out += ("m=" + m, "mk=" + kind)
            if at > end:
                out.append("m等")
        yield out
