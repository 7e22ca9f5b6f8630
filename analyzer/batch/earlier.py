"""What is left of an earlier state of the input: results of articles that have not changed are taken over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from analyzer.batch.parts import Meta, Part, Result


class Earlier:
    """Results of parts that the plan no longer holds, found by the digest of an article's content.

    The index is a database on the disk: it takes no memory, however large the earlier run was.
    """

    def __init__(self, index: sqlite3.Connection | None) -> None:
        """Results of an index; none where there is none."""
        self._index = index
        self._open: tuple[str, Part] | None = None
        self._group: tuple[str, int, list[Result]] | None = None

    @classmethod
    def opened(cls, path: Path | None) -> Earlier:
        """The results of an index at ``path``, to be read only."""
        return cls(None if path is None else sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True))

    def __enter__(self) -> Earlier:
        """The results."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        if self._index:
            self._index.close()
        if self._open:
            self._open[1].__exit__()

    def result(self, meta: Meta) -> Result | None:
        """The result of an article with the same content; None where there was none."""
        if self._index is None:
            return None
        row = self._index.execute("SELECT part, place, number FROM results WHERE key = ?", (meta.key,)).fetchone()
        if row is None:
            return None
        part, group, number = row
        kept = self._results(part, group)[number]
        return Result(meta, kept.rows, kept.text)

    def _results(self, part: str, group: int) -> list[Result]:
        if self._group is None or self._group[:2] != (part, group):
            if self._open is None or self._open[0] != part:
                if self._open:
                    self._open[1].__exit__()
                self._open = part, Part(Path(part))
            self._group = part, group, self._open[1].results(group)
        return self._group[2]


def write_index(path: Path, parts: Iterable[Path]) -> None:
    """Make the index of the results in some parts."""
    path.unlink(missing_ok=True)
    index = sqlite3.connect(path)
    try:
        index.execute("PRAGMA journal_mode = OFF")
        index.execute("PRAGMA synchronous = OFF")
        index.execute("CREATE TABLE results (key TEXT PRIMARY KEY, part TEXT, place INTEGER, number INTEGER) WITHOUT ROWID")
        for file in parts:
            with Part(file) as part:
                for group in range(part.groups):
                    rows = ((meta.key, str(file), group, number) for number, meta in enumerate(part.metas(group)))
                    index.executemany("INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?)", rows)
        index.commit()
    finally:
        index.close()
