"""Articles out of tables: CSV rows and JSON lines, with columns renamed on request."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from analyzer.articles.decoding import decode, detect
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


def _article(row: Mapping[str, Any], columns: Mapping[str, str]) -> Article:
    cells: dict[str, str | None] = {}
    for name, column in columns.items():
        value = row.get(column)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, float))):
            raise InputError(f"{column!r} is of type {type(value).__name__}, not text")
        # Half a pair of surrogates (an emoji cut in two) can be written to no file: U+FFFD holds its place.
        cells[name] = None if value is None else _SURROGATE.sub("\ufffd", str(value))
    text = cells.pop("text") or ""
    if not text.strip():
        raise InputError(f"{columns['text']!r} is empty")
    cells = {name: (value or "").strip() or None for name, value in cells.items()}
    cells["date"] = loose_date(cells["date"] or "")
    return Article(text, **cells)


def from_jsonl(handle: BinaryIO, columns: Mapping[str, str], on_skip: OnSkip) -> Iterator[Article]:
    """Articles of a file with one JSON object a line; a broken line is reported and passed over.

    Raises:
        InputError: the first object lacks the text key or a renamed one.
    """
    checked = False
    for number, line in enumerate(handle, 1):
        if not line.strip():
            continue
        try:
            row = _object(line)
        except InputError as error:
            on_skip(f"line {number}", str(error))
            continue
        if not checked:
            check_found(list(row), columns)
            checked = True
        try:
            article = _article(row, columns)
        except InputError as error:
            on_skip(f"line {number}", str(error))
        else:
            yield article


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(decode(line))
    except json.JSONDecodeError as error:
        raise InputError(f"is not valid JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise InputError("is not valid JSON: nested too deeply") from None
    if not isinstance(row, dict):
        raise InputError(f"is a JSON {type(row).__name__}, not an object with keys")
    return row


@contextmanager
def _long_cells() -> Iterator[None]:
    # The limit belongs to the whole process: lift it only while a row of ours is read.
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def from_csv(handle: BinaryIO, columns: Mapping[str, str], on_skip: OnSkip) -> Iterator[Article]:
    """Articles of a CSV file with a header row; line breaks inside cells stay as they are.

    Raises:
        InputError: the file is empty, binary, in no known encoding, no CSV, or lacks a wanted column.
    """
    buffered = io.BufferedReader(handle, _HEAD) if isinstance(handle, io.RawIOBase) else handle
    head = buffered.read(_HEAD)
    encoding, skip = detect(head, partial=len(head) == _HEAD)
    buffered.seek(skip)
    with io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline="") as text:
        reader = csv.reader(text, strict=True)
        header: list[str] | None = None
        while True:
            start = reader.line_num + 1
            try:
                with _long_cells():
                    cells = next(reader, None)
            except csv.Error as error:
                raise InputError(f"line {start} and all after it cannot be read: {error}") from None
            if cells is None:
                break
            if not any(cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                check_found(header, columns)
                continue
            try:
                if len(cells) != len(header):
                    raise InputError(f"{len(cells)} cells where the header has {len(header)}")
                article = _article(dict(zip(header, cells, strict=True)), columns)
            except InputError as error:
                on_skip(f"line {start}", str(error))
            else:
                yield article
