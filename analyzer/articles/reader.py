"""Files and folders → articles, one after the other, in a settled order."""

from __future__ import annotations

import gzip
import io
import logging
import os
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from analyzer.articles import archive
from analyzer.articles.decoding import decode_as
from analyzer.articles.files import Found, find_files
from analyzer.articles.limits import Limits
from analyzer.articles.markdown import plain_text
from analyzer.articles.process import read_apart
from analyzer.articles.rows import OnSkip, check_columns, from_csv, from_jsonl
from analyzer.articles.worker import READERS
from analyzer.errors import InputError
from analyzer.records import Article

_log = logging.getLogger(__name__)

READABLE = (".txt", ".md", ".csv", ".jsonl", *READERS, ".zip")
"""Suffixes that are read, also with ``.gz`` behind them."""
_BETTER = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx", ".xls": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx", ".ofd": ".pdf", ".rar": ".zip", ".7z": ".zip", ".json": ".jsonl", ".tsv": ".csv"}
"""Kinds that are not read → what to save them as."""


@dataclass(frozen=True, slots=True)
class Skip:
    """An input that gave no article.

    Attributes:
        input: the file, with the line behind it where only that is at fault (``news.jsonl:12``).
        reason: what is wrong with it and what helps.
    """

    input: str
    reason: str


