"""Cross-tabs of directives: any two of organ, region, sector, theme, modality, instrument, timing and month, counted or weighted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from analyzer.errors import InputError
from analyzer.lexicon.rollups import RegionLevel, Rollups, SectorLevel, shipped
from analyzer.records import Modality
from analyzer.tables import ARTICLES, DATE_COLUMNS, DIRECTIVES, JOIN, NONE, article_table, directive_table

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.analysis import Analysis

Dimension = Literal["ministry", "region", "region_group", "sector", "theme", "modality", "instrument", "timing", "month"]
Weight = Literal["count", "strength", "per_article", "per_1000_characters"]

_COLUMNS = {
    "ministry": "ministries", "region": "regions", "region_group": "regions", "sector": "sectors", "theme": "themes",
    "modality": "modality", "instrument": "instrument", "timing": "timing",
}  # fmt: skip
_DAY_IN_PERIOD = re.compile("R/.*/")


def crosstab(
    data: Iterable[Analysis] | pd.DataFrame,
    rows: Dimension,
    columns: Dimension,
    *,
    weight: Weight = "count",
    fold_ministries: bool = False,
    expand_groups: bool = False,
    level: SectorLevel | None = None,
    region_level: RegionLevel | None = None,
    articles: pd.DataFrame | None = None,
    lexicons: str | Path | None = None,
) -> pd.DataFrame:
    """How many directives have each value of ``rows`` with each value of ``columns``.

    A directive with several values counts once for each of them; one without any is in ``(none)``; repeats do not count.
    It belongs to the organs linked to it, else to the issuers of its article. Rows and columns stand by falling total,
    months in their order, ``(none)`` last.

    Args:
        data: analyses, or a directive table with English headers.
        rows, columns: ``ministry region region_group sector theme modality instrument timing month``; ``region`` holds places
            and groups as they are named, ``region_group`` only the groups; ``timing`` how often or in what time, whatever the
            day (``R/---10/P1M`` is under ``R/P1M``).
        weight: ``count``; ``strength``, the sum of the strengths; ``per_article``, directives an article;
            ``per_1000_characters``, directives a thousand characters of mended text. Articles and characters are those
            of the same month where a dimension is the month, else all of them, also those without directives.
        fold_ministries: count an organ of the past under what it became (环境保护部 under 生态环境部).
        expand_groups: count a region group under its members (京津冀 under 北京市, 天津市, 河北省).
        level: count sectors under their industry of GB/T 4754-2017: ``section division group class``.
        region_level: count places under their ``province`` or ``prefecture``.
        articles: the article table, for the last two weights where ``data`` is a table.
        lexicons: the folder with lexicons of your own that the directives were found with: its successors, members and
            codes count first.

    Raises:
        InputError: a dimension, weight or level is not known, both dimensions are one, columns are missing, or the
            article table is.
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> from analyzer import analyze
    >>> analysis = analyze("工信部要加快发展新能源汽车和集成电路。环境保护部要加强新能源汽车回收监管。")
    >>> crosstab([analysis], "ministry", "sector", level="division", fold_ministries=True).loc["生态环境部", "C36 汽车制造业"].item()
    1
    """
    import pandas as pd

    _check(rows, columns, weight, level, region_level)
    if not isinstance(data, pd.DataFrame):
        analyses = list(data)
        data, articles = directive_table(analyses), article_table(analyses)
    counted = _counted(data, (rows, columns))
    options = {"fold": fold_ministries, "expand": expand_groups}
    rollups = Rollups(lexicons) if lexicons else shipped()

    def values(dimension: str) -> pd.Series[str]:
        return _values(counted, dimension, level=level, region_level=region_level, rollups=rollups, **options)

    cells = pd.DataFrame({rows: values(rows), columns: values(columns), "weight": counted["strength"] if weight == "strength" else 1})
    # A directive may come under one value twice (two ministries folded into one): it counts once.
    long = cells.explode(rows).explode(columns).reset_index().drop_duplicates(["index", rows, columns])
    table = long.pivot_table(index=rows, columns=columns, values="weight", aggfunc="sum", fill_value=0, observed=True)
    table = table.loc[_order(long, rows), _order(long, columns)]
    if weight in ("count", "strength"):
        return table.astype("int64")
    if articles is None:
        raise InputError(f"weight {weight!r} needs the article table: give articles=article_table(analyses)")
    return _weighted(table, articles, rows, columns, weight)


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the first and last day of each date as ``datetime64``: ``2025-05`` may be any day of May.

    ``date`` gives ``date_first`` and ``date_last``, ``deadline`` likewise; the texts stay, ``NaT`` stands for none.

    >>> import pandas as pd
    >>> found = with_dates(pd.DataFrame({"deadline": ["2025-05", "2025", "2024-02-01", ""]}))
    >>> found["deadline_last"].dt.strftime("%Y-%m-%d").tolist()
    ['2025-05-31', '2025-12-31', '2024-02-01', nan]
    """
    import pandas as pd

    out = frame.copy()
    for column in (c for c in frame.columns if c in DATE_COLUMNS):
        stated = frame[column].astype("str")
        first = pd.to_datetime((stated + "-01-01").str[:10].where(stated != ""), format="%Y-%m-%d")
        month, year = first + pd.offsets.MonthEnd(0), first + pd.offsets.YearEnd(0)
        out[f"{column}_first"] = first
        out[f"{column}_last"] = first.where(stated.str.len() == 10, month.where(stated.str.len() == 7, year))
    return out


