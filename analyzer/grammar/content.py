"""What a directive clause says: manner, action, object, how strongly, with which policy instrument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml

Span = tuple[int, int]

# What a term can be; a term may be several of these.
_VERB, _NOUN, _LIGHT, _BA, _FRAME, _SINGLE, _STOP, _MANNER, _MODAL, _LINK, _PREP = (1 << i for i in range(11))
_KINDS = {
    "serial": _VERB, "head": _VERB, "noun": _NOUN, "light": _LIGHT | _VERB, "ba": _BA, "frame": _FRAME, "single": _SINGLE, "stop": _STOP,
    "manner": _MANNER, "modal": _MODAL, "link": _LINK, "prep": _PREP, "stop_prep": _STOP,
}  # fmt: skip
_FILES = {
    "verbs.yaml": ("serial", "head", "noun", "light", "ba", "frame", "single", "stop"),
    "manner.yaml": ("manner", "modal", "link", "prep", "stop_prep"),
}

_NUMBERING = re.compile(
    r"[\s\u3000]*(?:第[一二三四五六七八九十百零]+[条章节款]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、)）]|[一二三四五六七八九十]{1,3}[、.]"
    r"|[一二三四五六七八九十]{1,2}(?:是|要(?=[^素求点]))|[①-⑳●•◆■▪—-])*[\s\u3000]*"
)
_UNITS_NOTE = re.compile(r"[（(](?:责任|牵头|配合|主办|负责)[^（）()]*[）)]?$")
_CLOSING = " \u3000”\"’'』」、…."
_AFTER_VERB = "了着"
_COMPLEMENT = "好住牢实紧准稳"
_AND = "、和与并或及"
# After these a noun stands, so the verb-like word before them is part of a noun phrase: 管理体系, 建设进度.
_NOUN_TAIL = re.compile(
    r"的|体系|机制|制度|能力|水平|质量|效率|效益|进度|步伐|速度|方式|模式|力度|工作|成果|成效|政策|措施|标准|规划|计划|方案|平台|中心|基地|部门|机构|单位|企业|人员|主体|资金|项目|工程|"
    r"区|局|委|部|厅|院|所|站|员|者|商|业|业务|任务|责任|要求|目标|条件|环境|领域|产业|行业|市场|队伍|人才|经验|空间|格局|动能|动力|潜力|活力|链|率|量|性|型|化|力|观|法|权|费|证"
)
_ORGAN = re.compile(
    r"(?:部门|单位|机构|机关|政府|党委|党组|各地|地区|地方|企业|人员|干部|群众|学校|高校|院校|医院|公司|银行|组织|协会|主体|当事人|申请人|系统|各方|方面|双方|我们|大家|社会|"
    r"[省市县区州厅局委部署院会办国校军队组人者员方])(?:要|等|均|也|都|应)?$"
)
_COND_WORDS = (
    "未经",
    "未按",
    "除",
    "如",
    "凡",
    "前提下",
    "情况下",
    "条件下",
    "情形下",
    "有条件",
    "确需",
    "必要时",
    "具备条件",
)
_CONDITION = re.compile(
    r"未[经按][^，。；、]{1,24}?(?=[，、]?(?:任何|不得|严禁|擅自|一律|禁止))|(?:如遇|如有|如果|如|凡|遇有|确需)[^，。；]{2,30}?的(?=[，、]?(?:应|要|须|可|由|必|不))"
    r"|在[^，。；]{2,30}?(?:前提|情况|条件|情形|基础)下|(?:有条件|具备条件|条件成熟|确有困难|符合条件)的[^，。；、要可应须]{0,8}|必要时|条件成熟时"
)
_EXCEPTION = re.compile(
    r"除[^，。；]{1,40}?(?:以外|之外|的?外)|[^，。；]{2,30}?(?:除外|的例外)|(?:另有规定|另行规定)的?(?:除外|从其规定)"
)
_MODAL_WORDS_E = ("鼓励", "支持", "引导", "提倡", "倡导", "欢迎")
# Verbs whose object is somebody's act: what follows them is the object, and a modal after them is within it.
_NO_SERIAL = frozenset(
    "支持 鼓励 引导 允许 确保 保障 保证 避免 防止 督促 指导 要求 提醒 教育 告知 明确 规定 帮助 协助 推动 促进 动员 号召 坚持".split()
)
# Verbs that plan: a verb right after them is done with them, and both are the action (部署开展, 规划实施).
_PLANNING = frozenset("部署 规划 统筹 谋划 组织 牵头 安排 研究 探索 协调 暂停 停止 计划 策划".split())
# Where a prepositional phrase is over: 在…中, 按照…规定, 通过…方式.
_CLOSED = frozenset(
    "中 上 下 内 前 后 时 间 等 规定 要求 部署 原则 精神 程序 标准 方式 方案 办法 方面 领域 基础 期间 手段 渠道 途径 形式 契机 导向 重点 比例 情况 实际 需要 有关 为主".split()
)
_BASIS = frozenset(("按照", "按", "根据", "依据", "依照", "遵照", "参照", "结合"))
_QUOTES = '“”"‘’「」『』'


class Content(NamedTuple):
    """The parts of a directive clause; spans into the clean text, None where the clause has none."""

    manner: Span | None
    """From the first to the last word of manner; ``manners`` has the words where others stand between."""
    action: Span | None
    object: Span | None
    strength: int
    strength_cue: Span | None
    """The word that settled the strength; None for a plain imperative."""
    hedge: Span | None
    condition: Span | None
    exception: Span | None
    instrument: str
    """One of the 19 codes; 「其他」 where nothing points to one."""
    manners: tuple[Span, ...]
    """The contiguous runs of manner words in order."""


class _Clause:
    """The terms found in one clause, by where they begin; offsets within the clause."""

    __slots__ = ("adv", "ba", "frame", "link", "modal", "noun", "prep", "single", "stop", "text", "verb")

    def __init__(self, text: str) -> None:
        self.text = text
        self.verb: dict[int, int] = {}
        self.noun: dict[int, int] = {}
        self.adv: dict[int, int] = {}
        self.modal: dict[int, int] = {}
        self.link: dict[int, int] = {}
        self.prep: dict[int, int] = {}
        self.ba: dict[int, int] = {}
        self.frame: dict[int, int] = {}
        self.single: dict[int, int] = {}
        self.stop: dict[int, int] = {}


_TABLES = (
    (_VERB, "verb"), (_NOUN, "noun"), (_MANNER, "adv"), (_MODAL, "modal"), (_LINK, "link"), (_PREP, "prep"), (_BA, "ba"), (_FRAME, "frame"), (_SINGLE, "single"),
    (_STOP, "stop"),
)  # fmt: skip


class ContentRules:
    """The lexicons of content in one automaton."""

    __slots__ = ("_flags", "_hedge", "_instrument", "_light", "_rows", "_scanner", "_strength", "sides")

    def __init__(self, rows: Mapping[str, Any]) -> None:
        """Take plain rows as ``to_rows`` gives them."""
        self._rows = rows
        flags: dict[str, int] = {}
        for kind, words in rows["kinds"].items():
            for word in words:
                flags[word] = flags.get(word, 0) | _KINDS[kind]
        strength: dict[str, int] = {}
        for level, words in rows["strength"].items():
            strength.update(dict.fromkeys(words, int(level)))
        instrument: dict[str, list[tuple[str, int]]] = {}
        self.sides: dict[str, str] = {}
        for code, side, weight, words in rows["instruments"]:
            self.sides[code] = side
            for word in words:
                instrument.setdefault(word, []).append((code, int(weight)))
        hedges = set(rows["hedges"])
        terms = sorted({*flags, *strength, *instrument, *hedges})
        self._scanner = Scanner(terms)
        self._flags = [flags.get(t, 0) for t in terms]
        self._strength = [strength.get(t, 0) for t in terms]
        self._instrument = [tuple(instrument.get(t, ())) for t in terms]
        self._hedge = [t in hedges for t in terms]
        self._light = frozenset(rows["kinds"]["light"])

    @classmethod
    def from_lexicons(cls, folder: Path) -> ContentRules:
        """Read ``verbs.yaml``, ``manner.yaml``, ``strength.yaml``, ``hedges.yaml`` and ``instruments.yaml``.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        kinds: dict[str, list[str]] = {}
        for name, known in _FILES.items():
            for row in read_yaml(folder / name, ("kind", "markers", "example"), required=("kind", "markers")):
                if row.cells["kind"] not in known:
                    raise row.fail(f"kind {row.cells['kind']!r} is none of {', '.join(known)}")
                kinds.setdefault(row.cells["kind"], []).extend(dict.fromkeys(map(str, row.cells["markers"])))
        strength: dict[str, list[str]] = {}
        for row in read_yaml(
            folder / "strength.yaml", ("level", "markers", "example", "counter_example"), required=("level", "markers")
        ):
            if row.cells["level"] not in (1, 2, 4, 5):
                raise row.fail(f"level {row.cells['level']!r} is none of 1, 2, 4, 5 (3 is what is left)")
            strength[str(row.cells["level"])] = list(row.cells["markers"])
        hedges = [
            w
            for row in read_yaml(
                folder / "hedges.yaml", ("markers", "example", "counter_example"), required=("markers",)
            )
            for w in row.cells["markers"]
        ]
        instruments: list[list[Any]] = []
        for row in read_yaml(
            folder / "instruments.yaml",
            ("code", "side", "weight", "markers", "example", "counter_example"),
            required=("code", "side", "weight", "markers"),
        ):
            if row.cells["side"] not in ("supply", "environment", "demand"):
                raise row.fail(f"side {row.cells['side']!r} is none of supply, environment, demand")
            instruments.append(
                [row.cells["code"], row.cells["side"], int(row.cells["weight"]), list(row.cells["markers"])]
            )
        return cls({"kinds": kinds, "strength": strength, "hedges": hedges, "instruments": instruments})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self._rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> ContentRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)

    def scan(
        self, words: str
    ) -> tuple[_Clause, list[tuple[int, int, int]], list[Span], list[tuple[int, int, str, int]]]:
        """The terms of a clause by part, then (start, end, level), hedges, and (start, end, instrument, weight)."""
        clause = _Clause(words)
        levels: list[tuple[int, int, int]] = []
        hedges: list[Span] = []
        tools: list[tuple[int, int, str, int]] = []
        masked = _masked(words)
        for term, a, b in self._scanner.every(words):
            if tool := self._instrument[term]:
                tools.extend((a, b, code, weight) for code, weight in tool)
            if masked is not None and masked[a]:
                continue
            flag = self._flags[term]
            if flag:
                for bit, name in _TABLES:
                    if flag & bit:
                        table = getattr(clause, name)
                        if table.get(a, 0) < b:
                            table[a] = b
            if level := self._strength[term]:
                levels.append((a, b, level))
            if self._hedge[term]:
                hedges.append((a, b))
        if clause.stop:
            _apply_stops(clause)
        return clause, levels, hedges, tools


