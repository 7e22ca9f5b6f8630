"""A DuckDB file: the tables with keys, and views that answer what people ask of them.

Rows wait in Parquet files beside the database and are loaded at the end, articles first, for the keys of the other
tables refer to them; DuckDB takes a million rows from Parquet in a few seconds and by ``executemany`` in ten minutes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import MissingExtraError, OutputError
from analyzer.sinks.base import Sink
from analyzer.sinks.columnar import ParquetSink
from analyzer.tables import Column, Row, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PRIMARY = {"articles": "id", "directives": "directive_id", "targets": "target_id"}
"""The column that tells the rows of a table apart. Mentions have none: two readings may stand at one place."""
_ORDER = ("articles", "directives", "targets", "entities")
_MEMORY = "1GB"
"""What DuckDB may take while it loads; it goes to the disk beyond."""
_STORAGE = "v1.3.0"
"""The oldest DuckDB that is to read the file, be it newer Python's or somebody's shell."""


class DatabaseSink(Sink):
    """Column names are the English ones, which queries and views need; their Chinese names are comments of the columns.

    The keys: ``articles.id``, ``directives.directive_id``, ``targets.target_id``; ``article_id`` refers to ``articles``.
    ``targets.directive_id`` and ``directives.repeat_of`` are plain columns, for filters may leave the other row out.
    Views and macros stand in ``views.sql``; they are made where all four tables are there.
    """

    def __init__(self, path: Path, tables: Sequence[Table]) -> None:
        """Create the working files.

        Raises:
            MissingExtraError: duckdb or pyarrow is not installed.
        """
        super().__init__(tables)
        try:
            import duckdb  # noqa: F401 - looked for now, not after hours of work
        except ImportError as error:
            raise MissingExtraError("writing a DuckDB file", "tables", "duckdb") from error
        self.path = path
        self._work = path.with_name(f".{path.name}-rows")
        self._work.mkdir()
        self._rows = ParquetSink(self._work, tables)

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        self._rows.add(name, rows)

    def _close(self) -> list[Path]:
        import duckdb

        self._rows.close()
        try:
            with duckdb.connect(str(self.path), config={"storage_compatibility_version": _STORAGE}) as database:
                database.execute(f"SET memory_limit = '{_MEMORY}'; SET threads = 1")
                for table in sorted(self.tables.values(), key=lambda t: _ORDER.index(t.name) if t.name in _ORDER else len(_ORDER)):
                    self._load(database, table)
                if {*_ORDER} <= {*self.tables}:
                    database.execute(files("analyzer.sinks").joinpath("views.sql").read_text(encoding="utf-8"))
        except duckdb.ConstraintException as error:
            raise OutputError(f"{self.path.name}: {error}. Ids must be unique, and each row's article among the articles") from None
        finally:
            shutil.rmtree(self._work, ignore_errors=True)
        return [self.path]

    def _load(self, database: DuckDBPyConnection, table: Table) -> None:
        keys = [f'PRIMARY KEY ("{PRIMARY[table.name]}")'] if table.name in PRIMARY else []
        if "articles" in self.tables and any(c.name == "article_id" for c in table.columns):
            keys.append("FOREIGN KEY (article_id) REFERENCES articles (id)")
        columns = [f'"{c.name}" {_type(c)}' for c in table.columns]
        database.execute(f'CREATE TABLE "{table.name}" ({", ".join((*columns, *keys))})')
        source = str(self._work / f"{table.name}.parquet").replace("'", "''")
        database.execute(f"INSERT INTO \"{table.name}\" SELECT * FROM read_parquet('{source}')")
        for column in table.columns:
            database.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS \'{column.zh}\'')

    def abort(self) -> None:
        """Remove the working files."""
        self._rows.abort()
        shutil.rmtree(self._work, ignore_errors=True)


def _type(column: Column) -> str:
    if isinstance(column.kind, tuple):
        return f"ENUM ({', '.join(repr(str(value)) for value in column.kind)})"
    name = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}[column.kind]
    return name if column.kind is float else f"{name} NOT NULL"
