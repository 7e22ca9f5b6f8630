"""Cuts of an earlier plan: a large file that has not changed since is not read again to be cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from analyzer.batch.pieces import WHOLE, Chunk, Piece


class Known:
    """Which files of rows a plan has cut, and where.

    Attributes:
        parts: folder of the parts: without a chunk's part its file is needed.
    """

    def __init__(self, plan: Path, parts: Path) -> None:
        """Look where in the plan each file begins; there is none where there is no plan yet."""
        self._plan, self.parts = plan, parts
        self._places: dict[str, int] = {}
        if plan.exists():
            with plan.open("rb") as lines:
                at = 0
                for line in lines:
                    if source := _piece(line).source:
                        self._places.setdefault(source, at)
                    at += len(line)

    def __contains__(self, source: str) -> bool:
        """Whether the file was cut, in the state that ``source`` names."""
        return source in self._places

    def pieces(self, source: str, copy: Path | None) -> Iterator[Piece]:
        """The pieces of a file, in their order; ``copy`` is the folder of its copy, where it is compressed."""
        with self._plan.open("rb") as lines:
            lines.seek(self._places[source])
            for line in lines:
                piece = _piece(line)
                if piece.source != source:
                    return
                yield replace(piece, path=str(copy.absolute() / Path(piece.path).name)) if copy and piece.kind != WHOLE else piece

    def all_done(self, source: str, path: str) -> bool:
        """Whether all pieces of a file, which is read as part of ``path``, have their parts."""
        return all((self.parts / f"{Chunk.of(path, [piece]).id}.zip").exists() for piece in self.pieces(source, None))


def _piece(line: bytes) -> Piece:
    return Chunk.from_line(line.decode("utf-8", "surrogatepass")).pieces[0]
