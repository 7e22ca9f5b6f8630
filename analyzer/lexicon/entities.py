"""Finds organs, regions, sectors, generic groups and documents in a text and links each to one thing.

One pass over the characters finds every name of the lexicons (leftmost-longest); what stands around a name decides
whether it is meant, how far it reaches, and which of several bearers it stands for. Conventions and coverage:
docs/entities.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.deadline import check, paced
from analyzer.lexicon.documents import find_documents
from analyzer.lexicon.entity_rules import (
    BLOCKER,
    GENERIC,
    GROUP,
    ORGAN,
    PLACE,
    REGIONAL,
    SECTOR,
    SESSION,
    TAIL,
    TIER,
    EntityRules,
)
from analyzer.lexicon.mentions import Local, Place, Reading
from analyzer.lexicon.organ_parts import departments_of, later_mentions, listed_committees, read_term, without_overlaps
from analyzer.lexicon.organs import (
    local_row,
    named_row,
    part_alone,
    read_named,
    read_regional,
    read_tier,
    read_tier_session,
    start_of_local,
    tail_after,
)
from analyzer.lexicon.places import extend_place, is_institution, is_plain, opens_company, read_letters, read_place
from analyzer.lexicon.sectors import find_sectors
from analyzer.records import EntityRow, Label

__all__ = ["EntityRules", "find_entities"]

_ZONES = ("corps", "new_area", "zone", "ftz")
"""Kinds of named regions that have organs of their own."""

_MINISTRY, _REGION, _GROUP = Label.MINISTRY, Label.REGION, Label.GROUP
"""Looked up once: a member of an enumeration takes as long to get as a row to make."""

TELLING = ("metadata", "credit")
"""Kinds of page furniture that tell who speaks: 「发文机关：国务院办公厅」."""

Block = tuple[str, int, int]


def find_entities(
    text: str, rules: EntityRules, *, meta: Mapping[str, str] | None = None, blocks: Sequence[Block] = (), rare: bool | None = None
) -> list[EntityRow]:
    """Mentions in a clean text, sorted by start; organs, regions and sectors never overlap one another.

    Args:
        text: clean text.
        rules: the lexicons.
        meta: what is known of the article: ``date`` settles which of two organs with one name was meant, ``issuer``,
            ``source`` and ``title`` settle whose 「市科技局」, and with ``url`` (gov.hk, gov.mo, gov.tw) whether organs of Hong Kong, Macao
            or Taiwan are meant.
        blocks: page furniture ``(kind, start, end)``; nothing is reported from it, but who issued or first published a
            document (kinds ``metadata``, ``credit``).
        rare: whether the text holds any of ``rules.rare``, where that was asked for several texts at once.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = EntityRules.from_lexicons(lexicons_dir())
    >>> rows = find_entities("工信部部长赴山东济南调研，市科技局参加。", rules)
    >>> [(r.label.value, r.id, r.name) for r in rows if r.label != "SECTOR"][:3]
    [('MINISTRY', 'org:gongxinbu', '工业和信息化部'), ('REGION', '370000', '山东省'), ('REGION', '370100', '济南市')]
    """
    reading = Reading(text, rules, meta or {}, rare=rare)
    rows = _Walk(reading).rows()
    for local in reading.locals:
        if (linked := local_row(reading, local)) is not None:
            rows.append(EntityRow(local.start, local.end, _MINISTRY, *linked, ()))
    rows.sort()
    check()
    if committees := listed_committees(text, rows):
        rows = without_overlaps(rows, committees)
    if mentions := later_mentions(text, rows, reading.parts, rules.words["generic"]):
        rows = without_overlaps(rows, mentions)
    if letters := read_letters(reading, [*((r.start, r.end) for r in rows), *reading.sectors, *reading.refused]):
        rows += [_place_row(rules, p) for p in letters]
        rows.sort()
    if reading.generic:
        groups = [EntityRow(s, e, _GROUP, f"generic:{text[s:e]}", text[s:e], "", ()) for s, e in reading.generic]
        rows = without_overlaps(rows, groups)
    rows = departments_of(text, rows, rules.departments)
    taken = [(r.start, r.end) for r in rows if r.label is not _GROUP]
    sectors = find_sectors(text, rules.sectors, taken=taken, sure=reading.sectors, rare=reading.rare)
    if rules.sector_guards:
        sectors = [r for r in sectors if _guard_allows(rules, text, r)]
    check()
    rows += sectors
    rows += find_documents(text, rules.documents)
    if blocks:
        rows = [r for r in rows if not _in_furniture(r, blocks)]
    return sorted(rows)


def _guard_allows(rules: EntityRules, text: str, row: EntityRow) -> bool:
    term = text[row.start : row.end]
    return term not in rules.sector_guards or rules.guards[term].allows(text, row.start, row.end)


def _in_furniture(row: EntityRow, blocks: Sequence[Block]) -> bool:
    for kind, start, end in blocks:
        if start < row.end and row.start < end and not (kind in TELLING and row.label in (_MINISTRY, _REGION)):
            return True
    return False


class _Walk:
    """One walk over what the scan found: organs and regions, in order; local organs are left in ``reading.locals``."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._rows: list[EntityRow] = []
        self._done = 0
        """Where what has been read ends."""
        self._chain: list[Place] = []
        """Places side by side (「山东济南」), which are read together."""

    def rows(self) -> list[EntityRow]:
        """The rows of the whole text."""
        reading = self._reading
        rules = reading.rules
        terms, kinds = rules.scanner.terms, rules.kinds
        hits = [(start, end, terms[number]) for start, end, number in rules.scanner.longest(reading.text, rare=reading.rare)]
        for index, (start, end, term) in enumerate(paced(hits)):
            kind = kinds[term]
            if self._chain and start >= self._done and start != self._chain[-1].end:
                self._end_chain()
            if start < self._done:
                continue
            if kind & BLOCKER:
                self._done = end
                continue
            if kind & (PLACE | GROUP):
                following = hits[index + 1] if index + 1 < len(hits) else (-1, -1, "")
                if self._take_place(term, start, end, followed=following[0] == end and bool(kinds[following[2]] & PLACE)):
                    continue
            if self._chain:
                self._end_chain()
            if start >= self._done:
                self._take_other(kind, term, start, end)
        if self._chain:
            self._end_chain()
        return self._rows

    def _end_chain(self) -> None:
        self._rows += _chain_rows(self._reading, self._chain)
        self._done = max(self._done, self._rows[-1].end if self._rows else 0)
        self._chain = []

    def _take_place(self, term: str, start: int, end: int, *, followed: bool) -> bool:
        """Whether a term that may be a place is one, or is part of a name that is none's."""
        reading, chain = self._reading, self._chain
        place = read_place(reading, term, start, end, followed=followed)
        if place is not None:
            self._done = place.end
            reading.places.append(place)
            reading.see(place.region)
            chain.append(place)
            if (local := _organ_of(reading, chain)) is not None:
                reading.locals.append(local)
                self._done, self._chain = local.end, []
            return True
        text, rules = reading.text, reading.rules
        if term not in rules.places or not is_institution(rules, text, term, end):
            return False
        reading.refused.append((start, end))
        if not chain or not all(is_plain(text[p.start : p.end]) for p in chain) or not opens_company(text, end):
            return False
        reading.refused += [(p.start, p.end) for p in chain]
        self._chain, self._done = [], end  # 「上海浦东发展银行」, 「上海四川路」: all of it is the name
        return True

    def _take_other(self, kind: int, term: str, start: int, end: int) -> None:
        reading = self._reading
        if kind & SECTOR:
            reading.sectors.append((start, end))
            self._done = end
            return
        found = _read_organ(reading, kind, term, start, end)
        if isinstance(found, Local):
            reading.locals.append(found)
        elif found is not None:
            self._rows.append(found)
        elif kind & GENERIC:
            self._rows.append(EntityRow(start, end, _GROUP, f"generic:{term}", term, "", ()))
        else:
            return
        self._done = end if found is None else found.end


