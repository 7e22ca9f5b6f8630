"""One document, its gold labels against what was found: counts of right and wrong, and the mistakes one by one.

Counts are kept apart by document, so that intervals can be had by drawing documents anew (figures.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.analysis import Analysis
from analyzer.cleaning import clean_text
from analyzer.evaluation.gold import LABELS, GoldDocument, GoldTarget
from analyzer.evaluation.matching import nearest, pair
from analyzer.records import Directive, Entity, Span, Target

SAME_CLAUSE, SAME_TARGET = 0.5, 0.3
"""Overlaps (intersection over union) from which two clauses, two target expressions, are taken to be the same."""
NONE = "none"
"""What stands in a confusion where nothing was found."""
_NUMBER = re.compile(r"\d[\d,.]*")
_EQUALLY = {"=", ">="}
"""「达到」 may be read as either."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place where the gold labels and what was found differ. Offsets into the document's text.

    Attributes:
        kind: ``directive missed``, ``directive spurious``, ``modality``, ``addressee``, ``role``, ``entity missed``,
            ``entity spurious``, ``entity name``, ``target missed``, ``target spurious``, ``target comparator``, ``target deadline``.
        text: the words at ``start``–``end``.
        gold, found: what stands in the gold file and what the analyzer says; "" where one has nothing there.
        cue, rule, confidence: what a found directive rests on.
    """

    kind: str
    document: str
    genre: str
    start: int
    end: int
    text: str
    gold: str = ""
    found: str = ""
    cue: str = ""
    rule: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Score:
    """Counts of a document, by name (``directive.tp``), pairs of (gold, found) and mistakes.

    Attributes:
        strangers: gold clauses that are no clauses of the analyzer: they cannot match in full.
        rules: how many directives each rule made, and how many of them are right.
    """

    document: str
    genre: str
    characters: int
    counts: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    modalities: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[tuple[str, bool]] = field(default_factory=Counter)
    strangers: list[Span] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def score(gold: GoldDocument, analysis: Analysis) -> Score:
    """Compare the layers that the gold document has with an analysis of its text."""
    return _Scorer(gold, analysis).score()


class _Scorer:
    def __init__(self, gold: GoldDocument, analysis: Analysis) -> None:
        self._gold, self._analysis = gold, analysis
        self._out = Score(gold.id, gold.genre, len(gold.text))

    def score(self) -> Score:
        if self._gold.clauses is not None:
            self._directives()
            self._roles()
        if self._gold.entities is not None:
            for label in LABELS:
                self._entities(label)
        if self._gold.targets is not None:
            self._targets(self._gold.targets)
        self._out.mistakes.sort(key=lambda m: (m.start, m.end))
        return self._out

    def _count(self, name: str, tp: int, gold: int, found: int) -> None:
        self._out.counts.update({f"{name}.tp": tp, f"{name}.fp": found - tp, f"{name}.fn": gold - tp})

    def _check(self, name: str, right: bool) -> None:
        self._out.counts.update({f"{name}.n": 1, f"{name}.ok": int(right)})

    def _mistake(self, kind: str, span: Span, gold: str = "", found: str = "", by: Directive | None = None) -> None:
        rests = (by.cue, by.rule, by.confidence) if by else ("", "", None)
        words = self._gold.text[span[0] : span[1]]
        self._out.mistakes.append(Mistake(kind, self._gold.id, self._gold.genre, *span, words, gold, found, *rests))

    def _directives(self) -> None:
        gold, found = self._gold.directives, self._analysis.directives
        pairs = pair(_spans(gold), _spans(found), SAME_CLAUSE)
        self._count("directive", len(pairs), len(gold), len(found))
        for i, k in pairs:
            want, got = gold[i], found[k]
            span = (want.start, want.end)
            right = want.modality == got.modality
            self._check("modality", right)
            self._out.modalities[str(want.modality), str(got.modality)] += 1
            if not right:
                self._mistake("modality", span, str(want.modality), str(got.modality), got)
            right = got.addressee in (want.addressee, _simplified(want.addressee))
            self._check("addressee", right)
            if want.addressee or got.addressee:
                self._check("addressee_where_any", right)
            if not right:
                self._mistake("addressee", span, want.addressee, got.addressee, got)
        matched, true = {i for i, _ in pairs}, {k for _, k in pairs}
        role_at = {(c.start, c.end): str(c.role) for c in self._gold.clauses or ()}
        for i, want in enumerate(gold):
            if i not in matched:
                self._mistake("directive missed", (want.start, want.end), str(want.modality))
        for k, got in enumerate(found):
            self._out.rules[got.rule, k in true] += 1
            if k not in true:
                self._mistake("directive spurious", (got.start, got.end), role_at.get((got.start, got.end), ""), str(got.modality), got)

    def _roles(self) -> None:
        gold, found = self._gold.clauses or (), self._analysis.clauses
        spans, theirs = _spans(gold), _spans(found)
        known = set(theirs)
        for clause, span, k in zip(gold, spans, nearest(spans, theirs, SAME_CLAUSE), strict=True):
            got = str(found[k].role) if k >= 0 else NONE
            want = str(clause.role)
            self._check("role", want == got)
            self._out.roles[want, got] += 1
            if want != got:
                self._mistake("role", span, want, got)
            if span not in known:
                self._out.strangers.append(span)

    def _entities(self, label: str) -> None:
        gold = {(e.start, e.end): e for e in self._gold.entities or () if e.label == label}
        found = [((e.start, e.end), e) for e in self._found_entities(label)]
        theirs = dict(found)
        both = gold.keys() & theirs.keys()
        # What is found twice counts twice.
        self._count(f"entity_{label}", len(both), len(gold), len(found))
        for span in sorted(gold.keys() | theirs.keys()):
            if span not in both:
                kind = "entity missed" if span in gold else "entity spurious"
                want, got = (f"{label} {each[span].name}".strip() if span in each else "" for each in (gold, theirs))
                self._mistake(kind, span, want, got)
            elif label != "SECTOR":
                right = theirs[span].name == gold[span].name
                self._check(f"name_{label}", right)
                if not right:
                    self._mistake("entity name", span, gold[span].name, theirs[span].name)

    def _found_entities(self, label: str) -> Iterator[Entity]:
        """What was found under a label; a region within an organ's name is not labelled, so it is not asked for either."""
        organs = [(e.start, e.end) for e in self._gold.entities or () if e.label == "MINISTRY"] if label == "REGION" else []
        for e in self._analysis.entities:
            if e.label == label and not any(start <= e.start and e.end <= end for start, end in organs):
                yield e

    def _targets(self, gold: Sequence[GoldTarget]) -> None:
        found, text = self._analysis.targets, self._gold.text
        pairs = pair(_spans(gold), _spans(found), SAME_TARGET)
        pairs = [(i, k) for i, k in pairs if first_number(gold[i].value) == first_number(text[found[k].start : found[k].end])]
        self._count("target", len(pairs), len(gold), len(found))
        for i, k in pairs:
            want, got = gold[i], found[k]
            for name, same, ours, theirs in (
                ("comparator", same_comparator(want.comparator, got.comparator), want.comparator, got.comparator),
                ("deadline", same_deadline(want.deadline, got.deadline), want.deadline, got.deadline),
            ):
                self._check(f"target_{name}", same)
                if not same:
                    self._mistake(f"target {name}", (want.start, want.end), ours, theirs)
        for i in sorted(set(range(len(gold))) - {i for i, _ in pairs}):
            self._mistake("target missed", (gold[i].start, gold[i].end), f"{gold[i].comparator} {gold[i].value}")
        for k in sorted(set(range(len(found))) - {k for _, k in pairs}):
            self._mistake("target spurious", (found[k].start, found[k].end), found=_told(found[k]))


def _told(target: Target) -> str:
    return f"{target.comparator} {target.value}"


def _spans(items: Sequence[object]) -> list[Span]:
    return [(item.start, item.end) for item in items]  # type: ignore[attr-defined]


def _simplified(words: str) -> str:
    """Gold labels are verbatim; what is found is told in mended, Simplified text."""
    return clean_text(words).text if words else ""


def first_number(words: str) -> str:
    """The first number in an expression without its commas; the expression itself where it holds none.

    >>> first_number("1,000亿元以上"), first_number("三分之一")
    ('1000', '三分之一')
    """
    match = _NUMBER.search(words)
    return match[0].replace(",", "").rstrip(".") if match else words


def same_comparator(gold: str, found: str) -> bool:
    """Whether two comparators say the same; 「达到40%」 may be read as ``=`` or ``>=``."""
    return gold == found or {gold, found} == _EQUALLY


def same_deadline(gold: str, found: str) -> bool:
    """Whether a deadline is right to the precision that the gold has; where the gold has none, none may be found."""
    return found.startswith(gold) if gold else not found
