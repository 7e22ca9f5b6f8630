"""Files and folders → articles, one after the other, in a settled order."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from analyzer.articles.decoding import decode
from analyzer.articles.rows import OnSkip, check_columns, from_csv, from_jsonl
from analyzer.errors import InputError
from analyzer.records import Article

READABLE = (".txt", ".csv", ".jsonl")
"""Suffixes that are read, also with ``.gz`` behind them."""


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
) -> Iterator[Article]:
    """Articles of a file or of all files below a folder, sorted by path.

    A ``.txt`` file (UTF-8 with or without byte-order mark, UTF-16 with one, GB18030, Big5) is one article; its id is
    its path below the folder without the suffix, its line breaks stay as they are. ``.csv`` and ``.jsonl`` hold one
    article a row, with the columns or keys ``text`` (needed), ``id``, ``title``, ``date``, ``source``, ``url`` and
    ``issuer``. Each of them may be compressed (``.jsonl.gz``). Hidden files and files named README are passed over.

    Args:
        path: a file, or a folder that is read with all its subfolders.
        columns: field → column where the names differ: ``{"text": "正文"}``.
        skipped: a list that takes what cannot be read, with reasons. Without it the first such input raises.
        exclude: files and folders below ``path`` that are left out.

    Raises:
        InputError: the path is missing, the column map names no field, the only input cannot be read, the folder holds
            nothing to read; or, without ``skipped``, any input cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "通知.txt").write_text("各单位要加强管理。", encoding="gb18030")
    ...     [(article.id, article.text) for article in read_articles(folder)]
    [('通知', '各单位要加强管理。')]
    """
    root = Path(path)
    renamed = check_columns(columns)
    if not root.exists():
        raise InputError(f"{root} does not exist: check the path")
    return _read(root, renamed, skipped, [Path(entry).resolve() for entry in exclude])


def _read(root: Path, columns: Mapping[str, str], skipped: list[Skip] | None, exclude: list[Path]) -> Iterator[Article]:
    files = [root] if not root.is_dir() else list(_files(root, exclude))
    only = len(files) == 1
    if not files:
        raise InputError(f"{root} holds no file to read; read are {', '.join(READABLE)}")
    for file in files:

        def on_skip(place: str, reason: str, file: Path = file) -> None:
            if skipped is None:
                raise InputError(f"{file}: {place} {reason}. To go on without it, pass a list as skipped")
            skipped.append(Skip(f"{file}:{place.removeprefix('line ')}", reason))

        read = 0
        before = len(skipped) if skipped is not None else 0
        name = file.relative_to(root).as_posix() if root.is_dir() else file.name
        try:
            for article in _one(file, name, columns, on_skip):
                read += 1
                yield article
            if not read:
                first = f": {skipped[before].input} {skipped[before].reason}" if skipped and len(skipped) > before else ""
                raise InputError(f"holds no article{first}")
        except (InputError, OSError, EOFError, zlib.error) as error:
            reason = f"{error.strerror or error}" if isinstance(error, OSError) else str(error)
            if skipped is None or (only and not read):
                raise InputError(reason if reason.startswith(str(file)) else f"{file} {reason}") from error
            skipped.append(Skip(str(file), reason))


def _files(root: Path, exclude: list[Path]) -> Iterator[Path]:
    for file in sorted(root.rglob("*"), key=lambda p: p.relative_to(root).parts):
        if any(part.startswith(".") for part in file.relative_to(root).parts) or file.is_dir():
            continue
        if file.stem.upper() == "README":  # it tells of the articles and is none
            continue
        place = file.resolve()
        if not any(place == entry or entry in place.parents for entry in exclude):
            yield file


def _one(file: Path, name: str, columns: Mapping[str, str], on_skip: OnSkip) -> Iterator[Article]:
    packed = file.suffix.lower() == ".gz"
    plain = Path(name[: -len(".gz")] if packed else name)
    kind = plain.suffix.lower()
    if kind not in READABLE:
        raise InputError(f"is of a kind that is not read ({kind or 'no suffix'}); read are {', '.join(READABLE)}")
    with cast(BinaryIO, gzip.open(file, "rb") if packed else file.open("rb")) as opened:
        if kind == ".txt":
            yield from_bytes(opened.read(), id=plain.with_suffix("").as_posix())
        else:
            yield from (from_csv if kind == ".csv" else from_jsonl)(opened, columns, on_skip)


def from_bytes(data: bytes, *, id: str | None = None) -> Article:
    """The article that the bytes of a text file hold.

    Raises:
        InputError: they are empty, binary or in no known encoding.

    >>> from_bytes("各单位要加强管理。".encode("gb18030"), id="a").text
    '各单位要加强管理。'
    """
    text = decode(data)
    if not text.strip():
        raise InputError("is empty")
    return Article(text, id=id)