def _masked(words: str) -> list[bool] | None:
    """Where brackets and book marks hold text that is no part of the sentence; None without any."""
    if "《" not in words and "（" not in words and "(" not in words:
        return None
    out = [False] * len(words)
    depth = 0
    for i, char in enumerate(words):
        if char in "《（(":
            depth += 1
        out[i] = depth > 0
        if char in "》）)":
            depth = max(0, depth - 1)
    return out


def _apply_stops(clause: _Clause) -> None:
    """Drop what lies inside a longer word of another kind: 要 in 主要, 监管 in 监管部门."""
    for a, b in list(clause.stop.items()):
        for name in ("verb", "noun", "modal", "prep", "link", "ba", "single", "adv", "frame"):
            table: dict[int, int] = getattr(clause, name)
            for i in range(a, b):
                if i in table and table[i] <= b and not (i == a and table[i] == b):
                    del table[i]


def _nominal(clause: _Clause, at: int, end: int) -> bool:
    """Whether a verb-like word stands as a noun: at the end, or before 的, 体系, 部门."""
    return (
        end >= len(clause.text) or clause.text[end] in "、和与及”）" or _NOUN_TAIL.match(clause.text, end) is not None
    )


def _start(clause: _Clause, modality: str, cue: Span) -> tuple[int, int]:
    """Where the predicate begins, and where the subject before it begins."""
    text = clause.text
    match = _NUMBERING.match(text)
    begin = match.end() if match else 0
    while begin < len(text) and text[begin] in _QUOTES:
        begin += 1
    a, b = cue
    if 0 <= a < b <= len(text) and a >= begin:
        for at in range(a, b):
            if at in clause.modal and not _inside_stop(clause, at):
                end = clause.modal[at]
                if end >= len(text):
                    continue
                return (at, begin)
        if modality == "encouragement" and text[a:b] in _MODAL_WORDS_E:
            return a, begin
    at = _bare(clause, begin)
    return at, begin


