"""Raw text → :class:`~analyzer.records.CleanText`: the stages in order."""

from __future__ import annotations

from analyzer.cleaning import characters, lines
from analyzer.cleaning.edits import Track
from analyzer.cleaning.header import read_header
from analyzer.cleaning.lead import find_lead
from analyzer.cleaning.mend import mend_damage
from analyzer.cleaning.noise import find_blocks, lines_of
from analyzer.cleaning.script import simplify_runs
from analyzer.cleaning.tags import drop_tags
from analyzer.deadline import check
from analyzer.offsets import OffsetMap
from analyzer.records import CleanText, Flag

_PASSES = 12
"""Mending is repeated until nothing changes: what one repair lays bare is repaired as well, and cleaning a clean
text changes nothing. Real pages settle in the second pass; the limit is for texts made to nest."""


def clean_text(raw: str, *, date: str = "") -> CleanText:
    """Mend a text and tell what it says of itself.

    Args:
        raw: the text as found; it is kept.
        date: ISO date known of the text; gives the year to dates that state none (「5月27日」).

    Returns:
        The clean text with header, blocks, repairs, flags and the map back to every raw character.

    >>> clean = clean_text("工業(yè)和信息化部強(qiáng)調(diào)，保鏈穩(wěn)鏈?zhǔn)翘嵴窆\\ue63dI(yè)經(jīng)濟(jì)的重中之重。")
    >>> clean.text
    '工业和信息化部强调，保链稳链是提振工业经济的重中之重。'
    >>> clean.raw[slice(*clean.to_raw(0, 2))]
    '工業(yè)'
    """
    text, offsets, repairs, flags = _mend(raw)
    check()
    found = lines_of(text)
    blocks = find_blocks(found)
    lead = find_lead(text, found, blocks)
    if lead:
        blocks = sorted([*blocks, lead], key=lambda b: b.start)
    header = read_header(text, found, blocks, date=date)
    return CleanText(raw, text, offsets, header, tuple(blocks), dict(sorted(repairs.items())), tuple(flags))


def _mend(raw: str) -> tuple[str, OffsetMap, dict[str, int], list[Flag]]:
    track = Track(raw)
    repairs: dict[str, int] = {}
    flags: dict[Flag, None] = {}
    for _ in range(_PASSES):
        before = track.text
        check()
        tags = drop_tags(track)
        more, open_ = mend_damage(track)
        flags |= dict.fromkeys(open_)
        for made in (tags, more, characters.normalise(track), simplify_runs(track), lines.settle(track)):
            for kind, number in made.items():
                repairs[kind] = repairs.get(kind, 0) + number
        if track.text == before:
            break
    return track.text, track.offsets(), repairs, sorted(flags, key=lambda f: f.start)
