"""Finds industries, product classes and technology fields and links them to GB/T 4754-2017.

What counts as a sector, the boundaries and the limits: docs/sectors.md. One pass over the characters finds the words
of the lexicon; :mod:`analyzer.lexicon.sector_words` builds candidates from them; :mod:`analyzer.lexicon.sector_filter`
decides by the words around each whether it is meant as a sector.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.sector_filter import SectorFilter
from analyzer.lexicon.sector_words import (
    BLOCKER,
    HEAD,
    MODIFIER,
    TERM,
    Group,
    Head,
    Hit,
    Option,
    Term,
    Words,
    add_items,
    form,
)
from analyzer.lexicon.tables import RAISED, Faults, Row, read_csv, read_yaml
from analyzer.records import EntityRow, Label
from analyzer.resources import models_dir

COLUMNS = ("term", "name", "code", "emerging", "use", "source", "example", "counter")
KEYS = ("words", "after", "code", "prefer", "within", "before", "unless", "example", "counter")
SECTIONS = ("modifiers", "heads", "markers", "adjectives", "vetoes", "blockers")
USES = ("free", "listed")
_CODE = re.compile("[A-T]([0-9]{2,4})?")
_EMERGING = re.compile("[1-9][.][1-9]")
LEVELS = {0: "term", 1: "section", 3: "division", 4: "group", 5: "class"}


class SectorRules:
    """The sector lexicon and the words around sectors, ready to scan with."""

    __slots__ = ("filter", "scanner", "vocabulary", "words")

    def __init__(self, words: Words, weights: SectorFilter | None = None, rare: Collection[str] = ()) -> None:
        """Use :meth:`from_lexicons` or :meth:`from_rows`; without a filter every candidate counts."""
        self.words = words
        self.filter = weights
        self.scanner = Scanner([w for w in words.kinds if w not in rare], [w for w in words.kinds if w in rare])
        self.vocabulary = self.scanner.terms

    @classmethod
    def from_lexicons(cls, folder: Path, *, model: Path | None = None, faults: Faults = RAISED) -> SectorRules:
        """Read and check ``sectors.csv`` and ``sector_words.yaml``, and the context filter.

        Args:
            folder: the lexicons.
            model: the folder of the context filter; by default ``models/sectors`` as shipped.
            faults: where faults of the lexicons go.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
            ResourceError: the context filter cannot be read.
        """
        return cls(read_words(folder, faults=faults), SectorFilter.read(model or models_dir() / "sectors"))

    def emerging(self, name: str) -> str:
        """The group of the strategic emerging industries (2018) that a name belongs to, such as ``5.1``; "" for none.

        >>> from analyzer.resources import lexicons_dir
        >>> SectorRules.from_lexicons(lexicons_dir()).emerging("新能源汽车")
        '5.1'
        """
        term = self.words.terms.get(name)
        return term.emerging if term else ""

    def to_rows(self) -> dict[str, Any]:
        """The rules as plain data."""
        w = self.words
        return {
            "terms": {t: list(v) for t, v in w.terms.items()},
            "heads": {t: list(v) for t, v in w.heads.items()},
            "kinds": w.kinds,
            "markers": list(w.markers),
            "adjectives": list(w.adjectives),
            "sure": sorted(w.sure),
            "veto": w.veto.pattern,
            "veto_before": w.veto_before.pattern,
            "filter": self.filter.to_rows() if self.filter else None,
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any], *, rare: Collection[str] = ()) -> SectorRules:
        """The rules from what :meth:`to_rows` gave; nothing is checked. ``rare`` as in :class:`Scanner`."""
        words = Words(
            {t: Term(*v) for t, v in rows["terms"].items()},
            {t: Head(*v) for t, v in rows["heads"].items()},
            dict(rows["kinds"]),
            tuple(rows["markers"]),
            tuple(rows["adjectives"]),
            frozenset(rows["sure"]),
            rows["veto"],
            rows["veto_before"],
        )
        return cls(words, SectorFilter.from_rows(rows["filter"]) if rows["filter"] else None, rare)


def read_terms(folder: Path, *, faults: Faults = RAISED) -> dict[str, Term]:
    """The terms of ``sectors.csv``.

    Raises:
        LexiconError: a row is wrong; the message names file and line.
    """
    terms: dict[str, Term] = {}
    for row in read_csv(folder / "sectors.csv", COLUMNS, required=("term", "use", "source"), faults=faults):
        c = row.cells
        if not faults.of(row, _term_faults(c, terms)):
            terms[c["term"]] = Term(c["name"] or c["term"], c["code"], c["emerging"], c["use"] == "listed")
    return terms


def _term_faults(c: Mapping[str, str], terms: Mapping[str, Term]) -> Iterator[str]:
    if c["use"] not in USES:
        yield f"use {c['use']!r} is none of {', '.join(USES)}"
    if c["code"] and not _CODE.fullmatch(c["code"]):
        yield f"code {c['code']!r} is no GB/T 4754 code: a section letter, then none, two, three or four digits"
    if c["emerging"] and not _EMERGING.fullmatch(c["emerging"]):
        yield f"emerging {c['emerging']!r} is no group of the strategic emerging industries: 1.1 to 9.9"
    if c["term"] in terms:
        yield f"the term {c['term']!r} stands in an earlier row already"
    if bool(c["example"]) != bool(c["counter"]):
        yield "example and counter go together: fill both or none"


def _entries(path: Path, section: str, *required: str, faults: Faults) -> list[Row]:
    """The entries of one section of ``sector_words.yaml``, their shape checked."""
    entries = read_yaml(path, KEYS, required=("words", "example", "counter", *required), section=section, faults=faults)
    return [row for row in entries if not faults.of(row, _entry_faults(row.cells, required))]


def _entry_faults(cells: Mapping[str, Any], required: Sequence[str]) -> Iterator[str]:
    words = cells["words"]
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        yield f"words must be a list of texts, not {words!r}; put quotes around numbers"
    if "within" in required and not isinstance(cells["within"], int):
        yield f"within must be a number of characters, not {cells['within']!r}"


def read_words(folder: Path, *, faults: Faults = RAISED) -> Words:
    """The words of ``sectors.csv`` and ``sector_words.yaml``, checked.

    Raises:
        LexiconError: a row is wrong; the message names file and line.
    """
    terms = read_terms(folder, faults=faults)
    path = folder / "sector_words.yaml"
    kinds = dict.fromkeys(terms, TERM)
    lists: dict[str, list[str]] = {}
    sure: set[str] = {"业"}
    for section, kind in (("modifiers", MODIFIER), ("blockers", BLOCKER), ("markers", 0), ("adjectives", 0)):
        entries = _entries(path, section, faults=faults)
        lists[section] = [word for row in entries for word in row.cells["words"]]
        sure.update(word for row in entries if row.cells.get("prefer") for word in row.cells["words"])
        for row in entries if kind else ():
            for word in row.cells["words"]:
                if kind == BLOCKER and word in terms:
                    faults.add(row.fail(f"{word!r} is a term of sectors.csv too; a blocker hides it, so take it out of one of the two"))
                kinds[word] = kinds.get(word, 0) | kind
    heads: dict[str, Head] = {}
    for row in _entries(path, "heads", "after", "code", faults=faults):
        for word in row.cells["words"]:
            heads[word] = Head(row.cells["code"], "modifier" in row.cells["after"], "sector" in row.cells["after"])
            kinds[word] = kinds.get(word, 0) | HEAD
            if heads[word].after_sector:
                sure.add(word)
    vetoes = {False: "", True: ""}
    for row in _entries(path, "vetoes", "within", faults=faults):
        forms, gap = "|".join(map(re.escape, row.cells["words"])), f"[^，。；：、！？\\n（）《》]{{0,{row.cells['within']}}}?"
        before, unless = bool(row.cells.get("before")), "|".join(map(re.escape, row.cells.get("unless", ())))
        forms = f"(?:{forms})(?!{unless})" if unless else forms
        vetoes[before] += ("|" if vetoes[before] else "") + (f"(?:{forms}){gap}$" if before else f"{gap}(?:{forms})")
    return Words(terms, heads, kinds, tuple(lists["markers"]), tuple(lists["adjectives"]), frozenset(sure), vetoes[False], vetoes[True])


def candidates(text: str, rules: SectorRules, taken: Sequence[tuple[int, int]] = (), *, rare: bool = True) -> list[Group]:
    """Everything in a text that may be a sector, by position, outside the ``taken`` spans; ``rare`` as in :class:`Scanner`."""
    vocabulary, words, kinds = rules.vocabulary, rules.words, rules.words.kinds
    blocked = sorted(taken)
    at, n = 0, len(blocked)
    out: list[Group] = []
    run: list[Hit] = []
    for start, end, number in rules.scanner.longest(text, rare=rare):
        while at < n and blocked[at][1] <= start:
            at += 1
        if at < n and blocked[at][0] < end:
            continue
        if run and run[-1][1] != start:
            # Most words stand alone, and most of those are no terms.
            if len(run) > 1 or kinds[run[0][2]] & TERM:
                out += form(text, run, words)
            run = []
        run.append((start, end, vocabulary[number]))
    if run:
        out += form(text, run, words)
    return add_items(text, out, words)


def find_sectors(
    text: str, rules: SectorRules, *, taken: Sequence[tuple[int, int]] = (), sure: Sequence[tuple[int, int]] = (), rare: bool = True
) -> list[EntityRow]:
    """Sector mentions of a clean text, by position; no two overlap, none touches a ``taken`` span.

    Args:
        text: clean text.
        rules: the lexicon, the words around it and the context filter.
        taken: spans that are something else already: organs, regions.
        sure: spans of terms of the lexicon that count whatever the filter says, unless a longer sector or a blocker
            holds them.
        rare: False where the text is known to hold none of the rules' rare terms.

    Returns:
        Rows with label SECTOR. The id is the GB/T 4754-2017 code (``C36``) or ``term:`` and the name where no code fits;
        the name is the mention, synonyms made one (电商 is 电子商务); the level is section, division, group, class or term.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = SectorRules.from_lexicons(lexicons_dir())
    >>> [(row.id, row.name) for row in find_sectors("推动煤炭、钢铁、有色金属等行业转型，发展智能传感器产业。", rules)]
    [('B06', '煤炭'), ('C31', '钢铁'), ('C32', '有色金属'), ('C3983', '智能传感器')]
    """
    groups = candidates(text, rules, taken, rare=rare)
    kept = rules.filter.keep(text, groups, rules.words) if rules.filter is not None else [group[0] for group in groups]
    terms = rules.words.terms
    if sure:
        kept = _with_sure(text, kept, rules, [span for span in sure if not _touches(span, taken)])
    rows: list[EntityRow] = []
    label = Label.SECTOR
    for start, end, term, code, kind, _ in kept:
        name = text[start:end] if kind == "formed" or term not in terms else terms[term].name
        rows.append(EntityRow(start, end, label, code or f"term:{name}", name, LEVELS[len(code)], ()))
    return rows


def _with_sure(text: str, kept: list[Option], rules: SectorRules, sure: Sequence[tuple[int, int]]) -> list[Option]:
    """The options that the filter kept, and the sure spans that none of them holds: they take the place of what they overlap."""
    kinds, terms = rules.words.kinds, rules.words.terms
    blockers = [(s, e) for s, e, n in rules.scanner.longest(text) if kinds[rules.vocabulary[n]] & BLOCKER]
    longer = [*blockers, *((o.start, o.end) for o in kept)]
    added = [
        Option(start, end, word := text[start:end], terms[word].code, "free", "")
        for start, end in sure
        if not any(s <= start and end <= e and e - s > end - start for s, e in longer)
    ]
    spans = [(o.start, o.end) for o in added]
    return sorted([*(o for o in kept if not _touches((o.start, o.end), spans)), *added])


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
