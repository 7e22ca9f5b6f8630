"""Words that tell where a party's name begins and ends, and what cannot be one: kinds of rows of ``parties.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

CUES = (
    "never_first", "negated", "adjunct", "demanded", "by", "binding", "toward", "defined", "making", "made", "doer", "office", "other",
)  # fmt: skip
"""Kinds of rows; each says in the file what its words do."""
_IS = "(?<!特别)(?<!尤其)是(?!否)"


class PartyCues:
    """Words by what they tell about a name, compiled.

    Attributes:
        never_first: what begins no name, whatever follows.
        adjunct: what begins a name only where a 的 follows: 「在中国境内工作的船员」.
        binding: what a name cannot hold: its predicate begins there.
        toward: what a predicate begins with that no lexicon knows; ``not_toward``: longer words that only look like it.
        making: verbs that make what they name; ``made``: what is made rather than told to act: 「建设海绵城市」.
        doer: ends of names that a verb alone makes: 参加人员, 受理机构, 安置地.
    """

    __slots__ = ("adjunct", "binding", "by", "defined", "demanded", "doer", "made", "making", "never_first", "not_toward", "office", "other", "toward")

    def __init__(self, rows: Mapping[str, Sequence[str]], but: Mapping[str, Sequence[str]]) -> None:
        """Take the words by kind, and by kind the longer words that are none of them."""
        any_of = {kind: _any_of(rows[kind], but.get(kind, ())) for kind in CUES}
        self.never_first = re.compile(
            rf"的|[《（(]|.$(?<![我部])|(?:{any_of['negated']})[^的]*$|{any_of['never_first']}|[\d一二两三四五六七八九十若干至]+人$"
        )
        self.adjunct, self.by = re.compile(any_of["adjunct"]), re.compile(any_of["by"])
        self.demanded = tuple(rows["demanded"])
        self.binding = re.compile(f"{any_of['binding']}|{_IS}")
        self.toward, self.not_toward = re.compile(_any_of(rows["toward"])), re.compile(_any_of(but.get("toward", ())))
        self.defined = re.compile(f"(?:{any_of['defined']})[为是]")
        self.making, self.made, self.doer = tuple(rows["making"]), tuple(rows["made"]), tuple(rows["doer"])
        self.office, self.other = tuple(rows["office"]), re.compile(any_of["other"])


def _any_of(words: Iterable[str], but: Iterable[str] = ()) -> str:
    """A pattern of any of some words, but not where a longer one of ``but`` stands, unless one of the words is longer still.

    >>> found = re.compile(_any_of(["在", "在职业"], ["在职", "在岗"]))
    >>> [bool(found.match(text)) for text in ("在建设方面", "在职人员", "在职业学校")]
    [True, False, True]
    """
    refused = list(but)
    if not refused:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
    within = [word for word in words if word.startswith(tuple(refused))]
    others = [word for word in words if word not in within]
    return f"{_any_of(within)}|(?!{_any_of(refused)})(?:{_any_of(others)})"
