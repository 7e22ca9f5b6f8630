"""What charts count: frames of directives, targets and articles, read from tables or made from analyses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError
from analyzer.report.folder import english, typed
from analyzer.tables import ARTICLES, DIRECTIVES, JOIN, TARGETS, Table, article_table, directive_table, target_table

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.analysis import Analysis

    Source = pd.DataFrame | Iterable[Analysis]

_MAKERS: Mapping[str, Callable[..., Any]] = {"directives": directive_table, "articles": article_table, "targets": target_table}
MONTHS = 48
"""Time is told by months up to so many, else by years."""


class MissingColumnError(InputError):
    """A table lacks a column that a chart counts."""


def frame_of(source: Source, table: Table, needed: Sequence[str]) -> pd.DataFrame:
    """A table with English headers and "" for empty cells, whether given (in either language) or made from analyses.

    Raises:
        MissingColumnError: the frame lacks a column that the chart needs.
    """
    import pandas as pd

    frame = english(source, table) if isinstance(source, pd.DataFrame) else _MAKERS[table.name](source)
    if missing := [name for name in needed if name not in frame.columns]:
        raise MissingColumnError(f"the frame has no column {missing[0]!r}: give the {table.name} table, or analyses")
    return typed(frame, table).reset_index(drop=True)


def directives_of(source: Source, *needed: str) -> pd.DataFrame:
    """The directives that count: those that repeat none before them."""
    frame = frame_of(source, DIRECTIVES, needed)
    return frame[frame["repeat_of"] == ""] if "repeat_of" in frame.columns else frame


def targets_of(source: Source, *needed: str) -> pd.DataFrame:
    """The targets."""
    return frame_of(source, TARGETS, needed)


def articles_of(source: Source, *needed: str) -> pd.DataFrame:
    """The articles."""
    return frame_of(source, ARTICLES, needed)


def names(cell: str) -> list[str]:
    """The names in a list cell, each once.

    >>> names("汽车；集成电路；汽车"), names("")
    (['汽车', '集成电路'], [])
    """
    return list(dict.fromkeys(name for name in cell.split(JOIN) if name))


def organs(frame: pd.DataFrame) -> list[list[str]]:
    """The organs of each directive: those linked to it, else the issuers of its article."""
    issuers = frame["issuers"] if "issuers" in frame.columns else [""] * len(frame)
    return [names(own) or names(by) for own, by in zip(frame["ministries"], issuers, strict=True)]


def top(values: Iterable[str], number: int) -> list[str]:
    """The most frequent values, by falling frequency, then by name.

    >>> top(["乙", "甲", "乙", ""], 5)
    ['乙', '甲']
    """
    counts = Counter(value for value in values if value)
    return sorted(counts, key=lambda value: (-counts[value], value))[:number]


def cross(rows: Iterable[tuple[Sequence[str], Sequence[str]]], ys: Sequence[str], xs: Sequence[str]) -> list[list[int]]:
    """How many rows have each (y, x): one list of counts for each y.

    >>> cross([(["甲"], ["a", "b"]), (["甲", "乙"], ["b"])], ["甲", "乙"], ["a", "b"])
    [[1, 2], [0, 1]]
    """
    counts: Counter[tuple[str, str]] = Counter()
    for own_ys, own_xs in rows:
        counts.update((y, x) for y in own_ys for x in own_xs)
    return [[counts[y, x] for x in xs] for y in ys]


def period_length(dates: Iterable[str], period: str) -> int:
    """How many characters of an ISO date tell the period: 4 for years, 7 for months.

    ``auto`` takes months where nearly all dates have one and they lie within four years.

    Raises:
        InputError: ``period`` is none of auto, year, month.

    >>> period_length(["2024-01-02", "2024-05"], "auto"), period_length(["2020", "2024-05"], "auto")
    (7, 4)
    """
    lengths = {"year": 4, "month": 7}
    if period != "auto":
        if period not in lengths:
            raise InputError(f"period {period!r} is not known; choose auto, year or month")
        return lengths[period]
    known = [date for date in dates if date]
    months = [_month(date) for date in known if len(date) >= 7]
    if not months or len(months) < 0.9 * len(known) or max(months) - min(months) >= MONTHS:
        return 4
    return 7


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def periods(dates: Iterable[str], length: int) -> list[str]:
    """All periods from the first to the last, also those without a date.

    >>> periods(["2023-11-30", "2024-02"], 7), periods(["2020", "2022-01"], 4)
    (['2023-11', '2023-12', '2024-01', '2024-02'], ['2020', '2021', '2022'])
    """
    known = [date for date in dates if len(date) >= length]
    if not known:
        return []
    if length == 4:
        years = [int(date[:4]) for date in known]
        return [f"{year:04d}" for year in range(min(years), max(years) + 1)]
    months = [_month(date) for date in known]
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(min(months), max(months) + 1)]