def _inside_stop(clause: _Clause, at: int) -> bool:
    return any(a <= at < b for a, b in clause.stop.items())


def _opens(clause: _Clause, at: int) -> bool:
    return at in clause.adv or at in clause.modal or at in clause.verb or at in clause.prep


def _bare(clause: _Clause, begin: int) -> int:
    text, size = clause.text, len(clause.text)
    if begin in clause.frame and clause.frame[begin] < size and not _NOUN_TAIL.match(text, clause.frame[begin]):
        begin = clause.frame[begin]
    while (
        begin in clause.link
        and clause.link[begin] < size - 1
        and not _inside_stop(clause, begin)
        and begin not in clause.adv
    ):
        begin = clause.link[begin]
    modal = _modal_after(clause, begin)
    if begin in clause.verb and clause.stop.get(begin, 0) <= clause.verb[begin]:
        relative = modal >= 0 and "的" in text[begin:modal] and _ORGAN.search(text, begin, modal) is not None
        if relative and text[begin : clause.verb[begin]] not in _NO_SERIAL:
            return modal  # 「参与救援的单位要…」: the verb belongs to the subject
        return begin
    if modal >= 0 and begin not in clause.adv:
        return modal
    if (
        (begin in clause.adv and text[clause.adv[begin] : clause.adv[begin] + 1] not in ("性", "的", "型", "化"))
        or begin in clause.link
        or begin in clause.prep
        or begin in clause.modal
    ):
        return begin
    # A subject first: the predicate begins where the next word of a predicate stands after something like an organ.
    for at in range(begin + 2, size - 1):
        if at in clause.frame and clause.frame[at] < size - 1:
            return _bare(clause, clause.frame[at])
        if _inside_stop(clause, at) and at not in clause.stop:
            continue
        adverb = at in clause.adv and _opens(clause, clause.adv[at])
        if (
            adverb
            or at in clause.verb
            or (at in clause.prep and text[at] in "把将对由在以按依为")
            or (at in clause.noun and not _nominal(clause, at, clause.noun[at]))
        ):
            if clause.stop.get(at, 0) > max(clause.verb.get(at, 0), clause.adv.get(at, 0)):
                continue
            if _ORGAN.search(text, begin, at) or at - begin > 4 or adverb:
                return at
            if begin in clause.single or begin in clause.noun:
                return begin
            return at if at - begin > 2 else begin
    return begin


