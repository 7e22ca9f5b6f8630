"""Markdown → the text that a reader of the page would see."""

from __future__ import annotations

import re

_FRONT = re.compile(r"\A---\n.{0,20000}?\n(?:---|\.\.\.)\n", re.S)
_MARKS = (
    (re.compile(r"<!--.{0,20000}?-->", re.S), ""),
    (re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,}).*$", re.M), ""),
    (re.compile(r"^[ ]{0,3}#{1,6}[ \t]+|[ \t]+#+[ \t]*$", re.M), ""),
    (re.compile(r"^[ ]{0,3}(?:=+|-{3,}|\*{3,}|_{3,})[ \t]*$", re.M), ""),
    (re.compile(r"^[ \t]{0,12}(?:>[ \t]?){1,6}", re.M), ""),
    (re.compile(r"^([ \t]{0,12})[*+-][ \t]+", re.M), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^[ ]{0,3}\|?[ \t]*:?-{2,}:?(?:[ \t]*\|[ \t]*:?-{2,}:?){0,60}[ \t]*\|?[ \t]*$", re.M), ""),
    (re.compile(r"^[ ]{0,3}\|[ \t]*|[ \t]*\|[ \t]*$", re.M), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,300}>"), ""),
)
_CELLS = re.compile(r"(?<=\S)[ \t]*\|[ \t]*(?=\S)")


def plain_text(markdown: str) -> str:
    """The text without its marks: headings, emphasis, lists, links, tables (cells apart by tabs), front matter.

    >>> plain_text("# 通知\\n\\n- **要**加强[管理](https://example.org)。")
    '通知\\n\\n要加强管理。'
    """
    text = _FRONT.sub("", markdown.replace("\r\n", "\n"))
    table = re.compile(r"^[ ]{0,3}\|.*$", re.M)
    text = table.sub(lambda row: _CELLS.sub("\t", row[0].strip().strip("|").strip()) if not re.fullmatch(r"[ |:\-]+", row[0]) else "", text)
    for pattern, new in _MARKS:
        text = pattern.sub(new, text)
    return text