def _check(rows: str, columns: str, weight: str, level: str | None, region_level: str | None) -> None:
    for name, value, known in (
        ("rows", rows, get_args(Dimension)), ("columns", columns, get_args(Dimension)), ("weight", weight, get_args(Weight)),
        ("level", level, (None, *get_args(SectorLevel))), ("region_level", region_level, (None, *get_args(RegionLevel))),
    ):  # fmt: skip
        if value not in known:
            raise InputError(f"{name} {value!r} is not known; choose of {', '.join(k for k in known if k)}")
    if rows == columns:
        raise InputError(f"rows and columns are both {rows!r}: choose two dimensions")


def _counted(data: pd.DataFrame, dimensions: Iterable[str]) -> pd.DataFrame:
    needed = {"repeat_of", "strength", "date", "issuers", *(_COLUMNS[d] for d in dimensions if d in _COLUMNS)}
    if missing := sorted(needed - set(data.columns)):
        raise InputError(f"the table has no column {missing[0]!r}: give a {DIRECTIVES.name} table with English headers")
    return data[data["repeat_of"].fillna("") == ""].reset_index(drop=True)


def _values(frame: pd.DataFrame, dimension: str, *, level: SectorLevel | None, region_level: RegionLevel | None, rollups: Rollups, fold: bool, expand: bool) -> pd.Series[str]:
    """For each directive the list of its values."""
    if dimension == "month":
        return frame["date"].fillna("").map(lambda date: [date[:7] if len(date) >= 7 else NONE])
    cells = frame[_COLUMNS[dimension]].astype("str").replace("nan", "").fillna("")
    if dimension == "ministry":
        cells = cells.where(cells != "", frame["issuers"].fillna(""))
    name = _namer(dimension, level, region_level, rollups, fold, expand)
    # Cells come again and again: each is looked up once.
    lists = {cell: list(dict.fromkeys(v for part in cell.split(JOIN) if part for v in name(part) if v)) or [NONE] for cell in cells.unique()}
    return cells.map(lists)


def _namer(dimension: str, level: SectorLevel | None, region_level: RegionLevel | None, rollups: Rollups, fold: bool, expand: bool) -> Callable[[str], Iterable[str]]:
    """What gives the values that a name counts under."""
    if dimension == "ministry" and fold:
        return rollups.successors
    if dimension == "sector" and level:
        return lambda name: (rollups.sector_at(name, level),)
    if dimension == "region_group":
        return lambda name: (name,) if rollups.is_group(name) else ()
    if dimension == "region":
        places: Callable[[str], Iterable[str]] = rollups.members if expand else lambda name: (name,)
        if region_level is None:
            return places
        return lambda name: (rollups.region_at(place, region_level) for place in places(name))
    if dimension == "timing":
        return lambda timing: (_DAY_IN_PERIOD.sub("R/", timing),)
    return lambda name: (name,)


def _order(long: pd.DataFrame, dimension: str) -> list[str]:
    totals = long.groupby(dimension, observed=True)["weight"].sum()
    if dimension == "month":
        return sorted(totals.index, key=lambda value: (value == NONE, value))
    if dimension == "modality":
        return [m.value for m in Modality if m.value in totals.index]
    return sorted(totals.index, key=lambda value: (value == NONE, -totals[value], value))


def _weighted(table: pd.DataFrame, articles: pd.DataFrame, rows: str, columns: str, weight: str) -> pd.DataFrame:
    if missing := sorted({"date", "characters"} - set(articles.columns)):
        raise InputError(f"the article table has no column {missing[0]!r}: give an {ARTICLES.name} table with English headers")
    size = articles["characters"] / 1000 if weight == "per_1000_characters" else articles["characters"] * 0 + 1
    if "month" not in (rows, columns):
        return table / size.sum()
    dates = articles["date"].fillna("").astype("str")
    months = size.groupby(dates.str[:7].where(dates.str.len() >= 7, NONE)).sum()
    return table.div(months.reindex(table.index), axis=0) if rows == "month" else table.div(months.reindex(table.columns), axis=1)
