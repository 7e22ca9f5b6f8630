"""The report page: one file with a run's directives, charts and texts, that works without a network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError, OutputError
from analyzer.lexicon.rollups import Rollups, shipped
from analyzer.report import charts
from analyzer.report.chart import Chart
from analyzer.report.document import stream, write_document
from analyzer.report.figures import MissingColumnError, names
from analyzer.report.folder import RunFolder, Text, read_run
from analyzer.report.options import MODALITY
from analyzer.report.packing import pack_column, pack_evidence
from analyzer.report.places import provinces_of
from analyzer.report.terms import term_of
from analyzer.tables import DIRECTIVES, join

if TYPE_CHECKING:
    import pandas as pd

_log = logging.getLogger(__name__)

MAX_TEXT_MB = 40.0
"""Articles' texts in a page by default: what browsers still open within seconds."""
SHOWN = ("date", "modality", "strength", "text", "addressee", "authority", "action", "object", "ministries", "regions", "sectors", "deadline", "title")
"""Columns of the grid; the others are seen when a row is opened."""
SEARCHED = (
    "text", "evidence", "title", "heading_path", "frame", "authority", "addressee", "lead_units", "supporting_units", "manner", "action", "lemma",
    "object", "contexts", "goals", "condition", "exception", "timing_words", "ministries", "regions", "sectors", "documents", "instrument", "issuers", "themes", "article_id",
)  # fmt: skip
FACETS = ("ministries", "provinces", "regions", "sectors", "themes", "modality", "strength", "terms", "frame", "status", "instrument", "instrument_side")
LISTS = ("ministries", "provinces", "regions", "sectors", "themes")
DERIVED = ("provinces", "terms")
"""Columns that the page adds for its filters; they are not exported."""
LABELS = {"modality": dict(MODALITY), "status": {"issued": "发布", "reported": "转述", "planned": "拟行"}, "instrument_side": {"supply": "供给型", "environment": "环境型", "demand": "需求型"}}
_SCRIPTS = (
    "tabulator.min.js", "echarts.min.js", "draw.js", "store.js", "filters.js", "export.js", "grid.js", "detail.js", "live.js", "main.js",
)  # fmt: skip
_STYLES = ("tabulator.min.css", "chart.css", "page.css")


@dataclass(frozen=True, slots=True)
class PageReport:
    """What was put into a page.

    Attributes:
        directives, articles: how many are in the tables.
        texts: articles with directives whose text is in the page; texts_left_out: those whose text is not.
        why: why texts are missing; "" where none is.
    """

    path: Path
    directives: int
    articles: int
    texts: int
    texts_left_out: int
    bytes: int
    why: str = ""


def write_report(
    folder: str | Path, out: str | Path, *, title: str = "政策指令报告", texts: bool = True, max_text_mb: float = MAX_TEXT_MB, overwrite: bool = False,
    lexicons: str | Path | None = None,
) -> PageReport:
    """Make the report page of a folder that ``analyzer run`` wrote.

    The page holds all rows and columns of the directive table, the charts, and the articles' texts. Where the folder
    has no ``texts.jsonl``, or the texts are more than ``max_text_mb`` megabytes, the articles without a text show the
    evidence of each directive, and say so.

    Args:
        folder: the run's output folder; tables in CSV, Parquet or JSONL.
        out: the HTML file.
        title: over the page.
        texts: whether the texts go into the page at all.
        max_text_mb: how much of the texts may, in megabytes of UTF-8; those of the first articles go in.
        overwrite: replace the file where it exists.
        lexicons: the folder with lexicons of your own that the run had: its places and groups lie in their provinces, too.

    Raises:
        InputError: the folder holds no run that can be read back; the limit is negative.
        OutputError: the file exists already, or cannot be written.
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> from tempfile import TemporaryDirectory
    >>> from analyzer.run import run
    >>> with TemporaryDirectory() as folder:
    ...     article, out = Path(folder, "a.txt"), Path(folder, "out")
    ...     _ = article.write_text("各地要加强监管，不得拖延。", encoding="utf-8"), run([article], out)
    ...     report = write_report(out, Path(folder, "report.html"))
    >>> report.directives
    2
    """
    place = Path(out)
    if place.is_dir():
        raise OutputError(f"{place} is a folder: give a file such as {place / 'report.html'}")
    if place.exists() and not overwrite:
        raise OutputError(f"{place} exists already: give --overwrite or another file")
    if max_text_mb < 0:
        raise InputError(f"max_text_mb {max_text_mb} is negative: give 0 or more")
    run = read_run(folder)
    rollups = Rollups(lexicons) if lexicons else shipped()
    frame = _with_terms(_with_provinces(_with_themes(run), rollups))
    wanted = dict.fromkeys(frame["article_id"])
    kept = list(_within(run, wanted, int(max_text_mb * 1_000_000))) if texts and run.has_texts else []
    left_out = len(wanted) - len(kept)
    told = _told(run, texts, max_text_mb)
    setup = {
        "rows": len(frame),
        "columns": [{"name": name, "label": _label(name), "derived": name in DERIVED} for name in frame.columns],
        "shown": [name for name in SHOWN if name in frame.columns],
        "search": [name for name in SEARCHED if name in frame.columns],
        "facets": _facets(frame),
        "labels": LABELS,
        "texts": {text.article_id: number for number, text in enumerate(kept)},
        "told": told,
    }
    values = {
        "title": title, "about": _about(run), "tiles": _tiles(run), "total": f"{len(frame):,}", "foot": _foot(len(kept), left_out, told),
        "setup": setup, "charts": [chart.plain() for chart in charts_of(run, rollups)], "columns": list(_columns(frame)),
        "texts": [(number, text.text) for number, text in enumerate(kept)], "version": _version(),
    }  # fmt: skip
    write_document(place, stream("page.html.j2", scripts=_SCRIPTS, styles=_STYLES, **values))
    why = _why(run, texts, max_text_mb) if left_out else ""
    return PageReport(place, len(frame), len(run.articles) or len(wanted), len(kept), left_out, place.stat().st_size, why)


