"""What a directive mentions: the organs, regions, sectors and documents in its scope; and which directives repeat others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from analyzer.grammar.parties import PartyRow
from analyzer.records import ClauseRow, EntityRow, Span

_FIELDS = {"MINISTRY": "ministries", "REGION": "regions", "SECTOR": "sectors", "DOCUMENT": "documents"}
_OFFICE_ENDS = ("部门", "机关", "厅", "局", "委")
_SAME_TEXT = 12
"""Shortest directive (in characters) that is taken for a repetition when it stands in the text twice."""

Linked = tuple[int, str, str, int]
"""Start, field, id and index of an entity that has a field in a directive."""


def linked_entities(entities: Sequence[EntityRow]) -> list[Linked]:
    """The entities that have a field in a directive, by start."""
    return [(e.start, field, e.id, k) for k, e in enumerate(entities) if (field := _FIELDS.get(e.label)) is not None]


def links_of(text: str, linked: Sequence[Linked], own: Span, scope: Iterable[Span], party: PartyRow) -> list[tuple[str, int, bool]]:
    """(field, entity index, inherited) of the entities in a directive's scope, each thing once, its own mentions first.

    Names of offices among its parties hold no sector of the directive's (「水利、农业等部门」).
    """
    offices: list[Span] | None = None
    seen: set[tuple[str, str]] = set()
    out: list[tuple[str, int, bool]] = []
    far = len(party.lead_units) + len(party.supporting_units)  # behind these, spans are somebody else's
    inherited = (party.addressee,) if party.addressee and party.inherited else ()
    for n, (start, end) in enumerate((own, *party.lead_units, *party.supporting_units, *inherited, *scope)):
        for k in range(bisect_left(linked, (start,)), len(linked)):
            at, field, name, index = linked[k]
            if at >= end:
                break
            if field == "sectors":
                offices = _offices(text, party) if offices is None else offices
                if any(a <= at < b for a, b in offices):
                    continue
            if (field, name) not in seen:
                seen.add((field, name))
                out.append((field, index, n > far))
    return out


def _offices(text: str, party: PartyRow) -> list[Span]:
    """The parties that are offices by their names' ends."""
    named = (party.addressee, *party.lead_units, *party.supporting_units) if party.addressee else (*party.lead_units, *party.supporting_units)
    return [span for span in named if text.endswith(_OFFICE_ENDS, *span)]


def mark_repeats(text: str, clauses: Sequence[ClauseRow], found: list[dict[str, Any]]) -> None:
    """A lead repeats the body that follows it; elsewhere a directive repeats the same words before it."""
    first: dict[str, int] = {}
    for number, directive in enumerate(found):
        words = text[directive["start"] : directive["end"]]
        if clauses[directive["clause"]].block != "lead":
            if len(words) >= _SAME_TEXT and words in first:
                directive["repeat_of"] = first[words]
            else:
                first.setdefault(words, number)
    for directive in found:
        if clauses[directive["clause"]].block == "lead":
            directive["repeat_of"] = first.get(text[directive["start"] : directive["end"]], -1)