def read_articles(
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    skipped: list[Skip] | None = None,
    exclude: Collection[str | Path] = (),
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Iterator[Article]:
    """Articles of a file or of all files below a folder, sorted by path.

    ``.txt``, ``.md``, ``.html``, ``.docx`` and ``.pdf`` files are one article each; its id is its path below the folder
    without the suffix. ``.csv``, ``.jsonl``, ``.xlsx`` and ``.parquet`` hold one article a row, with the columns or keys
    ``text`` (needed), ``id``, ``title``, ``date``, ``source``, ``url`` and ``issuer``. ``.zip`` holds any of these, and
    each may be compressed (``.jsonl.gz``). Texts are UTF-8, UTF-16, GB18030 or Big5. Hidden files and files named README
    are passed over; symbolic links below the folder are not followed.

    Args:
        path: a file, or a folder that is read with all its subfolders.
        columns: field → column where the names differ: ``{"text": "正文"}``.
        skipped: a list that takes what cannot be read, with reasons. Without it the first such input raises.
        exclude: files and folders below ``path`` that are left out.
        limits: what one input may cost; what exceeds a limit is skipped.

    Raises:
        InputError: the path is none or missing, the column map names no field, the only input cannot be read, the folder holds
            nothing to read; or, without ``skipped``, any input cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "通知.txt").write_text("各单位要加强管理。", encoding="gb18030")
    ...     [(article.id, article.text) for article in read_articles(folder)]
    [('通知', '各单位要加强管理。')]
    """
    if not isinstance(path, (str, os.PathLike)):
        raise InputError(f"read_articles takes one path, not {type(path).__name__}: call it for each, or name their folder")
    root = Path(path)
    renamed = check_columns(columns)
    if not root.exists():
        raise InputError(f"{root} does not exist: check the path")
    return _read(root, renamed, skipped, [Path(entry).resolve() for entry in exclude], limits)


def _read(root: Path, columns: Mapping[str, str], skipped: list[Skip] | None, exclude: list[Path], limits: Limits) -> Iterator[Article]:
    files = list(find_files(root, exclude))
    only = len(files) == 1
    if not files:
        raise InputError(f"{root} holds no file to read; read are {', '.join(READABLE)}")
    for found in files:

        def on_skip(place: str, reason: str, file: Path = found.path) -> None:
            if skipped is None:
                raise InputError(f"{printable(file)}: {place} {reason}. To go on without it, pass a list as skipped")
            skipped.append(Skip(printable(f"{file}:{place.removeprefix('line ')}"), reason))

        read = 0
        before = len(skipped) if skipped is not None else 0
        shown = printable(found.path)
        try:
            for article in read_file(found, columns, on_skip, limits):
                read += 1
                yield article
            if not read:
                first = f": {skipped[before].input} {skipped[before].reason}" if skipped and len(skipped) > before else ""
                raise InputError(f"holds no article{first}")
        except FAULTS as error:
            reason = reason_of(error)
            if skipped is None or (only and not read):
                raise InputError(reason if reason.startswith(shown) else f"{shown} {reason}") from error
            _log.info("skipped %s", shown)
            skipped.append(Skip(shown, reason))


def read_file(found: Found, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits = Limits()) -> Iterator[Article]:  # noqa: B008
    """The articles of one file that :func:`find_files` found.

    Args:
        columns: as :func:`check_columns` gives them.
        on_skip: takes rows and members of archives that gave no article: their place in the file, and why.

    Raises:
        InputError, OSError, EOFError, zlib.error: the file cannot be read, or not to its end.
    """
    if found.fault:
        raise InputError(found.fault)
    _log.debug("reading %s", printable(found.path))
    size = found.path.stat().st_size
    with found.path.open("rb") as opened:
        yield from _articles(opened, printable(found.name), found.path, size, columns, on_skip, limits, 0)


def read_or_skip(found: Found, columns: Mapping[str, str], skip: Callable[[Skip], None], limits: Limits, *, shown: str) -> Iterator[Article]:
    """The articles of one file; all that gave none goes to ``skip``, the file itself where it held no article.

    Args:
        shown: the file as skips name it.
    """
    read, first = 0, ""

    def on_skip(place: str, reason: str) -> None:
        nonlocal first
        one = Skip(printable(f"{shown}:{place.removeprefix('line ')}"), reason)
        first = first or f": {one.input} {reason}"
        skip(one)

    try:
        for article in read_file(found, columns, on_skip, limits):
            read += 1
            yield article
        if not read:
            raise InputError(f"holds no article{first}")
    except FAULTS as error:
        skip(Skip(shown, reason_of(error)))


FAULTS = (InputError, OSError, EOFError, zlib.error)
"""What reading a file may raise: the file is at fault, not the program."""


def reason_of(error: BaseException) -> str:
    """The reason of a skip."""
    return f"{error.strerror or error}" if isinstance(error, OSError) else str(error)


def _articles(
    handle: BinaryIO, name: str, file: Path | None, size: int, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits, depth: int
) -> Iterator[Article]:
    """Articles of an open file or member of an archive; ``file`` is its path where it has one."""
    kind = Path(name).suffix.lower()
    id = name[: -len(kind)] if kind else name
    if kind in (".gz", ".zip") and depth >= limits.nesting:
        raise InputError(f"is an archive within {depth} others; the limit is {limits.nesting}")
    if kind == ".gz":
        unpacked = archive.Bounded(gzip.GzipFile(fileobj=handle), size, limits)
        yield from _articles(cast(BinaryIO, unpacked), id, None, size * limits.ratio, columns, on_skip, limits, depth + 1)
    elif kind == ".zip":
        for member, data, reason in archive.members(_seekable(handle, limits), limits):
            if reason:
                on_skip(member, reason)
                continue
            try:
                yield from _articles(io.BytesIO(data), f"{id}/{member}", None, len(data), columns, _within(on_skip, member), limits, depth + 1)
            except (InputError, OSError, EOFError, zlib.error) as error:
                on_skip(member, str(error))
    elif kind in (".txt", ".md"):
        if file is not None:
            limits.check_document(size)
        article = from_bytes(archive.read_whole(handle, limits), id=id, limits=limits)
        yield article if kind == ".txt" else Article(plain_text(article.text), id=id, encoding=article.encoding)
    elif kind in (".csv", ".jsonl"):
        yield from (from_csv if kind == ".csv" else from_jsonl)(handle, columns, on_skip, limits)
    elif kind in READERS:
        yield from _apart(handle, kind, id, file, columns, on_skip, limits)
    else:
        hint = f": save it as {_BETTER[kind]}" if kind in _BETTER else f"; read are {', '.join(READABLE)}"
        raise InputError(f"is of a kind that is not read ({kind or 'no suffix'}){hint}")


def _apart(
    handle: BinaryIO, kind: str, id: str, file: Path | None, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits
) -> Iterator[Article]:
    if file is not None:
        yield from read_apart(file.resolve(), kind, id, columns, on_skip, limits)
        return
    with tempfile.TemporaryDirectory(prefix="analyzer-") as folder:  # the reader's process opens it by name
        copy = Path(folder, f"member{kind}")
        copy.write_bytes(archive.read_whole(handle, limits))
        yield from read_apart(copy, kind, id, columns, on_skip, limits)


def _seekable(handle: BinaryIO, limits: Limits) -> BinaryIO:
    return io.BytesIO(archive.read_whole(handle, limits)) if isinstance(handle, archive.Bounded) else handle


def _within(on_skip: OnSkip, member: str) -> Callable[[str, str], None]:
    return lambda place, reason: on_skip(f"{member}:{place.removeprefix('line ')}", reason)


def printable(path: str | Path) -> str:
    """A path for tables and messages: names that are no text in the system's encoding get U+FFFD.

    >>> printable("a\\udcff.txt")
    'a\ufffd.txt'
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def from_bytes(data: bytes, *, id: str | None = None, limits: Limits = Limits()) -> Article:  # noqa: B008
    """The article that the bytes of a text file hold.

    Raises:
        InputError: they are empty, binary, in no known encoding, or too many.

    >>> from_bytes("各单位要加强管理。".encode("gb18030"), id="a").text
    '各单位要加强管理。'
    """
    text, encoding = decode_as(data)
    if not text.strip():
        raise InputError("is empty")
    limits.check_text(text)
    return Article(text, id=id, encoding=encoding)
