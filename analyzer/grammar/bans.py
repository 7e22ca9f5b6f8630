"""Modalities that only the whole clause tells: bans without a word of banning, and encouragement that is part of a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.grammar.content import ContentRules
from analyzer.records import ClauseRow, Span


def forbidden(
    text: str, clause: ClauseRow, number: int, found: Sequence[Mapping[str, Any]], rules: ContentRules, cue: Span
) -> tuple[str, Span, str] | None:
    """The modality, cue and rule of a clause that reads like an obligation but forbids, None where it obliges.

    It opens with an act that 不 or 不再 forbids, or goes on with a ban whose own clause has no act: 「不得未经批准，擅自改建」.
    What a modal of the clause's own asks for is never forbidden: 「不受理的应当告知」, 「不得未经批准，要加强巡查」.
    """
    start, end, sentence = clause[:3]
    own = cue[1] > cue[0] and cue[0] >= start
    if (refused := rules.refused(text, start, end)) and not (own and cue[0] >= refused[1]):
        return "prohibition", refused, "modal.refused"
    if own or not rules.on_ones_own(text, start):
        return None
    if found and (before := found[-1])["clause"] == number - 1 and before["sentence"] == sentence and before["modality"] == "prohibition":
        held = before["action"] is None and before["object"] is None
        return ("prohibition", before["cue"], f"{before['rule']}:inherited") if held else None
    return None


def part_of_a_name(text: str, start: int, end: int, at: int) -> bool:
    """Whether a word of encouragement belongs to a noun: 「发挥基金的引导作用」, 「《鼓励外商投资产业目录》」."""
    title = text.rfind("《", start, at)
    inside = start <= at < end
    return inside and ((at > start and text[at - 1] == "的" and (text.endswith("作用", start, end) or text[at + 2 : at + 3] in ("、", "和", "与"))) or (title >= 0 and text.find("》", title, at) < 0))
