"""What a directive clause says: manner, action, object, how strongly, with which policy instrument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from analyzer.grammar.content_parts import Parts
from analyzer.grammar.content_rules import ContentRules, hedge_in
from analyzer.grammar.content_words import LINK, MANNER, NOUN, PREP, STOP, VERB, Words
from analyzer.grammar.predicate import read_predicate
from analyzer.grammar.predicate_head import Predicate
from analyzer.grammar.predicate_start import predicate_start
from analyzer.grammar.strength import strength_of

__all__ = ["Content", "ContentRules", "clause_content", "is_statute"]

Span = tuple[int, int]

_ARTICLE = re.compile(r"^[ \u3000]*第[一二三四五六七八九十百零]+条[ \u3000]", re.MULTILINE)
_ARTICLES = 3
"""Numbered articles that make a text a statute."""
_BEFORE = 60
"""Characters before a clause that say what it is about where it does not."""
_CLOSING = " \u3000”\"’'』」、…."
_OPENING = " \u3000，、”"
_PAIRS = {"”": "“", "」": "「", "』": "『", "’": "‘"}
_FINAL_BRACKET = re.compile(r"(?:（[^（）]*）?|\([^()]*\)?)$")
_ADJUNCT = ("自", "从", "在", "经", "按", "根据", "依", "并", "分别", "一律")
"""How what stands before 由 begins where it is no object."""
_SHORTEST_FRONT = 2
_SHORT_CONDITION = 6
"""Characters of what 的 closes before a modal: 「不合格的」 is acted on, a longer one is a condition."""
_NO_OBJECT_END = ("上", "中", "下", "时", "内", "后", "前", "方面")
_TIMES = re.compile(r"[至最]?[少多]?[一二两三四五六七八九十0-9]+(?:[次遍轮回年天日]|个(?:月|星期|工作日|小时)|周|小时)")
"""How often or how long, and not what (「检查一次」, 「补贴五年」)."""
_TIMES_END = "次遍轮回年天日月期时周"
_MEASURING = ("过", "于", "到", "至", "为", "满", "足", "短", "缩", "少", "加", "长", "约定", "规定", "确定", "实行")
"""Ends of verbs that measure or change: how long is what they are about (「不超过三年」, 「缩短10个工作日」)."""
_LATEST = re.compile("(?:最迟|至迟|最晚|最长|最短|最多|最少|最高|最低|一般|通常)不?$")
_LINKS = "亦也均都还仍"
_SECOND = re.compile("并(?![购联列行轨网存举线排发重])")
_NEGATION = re.compile(r"(?:不再|不予再?|免予|无需|无须|毋需|毋须|(?<![能得可只并如若])不|(?<![如若])未|(?<![请])勿)$")
_NEGATION_ENDS = "再予需须不未勿\n"
_SHORTEST_PROVISO = 3
_CONDITION = re.compile(
    r"未[经按][^，。；、]{1,24}?(?=[，、]?(?:任何|不得|严禁|擅自|一律|禁止))|(?:如遇|如有|如果|如|凡|遇有|确需)[^，。；]{2,30}?的(?=[，、]?(?:应|要|须|可|由|必|不))"
    r"|在[^，。；]{2,30}?(?:前提|情况|条件|情形|基础)下|(?:有条件|具备条件|条件成熟|确有困难|符合条件)的[^，。；、要可应须]{0,8}|必要时|条件成熟时"
)
_EXCEPTION = re.compile(r"除[^，。；]{1,40}?(?:以外|之外|的?外)|[^，。；]{2,30}?(?:除外|的例外)|(?:另有规定|另行规定)的?(?:除外|从其规定)")
_MAY_CONDITION = re.compile(r"[未除如凡确]|[前条情].下|条件|必要时|另[有行]规定")


class Content(NamedTuple):
    """The parts of a directive clause; spans into the clean text, None where the clause has none."""

    manner: Span | None
    """The first run of manner words; ``manners`` has all of them."""
    action: Span | None
    object: Span | None
    strength: int
    strength_cue: Span | None
    """The word that settled the strength; None for a plain imperative."""
    hedge: Span | None
    condition: Span | None
    exception: Span | None
    instrument: str
    """One of the 19 codes, by the rules for this clause alone; 「其他」 where nothing points to one."""
    manners: tuple[Span, ...]
    """The contiguous runs of manner words in order."""
    lemma: str
    """The action's canonical form: 推动 and 推进 are both 推进; "" without an action."""
    votes: Mapping[str, float]
    """How much speaks for each instrument, by the rules."""


_LONGEST = 1_000
"""Characters of a clause that are read. Those of prose are shorter; a page without a mark is one clause of any length,
and what is looked for in it grows with its square."""


