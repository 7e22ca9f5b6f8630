"""In what time and how often: 「自受理之日起30日内」, 「每月10日前」, as durations and repeating intervals of ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from analyzer.grammar.timing_repeated import repeated
from analyzer.grammar.timing_within import within
from analyzer.grammar.timing_words import KINDS, TimingWords
from analyzer.lexicon.tables import read_yaml

_GATE = re.compile("[每按逐内]|提前|前[0-9一二三四五六七八九十两的]|[天时日月周](?:[之以])?前|[年季月周日天]一|不[得能应宜准可当]{0,2}[超多]")
_BARS = ("unlimited", "looking_back", "state")
"""Kinds of words beside which a length of time is none to act in."""


class Timing(NamedTuple):
    """In what time or how often, and the words that say so; offsets into the text."""

    iso: str
    """A duration (``P30D``; ``P15D/..`` for so long before), or a repeating interval (``R/P3M``, ``R/---10/P1M``)."""
    start: int
    end: int


class TimingRules:
    """What timing is read with.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = TimingRules.from_lexicons(lexicons_dir())
    >>> rules.find("应当自受理之日起30日内作出决定", 0, 15)
    Timing(iso='P30D', start=2, end=12)
    >>> rules.find("每月10日前报送", 0, 8, verb=6).iso, rules.find("每季度至少检查一次", 0, 9, verb=5).iso
    ('R/---10/P1M', 'R/P3M')
    """

    __slots__ = ("_markers", "_words")

    def __init__(self, markers: Mapping[str, Sequence[str]]) -> None:
        """Take the words by kind, as ``to_rows`` gives them."""
        self._markers = {kind: list(markers[kind]) for kind in KINDS}
        self._words = TimingWords.of(self._markers)

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``timing.yaml`` and try its examples.

        Raises:
            LexiconError: an entry is of no known kind, or its example or counter-example fails; the message names file and line.
        """
        keys = ("kind", "markers", "example", "counter_example")
        rows = list(read_yaml(folder / "timing.yaml", keys, required=keys))
        markers: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for row in rows:
            if row.cells["kind"] not in KINDS:
                raise row.fail(f"kind {row.cells['kind']!r} is none of {', '.join(KINDS)}")
            markers[row.cells["kind"]].extend(map(str, row.cells["markers"]))
        rules = cls(markers)
        for row in rows:
            bars = row.cells["kind"] in _BARS
            for key, wanted in (("example", not bars), ("counter_example", bars)):
                words = str(row.cells[key])
                if (rules.find(words, 0, len(words)) is not None) != wanted:
                    raise row.fail(f"the {key} 「{words}」 of {row.cells['kind']} {'tells no timing' if wanted else 'tells a timing'}")
        return rules

    def to_rows(self) -> dict[str, list[str]]:
        """Plain data that ``from_rows`` reads back."""
        return {kind: list(words) for kind, words in self._markers.items()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[str]]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def find(self, text: str, start: int, end: int, *, verb: int = -1, whole: bool = False) -> Timing | None:
        """The first statement in ``text[start:end]`` of how often, or within what time of an event.

        Args:
            text: clean text.
            start, end: the stretch to look in, usually a clause.
            verb: where the verb begins: 「每年」 counts before it, and behind it only with a number of times.
            whole: whether the words must close the stretch, as they do in a clause of their own (「自受理之日起30日内，」).

        Returns:
            ISO 8601: ``P30D`` within thirty days or for thirty days at most (working days are days too: the words tell them
            apart), ``PT24H`` within hours, ``P15D/..`` fifteen days before, an interval with an open end; ``R/P3M`` once a quarter;
            ``R/---10/P1M`` by the tenth of each month, ``R/--06-30/P1Y`` by the end of June of each year (``---31`` is the last day of
            a month), ``R/--03-31/P3M`` by the end of each quarter. None where the stretch says nothing of the kind: an amount
            (「每周不少于5天」) and a cap (「每年不得超过一次」) are none.
        """
        if _GATE.search(text, start, end) is None:
            return None
        found = [Timing(*t) for t in (repeated(text, start, end, verb, self._words), within(text, start, end, self._words, whole=whole)) if t is not None]
        if whole:
            found = [t for t in found if not text[t.end : end].strip(" \u3000”’）)")]
        return min(found, key=lambda t: t.start, default=None)