def _modal_after(clause: _Clause, begin: int) -> int:
    for at in sorted(clause.modal):
        if at < begin or _inside_stop(clause, at):
            continue
        end = clause.modal[at]
        if end - at > 1 and at > begin and clause.text[at:end] not in ("计划", "需要", "禁止", "允许", "能够"):
            return at
        if not (_opens(clause, end) or clause.text.startswith("不", end)):
            continue
        word = clause.text[at:end]
        # 会, 能, 需 and the like are far more often part of a noun: only after somebody who may act.
        if (
            at == begin
            or word in ("要", "须", "应")
            or (word in ("将", "可", "需") and _ORGAN.search(clause.text, begin, at))
        ):
            return at
    return -1


class _Parse(NamedTuple):
    manners: list[Span]
    action: Span | None
    object: Span | None
    modals: list[Span]


def _pp(clause: _Clause, at: int) -> tuple[int, Span | None, Span | None]:
    """Past a prepositional phrase: (where the predicate goes on, its noun phrase, the verb if the phrase settled it)."""
    text, size = clause.text, len(clause.text)
    word = text[at : clause.prep[at]]
    i = clause.prep[at]
    low = i + 1
    if i in clause.verb or i in clause.noun:
        # 「对提供虚假材料的单位给予…」: the first verb belongs to a relative clause.
        of = text.find("的", i)
        if of > 0 and of < size - 2:
            low = of + 2
    if word in ("把", "将"):
        return _ba(clause, i)
    if word in ("对", "对于"):
        for light in sorted(k for k in clause.verb if k >= low):
            if text[light : clause.verb[light]] in ("予以", "给予", "加以", "进行", "处以", "实行"):
                return light, (i, light), None
    best = -1
    if (
        word == "以"
        and (by := re.compile(r"[促带强保助]").search(text, i + 1, min(size - 1, i + 9)))
        and by.start() not in clause.verb
        and by.start() in clause.single
    ):
        return by.start(), (i, by.start()), None  # 以评促建
    for j in range(low, size - 1):
        if _inside_stop(clause, j) and clause.stop.get(j, 0) <= j + 1:
            continue
        if j in clause.adv and (_opens(clause, clause.adv[j]) or text[j - 1] in _CLOSED or text[j - 2 : j] in _CLOSED):
            best = j
            break
        if (
            j in clause.modal
            and j - i > 1
            and (_opens(clause, clause.modal[j]) or clause.modal[j] - j > 1)
            and text[j : clause.modal[j]] not in ("会", "能", "得", "可", "需")
        ):
            best = j
            break
        if j in clause.verb and not _inside_stop(clause, j):
            end = clause.verb[j]
            if j in clause.noun and end >= size:
                continue
            if text.startswith("的", end) and end < size - 2:
                continue
            if j > i and text[j - 1] in "、和与及的" and text[j - 1] != "的":
                continue
            if j in clause.noun and _nominal(clause, j, end):
                continue
            if (
                text[j - 1] in _CLOSED
                or text[j - 2 : j] in _CLOSED
                or (j not in clause.noun and best < 0 and word not in _BASIS)
            ):
                best = j
                break
            best = j if best < 0 else best
    if best < 0 and word in ("由", "对", "向", "从", "按", "按照", "与", "同"):
        best = next((k for k in range(size - 2, low, -1) if k in clause.verb or k in clause.noun), -1)
    if best < 0:
        return -1, None, None
    noun_end = best
    while noun_end > i and text[noun_end - 1] in " ，也都均":
        noun_end -= 1
    return best, (i, noun_end), None


