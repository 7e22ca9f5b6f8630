"""Parquet files, one a table: typed columns, dictionaries for closed sets of values, row groups of fixed length."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np

from analyzer.errors import AnalyzerError, MissingExtraError
from analyzer.sinks.base import Sink, whole
from analyzer.tables import Cell, Column, Headers, Row, Table

ROW_GROUP = 16_384
"""Rows a row group holds, the last one fewer. Fixed, so that a file does not depend on how rows were grouped in calls;
a table keeps as many rows in memory until they are written."""

_LENGTH, _LEVEL = 8, 1
_APART, _MOST = "\0", 2**31 - 1


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

    columns: Iterable[tuple[Cell, ...]] = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return pa.Table.from_arrays([_array(table, c, cells) for c, cells in zip(table.columns, columns, strict=True)], schema=schema)


def to_arrow(rows: Any) -> bytes:
    """An Arrow table as bytes, not compressed: Arrow would do it buffer by buffer, which takes twice as long as all at once."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, rows.schema, options=pa.ipc.IpcWriteOptions(use_threads=False)) as stream:
        stream.write_table(rows)
    return out.getvalue().to_pybytes()  # type: ignore[no-any-return] # pyarrow has no types


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
            return pa.DictionaryArray.from_arrays(_numbers(pa.int8(), "b", [number[str(c)] for c in cells]), _strings([*number]))
        if column.kind is str:
            return _strings(cast("Sequence[str]", cells))
        if column.kind is int:
            return _numbers(pa.int64(), "q", cells)
        return _numbers(pa.float64(), "d", [0.0 if cell is None else cell for cell in cells], [cell is not None for cell in cells])
    except (KeyError, TypeError, struct.error) as error:
        raise AnalyzerError(f"a cell of {table.name}.{column.name} is not as declared: {error}") from error


# pyarrow.array imports pandas to see whether it is given some of it, a fifth of the time that a small run takes. So these fill buffers.
def _numbers(kind: Any, code: str, values: Sequence[Any], there: Sequence[bool] | None = None) -> Any:
    """An array of numbers; ``there`` tells which are not null."""
    import pyarrow as pa

    valid = None if there is None else pa.py_buffer(np.packbits(np.array(there, dtype=np.bool_), bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(struct.pack(f"{len(values)}{code}", *values))])


def _strings(cells: Sequence[str]) -> Any:
    """An array of strings; a lone surrogate becomes a question mark."""
    import pyarrow as pa

    data = _APART.join([*cells, ""]).encode("utf-8", "replace")
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(_APART))
    if len(ends) != len(cells) or len(data) > _MOST:  # a cell holds what should stand between them, or offsets need more bits
        return pa.array([whole(cell) for cell in cells], pa.string())
    offsets = np.zeros(len(cells) + 1, np.int32)
    np.subtract(ends, np.arange(len(cells)), out=offsets[1:], casting="unsafe")
    return pa.StringArray.from_buffers(len(cells), pa.py_buffer(offsets), pa.py_buffer(data.translate(None, _APART.encode())))