def charts_of(run: RunFolder, rollups: Rollups | None = None) -> list[Chart]:
    """All charts of a run that its tables have the columns for; ``rollups`` as in :func:`analyzer.report.charts.regions_by_group`."""
    sources = {"targets_on_timeline": run.targets, "themes_over_time": run.articles}
    out = []
    for make in charts.ALL:
        try:
            table = sources.get(make.__name__, run.directives)
            out.append(charts.regions_by_group(table, rollups=rollups) if make is charts.regions_by_group else make(table))
        except MissingColumnError as error:  # a table of an earlier version
            _log.warning("the chart %s is left out: %s", make.__name__, error)
    return out


def _with_themes(run: RunFolder) -> pd.DataFrame:
    """The directives with the themes of their articles."""
    frame = run.directives
    if "themes" in frame.columns or "themes" not in run.articles.columns:
        return frame
    themes = dict(zip(run.articles["id"], run.articles["themes"], strict=True))
    return frame.assign(themes=frame["article_id"].map(lambda id: themes.get(id, "")).astype("str"))


def _with_provinces(frame: pd.DataFrame, rollups: Rollups) -> pd.DataFrame:
    """The directives with the provinces that their regions lie in, as ``--region`` of a run takes them."""
    if "regions" not in frame.columns or "provinces" in frame.columns:
        return frame
    cells = {cell: names(cell) for cell in frame["regions"].unique()}
    provinces = provinces_of((place for own in cells.values() for place in own), rollups)
    found = {cell: join(dict.fromkeys(p for place in own for p in provinces[place])) for cell, own in cells.items()}
    return frame.assign(provinces=frame["regions"].map(found).astype("str"))


def _with_terms(frame: pd.DataFrame) -> pd.DataFrame:
    """The directives with how often or in what time in words; tables of an earlier version have no timing."""
    if "timing" not in frame.columns or "terms" in frame.columns:
        return frame
    found = {timing: term_of(timing) for timing in frame["timing"].astype("str").unique()}
    return frame.assign(terms=frame["timing"].astype("str").map(found).astype("str"))


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in frame.columns:
        yield name, pack_evidence(frame["evidence"], frame["text"]) if name == "evidence" else pack_column(frame[name])


def _facets(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": _label(name), "list": name in LISTS, "ordered": name == "strength", "labels": LABELS.get(name, {})}
        for name in FACETS
        if name in frame.columns and (frame[name].astype("str") != "").any()
    ]


def _label(name: str) -> str:
    labels = {column.name: column.zh for column in DIRECTIVES.columns} | {"themes": "主题", "provinces": "省份", "terms": "时限"}
    return labels.get(name, name)


def _within(run: RunFolder, wanted: dict[str, None], limit: int) -> Iterator[Text]:
    """The texts of articles with directives, as long as they fit."""
    size = 0
    for text in run.texts():
        if text.article_id in wanted:
            size += len(text.text.encode("utf-8", "surrogatepass"))
            if size > limit:
                return
            yield text


def _why(run: RunFolder, texts: bool, limit: float) -> str:
    if not texts:
        return "--no-text"
    return f"all together are more than --max-text-mb {limit:g}" if run.has_texts else "the run wrote none (run --no-text)"


def _told(run: RunFolder, texts: bool, limit: float) -> str:
    if not texts or not run.has_texts:
        return "本页没有收入文章原文，这里只有该指令的原文片段。"
    return f"文章原文合计超过 {limit:g} MB，这一篇没有收入本页，这里只有该指令的原文片段。"


def _foot(kept: int, left_out: int, told: str) -> str:
    if not kept:
        return told.replace("，这里只有该指令的原文片段", "")
    return f"收入 {kept:,} 篇文章的原文" + (f"，另有 {left_out:,} 篇没有收入" if left_out else "") + "。"


def _about(run: RunFolder) -> str:
    dates = sorted(date for date in run.directives.get("date", ()) if date)
    time = f"{dates[0]} 至 {dates[-1]}" if dates else "日期不详"
    return f"文章日期 {time} · 数据来自 {run.path.resolve().name}"


def _tiles(run: RunFolder) -> list[tuple[str, str]]:
    tiles = [(f"{len(run.articles):,}", "读入文章")] if len(run.articles) else []
    return [*tiles, (f"{len(run.targets):,}", "目标数值")] if len(run.targets) else tiles


def _version() -> str:
    from analyzer import __version__

    return __version__
