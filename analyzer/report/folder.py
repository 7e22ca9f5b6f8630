"""Reads back what ``analyzer run`` wrote into a folder: its tables in any of three formats, and the articles' texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analyzer.articles.files import TEXTS
from analyzer.errors import InputError, MissingExtraError
from analyzer.tables import ARTICLES, DIRECTIVES, TARGETS, Table, join
from analyzer.writing import plain_cell

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".parquet", ".csv", ".jsonl")
"""Formats that can be read back, the quickest first."""


class Text(NamedTuple):
    """The text of an article as it was read."""

    article_id: str
    title: str
    text: str


@dataclass(frozen=True)
class RunFolder:
    """The tables of a run, with English headers; empty cells are "" in columns of words, NaN in columns of numbers.

    ``articles`` and ``targets`` are empty frames where the folder does not hold them.
    """

    path: Path
    directives: pd.DataFrame
    articles: pd.DataFrame
    targets: pd.DataFrame

    @property
    def has_texts(self) -> bool:
        """Whether the articles' texts were written, too (``analyzer run --no-text`` leaves them out)."""
        return (self.path / TEXTS).is_file()

    def texts(self) -> Iterator[Text]:
        """The articles' texts in the order of the run, read one by one.

        Raises:
            InputError: a line is not what a run writes.
        """
        with (self.path / TEXTS).open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                    yield Text(str(record["article_id"]), str(record.get("title") or ""), str(record["text"]))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    raise InputError(f"{self.path / TEXTS}, line {number}, is no text of a run ({error!r}): run `analyzer run` again") from None


def read_run(folder: str | Path) -> RunFolder:
    """The tables in a folder that ``analyzer run`` wrote.

    Raises:
        InputError: the folder is missing, or holds no table of directives that can be read back.
        MissingExtraError: the tables are Parquet and pyarrow is not installed.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"{path} is no folder: give the folder that `analyzer run … --out` wrote")
    directives = _read(path, DIRECTIVES)
    if directives is None:
        there = ", ".join(sorted(file.name for file in path.glob(f"{DIRECTIVES.name}.*"))) or "no table of directives"
        raise InputError(f"{path} holds {there}: directives.csv, .parquet or .jsonl is needed, as `analyzer run … --out {path}` writes them")
    tables = [_read(path, table) for table in (ARTICLES, TARGETS)]
    articles, targets = (_empty(table) if found is None else found for table, found in zip((ARTICLES, TARGETS), tables, strict=True))
    return RunFolder(path, directives, articles, targets)


def english(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A frame with the headers of ``table`` in English, however they were written."""
    return frame.rename(columns={c.zh: c.name for c in table.columns if c.zh in frame.columns and c.name not in frame.columns})


def typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """A frame whose columns of numbers hold numbers and all others words, "" for none.

    Columns that ``table`` does not declare stay as words.
    """
    import pandas as pd

    kinds = {c.name: c.kind for c in table.columns}
    out: dict[str, Any] = {}
    for name in frame.columns:
        kind = kinds.get(name, str)
        if kind is int or kind is float:
            out[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64" if kind is float else "Int64")
        else:
            out[name] = frame[name].astype("object").where(frame[name].notna(), "").astype("str")
    return pd.DataFrame(out, index=frame.index)


def _empty(table: Table) -> pd.DataFrame:
    import pandas as pd

    return typed(pd.DataFrame({c.name: [] for c in table.columns}), table)


def _read(folder: Path, table: Table) -> pd.DataFrame | None:
    for suffix in SUFFIXES:
        file = folder / f"{table.name}{suffix}"
        if file.is_file():
            try:
                frame = english(_READERS[suffix](file), table)
            except (ValueError, OSError) as error:
                raise InputError(f"{file} cannot be read: {error}") from error
            if missing := [c.name for c in table.columns if c.name not in frame.columns and c.name in _NEEDED.get(table.name, ())]:
                raise InputError(f"{file} has no column {missing[0]!r}: it is no table of `analyzer run`")
            return typed(frame, table)
    return None


_NEEDED = {
    "directives": ("article_id", "directive_id", "start", "end", "text", "evidence", "modality", "strength"),
    "articles": ("id",),
    "targets": ("article_id", "directive_id", "value"),
}
"""Columns without which nothing can be shown; others may be missing, as in tables of earlier versions."""


def _csv(file: Path) -> pd.DataFrame:
    import pandas as pd

    frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    for name in frame.columns:
        # The run put an apostrophe before cells that a spreadsheet would run: what was read had none.
        frame[name] = frame[name].map(plain_cell)
    return frame


def _jsonl(file: Path) -> pd.DataFrame:
    import pandas as pd

    rows = [json.loads(line) for line in file.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    return _joined(pd.DataFrame(rows))


def _joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists of names as list cells."""
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = frame[name].map(lambda cell: join(map(str, cell)) if isinstance(cell, Sequence | set) and not isinstance(cell, str) else cell)
    return frame


def _parquet(file: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        frame = pd.read_parquet(file)
    except ImportError:
        raise MissingExtraError(f"reading {file}", "tables", "pyarrow") from None
    for name in frame.columns:
        if frame[name].dtype == object:  # lists come as arrays
            frame[name] = frame[name].map(lambda cell: cell.tolist() if hasattr(cell, "tolist") else cell)
    return _joined(frame)


_READERS = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