def _ba(clause: _Clause, i: int) -> tuple[int, Span | None, Span | None]:
    """把 or 将: the object stands between it and the verb."""
    text, size = clause.text, len(clause.text)
    multi = [(k, e) for k, e in clause.ba.items() if k > i and e - k > 1 and not _inside_stop(clause, k)]
    if multi:
        k, e = min(multi)
        return k, (i, k), (k, e)
    verbs = [
        (k, e)
        for table in (clause.verb, clause.ba)
        for k, e in table.items()
        if k > i + 1 and not _inside_stop(clause, k) and not text.startswith("的", e)
    ]
    strict = [(k, e) for k, e in verbs if not (k in clause.noun and _nominal(clause, k, e)) or e >= size - 1]
    if not strict:
        nouns = [(k, e) for k, e in clause.noun.items() if k > i + 1]
        strict = nouns or verbs
    if not strict:
        return -1, None, None
    for k, _ in sorted(strict):
        if k in clause.adv or (k > 0 and any(end == k for end in clause.adv.values())):
            end = clause.verb.get(k, clause.noun.get(k, k + 2))
            first = min((s for s, e in clause.adv.items() if e == k), default=k)
            return first, (i, first), None if first < k else (k, end)
    k = max(strict)[0]
    e = max(e for s, e in strict if s == k)
    return k, (i, k), (k, e)


