"""Records → rows and pandas frames of declared shape.

A table is a tuple of :class:`Column`; row functions give tuples in that order without pandas, frame functions give
data frames checked once a call against the pandera schema made from the same declaration. Lists are strings joined by
「；」, so that a frame, its CSV file and a spreadsheet show the same cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from analyzer.errors import AnalyzerError, InputError
from analyzer.records import Directive, Label, Link, Modality, Status, Target

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

    from analyzer.analysis import Analysis

JOIN = "；"
"""Between the values of a list cell."""
TOP = 5
"""How many organs, regions and sectors an article's row names."""
NONE = "(none)"
"""Row and column of the summary for directives that name no organ or no sector."""

DATE_COLUMNS = frozenset({"date", "deadline"})
"""Columns that hold ISO dates, to the precision stated: ``2025-05-27``, ``2025-05``, ``2025`` or nothing."""

Headers = Literal["en", "zh"]
Cell = str | int | float | None
Row = tuple[Cell, ...]


class Column(NamedTuple):
    """A column: its English and Chinese header and what its cells are."""

    name: str
    zh: str
    kind: type[str] | type[int] | type[float] | tuple[str, ...] = str
    """``str``, ``int`` (never empty, not negative), ``float`` (may be empty) or the values that a cell may take."""
    low: float | None = None
    high: float | None = None


class Table(NamedTuple):
    """A table: its name (also the stem of its file), its columns and the function that gives an article's rows."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Analysis], Iterator[Row]]

    def headers(self, headers: Headers = "en") -> tuple[str, ...]:
        """The header names, English or Chinese."""
        return tuple(c.zh if headers == "zh" else c.name for c in self.columns)


def join(values: Iterable[str]) -> str:
    """A list cell.

    >>> join(("汽车", "", "集成电路"))
    '汽车；集成电路'
    """
    return JOIN.join([value for value in values if value])


# Most lists are empty or hold one: asking first halves what a row costs.
def _list(values: Sequence[str]) -> str:
    return join(values) if len(values) > 1 else values[0] if values else ""


def _names(links: Sequence[Link]) -> str:
    return join(dict.fromkeys([link.name for link in links])) if links else ""


def _inherited(links: Sequence[Link]) -> str:
    if not links:
        return ""
    own = {link.name for link in links if not link.inherited}
    return _names([link for link in links if link.name not in own])


def counted(analysis: Analysis) -> Iterator[Directive]:
    """The directives that count in an article's figures: those that repeat none before them."""
    return (d for d in analysis.directives if not d.repeat_of)


# Of members of enumerations, ``_value_`` is what ``value`` gives by way of two calls.
def directive_rows(analysis: Analysis) -> Iterator[Row]:
    """The rows of an article's directives, in the order of ``DIRECTIVES.columns``."""
    id, raw = analysis.article.id, analysis.article.text
    title, date, issuers, source = analysis.title, analysis.date, _list(analysis.issuers), _source(analysis)
    for d in analysis.directives:
        yield (
            id, d.id, title, date, issuers, source,
            d.paragraph, d.sentence, _list(d.heading_path), d.start, d.end, d.text, raw[d.start : d.end],
            d.cue, d.rule, d.modality._value_, d.strength, d.hedge, d.frame, d.authority, d.status._value_, d.addressee,
            _list(d.lead_units), _list(d.supporting_units), d.manner, d.action, d.lemma, d.object, _list(d.contexts), _list(d.goals),
            d.condition, d.exception, _names(d.ministries), _inherited(d.ministries), _names(d.regions), _inherited(d.regions),
            _names(d.sectors), _inherited(d.sectors), _names(d.documents), d.instrument, d.instrument_side,
            _list(analysis.themes_of(d)), d.deadline, d.timing, d.timing_words, d.repeat_of, round(d.confidence, 4),
        )  # fmt: skip


