"""Sinks: where a run's rows go. One call opens one for a format; rows stream through it table by table.

A sink holds a bounded number of rows, whatever the length of a run, and never depends on how rows are grouped in calls:
the same rows in the same order give the same csv, jsonl and parquet files to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from analyzer.errors import InputError, MissingExtraError
from analyzer.sinks.base import Sink
from analyzer.tables import Headers, Row, Table

__all__ = ["FORMATS", "MADE", "Sink", "check_installed", "file_names", "made", "open_sink"]

FORMATS = ("csv", "xlsx", "parquet", "jsonl", "duckdb")
"""What ``--format`` takes; csv is the default."""
MADE = ("csv", "jsonl", "parquet")
"""Formats for which rows can be made ready: see :func:`made`."""
WORKBOOK, DATABASE = "tables.xlsx", "tables.duckdb"
_PACKAGES = {"xlsx": ("xlsxwriter",), "parquet": ("pyarrow",), "duckdb": ("duckdb", "pyarrow")}


def file_names(format: str, tables: Sequence[Table]) -> list[str]:
    """The files that a sink of this format writes: one a table, or one for all (``tables.xlsx``, ``tables.duckdb``).

    Raises:
        InputError: the format is not known.

    >>> from analyzer.tables import TABLES
    >>> file_names("parquet", TABLES)[:2], file_names("xlsx", TABLES)
    (['directives.parquet', 'articles.parquet'], ['tables.xlsx'])
    """
    _known(format)
    if format in ("xlsx", "duckdb"):
        return [WORKBOOK if format == "xlsx" else DATABASE]
    return [f"{table.name}.{format}" for table in tables]


def check_installed(formats: Iterable[str]) -> None:
    """See that the packages which formats need are there, without loading them: before hours of work, not after.

    Raises:
        InputError: a format is not known.
        MissingExtraError: its package is not installed.

    >>> check_installed(["csv", "jsonl"])
    """
    for format in formats:
        _known(format)
        for package in _PACKAGES.get(format, ()):
            if find_spec(package) is None:
                raise MissingExtraError(f"writing {format}", "tables", package)


def open_sink(format: str, folder: Path, tables: Sequence[Table], *, headers: Headers = "en", bom: bool = True) -> Sink:
    """A sink that writes ``tables`` into ``folder``, which must exist and hold none of its files.

    Args:
        format: one of :data:`FORMATS`.
        folder: where the files go; working files stand in it, too, while the sink is open.
        tables: the tables whose rows will be added.
        headers: language of the column names; a DuckDB file keeps the English ones, which its views need, and has the
            Chinese ones as comments.
        bom: begin CSV files with the byte-order mark that Excel needs.

    Raises:
        InputError: the format is not known.
        MissingExtraError: its package is not installed.

    >>> import tempfile
    >>> from analyzer.tables import TARGETS
    >>> with tempfile.TemporaryDirectory() as folder, open_sink("jsonl", Path(folder), [TARGETS]) as sink:
    ...     [path.name for path in sink.close()]
    ['targets.jsonl']
    """
    _known(format)
    if format == "csv":
        from analyzer.sinks.text import CsvSink

        return CsvSink(folder, tables, headers=headers, bom=bom)
    if format == "jsonl":
        from analyzer.sinks.text import JsonlSink

        return JsonlSink(folder, tables, headers=headers)
    if format == "parquet":
        from analyzer.sinks.columnar import ParquetSink

        return ParquetSink(folder, tables, headers=headers)
    if format == "xlsx":
        from analyzer.sinks.workbook import WorkbookSink

        return WorkbookSink(folder / WORKBOOK, tables, headers=headers)
    from analyzer.sinks.database import DatabaseSink

    return DatabaseSink(folder / DATABASE, tables)


def made(format: str, table: Table, rows: Sequence[Row], headers: Headers = "en") -> bytes | None:
    """Rows made ready for a format, as a sink's :meth:`Sink.add_made` takes them; None where it takes rows alone.

    Ready rows can be written down in any order and put together later: the file is the same as if the sink had been
    given the rows.

    >>> from analyzer.tables import TARGETS
    >>> made("jsonl", TARGETS, []), made("xlsx", TARGETS, [])
    (b'', None)
    """
    if format == "csv":
        from analyzer.writing import csv_text

        return csv_text(rows).encode("utf-8", "replace")
    if format == "jsonl":
        from analyzer.sinks.text import jsonl_text

        return jsonl_text(table.headers(headers), rows).encode("utf-8", "replace")
    if format == "parquet":
        from analyzer.sinks.columnar import arrow_schema, arrow_table, to_arrow

        return to_arrow(arrow_table(table, arrow_schema(table, headers), rows))
    return None


def _known(format: str) -> None:
    if format not in FORMATS:
        raise InputError(f"format {format!r} is not known; choose of {', '.join(FORMATS)}")
