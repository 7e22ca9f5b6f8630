"""The predicate of a directive clause: its modals, manner, action and object."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzer.grammar.content_words import (
    AND,
    BA,
    CLAUSAL,
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
)

Span = tuple[int, int]

_QUOTES = "“”\"‘’「」『』 \u3000"
_COMPLEMENT = "好住牢实紧准稳深细"
_ASPECT = "了着"
# A light verb among these only carries the verb proper: 「对…予以通报、曝光」.
_CARRIERS = frozenset(("予以", "加以", "给予", "进行", "实行", "实施", "开展"))
_EMPTY_CARRIERS = frozenset(("予以", "加以"))
# Where a prepositional phrase is over: 在…中, 按照…规定, 通过…方式.
_CLOSING = frozenset(
    ["中", "上", "下", "内", "前", "后", "时", "间", "等", "规定", "要求", "部署", "原则", "精神", "程序", "标准", "方式", "方案", "办法", "方面", "领域", "基础", "期间", "手段", "渠道", "途径", "形式", "契机", "导向", "重点", "比例", "情况", "实际", "需要", "有关", "为主", "社会", "之日"]
)
TIME = re.compile(
    r"(?:[0-9]{4}年|今年|明年|每年)?(?:[0-9]{1,2}月)(?:[0-9]{1,2}日)?(?:[底末初中]|上旬|中旬|下旬)?[前起]?|[0-9]{4}年[底末]?[前起]?|[一二两三四五十0-9]{1,2}年内|年[内底]前?"
)
_JOINTS = ("", "好、", "、", "和", "好")  # 做深做细做实, 建设好、运营好
_SHORT = 4
_SERIAL = 4
_LOCATING = "在待自于随当"
_PLACE_END = re.compile(r"[中上下内前后时]|方面|之日|期间|同时|过程|之际")
_TO_ACT_ON = ("把", "将", "对", "对于")


class Predicate(NamedTuple):
    """Spans within the clause, None where it has none."""

    modals: list[Span]
    manners: list[Span]
    action: Span | None
    object: Span | None


class _Phrase(NamedTuple):
    """A prepositional phrase that has been read."""

    after: int
    """Where the predicate goes on, -1 where no verb follows."""
    noun: Span
    verb: Span | None = None
    """The action, where the phrase itself settles it (把…作为)."""


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
            phrase = _ba_phrase(words, end, manners) if text[i:end] in ("把", "将") else _phrase(words, i)
            if phrase.after < 0:
                break
            if text[i:end] in _TO_ACT_ON:
                fronted, by_dui = phrase.noun, text[i] == "对"
            if phrase.verb is not None:
                return Predicate(modals, manners, phrase.verb, fronted)
            i = phrase.after
        elif (kind & LINK and not kind & VERB and end < size) or (not kind and text[i] in _QUOTES):
            i = end if kind else i + 1
        elif not kind and (time := TIME.match(text, i)) and time.end() < size:
            i = time.end()
        elif not kind & VERB and text[i] in "、，并也还均都又再未不" and words.opens(i + 1):
            i += 1
        else:
            break
    if i >= size:  # nothing but adverbs: the last of them is what to do (因地制宜)
        return Predicate(modals, manners[:-1], manners[-1] if manners else None, fronted)
    return _head(words, i, modals, manners, fronted, by_dui=by_dui)


def is_modal(words: Words, at: int, modality: str) -> bool:
    """Whether the word at a position is a modal here: 将 is often 把, 计划 a noun, 决定 a verb."""
    kind, end = words.kind[at], words.end[at]
    if words.text[at:end] == "将":
        after = words.kind.get(end, 0)
        if after & VERB and modality != "commitment":
            return not words.nominal(end) and not words.modifies(end)  # 将优化措施通报…: 把
        if after & (MANNER | PREP | MODAL | VERB):
            return True
        return modality == "commitment" and not any(words.kind[i] & BA for i in words.order if i > at)
    if kind & (VERB | PREP):
        after = words.kind.get(end, 0)
        return after & (VERB | MANNER | PREP | LINK) != 0 and not (after & NOUN and words.nominal(end))
    return True


def is_manner(words: Words, at: int) -> bool:
    """Whether the word at a position says how: 加快 before a verb does, before a noun it is the verb."""
    kind, end = words.kind[at], words.end[at]
    if end >= words.size:
        return not kind & VERB
    if words.text[end] in "性的型化":
        return False
    after = words.kind.get(end, 0)
    if kind & VERB:
        if after & VERB:
            return not (after & NOUN and words.modifies(end))
        return after & MANNER != 0 or words.text[end] == "地" or (after & PREP != 0 and words.text[end] in "把将对向为")
    return True


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
    return _phrase(words, at).after < 0


def _closed(text: str, at: int) -> bool:
    return text[at - 1] in _CLOSING or text[at - 2 : at] in _CLOSING


def _phrase(words: Words, at: int) -> _Phrase:
    """Past a prepositional phrase: the predicate goes on at the first verb that is not part of its noun phrase."""
    text = words.text
    low = words.end[at]
    if text[at] in _LOCATING and (after := _past_place(words, low)) >= 0:
        return _noun(words, low, after)
    weak = -1
    carrier = _carrier(words, low) if text[at] == "对" else -1
    for i in words.order:
        if i <= low:
            continue
        if i == carrier:
            return _noun(words, low, i)
        kind, end = words.kind[i], words.end[i]
        if end >= words.size and kind & NOUN and not _closed(text, i):
            continue
        goes_on = False
        if kind & MODAL:
            goes_on = is_modal(words, i, "") if kind & VERB else end - i > 1 or words.opens(end)
        elif kind & MANNER and not kind & VERB:
            goes_on = end < words.size and (words.opens(end) or _closed(text, i) or words.size - end <= _SHORT)
        elif kind & PREP and text[i] in "把将对向为":
            goes_on = _closed(text, i)
        elif kind & VERB and text[i - 1] not in AND and carrier < 0:
            if kind & NOUN and words.nominal(i) and not (_closed(text, i) and not words.modifies(i)):
                continue
            if words.kind.get(end, 0) & MANNER and words.opens(words.end[end]):
                continue  # 通过走访全面掌握: the adverb tells where the noun phrase ends
            goes_on = not kind & NOUN or _closed(text, i) or kind & LIGHT != 0
            if not goes_on and weak < 0 and not words.relative(i):
                weak = i
                goes_on = kind & CLAUSAL != 0
        if goes_on and not words.relative(i):
            together = weak >= 0 and words.end[weak] == i and words.kind[weak] & PLANNING
            return _noun(words, low, weak if together else i)
    if weak < 0 and words.text[at : words.end[at]] in ("由", "对", "向", "从"):
        weak = next((i for i in reversed(words.order) if i > low and words.kind[i] & VERB), -1)
    return _noun(words, low, weak) if weak >= 0 else _Phrase(-1, (low, low))


def _carrier(words: Words, low: int) -> int:
    """The verb that 对 waits for (予以, 进行, 开展), -1 for none: verbs before it belong to the noun phrase."""
    return next((i for i in words.order if i > low and words.kind[i] & LIGHT and not words.relative(i)), -1)


def _past_place(words: Words, start: int) -> int:
    """Where 在…中, 待…之日 is over and the predicate goes on, -1 where no such word closes it."""
    for match in _PLACE_END.finditer(words.text, start + 1):
        if words.opens(match.end()) and match.end() not in words.end.values():
            return match.end()
    return -1


def _noun(words: Words, start: int, after: int) -> _Phrase:
    end = after
    while end > start and words.text[end - 1] in " ，也都均":
        end -= 1
    return _Phrase(after, (start, end))


def _ba_phrase(words: Words, start: int, manners: list[Span]) -> _Phrase:
    """把 or 将: the object stands between it and the verb, which is the last one or a word like 作为."""
    verbs = []
    for i in words.order:
        if i <= start or (words.kind[i] & NOUN and words.modifies(i)):
            continue
        if words.kind[i] & BA and words.end[i] - i > 1:
            return _ba(words, start, i, i, manners)
        if words.kind[i] & VERB and not words.relative(i):
            verbs.append(i)
    if not verbs:
        return _Phrase(-1, (start, start))
    first = last = verbs.pop()
    while verbs and words.text[words.end[verbs[-1]] : first] in _JOINTS:
        first = verbs.pop()
    return _ba(words, start, first, last, manners)


def _ba(words: Words, start: int, first: int, last: int, manners: list[Span]) -> _Phrase:
    noun_end = first
    before = [i for i in words.order if i > start and words.kind[i] & MANNER and words.end[i] == first]
    if before:
        manners.append((before[0], first))
        noun_end = before[0]
    return _Phrase(words.end[last], (start, noun_end), (first, words.end[last]))


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
