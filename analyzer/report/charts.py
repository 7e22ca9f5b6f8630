"""The charts: each takes a table (or analyses) and gives a :class:`~analyzer.report.chart.Chart` with Chinese labels.

Directives that repeat others are not counted. A directive belongs to the organs linked to it, else to the issuers of
its article. Nothing is loaded from a network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analyzer.lexicon.rollups import Rollups
from analyzer.report import options
from analyzer.report.chart import Chart
from analyzer.report.figures import (
    articles_of,
    cross,
    directives_of,
    names,
    organs,
    period_length,
    periods,
    targets_of,
    top,
)
from analyzer.report.places import groups_of

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.report.figures import Source

MACRO_REGIONS = ("东部地区", "中部地区", "西部地区", "东北地区")
NOT_SAID, OTHERS = "（未写明）", "（其他）"
_ORGANS = {"column": "ministries", "fallback": "issuers", "list": True}


def ministries_by_sectors(source: Source, *, ministries: int = 30, sectors: int = 20) -> Chart:
    """Heat map: how many directives of each organ concern each sector.

    Args:
        source: the directive table, or analyses.
        ministries, sectors: how many of the most frequent to show.

    >>> from analyzer import analyze
    >>> chart = ministries_by_sectors([analyze("工业和信息化部要加快推进汽车产业发展。")])
    >>> chart.data.to_dict("list")
    {'ministry': ['工业和信息化部'], '汽车': [1]}
    """
    frame = directives_of(source, "ministries", "sectors")
    rows = list(zip(organs(frame), map(names, frame["sectors"]), strict=True))
    rows = [row for row in rows if row[0] and row[1]]
    xs = top((x for row in rows for x in row[1]), sectors)
    shown = set(xs)
    ys = top((y for row in rows if not shown.isdisjoint(row[1]) for y in row[0]), ministries)
    counts = cross(rows, ys, xs)
    note = f"{len(rows)} 条既有部门又有行业的指令；未写部门的计入发文机关。" + _cut("部门", rows, 0, ys) + _cut("行业", rows, 1, xs)
    return _chart(
        "ministries_by_sectors", "部门与行业", options.heat(ys, xs, counts), _frame("ministry", ys, dict(zip(xs, zip(*counts, strict=True), strict=True)) if ys else {}), note,
        options.row_height(len(ys), around=190),
        {"shape": "heat", "y": {**_ORGANS, "values": ys}, "x": {"column": "sectors", "list": True, "values": xs}},
    )  # fmt: skip


def strength_by_ministry(source: Source, *, ministries: int = 30) -> Chart:
    """Bars: the directives of each organ by strength, 1 (weakest) to 5.

    >>> from analyzer import analyze
    >>> strength_by_ministry([analyze("工信部要加快发展汽车产业。")]).data.values.tolist()
    [['工业和信息化部', 0, 0, 0, 1, 0]]
    """
    frame = directives_of(source, "ministries", "strength")
    rows = [(own, [str(s)]) for own, s in zip(organs(frame), frame["strength"], strict=True) if own]
    ys = top((y for row in rows for y in row[0]), ministries)
    xs = ["1", "2", "3", "4", "5"]
    counts = cross(((x, y) for y, x in rows), xs, ys)
    series = {f"力度{x}": own for x, own in zip(xs, counts, strict=True)}
    note = f"{len(rows)} 条有部门的指令；未写部门的计入发文机关。" + _cut("部门", rows, 0, ys)
    return _chart(
        "strength_by_ministry", "各部门指令的力度", options.stacked(ys, series, options.STRENGTH_COLOURS, across=False),
        _frame("ministry", ys, dict(zip(xs, counts, strict=True))), note, options.row_height(len(ys)),
        {"shape": "series", "y": {"column": "strength", "values": xs}, "x": {**_ORGANS, "values": ys}},
    )  # fmt: skip


def modality_over_time(source: Source, *, period: str = "auto") -> Chart:
    """Columns: the directives of each modality by the date of their article.

    Args:
        source: the directive table, or analyses.
        period: ``month``, ``year``, or ``auto``: months where the dates allow it and lie within four years.

    Raises:
        InputError: ``period`` is none of these.

    >>> from analyzer import Article, analyze
    >>> modality_over_time([analyze(Article("各地要加强监管，不得拖延。", date="2024-05-01"))]).data.values.tolist()
    [['2024-05', 1, 1, 0, 0, 0]]
    """
    frame = directives_of(source, "modality", "date")
    length = period_length(frame["date"], period)
    xs = periods(frame["date"], length)
    rows = [([str(m)], [date[:length]]) for m, date in zip(frame["modality"], frame["date"], strict=True) if len(date) >= length]
    ys = list(options.MODALITY)
    counts = cross(rows, ys, xs)
    note = f"{len(rows)} 条指令，按文章日期。" + _undated(len(frame) - len(rows), length)
    return _chart(
        "modality_over_time", "情态随时间的变化",
        options.stacked(xs, dict(zip(options.MODALITY.values(), counts, strict=True)), list(options.MODALITY_COLOURS.values()), across=True),
        _frame("period", xs, dict(zip(ys, counts, strict=True))), note, 380,
        {"shape": "series", "y": {"column": "modality", "values": ys}, "x": {"column": "date", "cut": length, "values": xs}},
    )  # fmt: skip


def regions_ranked(source: Source, *, regions: int = 30) -> Chart:
    """Bars: the regions with the most directives, as they are named in the texts.

    >>> from analyzer import analyze
    >>> regions_ranked([analyze("湖北省要加强监管。")]).data.values.tolist()
    [['湖北省', 1]]
    """
    frame = directives_of(source, "regions")
    rows = [own for cell in frame["regions"] if (own := names(cell))]
    ys = top((y for own in rows for y in own), regions)
    tally = Counter(y for own in rows for y in own)
    note = f"{len(rows)} 条写明地区的指令；省、市、县各按原文所称计。" + (f"共 {len(tally)} 个地区，列出前 {len(ys)} 个。" if len(tally) > len(ys) else "")
    counts = [tally[y] for y in ys]
    return _chart(
        "regions_ranked", "指令最多的地区", options.bars(ys, counts, "指令"), _frame("region", ys, {"directives": counts}), note,
        options.row_height(len(ys), around=60), {"shape": "series", "y": None, "x": {"column": "regions", "list": True, "values": ys}},
    )  # fmt: skip


def regions_by_group(source: Source, *, groups: Sequence[str] = MACRO_REGIONS, rollups: Rollups | None = None) -> Chart:
    """Bars: directives by group of regions; one that names places of two groups counts in both.

    Args:
        source: the directive table, or analyses.
        groups: official names of ``data/lexicons/region_groups.csv`` (「京津冀地区」, 「长江经济带」 …).
        rollups: what places lie in, where lexicons of your own name some; by default what ships.

    Raises:
        InputError: a group is not known.

    >>> from analyzer import analyze
    >>> regions_by_group([analyze("湖北省要加强监管。")]).data.values.tolist()
    [['东部地区', 0, 0, 0, 0, 0], ['中部地区', 1, 0, 0, 0, 0], ['西部地区', 0, 0, 0, 0, 0], ['东北地区', 0, 0, 0, 0, 0]]
    """
    frame = directives_of(source, "regions", "modality")
    cells = [names(cell) for cell in frame["regions"]]
    mapping = groups_of((place for own in cells for place in own), groups, rollups)
    rows = [([str(m)], list(dict.fromkeys(g for place in own for g in mapping[place]))) for m, own in zip(frame["modality"], cells, strict=True)]
    placed = [row for row in rows if row[1]]
    ys = list(options.MODALITY)
    xs = list(groups) if placed else []
    counts = cross(placed, ys, xs)
    outside = sum(1 for row, own in zip(rows, cells, strict=True) if own and not row[1])
    note = f"{len(placed)} 条指令的地区属于这些分组；跨组的各计一次。" + ("内蒙古同属西部和东北。" if tuple(groups) == MACRO_REGIONS else "") + (f"另有 {outside} 条的地区不在其中。" if outside else "")
    return _chart(
        "regions_by_group", "按区域分组", options.stacked(xs, dict(zip(options.MODALITY.values(), counts, strict=True)), list(options.MODALITY_COLOURS.values()), across=False),
        _frame("group", xs, dict(zip(ys, counts, strict=True))), note, options.row_height(len(xs)),
        {"shape": "series", "y": {"column": "modality", "values": ys}, "x": {"column": "regions", "list": True, "map": mapping, "values": xs}},
    )  # fmt: skip


def targets_on_timeline(source: Source, *, indicators: int = 30) -> Chart:
    """Points: the targets by the year of their deadline, one row an indicator.

    Args:
        source: the target table, or analyses.
        indicators: how many of the most frequent to show.

    >>> from analyzer import analyze
    >>> targets_on_timeline([analyze("到2025年要确保灌溉保证率达到85%以上。")]).data.values.tolist()
    [['灌溉保证率', '2025', '85%以上']]
    """
    frame = targets_of(source, "indicator", "value", "deadline")
    dated = frame[(frame["deadline"].str.len() >= 4) & (frame["indicator"] != "")]
    ys = top(dated["indicator"], indicators)
    shown = dated[dated["indicator"].isin(ys)]
    cells: dict[tuple[str, str], list[str]] = {}
    for row in shown.itertuples():
        cells.setdefault((str(row.indicator), str(row.deadline)[:4]), []).append(str(row.value))
    xs = periods(shown["deadline"], 4)
    ys.sort(key=lambda y: min(x for own, x in cells if own == y))
    note = f"{len(shown)} 个有期限的指标值。" + (f"另有 {len(frame) - len(dated)} 个没有期限或指标名。" if len(frame) > len(dated) else "")
    data = _frame("indicator", [y for y, _ in cells], {"year": [x for _, x in cells], "values": ["；".join(v) for v in cells.values()]})
    return _chart("targets_on_timeline", "目标时间表", options.points(ys, xs, cells), data, note, options.row_height(len(ys), around=60, each=26))


def themes_over_time(source: Source, *, period: str = "auto", themes: int = 8) -> Chart:
    """Lines: how many articles have each theme, by their date.

    Args:
        source: the article table, or analyses.
        period: as in :func:`modality_over_time`.
        themes: how many of the most frequent to show.

    >>> from analyzer import Article, analyze
    >>> text = "要加强农村水利建设，推进灌区改造，保障粮食生产，支持农户发展生态养殖。"
    >>> themes_over_time([analyze(Article(text, date="2024-05-01"))]).data.values.tolist()
    [['2024-05', 1]]
    """
    frame = articles_of(source, "themes", "date")
    length = period_length(frame["date"], period)
    rows = [(names(cell), [date[:length]]) for cell, date in zip(frame["themes"], frame["date"], strict=True) if len(date) >= length and cell]
    ys = top((y for row in rows for y in row[0]), themes)
    xs = periods((row[1][0] for row in rows), length)
    counts = cross(rows, ys, xs)
    note = f"{len(rows)} 篇有主题和日期的文章；一篇可有多个主题。" + _cut("主题", rows, 0, ys)
    return _chart("themes_over_time", "主题随时间的变化", options.lines(xs, dict(zip(ys, counts, strict=True))), _frame("period", xs, dict(zip(ys, counts, strict=True))), note, 400)


def authority_flow(source: Source, *, each: int = 10) -> Chart:
    """Flow: from who orders, over who must act, to the sector concerned.

    Args:
        source: the directive table, or analyses.
        each: how many of the most frequent to show in each layer; the others go together.

    >>> from analyzer import analyze
    >>> authority_flow([analyze("国务院要求，工信部要加快发展汽车产业。")]).data.values.tolist()
    [['authority', '国务院', '工信部', 1], ['addressee', '工信部', '汽车', 1]]
    """
    frame = directives_of(source, "authority", "addressee", "sectors")
    rows = [(a or NOT_SAID, b or NOT_SAID, own or [NOT_SAID]) for a, b, own in zip(frame["authority"], frame["addressee"], map(names, frame["sectors"]), strict=True)]
    heads = [top(column, each) for column in ([a for a, _, _ in rows], [b for _, b, _ in rows])] + [top((s for _, _, own in rows for s in own), each)]
    links: Counter[tuple[int, str, str]] = Counter()
    for authority, addressee, sectors in rows:
        a = authority if authority in heads[0] else OTHERS
        b = addressee if addressee in heads[1] else OTHERS
        links[0, a, b] += 1
        links.update((1, b, s) for s in dict.fromkeys(s if s in heads[2] else OTHERS for s in sectors))
    layers = [list(dict.fromkeys(key[1] for key in links if key[0] == depth)) for depth in (0, 1)]
    layers.append(list(dict.fromkeys(key[2] for key in links if key[0] == 1)))
    note = f"{len(rows)} 条指令：发令者 → 责任主体 → 行业；每层列出前 {each} 个。涉及两个行业的指令，后一段各计一次。"
    data = _frame("step", [("authority", "addressee")[k[0]] for k in links], {"from": [k[1] for k in links], "to": [k[2] for k in links], "directives": list(links.values())})
    live = {"shape": "flow", "columns": ["authority", "addressee", "sectors"], "heads": heads, "prefixes": list(options.LAYERS), "missing": NOT_SAID, "others": OTHERS}
    return _chart("authority_flow", "谁要求谁做什么行业的事", options.flow(layers, links), data, note, options.row_height(max(map(len, layers)), around=60, each=44, least=320), live)


ALL = (
    modality_over_time, strength_by_ministry, ministries_by_sectors, regions_ranked, regions_by_group, authority_flow,
    targets_on_timeline, themes_over_time,
)  # fmt: skip
"""The charts in the order of the report page."""


def _chart(name: str, title: str, option: dict[str, Any], data: pd.DataFrame, note: str, height: int, live: dict[str, Any] | None = None) -> Chart:
    if data.empty:
        return Chart(name, title, options.empty(note), data, 220, note)
    return Chart(name, title, option, data, height, note, live)


def _frame(index: str, labels: Sequence[str], columns: dict[str, Any]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({index: list(labels), **{name: list(values) for name, values in columns.items()}})


def _cut(what: str, rows: Sequence[tuple[Sequence[str], Sequence[str]]], side: int, shown: Sequence[str]) -> str:
    number = len({name for row in rows for name in row[side]})
    return f"共 {number} 个{what}，列出前 {len(shown)} 个。" if number > len(shown) else ""


def _undated(number: int, length: int) -> str:
    return f"另有 {number} 条的文章没有{'年份' if length == 4 else '月份'}。" if number else ""
