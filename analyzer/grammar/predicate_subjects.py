"""Past the subject of a clause without modal, where a verb begins it (「申请费由申请人预交」, 「承包方享有…」)."""

from __future__ import annotations

from analyzer.grammar.content_words import CLAUSAL, LINK, MANNER, MODAL, PLANNING, PREP, VERB, Words

_PERSONS = "人者方员"
"""Ends of nouns for somebody, made of a verb."""
_SHORTEST = 2
_NEAR = 4
"""Characters within which the 的 of a relative clause stands."""


def laid_down(words: Words, begin: int) -> int:
    """「奖励金额按实际投资额执行」: past a noun made of a verb, where the predicate follows at once; 0 for none."""
    tail = words.parts.measured.match(words.text, words.end[begin]) or words.parts.noun_tail.match(words.text, words.end[begin])
    if tail is None or words.parts.organ.match(words.text, tail.start()) or words.text.startswith("企业", tail.start()):
        return 0
    after = tail.end()
    kind = words.kind.get(after, 0)
    if kind & PREP and words.word(after) in words.parts.by:
        return after
    return after if kind & MANNER and not kind & VERB and words.kind.get(words.end[after], 0) & VERB else 0


def by_whom(words: Words, begin: int) -> int:
    """「安保工作由机长统一负责」: where 由 stands after what is acted on and before somebody who acts; 0 for none."""
    if "由" not in words.text:
        return 0
    at = next((i for i in words.order if i > begin + 1 and words.word(i) == "由"), 0)
    if not at:
        return 0
    kind, last = words.kind.get(begin, 0), words.order[-1]
    if kind & VERB and "的" not in words.text[begin:at]:  # 「施行细则由民政部门制定」
        named = words.parts.noun_tail.fullmatch(words.text, words.end[begin], at)  # 「申请费由申请人预交」
        if not named and kind & (CLAUSAL | PLANNING):
            return 0
        act = last if words.kind[last] & VERB and words.end[last] == words.size else words.size - 2 if named else 0
        return at if act > at + 1 and words.actor_before(at + 1, act) else 0
    return at if any(words.opens(i) and words.actor_before(at + 1, i) for i in words.order if i > at + 1) else 0


def somebody(words: Words, begin: int) -> int:
    """「承运人凭单据提货」: past a verb that 人 or 者 makes a person of, where an adjunct or adverb follows; 0 for none."""
    after = words.end[begin] + 1
    if words.text[after - 1 : after] not in ("人", "者") or words.kind[begin] & CLAUSAL:
        return 0
    kind = words.kind.get(after, 0)
    return after if kind & (PREP | MANNER | MODAL) and not kind & VERB else 0


def behind_somebody(words: Words, begin: int) -> int:
    """「承包方享有…」: past a noun for somebody, where the predicate follows at once; 0 for none."""
    after = words.end[begin]
    kind = words.kind.get(after, 0)
    if words.text[after - 1] not in _PERSONS or not kind & (VERB | MANNER | PREP) or (kind & VERB and words.nominal(after)):
        return 0
    return 0 if words.relative(after) and words.text.find("的", after) <= words.end[after] + _NEAR else after


def behind_office(words: Words, begin: int) -> int:
    """「登记机关将材料退回」: past the name of an office that a verb begins, where an adjunct follows at once; 0 for none."""
    office = words.parts.organ.match(words.text, words.end[begin])
    if office is None or len(office[0]) < _SHORTEST:
        return 0
    after = office.end()
    if not words.kind.get(after, 0) & PREP or words.kind[after] & (VERB | LINK):
        return 0
    return after if words.text[after] == "对" or words.word(after) in words.parts.by or not words.relative(after) else 0


def first_adverb(words: Words, low: int) -> int:
    """The first adverb after ``low`` that a verb follows, 0 for none."""
    return next((i for i in words.order if i >= low and words.kind[i] & MANNER and words.kind.get(words.end[i], 0) & VERB), 0)
