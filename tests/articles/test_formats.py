"""The same text in every format gives the same directives; what a format cannot give is told."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import os
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyzer import analyze, read_articles
from analyzer.articles import Limits, Skip
from analyzer.errors import InputError
from tests.conftest import CHROMIUM, NO_CHROMIUM

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TEXTS = {article.id or "": article.text for article in read_articles(SAMPLES)}
"""The text of every sample, the damaged ones among them, as the plain file gives it."""
FURNISHED = "15-scraped-page"
"""A page as scraped: as html its navigation is taken away before it is read, as it shall be."""


def page_of(text: str) -> str:
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><head><meta charset='utf-8'><title></title></head><body><article>{body}</article></body></html>"


def as_html(path: Path, text: str) -> None:
    path.write_text(page_of(text), encoding="utf-8")


def as_docx(path: Path, text: str) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))


def as_xlsx(path: Path, text: str) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["id", "text"])
        sheet.write_row(1, 0, ["x", text])


def as_parquet(path: Path, text: str) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"id": ["x"], "text": [text]}), path)


def as_csv(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], ["x", text]])


def as_jsonl(path: Path, text: str) -> None:
    path.write_text(json.dumps({"id": "x", "text": text}, ensure_ascii=False) + "\n", encoding="utf-8")


def as_zip(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("in/a.html", page_of(text))


def encoded(encoding: str) -> Callable[[Path, str], None]:
    return lambda path, text: path.with_suffix(".txt").write_bytes(text.encode(encoding)) and None


FORMATS: dict[str, Callable[[Path, str], None]] = {
    "html": as_html, "docx": as_docx, "xlsx": as_xlsx, "parquet": as_parquet, "csv": as_csv, "jsonl": as_jsonl, "zip": as_zip,
    "gb18030": encoded("gb18030"), "utf-16": encoded("utf-16"), "utf-16-le": encoded("utf-16-le"),
}  # fmt: skip


@cache
def found(text: str) -> list[tuple[str, str, str]]:
    return [(d.text.replace("\u3000", " "), d.modality.value, d.addressee) for d in analyze(text).directives]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_the_directives_of_every_sample(name: str, tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS.values()):
        FORMATS[name](tmp_path / f"{number:02d}.{name}", text)
    read = list(read_articles(tmp_path))
    assert len(read) == len(TEXTS)
    for article, (id, text) in zip(read, TEXTS.items(), strict=True):
        if name in ("html", "zip") and id == FURNISHED:
            assert {d[0] for d in found(article.text)} == {d[0] for d in found(text)}
        else:
            assert found(article.text) == found(text), id


def test_big5_gives_the_directives_of_every_sample(tmp_path: Path) -> None:
    """Of the Traditional text that it can hold: Big5 has no 〔, no pinyin and no emoji."""
    import opencc

    convert = opencc.OpenCC("s2t").convert
    texts = [convert(text).replace("〔", "(").replace("〕", ")").encode("big5hkscs", "ignore").decode("big5hkscs") for text in TEXTS.values()]
    for number, text in enumerate(texts):
        (tmp_path / f"{number:02d}.txt").write_bytes(text.encode("big5hkscs"))
    for article, text in zip(read_articles(tmp_path), texts, strict=True):
        assert article.encoding == "big5hkscs"
        assert found(article.text) == found(text)
    assert sum(len(found(text)) for text in texts) > 0.95 * sum(len(found(text)) for text in TEXTS.values())


@pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_pdf_gives_nearly_all_directives_of_every_sample(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    for number, text in enumerate(TEXTS.values()):
        page.set_content(page_of(text))
        page.pdf(path=tmp_path / f"{number:02d}.pdf", format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm"))
    page.close()
    wanted, got = [], []
    for article, (id, text) in zip(read_articles(tmp_path), TEXTS.items(), strict=True):
        wanted += [f"{id} {d[0]} {d[1]}".replace(" ", "") for d in found(text)]
        got += [f"{id} {d[0]} {d[1]}".replace(" ", "") for d in found(article.text)]
    assert sum(d in got for d in wanted) >= 0.98 * len(wanted), sorted(set(wanted) - set(got))


def test_a_page_tells_title_date_source_and_url_and_keeps_its_tables(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(
        """<html><head><meta charset="gb2312"><meta name="ArticleTitle" content="关于加强管理的通知">
        <meta name="PubDate" content="2024-04-26 10:30"><meta name="ContentSource" content="某部网站">
        <meta name="Url" content="https://example.org/1.html"><script>document.write("不得")</script></head>
        <body><p>各地要加强管理，不得拖延。</p><table><tr><td>产量</td><td>5亿吨</td></tr></table></body></html>""".encode("gb18030")
    )
    (article,) = read_articles(tmp_path)
    assert (article.title, article.date, article.source, article.url) == ("关于加强管理的通知", "2024-04-26", "某部网站", "https://example.org/1.html")
    assert article.encoding == "gb18030"
    assert article.text == "各地要加强管理，不得拖延。\n产量\t5亿吨"


def test_a_declaration_that_gives_rare_characters_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page_of("各地要加强管理，不得拖延。").replace("utf-8", "big5").encode("gb18030"))
    (article,) = read_articles(tmp_path)
    assert article.encoding == "gb18030"


def test_a_document_keeps_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "关于加强管理的通知"
    document.add_paragraph("一、要求")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "产量", "5亿吨"
    document.add_paragraph("不得拖延。")
    document.save(str(tmp_path / "a.docx"))
    (article,) = read_articles(tmp_path)
    assert (article.title, article.text) == ("关于加强管理的通知", "一、要求\n产量\t5亿吨\n不得拖延。")


def test_markdown_loses_its_marks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: x\n---\n# 通知\n\n- **各地**要[加强](http://example.org)管理。\n\n| 产量 | 值 |\n|---|---|\n| 钢 | 5亿吨 |\n", encoding="utf-8")
    (article,) = read_articles(tmp_path)
    assert [line for line in article.text.split("\n") if line] == ["通知", "各地要加强管理。", "产量\t值", "钢\t5亿吨"]


def test_members_of_a_zip_have_their_place_as_id_and_bad_ones_their_reason(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("deep.txt", "各地要落实。")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("b/通知.txt", "各地要加强管理。")
        package.writestr("inner.zip", inner.getvalue())
        package.writestr("c.txt.gz", gzip.compress("不得拖延。".encode()))
        package.writestr("../out.txt", "x")
        package.writestr("image.png", "x")
    skipped: list[Skip] = []
    assert [a.id for a in read_articles(tmp_path, skipped=skipped)] == ["a/b/通知", "a/c", "a/inner/deep"]
    assert [(s.input.removeprefix(f"{tmp_path}/"), s.reason.split(":")[0][:40]) for s in skipped] == [
        ("a.zip:../out.txt", "has a name that leads out of the archive"),
        ("a.zip:image.png", "is of a kind that is not read (.png); re"),
    ]


def test_archives_within_archives_end_at_the_limit(tmp_path: Path) -> None:
    data, name = "各地要落实。".encode(), "a.txt"
    for depth in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            package.writestr(name, data)
        data, name = packed.getvalue(), f"{depth}.zip"
    (tmp_path / "z.zip").write_bytes(data)
    with pytest.raises(InputError, match="is an archive within 3 others"):
        list(read_articles(tmp_path, skipped=[]))


@pytest.mark.parametrize(("limits", "data", "reason"), [
    (Limits(document_bytes=100), b"a" * 101, "is larger than 100 bytes"),
    (Limits(characters=100), b"a" * 101, "has 101 characters"),
])  # fmt: skip
def test_what_exceeds_a_limit_is_told_with_it(limits: Limits, data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(InputError, match=reason):
        list(read_articles(tmp_path, limits=limits))


def test_bombs_are_refused(tmp_path: Path) -> None:
    zeros = b"0" * (64 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(zeros))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(zeros))
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a.txt", zeros)
    with zipfile.ZipFile(tmp_path / "d.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", zeros)
    skipped: list[Skip] = []
    assert list(read_articles(tmp_path, skipped=skipped)) == []
    assert {Path(s.input.removesuffix(":a.txt")).name for s in skipped if "times its size" in s.reason} == {"a.txt.gz", "b.jsonl.gz", "c.zip", "d.docx"}


def test_entities_in_a_document_are_refused(tmp_path: Path) -> None:
    as_docx(tmp_path / "good.docx", "各地要落实。")
    laughs = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    with zipfile.ZipFile(tmp_path / "good.docx") as good, zipfile.ZipFile(tmp_path / "bad.docx", "w") as bad:
        for name in good.namelist():
            bad.writestr(name, laughs if name == "word/document.xml" else good.read(name))
    skipped: list[Skip] = []
    assert [a.id for a in read_articles(tmp_path, skipped=skipped)] == ["good"]
    assert skipped[0].reason == "declares XML entities in word/document.xml: refused"


def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.txt").write_text("各地要落实。", encoding="utf-8")
    (tmp_path / "in" / "a.txt").write_text("各地要落实。", encoding="utf-8")
    try:
        (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out.txt")
        (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
        os.mkfifo(tmp_path / "in" / "pipe.txt")
    except (OSError, AttributeError):
        pytest.skip("this system makes no links or pipes")
    skipped: list[Skip] = []
    assert [a.id for a in read_articles(tmp_path / "in", skipped=skipped)] == ["a"]
    assert [Path(s.input).name for s in skipped] == ["link.txt", "loop", "pipe.txt"]
    with pytest.raises(InputError, match="pipe"):
        list(read_articles(tmp_path / "in" / "pipe.txt"))
