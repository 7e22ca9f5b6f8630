"""Why a name in a text is reported as an entity or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import BLOCKER, GENERIC, GROUP, ORGAN, PLACE, SESSION, TAIL, TIER, EntityRules
from analyzer.records import EntityRow

_KINDS = (
    (BLOCKER, "blocked word"),
    (ORGAN, "organ"),
    (TIER, "organ of the division at hand"),
    (TAIL, "function of a local organ"),
    (PLACE, "division"),
    (GROUP, "named region"),
    (GENERIC, "generic group"),
    (SESSION, "organ with its term"),
)


class Explanation(NamedTuple):
    """What became of one name that the lexicons know; offsets into the text."""

    start: int
    end: int
    words: str
    kinds: tuple[str, ...]
    """What the lexicons know it as."""
    outcome: str


def explain(text: str, rules: EntityRules, *, meta: Mapping[str, str] | None = None) -> list[Explanation]:
    """Every name of the lexicons in a text and what became of it, in order.

    >>> from analyzer.resources import lexicons_dir
    >>> rules = EntityRules.from_lexicons(lexicons_dir())
    >>> [(e.words, e.outcome) for e in explain("教育部门在南京东路", rules)][:2]
    [('教育部', 'not reported: 「门」 after it makes another word of it or a guard forbids it'), ('南京东路', 'blocked: holds a name and is none')]
    """
    rows = find_entities(text, rules, meta=meta)
    blocked = [(s, e) for n, s, e in rules.scanner.every(text) if rules.kinds[rules.scanner.terms[n]] & BLOCKER]
    found = sorted((start, -end, number) for number, start, end in rules.scanner.every(text))
    return [
        _explain(text, rules, rows, blocked, start, -end, rules.scanner.terms[number]) for start, end, number in found
    ]


def _explain(
    text: str,
    rules: EntityRules,
    rows: Sequence[EntityRow],
    blocked: Sequence[tuple[int, int]],
    start: int,
    end: int,
    term: str,
) -> Explanation:
    kind = rules.kinds[term]
    kinds = tuple(name for bit, name in _KINDS if kind & bit)
    return Explanation(start, end, term, kinds, _outcome(text, rules, rows, blocked, start, end, term))


def _outcome(
    text: str,
    rules: EntityRules,
    rows: Sequence[EntityRow],
    blocked: Sequence[tuple[int, int]],
    start: int,
    end: int,
    term: str,
) -> str:
    for row in rows:
        if (row.start, row.end) == (start, end):
            return f"reported as {row.label} {row.id} {row.name}"
    for row in rows:
        if row.start <= start and end <= row.end:
            return f"part of 「{text[row.start : row.end]}」 ({row.id})"
    if (start, end) in blocked:
        return "blocked: holds a name and is none"
    for s, e in blocked:
        if s <= start and end <= e:
            return f"inside the blocked word 「{text[s:e]}」"
    for row in rows:
        if row.start < end and start < row.end:
            return f"not reported: 「{text[row.start : row.end]}」 ({row.id}) overlaps it"
    needs = {rule for _, rule in rules.places.get(term, ()) if rule != "free"}
    if needs and term not in rules.guards:
        return f"not reported: its rule is {' or '.join(sorted(needs))}, and nothing in the text fulfils it"
    beside = f"「{text[end : end + 1]}」 after it" if text[end : end + 1] else "what stands beside it"
    return f"not reported: {beside} makes another word of it or a guard forbids it"
