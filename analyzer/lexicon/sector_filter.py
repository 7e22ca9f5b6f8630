"""Decides which options are meant as sectors, and which part of a longer one is the name.

The decision is a weighted sum of named features (logistic regression, ``models/sectors``): the words themselves, how
policy prose uses them (their profile), and the characters around them. All weights are plain numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.errors import ResourceError
from analyzer.lexicon.sector_choice import Scored, choose, settle
from analyzer.lexicon.sector_words import Group, Option, Words

FILES = ("weights.json", "profiles.json", "contexts.json")
NO_PROFILE = "000000"
"""Of a word that the corpus does not hold: see :func:`profile`."""

_JOIN = frozenset("、和与及或")
_STEPS = (0.001, 0.005, 0.02, 0.06, 0.15, 0.3)
_GOES_ON = frozenset("、和与及或以等")
_LIST = re.compile(r"(?:(?:[、和与及或]|以及)[^，。；：！？、和与及或\n《》]{1,14}){0,12}?等?[^，。；：！？、和与及或\n《》的]{0,4}?(产业|行业|领域|制造业|企业|产品|技术)")
_COUNT = tuple(f"count={n}" for n in range(6))
_LEVEL = tuple(f"c{n}" for n in range(8))
_ALONE = ("", "")
"""What stands beside an option in its stretch of text where it is the only one."""
CACHED = 300_000
"""Sums kept before the caches are emptied."""

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

    __slots__ = ("_after", "_before", "_counts", "_fixed", "_levels", "bias", "knowledge", "weights")

    def __init__(self, bias: float, weights: dict[str, float], knowledge: Knowledge) -> None:
        """Use :meth:`read` or :meth:`from_rows`."""
        self.bias = bias
        self.weights = weights
        self.knowledge = knowledge
        self._counts = [weights.get(name, 0.0) for name in _COUNT]
        self._levels = [weights.get(name, 0.0) for name in _LEVEL]
        self._fixed: dict[tuple[str, str, str, str, int, tuple[str, str], tuple[tuple[int, int], ...]], float] = {}
        self._before: dict[tuple[str, str], tuple[float, int]] = {}
        self._after: dict[tuple[str, str], tuple[float, int]] = {}

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
        """The options that are meant as sectors, by position; no two overlap."""
        scored = self.scores(text, groups, words)
        settle(text, scored, words)
        out: list[Option] = []
        for group in scored:
            if len(group) == 1:
                if group[0][0] > 0:
                    out.append(group[0][1])
            else:
                out += choose(group)
        return [o for o in out if not words.vetoes(text, o.start, o.end)]

    def scores(self, text: str, groups: Sequence[Group], words: Words) -> list[Scored]:
        """Log-odds of every option: the sum over the features of :func:`readings`, which is what training sees."""
        get, knowledge, markers, firsts = self.weights.get, self.knowledge, words.markers, words.marker_firsts
        count_weights, level_weights = self._counts, self._levels
        fixed_sums, before_sums, after_sums = self._fixed, self._before, self._after
        if len(fixed_sums) + len(before_sums) + len(after_sums) > CACHED:
            fixed_sums.clear()
            before_sums.clear()
            after_sums.clear()
        out: list[Scored] = []
        for group, begin, stop, left, right, counts in _places(text, groups):
            scored: Scored = []
            for o in group:
                start, end, term, code, kind, shape = o
                # All that _fixed looks at: a sum that is kept must not depend on which text was read first.
                rest = _ALONE
                parts: tuple[tuple[int, int], ...] = ()
                if len(group) > 1:
                    rest = (text[begin:start], text[end:stop])
                    parts = () if shape else tuple([(p.start - start, p.end - start) for p in group if p.shape == "part"])
                key = (term, code, kind, shape, end - start, rest, parts)
                total = fixed_sums.get(key)
                if total is None:
                    total = fixed_sums[key] = self.bias + sum([get(name, 0.0) for name in _fixed(o, text, knowledge, group, *rest)])
                l2, r2 = text[start - 2 : start] if start > 1 else text[:start], text[end : end + 2]
                before, after = before_sums.get((l2, kind)), after_sums.get((r2, kind))
                if before is None:
                    names, level = _before(l2, kind, knowledge)
                    before = before_sums[l2, kind] = (sum([get(name, 0.0) for name in names]), level)
                if after is None:
                    names, level = _after(r2, kind, knowledge)
                    after = after_sums[r2, kind] = (sum([get(name, 0.0) for name in names]), level)
                total += before[0] + after[0]
                count = counts.get(term, 0)
                total += count_weights[count if count < 5 else 5]
                total += level_weights[(before[1] + after[1]) // 2]
                joined, r1 = (left and not rest[0]) + (right and not rest[1]), r2[:1]
                if joined or r1 in firsts or r1 in _GOES_ON:
                    for name in _telling(text, o, l2, r2, joined, markers):
                        total += get(name, 0.0)
                elif kind == "listed":  # what is left of _telling here
                    total += get(term + ">" + r1, 0.0)
                    total += get(term + "<" + l2[-1:], 0.0)
                scored.append((total, o))
            out.append(scored)
        return out


def readings(text: str, groups: Sequence[Group], words: Words, knowledge: Knowledge) -> Iterator[list[Reading]]:
    """For every group its options with the names of their features, as training sees them."""
    for group, begin, stop, left, right, counts in _places(text, groups):
        out: list[Reading] = []
        for o in group:
            before, after = text[begin : o.start], text[o.end : stop]
            fixed = _fixed(o, text, knowledge, group, before, after)
            l2, r2 = text[max(0, o.start - 2) : o.start], text[o.end : o.end + 2]
            (first, a), (second, b) = _before(l2, o.kind, knowledge), _after(r2, o.kind, knowledge)
            joined = (left and not before) + (right and not after)
            rest = [_COUNT[min(counts.get(o.term, 0), 5)], _LEVEL[(a + b) // 2], *_telling(text, o, l2, r2, joined, words.markers)]
            out.append(Reading(o, fixed, [*first, *second, *rest]))
        yield out


def _places(text: str, groups: Sequence[Group]) -> Iterator[tuple[Group, int, int, bool, bool, dict[str, int]]]:
    """Each group with its stretch of text, whether a list joins it to its neighbours, and how often each term stands in the text."""
    counts: dict[str, int] = {}
    for group in groups:
        for o in group:
            if not o.shape:
                counts[o.term] = counts.get(o.term, 0) + 1
    last = len(groups) - 1
    for i, group in enumerate(groups):
        begin, stop = group[0].start, group[0].end
        if len(group) > 1:
            begin, stop = min([o.start for o in group]), max([o.end for o in group])
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


def _before(l2: str, kind: str, knowledge: Knowledge) -> tuple[list[str], int]:
    """Features of the two characters before an option, and how sector-like they are."""
    level = knowledge.left.get(l2, knowledge.usual[0])
    names = ["<1" + l2[-1:], "<2" + l2, f"<c{level}", f"<c{level} {kind}"]
    if kind == "listed":
        names.append("listed<" + l2[-1:])
    return names, level


def _after(r2: str, kind: str, knowledge: Knowledge) -> tuple[list[str], int]:
    """Features of the two characters after an option, and how sector-like they are."""
    level = knowledge.right.get(r2, knowledge.usual[1])
    names = [">1" + r2[:1], ">2" + r2, f">c{level}", f">c{level} {kind}"]
    if kind == "listed":
        names.append("listed>" + r2[:1])
    return names, level


def _telling(text: str, o: Option, l2: str, r2: str, joined: int, markers: tuple[str, ...]) -> list[str]:
    """Features of a term that needs telling words, of the list it stands in and of what marks it or sums it up."""
    _, end, term, _, kind, _ = o
    r1 = r2[:1]
    out: list[str] = []
    if kind == "listed":
        out += (term + ">" + r1, term + "<" + l2[-1:])
    if joined:
        out.append(f"joined {joined} {kind}")
    at = end + 1 if r1 == "等" else end
    if text.startswith(markers, at):
        marker = next(m for m in markers if text.startswith(m, at))
        out += ("marker=" + marker, "marker " + kind)
        if at > end:
            out.append("等 marker")
    elif r1 in _GOES_ON and (match := _LIST.match(text, end)):
        out.append(f"list of {match[1]} {kind}")
    return out
