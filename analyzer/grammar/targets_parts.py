"""The parts of a target beside its value: what is measured, from where, by when, how firmly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer.grammar.dates import find_deadline
from analyzer.grammar.numbers import NumberRow
from analyzer.records import ClauseRow

Span = tuple[int, int]
REACH = 2_000
"""How many characters of its clause before and after it a number is read with."""

_COMPARED = re.compile(
    r"(?:(?<![占对同环配])比(?![例重率较如])|较|相比)(?P<base>[^，。；比较]{1,14}?)(?:预计数|翻|增长|增加|提高|提升|下降|降低|减少|上升|扩大|缩短|压减|高|低|多|少)"
    r"|在(?P<ground>[^，。；在]{1,14}?)(?:的)?基础上"
)
_RISEN = re.compile(
    r"[由从](?P<base>[^，。；]{0,10}?[0-9０-９%％][^，。；]{0,6}?)(?:提高|提升|增加|扩大|下降|降低|减少|缩短|上升|压缩|压减)(?:到|至)?$"
)
_COMMITMENTS = (
    ("strive", re.compile(r"力争|争取|努力|力求|奋力")),
    ("ensure", re.compile(r"确保|保证|务必|必须|严守|坚决|守住|约束性|不得|严格控制|应当|必保")),
    ("expected", re.compile(r"预期|预计|目标|有望|预期性|原则上")),
)
_EXPECTED = re.compile(r"预期(?:性)?目标(?:是|为|：|:)")
"""What all numbers of the sentence behind it are: 「主要预期目标是：…；…」."""
_LIST_END = re.compile(r"[、和及与]|以及|并且?|其中|同时")
_VALUE_VERB = re.compile(
    r"(?:(?:均|都|也|分别|总体|基本|继续|持续|力争|争取|确保|努力|将|要|应|应当|须|需|必须|不断|逐步|稳步|明显|至少|合计|各|共|总共|累计|一般|原则上|年均|平均)*"
    r"(?:达到|达|突破|超过|超|过|提高到|提高至|提升到|提升至|增加到|增加至|增至|扩大到|扩大至|控制在|保持在|稳定在|维持在|保持|稳定|降低到|降低至|下降到|下降至|降到|降至|"
    r"跨越|跃上|迈上|站上|压减到|压减至|压缩到|压缩至|缩短到|缩短至|不得超过|不超过|不低于|为|至|到|在|是|力争|有|于|占|按照?|按|不得|不)?)$"
)
_BY = r"[于在]?(?:[0-9]{4}年|[今明后]年|本年)?(?:年?[底末]|[0-9]{1,2}月(?:[0-9]{1,2}日|[底末初])?|(?:(?:第?[一二三四]|[1-4])季度|第[一二三四]季)[底末]?|[上下]半年)(?:之前|以前|前|之内|以内|内)?(?=[^，。；])"
"""An adjunct of time: 「于2025年年底前|增设」."""
_LEAD = re.compile(
    rf"(?:第[一二三四五六七八九十百零]+条[ 　]?|{_BY}|[（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、|[0-9]+[.．、]|到[^，]{{0,9}}(?:年底?|末|时)|力争|争取|确保|努力|使|将|把|其中|并|且|同时|要(?!素)|应当?|须|"
    r"进一步|加快|继续|全面|稳步|大力|逐步|积极|不断|[今明]年|本年|每年|年?底前|年内|(?<=[年月日底末])前|推动|促进|实现|全国?年?内|[0-9]{4}年底?|三年内|[0-9一二三五-]+年内|在(?![校线岗建册园研])|对(?![外口])|按照?|计划|拟|组织|新(?=[增建引培认设])|但是?|再(?![生制])|允许|预留给|支撑)+(?=.)"
)
_TOLD = re.compile(r"[^，。；]{0,24}?(?:必须|应当|(?<![主重需必首只纲])要(?![求素点件])|将(?![近来])|按照?(?:不超过|不低于|不高于)(?![0-9]))(?=[^，。；]{2})")
"""Who is told, with the modal: what is measured stands behind it."""
_EVENT = re.compile("(?:后|起|之日|时)的?$")
_DONE = re.compile("(?:以?内|之内)?[，]?(?P<what>[^，。；：！？\n内]{2,30})")
_MAKER = re.compile(
    r"(?:(?:培育壮大|培育|培养|增设|新建|淘汰|建设|建成|建立|打造|创建|遴选|认定|实施|举办|开展|组织|完成|改造|布局|引进|引育|发展|投入|发放|支持|安排|推广|推出|形成|落地|设立|攻克|突破|制定|发布|出台|解决|建|拿出|筹划|重点建设|立项打造|谋划建设|各类|给予|提供|予以|新增|增)(?!率|量|面积|强度|用地|规模|水平|占|数|增速|总|资金|周期|时间|进度|长|加值|加))+"
)
_HANDED = re.compile("(?:将|会|并)*向[^，。；：]{1,16}?(?:发放|提供|支付)")
"""To whom something is given: 「向合资格雇主发放|每月4,000元津贴」."""
_NOUN_AFTER = re.compile(r"^(?:的)?(?P<noun>[^，。；：！？\n、]{2,30})")
_NO_NOUN = ("以上", "左右", "以内", "以下", "的", "予以", "给予", "支付", "台阶")


def indicator(text: str, clause: ClauseRow, number: NumberRow, floor: int) -> Span:
    """The span of what is measured: before the value (营收突破…), else after it (30家以上…企业); empty where neither.

    Args:
        text: clean text.
        clause: the clause.
        number: the value.
        floor: where the value before it in the same clause ends.
    """
    start, end = max(clause.start, floor), number.lead
    shared = floor > clause.start and end > start and text[end - 1] in "、和与及"  # 「50家企业、10个园区」
    for mark in _LIST_END.finditer(text, start, end):
        if mark[0] == "其中" or (floor > clause.start and mark.start() - start <= 1):
            start = mark.end()
    while start < end and text[start] in "，、；和及与 　“”":
        start += 1
    while (found := _VALUE_VERB.search(text, start, end)) and found.end() > found.start():
        end = found.start()
    within = number.dimension == "time" and _EVENT.search(text, start, end) is not None
    if within and (done := _DONE.match(text, number.end, clause.end)):
        return done.span("what")  # 接到报修后24小时内|到场
    if told := _TOLD.match(text, start, end):
        start = told.end()
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if handed := _HANDED.match(text, start, end):
        start = handed.end()
    if made := _MAKER.match(text, start, end):
        start = made.end()
    while end > start and text[end - 1] in " 　的将":
        end -= 1
    if end - start >= 2 and not text[start:end].startswith("每") and not shared:
        return start, end
    noun = _NOUN_AFTER.match(text[number.end : clause.end])
    if noun and not noun["noun"].startswith(_NO_NOUN):
        return number.end + noun.start("noun"), number.end + noun.end("noun")
    return (start, end) if end > start else (number.start, number.start)


def baseline(text: str, clause: ClauseRow, number: NumberRow) -> str:
    """What the value is measured from (比2020年, 由50%提高到), "" where nothing says so."""
    if base := _COMPARED.search(text, clause.start, number.core_start):
        return base["base"] or base["ground"]
    risen = _RISEN.search(text, clause.start, number.start)
    return risen["base"] if risen else ""


class Horizons:
    """The deadlines that the clauses of a text state, looked up backwards within a paragraph, each clause read once."""

    def __init__(self, text: str, clauses: Sequence[ClauseRow], date: str) -> None:
        """Nothing is read yet; ``date`` resolves 今年 and the like."""
        self._text, self._clauses, self._date = text, clauses, date
        self._nearest: dict[int, tuple[tuple[int, str], tuple[int, str]]] = {}

    def of(self, index: int, number: NumberRow) -> str:
        """By when, as ISO to the precision stated: of the clause, its sentence, or the horizon of its paragraph (到2025年)."""
        clause = self._clauses[index]
        if found := find_deadline(self._text, max(clause.start, number.start - REACH), number.start, self._date):
            return found[0]
        stated, horizon = self._before(index)
        # From an earlier sentence only what sets a horizon for the whole paragraph carries over.
        same_sentence = stated[0] >= 0 and self._clauses[stated[0]].sentence == clause.sentence
        return (stated if same_sentence else horizon)[1]

    def _before(self, index: int) -> tuple[tuple[int, str], tuple[int, str]]:
        """The nearest clause before this one, in its paragraph, that states a deadline, and the nearest that sets a horizon."""
        at, paragraph = index - 1, self._clauses[index].paragraph
        unread = []
        while at >= 0 and at not in self._nearest and self._clauses[at].paragraph == paragraph:
            unread.append(at)
            at -= 1
        none = (-1, "")
        inside = at >= 0 and self._clauses[at].paragraph == paragraph
        nearest = self._nearest[at] if inside else (none, none)
        for at in reversed(unread):
            row = self._clauses[at]
            if found := find_deadline(self._text, row.start, row.end, self._date):
                iso, start, end = found
                nearest = (at, iso), ((at, iso) if "到" in self._text[max(0, start - 1) : end] else nearest[1])
            self._nearest[at] = nearest
        return nearest


def commitment(text: str, clauses: Sequence[ClauseRow], index: int) -> str:
    """``ensure``, ``strive``, ``expected`` or ``plain``, by the words of the clause, of the one before it, or of the head of the sentence (预期目标是)."""
    for at in (index, index - 1):
        if at < 0 or clauses[at].sentence != clauses[index].sentence:
            break
        for name, pattern in _COMMITMENTS:
            if pattern.search(text, clauses[at].start, min(clauses[at].end, clauses[at].start + REACH)):
                return name
    start = clauses[index].start
    opened = max(text.rfind(mark, max(0, start - REACH), start) for mark in "。！？\n")
    return "expected" if _EXPECTED.search(text, max(0, opened, start - REACH), start) else "plain"
