"""Articles out of tables: CSV rows, JSON lines and rows of cells, with columns renamed on request."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any, BinaryIO, TextIO

from analyzer.articles.decoding import decode_as, detect
from analyzer.articles.limits import Limits, megabytes
from analyzer.errors import InputError
from analyzer.records import Article, iso_date

FIELDS = ("id", "title", "date", "source", "url", "text", "issuer")
"""What a row may hold; only ``text`` is needed."""

_HEAD = 1 << 20
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?!\d)(?:\s*[-/.月]\s*(\d{1,2}))?|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)|(?<!\d)(\d{4})年?$")

_SURROGATE = re.compile("[\ud800-\udfff]")

OnSkip = Callable[[str, str], None]
"""Called with a place in the input (``line 3``) and the reason why nothing was read there."""


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The column that each field is read from: its own name unless ``columns`` maps it elsewhere.

    Raises:
        InputError: a key of ``columns`` is no field of an article.

    >>> check_columns({"text": "正文"})["text"]
    '正文'
    """
    columns = dict(columns or {})
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise InputError(f"unknown field {unknown[0]!r} in the column map; fields are {', '.join(FIELDS)} (as in text=正文)")
    return {name: columns.get(name, name) for name in FIELDS}


def check_found(found: list[str], columns: Mapping[str, str]) -> None:
    """See that the text column and every renamed column is there.

    Raises:
        InputError: one is not; the message names the columns found and wanted.
    """
    if "article_id" in found and "evidence" in found:
        raise InputError("is a table that the analyzer wrote, not one of articles")
    wanted = [column for name, column in columns.items() if name == "text" or column != name]
    if missing := [column for column in wanted if column not in found]:
        raise InputError(
            f"lacks the column {missing[0]!r}: found {', '.join(map(repr, found)) or 'none'}; wanted {', '.join(map(repr, wanted))}"
            f" (read where present: {', '.join(columns.values())}). Rename with --map text=COLUMN"
        )


def loose_date(value: str) -> str | None:
    """The ISO date in a cell such as ``发布时间：2022年5月27日 10:30``; None for an empty cell.

    Raises:
        InputError: the cell is not empty and holds no date.

    >>> loose_date("发布时间：2022年5月27日 10:30"), loose_date("20220527"), loose_date(" ")
    ('2022-05-27', '2022-05-27', None)
    """
    if not value.strip():
        return None
    match = _DATE.search(value.strip())
    if match is None:
        raise InputError(f"date {value.strip()[:40]!r} is not understood: write YYYY-MM-DD or leave it empty")
    return iso_date("-".join(part for part in (match[1] or match[4] or match[7], match[2] or match[5], match[3] or match[6]) if part))


def article_of(row: Mapping[str, Any], columns: Mapping[str, str], limits: Limits, encoding: str | None = None) -> Article:
    """The article that a row holds.

    Raises:
        InputError: a cell is no text, the text is empty or longer than it may be, or the date is none.
    """
    cells: dict[str, str | None] = {}
    for name, column in columns.items():
        value = row.get(column)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, float))):
            raise InputError(f"{column!r} is of type {type(value).__name__}, not text")
        cells[name] = None if value is None else _whole(str(value))
    text = cells.pop("text") or ""
    if not text.strip():
        raise InputError(f"{columns['text']!r} is empty")
    limits.check_text(text)
    cells = {name: (value or "").strip() or None for name, value in cells.items()}
    cells["date"] = loose_date(cells["date"] or "")
    return Article(text, **cells, encoding=encoding)


def _whole(cell: str) -> str:
    """The cell with U+FFFD for each half of a surrogate pair (of an emoji cut in two), which can be written to no file."""
    try:
        cell.encode()  # a fifth of the time that a search takes
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", cell)
    return cell


def article_or_skip(
    place: str, row: Mapping[str, Any], columns: Mapping[str, str], on_skip: OnSkip, limits: Limits, encoding: str | None = None
) -> Iterator[Article]:
    """The article that a row holds; where it holds none, its place and the reason go to ``on_skip``."""
    try:
        article = article_of(row, columns, limits, encoding)
    except InputError as error:
        on_skip(place, str(error))
    else:
        yield article


def cell_text(value: Any) -> str:
    """A typed cell as it would stand in a csv.

    >>> cell_text(2024.0), cell_text(datetime(2024, 4, 26)), cell_text("各地"), cell_text(None)
    ('2024', '2024-04-26', '各地', '')
    """
    match value:
        case None:
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
    return str(value)


