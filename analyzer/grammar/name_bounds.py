"""Whether what was read as a party's name is one: leads that belong to the clause are cut off, what cannot be a name is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.grammar.party_words import MODIFIER, NOUN, PREP, VERB, PartyWords
from analyzer.records import Span

_LEAD = re.compile(r"(?:[\s\-—•·*]+|\d{1,2}(?:[.．]\d{1,2})+(?!\d)[\s\u3000]*|(?:或者|以及|并且?)(?=[\u4e00-\u9fff]{2})|[^“”]{2,10}”时期)+")
_NEVER_FIRST = re.compile(
    r"的|[《（(]|.$(?<![我部])|(?:不(?!动产|良|同|少于)|未(?!成年))[^的]*$|重新|相应免征|限于|应当|应该|必须|不得|可以(?!前)|以便|由于|因为|无法|即使|"
    r"对(?!(?:外(?:贸|经|劳|承|投|援|汇)|方|口支|手|象))|"
    r"要(?:以|在|把|将|对|从|用|通过|围绕)|[\d一二两三四五六七八九十若干至]+人$"
)
"""What begins no name, whatever follows."""
_FIRST_OF_ADJUNCTS = re.compile("在(?!职(?!业)|校|任|岗|京|华|建(?!设)|册|编|线教育|读)|向(?!导)|从(?!业|事)|于|为(?!民)|到(?!会|场|岗)|按|据(?!点)|因(?!公|私|病|工)|与(?!会)|凭|至|自(?![然由主治营办贸])")
"""What begins a name only where a 的 follows: 「在中国境内工作的船员」."""
_DEMANDED = re.compile("规定$|要求$|依法$")
"""Before a binding word of an attribute: 「法律规定必须检验的商品的收货人」."""
_HOW = re.compile("按照|依照|根据|通过|优先|在|由|经|凭")
_BINDING = re.compile("作为|应当|应该|必须|不得|只能|务必|须有|最迟应|也应|(?<!特别)(?<!尤其)是(?!否)")
_TOWARDS = re.compile("[到赴向给把将商来]|通过|用于|参与支持")
_CONSULTED = re.compile(r"商(?![务业户会标品贸检人户家场城圈船队榷学用])")
_DEFINED = re.compile("(?:范围|对象|时间|主体|标准|期限|重点|目标|比例|名称)[为是]")
_COUNTED = re.compile(r"(?:\d|若干|(?<!第)[一二三四五六七八九十])人(?:、|$)")
_MAKING = ("建设", "设立", "撤销", "打造", "构建", "建立", "创建", "组建", "培育", "开发")
_MADE = ("城市", "中心", "系统", "平台", "矿山", "景区", "园区", "开发区", "示范区", "试验区", "新区", "实验室", "博物馆", "图书馆", "社区", "乡镇", "队伍", "企业", "学校", "医院")
"""What is made rather than told to act: 「建设海绵城市」."""
_DOERS = ("单位", "人员", "部门", "机构", "企业", "机关", "组织", "主体", "干部", "团队", "者", "人", "方", "员", "商", "师", "生", "户", "组", "所", "站", "地", "体", "委员会", "工作")
"""Ends of names that a verb alone makes: 参加人员, 受理机构, 安置地."""

_OFFICES = ("单位", "机构", "部门", "机关")
_OTHERS = re.compile("有关|相关|[上下]级|各|其他|当地|主管")
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
    if not name or _NEVER_FIRST.match(name) or name.count("“") != name.count("”") or _COUNTED.search(name) or _DEFINED.search(name):
        return None
    if of < 0 and _FIRST_OF_ADJUNCTS.match(name):
        return None
    if (cut := _predicate(text, begin, end, words, organs)) >= 0:
        return (begin, cut) if cut > begin else None
    if of < 0 and _opens_with_verb(text, begin, end, words):
        return None
    return begin, end


def _predicate(text: str, begin: int, end: int, words: PartyWords, organs: Mapping[int, int]) -> int:
    """Where a name ends whose predicate was read as part of it, ``begin`` where nothing is left, -1 where it holds none."""
    bound = _BINDING.search(text, begin, end)
    if bound and not _DEMANDED.search(text, begin, bound.start()):
        stop = words.head_before(text, begin, bound.start(), organs)
        if stop > begin:
            return stop
        if text.find("的", bound.end(), end) < 0 or _HOW.match(text, bound.end(), end):
            return begin
    for mark in _TOWARDS.finditer(text, begin + 1, end):
        if mark[0] == "商" and not _CONSULTED.match(text, mark.start()):
            continue
        if text.find("的", begin, end) < 0 and (stop := words.head_before(text, begin, mark.start(), organs)) > begin:
            return stop
    return -1


def _opens_with_verb(text: str, begin: int, end: int, words: PartyWords) -> bool:
    """Whether a verb and its object stand where a name was read: 「询问有关当事人」, 「建设海绵城市」."""
    kind, stop = words.kind_at(text, begin, end)
    if not kind & VERB or kind & PREP or stop - begin < 2 or text[stop : stop + 1] in "、和或与":
        return False
    if words.head_at(text, begin) or words.is_head(text[begin:end]) or text.startswith("重点", begin):
        return False
    if text.startswith(_MAKING, begin, end) and text.endswith(_MADE, begin, end):
        return text[stop:end] not in _DOERS
    if kind & (MODIFIER | NOUN) or text.startswith(_DOERS, stop, end):
        return False
    if words.ends_with_doer(text, stop, end):
        return False
    offices = text.endswith(_OFFICES, begin, end) and end - begin <= _SHORT_NAME and not text.startswith(_MAKING, begin)
    return not offices or _OTHERS.search(text, begin, end) is not None  # 收容救护机构, but 「询问有关单位」
