"""Names of organs that lean on an organ named before: parts of it, committees in a list, abbreviations, terms of office."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from analyzer.lexicon.mentions import Reading, is_han
from analyzer.records import EntityRow, Label

_COMMITTEE = re.compile("、([一-龥]{2,14}?委员会)")
_ALIAS = re.compile(r"[（(]以下(?:统|简)?[简并]?称(?:为)?[“\"「]?([一-龥]{2,14})[”\"」]?[）)]")
_OWN = re.compile("[我本][部委局署](?:（)?([一-龥]{2,14}?(?<!公)司)(?![法机令长])")
_TERM = re.compile(
    "(政协|中国人民政治协商会议|中国共产党)第[一二三四五六七八九十]{1,3}届(全国委员会|中央委员会|中央纪律检查委员会)(常务委员会|(?!第)[一-龥]{2,10}?(?<!常务)委员会)?"
)
_CENTRAL_GROUP = re.compile(
    "中央第[一二三四五六七八九十]{1,3}(?:生态环境保护督察组|环境保护督察组|巡视组|指导组|督导组|巡回督导组)"
)
_GOVERNMENTS = ("国务院", "政府")
_ASSEMBLIES = ("cppcc", "npc")
_TERMS = {
    "全国委员会": "中国人民政治协商会议全国委员会",
    "中央委员会": "中共中央",
    "中央纪律检查委员会": "中共中央纪律检查委员会",
}


def read_term(reading: Reading, start: int) -> EntityRow | None:
    """An organ whose name holds the number of its term of office, or a numbered group of the Centre, that begins here."""
    rules, text = reading.rules, reading.text
    match = _CENTRAL_GROUP.match(text, start)
    if match is not None:
        begin = start - 4 if text.endswith("主题教育", 0, start) else start
        name = ("学习贯彻习近平新时代中国特色社会主义思想" if begin < start else "") + text[begin : match.end()]
        return EntityRow(begin, match.end(), Label.MINISTRY, f"org:{name}", name, "party", ())
    match = _TERM.match(text, start)
    if match is None:
        return None
    name = _TERMS[match[2]] + (match[3] or "")
    organ = next((o for n in rules.forms.get(name, ()) for o in (rules.organs[n],)), None)
    if organ is None:
        return EntityRow(
            start, match.end(), Label.MINISTRY, f"org:{name}", name, "cppcc" if "政" in match[1] else "party", ()
        )
    return EntityRow(start, match.end(), Label.MINISTRY, organ.id, organ.name, organ.level, ())


def listed_committees(text: str, rows: Sequence[EntityRow]) -> list[EntityRow]:
    """Committees listed after one of the same assembly: 「全国政协经济委员会、外事委员会」."""
    found: list[EntityRow] = []
    for row in rows:
        if row.level not in _ASSEMBLIES or not row.name.endswith("委员会") or row.label != Label.MINISTRY:
            continue
        parent = re.match("中国人民政治协商会议全国委员会|全国人民代表大会", row.name)
        if parent is None or row.name == parent[0]:
            continue
        end = row.end
        while (match := _COMMITTEE.match(text, end)) is not None:
            name = parent[0] + match[1]
            found.append(EntityRow(match.start(1), match.end(1), Label.MINISTRY, f"org:{name}", name, row.level, ()))
            end = match.end()
    return found


def later_mentions(
    text: str, rows: Sequence[EntityRow], parts: dict[str, tuple[str, str]], generic: frozenset[str]
) -> list[EntityRow]:
    """Mentions by a name that the text itself introduced: 「（以下简称…）」, or a department without its ministry.

    Args:
        text: the clean text.
        rows: the organs found so far.
        parts: departments named together with their ministry: 「电子信息司」 to its id and full name.
        generic: words that name no organ in particular, whatever the text says (「以下简称主管机关」).
    """
    label = Label.MINISTRY
    names: dict[str, tuple[str, str, str]] = {part: (key, name, "state") for part, (key, name) in parts.items()}
    organs = [r for r in rows if r.label == label]
    if "以下" in text:
        for row in organs:
            match = _ALIAS.match(text, row.end)
            if match is not None and match[1] not in generic:
                names.setdefault(match[1], (row.id, row.name, row.level))
    found: list[EntityRow] = []
    for name, target in names.items():
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if (not at or not is_han(text[at - 1]) or text[at - 1] in "部由报和与及向在对经称") and (
                not name.endswith("司") or text[end : end + 1] != "法"
            ):
                found.append(EntityRow(at, end, label, *target, ()))
            at = text.find(name, end)
    if "司" in text and organs and _OWN.search(text):
        ministries = [
            r._replace(id=r.id.split("/")[0], name=r.name.removesuffix("办公厅")) for r in organs if r.level == "state"
        ]
        ministries = [r for r in ministries if r.name.endswith(("部", "委员会", "总局", "署"))]
        counts = Counter(r.id for r in ministries)
        for match in _OWN.finditer(text) if ministries else ():
            own = max(ministries, key=lambda r: counts[r.id])
            part = match[1]
            found.append(EntityRow(*match.span(1), label, f"{own.id}/{part}", own.name + part, "state", ()))
    return found


def departments_of(text: str, rows: Sequence[EntityRow], heads: re.Pattern[str]) -> list[EntityRow]:
    """``rows``, where a government whose departments are meant without their name is a group: 「国务院外经贸主管部门」.

    Args:
        text: the clean text.
        rows: all mentions so far, by position.
        heads: what follows the government, up to its end.
    """
    kept: list[EntityRow] = []
    done = 0
    for row in rows:
        if row.start < done:
            continue
        if row.label in (Label.MINISTRY, Label.GROUP) and text.endswith(_GOVERNMENTS, row.start, row.end) and (match := heads.match(text, row.end)):
            done = match.end()
            words = text[row.start : done]
            row = EntityRow(row.start, done, Label.GROUP, f"generic:{words}", words, "", ())
        kept.append(row)
    return kept


def without_overlaps(rows: Sequence[EntityRow], more: Sequence[EntityRow]) -> list[EntityRow]:
    """``rows`` and those of ``more`` that overlap neither them nor one another, earlier ones first."""
    if not more:
        return sorted(rows)
    kept = sorted(rows)
    starts = [r.start for r in kept]
    for row in sorted(more):
        at = bisect_left(starts, row.start)
        if (at and kept[at - 1].end > row.start) or (at < len(kept) and starts[at] < row.end):
            continue
        kept.insert(at, row)
        starts.insert(at, row.start)
    return kept
