"""docx → article: paragraphs and tables in their order, title and date of the document's properties."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.handler import ContentHandler

import defusedxml.sax
import docx
from defusedxml.common import DefusedXmlException
from docx.table import Table

from analyzer.articles.limits import Limits
from analyzer.articles.packages import check_package
from analyzer.articles.properties import date_unless_stated, title_or_none
from analyzer.articles.rows import OnSkip
from analyzer.errors import InputError
from analyzer.records import Article

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def read(file: Path, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:  # noqa: ARG001
    """The article of a Word document. Numbers that Word makes itself, footnotes and text boxes are not in its text.

    Raises:
        InputError: the document is no docx, damaged, a bomb, declares XML entities, or holds no text.
    """
    limits.check_document(file.stat().st_size)
    with check_package(file, limits) as package:
        _check_xml(package)
    document = docx.Document(str(file))
    text = "\n".join(line for item in document.iter_inner_content() for line in _lines(item))
    if not text.strip():
        raise InputError("holds no text")
    properties = document.core_properties
    yield Article(text, id=id, title=title_or_none(properties.title, file.stem), date=date_unless_stated(properties.created, text))


def _check_xml(package: zipfile.ZipFile) -> None:
    """Refuse parts that declare a document type: Word writes none, and entities are made of it."""
    for name in package.namelist():
        if name.lower().endswith((".xml", ".rels")):
            try:
                defusedxml.sax.parseString(package.read(name), ContentHandler(), forbid_dtd=True)
            except DefusedXmlException:
                raise InputError(f"declares XML entities in {name}: refused") from None


def _lines(item: Paragraph | Table) -> Iterator[str]:
    if not isinstance(item, Table):
        yield _soft(item.text)
        return
    for row in item.rows:
        seen: set[Any] = set()
        cells: list[str] = []
        for cell in row.cells:  # a merged cell comes once for each column it spans
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append(re.sub(r"\s+", " ", cell.text).strip())
        yield "\t".join(cells).strip()


def _soft(text: str) -> str:
    return text.replace("\v", "\n").replace("\f", "\n")
