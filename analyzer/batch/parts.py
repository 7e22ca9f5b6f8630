"""Part files: the rows of a chunk's articles, whole or not there.

A part is a zip. Its articles stand in groups; ``0/meta`` tells what is known of each article of the first group and how
many rows each has in each table. ``0/directives.csv`` holds the rows of the directives table as they will stand in the
file, ``0/directives.parquet`` as Arrow, and so on for each table and format that is asked for, ``0/texts`` the lines of
``texts.jsonl``: tables are put together by copying. ``0/directives`` holds the rows as JSON where nothing that is ready gives
them back as they were. ``skips`` tells what gave no article, ``end`` the figures of the chunk.
"""

from __future__ import annotations

import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from analyzer.articles import Skip
from analyzer.batch.tally import Tally
from analyzer.errors import OutputError
from analyzer.records import Article
from analyzer.sinks import made
from analyzer.sinks.columnar import compressed, decompressed, from_arrow, rows_of
from analyzer.sinks.text import rows_of_csv
from analyzer.tables import DIRECTIVES, TABLES, Headers, Row, Table
from analyzer.writing import keeps_cells

META, TEXTS, _SKIPS, _END = "meta", "texts", "skips", "end"
PACKED = "parquet"
"""The format whose rows are ready as Arrow and can be read back."""
_PLAIN = "csv"
"""The other one that can be read back, unless a cell of it may have been two."""
_ZSTD = ".zst"
"""Ends the names of entries that are compressed with zstd, which comes with what reads and writes parquet."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_line = json.JSONEncoder(ensure_ascii=False).encode
_TIME = (1980, 1, 1, 0, 0, 0)
_LEVEL = 1


class Meta(NamedTuple):
    """What a part tells of an article beside its rows.

    Attributes:
        id: as it was read; others may have it, too.
        text: digest of its text.
        key: digest of all that the analysis depends on.
        characters: of the text as read.
    """

    id: str
    text: str
    key: str
    characters: int


class Result(NamedTuple):
    """What a part keeps of an article.

    Attributes:
        rows: table → the article's rows in it.
        text: its title and text, where texts are kept.
    """

    meta: Meta
    rows: Mapping[str, Sequence[Row]]
    text: tuple[str, str] | None = None


class Shape(NamedTuple):
    """What the tables of a run will be, so that parts can hold their rows ready.

    Attributes:
        formats: as :data:`analyzer.sinks.FORMATS` has them.
        texts: keep the articles' texts, too.
    """

    formats: tuple[str, ...] = ("csv",)
    headers: Headers = "en"
    texts: bool = True


def meta_of(article: Article) -> Meta:
    """What there is to know of an article before it is analysed."""
    text = blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    about = json.dumps([text, article.id, article.title, article.date, article.issuer, article.source, article.url])
    return Meta(article.id or "", text, blake2b(about.encode(), digest_size=12).hexdigest(), len(article.text))


def text_line(id: str, title: str, text: str) -> str:
    """An article's line in ``texts.jsonl``."""
    return _line({"article_id": id, "title": title, "text": text}) + "\n"


def encoded(rows: Any) -> str:
    """Plain data as JSON in one line."""
    return _encode(rows)


class DamagedError(OutputError):
    """A part cannot be read.

    Attributes:
        path: the part.
        why: what is wrong with it.
    """

    def __init__(self, path: Path, why: str) -> None:
        """The part and what is wrong with it."""
        super().__init__(f"{path} is damaged ({why}): remove it, and the same command makes it anew")
        self.path, self.why = path, why


class PartWriter:
    """Writes a part; it appears under its name when the ``with`` block ends without an error.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, path: Path, shape: Shape) -> None:
        """A part to be at ``path``."""
        self._path, self._shape = path, shape
        # Another worker may be at the same chunk, where the first one was thought lost.
        self._growing = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        self._groups, self._tally = 0, Tally()

    def __enter__(self) -> PartWriter:
        """Create the file."""
        self._handle = self._growing.open("wb")
        self._zip = zipfile.ZipFile(self._handle, "w")
        return self

    def add(self, results: list[Result]) -> None:
        """Write a group of articles."""
        if not results:
            return
        counts = {table.name: [len(result.rows[table.name]) for result in results] for table in TABLES}
        self._write_json(f"{self._groups}/{META}", {"articles": [result.meta for result in results], "rows": counts})
        for table in TABLES:
            rows = [row for result in results for row in result.rows[table.name]]
            self._tally.rows[table.name] += len(rows)
            if table is DIRECTIVES:
                self._tally.count(rows)
            self._write_rows(table, rows)
        if self._shape.texts:
            lines = [text_line(result.meta.id, *result.text) for result in results if result.text]
            self._write(f"{self._groups}/{TEXTS}", "".join(lines).encode("utf-8", "replace"))
        self._groups += 1

    def _write_rows(self, table: Table, rows: list[Row]) -> None:
        place, kept = f"{self._groups}/{table.name}", PACKED in self._shape.formats
        for format in self._shape.formats:
            if (ready := made(format, table, rows, self._shape.headers)) is not None:
                self._write(f"{place}.{format}", ready)
                kept = kept or (format == _PLAIN and keeps_cells(ready, rows))
        if not (kept and _exact(table, rows)):
            self._write_json(place, rows)

    def end(self, skips: Iterable[Skip], figures: Mapping[str, Any]) -> None:
        """Write what gave no article, and the figures of the chunk."""
        self._write_json(_SKIPS, [(skip.input, skip.reason) for skip in skips])
        self._write_json(_END, {"groups": self._groups, "tally": self._tally.to_plain(), **figures})

    def _write_json(self, name: str, content: Any) -> None:
        self._write(name, encoded(content).encode("utf-8", "surrogatepass"))

    def _write(self, name: str, data: bytes) -> None:
        if PACKED in self._shape.formats:
            self._zip.writestr(zipfile.ZipInfo(name + _ZSTD, _TIME), compressed(data), zipfile.ZIP_STORED)
        else:
            self._zip.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED, _LEVEL)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the part its name, or remove it."""
        try:
            if kind is None:
                self._zip.close()
                self._handle.flush()
                os.fsync(self._handle.fileno())
                self._handle.close()
                self._growing.replace(self._path)
        finally:
            with suppress(OSError):  # on a full disk it cannot finish what is thrown away
                self._zip.close()
            with suppress(OSError):
                self._handle.close()
            self._growing.unlink(missing_ok=True)


