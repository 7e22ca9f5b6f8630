"""Decides which candidates are meant as sectors, and which part of a longer one is the name.

The decision is a weighted sum of named features (logistic regression, ``models/sectors``): what the word is, how often
policy prose uses it as a sector (its profile), and the characters around it. All weights are plain numbers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.errors import ResourceError
from analyzer.lexicon.sector_words import Candidate, Words

_JOIN = frozenset("、和与及或")
_STEPS = (0.001, 0.005, 0.02, 0.06, 0.15, 0.3)
_GOES_ON = frozenset("、和与及或以等")
_LIST = re.compile(r"(?:(?:[、和与及或]|以及)[^，。；：！？、和与及或\n《》]{1,14}){0,12}?等?[^，。；：！？、和与及或\n《》的]{0,4}?(产业|行业|领域|制造业|企业|产品|技术)")
NO_PROFILE = "000000"


class Reading(NamedTuple):
    """A candidate or a part of one, with the names of its features."""

    candidate: Candidate
    fixed: tuple[str, ...]
    """Features of the word itself."""
    around: list[str]
    """Features of the place."""


def profile(total: int, shares: Sequence[int]) -> str:
    """A term's profile as digits: how frequent it is, then how often (of ``total``) it stood in each telling place.

    >>> profile(1000, [40, 3])
    '531'
    """
    size = min(5, int((len(str(total)) - 1) * 1.7)) if total else 0
    return str(size) + "".join(str(sum(count / (total + 5) >= step for step in _STEPS)) for count in shares)


class SectorFilter:
    """Weights of features, and profiles of terms."""

    __slots__ = ("_sums", "bias", "profiles", "weights")

    def __init__(self, bias: float, weights: dict[str, float], profiles: dict[str, str]) -> None:
        """Use :meth:`read` or :meth:`from_rows`."""
        self.bias = bias
        self.weights = weights
        self.profiles = profiles
        self._sums: dict[tuple[str, ...], float] = {}

    @classmethod
    def read(cls, folder: Path) -> SectorFilter:
        """Read ``weights.json`` and ``profiles.json`` of a model folder.

        Raises:
            ResourceError: a file is missing or no JSON.
        """
        try:
            weights = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
            profiles = json.loads((folder / "profiles.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ResourceError(f"the sector model in {folder} cannot be read ({error}); rebuild it with make.py there") from error
        return cls(weights["bias"], weights["weights"], profiles)

    def to_rows(self) -> dict[str, Any]:
        """The filter as plain data."""
        return {"bias": self.bias, "weights": self.weights, "profiles": self.profiles}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> SectorFilter:
        """The filter from what :meth:`to_rows` gave."""
        return cls(rows["bias"], dict(rows["weights"]), dict(rows["profiles"]))

    def keep(self, text: str, found: Sequence[Candidate], words: Words) -> list[Candidate]:
        """The candidates, or parts of candidates, that are meant as sectors; no two overlap."""
        out: list[Candidate] = []
        for group in readings(text, found, words, self.profiles):
            if len(group) == 1:
                if self.score(group[0]) > 0:
                    out.append(group[0].candidate)
            else:
                out += choose([(self.score(reading), reading.candidate) for reading in group])
        return out

    def score(self, reading: Reading) -> float:
        """Log-odds that a reading is meant as a sector."""
        get = self.weights.get
        total = self._sums.get(reading.fixed)
        if total is None:
            total = self._sums[reading.fixed] = self.bias + sum(get(name, 0.0) for name in reading.fixed)
        for name in reading.around:
            total += get(name, 0.0)
        return total


def choose(scored: list[tuple[float, Candidate]]) -> list[Candidate]:
    """The best readings of one candidate that do not overlap, by position; none at or below zero."""
    taken: list[Candidate] = []
    for score, c in sorted(scored, key=lambda pair: (-pair[0], pair[1].start)):
        if score <= 0:
            break
        if all(c.end <= other.start or other.end <= c.start for other in taken):
            taken.append(c)
    return sorted(taken)


def readings(text: str, found: Sequence[Candidate], words: Words, profiles: Mapping[str, str]) -> Iterator[list[Reading]]:
    """For every candidate its readings: the whole, then the lexicon terms that begin or end it."""
    counts = Counter(c.term for c in found)
    markers, parts = words.markers, words.parts
    n = len(found)
    for i, c in enumerate(found):
        start, end, term, code, kind = c
        left = right = False
        if i:
            gap = start - found[i - 1].end
            left = gap == 1 and text[start - 1] in _JOIN
        if i + 1 < n:
            gap = found[i + 1].start - end
            right = gap == 1 and text[end] in _JOIN
        inner = parts(text[start:end])
        group = [Reading(c, _fixed(c, text, words, profiles, inner, "", ""), _around(text, c, counts[term], left, right, markers))]
        for a, b in inner:
            word = text[start + a : start + b]
            part = words.terms[word]
            at_start = a == 0
            p = Candidate(start + a, start + b, word, part.code, "listed" if part.listed else "free")
            rest = text[start + b : end] if at_start else text[start : start + a]
            fixed = _fixed(p, text, words, profiles, (), "begins" if at_start else "ends", rest)
            group.append(Reading(p, fixed, _around(text, p, counts[word], left and at_start, right and not at_start, markers)))
        yield group


def _fixed(c: Candidate, text: str, words: Words, profiles: Mapping[str, str], inner: Sequence[tuple[int, int]], place: str, rest: str) -> tuple[str, ...]:
    word = text[c.start : c.end]
    p = profiles.get(c.term, NO_PROFILE)
    out = [
        f"kind={c.kind}" if not place else f"{place} {c.kind}",
        f"section={c.code[:1]} {c.kind}",
        f"division={c.code[:3]}",
        f"term={c.term}",
        f"tail={c.term[-2:]}",
        f"length={min(6, c.end - c.start)}",
        f"parts={min(2, len(inner))}",
    ]
    out += [f"profile{i}={digit}" for i, digit in enumerate(p)]
    if place:
        out.append(f"{place}, rest={rest}")
    for a, b in inner:
        out.append(f"over={word[b:]}" if a == 0 else f"under={word[:a]}")
    return tuple(out)


def _around(text: str, c: Candidate, count: int, left: bool, right: bool, markers: tuple[str, ...]) -> list[str]:
    start, end, term, _, kind = c
    l2, r2 = text[max(0, start - 2) : start], text[end : end + 2]
    l1, r1 = l2[-1:], r2[:1]
    out = ["<1" + l1, ">1" + r1, "<2" + l2, ">2" + r2, "count=" + str(min(5, count))]
    if kind == "listed":
        out += ("listed>" + r1, "listed<" + l1, term + ">" + r1, term + "<" + l1)
    if left or right:
        out.append(f"joined {left + right} {kind}")
    at = end + 1 if r1 == "等" else end
    if text.startswith(markers, at):
        marker = next(m for m in markers if text.startswith(m, at))
        out += ("marker=" + marker, "marker " + kind)
        if at > end:
            out.append("等 marker")
    elif r1 in _GOES_ON and (match := _LIST.match(text, end)):
        out.append(f"list of {match[1]} {kind}")
    return out
