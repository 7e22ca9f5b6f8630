"""Finds industries, product classes and technology fields and links them to GB/T 4754-2017."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_csv, read_yaml
from analyzer.records import EntityRow

COLUMNS = ("term", "name", "code", "emerging", "use", "source", "example", "counter")
USES = ("free", "listed")
LEVELS = {1: "section", 3: "division", 4: "group", 5: "class"}


class Term(NamedTuple):
    """A term of the lexicon."""

    name: str
    code: str
    emerging: str
    listed: bool


class SectorRules:
    """The sector lexicon and the words around sectors, ready to scan with."""

    __slots__ = ("heads", "markers", "modifiers", "scanner", "terms", "words")

    def __init__(self, terms: dict[str, Term], modifiers: frozenset[str], heads: dict[str, str], markers: tuple[str, ...]) -> None:
        """Use :meth:`from_lexicons` or :meth:`from_rows`."""
        self.terms = terms
        self.modifiers = modifiers
        self.heads = heads
        self.markers = markers
        self.words = tuple(dict.fromkeys([*terms, *modifiers, *heads]))
        self.scanner = Scanner(self.words)

    @classmethod
    def from_lexicons(cls, folder: Path) -> SectorRules:
        """Read and check ``sectors.csv`` and ``sector_words.yaml``.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        terms: dict[str, Term] = {}
        for row in read_csv(folder / "sectors.csv", COLUMNS, required=("term", "use", "source")):
            c = row.cells
            if c["use"] not in USES:
                raise row.fail(f"use {c['use']!r} is none of {', '.join(USES)}")
            if c["term"] in terms:
                raise row.fail(f"the term {c['term']!r} stands in an earlier row already")
            terms[c["term"]] = Term(c["name"] or c["term"], c["code"], c["emerging"], c["use"] == "listed")
        path = folder / "sector_words.yaml"
        modifiers = frozenset(w for r in read_yaml(path, ("words", "joins"), section="modifiers") for w in r.cells["words"])
        heads = {w: r.cells["code"] for r in read_yaml(path, ("words", "code"), section="heads") for w in r.cells["words"]}
        markers = tuple(w for r in read_yaml(path, ("words",), section="markers") for w in r.cells["words"])
        return cls(terms, modifiers, heads, markers)

    def to_rows(self) -> dict[str, Any]:
        """The rules as plain data."""
        return {
            "terms": {t: list(v) for t, v in self.terms.items()},
            "modifiers": sorted(self.modifiers),
            "heads": self.heads,
            "markers": list(self.markers),
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> SectorRules:
        """The rules from what :meth:`to_rows` gave; nothing is checked."""
        return cls({t: Term(*v) for t, v in rows["terms"].items()}, frozenset(rows["modifiers"]), dict(rows["heads"]), tuple(rows["markers"]))


def find_sectors(text: str, rules: SectorRules, *, taken: Sequence[tuple[int, int]] = ()) -> list[EntityRow]:
    """Sector mentions of a text, by position; none inside a ``taken`` span (organs, regions, documents)."""
    words = rules.words
    blocked = sorted(taken)
    at = 0
    found: list[EntityRow] = []
    run: list[tuple[int, int, str]] = []
    for number, start, end in rules.scanner.longest(text):
        while at < len(blocked) and blocked[at][1] <= start:
            at += 1
        if at < len(blocked) and blocked[at][0] < end:
            continue
        if run and run[-1][1] != start:
            _close(text, run, rules, found)
            run = []
        run.append((start, end, words[number]))
    if run:
        _close(text, run, rules, found)
    return found


def _close(text: str, run: list[tuple[int, int, str]], rules: SectorRules, found: list[EntityRow]) -> None:
    terms, heads = rules.terms, rules.heads
    i = 0
    while i < len(run):
        start, end, word = run[i]
        k = i + 1
        code = terms[word].code if word in terms else ""
        while k < len(run) and run[k][2] in heads:
            end = run[k][1]
            code = code if run[k][2] not in terms else terms[run[k][2]].code
            k += 1
        formed = k > i + 1
        i = k
        if word not in terms and not formed:
            continue
        if not formed and terms[word].listed and not (text[end : end + 1] == "、" or text[start - 1 : start] == "、" or text.startswith(rules.markers, end)):
            continue
        name = text[start:end] if formed else terms[word].name
        found.append(EntityRow(start, end, "SECTOR", code or f"term:{name}", name, LEVELS[len(code)] if code else "term", ()))