def _exact(table: Table, rows: Sequence[Row]) -> bool:
    """Whether formats give back what they were given: a whole number in a column of fractions they do not."""
    places = [place for place, column in enumerate(table.columns) if column.kind is float]
    return not any(type(row[place]) is int for row in rows for place in places)


class Part:
    """A finished part.

    Raises:
        DamagedError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        """The part at ``path``."""
        self._path = path
        with self._told():
            self._zip = zipfile.ZipFile(path)
            self._names = frozenset(self._zip.namelist())
        self.figures: dict[str, Any] = self._json(_END)
        self._metas: tuple[int, dict[str, Any]] = (-1, {})

    def __enter__(self) -> Part:
        """The part."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    @property
    def groups(self) -> int:
        """How many groups its articles stand in."""
        return int(self.figures["groups"])

    @property
    def tally(self) -> Tally:
        """The figures of its tables."""
        return Tally.from_plain(self.figures["tally"])

    def metas(self, group: int) -> list[Meta]:
        """What is known of the articles of a group."""
        return [Meta(*fields) for fields in self._about(group)["articles"]]

    def _about(self, group: int) -> dict[str, Any]:
        if self._metas[0] != group:
            self._metas = group, self._json(f"{group}/{META}")
        return self._metas[1]

    def rows(self, group: int, table: Table) -> list[list[Row]]:
        """The rows of a table, a list for each article of a group."""
        counts = self._about(group)["rows"][table.name]
        rows = iter(self._rows(f"{group}/{table.name}", table))
        return [list(islice(rows, count)) for count in counts]

    def _rows(self, place: str, table: Table) -> list[Row]:
        if self._holds(place):
            return [tuple(row) for row in self._json(place)]
        if self._holds(f"{place}.{PACKED}"):
            ready = self._read(f"{place}.{PACKED}")
            with self._told():
                return rows_of(from_arrow(ready))
        ready = self._read(f"{place}.{_PLAIN}")
        with self._told():
            return rows_of_csv(table, ready)

    def results(self, group: int) -> list[Result]:
        """All that is kept of the articles of a group."""
        rows = {table.name: self.rows(group, table) for table in TABLES}
        texts = self.texts(group) if self._holds(f"{group}/{TEXTS}") else None
        return [
            Result(meta, {name: own[number] for name, own in rows.items()}, texts[number] if texts else None)
            for number, meta in enumerate(self.metas(group))
        ]

    def made(self, group: int, table: Table, format: str) -> bytes:
        """The rows of a group, ready for a format."""
        return self._read(f"{group}/{table.name}.{format}")

    def texts(self, group: int) -> list[tuple[str, str]]:
        """Title and text of each article of a group."""
        lines = self.text_lines(group).decode().split("\n")
        with self._told():
            return [(fields["title"], fields["text"]) for fields in map(json.loads, lines[:-1])]

    def text_lines(self, group: int) -> bytes:
        """The lines of ``texts.jsonl`` of a group."""
        return self._read(f"{group}/{TEXTS}")

    def skips(self) -> Iterator[Skip]:
        """What gave no article."""
        return (Skip(*fields) for fields in self._json(_SKIPS))

    def _json(self, name: str) -> Any:
        data = self._read(name)
        with self._told():
            return json.loads(data.decode("utf-8", "surrogatepass"))

    def _holds(self, name: str) -> bool:
        return not self._names.isdisjoint((name, name + _ZSTD))

    def _read(self, name: str) -> bytes:
        with self._told():
            return self._zip.read(name) if name in self._names else decompressed(self._zip.read(name + _ZSTD))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError) as error:
            raise DamagedError(self._path, str(error)) from None
