"""The words by which parties and predicates are told apart (``parties.yaml``, with the verbs and adverbs of others)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.grammar.party_cues import ADVERBS, CUES, PartyCues
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml

VERB, NOUN, MODAL, ADVERB, PREP, STOP, ASK, HELP, SAY, MODIFIER = 1, 2, 4, 8, 16, 32, 64, 128, 256, 512
BOUNDARY = VERB | MODAL | ADVERB | PREP
"""What may stand right behind a subject."""
_FILES: dict[str, dict[str, int]] = {
    "verbs.yaml": {
        "serial": VERB, "head": VERB, "noun": VERB | NOUN, "light": VERB, "clausal": VERB, "planning": VERB,
        "frame": VERB, "stop": STOP, "ba": VERB,
    },
    "manner.yaml": {"manner": ADVERB, "modal": MODAL, "link": ADVERB, "prep": PREP, "stop": STOP},
    "parties.yaml": {
        "ask": ASK | VERB, "help": HELP | VERB, "say": SAY | VERB, "verb": VERB, "noun": VERB | NOUN, "adverb": ADVERB, "prep": PREP, "stop": STOP,
        "modifier": VERB | NOUN | MODIFIER,
    },
}  # fmt: skip
_TABLES = ("head", "whole", "capital", "short", "told", "relative", "sanction", "thing", "post")
_LISTS = (*_TABLES, *CUES, "lead_label", "support_label", "lead_verb", "support_verb")
_KEYS = ("kind", "markers", "example", "counter_example")
_OPTIONAL = ("not_in", "lemma")
_PUT_ASIDE = re.compile(r"[（(](?:含|包括|以下|下称|简称|下同|见|如|不含)[^）)]*[）)]$")
_OPENING = re.compile("[《（(]")
_CLOSING = {"《": re.compile("》"), "（": re.compile("[）)]"), "(": re.compile("[）)]")}
_PLAIN = VERB | NOUN | HELP
_OF_PEOPLE = frozenset("工才口类均力脑流格权身文民群物体生气次")
"""What goes on with 人 in other words: 人工智能."""
_ADJECTIVE = re.compile("性(?![能别质价格])|型(?![号材])")
_LONG_NAME = 2
"""From this length on, the end of a party's name hides the verbs and modals inside or across it (毕业生, 地方+可以)."""
_BUREAUS = re.compile("(?:[\u4e00-\u9fff]{2,4}(?<![公上官寿打祭牧])司[、和]?)+")
_LONGEST_BUREAUS = 40
_EACH = frozenset("各本我贵你该")
_WHOLE_END = frozenset("们方地")
_GOES_ON = frozenset("的、和与及或等之性级化型式间内中上区")


