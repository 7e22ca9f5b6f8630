"""Word documents, read in this process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from analyzer.articles.limits import Limits
from analyzer.errors import InputError
from analyzer.records import Article

docx = pytest.importorskip("docx", reason="the extra formats is not installed")


def read(path: Path) -> Iterator[Article]:
    from analyzer.articles.docx import read as read_docx

    return read_docx(path, "a", {}, lambda *_: None, Limits())


def saved(path: Path, fill: Any) -> Path:
    document = docx.Document()
    fill(document)
    document.save(str(path))
    return path


def test_rows_of_a_table_are_lines_and_a_merged_cell_stands_once(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 3)
        for number, cell in enumerate(table.rows[0].cells):
            cell.text = f"列 {number}\n续"
        table.cell(1, 0).merge(table.cell(1, 1)).text = "合并"
        table.cell(1, 2).text = "末"

    (article,) = read(saved(tmp_path / "a.docx", fill))
    assert article.text == "列 0 续\t列 1 续\t列 2 续\n合并\t末"


def test_soft_breaks_are_line_breaks_and_properties_tell_title_and_date(tmp_path: Path) -> None:
    def fill(document: Any) -> None:
        run = document.add_paragraph("第一行").add_run()
        run.add_break()
        run.add_text("第二行")
        document.core_properties.title, document.core_properties.created = "关于加强管理的通知", datetime(2024, 4, 26)

    (article,) = read(saved(tmp_path / "a.docx", fill))
    assert (article.text, article.title, article.date) == ("第一行\n第二行", "关于加强管理的通知", "2024-04-26")


def test_an_empty_document_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text"):
        list(read(saved(tmp_path / "a.docx", lambda document: document.add_paragraph(" "))))
