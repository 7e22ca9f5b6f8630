"""Part files: the rows of a chunk's articles, whole or not there.

A part is a zip of JSON. Its articles stand in groups; ``0/articles`` holds the rows of the articles table for the first
group, a list with an entry for each article, ``0/directives`` those of the directives table, and so on, so that a table
can be put together without reading the others. ``0/meta`` tells what is known of each article, ``skips`` what gave none,
``end`` the figures of the chunk.
"""

from __future__ import annotations

import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from analyzer.articles import Skip
from analyzer.errors import OutputError
from analyzer.records import Article

META, TEXTS, _SKIPS, _END = "meta", "texts", "skips", "end"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
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
        rows: table → the article's rows in it; ``texts`` among them, with title and text, where texts are kept.
    """

    meta: Meta
    rows: Mapping[str, Sequence[Any]]


def meta_of(article: Article) -> Meta:
    """What there is to know of an article before it is analysed."""
    text = blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    about = json.dumps([text, article.id, article.title, article.date, article.issuer, article.source, article.url])
    return Meta(article.id or "", text, blake2b(about.encode(), digest_size=12).hexdigest(), len(article.text))


def encoded(rows: Any) -> str:
    """Plain data as JSON in one line."""
    return _encode(rows)


class PartWriter:
    """Writes a part; it appears under its name when the ``with`` block ends without an error.

    Raises:
        OutputError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        """A part to be at ``path``."""
        self._path = path
        # Another worker may be at the same chunk, where the first one was thought lost.
        self._growing = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
        self._groups = 0

    def __enter__(self) -> PartWriter:
        """Create the file."""
        self._handle = self._growing.open("wb")
        self._zip = zipfile.ZipFile(self._handle, "w")
        return self

    def add(self, results: list[Result]) -> None:
        """Write a group of articles."""
        if not results:
            return
        self._write(f"{self._groups}/{META}", [result.meta for result in results])
        for name in results[0].rows:
            self._write(f"{self._groups}/{name}", [result.rows[name] for result in results])
        self._groups += 1

    def end(self, skips: Iterable[Skip], figures: Mapping[str, Any]) -> None:
        """Write what gave no article, and the figures of the chunk."""
        self._write(_SKIPS, [(skip.input, skip.reason) for skip in skips])
        self._write(_END, {"groups": self._groups, **figures})

    def _write(self, name: str, content: Any) -> None:
        entry = zipfile.ZipInfo(name, _TIME)
        data = encoded(content).encode("utf-8", "surrogatepass")
        self._zip.writestr(entry, data, zipfile.ZIP_DEFLATED, _LEVEL)

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


class Part:
    """A finished part.

    Raises:
        OutputError: it is damaged.
    """

    def __init__(self, path: Path) -> None:
        """The part at ``path``."""
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.figures: dict[str, Any] = json.loads(self._zip.read(_END))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise OutputError(f"{path} is damaged ({error}): remove it, and the same command makes it anew") from None

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

    def metas(self, group: int) -> list[Meta]:
        """What is known of the articles of a group."""
        return [Meta(*fields) for fields in self.rows(group, META)]

    def rows(self, group: int, name: str) -> list[Any]:
        """The rows of a table, a list for each article of a group."""
        found: list[Any] = self._read(f"{group}/{name}")
        return found

    def names(self, group: int) -> list[str]:
        """What a group holds: ``meta``, the tables, ``texts``."""
        return [name.partition("/")[2] for name in self._zip.namelist() if name.startswith(f"{group}/")]

    def skips(self) -> Iterator[Skip]:
        """What gave no article."""
        return (Skip(*fields) for fields in self._read(_SKIPS))

    def _read(self, name: str) -> Any:
        try:
            return json.loads(self._zip.read(name).decode("utf-8", "surrogatepass"))
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError) as error:
            raise OutputError(f"{self._path} is damaged ({error}): remove it, and the same command makes it anew") from None
