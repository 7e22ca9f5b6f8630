"""Whether what was read as a party's name is one: leads that belong to the clause are cut off, what cannot be a name is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.grammar.party_words import ADVERB, MODIFIER, NOUN, PREP, VERB, PartyWords
from analyzer.records import Span

_LEAD = re.compile(r"(?:[\s\-—•·*]+|\d{1,2}(?:[.．]\d{1,2})+(?!\d)[\s\u3000]*|(?:或者|以及|并且?)(?=[\u4e00-\u9fff]{2})|[^“”]{2,10}”时期)+")
_COUNTED = re.compile(r"(?:\d|若干|(?<!第)[一二三四五六七八九十])人(?:、|$)")
_PART_OF_NAMES = "化"
"""An adverb that ends so may begin a name: 标准化|管理部门."""
_SHORT_NAME = 8


def sound(text: str, begin: int, end: int, words: PartyWords, organs: Mapping[int, int]) -> Span | None:
    """The name between two offsets of a clause, shortened to what can be one; None where nothing can.

    >>> from analyzer.resources import lexicons_dir
    >>> words = PartyWords.from_lexicons(lexicons_dir())
    >>> for clause in ("5.1.2 省级人民政府", "在建设方面", "招标人应当向未中标的投标人", "建设海绵城市", "的法定代表人"):
    ...     span = sound(clause, 0, len(clause), words, {})
    ...     print(span and clause[slice(*span)])
    省级人民政府
    None
    招标人
    None
    None
    """
    if end - begin > 1 and (text[begin:end] in words.wholes or words.is_head(text[begin:end])):
        return begin, end  # one name of three is a single word
    if lead := _LEAD.match(text, begin, end):
        begin = lead.end()
    name = text[begin:end]
    of = name.find("的")
    cues = words.cues
    if not name or cues.never_first.match(name) or name.count("“") != name.count("”") or _COUNTED.search(name) or cues.defined.search(name):
        return None
    if of < 0 and cues.adjunct.match(name):
        return None
    if (cut := _predicate(text, begin, end, words, organs)) >= 0:
        return (begin, cut) if cut > begin else None
    if of < 0 and _opens_with_verb(text, begin, end, words):
        return None
    return begin, end


def _predicate(text: str, begin: int, end: int, words: PartyWords, organs: Mapping[int, int]) -> int:
    """Where a name ends whose predicate was read as part of it, ``begin`` where nothing is left, -1 where it holds none."""
    cues = words.cues
    bound = cues.binding.search(text, begin, end)
    if bound and not text.endswith(cues.demanded, begin, bound.start()):  # 「法律规定必须检验的商品的收货人」
        stop = words.head_before(text, begin, bound.start(), organs)
        if stop > begin:
            return stop
        if text.find("的", bound.end(), end) < 0 or cues.by.match(text, bound.end(), end):
            return begin
    for mark in cues.toward.finditer(text, begin + 1, end):
        if cues.not_toward.match(text, mark.start()):
            continue
        whole = text.find("的", begin, end)
        if (whole < 0 or (text[mark.start()] == "向" and whole > mark.start())) and (stop := words.head_before(text, begin, mark.start(), organs)) > begin:
            return stop
    return -1


def _opens_with_verb(text: str, begin: int, end: int, words: PartyWords) -> bool:
    """Whether a verb and its object stand where a name was read: 「询问有关当事人」, 「建设海绵城市」."""
    cues = words.cues
    kind, stop = words.kind_at(text, begin, end)
    if kind == ADVERB and stop - begin > 1 and words.kind_at(text, stop, end)[0] & (VERB | PREP | NOUN) == VERB and text[stop - 1] not in _PART_OF_NAMES:
        return True  # 全力|搜寻失联人员
    if not kind & VERB or kind & PREP or stop - begin < 2 or text[stop : stop + 1] in "、和或与":
        return False
    if words.head_at(text, begin) or words.is_head(text[begin:end]) or text.startswith("重点", begin):
        return False
    if text.startswith(cues.making, begin, end) and text.endswith(cues.made, begin, end):
        return text[stop:end] not in cues.doer
    if kind & (MODIFIER | NOUN) or text.startswith(cues.doer, stop, end):
        return False
    if words.ends_with_doer(text, stop, end):
        return False
    offices = text.endswith(cues.office, begin, end) and end - begin <= _SHORT_NAME and not text.startswith(cues.making, begin)
    return not offices or cues.other.search(text, begin, end) is not None  # 收容救护机构, but 「询问有关单位」
