"""Policy documents named in a text: 《…》 with their number, five-year plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyzer.lexicon.tables import RAISED, Faults, read_yaml, repeated
from analyzer.records import EntityRow, Label

_NUMBER = re.compile(
    r"[（(]?(?P<number>[一-龥]{1,12}(?:[〔\[（(［【]\d{4}[〕\]）)］】]|\d{4})\s?(?:第\s?)?\d{1,5}\s?号|[一-龥]{2,12}令\s?第?\s?\d{1,4}\s?号|[一-龥]{2,12}公告\d{4}年第?\d{1,4}号"
    r"|[A-Z]{2,5}(?:[/／][A-Z]{1,2})?\s?\d{1,5}(?:\.\d{1,3})?\s?[-—–]\s?\d{4}(?!\d))[）)]?"
)
"""「（国发〔2017〕35号）」, 「（GB 18466—2005）」."""

_BRACKET = re.compile(r"(?:[（(][^（()）]*[）)])+$")
_SHORT = 6
"""Characters of a title at most that may stand for a longer one: 《实施方案》."""

_KNOWN_AS = re.compile(r"[^。；\n《》]{0,40}?以?下?[统简]称[“「]?《([^《》]{2,12})》")
_ISSUED = re.compile("(?:（[^（）]{1,20}）)?(?:等[一-龥]{0,4}部门|等)?(?:[今昨]天|日前|近日|联合|共同|正式|组织|牵头|会同有关部门)*(?:印发|发布|出台|制定|编制|起草|公布|颁布|下发|修订|发出|出)?(?:实施)?(?:并?实施)?[了的]?")
_JOINTS = frozenset("、和与及会同 \u3000\n")
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
            kind = rules.kind(title) if title else ""
            if kind:
                match = _NUMBER.match(text, end)
                number = match["number"].replace(" ", "") if match else ""
                rows.append(EntityRow(start, end, Label.DOCUMENT, f"doc:{number or title}", title, kind, ()))
        start = text.find("《", max(end, start + 1))
    rows = _with_full_names(text, rows)
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


def _with_full_names(text: str, rows: list[EntityRow]) -> list[EntityRow]:
    """The rows, where a short title that stands for one named before gets its id and name.

    「《甲乙实施方案》（以下简称《方案》）」 says so; else 《方案》 is the last document named before whose title ends so.
    """
    known: dict[str, EntityRow] = {}
    ending: dict[str, EntityRow] = {}  # the last document whose title, brackets left out, ends so
    found: list[EntityRow] = []
    for row in rows:
        if len(row.name) <= _SHORT and (full := known.get(row.name) or ending.get(row.name)) is not None:
            row = row._replace(id=full.id, name=full.name, level=full.level)
        elif (match := _KNOWN_AS.match(text, row.end)) is not None:
            known[match[1]] = row
        found.append(row)
        bare = _BRACKET.sub("", row.name)
        ending.update({bare[-size:]: row for size in range(1, min(_SHORT, len(bare), len(row.name) - 2) + 1)})
    return found


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


def issuers(document: EntityRow, entities: Sequence[EntityRow], text: str = "") -> tuple[str, ...]:
    """Ids of the organs that issued a document: those at the head of its title, else those right before it.

    Args:
        document: a row of label DOCUMENT.
        entities: all rows of the text.
        text: the clean text; without it only the title is asked. Before a title count organs that touch it
            (「财政部、税务总局《关于…的公告》」) or are said to have issued it (「民政部印发《…》」, 「五部门联合发布《…》」 has none).

    >>> organ = EntityRow(1, 4, "MINISTRY", "org:guowuyuan", "国务院", "state", ())
    >>> issuers(EntityRow(0, 14, "DOCUMENT", "doc:x", "国务院关于加强养老的意见", "opinion", ()), [organ])
    ('org:guowuyuan',)
    >>> text = "民政部近日印发《养老服务标准》。"
    >>> organ = EntityRow(0, 3, "MINISTRY", "org:minzhengbu", "民政部", "state", ())
    >>> issuers(EntityRow(7, 15, "DOCUMENT", "doc:x", "养老服务标准", "plan", ()), [organ], text)
    ('org:minzhengbu',)
    """
    organs = sorted(row for row in entities if row.label == Label.MINISTRY)
    head = document.start + 1 + max(document.name.find("关于"), 0)
    found: list[str] = []
    reach = document.start + 1
    for row in organs:
        if document.start < row.start < max(head, document.start + 2) and row.start <= reach + 2:
            found.append(row.id)
            reach = row.end
    return tuple(found) if found or not text else _before(document, organs, text)


def _before(document: EntityRow, organs: Sequence[EntityRow], text: str) -> tuple[str, ...]:
    """The organs of a list that ends right before a document, or before the words that they issued it."""
    found: list[str] = []
    reach = document.start
    for row in reversed([row for row in organs if row.end <= document.start]):
        between = text[row.end : reach]
        if not (_JOINTS.issuperset(between) if found else _ISSUED.fullmatch(between)):
            break
        found.append(row.id)
        reach = row.start
    return tuple(reversed(found))
