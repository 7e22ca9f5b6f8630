"""The analysis of Dask's collections: a bag of texts or a data frame with a column of them, partition by partition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.articles.limits import Limits
from analyzer.articles.rows import article_of, cell_text, check_columns
from analyzer.errors import InputError, MissingExtraError
from analyzer.records import Article
from analyzer.tables import TABLES, Row, Table, to_frame

if TYPE_CHECKING:
    import dask.bag
    import dask.dataframe
    import pandas as pd

Item = str | Article | Mapping[str, Any]


def analyze_bag(
    bag: dask.bag.Bag, *, table: str = "directives", columns: Mapping[str, str] | None = None, lexicons: str | Path | None = None
) -> dask.bag.Bag:
    """The rows of a table for the articles in a bag, as a bag of dictionaries.

    Nothing is computed until Dask is asked to. Each worker loads the pipeline once.

    Args:
        bag: texts, :class:`analyzer.Article` s, or dictionaries with the keys of a ``.jsonl`` (``text``, ``id``, ``title`` …).
            Without an id of its own an article has a digest of its text. Items without a text give no row.
        table: ``directives``, ``articles``, ``entities`` or ``targets``.
        columns: field → key where the names of the dictionaries differ: ``{"text": "正文"}``.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`; the workers read it, too.

    Raises:
        InputError: there is no such table or field; when computed: an item is no article.

    >>> import dask.bag
    >>> bag = dask.bag.from_sequence(["各地要加强监管。", "天气很好。"], npartitions=2)
    >>> [row["action"] for row in analyze_bag(bag).compute(scheduler="sync")]
    ['加强']
    """
    return bag.map_partitions(_dictionaries, _table(table).name, check_columns(columns), lexicons)


def analyze_frame(
    frame: dask.dataframe.DataFrame, *, table: str = "directives", columns: Mapping[str, str] | None = None, lexicons: str | Path | None = None
) -> dask.dataframe.DataFrame:
    """A table for the articles in the rows of a Dask data frame, as another one.

    Its columns and their types are those of :func:`analyzer.directive_table` and the like, known before anything is
    computed. Rows without a text give none.

    Args:
        frame: one article a row, with the columns of a ``.csv`` (``text``, ``id``, ``title``, ``date`` …).
        table: ``directives``, ``articles``, ``entities`` or ``targets``.
        columns: field → column where the names differ: ``{"text": "正文"}``.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`; the workers read it, too.

    Raises:
        InputError: there is no such table or field, the frame lacks a column that is asked for; when computed: a row is no
            article.
        MissingExtraError: Dask is not installed.

    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> frame = dd.from_pandas(pd.DataFrame({"正文": ["各地要加强监管。", "天气很好。"]}), npartitions=2)
    >>> found = analyze_frame(frame, columns={"text": "正文"}).compute(scheduler="sync")
    >>> found["action"].tolist()
    ['加强']
    """
    try:
        import dask.dataframe  # noqa: F401 - looked for now
    except ImportError as error:
        raise MissingExtraError("analyze_frame", "batch", error.name or "dask") from None
    named = check_columns(columns)
    wanted = [column for field, column in named.items() if field == "text" or column != field]
    if missing := [column for column in wanted if column not in frame.columns]:
        raise InputError(f"the frame has no column {missing[0]!r}; it has {', '.join(map(str, frame.columns))}")
    chosen = _table(table)
    return frame.map_partitions(_frame, chosen.name, named, lexicons, meta=to_frame(chosen, []))


def _table(name: str) -> Table:
    found = next((table for table in TABLES if table.name == name), None)
    if found is None:
        raise InputError(f"there is no table {name!r}; choose of {', '.join(table.name for table in TABLES)}")
    return found


def _rows(articles: Iterable[Article], table: Table, lexicons: str | Path | None) -> Iterator[Row]:
    from analyzer.analysis import analyze_many

    return chain.from_iterable(table.rows(analysis) for analysis in analyze_many(articles, lexicons=lexicons))


def _dictionaries(items: Iterable[Item], name: str, columns: Mapping[str, str], lexicons: str | Path | None) -> list[dict[str, Any]]:
    table = _table(name)
    keys = table.headers()
    return [dict(zip(keys, row, strict=True)) for row in _rows(_articles(items, columns), table, lexicons)]


def _frame(frame: pd.DataFrame, name: str, columns: Mapping[str, str], lexicons: str | Path | None) -> pd.DataFrame:
    table = _table(name)
    # Two fields may be read from one column.
    there = frame[[column for column in dict.fromkeys(columns.values()) if column in frame.columns]]
    cells = there.astype(object).where(there.notna(), None)
    rows = ({str(column): cell_text(cell) for column, cell in row.items()} for row in cells.to_dict("records"))
    return to_frame(table, _rows(_articles(rows, columns), table, lexicons))


def _articles(items: Iterable[Item], columns: Mapping[str, str]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield item
        elif isinstance(item, str):
            if item.strip():
                yield Article(item)
        elif not isinstance(item, Mapping):
            raise InputError(f"an item of the bag is of type {type(item).__name__}: give texts, articles or dictionaries")
        elif str(item.get(columns["text"]) or "").strip():
            yield article_of(item, columns, Limits())
