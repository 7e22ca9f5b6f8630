"""The plan of a run: the inputs cut into chunks, the same for the same inputs, whoever works on them."""

from __future__ import annotations

import glob
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analyzer.articles.files import Found, find_files
from analyzer.articles.limits import Limits
from analyzer.articles.reader import READABLE, printable, reason_of
from analyzer.batch import cuts
from analyzer.batch.cuts import kind_of, source_of, stretches, unpacked
from analyzer.batch.known import Known
from analyzer.batch.pieces import Chunk, Piece, mark_of
from analyzer.errors import InputError

_FILES, _ONE_IN = 1024, 256
"""Files of a chunk at most; the names of one in so many end their chunk, so that a new file changes one chunk."""
_PATTERN = frozenset("*?[")


def expanded(paths: Sequence[str | Path]) -> list[str]:
    """The paths, those that are patterns (``2024/*.jsonl``, ``**/*.txt``) replaced by what they match, sorted.

    Raises:
        InputError: a path is missing, or a pattern matches nothing.
    """
    found: list[str] = []
    for path in map(str, paths):
        if Path(path).exists():
            found.append(path)
        elif not _PATTERN.isdisjoint(path) and (matches := sorted(glob.glob(path, recursive=True))):  # noqa: PTH207 - of a string
            found.extend(matches)
        else:
            raise InputError(f"{path} does not exist: check the path")
    return found


def chunks(
    paths: Sequence[str | Path], columns: Mapping[str, str], exclude: Sequence[Path], spool: Path, limits: Limits, known: Known | None = None
) -> Iterator[Chunk]:
    """The chunks of all inputs in the order in which their articles are read.

    Args:
        columns: as :func:`analyzer.articles.rows.check_columns` gives them.
        exclude: resolved files and folders that are left out.
        spool: a folder for compressed inputs, unpacked.
        known: what an earlier plan has cut.

    Raises:
        InputError: a path is missing.
    """
    for path in expanded(paths):
        empty = True
        for chunk in _of_path(path, columns, exclude, spool, limits, known):
            empty = False
            yield chunk
        if empty:
            yield _fault(path, f"holds no file to read; read are {', '.join(READABLE)}")


def _of_path(path: str, columns: Mapping[str, str], exclude: Sequence[Path], spool: Path, limits: Limits, known: Known | None) -> Iterator[Chunk]:
    group: list[Piece] = []
    for found in find_files(Path(path), exclude):
        whole = _whole(found)
        cut = False
        for piece in () if whole.fault else _cut(found, path, columns, spool, limits, known):
            if group:
                yield Chunk.of(path, group)
                group = []
            cut = True
            yield Chunk.of(path, [piece])
        if cut:
            continue
        group.append(whole)
        if sum(piece.size for piece in group) >= cuts.MOST or len(group) >= _FILES or zlib.crc32(os.fsencode(found.name)) % _ONE_IN == 0:
            yield Chunk.of(path, group)
            group = []
    if group:
        yield Chunk.of(path, group)


def _whole(found: Found) -> Piece:
    piece = Piece(str(found.path.absolute()), printable(found.path), found.name, "", fault=found.fault)
    if found.fault:
        return piece
    try:
        return replace(piece, mark=mark_of(found), size=found.path.stat().st_size)
    except OSError as error:
        return replace(piece, fault=reason_of(error))


def _cut(found: Found, path: str, columns: Mapping[str, str], spool: Path, limits: Limits, known: Known | None) -> Iterator[Piece]:
    """The pieces of a large file of rows; none where it is to be read as a whole, which then tells what is wrong with it."""
    try:
        kind, packed = kind_of(found)
        source = source_of(found) if kind else ""
    except OSError:
        return
    file, fault = found.path, ""
    if not kind:
        return
    again = known is not None and source in known
    try:
        if packed and not (again and known and known.all_done(source, path)):
            file, fault = unpacked(found, spool, limits)
    except InputError:
        return
    if again and known:
        yield from known.pieces(source, spool if packed else None)
        return
    none = True
    try:
        for piece in stretches(found, file, kind, columns, limits):
            none = False
            yield replace(piece, source=source)
    except OSError as error:
        if packed:  # the copy lies in the output
            raise
        fault = reason_of(error)
    if fault and not none:
        yield replace(_whole(found), fault=fault, size=0, source=source)


def _fault(path: str, fault: str) -> Chunk:
    return Chunk.of(path, [Piece(str(Path(path).absolute()), printable(path), Path(path).name, "", fault=fault)])
