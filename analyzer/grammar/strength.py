"""How strongly a directive binds, 1 (探索) to 5 (必须), by its own modals, manner and head verb."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.grammar.predicate_head import Predicate

Span = tuple[int, int]

PLAIN = 3
_SOFT_MODALITIES = ("encouragement", "permission", "commitment")
_LONGEST_LEVEL_VERB = 4


def strength_of(
    text: str, predicate: Predicate, hedge: Span | None, modality: str, levels: Mapping[str, int]
) -> tuple[int, Span | None]:
    """The level, and the word that settles it (None for a plain imperative).

    A softening word outweighs a binding one, since 「要稳步推进」 must not be read as mandatory; only 必须 and its like
    outweigh 稳步. A prohibition is always 5. Under 鼓励, 允许 or 将 of an earlier clause the level is 2, unless a
    commitment says itself how hard it will be pursued (加快).

    Args:
        text: the clause.
        predicate: its parts.
        hedge: the word that leaves room, if any.
        modality: the directive's modality, "" where it is not known.
        levels: words to levels.
    """
    best: dict[int, Span] = {}
    for span in predicate.modals + predicate.manners:
        level = _level(text[span[0] : span[1]], levels)
        if level:
            best.setdefault(level, span)
    if hedge is not None and (level := levels.get(text[hedge[0] : hedge[1]], 0)):
        best.setdefault(level, hedge)
    if predicate.action is not None:
        start, end = predicate.action
        for stop in range(min(start + _LONGEST_LEVEL_VERB, end), start + 1, -1):
            if level := levels.get(text[start:stop], 0):
                best.setdefault(level, (start, stop))
                break
    if modality == "prohibition":
        return 5, best.get(5) or (predicate.modals[0] if predicate.modals else None)
    if best:
        for level in (1, 5, 2):
            if level in best:
                return level, best[level]
    if modality == "commitment" and (firm := best.get(4) or best.get(3)):
        return (4 if 4 in best else 3), firm
    if modality in _SOFT_MODALITIES:
        return 2, None
    if 4 in best:
        return 4, best[4]
    return PLAIN, None


def _level(word: str, levels: Mapping[str, int]) -> int:
    """The level of a word of manner or modality, of its end for a run of several (还应当, 积极稳步)."""
    for start in range(len(word)):
        if level := levels.get(word[start:].rstrip("地"), 0):
            return level
    return 0
