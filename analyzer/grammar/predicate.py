"""The predicate of a directive clause: its modals, manner, action and object."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.grammar.content_words import (
    AND,
    BA,
    LIGHT,
    LINK,
    MANNER,
    MODAL,
    NOUN,
    PLANNING,
    PREP,
    SINGLE,
    STOP,
    VERB,
    Words,
    is_manner,
    is_modal,
)
from analyzer.grammar.predicate_phrases import ba_phrase, phrase

Span = tuple[int, int]

_QUOTES = "“”\"‘’「」『』 \u3000"
_COMPLEMENT = "好住牢实紧准稳深细"
_ASPECT = "了着"
# A light verb among these only carries the verb proper: 「对…予以通报、曝光」.
_CARRIERS = frozenset(("予以", "加以", "给予", "进行", "实行", "实施", "开展"))
_EMPTY_CARRIERS = frozenset(("予以", "加以"))
TIME_BEGINS = frozenset("0123456789今明每年一二两三四五十")
TIME = re.compile(
    r"(?:[0-9]{4}年|今年|明年|每年)?(?:[0-9]{1,2}月)(?:[0-9]{1,2}日)?(?:[底末初中]|上旬|中旬|下旬)?[前起]?|[0-9]{4}年[底末]?[前起]?|[一二两三四五十0-9]{1,2}年内|年[内底]前?"
)
_SERIAL = 4
_TO_ACT_ON = ("把", "将", "对", "对于")


class Predicate(NamedTuple):
    """Spans within the clause, None where it has none."""

    modals: list[Span]
    manners: list[Span]
    action: Span | None
    object: Span | None


def read_predicate(words: Words, at: int, modality: str) -> Predicate:
    """Read modals, manner and adjuncts from ``at`` on until the head verb, then its object."""
    text, size = words.text, words.size
    modals: list[Span] = []
    manners: list[Span] = []
    fronted: Span | None = None
    by_dui = False
    i = at
    while i < size:
        kind = words.kind.get(i, 0)
        end = words.end.get(i, i)
        if kind & MODAL and end < size and is_modal(words, i, modality):
            modals.append((i, end))
            i = _past_requested(words, end) if text[i] in "请望" else end
        elif kind & MANNER and is_manner(words, i):
            i = _take_manner(words, i, manners)
        elif kind & PREP and not (kind & VERB and _object_of_verb(words, i)):
            adjunct = ba_phrase(words, end, manners) if text[i:end] in ("把", "将") else phrase(words, i)
            if adjunct.after < 0:
                break
            if text[i:end] in _TO_ACT_ON:
                fronted, by_dui = adjunct.noun, text[i] == "对"
            if adjunct.verb is not None:
                return Predicate(modals, manners, adjunct.verb, fronted)
            i = adjunct.after
        elif (kind & LINK and not kind & VERB and end < size) or (not kind and text[i] in _QUOTES):
            i = end if kind else i + 1
        elif not kind and text[i] in TIME_BEGINS and (time := TIME.match(text, i)) and time.end() < size:
            i = time.end()
        elif not kind & VERB and text[i] in "、，并也还均都又再未不" and words.opens(i + 1):
            i += 1
        else:
            break
    if i >= size:  # nothing but adverbs: the last of them is what to do (因地制宜)
        return Predicate(modals, manners[:-1], manners[-1] if manners else None, fronted)
    return _head(words, i, modals, manners, fronted, by_dui=by_dui)


def _take_manner(words: Words, at: int, manners: list[Span]) -> int:
    text, end = words.text, words.end[at]
    if end < words.size - 1 and text[end] == "地":
        end += 1
    manners.append((at, end))
    if end < words.size - 1 and text[end] in "、和" and words.kind.get(end + 1, 0) & MANNER:
        return end + 1
    return end


def _past_requested(words: Words, at: int) -> int:
    """After 请: past whoever is asked (「请各地组织…」)."""
    if words.opens(at):
        return at
    for i in words.order:
        if at < i <= at + 20 and words.opens(i) and words.actor_before(at, i):
            return i
    return at


def _object_of_verb(words: Words, at: int) -> bool:
    """Whether a word that is verb and preposition (围绕, 结合) is the verb here: no other verb comes after it."""
    return phrase(words, at).after < 0


def _head(
    words: Words, start: int, modals: list[Span], manners: list[Span], fronted: Span | None, *, by_dui: bool
) -> Predicate:
    text, size = words.text, words.size
    known = words.kind.get(start, 0) & (VERB | BA)
    end = words.end[start] if known else _unknown_verb(words, start)
    end = _coordinated(words, start, end)
    if text[start:end] in _CARRIERS and (fronted or text[start:end] in _EMPTY_CARRIERS) and _only_verbs(words, end):
        carried = end
        while words.kind.get(carried, 0) & MANNER and words.end[carried] < size:
            manners.append((carried, words.end[carried]))
            carried = words.end[carried]
        return Predicate(modals, manners, (carried, size), fronted)
    if end - start == _SERIAL and end < size and text[end] in AND:
        end -= 2  # 统筹发展和安全: the second verb is the first noun of the object
    after = end
    while after < size - 1 and text[after] in _ASPECT:
        after += 1
    found: Span | None = (after, size) if after < size else None
    carries = words.kind.get(start, 0) & LIGHT != 0
    if fronted is not None and (found is None or not by_dui or carries or size - after < 2):
        found = fronted
    return Predicate(modals, manners, (start, end), found)


def _unknown_verb(words: Words, at: int) -> int:
    """The end of a verb that no lexicon knows: two characters, one for known short verbs, a whole idiom."""
    text, size = words.text, words.size
    if words.kind.get(at, 0) & SINGLE:
        end = at + 1
        return end + 1 if end < size and text[end] in _COMPLEMENT else end
    if size - at <= 4 or (size - at == 9 and text[at + 4] == "、"):
        return size
    return min(size, at + 2)


def _only_verbs(words: Words, at: int) -> bool:
    """Whether nothing but verbs, their manner and 、 goes on from a position to the end."""
    seen = False
    while at < words.size:
        kind = words.kind.get(at, 0)
        if kind & VERB:
            seen = True
        elif not (not seen and kind & MANNER) and not (seen and words.text[at] in AND):
            return False
        at = words.end.get(at, at + 1)
    return seen


def _coordinated(words: Words, start: int, end: int) -> int:
    """Take in the verbs that share the head's object: 建立和完善, 支持、引导, 组织开展."""
    text, size = words.text, words.size
    verb_end = end
    while end < size - 1:
        kind = words.kind.get(end, 0)
        if not kind and text[end] in _COMPLEMENT and end == verb_end:
            end += 1
        elif text[end] in AND and not kind & (VERB | MANNER | STOP):
            step = _joined(words, end + (2 if text.startswith(("并且", "或者", "以及"), end) else 1))
            if step < 0:
                return end
            end = verb_end = step
        elif kind & VERB and words.kind.get(start, 0) & PLANNING and not (kind & NOUN and words.nominal(end)):
            start, end = end, words.end[end]
            verb_end = end
        else:
            return end
    return end


def _joined(words: Words, at: int) -> int:
    """The end of a verb joined by 和 or 、, -1 where what follows is the object's."""
    kind = words.kind.get(at, 0)
    while kind & MANNER and not kind & VERB:
        at = words.end[at]
        kind = words.kind.get(at, 0)
    if not kind:  # 印制、张贴、散发和转载: an unknown verb between two joints
        after = at + 2
        return after if after < words.size and words.text[after] in AND and words.kind.get(after + 1, 0) & VERB else -1
    after = words.end[at]
    if not kind & VERB:
        return -1
    return after