def entity_rows(analysis: Analysis) -> Iterator[Row]:
    """The rows of an article's mentions, in the order of ``ENTITIES.columns``."""
    id, raw = analysis.article.id, analysis.article.text
    for e in analysis.entities:
        yield id, e.start, e.end, e.text, raw[e.start : e.end], e.label._value_, e.id, e.name, e.level, _list(e.alternatives)


def target_row(analysis: Analysis, t: Target) -> Row:
    """The row of one target, in the order of ``TARGETS.columns``."""
    raw = analysis.article.text
    low, high = (*t.number, None, None)[:2]
    return (
        analysis.article.id, t.id, t.directive_id, analysis.title, analysis.date, t.start, t.end, t.text,
        raw[t.start : t.end], t.indicator, t.comparator, t.value, low, high, t.unit, t.baseline, t.deadline, t.commitment,
    )  # fmt: skip


def article_row(analysis: Analysis) -> Row:
    """The row of one article, in the order of ``ARTICLES.columns``; repeated directives do not count."""
    article, clean = analysis.article, analysis.clean
    directives = list(counted(analysis))
    modalities, strengths = [d.modality for d in directives], [d.strength for d in directives]
    return (
        article.id, analysis.title, analysis.date, join(analysis.issuers), analysis.doc_no, _source(analysis),
        article.url or "", len(clean.text), len(directives), *map(modalities.count, Modality), *map(strengths.count, range(1, 6)), *_tops(analysis),
        _list(analysis.themes), _list(analysis.keywords),
        join(f"{kind} {count}" for kind, count in sorted(clean.repairs.items()) if count),
        join(f"{kind} {count}" for kind, count in sorted(Counter(f.kind for f in clean.flags).items())),
        analysis.reprint_of,
    )  # fmt: skip


def _source(analysis: Analysis) -> str:
    return analysis.article.source or analysis.clean.header.source


def _tops(analysis: Analysis) -> Iterator[str]:
    """The organs, regions and sectors that an article mentions most."""
    # What stands in a lead that the body repeats would count twice: leave those mentions out.
    leads = [analysis.clean.to_raw(b.start, b.end) for b in analysis.clean.blocks if b.kind == "lead"]
    for label in (Label.MINISTRY, Label.REGION, Label.SECTOR):
        counts: dict[str, int] = {}
        for e in analysis.entities:
            if e.label is label and not (leads and any(s <= e.start < t for s, t in leads)):
                counts[e.name] = counts.get(e.name, 0) + 1
        yield join(sorted(counts, key=counts.__getitem__, reverse=True)[:TOP])


_ARTICLE = (Column("article_id", "文章编号"),)
_PLACE = (
    Column("start", "起点", int), Column("end", "终点", int), Column("text", "文本"), Column("evidence", "原文"),
)  # fmt: skip
_DOCUMENT = (Column("title", "标题"), Column("date", "日期"))

DIRECTIVES = Table(
    "directives",
    (
        *_ARTICLE, Column("directive_id", "指令编号"), *_DOCUMENT, Column("issuers", "发文机关"), Column("source", "来源"),
        Column("paragraph", "段落", int), Column("sentence", "句子", int), Column("heading_path", "所在标题"), *_PLACE,
        Column("cue", "线索词"), Column("rule", "规则"), Column("modality", "情态", tuple(Modality)),
        Column("strength", "力度", int, 1, 5), Column("hedge", "缓和语"), Column("frame", "框架"), Column("authority", "发令者"),
        Column("status", "状态", tuple(Status)), Column("addressee", "责任主体"), Column("lead_units", "牵头单位"),
        Column("supporting_units", "配合单位"), Column("manner", "方式"), Column("action", "行动"), Column("lemma", "规范行动"),
        Column("object", "对象"), Column("contexts", "背景"), Column("goals", "目标"), Column("condition", "条件"),
        Column("exception", "例外"), Column("ministries", "部门"), Column("inherited_ministries", "继承部门"),
        Column("regions", "地区"), Column("inherited_regions", "继承地区"), Column("sectors", "行业"),
        Column("inherited_sectors", "继承行业"), Column("documents", "文件"), Column("instrument", "政策工具"),
        Column("instrument_side", "工具类型", ("supply", "environment", "demand", "")), Column("themes", "主题"),
        Column("deadline", "期限"), Column("timing", "时限"), Column("timing_words", "时限原文"),
        Column("repeat_of", "重复自"), Column("confidence", "置信度", float, 0, 1),
    ),
    directive_rows,
)  # fmt: skip

