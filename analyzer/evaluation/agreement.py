"""How far two people (or passes, or machines) agree who labelled the same texts: Cohen's kappa, F1, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.errors import InputError
from analyzer.evaluation.evaluate import NO_GENRE, RESAMPLES
from analyzer.evaluation.figures import Doubles, Draws, Figure, Measure, measures
from analyzer.evaluation.gold import LABELS, GoldClause, GoldDocument, GoldEntity, GoldTarget, read_gold
from analyzer.evaluation.matching import pair
from analyzer.evaluation.scoring import SAME_TARGET, Mistake, Score, first_number, same_comparator
from analyzer.records import Modality, Role, Span

if TYPE_CHECKING:
    import pandas as pd

Pairs = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement on labels beyond what chance gives.

    Attributes:
        kappa: 1 for full agreement, 0 for what chance would give; None where nothing, or one label only, was given by both.
        observed: the share of items with the same label.
        items: how many were labelled by both.
    """

    kappa: Figure
    observed: Figure
    items: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data, rounded to four places."""
        return {"kappa": self.kappa.to_dict(), "observed": self.observed.to_dict(), "items": self.items}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a comparison of two gold files found.

    Attributes:
        documents: how many stand in both.
        kappas: ``role``, over clauses that both have, and ``modality``, over those that both call directives; layers that were
            not labelled are missing.
        measures: agreement on what is there at all: F1 of directives, entities and targets (precision: how much of the
            second the first has, recall: how much of the first the second has), and shares for names, addressees, comparators, deadlines.
        genres, genre_kappas: the same by genre, as the first file names it; genre_documents: how many documents.
        roles, modalities: how often X of the first is Y in the second, by (X, Y).
        differences: the places; ``gold`` is what the first says, ``found`` what the second says.
        first_only, second_only: ids of documents that one file alone has.
        clauses_first_only, clauses_second_only: clauses, as (document id, span), that one alone has; they are in no figure.
    """

    documents: int
    kappas: Mapping[str, Kappa]
    measures: Mapping[str, Measure]
    genre_kappas: Mapping[str, Mapping[str, Kappa]]
    genres: Mapping[str, Mapping[str, Measure]]
    genre_documents: Mapping[str, int]
    roles: Pairs
    modalities: Pairs
    differences: tuple[Mistake, ...]
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]
    clauses_first_only: tuple[tuple[str, Span], ...]
    clauses_second_only: tuple[tuple[str, Span], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: all but the differences."""

        def told(kappas: Mapping[str, Kappa], found: Mapping[str, Measure]) -> dict[str, Any]:
            return {"kappa": {name: k.to_dict() for name, k in kappas.items()}, "measures": {name: m.to_dict() for name, m in found.items()}}

        return {
            "documents": self.documents,
            **told(self.kappas, self.measures),
            "genres": {g: {"documents": self.genre_documents[g], **told(self.genre_kappas[g], found)} for g, found in self.genres.items()},
            "documents_in_the_first_only": list(self.first_only),
            "documents_in_the_second_only": list(self.second_only),
            "clauses_in_the_first_only": [{"document": id, "start": start, "end": end} for id, (start, end) in self.clauses_first_only],
            "clauses_in_the_second_only": [{"document": id, "start": start, "end": end} for id, (start, end) in self.clauses_second_only],
        }

    def differences_frame(self) -> pd.DataFrame:
        """The differences as a frame: kind, document, genre, start, end, text, first, second."""
        import pandas as pd

        return pd.DataFrame([difference_row(m) for m in self.differences], columns=list(DIFFERENCE))


DIFFERENCE = ("kind", "document", "genre", "start", "end", "text", "first", "second")
"""Columns of a table of differences."""


def difference_row(m: Mistake) -> tuple[object, ...]:
    """A difference as a row under ``DIFFERENCE``."""
    return m.kind, m.document, m.genre, m.start, m.end, m.text, m.gold, m.found


def agree(first: str | Path | Sequence[GoldDocument], second: str | Path | Sequence[GoldDocument], *, resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """Compare the labels of two gold files, document by document (same id, same text), clause by clause (same place).

    Args:
        first, second: the files, or their documents.
        resamples, seed: of the draws behind the intervals; 0 resamples for none.

    Raises:
        InputError: they share no document, or a document's text is not the same in both.
        GoldError: a row is wrong.

    >>> from analyzer.evaluation import GoldClause, GoldDocument
    >>> from analyzer.records import Role
    >>> def labelled(*roles):
    ...     return [GoldDocument("a", "目标，成绩，意义", clauses=tuple(GoldClause(3 * n, 3 * n + 2, role) for n, role in enumerate(roles)))]
    >>> found = agree(labelled(Role.GOAL, Role.STATEMENT, Role.STATEMENT), labelled(Role.GOAL, Role.GOAL, Role.STATEMENT))
    >>> round(found.kappas["role"].kappa.value, 2), round(found.kappas["role"].observed.value, 2)
    (0.4, 0.67)
    """
    ours, theirs = ({d.id: d for d in (read_gold(side) if isinstance(side, str | Path) else side)} for side in (first, second))
    both = [id for id in ours if id in theirs]
    if not both:
        raise InputError(f"the two files share no document: ids are {', '.join([*ours][:3])} … and {', '.join([*theirs][:3])} …; the same text must have the same id")
    if other := [id for id in both if ours[id].text != theirs[id].text]:
        raise InputError(f"the text of {other[0]!r} is not the same in both files: labels can only be compared on the same text")
    compared = [_Pair(ours[id], theirs[id]) for id in both]
    scores = [each.score() for each in compared]
    genres: dict[str, list[Score]] = {}
    for score in sorted(scores, key=lambda s: s.genre):
        genres.setdefault(score.genre or NO_GENRE, []).append(score)
    if set(genres) == {NO_GENRE}:
        genres = {}
    return Agreement(
        len(both),
        kappas(scores, resamples=resamples, seed=seed),
        measures(scores, resamples=resamples, seed=seed),
        {genre: kappas(own, resamples=resamples, seed=seed) for genre, own in genres.items()},
        {genre: measures(own, resamples=resamples, seed=seed) for genre, own in genres.items()},
        {genre: len(own) for genre, own in genres.items()},
        dict(sorted(sum((s.roles for s in scores), Counter()).items())),
        dict(sorted(sum((s.modalities for s in scores), Counter()).items())),
        tuple(m for s in scores for m in s.mistakes),
        tuple(id for id in ours if id not in theirs),
        tuple(id for id in theirs if id not in ours),
        tuple((each.id, span) for each in compared for span in each.first_only),
        tuple((each.id, span) for each in compared for span in each.second_only),
    )


class _Pair:
    """Two readings of one text; a layer that either lacks is not compared."""

    def __init__(self, first: GoldDocument, second: GoldDocument) -> None:
        self.id, self._first, self._second = first.id, first, second
        self._out = Score(first.id, first.genre, len(first.text))
        self.first_only: list[Span] = []
        self.second_only: list[Span] = []

    def score(self) -> Score:
        first, second = self._first, self._second
        if first.clauses is not None and second.clauses is not None:
            self._clauses(first.clauses, second.clauses)
        if first.entities is not None and second.entities is not None:
            self._entities(first.entities, second.entities)
        if first.targets is not None and second.targets is not None:
            self._targets(first.targets, second.targets)
        self._out.mistakes.sort(key=lambda m: (m.start, m.end))
        return self._out

    def _differ(self, kind: str, span: Span, first: str = "", second: str = "") -> None:
        self._out.mistakes.append(Mistake(kind, self.id, self._out.genre, *span, self._first.text[span[0] : span[1]], first, second))

    def _check(self, name: str, span: Span, first: str, second: str, *, same: bool) -> None:
        self._out.counts.update({f"{name}.n": 1, f"{name}.ok": int(same)})
        if not same:
            self._differ(name.replace("_", " "), span, first, second)

    def _found(self, name: str, first: set[Span], second: set[Span]) -> None:
        both = first & second
        self._out.counts.update({f"{name}.tp": len(both), f"{name}.fp": len(second - both), f"{name}.fn": len(first - both)})

    def _clauses(self, first: Sequence[GoldClause], second: Sequence[GoldClause]) -> None:
        ours, theirs = ({(c.start, c.end): c for c in side} for side in (first, second))
        self.first_only = sorted(ours.keys() - theirs.keys())
        self.second_only = sorted(theirs.keys() - ours.keys())
        shared = [span for span in ours if span in theirs]
        self._found("directive", *({span for span in shared if side[span].role is Role.DIRECTIVE} for side in (ours, theirs)))
        for span in shared:
            one, other = ours[span], theirs[span]
            self._out.roles[str(one.role), str(other.role)] += 1
            if one.role is not other.role:
                self._differ("role", span, str(one.role), str(other.role))
            elif one.role is Role.DIRECTIVE:
                self._directive(span, one, other)

    def _directive(self, span: Span, one: GoldClause, other: GoldClause) -> None:
        self._out.modalities[str(one.modality), str(other.modality)] += 1
        if one.modality is not other.modality:
            self._differ("modality", span, str(one.modality), str(other.modality))
        same = one.addressee == other.addressee
        self._check("addressee", span, one.addressee, other.addressee, same=same)
        if one.addressee or other.addressee:
            self._out.counts.update({"addressee_where_any.n": 1, "addressee_where_any.ok": int(same)})

    def _entities(self, first: Sequence[GoldEntity], second: Sequence[GoldEntity]) -> None:
        for label in LABELS:
            ours, theirs = ({(e.start, e.end): e.name for e in side if e.label == label} for side in (first, second))
            self._found(f"entity_{label}", set(ours), set(theirs))
            for span in ours.keys() | theirs.keys():
                if span not in ours or span not in theirs:
                    self._differ("entity", span, label if span in ours else "", label if span in theirs else "")
                elif label != "SECTOR":
                    self._check(f"name_{label}", span, ours[span], theirs[span], same=ours[span] == theirs[span])

    def _targets(self, first: Sequence[GoldTarget], second: Sequence[GoldTarget]) -> None:
        pairs = pair([(t.start, t.end) for t in first], [(t.start, t.end) for t in second], SAME_TARGET)
        pairs = [(i, k) for i, k in pairs if first_number(first[i].value) == first_number(second[k].value)]
        self._out.counts.update({"target.tp": len(pairs), "target.fp": len(second) - len(pairs), "target.fn": len(first) - len(pairs)})
        for i, k in pairs:
            one, other = first[i], second[k]
            same = same_comparator(one.comparator, other.comparator)
            self._check("target_comparator", (one.start, one.end), one.comparator, other.comparator, same=same)
            self._check("target_deadline", (one.start, one.end), one.deadline, other.deadline, same=one.deadline == other.deadline)
        ours, theirs = {i for i, _ in pairs}, {k for _, k in pairs}
        for i, t in enumerate(first):
            if i not in ours:
                self._differ("target", (t.start, t.end), f"{t.comparator} {t.value}")
        for k, t in enumerate(second):
            if k not in theirs:
                self._differ("target", (t.start, t.end), "", f"{t.comparator} {t.value}")


def kappas(scores: Sequence[Score], *, resamples: int, seed: int) -> dict[str, Kappa]:
    """Kappa of roles and of modalities over some documents; left out where neither was labelled by both."""
    draws = Draws(len(scores), resamples, seed)
    out = {}
    for name, labels, pairs in (("role", [*map(str, Role)], [s.roles for s in scores]), ("modality", [*map(str, Modality)], [s.modalities for s in scores])):
        tables = np.array([[[each.get((one, other), 0) for other in labels] for one in labels] for each in pairs], dtype=np.int64)
        if tables.sum():
            out[name] = _kappa(tables, labels, draws)
    return out


def _kappa(tables: Any, labels: Sequence[str], draws: Draws) -> Kappa:
    """Kappa of the tables of several documents, (documents, labels, labels)."""
    whole = tables.sum(axis=0)
    several = (tables.sum(axis=(1, 2)) > 0).sum() > 1
    drawn = np.tensordot(draws.times, tables, axes=1).astype(np.float64)
    observed = draws.interval(_agreed(drawn)) if several else None
    kappa = draws.interval(_chance_corrected(drawn)) if several else None
    items = int(whole.sum())
    value = cohen(whole, labels)
    return Kappa(Figure(value, kappa if value is not None else None), Figure(float(whole.trace() / items), observed), items)


def cohen(table: Any, labels: Sequence[str]) -> float | None:
    """Cohen's kappa of a table of counts, by scikit-learn; None where both gave one label only, for then chance agrees, too.

    >>> cohen(np.array([[20, 5], [10, 15]]), ["yes", "no"])
    0.4
    """
    from sklearn.metrics import cohen_kappa_score

    one, other = np.nonzero(table)
    if len({*one.tolist(), *other.tolist()}) < 2:
        return None
    names = np.array(labels)
    return float(cohen_kappa_score(names[one], names[other], labels=list(labels), sample_weight=table[one, other]))


def _agreed(tables: Doubles) -> Doubles:
    items = tables.sum(axis=(1, 2))
    out: Doubles = np.divide(np.trace(tables, axis1=1, axis2=2), items, out=np.full(len(tables), np.nan), where=items > 0)
    return out


def _chance_corrected(tables: Doubles) -> Doubles:
    """Kappa of many tables at once: scikit-learn takes a second for a thousand of them, and there are two for each genre."""
    items = tables.sum(axis=(1, 2))
    by_chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    expected = np.divide(by_chance, items**2, out=np.ones(len(tables)), where=items > 0)
    out: Doubles = np.divide(_agreed(tables) - expected, 1 - expected, out=np.full(len(tables), np.nan), where=expected < 1)
    return out
