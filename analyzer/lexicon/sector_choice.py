"""Settles what the weights leave open: the same word in other places, lists, names and their parts, overlaps."""

from __future__ import annotations

import re

from analyzer.lexicon.sector_words import Option, Words

_JOINS = frozenset("、和与及或以")
_SEPARATORS = frozenset(("、", "和", "与", "及", "或", "以及"))
_NAMED = re.compile("(等?(产业|行业|领域)|等[^，。；：、\n]{0,4}?(产业|行业|领域))(?![化外])")
_NAMED_LOOSELY = re.compile("等?[^，。；：、\n的]{0,4}?(产业|行业|领域|制造业)")
_NAMED_FIRSTS = frozenset("等产行领")
"""What the first of the two patterns above begins with: cheaper to ask for."""
_GOES_ON_OR_NAMED = _JOINS | _NAMED_FIRSTS
HEAD_OF_LIST = -9.0
"""The score of 新兴产业 in 「A、B等新兴产业」: it sums the list up."""
SAME_PULL = 0.35
"""How far a mention is drawn to the best mention of the same word in the text."""
LIST_PULL = 0.4
"""How far the items of a list are drawn to their mean."""
LIST_BONUS = 2.0
"""What every item of a list gains when 产业, 行业 or 领域 ends it."""
NAMED_BONUS = 3.0
"""What the name right before 产业, 行业 or 领域 gains."""
UNKNOWN = 0.1
"""The least score of an unknown item in a list that 产业, 行业 or 领域 ends."""
PREFERRED = 0.2
"""By how much a name with a sure modifier or head outdoes its parts."""

Scored = list[tuple[float, Option]]
"""The options of a group with their log-odds."""


def settle(text: str, groups: list[Scored], words: Words) -> None:
    """Apply, in place, what holds whatever the weights say.

    A word that is plainly a sector in one place of a text mostly is one in its other places, and is drawn towards it.
    A name before 产业, 行业 or 领域 is a sector (「应急产业」); the items of a list are drawn together, and all count
    when such a word ends the list (「银行、证券、保险、能源等领域」). Of a name and the same name with a sure modifier
    or head (「智能|传感器」, 「保险|业」) the longer is meant.
    """
    n = len(groups)
    best_of: dict[str, float] = {}
    size = 0
    for group in groups:
        size += len(group)
        for score, o in group:
            word = text[o[0] : o[1]]
            if word not in best_of or score > best_of[word]:
                best_of[word] = score
    if len(best_of) < size:
        for i, group in enumerate(groups):
            if len(group) > 1 or best_of[text[group[0][1][0] : group[0][1][1]]] > group[0][0]:
                groups[i] = [(score + SAME_PULL * (best_of[text[o[0] : o[1]]] - score), o) for score, o in group]
    for i, group in enumerate(groups):
        first = group[0][1]
        if first.term.endswith("产业") and text[first.start - 1 : first.start] == "等":
            groups[i] = [(HEAD_OF_LIST, o) for _, o in group]
        elif len(group) > 1:
            groups[i] = [(_with_parts(score, o, group, words.sure), o) for score, o in group]
    i = 0
    while i < n:
        stop = _stop(groups[i])
        if text[stop : stop + 1] not in _GOES_ON_OR_NAMED:
            i += 1
            continue
        k = i
        while text[stop : stop + 1] in _JOINS and k + 1 < n and groups[k + 1][0][1].start <= stop + 2:
            begin = min([o.start for _, o in groups[k + 1]])
            if text[stop:begin] not in _SEPARATORS:
                break
            k += 1
            stop = _stop(groups[k])
        named = _NAMED.match(text, stop) if text[stop : stop + 1] in _NAMED_FIRSTS else None
        if k > i:
            best = [max([score for score, _ in group]) for group in groups[i : k + 1]]
            mean = sum(best) / len(best)
            bonus = LIST_BONUS if named or _NAMED_LOOSELY.match(text, stop) else 0.0
            for j, score in zip(range(i, k + 1), best, strict=True):
                change = LIST_PULL * (mean - score) + bonus
                groups[j] = [(max(s + change, UNKNOWN) if named and o.kind == "item" else s + change, o) for s, o in groups[j]]
        if named:
            groups[k] = [(s + NAMED_BONUS if o.end == stop else s, o) for s, o in groups[k]]
        i = k + 1


def _stop(group: Scored) -> int:
    """Where the last option of a group ends."""
    return group[0][1].end if len(group) == 1 else max([o.end for _, o in group])


def _with_parts(score: float, o: Option, group: Scored, sure: frozenset[str]) -> float:
    if o.kind != "formed":
        return score
    first, _, rest = o.shape.partition("+")
    if not (first in sure or (first == "term" and rest in sure)):
        return score
    return max([score, *(s + PREFERRED for s, p in group if p.kind != "formed" and o.start <= p.start and p.end <= o.end)])


def choose(scored: Scored) -> list[Option]:
    """The best options of one group that do not overlap, by position; none at or below zero."""
    taken: list[Option] = []
    for score, o in sorted(scored, key=lambda pair: (-pair[0], pair[1].start)):
        if score <= 0:
            break
        if all(o.end <= other.start or other.end <= o.start for other in taken):
            taken.append(o)
    return sorted(taken)
