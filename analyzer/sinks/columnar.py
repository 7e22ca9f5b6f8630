"""Parquet files, one a table: typed columns, dictionaries for closed sets of values, row groups of fixed length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from analyzer.errors import AnalyzerError, MissingExtraError
from analyzer.sinks.base import Sink, whole
from analyzer.tables import Cell, Column, Headers, Row, Table

ROW_GROUP = 16_384
"""Rows a row group holds, the last one fewer. Fixed, so that a file does not depend on how rows were grouped in calls;
a table keeps as many rows in memory until they are written."""

_LENGTH, _LEVEL = 8, 1


class ParquetSink(Sink):
    """Strings, 64-bit integers and floats; modality, status and the like are dictionaries. Compressed with zstd.

    List cells stay the joined strings of the other formats, so that all formats hold the same cells:
    ``column.str.split("；")`` in pandas, ``string_split(column, '；')`` in DuckDB.
    """

    def __init__(self, folder: Path, tables: Sequence[Table], *, headers: Headers = "en", row_group: int = ROW_GROUP) -> None:
        """Create the files.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        super().__init__(tables)
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            raise MissingExtraError("writing parquet", "tables", "pyarrow") from error
        self._row_group = row_group
        self._paths = {table.name: folder / f"{table.name}.parquet" for table in tables}
        self._schemas = {table.name: arrow_schema(table, headers) for table in tables}
        self._waiting: dict[str, list[Any]] = {table.name: [] for table in tables}
        self._writers = {n: pq.ParquetWriter(path, self._schemas[n], compression="zstd") for n, path in self._paths.items()}

    def _add(self, name: str, rows: Iterable[Row]) -> None:
        source = iter(rows)
        while some := list(islice(source, self._row_group)):
            self._wait(name, arrow_table(self.tables[name], self._schemas[name], some))

    def add_made(self, name: str, made: bytes) -> None:
        """Write rows that are ready as Arrow has them."""
        self._wait(name, from_arrow(made))

    def _wait(self, name: str, rows: Any) -> None:
        """Keep rows until they fill a row group."""
        if not rows.num_rows:
            return
        self._waiting[name].append(rows)
        if sum(table.num_rows for table in self._waiting[name]) >= self._row_group:
            whole = self._together(name)
            full = whole.num_rows - whole.num_rows % self._row_group
            for at in range(0, full, self._row_group):
                self._write(name, whole.slice(at, self._row_group))
            self._waiting[name] = [whole.slice(full)] if full < whole.num_rows else []

    def _together(self, name: str) -> Any:
        import pyarrow as pa

        return pa.concat_tables(self._waiting[name])

    def _write(self, name: str, rows: Any) -> None:
        self._writers[name].write_table(rows.combine_chunks(), row_group_size=self._row_group)

    def _close(self) -> list[Path]:
        for name, waiting in self._waiting.items():
            if waiting:
                self._write(name, self._together(name))
        self.abort()
        return list(self._paths.values())

    def abort(self) -> None:
        """Close the files as they are."""
        for writer in self._writers.values():
            writer.close()


def arrow_schema(table: Table, headers: Headers = "en") -> Any:
    """The Arrow schema of a table."""
    import pyarrow as pa

    fields = zip(table.headers(headers), table.columns, strict=True)
    return pa.schema([pa.field(name, _arrow_type(c), nullable=c.kind is float) for name, c in fields])


def arrow_table(table: Table, schema: Any, rows: Sequence[Row]) -> Any:
    """Rows as an Arrow table.

    Raises:
        AnalyzerError: a cell is not what the table declares.
    """
    import pyarrow as pa

    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays([_array(table, c, cells) for c, cells in zip(table.columns, columns, strict=True)], schema=schema)


def to_arrow(rows: Any) -> bytes:
    """An Arrow table as bytes, compressed."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)) as stream:
        stream.write_table(rows)
    return bytes(out.getvalue())


def from_arrow(made: bytes) -> Any:
    """The table that :func:`to_arrow` was given.

    Raises:
        ValueError: these are none of its bytes.
    """
    import pyarrow as pa

    return pa.ipc.open_stream(made, options=pa.ipc.IpcReadOptions(use_threads=False)).read_all()


def compressed(data: bytes) -> bytes:
    """The data compressed with zstd, in a quarter of the time that zlib takes, behind their length."""
    import pyarrow as pa

    return len(data).to_bytes(_LENGTH, "little") + bytes(pa.Codec("zstd", _LEVEL).compress(data, asbytes=True))


def decompressed(data: bytes) -> bytes:
    """What :func:`compressed` was given.

    Raises:
        ValueError: these are none of its bytes.
    """
    import pyarrow as pa

    try:
        return bytes(pa.Codec("zstd").decompress(data[_LENGTH:], int.from_bytes(data[:_LENGTH], "little"), asbytes=True))
    except (OSError, OverflowError, MemoryError) as error:
        raise ValueError(str(error)) from None


def rows_of(table: Any) -> list[Row]:
    """The rows of an Arrow table."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    if isinstance(column.kind, tuple):
        return pa.dictionary(pa.int8(), pa.string())
    return {str: pa.string(), int: pa.int64(), float: pa.float64()}[column.kind]


def _array(table: Table, column: Column, cells: Sequence[Cell]) -> Any:
    import pyarrow as pa

    try:
        if isinstance(column.kind, tuple):
            number = {str(value): i for i, value in enumerate(column.kind)}
            return pa.DictionaryArray.from_arrays(pa.array([number[str(c)] for c in cells], pa.int8()), pa.array(list(number), pa.string()))
        try:
            return pa.array(cells, _arrow_type(column))
        except UnicodeEncodeError:  # a lone surrogate somewhere
            return pa.array([whole(str(cell)) for cell in cells], pa.string())
    except (KeyError, pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise AnalyzerError(f"a cell of {table.name}.{column.name} is not as declared: {error}") from error