def is_statute(text: str) -> bool:
    """Whether a text is made of numbered articles (第三条 …), as laws and regulations are.

    >>> is_statute("第一条 为了安全。\\n第二条 本法适用。\\n第三条 应当检查。"), is_statute("要加强检查。")
    (True, False)
    """
    return text.count("条") >= _ARTICLES and sum(1 for _ in islice(_ARTICLE.finditer(text), _ARTICLES)) == _ARTICLES


def clause_content(
    text: str, start: int, end: int, rules: ContentRules, *, modality: str = "", cue: Span = (0, 0), statute: bool = False
) -> Content:
    """What a directive clause says.

    Args:
        text: clean text; ``text[start:end]`` is the clause.
        rules: the lexicons.
        modality: the directive's modality (it settles the reading of 将, and of 鼓励).
        cue: the span of the word that made the clause a directive, empty where none did.
        statute: whether the text is a statute (:func:`is_statute`), which settles the instrument of bare duties.

    >>> from analyzer.resources import lexicons_dir
    >>> text = "要加快推进重点领域节能降碳技术改造项目建设进度"
    >>> found = clause_content(text, 0, len(text), ContentRules.from_lexicons(lexicons_dir()))
    >>> [text[a:b] for a, b in (found.manner, found.action, found.object)], found.strength, found.lemma
    (['加快', '推进', '重点领域节能降碳技术改造项目建设进度'], 4, '推进')
    """
    clause = text[start : min(end, start + _LONGEST)]
    words = rules.cut(clause)
    at, begin = predicate_start(words, modality, (cue[0] - start, cue[1] - start) if cue[1] - start <= len(clause) else (0, 0))
    predicate = read_predicate(words, at, modality)
    action = _trim(clause, predicate.action)
    affected = _trim(clause, predicate.object)
    if affected and clause[affected[1] - 1] in _TIMES_END and _TIMES.fullmatch(clause, *affected) and action and not clause.endswith(_MEASURING, *action):
        affected = None
    if affected and (second := _second(words, affected)) >= 0:
        affected = _trim(clause, (affected[0], second))  # 审批|并报省厅备案
    if affected is None and action is not None and (_acted_on(words, begin, at, predicate) or _laid_down(words, begin, at, action)):
        front = clause[begin:at]
        told = front.find("对") if rules.parts.somebody.search(front.partition("对")[0]) else -1
        if front.startswith("对") and not words.kind.get(begin, 0) & STOP:  # but 对外
            told = int(front.startswith("对于"))
        by = front.find("由", _SHORTEST_FRONT)
        if by > 0 and words.word_or_none(begin + by) and words.word(begin + by) == "由":
            front = front[:by]  # 弹药|由港务监督予以封存
        affected = _trim(clause, (begin + told + 1, begin + len(_LATEST.sub("", front.rstrip(_LINKS)))))  # 海关|对|出口货物|不予放行
    if action is not None and modality != "prohibition" and clause[action[0] - 1] in _NEGATION_ENDS and (no := _NEGATION.search(clause[begin : action[0]])):
        action = (begin + no.start(), action[1])  # 不再新增: without its negation the verb would say the opposite
    hedge = hedge_in(words, action[1] if action else len(clause))
    strength, settled = strength_of(clause, predicate, _aside(words, hedge), modality, rules.levels)
    condition, exception = _provisos(clause, action[0] if action else len(clause))
    reach = int(affected is not None and affected[1] == end - start and unclosed(text, start + affected[0], end))
    runs = _runs(clause, predicate.manners) if predicate.manners else ()
    verb = clause[action[0] : action[1]] if action else ""
    votes = rules.instruments.scores(clause, action, affected, text[max(0, start - _BEFORE) : start], statute=statute)
    manners = tuple([(a + start, b + start) for a, b in runs]) if runs else ()
    return Content(  # by position: a named tuple made by keywords costs a microsecond more
        manners[0] if manners else None,
        (action[0] + start, action[1] + start) if action else None,
        (affected[0] + start, affected[1] + start + reach) if affected else None,
        strength,
        (settled[0] + start, settled[1] + start) if settled else None,
        (hedge[0] + start, hedge[1] + start) if hedge else None,
        (condition[0] + start, condition[1] + start) if condition else None,
        (exception[0] + start, exception[1] + start) if exception else None,
        rules.instruments.verdict(votes, modality),
        manners,
        rules.lemmas.get(verb, verb),
        votes,
    )


def _second(words: Words, span: Span) -> int:
    """Where a second predicate begins in what stands behind the first: 并 with an adverb or a verb, 或者 at once; -1 for none."""
    if words.text.startswith("或者", span[0]):
        return span[0]
    if "并" not in words.text:
        return -1
    for found in _SECOND.finditer(words.text, *span):
        at = found.end()
        goes_on = at < span[1] and words.kind.get(at, 0) & (VERB | MANNER | PREP) and not (words.kind[at] & NOUN and words.nominal(at))
        if goes_on or found.start() == span[0]:
            return found.start()
    return -1


