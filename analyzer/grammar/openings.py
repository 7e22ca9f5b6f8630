"""How a clause opens: with a verb (推进…), an adverb and a verb (加快推进…), an organ or a place (海南制定…), a noun.

「海南制定实施方案」 tells what Hainan did, 「制定实施方案」 tells somebody to do it: what stands before the first verb
decides more about a clause than the verb.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow

VERB, ACTION_NOUN, MANNER, MODAL, LINK, PREPOSITION, PARTY, NUMBER, NOUN = range(1, 10)
_LABELS = {"MINISTRY": 10, "REGION": 11, "GROUP": 12, "DOCUMENT": 13, "SECTOR": 14}
_STEPS = 3
_MOST_VERBS = 3
_BASE = 16
_KINDS = {
    "serial": VERB, "head": VERB, "light": VERB, "ba": PREPOSITION, "single": VERB, "noun": ACTION_NOUN, "stop": NOUN,
    "manner": MANNER, "modal": MODAL, "link": LINK, "prep": PREPOSITION,
}  # fmt: skip
_GO_ON = frozenset((MANNER, MODAL, LINK, *_LABELS.values()))
_LISTS = ("order", "order_with_object", "own_noun", "party")
"""Kinds of rows of ``openings.yaml``, which says what each does."""
_LONG_ENOUGH = 6
_NUMBERING = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]+[ \u3000]*")
_SHORTEST_NAME = 4


class OpeningRules:
    """Words that may open a clause, with what they are."""

    __slots__ = ("_done_to", "_lists", "_order", "_sizes", "_theirs", "_verbs", "_words")

    def __init__(self, words: Mapping[str, int], lists: Mapping[str, Sequence[str]] | None = None) -> None:
        """Take words with what they are, and those of ``openings.yaml`` by kind."""
        self._words = dict(words)
        self._lists = {kind: tuple((lists or {}).get(kind, ())) for kind in _LISTS}
        self._order = self._lists["order"]
        self._done_to = re.compile("|".join(map(re.escape, self._lists["order_with_object"])) or "(?!)")
        self._theirs = re.compile("|".join(map(re.escape, (*self._lists["own_noun"], "和", "与", "、"))))
        self._verbs = Scanner(word for word, kind in self._words.items() if kind == VERB and len(word) > 1)
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[0], set()).add(len(word))
        # How long the words are that begin with a character, longest first.
        self._sizes = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}

    @classmethod
    def from_lexicons(cls, folder: Path) -> OpeningRules:
        """Read ``openings.yaml``, ``verbs.yaml`` and ``manner.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        keys = ("kind", "markers", "example", "counter_example", "lemma")
        lists: dict[str, list[str]] = {kind: [] for kind in _LISTS}
        for row in read_yaml(folder / "openings.yaml", keys[:4], required=keys[:4]):
            if row.cells["kind"] not in lists:
                raise row.fail(f"kind {row.cells['kind']!r} is none of {', '.join(_LISTS)}")
            lists[row.cells["kind"]].extend(map(str, row.cells["markers"]))
        words: dict[str, int] = dict.fromkeys(lists["party"], PARTY)
        for name in ("manner.yaml", "verbs.yaml"):
            for row in read_yaml(folder / name, keys, required=("kind", "markers")):
                if kind := _KINDS.get(row.cells["kind"]):
                    for word in row.cells["markers"]:
                        words.setdefault(str(word), kind)
        return cls(words, lists)

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"words": dict(self._words), "lists": {kind: list(words) for kind, words in self._lists.items()}}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> OpeningRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows["words"], rows["lists"])

    def verbs(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
        """How many verbs stand in each clause, at most three: a clause without any is a phrase, not an order.

        >>> rules = OpeningRules({"制定": VERB, "推进": VERB})
        >>> rules.verbs("制定方案，信息处理技术", [0, 5], [4, 11])
        [1, 0]
        """
        out = [0] * len(starts)
        i, last = 0, len(starts) - 1
        for start, end, _ in self._verbs.longest(text):
            while i < last and ends[i] < end:
                i += 1
            if starts[i] <= start and end <= ends[i] and out[i] < _MOST_VERBS:
                out[i] += 1
        return out

    def orders(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch opens like an order: with a verb, or with an adverb and a verb that may be a noun elsewhere.

        >>> rules = OpeningRules({"制定": VERB, "加快": MANNER, "改造": ACTION_NOUN})
        >>> [rules.orders(words, 0, len(words)) for words in ("制定方案", "加快改造泵站", "改造方案")]
        [True, True, False]
        >>> rules = OpeningRules({"建设": ACTION_NOUN}, {"order_with_object": ["建设"]})
        >>> [rules.orders(words, 0, len(words)) for words in ("建设智慧水利平台", "建设方案", "建设与管理规划")]
        [True, False, False]
        """
        begin = start
        while begin < end and (text[begin].isdigit() or text[begin] in "（()）.．、 \u3000"):
            begin += 1
        code = self.codes(text, [begin], [end], [])[0]
        first = code % _BASE
        if first != ACTION_NOUN:
            return first == VERB
        return code // _BASE % _BASE == MANNER or text.startswith(self._order, begin, end) or self._has_object(text, begin, end)

    def _has_object(self, text: str, begin: int, end: int) -> bool:
        """Whether a verb that is often a noun has an object behind it: 「建设堤防监测站」, and not 「建设方案编制」."""
        verb = self._done_to.match(text, begin, end) if end - begin >= _LONG_ENOUGH else None
        if verb is None or self._theirs.match(text, verb.end(), end):
            return False
        return self._words.get(text[end - 2 : end]) not in (ACTION_NOUN, VERB)

    def names(self, text: str, start: int, end: int) -> bool:
        """Whether a stretch opens and ends with a verb that is a noun there, or opens with a noun and ends so: 「采购策略优化」.

        >>> rules = OpeningRules({"采购": ACTION_NOUN, "优化": ACTION_NOUN, "加强": VERB})
        >>> [rules.names(words, 0, len(words)) for words in ("采购策略优化", "采购种子", "加强采购")]
        [True, False, False]
        """
        number = _NUMBERING.match(text, start, end)
        begin = number.end() if number else start
        words = self._words
        if end - begin < _SHORTEST_NAME or words.get(text[end - 2 : end]) != ACTION_NOUN or text.startswith(self._order, begin, end):
            return False
        if any(words.get(text[k : k + 2]) == MANNER for k in range(begin, end - 1)) or self.verbs(text[begin:end], [0], [end - begin]) != [0]:
            return False
        return self.codes(text, [begin], [end], [])[0] in (ACTION_NOUN, NOUN)

    def codes(self, text: str, begins: Sequence[int], ends: Sequence[int], entities: Sequence[EntityRow]) -> list[int]:
        """One number a clause: the kinds of its first words, up to the first verb or noun, at most three.

        >>> rules = OpeningRules({"制定": VERB, "加快": MANNER})
        >>> hainan = EntityRow(0, 2, "REGION", "460000", "海南省", "province", ())
        >>> rules.codes("海南制定方案", [0], [6], [hainan]), rules.codes("加快制定方案", [0], [6], [])
        ([177], [49])
        """
        at = {e.start: (e.end, _LABELS[e.label]) for e in entities}
        words, sizes = self._words, self._sizes
        out: list[int] = []
        for begin, end in zip(begins, ends, strict=True):
            code = 0
            for _ in range(_STEPS):
                if begin >= end:
                    break
                if begin in at:
                    stop, kind = at[begin]
                else:
                    first = text[begin]
                    for size in sizes.get(first, ()):
                        stop = begin + size
                        if stop <= end and (found := words.get(text[begin:stop])):
                            kind = found
                            break
                    else:
                        stop, kind = begin + 1, NUMBER if first.isdigit() else NOUN
                code = code * _BASE + kind
                if kind not in _GO_ON:
                    break
                begin = stop
            out.append(code)
        return out