def _parse(clause: _Clause, at: int, light: frozenset[str]) -> _Parse:
    text, size = clause.text, len(clause.text)
    manners: list[Span] = []
    modals: list[Span] = []
    pending: Span | None = None  # the noun phrase of 对, 把, 将
    settled: Span | None = None
    by_dui = False
    last_verbal = -1  # a manner word that could be the verb itself: 加快, 统筹
    i = at
    steps = 0
    while i < size and steps < 24:
        steps += 1
        char = text[i]
        if char in _QUOTES or char in " \u3000":
            i += 1
            continue
        adv, verb, modal = clause.adv.get(i, 0), clause.verb.get(i, 0), clause.modal.get(i, 0)
        prep = clause.prep.get(i, 0)
        if (
            char in "将"
            and modal == i + 1
            and prep
            and not (_opens(clause, i + 1) or i + 1 in clause.link or i + 1 in clause.noun)
        ):
            modal = 0
        elif char == "将" and modal:
            prep = 0
        if modal and modal >= max(adv, verb) and not (i in clause.stop and clause.stop[i] > modal):
            if modal < size:
                modals.append((i, modal))
                i = modal
                continue
        if verb and verb == prep and verb > adv:
            after, _, _ = _pp(clause, i)
            if after < 0:
                break
            i = after
            continue
        if verb > adv and verb >= prep:
            break
        if adv and adv >= verb and adv >= prep:
            if adv >= size:
                break
            manners.append((i, adv))
            last_verbal = i if verb == adv or i in clause.verb else -1
            i = adv
            if i < size and text[i] == "地" and i + 1 < size:
                i += 1
                manners[-1] = (manners[-1][0], i)
            elif i < size and text[i] in "、和" and (i + 1) in clause.adv:
                i += 1
            continue
        if prep and prep >= verb:
            after, noun, verb_span = _pp(clause, i)
            if after < 0:
                break
            if char in "对把将" and noun is not None:
                pending, by_dui = noun, char == "对"
            if verb_span is not None:
                settled = verb_span
                break
            i = after
            last_verbal = -1
            continue
        if verb:
            break
        link = clause.link.get(i, 0)
        if link and link < size and not (i in clause.stop):
            i = link
            continue
        if char in "、，并也还均都又再" and i + 1 < size:
            i += 1
            continue
        break
    return _head(clause, i, manners, modals, pending, settled, last_verbal, light, by_dui=by_dui)


def _head(
    clause: _Clause,
    i: int,
    manners: list[Span],
    modals: list[Span],
    pending: Span | None,
    settled: Span | None,
    last_verbal: int,
    light: frozenset[str],
    *,
    by_dui: bool,
) -> _Parse:
    text, size = clause.text, len(clause.text)
    if settled is not None:
        return _Parse(manners, settled, pending, modals)
    if i >= size:
        if manners and last_verbal >= 0:
            last = manners.pop()
            return _Parse(manners, last, pending, modals)
        if manners:
            last = manners.pop()
            return _Parse(manners, last, pending, modals)
        return _Parse(manners, None, pending, modals)
    start = i
    end = clause.verb.get(i, 0)
    noun = clause.noun.get(i, 0)
    if last_verbal >= 0 and (not end or (noun >= end and _nominal(clause, i, noun))):
        if not (noun and noun >= size and not end):
            start, i = manners.pop()
            end = i
    elif not end and noun:
        end = noun
    if not end:
        end = _unknown(clause, i, modals)
    end = _coordinate(clause, start, end)
    if (
        text[start:end] in light
        and end < size
        and text[start:end] in ("予以", "加以", "给予", "进行", "实行", "实施", "开展")
    ):
        verbs_end = _verbs_only(clause, end)
        if verbs_end == size and (pending is not None or text[start:end] in ("予以", "加以")):
            # 「对…予以通报、曝光」: the light verb only carries the verb proper.
            manner_end = end
            while manner_end in clause.adv and clause.adv[manner_end] < size:
                manners.append((manner_end, clause.adv[manner_end]))
                manner_end = clause.adv[manner_end]
            return _Parse(manners, (manner_end, size), pending, modals)
    at = end
    while at < size and text[at] in _AFTER_VERB and at + 1 < size:
        at += 1
    obj: Span | None = (at, size) if at < size else None
    if obj is None or (by_dui and size - at < 2):
        obj = pending
    elif pending is not None and not by_dui:
        obj = pending
    return _Parse(manners, (start, end), obj, modals)