def _read_organ(reading: Reading, kind: int, term: str, start: int, end: int) -> EntityRow | Local | None:
    """The organ that a term stands for, if any: the division at hand is asked before the nation."""
    if kind & SESSION:
        return read_term(reading, start) or read_tier_session(reading, term, start, end)
    if kind & (TIER | TAIL):
        local = read_tier(reading, term, start, end, body=bool(kind & TIER))
        if local is not None:
            return local
    if kind & ORGAN:
        found = read_named(reading, term, start, end)
        if found is not None:
            key, name = named_row(found)
            if part := part_alone(reading.text, found):
                reading.parts[part] = (key, name)
            return EntityRow(found.start, found.end, _MINISTRY, key, name, found.organ.level, ())
    if kind & REGIONAL:
        return read_regional(reading, term, start, end)
    return None


def _organ_of(reading: Reading, chain: list[Place]) -> Local | None:
    """The local organ that the places read last begin, if its function follows."""
    rules, place = reading.rules, chain[-1]
    if place.region < 0 and rules.groups[-1 - place.region].kind not in _ZONES:
        return None
    tail = tail_after(reading, place.end, reading.text[place.start : place.end])
    if tail is None:
        return None
    end, form, inner = tail
    start = start_of_local(reading.text, chain[0].start, form, inner)
    return Local(start, end, place.region, "", form, inner)


def _chain_rows(reading: Reading, chain: list[Place]) -> list[EntityRow]:
    """Rows of adjacent places, with the development zone or township that the last of them opens."""
    rules, last = reading.rules, chain[-1]
    rows = [row for p in chain for row in _rows_of(reading, p)]
    more = extend_place(reading, last) if rows else None
    if more is None:
        return rows
    end, kind, name = more
    if kind == "zone":
        whole = reading.text[chain[0].start : last.end] + name
        return [EntityRow(chain[0].start, end, _REGION, f"group:{whole}", whole, "group", ())]
    return [
        *rows,
        EntityRow(last.end, end, _REGION, f"{rules.regions[last.region].code}/{name}", name, "township", ()),
    ]


def _rows_of(reading: Reading, place: Place) -> list[EntityRow]:
    """The row of a place; the Production and Construction Corps alone in a list of addressees is an organ, not a region."""
    row = _place_row(reading.rules, place)
    if place.region < 0 and reading.rules.groups[-1 - place.region].kind == "corps":
        if reading.text[place.end : place.end + 1] in tuple("，、：:,"):
            return [row._replace(label=_MINISTRY, level="state")]
        if reading.rules.tail_at(reading.text, place.end):
            return []  # 「新疆生产建设兵团交通运输厅（局、委）」: no organ in particular
    return [row]


def _place_row(rules: EntityRules, place: Place) -> EntityRow:
    if place.region < 0:
        group = rules.groups[-1 - place.region]
        return EntityRow(place.start, place.end, _REGION, group.id, group.name, "group", ())
    region = rules.regions[place.region]
    rest = tuple([rules.regions[n].code for n in place.alternatives]) if place.alternatives else ()
    return EntityRow(place.start, place.end, _REGION, region.code, region.full, region.level, rest)
