"""Terms that a corpus begins to use: more of the later documents hold them than the earlier ones lead one to expect."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from analyzer.errors import InputError
from analyzer.records import iso_date
from analyzer.topics.keyterms import Background, shipped_background, weigh

_PRIOR = 100.0
"""Documents that the background counts for: large enough that one or two documents make no trend."""


class EmergingTerm(NamedTuple):
    """A term and how its use grew.

    Attributes:
        before, after: documents that hold it, dated before the border and from it on.
        score: standard errors that the log odds of the later documents lie above those of the earlier ones.
        months: documents that hold it by month (YYYY-MM), in order of time.
    """

    term: str
    before: int
    after: int
    score: float
    months: tuple[tuple[str, int], ...]


def emerging_terms(dated: Iterable[tuple[str, str]], *, since: str = "", limit: int = 20, background: Background | None = None) -> tuple[EmergingTerm, ...]:
    """Terms that set the later documents of a corpus apart from the earlier ones, the clearest first.

    Compared are log odds with a prior from the background (Monroe, Colaresi and Quinn 2008, "Fightin' Words"), in
    documents that hold a term.

    Args:
        dated: pairs of a date (ISO, to the month at least) and a text.
        since: date (ISO) from which documents are the later ones; by default the last third of the months.
        limit: how many terms at most.
        background: counts that give the prior; by default those that ship.

    Raises:
        InputError: a date is none or lacks its month, or all documents lie on one side of the border.

    >>> texts = [("2023-01", "发展数字经济。")] * 30 + [("2024-01", "发展数字经济，培育低空经济。")] * 30
    >>> [(t.term, t.before, t.after) for t in emerging_terms(texts, since="2024-01", limit=1)]
    [('低空经济', 0, 30)]
    """
    counts = background or shipped_background()
    documents: Counter[str] = Counter()
    by_month: dict[str, Counter[str]] = {}
    for date, text in dated:
        month = iso_date(date)[:7]
        if len(month) < 7:
            raise InputError(f"date {date!r} has no month: emerging terms need YYYY-MM or YYYY-MM-DD")
        documents[month] += 1
        for term, _ in weigh(text, background=counts):
            by_month.setdefault(term, Counter())[month] += 1
    months = sorted(documents)
    border = iso_date(since)[:7] if since else (months[-max(1, len(months) // 3)] if months else "")
    totals = [sum(n for m, n in documents.items() if (m >= border) is later) for later in (False, True)]
    if not all(totals):
        raise InputError(f"{totals[0]} documents before {border or 'the border'} and {totals[1]} from it on: there must be some on both sides")
    found = []
    for term, used in by_month.items():
        before, after = (sum(n for m, n in used.items() if (m >= border) is later) for later in (False, True))
        prior = _PRIOR * (counts.frequency.get(term, 0) + 0.5) / (counts.total + 1)
        score = _above(after, totals[1], prior) - _above(before, totals[0], prior)
        spread = math.sqrt(1 / (after + prior) + 1 / (before + prior))
        if score > 0 and after > 1:
            found.append(EmergingTerm(term, before, after, round(score / spread, 3), tuple((m, used[m]) for m in months if used[m])))
    return tuple(sorted(found, key=lambda t: (-t.score, t.term))[:limit])


def _above(held: int, total: int, prior: float) -> float:
    return math.log((held + prior) / max(total + _PRIOR - held - prior, 0.5))