def _unknown(clause: _Clause, i: int, modals: list[Span]) -> int:
    """The end of a verb that no lexicon knows: two characters, one for known short verbs, all of a short idiom."""
    text, size = clause.text, len(clause.text)
    if i in clause.single:
        end = i + 1
        return end + 1 if end < size and text[end] in _COMPLEMENT else end
    if size - i <= 4 or (size - i == 9 and text[i + 4] == "、"):
        return size
    return min(size, i + 2)


def _verbs_only(clause: _Clause, at: int) -> int:
    """How far nothing but verbs, manner and 、 goes on from ``at``."""
    size = len(clause.text)
    seen = False
    while at < size:
        step = max(clause.verb.get(at, 0), clause.noun.get(at, 0))
        if step:
            seen = True
        elif not seen and at in clause.adv:
            step = clause.adv[at]
        elif seen and clause.text[at] in _AND:
            step = at + 1
        else:
            return at
        at = step
    return at


def _coordinate(clause: _Clause, start: int, end: int) -> int:
    """Take in the verbs that share the head's object: 建立和完善, 支持、引导, 修订实施."""
    text, size = clause.text, len(clause.text)
    for _ in range(4):
        if end >= size:
            return end
        if (
            text[end] in _COMPLEMENT
            and end + 1 < size
            and end not in clause.verb
            and end not in clause.noun
            and end not in clause.adv
        ):
            end += 1
            continue
        at = end
        joined = text[at] in _AND
        if joined:
            at += 1
            if text[end : end + 2] in ("并且", "或者", "以及"):
                at += 1
            while at in clause.adv and at not in clause.verb:
                at = clause.adv[at]
        nxt = clause.verb.get(at, 0)
        if joined:
            nxt = max(nxt, clause.noun.get(at, 0))
            if (
                nxt
                and nxt < size
                and text[nxt] not in "的"
                and not (at in clause.noun and nxt == clause.noun[at] and _NOUN_TAIL.match(text, nxt))
            ):
                end = nxt
                continue
            if nxt and nxt == size:
                end = nxt
                continue
            return end
        if (
            nxt
            and at not in clause.noun
            and nxt < size
            and text[start:end] in _PLANNING
            and text[nxt] != "的"
            and not _NOUN_TAIL.match(text, nxt)
        ):
            end = nxt
            continue
        return end
    return end


def _strength(levels: list[tuple[int, int, int]], parse: _Parse, begin: int, modality: str) -> tuple[int, Span | None]:
    stop = parse.action[1] if parse.action else 0
    # A word counts where it is a modal, part of the manner, or begins the action: not 应 in 适应.
    known = [*parse.modals, *parse.manners]
    head = parse.action[0] if parse.action else -1
    best: dict[int, Span] = {}
    for a, b, level in levels:
        if b <= stop and ((a == head and b - a > 1) or any(s == a and (b == e or b - a > 1) for s, e in known)):
            # Within one word the longest reading counts: 坚决 in 坚决杜绝, not 要 in 主要.
            if level not in best or b - a > best[level][1] - best[level][0]:
                best[level] = (a, b)
    if modality == "prohibition":
        return 5, best.get(5) or (parse.modals[0] if parse.modals else None)
    if 1 in best:
        return 1, best[1]
    if 5 in best:
        return 5, best[5]
    if 2 in best:
        return 2, best[2]
    if modality in ("encouragement", "permission", "commitment"):
        return 2, None
    if 4 in best:
        return 4, best[4]
    return 3, None


