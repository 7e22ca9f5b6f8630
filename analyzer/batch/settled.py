"""Ids over a whole run: no two articles under one, the same article only once, whichever worker read it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from analyzer.batch.parts import Meta, Part, encoded

COPY = "the same id and text were read before"


class Settled(NamedTuple):
    """What settling found.

    Attributes:
        copies: articles that stand in the input more than once under the same id.
        digest: of the ids and contents of all articles in their order.
    """

    articles: int
    characters: int
    copies: int
    digest: str


def settle_ids(parts: Iterable[Path], working: Path, changes: Path) -> Settled:
    """Find the articles whose id was there before, in the order of the parts.

    One with another text gets an id of its own (``a``, ``a~2`` …), one with the same text is left out. The changes go to
    a file of JSON lines, ``[part, article, id]``, each counted from 0; the id is null for those left out.

    Args:
        working: a file to be made for the database of ids, which takes no memory however many there are.
        changes: the file of changes to be made.
    """
    ids = _Ids(working)
    articles = characters = copies = 0
    digest = blake2b(digest_size=16)
    try:
        with changes.open("w", encoding="utf-8", errors="surrogatepass") as out:
            for place, path in enumerate(parts):
                for number, meta in enumerate(_metas(path)):
                    id = ids.own(meta)
                    if id != meta.id:
                        out.write(encoded([place, number, id]) + "\n")
                    if id is None:
                        copies += 1
                        continue
                    articles += 1
                    characters += meta.characters
                    digest.update(f"{meta.key}\n".encode())
    finally:
        ids.close()
    return Settled(articles, characters, copies, digest.hexdigest())


def _metas(path: Path) -> Iterator[Meta]:
    with Part(path) as part:
        for group in range(part.groups):
            yield from part.metas(group)


class _Ids:
    """Ids given so far, in a database that is thrown away."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE ids (id BLOB PRIMARY KEY, text TEXT) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def own(self, meta: Meta) -> str | None:
        """The article's id, another where a different text has it, None where the same text has it."""
        id, number = meta.id, 1
        while not self._added(id, meta.text):
            if self._text(id) == meta.text:
                return None
            number += 1
            id = f"{meta.id}~{number}"
        return id

    def _added(self, id: str, text: str) -> bool:
        return self._database.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (_bytes(id), text)).rowcount == 1

    def _text(self, id: str) -> str:
        return str(self._database.execute("SELECT text FROM ids WHERE id = ?", (_bytes(id),)).fetchone()[0])

    def close(self) -> None:
        self._database.close()
        self._path.unlink(missing_ok=True)


def _bytes(id: str) -> bytes:
    return id.encode("utf-8", "surrogatepass")


class Changes:
    """The file of changes, read along with the parts."""

    def __init__(self, path: Path) -> None:
        """Open it."""
        self._lines = path.open(encoding="utf-8", errors="surrogatepass")
        self._next = self._read()

    def id(self, place: int, number: int, id: str) -> str | None:
        """The id of an article of a part; to be asked in the order of parts and articles."""
        if self._next is None or (self._next[0], self._next[1]) != (place, number):
            return id
        changed = self._next[2]
        self._next = self._read()
        return changed

    def touch(self, place: int) -> bool:
        """Whether there is a change in a part, which comes next."""
        return self._next is not None and self._next[0] == place

    def leave(self, place: int) -> None:
        """Pass over what is left of a part's changes."""
        while self.touch(place):
            self._next = self._read()

    def _read(self) -> tuple[int, int, str | None] | None:
        line = self._lines.readline()
        return tuple(json.loads(line)) if line else None

    def close(self) -> None:
        """Close it."""
        self._lines.close()