ARTICLES = Table(
    "articles",
    (
        Column("id", "文章编号"), *_DOCUMENT, Column("issuers", "发文机关"), Column("doc_no", "文号"), Column("source", "来源"),
        Column("url", "网址"), Column("characters", "字数", int), Column("directives", "指令数", int),
        *(Column(m.value, zh, int) for m, zh in zip(Modality, ("义务", "禁止", "鼓励", "许可", "承诺"), strict=True)),
        *(Column(f"strength_{s}", f"力度{s}", int) for s in range(1, 6)),
        Column("top_ministries", "主要部门"), Column("top_regions", "主要地区"), Column("top_sectors", "主要行业"),
        Column("themes", "主题"), Column("keywords", "关键词"), Column("repairs", "修复"), Column("flags", "存疑"),
        Column("reprint_of", "转载自"),
    ),
    lambda analysis: iter((article_row(analysis),)),
)  # fmt: skip

ENTITIES = Table(
    "entities",
    (
        *_ARTICLE, *_PLACE, Column("label", "类别", tuple(Label)), Column("id", "编码"), Column("name", "规范名称"),
        Column("level", "层级"), Column("alternatives", "其他可能"),
    ),
    entity_rows,
)  # fmt: skip

TARGETS = Table(
    "targets",
    (
        *_ARTICLE, Column("target_id", "指标编号"), Column("directive_id", "指令编号"), *_DOCUMENT, *_PLACE,
        Column("indicator", "指标"), Column("comparator", "比较", ("=", ">=", ">", "<=", "<", "~", "range")),
        Column("value", "数值表达"), Column("number", "数值", float), Column("number_high", "数值上限", float),
        Column("unit", "单位"), Column("baseline", "基期"), Column("deadline", "期限"), Column("commitment", "承诺程度"),
    ),
    lambda analysis: (target_row(analysis, t) for t in analysis.targets),
)  # fmt: skip

TABLES = (DIRECTIVES, ARTICLES, ENTITIES, TARGETS)


def directive_table(analyses: Iterable[Analysis], *, headers: Headers = "en") -> pd.DataFrame:
    """One row a directive, in the order of the text; ``evidence`` is the raw text at ``start``–``end``.

    Raises:
        AnalyzerError: a cell is not what the table declares.
        InputError: ``analyses`` is a single one.

    >>> directive_table([]).columns[:3].tolist(), directive_table([], headers="zh").columns[:3].tolist()
    (['article_id', 'directive_id', 'title'], ['文章编号', '指令编号', '标题'])
    """
    return to_frame(DIRECTIVES, (row for a in _several(analyses, "directive_table") for row in DIRECTIVES.rows(a)), headers=headers)


def article_table(analyses: Iterable[Analysis], *, headers: Headers = "en") -> pd.DataFrame:
    """One row an article with its figures; directives that repeat others of the article are not counted.

    ``characters`` is the length of the cleaned text. The top organs, regions and sectors are those mentioned most.

    >>> article_table([]).columns[:3].tolist()
    ['id', 'title', 'date']
    """
    return to_frame(ARTICLES, map(article_row, _several(analyses, "article_table")), headers=headers)


