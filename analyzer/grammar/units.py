"""The units made responsible: 「（责任单位：…）」, 「（甲牵头，乙配合）」, 由甲牵头, 甲会同乙."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.grammar.party_words import BOUNDARY, PartyWords
from analyzer.lexicon.tables import read_yaml
from analyzer.records import ClauseRow, RoleRow, Span

KINDS = ("lead_label", "support_label", "lead_verb", "support_verb")
_IN_TAG = r"(?:[^（）()\n]|[（(][^（）()\n]{0,60}[）)])"
_PART = re.compile(r"[；;，,。\s]+|(?<=牵头)、")
_OTHER_LABEL = re.compile("[^：:、，]{2,8}[：:]")
_COMMA = re.compile(r"[、，,\s]+")
_ORGAN_END = re.compile(r"[厅局委部办院会署行司]$")
_JOINED = re.compile(r"以及|和|及|等(?=[国省市县]?[\u4e00-\u9fff]{0,3}[相有]关)")
_AREA = r"(?:省|自治区|直辖市|市|区|县|州|盟|旗|乡|镇|街道)(?:[（(][^（）()]{1,12}[）)])?"
_AREAS = re.compile(f"各{_AREA}(?:、{_AREA})*")
"""The beginning of one name for the governments of all areas (各区、县（市）政府)."""
_NEXT_AREA = re.compile(_AREA)
_DUE = re.compile(
    r"(?:\d{4}年|(?<!\d)\d{1,2}月|年底|[本当]年)[^，。；;、（）()]{0,9}?(?:前|底|末|内)(?:完成|落实|办结|出台)?"
    r"|(?<=时限[：:])[^，。；;、（）()]{3,14}|(?<=完成时间[：:])[^，。；;、（）()]{3,14}"
)
_EVERYBODY = ("各", "相关", "有关", "国务院相关", "国务院有关", "省有关", "省相关", "市有关", "市相关")
_TOGETHER = re.compile("会同|牵头")
_HELPING = re.compile(r"([^，。；：的]{2,40}?)(?:积极|密切|主动|协同|予以|按职责)?(?:配合|参与|参加|协助)$")
_HEAD = ("由", "其中", "以及", "和")
_TAIL = ("等部门", "等单位", "等有关部门", "等")


class Units(NamedTuple):
    """Whom a tag makes responsible; spans in the text."""

    start: int
    end: int
    lead: tuple[Span, ...]
    support: tuple[Span, ...]
    due: Span | None = None
    """By when, where the tag tells (「2026年底前完成」)."""


class UnitRules:
    """Labels and verbs of responsible units.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = UnitRules.from_lexicons(lexicons_dir())
    >>> text = "优化算力布局。（省大数据局牵头，各市配合）"
    >>> units, = rules.tags(text)
    >>> [text[a:b] for a, b in units.lead], [text[a:b] for a, b in units.support]
    (['省大数据局'], ['各市'])
    """

    __slots__ = ("_label", "_labels", "_marks", "_rows", "_tag", "_verb", "_verbs")

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = {kind: list(rows[kind]) for kind in KINDS}
        self._labels = dict.fromkeys(rows["lead_label"], True) | dict.fromkeys(rows["support_label"], False)
        self._verbs = dict.fromkeys(rows["lead_verb"], True) | dict.fromkeys(rows["support_verb"], False)
        labels, verbs = (
            "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (self._labels, self._verbs)
        )
        self._label = re.compile(f"({labels})(?:分别)?(?:为|是|：|:)")
        self._verb = re.compile(f"({verbs})$")
        ends = {verb[-2:]: "）)，；" for verb in self._verbs}
        for label in self._labels:
            ends[label[-2:]] = ends.get(label[-2:], "") + "：:为"
        self._marks = {end: tuple(end + mark for mark in marks) for end, marks in sorted(ends.items())}
        self._tag = re.compile(
            rf"[（(](?=[^）)\n]{{0,16}}(?:{labels})(?:为|：|:)|{_IN_TAG}{{2,300}}?(?:{verbs})[）)；;。，])({_IN_TAG}{{3,400}})[）)]"
            rf"|(?:^|(?<=[\n。]))[ \u3000]*((?:{labels})[：:][^\n。（）()]{{2,300}})",
            re.MULTILINE,
        )

    @classmethod
    def from_lexicons(cls, folder: Path) -> UnitRules:
        """Read the labels and verbs in ``parties.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        rows: dict[str, list[str]] = {kind: [] for kind in KINDS}
        keys = ("kind", "markers", "example", "counter_example")
        for row in read_yaml(folder / "parties.yaml", (*keys, "not_in"), required=keys):
            if row.cells["kind"] in rows:
                rows[row.cells["kind"]].extend(map(str, row.cells["markers"]))
        return cls(rows)

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> UnitRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def tags(self, text: str) -> Iterator[Units]:
        """The tags of a text in order."""
        for end, marks in self._marks.items():
            if end in text and any(mark in text for mark in marks):
                break
        else:
            return  # plain search is ten times as fast as the pattern, and few texts have a tag
        for match in self._tag.finditer(text):
            group = 1 if match[1] is not None else 2
            lead, support = self._read(text, *match.span(group))
            if lead or support:
                due = _DUE.search(text, *match.span(group))
                yield Units(match.start(), match.end(), tuple(lead), tuple(support), due.span() if due else None)

    def cell(self, text: str, start: int, end: int, *, leads: bool) -> tuple[list[Span], list[Span]]:
        """Lead and supporting units of a cell of a table: as its verbs say, else all lead (or all support).

        >>> from analyzer.resources import lexicons_dir
        >>> rules = UnitRules.from_lexicons(lexicons_dir())
        >>> rules.cell("市水务局、市财政局", 0, 9, leads=True), rules.cell("市水务局牵头，市财政局配合", 0, 13, leads=True)
        (([(0, 4), (5, 9)], []), ([(0, 4)], [(7, 11)]))
        """
        lead, support = self._read(text, start, end)
        if not (lead or support):
            names = [name for a, b in _pieces(text, start, end, _PART) for name in _names(text, a, b)]
            return (names, []) if leads else ([], names)
        return (lead, support) if leads else ([], [*lead, *support])

    def _read(self, text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
        """Lead and supporting units of what stands in a tag."""
        groups: list[tuple[bool, str, list[Span]]] = []
        pending: list[Span] = []
        labelled: list[Span] | None = None
        for a, b in _pieces(text, start, end, _PART):
            if label := self._label.match(text, a, b):
                a, labelled = label.end(), []
                groups.append((self._labels[label[1]], label[1], labelled))
            elif other := _OTHER_LABEL.match(text, a, b):
                a, labelled = other.end(), []  # 「适用范围：全省」 names no unit
            # 「责任单位：甲牵头，乙配合」: the verbs tell more than the label that stands before them.
            if verb := self._verb.search(text, a, b):
                groups.append((self._verbs[verb[1]], verb[1], [*pending, *_names(text, a, verb.start())]))
                pending, labelled = [], None
            elif labelled is not None:
                labelled.extend(_names(text, a, b))
            else:
                pending.extend(_names(text, a, b))
        chief = any("牵头" in word or "主办" in word for _, word, _ in groups)
        lead: list[Span] = []
        support: list[Span] = []
        for leads, word, names in groups:
            # Beside somebody who leads, the others that are 责任单位 or 负责 only take part.
            (lead if leads and (not chief or "牵头" in word or "主办" in word) else support).extend(names)
        chiefs = {text[a:b] for a, b in lead}
        return lead, [name for name in support if text[slice(*name)] not in chiefs]


def _pieces(text: str, start: int, end: int, separator: re.Pattern[str]) -> Iterator[Span]:
    depth_free = start
    for match in separator.finditer(text, start, end):
        if text.count("（", depth_free, match.start()) > text.count("）", depth_free, match.start()):
            continue
        if match.start() > depth_free:
            yield depth_free, match.start()
        depth_free = match.end()
    if end > depth_free:
        yield depth_free, end


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    for begin, stop in _whole_areas(text, _pieces(text, start, end, _COMMA)):
        cut = begin
        for joined in _JOINED.finditer(text, begin, stop):
            everybody = text.startswith(_EVERYBODY, joined.end())
            if everybody or (_ORGAN_END.search(text, cut, joined.start()) and _ORGAN_END.search(text, joined.end(), stop)):
                yield from _name(text, cut, joined.start())
                cut = joined.end()
        yield from _name(text, cut, stop)


def _whole_areas(text: str, pieces: Iterable[Span]) -> Iterator[Span]:
    """The pieces, with 「各区」 and the 「县（市）政府」 behind it as one."""
    held: Span | None = None
    for start, end in pieces:
        if held and _AREAS.fullmatch(text, *held) and _NEXT_AREA.match(text, start, end):
            held = held[0], end
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _name(text: str, start: int, end: int) -> Iterator[Span]:
    for head in _HEAD:
        if text.startswith(head, start, end):
            start += len(head)
    for tail in _TAIL:
        if text.endswith(tail, start, end):
            end -= len(tail)
            break
    if end - start >= 2 and not _DUE.search(text, start, end):
        yield start, end


def tagged(
    clauses: Sequence[ClauseRow], roles: Sequence[RoleRow], tags: Sequence[Units]
) -> Iterator[tuple[int, Units]]:
    """The directives that each tag is about, as (clause number, tag).

    A tag within or right behind a sentence is about the directives back to the tag before it, no farther than its
    paragraph; a tag on a line of its own about those under the same heading, or of the line before. What stands in page furniture
    (「主办单位：…」 in a foot) is about nothing.
    """
    last = -1
    for tag in tags:
        at = max(0, bisect_right(clauses, tag.start, key=lambda c: c.start) - 1)
        holder = clauses[at + 1 if at + 1 < len(clauses) and clauses[at].end <= tag.start else at]
        if holder.block and holder.block != "lead":
            continue
        first = at if clauses[at].start < tag.start else at - 1
        paragraph, heading = clauses[at].paragraph, clauses[at].heading
        alone = first < 0 or clauses[first].paragraph != paragraph
        if alone and first >= 0:
            paragraph = clauses[first].paragraph
        for i in range(first, last, -1):
            clause = clauses[i]
            if clause.paragraph != paragraph and not (alone and heading >= 0 and (clause.heading == heading or i == heading)):
                break
            if roles[i].role == "directive":
                yield i, tag
        last = at


def partners(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    addressees: Sequence[Span | None],
    words: PartyWords,
) -> Iterator[tuple[int, tuple[Span, ...], tuple[Span, ...]]]:
    """Units named in running text, as (directive, lead, supporting): 「由甲牵头」, 「甲会同乙」, 「甲牵头，乙配合」."""
    for match in _TOGETHER.finditer(text):
        i = bisect_right(clauses, match.start(), key=lambda c: c.start) - 1
        if i < 0 or match.start() >= clauses[i].end or roles[i].role not in ("directive", "context"):
            continue
        target = i if roles[i].role == "directive" else _next_directive(clauses, roles, i)
        addressee = addressees[target] if target >= 0 else None
        if addressee is None or not clauses[i].start <= addressee[0] < addressee[1] <= match.start():
            continue
        if match[0] == "会同":
            support = tuple(_follower(text, match.end(), clauses[i].end, words))
            if support:
                yield target, tuple(_names(text, *addressee)), support
        elif match.start() - addressee[1] <= 2:
            yield target, tuple(_names(text, *addressee)), tuple(_helpers(text, clauses, i))


def _next_directive(clauses: Sequence[ClauseRow], roles: Sequence[RoleRow], i: int) -> int:
    for k in range(i + 1, len(clauses)):
        if clauses[k].sentence != clauses[i].sentence:
            return -1
        if roles[k].role == "directive":
            return k
    return -1


def _follower(text: str, start: int, end: int, words: PartyWords) -> Iterator[Span]:
    """The units behind 会同, up to the verb."""
    piece = text[start:end]
    kinds, starts, _ = words.cut(piece)
    for at in (*(a for kind, a in zip(kinds, starts, strict=True) if kind & BOUNDARY and piece[a] not in "和与及"), len(piece)):
        stop = words.head_before(piece, 0, at, {})
        if stop < 0 and _ORGAN_END.search(piece, 0, at):
            stop = at
        if stop > 0:
            yield from _names(text, start, start + stop)
            return


def _helpers(text: str, clauses: Sequence[ClauseRow], i: int) -> Iterator[Span]:
    """The units of 「乙配合」 in the clause after 「甲牵头」."""
    if i + 1 < len(clauses) and clauses[i + 1].sentence == clauses[i].sentence:
        helping = _HELPING.match(text, clauses[i + 1].start, clauses[i + 1].end)
        if helping:
            yield from _names(text, *helping.span(1))
