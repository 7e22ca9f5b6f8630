"""Raw text → :class:`~analyzer.records.CleanText`: the stages in order."""

from __future__ import annotations

from collections import Counter

from analyzer.cleaning.edits import Track
from analyzer.cleaning.mend import damaged, mend_damage
from analyzer.cleaning.script import simplify, traditional_runs
from analyzer.offsets import OffsetMap
from analyzer.records import Block, CleanText, Flag, Header

_PASSES = 8


def clean_text(raw: str, *, date: str = "") -> CleanText:
    track = Track(raw)
    repairs: Counter[str] = Counter()
    flags: list[Flag] = []
    more, open_ = mend_damage(track)
    repairs += more
    flags += open_
    runs = traditional_runs(track.text)
    if runs:
        out, at = [], 0
        for a, b in runs:
            out += [track.text[at:a], simplify(track.text[a:b])]
            at = b
        out.append(track.text[at:])
        track.substitute("".join(out))
        repairs["script"] += len(runs)
    return CleanText(raw, track.text, track.offsets(), Header(), (), dict(repairs), tuple(flags))