def from_cells(rows: Iterable[tuple[str, list[str]]], columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:
    """Articles of rows of cells, each with its place; the first row that is not empty holds the column names.

    Raises:
        InputError: there is no row, or a wanted column is missing.
    """
    header: list[str] | None = None
    for place, cells in rows:
        if not any(cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            check_found(header, columns)
            continue
        yield from article_or_skip(place, dict(zip(header, cells, strict=False)), columns, on_skip, limits)
    if header is None:
        raise InputError("holds no row")


def from_jsonl(
    handle: BinaryIO, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits = Limits(), *, first: int = 1, checked: bool = False  # noqa: B008 - frozen
) -> Iterator[Article]:
    """Articles of a file with one JSON object a line; a broken line is reported and passed over.

    Each line is decoded by itself, so that a file pasted together of several encodings is read whole.

    Args:
        first: number of the first line, where the handle is at a later part of a file.
        checked: the keys of the file's first object are known to be right.

    Raises:
        InputError: the first object lacks the text key or a renamed one.
    """
    for number, line in enumerate(_lines(_raw(handle), limits), first):
        if line is None:
            on_skip(f"line {number}", f"is longer than {megabytes(limits.row_bytes)}, the limit for a line")
            continue
        if not line.strip():
            continue
        try:
            row, encoding = _object(line)
        except InputError as error:
            on_skip(f"line {number}", str(error))
            continue
        if not checked:
            check_found(list(row), columns)
            checked = True
        yield from article_or_skip(f"line {number}", row, columns, on_skip, limits, encoding)


def _lines(handle: io.BufferedReader, limits: Limits) -> Iterator[bytes | None]:
    """Lines in bytes, None for each that is too long to be held."""
    first = handle.readline(limits.row_bytes + 1)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Its line breaks are two bytes: have it as UTF-8.
        handle.seek(0)
        text = io.TextIOWrapper(handle, encoding="utf-16", errors="replace", newline="\n")
        while wide := text.readline(limits.row_bytes // 4):
            yield wide.encode("utf-8", "replace")
        return
    line = first
    while line:
        if len(line) > limits.row_bytes:
            while line and not line.endswith(b"\n"):
                line = handle.readline(limits.row_bytes)
            yield None
        else:
            yield line
        line = handle.readline(limits.row_bytes + 1)


def _object(line: bytes) -> tuple[dict[str, Any], str]:
    text, encoding = decode_as(line)
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"is not valid JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise InputError("is not valid JSON: nested too deeply") from None
    except ValueError as error:  # a number of more digits than Python converts
        raise InputError(f"is not valid JSON: {str(error).partition(';')[0]}") from None
    if not isinstance(row, dict):
        raise InputError(f"is a JSON {type(row).__name__}, not an object with keys")
    return row, encoding


def _raw(handle: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(handle, _HEAD) if isinstance(handle, io.RawIOBase) else handle  # type: ignore[return-value]


@contextmanager
def _long_cells(limits: Limits) -> Iterator[None]:
    # The limit belongs to the whole process: lift it only while a row of ours is read.
    before = csv.field_size_limit(limits.row_bytes)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Rows:
    """Lines of a csv for its parser, which are counted: a quote that nobody closes must not swallow a whole file."""

    def __init__(self, text: TextIO, limits: Limits) -> None:
        self._text, self._limit = text, limits.row_bytes
        self.length = 0
        """Characters of the row that is being read."""

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1 - self.length)
        self.length += len(line)
        if self.length > self._limit:
            raise csv.Error(f"a row of more than {megabytes(self._limit)} (a quotation mark that is not closed?)")
        if not line:
            raise StopIteration
        return line


def from_csv(handle: BinaryIO, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits = Limits()) -> Iterator[Article]:  # noqa: B008 - frozen
    """Articles of a CSV file with a header row; line breaks inside cells stay as they are.

    Raises:
        InputError: the file is empty, binary, in no known encoding, no CSV, or lacks a wanted column.
    """
    buffered = _raw(handle)
    head = buffered.read(_HEAD)
    encoding, skip = detect(head, partial=len(head) == _HEAD)
    buffered.seek(skip)
    yield from from_csv_rows(buffered, columns, on_skip, limits, encoding=encoding)


def from_csv_rows(
    handle: BinaryIO, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits, *,
    encoding: str, header: Sequence[str] = (), first: int = 1
) -> Iterator[Article]:  # fmt: skip
    """Articles of the rows of a CSV file from where the handle is.

    Args:
        encoding: of the file.
        header: its columns, where the handle is behind them.
        first: number of the first line.

    Raises:
        InputError: the rest cannot be read, or the file lacks a wanted column.
    """
    with io.TextIOWrapper(_raw(handle), encoding=encoding, errors="replace", newline="") as text:
        for start, cells in csv_rows(text, limits, first):
            if not header:
                header = [cell.strip() for cell in cells]
                check_found(header, columns)
            elif len(cells) != len(header):
                on_skip(f"line {start}", f"{len(cells)} cells where the header has {len(header)}")
            else:
                yield from article_or_skip(f"line {start}", dict(zip(header, cells, strict=True)), columns, on_skip, limits, encoding)


def csv_rows(text: TextIO, limits: Limits, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV that are not empty, each with the number of the line on which it begins.

    Raises:
        InputError: the rest cannot be read.
    """
    lines = _Rows(text, limits)
    reader = csv.reader(lines, strict=True)
    while True:
        start = first + reader.line_num
        lines.length = 0
        try:
            with _long_cells(limits):
                cells = next(reader, None)
        except csv.Error as error:
            raise InputError(f"line {start} and all after it cannot be read: {error}") from None
        if cells is None:
            return
        if any(cells):
            yield start, cells
