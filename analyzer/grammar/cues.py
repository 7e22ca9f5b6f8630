"""The cue lexicon (``cues.yaml``) and its scan: which words that decide roles stand in which clause."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import RAISED, read_yaml
from analyzer.records import ClauseRow

KINDS = (
    "obligation", "prohibition", "encouragement", "permission", "commitment",
    "frame_direct", "frame_state", "frame_formula", "salutation",
    "context", "condition", "units", "purpose", "goal", "goal_state",
    "past", "achievement", "copula", "law_formula", "forecast", "future", "report", "ordinal",
    "section_past", "section_future",
)  # fmt: skip
MODALITIES = KINDS[:5]
_END = itemgetter(1)
_POSITIONS = ("start", "any", "end")
_REQUIRED = ("id", "kind", "position", "markers", "not_in", "example", "counter_example", "source")
_KEYS = (*_REQUIRED, "words")
# What may stand before the first word of a clause proper: numbering, connectives, an opening quote.
_LEAD = frozenset("并且还也更一二三四五六七八九十0123456789（）().．、 \u3000“‘第条款项")
# What may stand behind the last one.
_TAIL = frozenset("”’）)")


class CueHit(NamedTuple):
    """A cue found in a clause; offsets into the text."""

    start: int
    end: int
    id: str
    kind: str
    number: int
    """A number made from the id: the same whatever else stands in the lexicon, for the role model."""


_hit = partial(tuple.__new__, CueHit)
"""Makes a hit of a tuple in half the time that its class takes."""
_Use = tuple[int, str, str, str, int]
"""What the scan needs of an entry: its place, where it may stand ("" anywhere), id, kind, number."""


def _faults(cells: Mapping[str, Any], seen: Collection[str]) -> Iterator[str]:
    for key, known in (("kind", KINDS), ("position", _POSITIONS)):
        if cells[key] not in known:
            yield f"unknown {key} {cells[key]!r}; known are {', '.join(known)}"
    if cells["id"] in seen:
        yield f"the id {cells['id']!r} is used twice"


class CueRules:
    """Cues compiled for one scan over a text.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = CueRules.from_lexicons(lexicons_dir())
    >>> [hit.id for hit in rules.in_clause("各级党委要担起责任")]
    ['modal.need.subject', 'modal.need.subject']
    """

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Number the markers and the strings that veto them; the automaton is built at the first scan."""
        self._entries = [dict(e) for e in entries]
        terms: dict[str, int] = {}
        self._uses: list[list[_Use]] = []
        self._vetoes: list[list[int]] = []
        for number, entry in enumerate(self._entries):
            where = entry["position"] if entry["position"] != "any" else ""
            for marker in entry["markers"]:
                self._slot(terms, marker)[0].append((number, where, entry["id"], entry["kind"], zlib.crc32(entry["id"].encode())))
            for veto in entry["not_in"]:
                self._slot(terms, veto)[1].append(number)
        self._words: dict[str, Sequence[str]] = {entry["id"]: entry["words"] for entry in self._entries}
        self._longest_veto = max((len(veto) for entry in self._entries for veto in entry["not_in"]), default=0)
        self._scanner = Scanner(terms)

    def _slot(self, terms: dict[str, int], term: str) -> tuple[list[_Use], list[int]]:
        number = terms.setdefault(term, len(terms))
        if number == len(self._uses):
            self._uses.append([])
            self._vetoes.append([])
        return self._uses[number], self._vetoes[number]

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read and check ``cues.yaml``.

        Raises:
            LexiconError: an entry has a wrong kind or position, or its own example or counter-example fails.
        """
        rows = list(read_yaml(folder / "cues.yaml", _KEYS, required=_REQUIRED))
        seen: set[str] = set()
        for row in list(rows):
            if RAISED.of(row, _faults(row.cells, seen)):
                rows.remove(row)
                continue
            seen.add(row.cells["id"])
            row.cells.setdefault("words", [])
        rules = cls([row.cells for row in rows])
        for row in rows:
            name, example, counter = row.cells["id"], row.cells["example"], row.cells["counter_example"]
            if name not in {hit.id for hit in rules.in_clause(example)}:
                raise row.fail(f"{name} is not found in its example 「{example}」")
            if name in {hit.id for hit in rules.in_clause(counter)}:
                raise row.fail(f"{name} is found in its counter-example 「{counter}」")
        return rules

    def to_rows(self) -> dict[str, Any]:
        """Plain data for the built pipeline."""
        keep = ("id", "kind", "position", "markers", "not_in", "words")
        return {"cues": [{k: e[k] for k in keep} for e in self._entries]}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`to_rows`."""
        return cls(rows["cues"])

    def word(self, hit: CueHit, text: str) -> tuple[int, int]:
        """Where the cue word itself stands in a hit: 要 in the marker 「系统要」, which names its left neighbour too.

        >>> rules = CueRules([{"id": "n", "kind": "obligation", "position": "any", "markers": ["系统要"], "not_in": [], "words": ["要"]}])
        >>> rules.word(rules.in_clause("全系统要行动")[0], "全系统要行动")
        (3, 4)
        """
        for word in self._words.get(hit.id, ()):
            if (at := text.find(word, hit.start, hit.end)) >= 0:
                return at, at + len(word)
        return hit.start, hit.end

    def in_clause(self, text: str) -> list[CueHit]:
        """Cues of a text that is one clause."""
        return self.scan(text, [ClauseRow(0, len(text), 0, 0, -1, "")])[0]

    def scan(self, text: str, clauses: Sequence[ClauseRow]) -> list[list[CueHit]]:
        """For each clause the cues in it, in order of their start, longest first."""
        hits: list[list[CueHit]] = [[] for _ in clauses]
        if not clauses:
            return hits
        raw = self._scanner.every(text)
        uses_of, vetoes_of = self._uses, self._vetoes
        vetoed: dict[int, list[tuple[int, int]]] = {}
        for start, end, term in raw:
            if vetoes := vetoes_of[term]:
                for number in vetoes:
                    vetoed.setdefault(number, []).append((start, end))
        index, last = 0, len(clauses) - 1
        begin, stop = clauses[0][:2]
        for start, end, term in raw:
            uses = uses_of[term]
            if not uses:
                continue
            while stop < end and index < last:  # by their ends, as clauses are
                index += 1
                begin, stop = clauses[index][:2]
            if start < begin or end > stop:
                continue
            for number, where, id, kind, code in uses:
                if where and not (_leads(text, begin, start) if where == "start" else _closes(text, end, stop)):
                    continue
                if number in vetoed and _overlapped(vetoed[number], start, end, self._longest_veto):
                    continue
                hits[index].append(_hit((start, end, id, kind, code)))
        for found in hits:
            if len(found) > 1:
                found.sort(key=_longest_first)
        return hits


def _overlapped(spans: Sequence[tuple[int, int]], start: int, end: int, longest: int) -> bool:
    """Whether one of the spans, none longer than ``longest`` and sorted by end, overlaps another span."""
    for i in range(bisect_right(spans, start, key=_END), len(spans)):
        if spans[i][0] < end:
            return True
        if spans[i][1] - longest >= end:
            return False
    return False


def _longest_first(hit: CueHit) -> tuple[int, int]:
    return hit.start, -hit.end


def _leads(text: str, start: int, at: int) -> bool:
    return at == start or (at - start <= 6 and _LEAD.issuperset(text[start:at]))


def _closes(text: str, at: int, end: int) -> bool:
    return at == end or (text[at] in _TAIL and _TAIL.issuperset(text[at:end]))
