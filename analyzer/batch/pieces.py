"""The plan's units: a piece is a file or a stretch of one, a chunk is what a worker does at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from analyzer.articles.files import Found
from analyzer.writing import json_line

WHOLE, JSONL, CSV, PARQUET = "whole", "jsonl", "csv", "parquet"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to read, or a stretch of it.

    Attributes:
        path: the file to open, absolute; a copy where the input itself was compressed.
        shown: the input as messages name it.
        name: path below the folder that was asked for; ids are made from it.
        mark: what changes when the content does: size and times of a whole file, a digest of a stretch.
        kind: ``whole`` or the kind of which this is a stretch.
        start, end: the stretch: bytes, for parquet row groups.
        first: number of its first line, for parquet how many rows are before it.
        encoding, header: of a csv.
        fault: why nothing is to be read; "" where it is.
        size: bytes, about.
        source: of a file that was cut: what names it in the state in which it was.
    """

    path: str
    shown: str
    name: str
    mark: str
    kind: str = WHOLE
    start: int = 0
    end: int = 0
    first: int = 1
    encoding: str = ""
    header: tuple[str, ...] = ()
    fault: str = ""
    size: int = 0
    source: str = ""


def mark_of(found: Found) -> str:
    """What changes when a file does: its size and times."""
    if found.fault:
        return ""
    stat = found.path.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}-{stat.st_ctime_ns}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pieces that are analysed together; their rows become one part file.

    Attributes:
        source: the path asked for, as it was given.
        id: the same for the same pieces with the same content.
    """

    source: str
    pieces: tuple[Piece, ...]
    id: str

    @property
    def size(self) -> int:
        """Bytes, about."""
        return sum(piece.size for piece in self.pieces)

    @classmethod
    def of(cls, source: str, pieces: list[Piece]) -> Chunk:
        """A chunk with its id.

        >>> piece = Piece("a.txt", "a.txt", "a.txt", "1-2-3")
        >>> Chunk.of(".", [piece]).id == Chunk.of(".", [piece]).id != Chunk.of("..", [piece]).id
        True
        """
        # Where the file stands, and when it was written, say nothing of what a stretch holds.
        told = [asdict(piece) | {"path": "", "source": ""} for piece in pieces]
        digest = blake2b(json.dumps([source, told], sort_keys=True).encode(), digest_size=12)  # ASCII: surrogates escaped
        return cls(source, tuple(pieces), digest.hexdigest())

    def line(self) -> str:
        """The chunk as a line of the plan."""
        return json_line(asdict(self)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Chunk:
        """The chunk that a line of the plan holds."""
        fields = json.loads(line)
        pieces = tuple(Piece(**piece | {"header": tuple(piece["header"])}) for piece in fields.pop("pieces"))
        return cls(pieces=pieces, **fields)


def read_plan(path: Path) -> Iterator[Chunk]:
    """The chunks of a plan in their order, one in memory at a time."""
    with path.open(encoding="utf-8", errors="surrogatepass") as lines:  # names of files may hold bytes that are no text
        yield from map(Chunk.from_line, lines)
