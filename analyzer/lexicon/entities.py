"""Finds organs, regions, sectors, generic groups and documents in a text and links each to one thing.

One pass over the characters finds every name of the lexicons (leftmost-longest); what stands around a name decides
whether it is meant, how far it reaches, and which of several bearers it stands for. Conventions and coverage:
docs/entities.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyzer.lexicon.documents import find_documents
from analyzer.lexicon.entity_rules import BLOCKER, GENERIC, GROUP, ORGAN, PLACE, TAIL, TIER, EntityRules
from analyzer.lexicon.mentions import Local, Place, Reading
from analyzer.lexicon.organs import before_place, local_row, named_row, read_named, read_tier, tail_after
from analyzer.lexicon.places import read_letters, read_place
from analyzer.lexicon.sectors import find_sectors
from analyzer.records import EntityRow, Label

__all__ = ["EntityRules", "find_entities"]

_ZONES = ("corps", "new_area", "zone", "ftz")
"""Kinds of named regions that have organs of their own."""

Block = tuple[str, int, int]


def find_entities(
    text: str, rules: EntityRules, *, meta: Mapping[str, str] | None = None, blocks: Sequence[Block] = ()
) -> list[EntityRow]:
    """Mentions in a clean text, sorted by start; organs, regions and sectors never overlap one another.

    Args:
        text: clean text.
        rules: the lexicons.
        meta: what is known of the article: ``date`` settles which of two organs with one name was meant, ``issuer`` and
            ``title`` settle whose 「市科技局」.
        blocks: page furniture ``(kind, start, end)``; nothing is reported from it.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = EntityRules.from_lexicons(lexicons_dir())
    >>> rows = find_entities("工信部部长赴山东济南调研，市科技局参加。", rules)
    >>> [(r.label.value, r.id, r.name) for r in rows if r.label != "SECTOR"][:3]
    [('MINISTRY', 'org:gongxinbu', '工业和信息化部'), ('REGION', '370000', '山东省'), ('REGION', '370100', '济南市')]
    """
    reading = Reading(text, rules, meta or {})
    rows = _read(reading)
    rows += [_place_row(rules, p) for p in read_letters(reading, [(r.start, r.end) for r in rows])]
    rows += [EntityRow(f.start, f.end, Label.MINISTRY, *_local(reading, f), ()) for f in reading.locals]
    taken = sorted((r.start, r.end) for r in rows if r.label != Label.GROUP)
    rows += find_sectors(text, rules.sectors, taken=taken)
    rows += find_documents(text, rules.documents)
    if blocks:
        rows = [r for r in rows if not any(start < r.end and r.start < end for _, start, end in blocks)]
    return sorted(rows)


def _local(reading: Reading, local: Local) -> tuple[str, str, str]:
    return local_row(reading, local)


def _read(reading: Reading) -> list[EntityRow]:
    """One walk over what the scan found: organs and regions, in order; local organs are left in ``reading.locals``."""
    text, rules = reading.text, reading.rules
    terms, kinds = rules.scanner.terms, rules.kinds
    hits = rules.scanner.longest(text)
    rows: list[EntityRow] = []
    done = 0
    chain: list[Place] = []
    for number, start, end in hits:
        if start < done:
            continue
        term = terms[number]
        kind = kinds[term]
        if chain and start != chain[-1].end:
            rows += [_place_row(rules, p) for p in chain]
            chain = []
        if kind & BLOCKER:
            continue
        if kind & (PLACE | GROUP):
            place = read_place(reading, term, start, end)
            if place is not None:
                done = place.end
                reading.places.append(place)
                reading.see(place.region)
                chain.append(place)
                local = _organ_of(reading, chain)
                if local is not None:
                    reading.locals.append(local)
                    done = local.end
                    chain = []
                continue
        if chain:
            rows += [_place_row(rules, p) for p in chain]
            chain = []
        if kind & (TIER | TAIL):
            local = read_tier(reading, term, start, end, body=bool(kind & TIER))
            if local is not None:
                reading.locals.append(local)
                done = local.end
                continue
        if kind & ORGAN:
            found = read_named(reading, term, start, end)
            if found is not None:
                done = found.end
                rows.append(EntityRow(found.start, found.end, Label.MINISTRY, *named_row(found), found.organ.level, ()))
                continue
        if kind & GENERIC:
            rows.append(EntityRow(start, end, Label.GROUP, f"generic:{term}", term, "", ()))
            done = end
    rows += [_place_row(rules, p) for p in chain]
    return rows


def _organ_of(reading: Reading, chain: list[Place]) -> Local | None:
    """The local organ that the places read last begin, if its function follows."""
    rules, place = reading.rules, chain[-1]
    if place.region < 0 and rules.groups[-1 - place.region].kind not in _ZONES:
        return None
    tail = tail_after(reading, place.end, reading.text[place.start : place.end])
    if tail is None:
        return None
    end, form, inner = tail
    start = before_place(reading.text, chain[0].start, form)
    return Local(start, end, place.region, "", form, inner)


def _place_row(rules: EntityRules, place: Place) -> EntityRow:
    if place.region < 0:
        group = rules.groups[-1 - place.region]
        return EntityRow(place.start, place.end, Label.REGION, group.id, group.name, "group", ())
    region = rules.regions[place.region]
    rest = tuple(rules.regions[n].code for n in place.alternatives)
    return EntityRow(place.start, place.end, Label.REGION, region.code, region.full, region.level, rest)
