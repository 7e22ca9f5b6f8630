"""Which policy instrument (政策工具) a directive uses: 19 codes on the supply, environment or demand side.

The scheme and its sources: docs/content.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import RAISED, read_yaml, repeated

Span = tuple[int, int]

OTHER = "其他"
_REGULATION = "法规管制"
_STATUTE = 1.5
"""What a statute adds to regulation: the best of 0.5–4 over 840 coded directives (docs/content.md)."""
_SIDES = ("supply", "environment", "demand")
_PARTS = ("action", "object", "default")
# How much a word counts by where it stands: Chinese noun phrases have their head at the end.
_AT_HEAD, _IN_OBJECT, _OUTSIDE = 1.5, 1.0, 0.3
_MORE = 0.25
"""The share that every further word of a code adds to its strongest."""
_PER_CHARACTER = 0.2
"""Longer words say more."""
_HEAD_REACH = 4
"""Characters that may follow a word at the head of the object: 建设, 工作, 体系建设."""


def _faults(cells: Mapping[str, Any], words: Sequence[str], sides: Mapping[str, str], seen: Collection[str]) -> Iterator[str]:
    code, side, part, weight = cells["code"], cells["side"], cells["part"], cells["weight"]
    if side not in _SIDES:
        yield f"side {side!r} is none of {', '.join(_SIDES)}"
    elif sides.get(code, side) != side:
        yield f"{code} is on the {sides[code]} side above and on the {side} side here"
    if part not in _PARTS:
        yield f"part {part!r} is none of {', '.join(_PARTS)}"
    if isinstance(weight, bool) or not isinstance(weight, (int, float)):
        yield f"weight {weight!r} is no number"
    yield from (f"the word {word!r} stands twice for {code} as {part}" for word in repeated(words, seen))


class InstrumentRules:
    """Words that point to an instrument, with weights.

    Attributes:
        sides: for each code its side: supply, environment or demand.
    """

    __slots__ = ("_rows", "_scanner", "_votes", "sides")

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = rows
        self.sides: dict[str, str] = dict(rows["sides"])
        votes: dict[str, list[tuple[str, str, float]]] = {}
        for code, part, weight, words in rows["markers"]:
            for word in words:
                more = _PER_CHARACTER * len(word) if part == "object" and weight else 0.0
                votes.setdefault(word, []).append((code, part, weight + more))
        self._scanner = Scanner(sorted(votes))
        self._votes = [tuple(votes[word]) for word in self._scanner.terms]

    @classmethod
    def from_lexicons(cls, folder: Path) -> InstrumentRules:
        """Read ``instruments.yaml``.

        Raises:
            LexiconError: an entry is wrong, a code has two sides, or a word stands twice for one code and part.
        """
        keys = ("code", "side", "part", "weight", "markers", "example", "counter_example")
        sides: dict[str, str] = {}
        markers: list[list[Any]] = []
        seen: dict[tuple[str, str], set[str]] = {}
        for row in read_yaml(folder / "instruments.yaml", keys, required=keys):
            code, side, part = row.cells["code"], row.cells["side"], row.cells["part"]
            words = [str(word) for word in row.cells["markers"]]
            if RAISED.of(row, _faults(row.cells, words, sides, seen.get((code, part), ()))):
                continue
            sides[code] = side
            seen.setdefault((code, part), set()).update(words)
            markers.append([code, part, float(row.cells["weight"]), words])
        return cls({"sides": sides, "markers": markers})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> InstrumentRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def code(
        self, text: str, action: Span | None, target: Span | None, modality: str = "", before: str = "", *, statute: bool = False
    ) -> str:
        """The instrument of a clause, 「其他」 where nothing points to one.

        Args:
            text: the clause.
            action: the span of its head verb.
            target: the span of its object.
            modality: a prohibition is a regulation whatever it speaks of.
            before: the words before the clause, asked where it is silent itself.
            statute: whether the text is one of numbered articles, whose bare duties are regulation.

        >>> from analyzer.resources import lexicons_dir
        >>> rules = InstrumentRules.from_lexicons(lexicons_dir())
        >>> rules.code("落实税收优惠政策", (0, 2), (2, 8)), rules.code("不得转让", (2, 4), None, "prohibition")
        ('税收优惠', '法规管制')
        """
        return self.verdict(self.scores(text, action, target, before, statute=statute), modality)

    def verdict(self, scores: Mapping[str, float], modality: str = "") -> str:
        """The code that the scores point to; a prohibition is a regulation whatever it speaks of."""
        if modality == "prohibition":
            return _REGULATION
        return max(scores, key=scores.__getitem__) if scores else OTHER

    def scores(
        self, text: str, action: Span | None, target: Span | None, before: str = "", *, statute: bool = False
    ) -> dict[str, float]:
        """How much speaks for each code, in the order of the text; empty where nothing does. Arguments as for ``code``."""
        score: dict[str, float] = {}
        fallback: dict[str, float] = {}
        size = len(text)
        verb_start, verb_end = action or (-1, size)
        start, end = target or (-1, -1)
        votes = self._votes
        for a, b, term in self._scanner.longest(text):
            if a >= verb_end or start <= a < b <= end:
                at_head = size - b <= _HEAD_REACH or 0 <= end - b <= _HEAD_REACH
                place = _AT_HEAD if at_head else _IN_OBJECT
            else:
                place = _OUTSIDE
            for code, part, weight in votes[term]:
                if part == "object":
                    gain = weight * place
                elif part == "default":
                    if fallback.get(code, 0.0) < weight:
                        fallback[code] = weight
                    continue
                elif verb_start <= a and b <= verb_end:
                    gain = weight
                else:
                    continue
                if gain:
                    best = score.get(code, 0.0)
                    score[code] = best + _MORE * gain if best >= gain else gain + _MORE * best
        if statute:
            score[_REGULATION] = score.get(_REGULATION, 0.0) + _STATUTE
        table = score or fallback
        if not table and before:
            table = self._beside(before)
        return table

    def _beside(self, text: str) -> dict[str, float]:
        """What the words before a clause that says nothing itself (「及时发现」) speak of."""
        score: dict[str, float] = {}
        for _, _, term in self._scanner.longest(text):
            for code, part, weight in self._votes[term]:
                if part == "object" and weight:
                    score[code] = score.get(code, 0.0) + weight
        return score
