"""The lexicons behind :func:`analyzer.grammar.content.clause_content`, read, checked and made into scanners."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.grammar.content_parts import NOT_IN, PARTS, Parts
from analyzer.grammar.content_words import FRAME, HEDGE, KINDS, MADE, PREP, STOP, VERB, Words
from analyzer.grammar.instruments import InstrumentRules
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml

_VERBS = ("serial", "head", "noun", "light", "ba", "frame", "single", "stop", "clausal", "planning")
_OTHERS = ("manner", "modal", "link", "prep", "stop")
_FILES = {"verbs.yaml": _VERBS, "manner.yaml": _OTHERS, "predicate_words.yaml": (*_VERBS, *_OTHERS, "aside", *PARTS)}
_QUOTED = re.compile("“[^“”]*”")
_BRACKETS = {"《": "》", "（": "）", "(": ")"}


class ContentRules:
    """What content is read with: words by kind, levels of strength, hedges, instruments, lemmas."""

    __slots__ = ("_across", "_kinds", "_makers", "_rows", "_scanner", "_single", "instruments", "lemmas", "levels", "parts")

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = rows
        self.parts = Parts(rows["parts"], rows["parts_not_in"])
        kinds: dict[str, int] = {}
        for kind, words in rows["kinds"].items():
            for word in words:
                kinds[word] = kinds.get(word, 0) | KINDS[kind]
        self._scanner = Scanner(sorted(kinds))
        self._kinds = [kinds[word] for word in self._scanner.terms]
        self._makers = frozenset(n for n, word in enumerate(self._scanner.terms) if len(word) > 1 and kinds[word] & (VERB | PREP) == VERB)
        self._across = frozenset(n for n, word in enumerate(self._scanner.terms) if len(word) > 1 and any(whole.startswith(word) for whole in rows["parts"]["apart"]))
        self._single = {word: n for n, word in enumerate(self._scanner.terms) if len(word) == 1}
        self._kinds += (STOP, STOP | MADE)  # what _with_nouns makes
        self.levels: dict[str, int] = {word: int(level) for level, words in rows["strength"].items() for word in words}
        self.lemmas: dict[str, str] = {word: lemma for lemma, words in rows["lemmas"].items() for word in words}
        self.instruments = InstrumentRules.from_rows(rows["instruments"])

    @classmethod
    def from_lexicons(cls, folder: Path) -> ContentRules:
        """Read ``verbs.yaml``, ``manner.yaml``, ``predicate_words.yaml``, ``strength.yaml``, ``hedges.yaml`` and ``instruments.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        kinds: dict[str, list[str]] = {}
        lemmas: dict[str, list[str]] = {}
        but: dict[str, list[str]] = {}
        keys = ("kind", "markers", "example", "counter_example")
        for name, known in _FILES.items():
            for row in read_yaml(folder / name, (*keys, "lemma", "not_in"), required=("kind", "markers")):
                if row.cells["kind"] == "variants":
                    lemmas[str(row.cells["lemma"])] = [str(word) for word in row.cells["markers"]]
                    continue
                if row.cells["kind"] not in known:
                    raise row.fail(f"kind {row.cells['kind']!r} is none of {', '.join(known)}")
                if "not_in" in row.cells:
                    if row.cells["kind"] not in NOT_IN:
                        raise row.fail(f"not_in has no effect on the kind {row.cells['kind']!r}: only on {', '.join(NOT_IN)}; make the longer words a row of kind stop")
                    but.setdefault(row.cells["kind"], []).extend(map(str, row.cells["not_in"]))
                kinds.setdefault(row.cells["kind"], []).extend(dict.fromkeys(map(str, row.cells["markers"])))
        strength: dict[str, list[str]] = {}
        for row in read_yaml(folder / "strength.yaml", ("level", *keys[1:]), required=("level", *keys[1:])):
            if row.cells["level"] not in (1, 2, 3, 4, 5):
                raise row.fail(f"level {row.cells['level']!r} is none of 1, 2, 3, 4, 5")
            strength[str(row.cells["level"])] = list(row.cells["markers"])
        known_words = {word for words in kinds.values() for word in words}
        for row in read_yaml(folder / "hedges.yaml", keys[1:], required=keys[1:]):
            kinds.setdefault("hedge", []).extend(row.cells["markers"])
            # What is no word of another kind (根据需要) stands beside the predicate like a link.
            kinds.setdefault("link", []).extend(word for word in row.cells["markers"] if word not in known_words)
        instruments = InstrumentRules.from_lexicons(folder).to_rows()
        parts = {kind: kinds.pop(kind, []) for kind in PARTS}
        return cls({"kinds": kinds, "parts": parts, "parts_not_in": but, "strength": strength, "lemmas": lemmas, "instruments": instruments})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> ContentRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def refused(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where a clause opens with an act that 不 or 不再 forbids (「原则上|不再新增|审批事项」), None where it does not."""
        found = self.parts.refused.match(text, start, end) if text.find("不", start, end) >= 0 else None
        return found.span("no") if found else None

    def on_ones_own(self, text: str, at: int) -> bool:
        """Whether a word opens an act there that goes with a ban: without the leave that the ban names, nobody may go on."""
        return text.startswith(self.parts.on_ones_own, at)

    def cut(self, text: str) -> Words:
        """The known words of a clause; what stands in 《》 or brackets is no part of the sentence."""
        found = self._scanner.longest(text)
        first, makers, across = self.parts.made_first, self._makers, self._across
        behind = text + " "
        if doubtful := [row for row in found if (behind[row[1]] in first and row[2] in makers) or row[2] in across]:
            found = self._read_anew(text, found, doubtful)
        if "《" in text or "（" in text or "(" in text:
            masked = bracketed(text)
            found = [row for row in found if not masked[row[0]]]
        if "”" in text:
            found = self._outside_quotations(text, found)
        return Words(text, self._kinds, found, self.parts)

    def _read_anew(self, text: str, found: list[tuple[int, int, int]], doubtful: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """With nouns that a verb and the next character make, and without words seen across two others."""
        if not self._across.isdisjoint([number for _, _, number in doubtful]):
            found = self._apart(text, found)
        if any(self.parts.made.match(text, end) for _, end, _ in doubtful):
            found = self._with_nouns(text, found)
        return found

    def _apart(self, text: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """With the first character alone where a longer word was seen across two: 对|标准, not 对标."""
        return [
            (start, start + 1, self._single[text[start]]) if number in self._across and self.parts.apart.match(text, start) else (start, end, number)
            for start, end, number in found
        ]

    def _with_nouns(self, text: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """With one noun where a verb and a noun of one character behind it make one: 保证+金, 受理+费, 清算+组.

        A verb of two characters takes no object of one, so what looks like one is no object.
        """
        out: list[tuple[int, int, int]] = []
        noun = len(self._kinds) - 2
        starts = {start: end for start, end, _ in found}
        past = 0
        for start, end, number in found:
            if start < past:
                continue
            suffix = self.parts.made.match(text, end) if number in self._makers else None
            left = len(text) - suffix.end() if suffix else 0
            if suffix and left != 1 and starts.get(end, 0) <= suffix.end():  # one character by itself is nothing: 核查|物证
                past = suffix.end()
                out.append((start, past, noun + (suffix[0] in self.parts.made_names)))
            else:
                out.append((start, end, number))
        return out

    def _outside_quotations(self, text: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Without the words in quotation marks (「按照“谁主管、谁负责”追责」), but for what somebody is said to demand."""
        for mark in _QUOTED.finditer(text):
            a, b = mark.span()
            said = any(self._kinds[number] & FRAME and end in (a, a - 1) for _, end, number in found)
            if not said and b - a < len(text):
                found = [row for row in found if not a < row[0] < b]
        return found


def bracketed(text: str) -> list[bool]:
    """For each character whether it stands in 《》 or brackets."""
    out = [False] * len(text)
    closing = ""
    for i, char in enumerate(text):
        if not closing and char in _BRACKETS and _BRACKETS[char] in text[i:]:
            closing = _BRACKETS[char]
        out[i] = bool(closing)
        if char == closing:
            closing = ""
    return out


def hedge_in(words: Words, limit: int) -> tuple[int, int] | None:
    """The first word before ``limit`` that leaves room: 原则上, 适时."""
    for at in words.order:
        if words.end[at] > limit:
            return None
        if words.kind[at] & HEDGE:
            return at, words.end[at]
    return None