def entity_table(analyses: Iterable[Analysis], *, headers: Headers = "en") -> pd.DataFrame:
    """One row a mention of an organ, region, sector, group or document.

    >>> from analyzer import analyze
    >>> entity_table([analyze("工信部要加快发展汽车产业。")])[["label", "name"]].values.tolist()
    [['MINISTRY', '工业和信息化部'], ['SECTOR', '汽车']]
    """
    return to_frame(ENTITIES, (row for a in _several(analyses, "entity_table") for row in ENTITIES.rows(a)), headers=headers)


def target_table(analyses: Iterable[Analysis], *, headers: Headers = "en") -> pd.DataFrame:
    """One row a target; ``number`` is in base units, ``number_high`` the upper end of a range.

    >>> from analyzer import analyze
    >>> target_table([analyze("到2025年要确保灌溉保证率达到85%以上。")])[["indicator", "comparator", "number", "unit"]].values.tolist()
    [['灌溉保证率', '>=', 85.0, '%']]
    """
    return to_frame(TARGETS, (row for a in _several(analyses, "target_table") for row in TARGETS.rows(a)), headers=headers)


def _several(analyses: Iterable[Analysis], taker: str) -> Iterable[Analysis]:
    """The analyses, unless one stands where several belong."""
    if not isinstance(analyses, Iterable):
        raise InputError(f"{taker} takes several analyses: put one into a list")
    return analyses


def to_frame(table: Table, rows: Iterable[Row], *, headers: Headers = "en") -> pd.DataFrame:
    """A frame of ``rows`` with the dtypes that ``table`` declares, checked against its schema.

    Raises:
        AnalyzerError: a cell is not what the table declares; the message names table, column and value.
        InputError: ``headers`` is neither ``en`` nor ``zh``.
    """
    import pandas as pd

    if headers not in ("en", "zh"):
        raise InputError(f"headers {headers!r} is not known; choose 'en' or 'zh'")
    # By columns: a frame of tuples costs four times as much (PERFORMANCE.md).
    by_column: Iterable[tuple[Cell, ...]] = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    frame = pd.DataFrame(
        {c.name: pd.Series(list(cells), dtype=_dtype(c)) for c, cells in zip(table.columns, by_column, strict=True)}
    )
    validate(table, frame)
    if headers == "zh":
        frame.columns = pd.Index(table.headers("zh"))
    return frame


def _dtype(column: Column) -> Any:
    import pandas as pd

    if isinstance(column.kind, tuple):
        return pd.CategoricalDtype([str(value) for value in column.kind])
    return {str: "str", int: "int64", float: "float64"}[column.kind]


def schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of a table: its columns and no other, in order, each of its dtype and in its range.

    >>> list(schema(TARGETS).columns)[:3]
    ['article_id', 'target_id', 'directive_id']
    """
    import pandera.pandas as pa

    def column(c: Column) -> pa.Column:
        low = 0 if c.kind is int and c.low is None else c.low
        checks = [pa.Check.ge(low)] if low is not None else []
        return pa.Column(_dtype(c), checks + ([pa.Check.le(c.high)] if c.high is not None else []), nullable=c.kind is float)

    checks = []
    if any(c.name == "evidence" for c in table.columns):
        checks.append(pa.Check(lambda f: f["end"] - f["start"] == f["evidence"].str.len(), name="evidence fills start–end"))
    return pa.DataFrameSchema({c.name: column(c) for c in table.columns}, checks, strict=True, ordered=True)


def validate(table: Table, frame: pd.DataFrame) -> None:
    """Check a frame with English headers against the schema of its table.

    Raises:
        AnalyzerError: cells are not as declared; the first five are named.
    """
    from pandera.errors import SchemaErrors

    try:
        schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases.head(5)
        shown = "; ".join(f"{c.column} of row {c.index}: {c.failure_case!r} fails {c.check}" for c in cases.itertuples())
        raise AnalyzerError(f"{len(error.failure_cases)} cells of the table {table.name} are not as declared: {shown}") from None


def as_declared(table: Table, rows: Sequence[Row]) -> bool:
    """Whether :func:`to_frame` would take the rows; the schema tells what is wrong, this only that something is, at a tenth of the cost.

    >>> as_declared(TARGETS, []), as_declared(TARGETS, [("a",)])
    (True, False)
    """
    if not rows:
        return True
    if {*map(len, rows)} != {len(table.columns)}:
        return False
    by_name = dict(zip((c.name for c in table.columns), zip(*rows, strict=True), strict=True))
    if not all(_fits(c, cells) for c, cells in zip(table.columns, by_name.values(), strict=True)):
        return False
    if "evidence" not in by_name:
        return True
    lengths = map(len, cast("tuple[str, ...]", by_name["evidence"]))
    places = zip(cast("tuple[int, ...]", by_name["start"]), cast("tuple[int, ...]", by_name["end"]), strict=True)
    return all(end - start == length for (start, end), length in zip(places, lengths, strict=True))


def _fits(column: Column, cells: tuple[Any, ...]) -> bool:
    if isinstance(column.kind, tuple):
        return {*cells} <= {str(value) for value in column.kind}
    types = {*map(type, cells)}
    if column.kind is str:
        return types == {str}
    if column.kind is float:
        cells = tuple(cell for cell in cells if cell is not None)
        return types <= {float, int, type(None)} and _within(column, cells, column.low)
    return types == {int} and _within(column, cells, 0 if column.low is None else column.low)


def _within(column: Column, cells: tuple[Any, ...], low: float | None) -> bool:
    return not cells or ((low is None or min(cells) >= low) and (column.high is None or max(cells) <= column.high))


def count_pairs(analyses: Iterable[Analysis]) -> Counter[tuple[str, str]]:
    """How many directives concern each (organ, sector); ("", …) and (…, "") stand for none, (…, "*") for all sectors.

    A directive belongs to the organs linked to it, else to the issuers of its article. Repeats do not count.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for analysis in analyses:
        for d in counted(analysis):
            organs = dict.fromkeys([link.name for link in d.ministries] or analysis.issuers or ("",))
            sectors = dict.fromkeys([link.name for link in d.sectors] or ("",))
            pairs.update((organ, sector) for organ in organs for sector in (*sectors, "*"))
    return pairs


def summary_rows(pairs: Counter[tuple[str, str]], *, headers: Headers = "en") -> tuple[tuple[str, ...], list[Row]]:
    """Header and rows of the organ × sector cross-tab, both by falling number of directives, those without one last."""
    organs = sorted((o for o, s in pairs if s == "*"), key=lambda o: (not o, -pairs[o, "*"], o))
    totals: Counter[str] = Counter()
    for (_, sector), count in pairs.items():
        totals[sector] += count
    sectors = sorted((s for s in totals if s != "*"), key=lambda s: (not s, -totals[s], s))
    first = ("部门", "指令数") if headers == "zh" else ("ministry", "directives")
    none = "（无）" if headers == "zh" else NONE
    header = (*first, *(s or none for s in sectors))
    return header, [(o or none, pairs[o, "*"], *(pairs[o, s] for s in sectors)) for o in organs]


def summary_table(analyses: Iterable[Analysis], *, headers: Headers = "en") -> pd.DataFrame:
    """The organ × sector cross-tab: how many directives of each organ concern each sector.

    The column ``directives`` counts each directive once for an organ; one that concerns two sectors stands in two
    columns. Directives that name no organ count for the issuers of their article.

    >>> from analyzer import analyze
    >>> summary_table([analyze("工信部要加快发展汽车产业。")]).values.tolist()
    [['工业和信息化部', 1, 1]]
    """
    import pandas as pd

    header, rows = summary_rows(count_pairs(analyses), headers=headers)
    frame = pd.DataFrame(rows, columns=list(header))
    return frame.astype({header[0]: "str", **dict.fromkeys(header[1:], "int64")})
