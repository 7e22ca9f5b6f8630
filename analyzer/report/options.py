"""ECharts options as plain data: heat map, stacked columns, bars, lines, points, flow. No text is markup in any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Option = dict[str, Any]

MODALITY = {"obligation": "义务", "prohibition": "禁止", "encouragement": "鼓励", "permission": "许可", "commitment": "承诺"}
MODALITY_COLOURS = {
    "obligation": "#4a7fd6", "prohibition": "#d9544a", "encouragement": "#43a05f", "permission": "#cf9a26", "commitment": "#8d63cf",
}  # fmt: skip
STRENGTH_COLOURS = ("#9bb7d6", "#6b9bd2", "#e2bb55", "#e48f43", "#d2493f")
"""From cool to hot; all of them show on white and on black."""
_TEN = ("#4a7fd6", "#e48f43", "#43a05f", "#d9544a", "#8d63cf", "#a0725f", "#d77fbf", "#8a8f98", "#b3b03f", "#3fafbf")
LAYERS = ("发令者", "责任主体", "行业")
"""What the layers of a flow are called."""
_NAME_WIDTH = 168
# Drawn, not set as HTML: names come from texts that anybody may have written.
_TOOLTIP: Option = {"renderMode": "richText", "confine": True}


def plain(text: str) -> str:
    """A name that a label template takes as it is: ``{b}`` would be filled in.

    >>> plain("a{b}")
    'a｛b｝'
    """
    return text.replace("{", "｛").replace("}", "｝")


def row_height(rows: int, *, around: int = 130, each: int = 22, least: int = 260) -> int:
    """Height in pixels that leaves every row its label.

    >>> row_height(30), row_height(1)
    (790, 260)
    """
    return max(least, around + each * rows)


def empty(note: str) -> Option:
    """What stands where nothing can be drawn."""
    return {"title": {"text": "没有可画的数据", "subtext": note, "left": "center", "top": "middle", "textStyle": {"fontWeight": "normal", "fontSize": 16}}}


def _names(values: Sequence[str], **more: Any) -> Option:
    return {"type": "category", "data": list(values), "axisTick": {"show": False}, **more}


def _rows(values: Sequence[str]) -> Option:
    return _names(values, inverse=True, axisLabel={"interval": 0, "width": _NAME_WIDTH, "overflow": "truncate"})


def _grid(**more: Any) -> Option:
    return {"left": 8, "right": 24, "top": 36, "bottom": 8, "containLabel": True, **more}


def heat_points(ys: Sequence[str], xs: Sequence[str], counts: Sequence[Sequence[int]]) -> list[Option]:
    """The cells that are not empty, each with what is shown when the pointer is on it."""
    return [
        {"name": plain(f"{y} × {x}：{count}"), "value": [column, row, count]}
        for row, (y, own) in enumerate(zip(ys, counts, strict=True))
        for column, (x, count) in enumerate(zip(xs, own, strict=True))
        if count
    ]


def heat(ys: Sequence[str], xs: Sequence[str], counts: Sequence[Sequence[int]]) -> Option:
    """Names down, names across, a colour for the count."""
    most = max((count for own in counts for count in own), default=1)
    return {
        "aria": {"enabled": True},
        "grid": _grid(top=8, bottom=52),
        "tooltip": {**_TOOLTIP, "formatter": "{b}"},
        "xAxis": _names(xs, axisLabel={"interval": 0, "rotate": 50, "width": 110, "overflow": "truncate"}),
        "yAxis": _rows(ys),
        "visualMap": {
            "min": 0, "max": max(most, 1), "orient": "horizontal", "left": "center", "bottom": 0, "itemHeight": 160, "itemWidth": 12,
            "inRange": {"color": ["#dbe7f7", "#86b1e6", "#3b74c9", "#1b3f86"]}, "text": ["多", "少"],
        },
        "series": [{"type": "heatmap", "data": heat_points(ys, xs, counts), "label": {"show": True, "fontSize": 11}, "itemStyle": {"borderWidth": 1}}],
    }  # fmt: skip


def stacked(labels: Sequence[str], series: Mapping[str, Sequence[int]], colours: Sequence[str], *, across: bool) -> Option:
    """Bars of parts: down the page by name, or, ``across``, along time."""
    names = _names(labels) if across else _rows(labels)
    values: Option = {"type": "value", "minInterval": 1}
    return {
        "aria": {"enabled": True},
        "color": list(colours),
        "grid": _grid(),
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {**_TOOLTIP, "trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": names if across else values,
        "yAxis": values if across else names,
        "series": [{"type": "bar", "name": name, "stack": "all", "barMaxWidth": 42, "data": list(data)} for name, data in series.items()],
    }


def bars(labels: Sequence[str], counts: Sequence[int], name: str) -> Option:
    """One bar a name, the count at its end."""
    option = stacked(labels, {name: counts}, _TEN, across=False)
    option["legend"] = {"show": False}
    option["grid"] = _grid(top=8, right=48)
    option["series"][0] |= {"barMaxWidth": 18, "label": {"show": True, "position": "right"}}
    return option


def lines(labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> Option:
    """One line a name over time."""
    option = stacked(labels, {}, _TEN, across=True)
    option["tooltip"]["axisPointer"] = {"type": "line"}
    option["series"] = [{"type": "line", "name": name, "symbolSize": 6, "data": list(data)} for name, data in series.items()]
    return option


def points(ys: Sequence[str], xs: Sequence[str], cells: Mapping[tuple[str, str], Sequence[str]]) -> Option:
    """A point for each (y, x) that has values, with the first of them beside it."""
    at = {(y, xs.index(x)) for y, x in cells}
    data = [
        {
            "name": plain(f"{y} · {x}：{'；'.join(values[:8])}{'…' if len(values) > 8 else ''}"),
            "value": [xs.index(x), ys.index(y)],
            "symbolSize": min(9 + 2 * len(values), 24),
            # Beside a point of the next column there is no room: what it stands for shows when it is pointed at.
            "label": {"show": (y, xs.index(x) + 1) not in at, "formatter": plain(values[0] + (f" 等{len(values)}项" if len(values) > 1 else ""))},
        }
        for (y, x), values in cells.items()
    ]
    return {
        "aria": {"enabled": True},
        "color": list(_TEN),
        "grid": _grid(top=8, right=110),
        "tooltip": {**_TOOLTIP, "formatter": "{b}"},
        "xAxis": _names(xs, splitLine={"show": True}, position="top"),
        "yAxis": {**_rows(ys), "splitLine": {"show": True, "lineStyle": {"type": "dotted"}}},
        "series": [{"type": "scatter", "data": data, "label": {"show": True, "position": "right", "fontSize": 11}, "labelLayout": {"hideOverlap": True}}],
    }


def flow(layers: Sequence[Sequence[str]], links: Mapping[tuple[int, str, str], int]) -> Option:
    """Bands from layer to layer; a link is (layer it leaves, from, to)."""
    nodes = [
        {"name": _node(depth, name), "depth": depth, "label": {"formatter": plain(name), "position": "left" if depth == len(layers) - 1 else "right"}}
        for depth, names in enumerate(layers)
        for name in names
    ]
    data = [
        {"source": _node(depth, start), "target": _node(depth + 1, end), "value": count} for (depth, start, end), count in links.items()
    ]
    return {
        "aria": {"enabled": True},
        "color": list(_TEN),
        "tooltip": {**_TOOLTIP, "trigger": "item"},
        "series": [
            {
                "type": "sankey", "data": nodes, "links": data, "left": 8, "right": 8, "top": 8, "bottom": 8, "nodeGap": 15, "nodeWidth": 14,
                "draggable": False, "emphasis": {"focus": "adjacency"}, "label": {"width": 190, "overflow": "truncate", "fontSize": 12},
                "lineStyle": {"color": "source", "opacity": 0.3},
            }
        ],
    }  # fmt: skip


def _node(depth: int, name: str) -> str:
    # The same organ may stand in two layers, and ECharts knows nodes by name alone.
    return f"{LAYERS[depth]} {name}"
