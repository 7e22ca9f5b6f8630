"""Which policy instrument (政策工具) a directive uses: 19 codes on the supply, environment or demand side.

The scheme and its sources: docs/content.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml

Span = tuple[int, int]

OTHER = "其他"
_SIDES = ("supply", "environment", "demand")
_PARTS = ("action", "object", "default")
# How much a word counts by where it stands: Chinese noun phrases have their head at the end.
_AT_HEAD, _IN_OBJECT, _OUTSIDE = 1.5, 1.0, 0.3
_HEAD_REACH = 4
"""Characters that may follow a word at the head of the object: 建设, 工作, 体系建设."""


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
                votes.setdefault(word, []).append((code, part, float(weight)))
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
        seen: set[tuple[str, str, str]] = set()
        for row in read_yaml(folder / "instruments.yaml", keys, required=keys):
            code, side, part = row.cells["code"], row.cells["side"], row.cells["part"]
            if side not in _SIDES:
                raise row.fail(f"side {side!r} is none of {', '.join(_SIDES)}")
            if part not in _PARTS:
                raise row.fail(f"part {part!r} is none of {', '.join(_PARTS)}")
            if sides.setdefault(code, side) != side:
                raise row.fail(f"{code} is on the {sides[code]} side above and on the {side} side here")
            words = [str(word) for word in row.cells["markers"]]
            for word in words:
                if (code, part, word) in seen:
                    raise row.fail(f"the word {word!r} stands twice for {code} as {part}")
                seen.add((code, part, word))
            markers.append([code, part, float(row.cells["weight"]), words])
        return cls({"sides": sides, "markers": markers})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> InstrumentRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def code(self, text: str, action: Span | None, target: Span | None, modality: str = "") -> str:
        """The instrument of a clause, 「其他」 where nothing points to one.

        Args:
            text: the clause.
            action: the span of its head verb.
            target: the span of its object.
            modality: a prohibition is a regulation whatever it speaks of.

        >>> from analyzer.resources import lexicons_dir
        >>> rules = InstrumentRules.from_lexicons(lexicons_dir())
        >>> rules.code("落实税收优惠政策", (0, 2), (2, 8)), rules.code("不得转让", (2, 4), None, "prohibition")
        ('税收优惠', '法规管制')
        """
        if modality == "prohibition":
            return "法规管制"
        score: dict[str, float] = {}
        fallback: dict[str, float] = {}
        verb_start, verb_end = action or (-1, -1)
        start, end = target or (-1, -1)
        for term, a, b in self._scanner.longest(text):
            for code, part, weight in self._votes[term]:
                if part == "action":
                    if not (verb_start <= a and b <= verb_end):
                        continue
                    gain = weight
                elif part == "default":
                    fallback[code] = max(fallback.get(code, 0.0), weight)
                    continue
                else:
                    inside = (start <= a and b <= end) or (verb_end >= 0 and a >= verb_end)
                    at_head = min(abs(end - b), len(text) - b) <= _HEAD_REACH
                    place = (_AT_HEAD if at_head else _IN_OBJECT) if inside else _OUTSIDE
                    gain = (weight + 0.2 * (b - a)) * place if weight else 0.0
                    if not gain:
                        continue
                best = score.get(code, 0.0)
                score[code] = max(best, gain) + 0.25 * min(best, gain)
        table = score or fallback
        return max(table, key=table.__getitem__) if table else OTHER
