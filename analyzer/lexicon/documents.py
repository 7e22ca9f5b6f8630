"""Policy documents named in a text: 《…》 with their number, five-year plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.tables import RAISED, Faults, read_yaml, repeated
from analyzer.records import EntityRow, Label

_NUMBER = re.compile(
    r"[（(]?(?P<number>[一-龥]{1,12}(?:[〔\[（(［]\d{4}[〕\]）)］]|\d{4})\s?(?:第\s?)?\d{1,5}\s?号|[一-龥]{2,12}令\s?第?\s?\d{1,4}\s?号|[一-龥]{2,12}公告\d{4}年第?\d{1,4}号)[）)]?"
)
_BRACKET = re.compile(r"[（(][^（()）]*[）)]$")
_PLAN = re.compile(r"[“\"「]?十[一二三四五]五[”\"」]?规划(?:纲要|建议)?")


KEYS = ("kind", "endings", "example", "counter_example")


class DocumentRules:
    """Which titles between 《》 are policy documents: by their last words."""

    __slots__ = ("endings", "kinds")

    def __init__(self, kinds: dict[str, str]) -> None:
        """``kinds``: the last words of a title and the kind of document they make."""
        self.kinds = kinds
        self.endings = tuple(sorted(kinds, key=len, reverse=True))

    @classmethod
    def from_lexicons(cls, folder: Path, *, faults: Faults = RAISED) -> DocumentRules:
        """Read ``documents.yaml``.

        Raises:
            LexiconError: an entry is wrong or an ending stands twice.
        """
        kinds: dict[str, str] = {}
        for row in read_yaml(folder / "documents.yaml", KEYS, required=KEYS[:3], faults=faults):
            endings = row.cells["endings"]
            if not faults.of(row, (f"the ending {ending!r} stands in an earlier entry already" for ending in repeated(endings, kinds))):
                kinds.update(dict.fromkeys(endings, row.cells["kind"]))
        return cls(kinds)

    def to_rows(self) -> dict[str, Any]:
        """The rules as plain data."""
        return {"kinds": self.kinds}

    @classmethod
    def from_rows(cls, rows: dict[str, Any]) -> DocumentRules:
        """The rules that :meth:`to_rows` gave."""
        return cls(rows["kinds"])

    def kind(self, title: str) -> str:
        """The kind of document that a title names, "" for a book, a newspaper, a film.

        >>> DocumentRules({"意见": "opinion"}).kind("关于促进养老服务发展的意见（试行）")
        'opinion'
        """
        bare = _BRACKET.sub("", title) if title[-1:] in "）)" else title
        if bare.endswith(self.endings):
            return self.kinds[next(ending for ending in self.endings if bare.endswith(ending))]
        return "other" if "关于" in title or "中华人民共和国" in title else ""


def find_documents(text: str, rules: DocumentRules) -> list[EntityRow]:
    """Documents named in the text; the span holds the marks 《》 and not the number after them.

    The id is the document's number where the text gives it (``doc:国发〔2017〕35号``), else its title; the level is the kind.
    """
    rows: list[EntityRow] = []
    start = text.find("《")
    while start >= 0:
        end = _closing(text, start)
        if end > start + 2:
            title = text[start + 1 : end - 1].replace("\n", "").strip()
            kind = rules.kind(title)
            if kind:
                match = _NUMBER.match(text, end)
                number = match["number"].replace(" ", "") if match else ""
                rows.append(EntityRow(start, end, Label.DOCUMENT, f"doc:{number or title}", title, kind, ()))
        start = text.find("《", max(end, start + 1))
    taken = [(r.start, r.end) for r in rows]
    for match in _PLAN.finditer(text) if "五" in text and "规划" in text else ():
        if not any(s <= match.start() < e for s, e in taken):
            name = re.sub(r"[“”\"「」]", "", match[0])
            rows.append(
                EntityRow(
                    match.start(), match.end(), Label.DOCUMENT, f"doc:{name}", f"“{name[:3]}”{name[3:]}", "plan", ()
                )
            )
    return sorted(rows)


def _closing(text: str, start: int) -> int:
    """The end of the title that opens at ``start``; 0 where it does not close within 200 characters."""
    close = text.find("》", start, start + 200)
    if close < 0:
        return 0
    if text.find("《", start + 1, close) < 0:  # a title inside a title is rare
        return close + 1
    depth = 0
    for at in range(start, min(len(text), start + 200)):
        if text[at] == "《":
            depth += 1
        elif text[at] == "》":
            depth -= 1
            if depth == 0:
                return at + 1
    return 0


def issuers(document: EntityRow, entities: Sequence[EntityRow]) -> tuple[str, ...]:
    """Ids of the organs that issued a document as its title says: those before 「关于」 or at its head.

    >>> organ = EntityRow(1, 4, "MINISTRY", "org:guowuyuan", "国务院", "state", ())
    >>> issuers(EntityRow(0, 14, "DOCUMENT", "doc:x", "国务院关于加强养老的意见", "opinion", ()), [organ])
    ('org:guowuyuan',)
    """
    head = document.start + 1 + max(document.name.find("关于"), 0)
    found = []
    reach = document.start + 1
    for row in sorted(entities):
        if (
            row.label == Label.MINISTRY
            and document.start < row.start < max(head, document.start + 2)
            and row.start <= reach + 2
        ):
            found.append(row.id)
            reach = row.end
    return tuple(found)