def _instrument(tools: list[tuple[int, int, str, int]], action: Span | None) -> str:
    score: dict[str, float] = {}
    covered: dict[tuple[str, int], int] = {}
    for a, b, code, weight in tools:
        # A longer term says more; terms of one code that overlap count once, the longest.
        key = (code, b)
        if covered.get(key, 0) >= b - a:
            continue
        covered[key] = b - a
        gain = weight + 0.5 * (b - a - 2)
        if action is not None and action[0] <= a < action[1]:
            gain += 0.5
        score[code] = max(score.get(code, 0.0), gain) + (0.25 if code in score else 0.0)
    if not score:
        return "其他"
    return max(score.items(), key=lambda item: item[1])[0]


def _shift(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _trim(text: str, span: Span | None) -> Span | None:
    if span is None:
        return None
    a, b = span
    if note := _UNITS_NOTE.search(text, a, b):
        b = note.start()
    while b > a and text[b - 1] in _CLOSING:
        b -= 1
    while a < b and text[a] in " \u3000，、”":
        a += 1
    opened = text.count("“", a, b) - text.count("”", a, b)
    if opened == 1 and text[a] == "“":
        a += 1
    elif opened == 1 and b < len(text) and text[b] == "”":
        b += 1
    return (a, b) if b > a else None


def _acted_on(words: str, begin: int, at: int) -> bool:
    """Whether what stands before the modal is what is acted on (「补助要及时发放」), not who acts."""
    subject = words[begin:at]
    return (
        len(subject) >= 2
        and not _ORGAN.search(subject)
        and not subject.startswith(("各", "我", "有关", "相关", "未经", "未按", "除", "如"))
    )


def clause_content(
    text: str, start: int, end: int, rules: ContentRules, *, modality: str = "", cue: Span = (0, 0)
) -> Content:
    """What a directive clause says.

    Args:
        text: clean text; ``text[start:end]`` is the clause.
        rules: the lexicons.
        modality: the directive's modality (it settles the reading of 将, and of 鼓励).
        cue: the span of the word that made the clause a directive, empty where none did.

    >>> from analyzer.resources import lexicons_dir
    >>> text = "要加快推进重点领域节能降碳技术改造项目建设进度"
    >>> found = clause_content(text, 0, len(text), ContentRules.from_lexicons(lexicons_dir()))
    >>> [text[a:b] for a, b in (found.manner, found.action, found.object)], found.strength
    (['加快', '推进', '重点领域节能降碳技术改造项目建设进度'], 4)
    """
    words = text[start:end]
    clause, levels, hedges, tools = rules.scan(words)
    at, begin = _start(clause, modality, (cue[0] - start, cue[1] - start))
    parse = _parse(clause, at, rules._light)
    action = _trim(words, parse.action)
    obj = _trim(words, parse.object)
    if (
        obj is None
        and at > begin
        and action is not None
        and (parse.modals or "予以" in words)
        and _acted_on(words, begin, at)
    ):
        obj = _trim(words, (begin, at))
    strength, cue_span = _strength(levels, parse, begin, modality)
    condition = exception = None
    if any(w in words for w in _COND_WORDS):
        stop = action[0] if action else len(words)
        if (found := _CONDITION.search(words)) and found.end() <= stop:
            condition = found.span()
        if (found := _EXCEPTION.search(words)) and found.end() <= stop:
            exception = found.span()
    limit = action[1] if action else len(words)
    hedge = next(((a, b) for a, b in hedges if b <= limit), None)
    runs: list[Span] = []
    for span in parse.manners:
        if runs and words[runs[-1][1] : span[0]] in ("", "、", "和", "地"):
            runs[-1] = (runs[-1][0], span[1])
        else:
            runs.append(span)
    manner = (runs[0][0], runs[0][1]) if runs else None
    moved = tuple((a + start, b + start) for a, b in runs)
    return Content(
        _shift(manner, start), _shift(action, start), _shift(obj, start), strength, _shift(cue_span, start), _shift(hedge, start),
        _shift(condition, start), _shift(exception, start), _instrument(tools, action), moved,
    )  # fmt: skip
