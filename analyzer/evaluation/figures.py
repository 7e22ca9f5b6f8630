"""Figures from counts: precision, recall, F1 and accuracy, with bootstrap intervals by document.

Clauses of one document are alike, so intervals come from drawing whole documents anew; what a few documents cannot tell
shows in their width.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.evaluation.scoring import Score

LEVEL = 0.95
Doubles = npt.NDArray[np.float64]

FOUND = ("directive", "entity_MINISTRY", "entity_REGION", "entity_SECTOR", "target")
"""What is found or not: precision, recall and F1."""
CHECKED = (
    "modality", "addressee", "addressee_where_any", "role", "name_MINISTRY", "name_REGION", "target_comparator", "target_deadline",
)  # fmt: skip
"""What is right or wrong where something was found (roles: of every gold clause): accuracy."""
MEASURES = (
    "directive", "modality", "addressee", "addressee_where_any", "role", "entity_MINISTRY", "name_MINISTRY", "entity_REGION", "name_REGION",
    "entity_SECTOR", "target", "target_comparator", "target_deadline",
)  # fmt: skip
"""All of them, in the order of reports."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1.

    Attributes:
        value: None where there was nothing to measure.
        interval: None where fewer than two documents bear on it.
    """

    value: float | None
    interval: Interval | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data, rounded to four places."""
        bounds = [_rounded(self.interval.low), _rounded(self.interval.high)] if self.interval else None
        return {"value": _rounded(self.value), "interval": bounds}

    def short(self) -> str:
        """The value alone: ``.883``."""
        return "–" if self.value is None else _short(self.value)

    def __str__(self) -> str:
        """As reports have it: ``.883 [.862, .901]``."""
        return self.short() + (f" [{_short(self.interval.low)}, {_short(self.interval.high)}]" if self.interval else "")


@dataclass(frozen=True, slots=True)
class Found:
    """How well something is found: precision, recall, F1 and what they rest on."""

    precision: Figure
    recall: Figure
    f1: Figure
    tp: int
    fp: int
    fn: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        parts = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: figure.to_dict() for name, figure in parts.items()} | {"tp": self.tp, "fp": self.fp, "fn": self.fn}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How much is right of what was looked at."""

    accuracy: Figure
    right: int
    of: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"accuracy": self.accuracy.to_dict(), "right": self.right, "of": self.of}


Measure = Found | Accuracy


class Draws:
    """Documents drawn anew, with replacement, many times.

    Args:
        documents: how many there are.
        resamples: how many draws; 0 for no intervals.
        seed: of the generator: the same figures every time.
    """

    def __init__(self, documents: int, resamples: int, seed: int) -> None:
        """Draw."""
        generator = np.random.default_rng(seed)
        self.documents = documents
        enough = documents > 1 and resamples > 0
        self.times: npt.NDArray[np.int64] = (
            generator.multinomial(documents, np.full(documents, 1 / documents), size=resamples) if enough else np.zeros((0, documents), dtype=np.int64)
        )
        """(resamples, documents): how often each document was drawn."""

    def interval(self, values: Doubles) -> Interval | None:
        """The bounds that leave 2.5 % of the draws on either side; draws with nothing to measure (nan) do not count."""
        values = values[~np.isnan(values)]
        if not len(values):
            return None
        low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return Interval(float(low), float(high))


def measures(scores: Sequence[Score], *, resamples: int, seed: int) -> dict[str, Measure]:
    """All figures of some documents; those with nothing behind them in any of the documents are left out."""
    names = [f"{name}.{part}" for name in FOUND for part in ("tp", "fp", "fn")] + [f"{name}.{part}" for name in CHECKED for part in ("ok", "n")]
    counts = np.array([[score.counts[name] for name in names] for score in scores], dtype=np.int64).reshape(len(scores), len(names))
    have = {name for score in scores for name in score.counts}
    draws = Draws(len(scores), resamples, seed)
    total = dict(zip(names, counts.sum(axis=0).tolist(), strict=True))
    drawn = dict(zip(names, (draws.times @ counts).T.astype(np.float64), strict=True))
    bearing = dict(zip(names, (counts > 0).sum(axis=0).tolist(), strict=True))
    out: dict[str, Measure] = {}
    for name in MEASURES:
        if name in FOUND and f"{name}.tp" in have:
            out[name] = _found(name, total, drawn, draws)
        elif name in CHECKED and f"{name}.n" in have:
            shares = _shares(drawn[f"{name}.ok"], drawn[f"{name}.n"])
            interval = draws.interval(shares) if bearing[f"{name}.n"] > 1 else None
            ok, of = total[f"{name}.ok"], total[f"{name}.n"]
            out[name] = Accuracy(Figure(ok / of if of else None, interval), ok, of)
    return out


def headline(measures: Mapping[str, Measure]) -> dict[str, float]:
    """One number a measure, rounded to four places: F1 of what is found, accuracy of the rest; measures without any are left out."""
    chosen = {name: m.f1 if isinstance(m, Found) else m.accuracy for name, m in measures.items()}
    return {name: round(figure.value, 4) for name, figure in chosen.items() if figure.value is not None}


def _found(name: str, total: dict[str, int], drawn: dict[str, Doubles], draws: Draws) -> Found:
    tp, fp, fn = (total[f"{name}.{part}"] for part in ("tp", "fp", "fn"))
    drawn_tp, drawn_fp, drawn_fn = (drawn[f"{name}.{part}"] for part in ("tp", "fp", "fn"))
    p, r = tp / (tp + fp) if tp + fp else None, tp / (tp + fn) if tp + fn else None
    return Found(
        Figure(p, draws.interval(_shares(drawn_tp, drawn_tp + drawn_fp))),
        Figure(r, draws.interval(_shares(drawn_tp, drawn_tp + drawn_fn))),
        Figure(_f1(p, r), draws.interval(_shares(2 * drawn_tp, 2 * drawn_tp + drawn_fp + drawn_fn))),
        tp, fp, fn,
    )  # fmt: skip


def _f1(p: float | None, r: float | None) -> float | None:
    """The harmonic mean; 0 where nothing is right, None where there was nothing to find and nothing was found."""
    if p is None and r is None:
        return None
    return 2 * p * r / (p + r) if p and r else 0.0


def _shares(part: Doubles, whole: Doubles) -> Doubles:
    out: Doubles = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return out


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
