"""Walk once through a damaged text, take glosses away and put shifted runs back in step."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from analyzer.cleaning.byteshift import NAMED, Repair, Shifts
from analyzer.cleaning.edits import Edit, Track
from analyzer.cleaning.glosses import ANY, GLOSS, HAN, cut_gloss, gloss_at
from analyzer.cleaning.runs import both_bytes, char_of
from analyzer.deadline import check
from analyzer.records import Flag

_EVENT = re.compile(r"[?(]|[!！](?=[\u4e00-\u9fff])|[\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+(?=\()")
_FEW = 2
"""Glosses without tones are taken away from the second one in a text on: a single ``一(yi)`` may be the author's."""


class _Found(NamedTuple):
    edits: list[Edit]
    flags: list[Flag]
    repairs: Counter[str]


def mend_damage(track: Track) -> tuple[dict[str, int], list[Flag]]:
    """Undo glosses and byte shifts in a text on its way; tells what was mended and what stays open (raw spans)."""
    text = track.text
    if not damaged(text):
        return {}, []
    found = _scan(text)
    flags = [Flag(f.kind, *track.span(f.start, f.end), f.note) for f in found.flags]
    track.apply(found.edits)
    return found.repairs, flags


def damaged(text: str) -> bool:
    """Whether a text may hold glosses or what they leave behind."""
    return ("(" in text and ANY.search(text) is not None) or ("?" in text and NAMED.search(text) is not None)


def _scan(text: str) -> _Found:
    glosses = {m.start(): m.end() for m in GLOSS.finditer(text)}
    edits: list[Edit] = []
    flags: list[Flag] = []
    repairs: Counter[str] = Counter()
    plain: list[Edit] = []
    at, before, before_end = 0, "", 0
    evident = False
    shifts: Shifts | None = None
    size = len(text)
    while at < size:
        check()
        event = _EVENT.search(text, at)
        if event is None:
            break
        at = event.start()
        astride = before if at == before_end + 1 else text[at - 2] if at > 1 else ""
        if at != before_end:
            before = text[at - 1] if at else ""
        if text[at] in "?!！":
            shifts = shifts or Shifts(text, glosses)
            named = NAMED.match(text, at)
            repair = (shifts.named(at, before) if named else None) or shifts.unnamed(at, before)
            if repair is None:
                if named:
                    flags.append(Flag("byteshift", *named.span(), "the run after this gloss could not be read"))
                elif text[at] == "?":
                    garbled = shifts.garbled(at)
                    if garbled:
                        flags.append(Flag("byteshift", *garbled, "this may be a run read one byte late"))
                at += 1
                continue
            flags += [Flag("lost", start, end, "a character was lost for good") for start, end in repair.open]
            evident = True
            repairs["byteshift"] += 1
            edits += _edits(repair)
            at = before_end = repair.end
            before = repair.chars[-1][0]
            continue
        found = gloss_at(text, at, before) if before and HAN.match(before) else None
        if found is None and astride and "@" <= before < "\x7f":
            found = _astride(text, at, astride)
        if found is None:
            at = event.end()
            continue
        end, toned, count = found
        (edits if toned or count > 1 else plain).append(Edit(at, end, "", joins=True))
        evident = evident or toned
        at = before_end = end
    if evident or len(edits) + len(plain) >= _FEW:
        edits += plain
    repairs["gloss"] = sum(1 for e in edits if e.joins)
    cut = cut_gloss(text) if repairs["gloss"] else None
    edits.sort(key=lambda e: (e.start, e.end))
    if cut and (not edits or edits[-1].end <= cut[0]):
        edits.append(Edit(*cut, "", joins=True))
        repairs["gloss"] += 1
    return _Found(edits, flags, +repairs)


def _astride(text: str, at: int, char: str) -> tuple[int, bool, int] | None:
    """A gloss after a letter: it reads the character that the letter's byte and the byte before it spell."""
    both = both_bytes(char)
    spelt = char_of(both[1], ord(text[at - 1])) if both else ""
    return gloss_at(text, at, spelt) if spelt else None


def _edits(repair: Repair) -> list[Edit]:
    """A repair as edits; characters that share what is observed become one."""
    out: list[Edit] = []
    for char, start, end in repair.chars:
        if out and out[-1].start == start:
            out[-1] = Edit(start, end, out[-1].new + char)
        else:
            out.append(Edit(start, end, char))
    return out