class PartyWords:
    """Words compiled for one scan a clause."""

    __slots__ = (
        "_asked",
        "_bits",
        "_head_ends",
        "_heads",
        "_kinds",
        "_longest",
        "_longest_whole",
        "_numbers",
        "_rows",
        "_scanner",
        "_short",
        "_thing_ends",
        "_things",
        "cues",
        "plain_adverbs",
        "plain_verbs",
        "post",
        "relative",
        "sanction",
        "told",
        "wholes",
    )  # fmt: skip

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = rows
        words: Mapping[str, int] = rows["words"]
        self._scanner = Scanner(words)
        self._kinds = list(words.values())
        self._numbers = {word: number for number, word in enumerate(words)}
        self._bits = words
        self.cues = PartyCues(rows["cues"], rows["cues_not_in"])
        self._things = tuple(rows["thing"])
        self._thing_ends = frozenset(word[-1] for word in self._things)
        self.post = re.compile(f"(?:党委|党组)?(?:书记、)?(?:{'|'.join(map(re.escape, rows['post']))})")
        self._heads = frozenset(rows["head"])
        self.plain_adverbs = frozenset(w for w, bits in words.items() if len(w) == 2 and bits == ADVERB)
        self.plain_verbs = frozenset(w for w, bits in words.items() if len(w) == 2 and bits & VERB and not bits & ~_PLAIN)
        self._asked = self._heads | frozenset(rows["capital"])
        self.wholes = frozenset(rows["whole"])
        self._longest_whole = max(map(len, self.wholes), default=0)
        self._short = frozenset(rows["short"])
        self.told = frozenset(rows["told"])
        self.relative = frozenset(rows["relative"])
        self.sanction = re.compile(f"{ADVERBS}(?:{'|'.join(map(re.escape, rows['sanction']))})(?!理)")
        self._longest = max(map(len, self._asked))
        self._head_ends = frozenset(word[-1] for word in self._asked)

    @classmethod
    def from_lexicons(cls, folder: Path) -> PartyWords:
        """Read ``parties.yaml``, ``verbs.yaml`` and ``manner.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        words: dict[str, int] = {}
        lists: dict[str, list[str]] = {name: [] for name in _LISTS}
        but: dict[str, list[str]] = {}
        for name, bits in _FILES.items():
            own = name == "parties.yaml"
            for row in read_yaml(folder / name, (*_KEYS, *_OPTIONAL), required=_KEYS if own else _KEYS[:2]):
                kind = row.cells["kind"]
                if own and kind not in bits and kind not in _LISTS:
                    raise row.fail(f"kind {kind!r} is none of {', '.join((*_LISTS, *bits))}")
                if "not_in" in row.cells:
                    if kind not in CUES:
                        raise row.fail(f"not_in has no effect on the kind {kind!r}; take it out, or make the longer words a row of kind stop")
                    but.setdefault(kind, []).extend(map(str, row.cells["not_in"]))
                for word in dict.fromkeys(map(str, row.cells["markers"])):
                    if own and kind == "stop":
                        words[word] = STOP
                    elif own and kind == "verb":
                        words[word] = words.get(word, 0) & ~MODAL | VERB  # 确定 and 决定 bind nobody here
                    elif kind in bits:
                        words[word] = words.get(word, 0) | bits[kind]
                    elif own:
                        lists[kind].append(word)
        for word in lists["head"]:
            if len(word) >= _LONG_NAME:
                words.setdefault(word, STOP)
        return cls({"words": words, **{name: lists[name] for name in _TABLES}, "cues": {name: lists[name] for name in CUES}, "cues_not_in": but})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> PartyWords:
        """The words that ``to_rows`` wrote down."""
        return cls(rows)

    def cut(self, text: str) -> tuple[list[int], list[int], list[int]]:
        """Kinds, starts and ends of the known words of a clause; nothing in 《》 or brackets is one."""
        found = self._scanner.longest(text)
        if "（" in text or "《" in text or "(" in text:
            spans = _bracketed(text)
            found = [row for row in found if not (n := bisect_right(spans, (row[0], len(text)))) or row[0] >= spans[n - 1][1]]
        if "人工" in text or "人才" in text:
            found = [self._without_people(text, row) for row in found]
        kinds = self._kinds
        starts, ends = [row[0] for row in found], [row[1] for row in found]
        if "性" in text or "型" in text:  # 「经营性文化单位」: no verb there
            return [STOP if kinds[n] & VERB and _ADJECTIVE.match(text, end) else kinds[n] for _, end, n in found], starts, ends
        return [kinds[row[2]] for row in found], starts, ends

    def _without_people(self, text: str, row: tuple[int, int, int]) -> tuple[int, int, int]:
        """The verb of a word that only looks like a name: 「使用|人工智能」 and 「管理|人才」 hold no 使用人 and no 管理人."""
        start, end, _ = row
        if text[end - 1] == "人" and text[end : end + 1] in ("工", "才") and (verb := self._numbers.get(text[start : end - 1])) is not None:
            return start, end - 1, verb
        return row

    def kind_at(self, text: str, at: int, stop: int) -> tuple[int, int]:
        """Kind and end of the longest known word that starts at a position, 0 and the position itself for none."""
        for size in range(min(4, stop - at), 0, -1):
            if bits := self._bits.get(text[at : at + size]):
                return bits, at + size
        return 0, at

    def head_before(self, text: str, begin: int, at: int, organs: Mapping[int, int], *, asked: bool = False) -> int:
        """Where the name of a party ends that stands right before ``at``; -1 where none does."""
        heads = self._asked if asked else self._heads
        end = at
        while end > begin:
            if organs.get(end, -1) >= begin or (end - begin <= self._longest_whole and text[begin:end] in self.wholes):
                return end
            if end - begin > 1 and text[end - 1] in self._short and text[end - 2] in _EACH:
                return end
            last = text[end - 1]
            if last == "司" and end - begin <= _LONGEST_BUREAUS and _BUREAUS.fullmatch(text, begin, end):
                return end  # 消费品司|将: departments of a ministry by their short names
            if last in self._thing_ends and text.endswith(self._things, begin, end):
                return -1
            if last in self._head_ends:
                for size in range(min(self._longest, end - begin), 0, -1):
                    if text[end - size : end] in heads:
                        return end if text[end - 2 : end] != "或者" else -1
            if last == "等":
                end -= 1
            elif last in "）)":
                opening = max(text.rfind("（", begin, end), text.rfind("(", begin, end))
                if opening <= begin:
                    return -1
                inner = self.head_before(text, begin, opening, organs, asked=asked)
                return end if inner == opening and not _PUT_ASIDE.search(text, begin, end) else inner
            else:
                return -1
        return -1

    def ends_with_doer(self, text: str, begin: int, end: int) -> bool:
        """Whether a name ends with a verb and the one who does it: 「报废机动车+回收+企业」."""
        for size in range(min(self._longest, end - begin), 0, -1):
            if text[end - size : end] in self._heads:
                before = end - size
                return any(self._bits.get(text[before - n : before], 0) & (VERB | NOUN) for n in (4, 3, 2) if before - n >= begin)
        return False

    def is_head(self, word: str) -> bool:
        """Whether a word ends parties' names."""
        return word in self._heads

    def head_at(self, text: str, at: int) -> bool:
        """Whether a word that ends parties' names starts at a position."""
        return self.head_end(text, at) > 0

    def head_end(self, text: str, at: int) -> int:
        """Where a word that ends parties' names ends if one starts at a position, else -1."""
        heads = self._heads
        for size in (6, 5, 4, 3, 2, 1):
            if at + size <= len(text) and text[at : at + size] in heads:
                return at + size if size > 1 or text[at] != "人" or text[at + 1 : at + 2] not in _OF_PEOPLE else -1
        return -1

    def prefix(self, text: str, begin: int, organs: Mapping[int, int], *, organs_too: bool) -> int:
        """Where a party by itself (我们, 中方), or an organ, ends that stands at ``begin`` before a verb not known."""
        if not (organs_too and organs) and _WHOLE_END.isdisjoint(text[begin : begin + 16]):
            return -1
        for at in range(min(len(text) - 2, begin + 16), begin, -1):
            if (organs_too and organs.get(at, -1) == begin) or (text[at - 1] in _WHOLE_END and text[begin:at] in self.wholes):
                return -1 if text[at] in _GOES_ON or self.head_at(text, at) else at
        return -1

    def last_head(self, text: str, begin: int, organs: Mapping[int, int]) -> int:
        """Where the name at ``begin`` ends when the verb after it is not known: behind the last head that no noun follows."""
        heads = self._heads
        for at in range(min(len(text) - 1, begin + 36), begin + 1, -1):
            if text[at] in _GOES_ON or self.head_at(text, at):
                continue
            if organs.get(at, -1) >= begin or any(text[at - size : at] in heads for size in (4, 3, 2) if at - size >= begin):
                return at
        return -1


def _bracketed(text: str) -> list[tuple[int, int]]:
    """What stands in 《》 or brackets, with them; one that nothing closes is passed over, and looked for to the end only once."""
    spans: list[tuple[int, int]] = []
    at = 0
    open_for_good: set[str] = set()
    while (opening := _OPENING.search(text, at)) is not None:
        at, mark = opening.end(), opening[0]
        closing = None if mark in open_for_good else _CLOSING[mark].search(text, at)
        if closing is None:
            open_for_good.add(mark)
        else:
            spans.append((opening.start(), closing.end()))
            at = closing.end()
    return spans
