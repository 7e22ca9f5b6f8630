"""The targets: each takes made-up data and raises only what it promises to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from analyzer import analyze, clean_text
from analyzer.articles import Limits
from analyzer.articles.decoding import declaration, decode_as
from analyzer.articles.html import from_page
from analyzer.articles.markdown import plain_text
from analyzer.articles.reader import from_bytes
from analyzer.articles.rows import check_columns, from_csv, from_jsonl
from analyzer.articles.worker import answers
from analyzer.errors import AnalyzerError, InputError
from analyzer.grammar.clauses import split_clauses
from tests.hostile.inputs import ODD, TEXT, sound

WORDS = ("各地区", "要", "不得", "加强", "监管", "国务院", "工信部", "《", "》", "（", "）", "“", "”", "，", "。", "；", "：", "\n", "一、", "（一）", "第一条", "到2025年", "30%以上", "、", "〔2024〕1号", "的", "(yī)", "來", "|", " ", "\u3000", *ODD)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
data = st.one_of(st.binary(max_size=300), texts.map(lambda t: t.encode("utf-8", "surrogatepass")), texts.map(lambda t: t.encode("gb18030", "replace")), texts.map(lambda t: t.encode("utf-16", "surrogatepass")))
tags = st.lists(st.one_of(st.sampled_from(("<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<div>", "</div>", "<script>", "</script>", "<!--", "-->", "<meta charset=", "<br>", "<a href=x>", "&lt;", "<![CDATA[", "<?x", "<html>", "<body>", "<li>", "<h1>", "<title>", "<meta name=date content=2>")), st.sampled_from(WORDS)), max_size=50).map("".join)


def cleaning(text: str) -> None:
    """Cleaning keeps the raw text, maps every character back into it and is done after one time."""
    clean = clean_text(text)
    assert clean.raw == text
    assert clean.offsets is not None
    start, end = clean.to_raw(0, len(clean.text)) if clean.text else (0, 0)
    assert 0 <= start <= end <= len(text)


def clauses(text: str) -> None:
    """Clauses are in order, trimmed and do not overlap."""
    at = 0
    for row in split_clauses(text):
        assert at <= row.start < row.end <= len(text)
        at = row.end


def analysis(text: str) -> None:
    """Every span lies in the text."""
    found = analyze(text)
    for record in (*found.clauses, *found.entities, *found.directives, *found.targets):
        assert 0 <= record.start <= record.end <= len(text)


def decoding(data: bytes) -> None:
    """Bytes become text or a reason."""
    try:
        text, _ = decode_as(data, declared=declaration(data))
        text.encode("utf-8", "surrogatepass")
        from_bytes(data)
    except InputError as error:
        assert str(error)


def markdown(text: str) -> None:
    """Marks only ever go."""
    assert len(plain_text(text)) <= len(text)


def page(text: str) -> None:
    """A page becomes an article or a reason."""
    try:
        from_page(text)
    except InputError as error:
        assert str(error)


def rows(data: bytes) -> None:
    """Rows become articles or skips."""
    import io

    for read in (from_csv, from_jsonl):
        for head in (b"", b"id,text\n" if read is from_csv else b'{"text": "a"}\n'):
            try:
                list(read(io.BytesIO(head + data), check_columns(None), lambda place, reason: None))
            except InputError as error:
                assert str(error)


def documents(kind_and_data: tuple[str, bytes]) -> None:
    """Readers of complex formats answer, whatever they get; for real ones only in a process of their own."""
    kind, content = kind_and_data
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"a{kind}")
        file.write_bytes(content)
        for answer in answers(file, kind, "a", check_columns(None), Limits(document_bytes=1 << 20)):
            assert set(answer) <= {"article", "skip", "error"}


def model(data: bytes) -> None:
    """A damaged model is refused with one of our own errors or a plain ValueError; nothing in it runs."""
    from analyzer.errors import ResourceError
    from analyzer.pipeline.storage import read_rows

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "rules.msgpack").write_bytes(data)
        try:
            read_rows(Path(folder))
        except ResourceError as error:
            assert str(error)


def lexicon(data: bytes) -> None:
    """A damaged lexicon is refused with file and line."""
    from analyzer.lexicon.tables import read_csv, read_yaml

    with tempfile.TemporaryDirectory() as folder:
        for name, read in (("a.csv", read_csv), ("a.yaml", read_yaml)):
            Path(folder, name).write_bytes(data)
            try:
                read(Path(folder, name), ("kind", "phrases"))
            except AnalyzerError as error:
                assert str(error)


@cache
def _sound(kind: str) -> bytes:
    """One document of each kind a process: packed formats hold the time, and hypothesis wants the same choices each time."""
    return sound(kind)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A document with wrong bytes in it."""
    kind = draw(st.sampled_from((".html", ".docx", ".xlsx", ".pdf", ".parquet")))
    content = bytearray(_sound(kind[1:]))
    for _ in range(draw(st.integers(0, 6))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    cut = draw(st.integers(0, len(content)))
    return kind, bytes(content[:cut] if draw(st.booleans()) else content)


TARGETS: dict[str, tuple[Callable[..., None], st.SearchStrategy[object]]] = {
    "cleaning": (cleaning, texts), "clauses": (clauses, texts), "analysis": (analysis, texts), "decoding": (decoding, data),
    "markdown": (markdown, texts), "page": (page, st.one_of(tags, texts)), "rows": (rows, data), "model": (model, data),
    "lexicon": (lexicon, data), "documents": (documents, damaged()),
}  # fmt: skip
KEPT: dict[str, tuple[object, ...]] = {
    "cleaning": ("", "\ud800", "《" * 300, TEXT), "clauses": ("", "（" * 50 + "。"), "analysis": ("", "\0", "30%以上" * 40, "\udfff要加强"),
    "decoding": (b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", "通知".encode("utf-16-le")), "markdown": ("---\n", "*" * 100), "page": ("", "<", "<!--", "\0", "<p><script></script>\ufffe", "<p>\ud800"),
    "rows": (b'"', b"[" * 2000, b'{"text": ' + b"9" * 5000 + b"}", b"\0"), "model": (b"", b"\xc1", b"\x81\xa4rows\xc0"), "lexicon": (b"", b"\xff", b"- : ["),
    "documents": ((".html", b""), (".pdf", b"%PDF-1.4"), (".docx", b"PK\x05\x06" + b"\0" * 18)),
}  # fmt: skip
"""Inputs that once broke something, or lie on an edge: tried every time."""