def _aside(words: Words, hedge: Span | None) -> Span | None:
    """A hedge that stands beside the predicate (原则上, 有条件的): 研究 and 逐步 count as its verb or manner."""
    return hedge if hedge and words.kind[hedge[0]] & LINK else None


def _runs(clause: str, manners: list[Span]) -> list[Span]:
    """Manner words joined where nothing or a joint stands between them."""
    runs: list[Span] = []
    for a, b in manners:
        if runs and clause[runs[-1][1] : a] in ("", "、", "和"):
            runs[-1] = (runs[-1][0], b)
        else:
            runs.append((a, b))
    return runs


def _trim(clause: str, span: Span | None) -> Span | None:
    """A span without marks at its edges and without the note in brackets at its end."""
    if span is None:
        return None
    a, b = span
    if ("（" in clause or "(" in clause) and (note := _FINAL_BRACKET.search(clause, a, b)) and note.start() > a:
        b = note.start()
    while b > a and clause[b - 1] in _CLOSING:
        b -= 1
    while a < b and clause[a] in _OPENING:
        a += 1
    # A quotation mark whose partner fell outside: take the partner in, or leave the mark out.
    if "“" in clause and clause.count("“", a, b) - clause.count("”", a, b) == 1 and b < len(clause):
        if clause[a] == "“":
            a += 1
        elif clause[b] == "”":
            b += 1
    return (a, b) if b > a else None


def unclosed(text: str, start: int, end: int) -> bool:
    """Whether a quotation opens in a stretch and closes right behind it: the end of a clause is cut off before ”.

    >>> unclosed("落实“双碳”，", 0, 5), unclosed("落实双碳”，", 0, 4)
    (True, False)
    """
    closing = text[end : end + 1]
    opening = _PAIRS.get(closing)
    return opening is not None and text.count(opening, start, end) - text.count(closing, start, end) == 1


def _acted_on(words: Words, begin: int, at: int, predicate: Predicate) -> bool:
    """Whether what stands before the modal is what is acted on (「补助要及时发放」), not who acts."""
    subject = words.text[begin:at]
    return (
        len(subject) >= 2
        and bool(predicate.modals or "予以" in words.text or words.text[at] == "由")
        and not words.parts.somebody.search(_LATEST.sub("", subject).rstrip(_LINKS))
        and not subject.startswith(words.parts.no_object)
        and not subject.endswith(_NO_OBJECT_END)
        and (subject[-1] != "的" or subject[0] == "对" or len(subject.rstrip(_LINKS)) <= _SHORT_CONDITION)
    )


def before_by(text: str, start: int, party: int, parts: Parts) -> Span | None:
    """What is acted on before 「由」 and the party that acts, which begins at ``party``.

    >>> from analyzer.resources import lexicons_dir
    >>> text = "第三条 抚恤金由县级人民政府发放"
    >>> a, b = before_by(text, 0, text.index("县级"), ContentRules.from_lexicons(lexicons_dir()).parts)
    >>> text[a:b]
    '抚恤金'
    """
    by = party - 1
    begin = article.end() if (article := _ARTICLE.match(text, start, by)) else start
    front = text[begin:by]
    if text[by] != "由" or len(front) < _SHORTEST_FRONT or parts.somebody.search(front) or front.startswith(parts.no_object + _ADJUNCT) or front.endswith(_NO_OBJECT_END):
        return None
    return begin, by


def _laid_down(words: Words, begin: int, at: int, action: Span) -> bool:
    """Whether what is laid down (考试计划, 收费标准|按照…) stands before the predicate, which ends the clause: nobody who acts."""
    subject = words.text[begin:at]
    if action[1] != words.size or at <= begin + 1 or words.parts.somebody.search(subject) or subject.endswith(_NO_OBJECT_END):
        return False
    if words.kind.get(begin, 0) & NOUN:
        return True
    ruled = words.word_or_none(at) and words.word(at) in words.parts.by
    return ruled and len(subject) > _SHORTEST_FRONT and not subject.startswith(words.parts.no_object) and subject[-1] not in "不未没的组"


def _provisos(clause: str, limit: int) -> tuple[Span | None, Span | None]:
    """The condition and the exception that stand before the action."""
    if limit < _SHORTEST_PROVISO or not _MAY_CONDITION.search(clause, 0, limit):
        return None, None
    condition = _CONDITION.search(clause)
    exception = _EXCEPTION.search(clause)
    return (
        condition.span() if condition and condition.end() <= limit else None,
        exception.span() if exception and exception.end() <= limit else None,
    )
