"""Decides which options are meant as sectors, and which part of a longer one is the name.

The decision is a weighted sum of named features (logistic regression, ``models/sectors``): the words themselves, how
policy prose uses them (their profile), and the characters around them. All weights are plain numbers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.errors import ResourceError
from analyzer.lexicon.sector_words import Group, Option, Words

FILES = ("weights.json", "profiles.json", "contexts.json")
NO_PROFILE = "000000"
"""Of a word that the corpus does not hold: see :func:`profile`."""

_JOIN = frozenset("、和与及或")
_STEPS = (0.001, 0.005, 0.02, 0.06, 0.15, 0.3)
_GOES_ON = frozenset("、和与及或以等")
_LIST = re.compile(r"(?:(?:[、和与及或]|以及)[^，。；：！？、和与及或\n《》]{1,14}){0,12}?等?[^，。；：！？、和与及或\n《》的]{0,4}?(产业|行业|领域|制造业|企业|产品|技术)")


class Reading(NamedTuple):
    """An option with the names of its features."""

    option: Option
    fixed: tuple[str, ...]
    """Features of the words themselves."""
    around: list[str]
    """Features of the place."""


def profile(total: int, shares: Sequence[int]) -> str:
    """A term's profile as digits: how frequent it is, then how often (of ``total``) it stood in each telling place.

    >>> profile(1000, [40, 3])
    '531'
    """
    size = min(5, int((len(str(total)) - 1) * 1.7)) if total else 0
    return str(size) + "".join(str(sum(count / (total + 5) >= step for step in _STEPS)) for count in shares)


class Knowledge(NamedTuple):
    """What a corpus tells of words and of places."""

    profiles: dict[str, str]
    """Term to digits: :func:`profile`, then how sector-like its places are on average (0–7)."""
    left: dict[str, int]
    """The two characters before an option to how sector-like the words after them are (0–7)."""
    right: dict[str, int]
    """The same for the two characters after an option."""
    usual: tuple[int, int]
    """What stands for characters that are in neither."""


class SectorFilter:
    """Weights of features, and what the corpus tells of words and places."""

    __slots__ = ("_sums", "bias", "knowledge", "weights")

    def __init__(self, bias: float, weights: dict[str, float], knowledge: Knowledge) -> None:
        """Use :meth:`read` or :meth:`from_rows`."""
        self.bias = bias
        self.weights = weights
        self.knowledge = knowledge
        self._sums: dict[tuple[str, ...], float] = {}

    @classmethod
    def read(cls, folder: Path) -> SectorFilter:
        """Read a model folder.

        Raises:
            ResourceError: a file is missing or no JSON.
        """
        try:
            weights, profiles, contexts = (json.loads((folder / name).read_text(encoding="utf-8")) for name in FILES)
        except (OSError, ValueError) as error:
            raise ResourceError(f"the sector model in {folder} cannot be read ({error}); rebuild it with make.py there") from error
        return cls.from_rows({**weights, **contexts, "profiles": profiles})

    def to_rows(self) -> dict[str, Any]:
        """The filter as plain data."""
        k = self.knowledge
        return {"bias": self.bias, "weights": self.weights, "profiles": k.profiles, "left": k.left, "right": k.right, "usual": list(k.usual)}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> SectorFilter:
        """The filter from what :meth:`to_rows` gave."""
        return cls(rows["bias"], rows["weights"], Knowledge(rows["profiles"], rows["left"], rows["right"], tuple(rows["usual"])))

    def keep(self, text: str, groups: Sequence[Group], words: Words) -> list[Option]:
        """The options that are meant as sectors; no two overlap."""
        get, sums, k = self.weights.get, self._sums, self.knowledge
        out: list[Option] = []
        for group, begin, stop, left, right, counts in _places(text, groups):
            scored: list[tuple[float, Option]] = []
            for o in group:
                before, after = text[begin : o.start], text[o.end : stop]
                key = (o.term, o.kind, o.shape, before, after)
                total = sums.get(key)
                if total is None:
                    fixed = _fixed(o, text, k, group, before, after)
                    total = sums[key] = self.bias + sum(get(name, 0.0) for name in fixed)
                for name in _around(text, o, k, counts[o.term], left and not before, right and not after, words.markers):
                    total += get(name, 0.0)
                if total > 0:
                    scored.append((total, o))
            if len(scored) == 1:
                out.append(scored[0][1])
            elif scored:
                out += choose(scored)
        return out


def choose(scored: list[tuple[float, Option]]) -> list[Option]:
    """The best options of one group that do not overlap, by position; none at or below zero."""
    taken: list[Option] = []
    for score, o in sorted(scored, key=lambda pair: (-pair[0], pair[1].start)):
        if score <= 0:
            break
        if all(o.end <= other.start or other.end <= o.start for other in taken):
            taken.append(o)
    return sorted(taken)


def readings(text: str, groups: Sequence[Group], words: Words, knowledge: Knowledge) -> Iterator[list[Reading]]:
    """For every group its options with the names of their features, as training sees them."""
    for group, begin, stop, left, right, counts in _places(text, groups):
        out: list[Reading] = []
        for o in group:
            before, after = text[begin : o.start], text[o.end : stop]
            fixed = _fixed(o, text, knowledge, group, before, after)
            out.append(Reading(o, fixed, _around(text, o, knowledge, counts[o.term], left and not before, right and not after, words.markers)))
        yield out


def _places(text: str, groups: Sequence[Group]) -> Iterator[tuple[Group, int, int, bool, bool, Counter[str]]]:
    """Each group with its stretch of text, whether a list joins it to its neighbours, and how often each term stands in the text."""
    counts = Counter([o.term for group in groups for o in group if not o.shape])
    last = len(groups) - 1
    for i, group in enumerate(groups):
        begin, stop = group[0].start, group[0].end
        if len(group) > 1:
            begin, stop = min(o.start for o in group), max(o.end for o in group)
        left = i > 0 and begin - groups[i - 1][0].end == 1 and text[begin - 1] in _JOIN
        right = i < last and groups[i + 1][0].start - stop == 1 and text[stop] in _JOIN
        yield group, begin, stop, left, right, counts


def _fixed(o: Option, text: str, knowledge: Knowledge, group: Group, before: str, after: str) -> tuple[str, ...]:
    kind, formed, part = o.kind, o.kind == "formed", o.shape == "part"
    place = ("inside" if after else "ends") if before else ("begins" if after else "")
    out = [
        f"kind={kind} {place if part else ''}",
        f"section={o.code[:1]} {kind}",
        f"division={o.code[:3]}",
        f"tail={o.term[-2:]}",
        f"length={min(7, o.end - o.start)}",
        f"last={o.term}" if formed else f"term={o.term}",
    ]
    digits = knowledge.profiles.get(o.term, NO_PROFILE)
    out += [f"profile{i}{'formed' if formed else ''}={digit}" for i, digit in enumerate(digits)]
    out.append(f"prior={digits[-1]} {kind}")
    if formed:
        out += ("shape=" + o.shape, "formed section=" + o.code[:1])
    elif not part and len(group) > 1:
        parts = [p for p in group if p.shape == "part" and o.start <= p.start and p.end <= o.end]
        out.append(f"parts={min(2, len(parts))}")
        out += ["over=" + text[p.end : o.end] if p.start == o.start else "under=" + text[o.start : p.start] for p in parts]
    if before:
        out.append(f"{place if part else ''} without <{before}")
    if after:
        out.append(f"{place if part else ''} without >{after}")
    return tuple(out)


def _around(text: str, o: Option, knowledge: Knowledge, count: int, left: bool, right: bool, markers: tuple[str, ...]) -> list[str]:
    start, end, term, _, kind, _ = o
    l2, r2 = text[start - 2 : start] if start > 1 else text[:start], text[end : end + 2]
    l1, r1 = l2[-1:], r2[:1]
    a = knowledge.left.get(l2, knowledge.usual[0])
    b = knowledge.right.get(r2, knowledge.usual[1])
    out = [
        "<1" + l1,
        ">1" + r1,
        "<2" + l2,
        ">2" + r2,
        f"count={count if count < 5 else 5}",
        f"<c{a}",
        f">c{b}",
        f"<c{a} {kind}",
        f">c{b} {kind}",
        f"c{(a + b) // 2}",
    ]
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
