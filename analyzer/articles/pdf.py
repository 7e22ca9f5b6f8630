"""pdf → article: the text layer in reading order, without page furniture, lines joined to paragraphs."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from analyzer.articles.limits import Limits
from analyzer.articles.pdf_layout import Line, paragraphs
from analyzer.articles.properties import date_unless_stated, title_or_none
from analyzer.articles.rows import OnSkip
from analyzer.errors import InputError
from analyzer.records import Article

_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_PASSWORD = "assword"
_GAP = 2.0
"""Heights of a character between pieces of one line that are apart: cells of a table, columns."""


def read(file: Path, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:  # noqa: ARG001
    """The article of a pdf.

    Raises:
        InputError: the file is damaged, locked by a password, has too many pages, or is a scan without a text layer.
    """
    limits.check_document(file.stat().st_size)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if _PASSWORD in str(error):
            raise InputError("is locked by a password: save it without one") from None
        raise InputError(f"is damaged or not pdf: {error}") from None
    try:
        if len(document) > limits.pages:
            raise InputError(f"has {len(document):,} pages; the limit is {limits.pages:,}: split it")
        pages = [_lines(document[number]) for number in range(len(document))]
        text = "\n".join(paragraphs(pages))
        if not text.strip():
            raise InputError("holds no text layer (a scan?): run text recognition (OCR) on it first")
        properties = document.get_metadata_dict()
    finally:
        document.close()
    made = _made(properties.get("CreationDate", ""))
    yield Article(text, id=id, title=title_or_none(properties.get("Title"), file.stem), date=date_unless_stated(made, text))


def _made(value: str) -> date | None:
    match = _DATE.match(value)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The pieces of text on a page, as they stand in the file: cut at line breaks and at gaps wide enough for a gutter."""
    text = page.get_textpage()
    try:
        pieces: list[Line] = []
        units: list[int] = []
        boxes: list[tuple[float, float, float, float]] = []

        def cut() -> None:
            if boxes:
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                piece = b"".join(struct.pack("<H", unit) for unit in units).decode("utf-16-le", "replace")
                pieces.append(Line(min(lefts), min(bottoms), max(rights), max(tops), piece.replace("\0", "")))
            units.clear()
            boxes.clear()

        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in (10, 13):
                cut()
                continue
            if code not in (9, 32, 0x3000, 0xA0):
                box = text.get_charbox(index, loose=True)
                if boxes and box[0] - boxes[-1][2] > _GAP * max(box[3] - box[1], 1):
                    cut()
                boxes.append(box)
            elif not boxes:
                continue  # indents are told by the place
            units.extend((code,) if code <= 0xFFFF else struct.unpack("<HH", chr(code).encode("utf-16-le")) if code <= 0x10FFFF else ())
        cut()
        return pieces
    finally:
        text.close()
        page.close()
