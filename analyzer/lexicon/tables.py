"""Reads lexicon files (CSV, YAML) into rows that know their line, so that every complaint can name it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.errors import LexiconError


class Row(NamedTuple):
    """A row of a lexicon file and the line it starts on."""

    path: Path
    line: int
    cells: dict[str, Any]

    def fail(self, message: str) -> LexiconError:
        """An error that points at this row; raise it."""
        return LexiconError(self.path, self.line, message)

    def list(self, column: str) -> tuple[str, ...]:
        """A cell that holds several values separated by ``|``, as a tuple without empty ones."""
        return tuple(part for part in (p.strip() for p in self.cells[column].split("|")) if part)


def read_csv(path: Path, columns: Sequence[str], *, required: Sequence[str] = ()) -> Iterator[Row]:
    """Rows of a UTF-8 CSV file whose header is exactly ``columns``; lines that begin with ``#`` are comments.

    Raises:
        LexiconError: the file is missing or no UTF-8, its header differs, a row has too many or too few cells, or a
            ``required`` cell is empty.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(path, 0, f"cannot be read as UTF-8 text: {error}") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header: list[str] | None = None
    end = 0
    while True:
        start = end + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise LexiconError(path, start, f"not valid CSV: {error}") from error
        end = reader.line_num
        if cells is None:
            break
        if not cells or cells[0].startswith("#"):
            continue
        if header is None:
            header = [c.strip() for c in cells]
            if header != list(columns):
                raise LexiconError(path, start, f"the columns are {', '.join(header)}; they must be {', '.join(columns)}")
            continue
        if len(cells) != len(columns):
            raise LexiconError(path, start, f"{len(cells)} cells where the header has {len(columns)}")
        row = Row(path, start, dict(zip(columns, (c.strip() for c in cells), strict=True)))
        for column in required:
            if not row.cells[column]:
                raise row.fail(f"the column {column} is empty; it must be filled")
        yield row
    if header is None:
        raise LexiconError(path, 0, f"is empty; it must begin with the header {','.join(columns)}")


def read_yaml(path: Path, allowed: Sequence[str], *, required: Sequence[str] = (), section: str | None = None) -> Iterator[Row]:
    """Entries of a YAML file that is a list of mappings (or holds one under ``section``), each with its line.

    Raises:
        LexiconError: the file is missing or no YAML, an entry is no mapping, holds an unknown key or lacks a required one.
    """
    import yaml

    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(path, 0, f"cannot be read as UTF-8 text: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise LexiconError(path, line, f"not valid YAML: {error.problem}") from error
    if section is not None and isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == section), None)
    if not isinstance(node, yaml.SequenceNode):
        where = f"the section {section!r} must be" if section else "must be"
        raise LexiconError(path, node.start_mark.line + 1 if node else 0, f"{where} a list of entries")
    for item in node.value:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            raise LexiconError(path, line, "an entry must be a mapping of keys to values")
        loader = yaml.SafeLoader("")
        cells = {str(key): value for key, value in loader.construct_mapping(item, deep=True).items()}
        row = Row(path, line, cells)
        if unknown := sorted(set(cells) - set(allowed)):
            raise row.fail(f"unknown key {unknown[0]!r}; known are {', '.join(allowed)}")
        if missing := [k for k in required if k not in cells]:
            raise row.fail(f"the key {missing[0]!r} is missing")
        yield row
