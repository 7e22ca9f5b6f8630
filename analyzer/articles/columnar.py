"""parquet → articles: one a row, with the columns of csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from analyzer.articles.limits import Limits
from analyzer.articles.rows import OnSkip, article_or_skip, cell_text, check_found
from analyzer.records import Article

_ROWS = 64


def read(
    file: Path, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits, *, groups: Sequence[int] = (), first: int = 1  # noqa: ARG001
) -> Iterator[Article]:
    """The articles of a parquet file, a few rows in memory at a time.

    Args:
        groups: first row group and the one after the last; all without it.
        first: number of the first row in them.

    Raises:
        InputError: the file lacks a wanted column.
    """
    with pq.ParquetFile(file, memory_map=False) as parquet:
        found = list(parquet.schema_arrow.names)
        check_found(found, columns)
        number = first - 1
        chosen = list(range(*groups)) if groups else None
        for batch in parquet.iter_batches(batch_size=_ROWS, row_groups=chosen, columns=[column for column in columns.values() if column in found]):
            for row in batch.to_pylist():
                number += 1
                cells = {name: value if isinstance(value, (list, dict, bytes, bool)) else cell_text(value) for name, value in row.items()}
                yield from article_or_skip(f"row {number}", cells, columns, on_skip, limits)


def row_groups(file: Path) -> list[tuple[int, int]]:
    """Rows and bytes of each row group."""
    with pq.ParquetFile(file, memory_map=False) as parquet:
        groups = [parquet.metadata.row_group(number) for number in range(parquet.metadata.num_row_groups)]
        return [(group.num_rows, group.total_byte_size) for group in groups]
