"""Gives every clause its role: rules where they are sure, the model for the rest, and the words it rests on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from analyzer.deadline import check
from analyzer.grammar.clause_table import Reading
from analyzer.grammar.cues import MODALITIES, CueHit, CueRules
from analyzer.grammar.features import Features, extract_all
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.role_limits import RoleLimits
from analyzer.grammar.role_model import RoleModel
from analyzer.grammar.role_network import ROLES
from analyzer.grammar.scope import FRAME, KIND, KINDS_AT, MODAL_BITS, Scope, scope
from analyzer.grammar.task_tables import find_task_tables
from analyzer.records import ClauseRow, EntityRow, RoleRow
from analyzer.resources import models_dir

_MODAL_KINDS = frozenset(MODALITIES)
_BOUND = {1 << KIND[kind]: kind for kind in ("obligation", "prohibition", "permission")}
"""Where these are the only kind of modal in a clause, they are its modality: 应当 permits nothing, whatever else the clause says."""
_TELLING = ("lead", "metadata")
"""Kinds of blocks that are read with the text: a lead is running text, a table of metadata tells what kind of text follows."""
_IMPERATIVE = {1: "imperative.framed", 2: "imperative.reported", 0: "imperative"}
_PROHIBITION = MODALITIES.index("prohibition")
_PERMISSION = MODALITIES.index("permission")
_PERMISSION, _PERMISSION_BIT = MODALITIES.index("permission"), 1 << KIND["permission"]
_CONDITION = re.compile("的[，,]")
_IN_CONDITION = re.compile("[^，,；：]{0,30}的[，,]")
_AGAINST = re.compile("[不禁勿莫未无非严杜绝停止防控免限拒避戒取消反暂否]")
"""Characters of which any ban has one, that is in no list under a ban."""
_LIST = 60
"""Clauses of a list within which its lead is looked for."""
_CASE = 3
"""Clauses before a directive among which the case is named that it is for."""
_ASKING = ("请", "敬请", "希望", "我希望", "我们希望", "中方希望")
_row = partial(tuple.__new__, RoleRow)
"""Makes a row of a tuple in half the time that its class takes: most clauses have one like it."""


_NUMBERED = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）).．、]")
_TAKEN = re.compile("将[^，。；]{2,40}?(?:纳入|列入|作为|列为|摆在|放在|融入|贯穿|用于|报送|移交|移送|提交|转化为|落实到)")
"""将 that is 把: what follows is acted on (「将建设任务纳入考核」)."""


class RoleRules(NamedTuple):
    """What ``assign_roles`` reads with: the lexicon of cues, limits on roles, and the trained model."""

    cues: CueRules
    limits: RoleLimits
    opening: OpeningRules
    model: RoleModel

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``cues.yaml`` and ``role_limits.yaml`` in ``folder`` and the model that ships.

        Raises:
            LexiconError: an entry is wrong; ResourceError: the model is missing or does not fit.
        """
        return cls(
            CueRules.from_lexicons(folder),
            RoleLimits.from_lexicons(folder),
            OpeningRules.from_lexicons(folder),
            RoleModel.read(models_dir() / "roles"),
        )

    def to_rows(self) -> dict[str, Any]:
        """Plain data and numpy arrays that ``from_rows`` reads back."""
        return {
            "cues": self.cues.to_rows(),
            "limits": self.limits.to_rows(),
            "opening": self.opening.to_rows(),
            "model": self.model.arrays(),
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(
            CueRules.from_rows(rows["cues"]),
            RoleLimits(rows["limits"]),
            OpeningRules.from_rows(rows["opening"]),
            RoleModel(rows["model"]),
        )


class Text(NamedTuple):
    """A clean text whose clauses want roles."""

    text: str
    clauses: Sequence[ClauseRow]
    entities: Sequence[EntityRow]


def assign_roles(
    text: str, clauses: Sequence[ClauseRow], entities: Sequence[EntityRow], rules: RoleRules
) -> list[RoleRow]:
    """One role for each clause.

    A clause of page furniture is a statement; all others get, within the limits that their first and last words set, what
    the model finds likeliest from their words, cues and place in the chain. A directive names the modal that binds it, in
    its own clause or from earlier in the sentence (rule ``…:inherited``); a bare imperative names no words here.

    Args:
        text: clean text.
        clauses: its clauses; entities: what is named in it, by start.

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.resources import lexicons_dir
    >>> text = "会议强调，各地区要加强监管，不得搞形式主义。"
    >>> rows = assign_roles(text, split_clauses(text), [], RoleRules.from_lexicons(lexicons_dir()))
    >>> [(r.role, r.modality, text[r.cue_start : r.cue_end]) for r in rows]
    [('frame', '', '强调'), ('directive', 'obligation', '要'), ('directive', 'prohibition', '不得')]
    """
    return assign_roles_of([Text(text, clauses, entities)], rules)[0]


def assign_roles_of(texts: Sequence[Text], rules: RoleRules) -> list[list[RoleRow]]:
    """The roles of several texts at once: the same as one by one, in half the time where texts are short."""
    live = [live_clauses(clauses) for _, clauses, _ in texts]
    readings = []
    for (text, _, entities), clauses in zip(texts, live, strict=True):
        check()
        if clauses:
            cues = rules.cues.scan(text, clauses)
            readings.append(Reading(text, clauses, cues, scope(clauses, cues), entities))
    if not readings:
        return [[_aside_row(clause) for clause in clauses] for _, clauses, _ in texts]
    features = extract_all(readings, rules.opening)
    check()
    scores = rules.model.roles(features)
    best, sure = scores.argmax(axis=1).tolist(), scores.max(axis=1).round(4).tolist()
    limited: dict[int, str] = {}
    first = 0
    for reading in readings:
        _limit(reading, first, rules.limits, scores, best, limited)
        first += len(reading.clauses)
    modalities = _modalities(readings, best, features, rules.model)
    out: list[list[RoleRow]] = []
    first = 0
    waiting = iter(readings)
    for (_, clauses, _), kept in zip(texts, live, strict=True):
        rows: list[RoleRow] = _rows(next(waiting), first, rules, _Decided(best, sure, limited, modalities)) if kept else []
        first += len(kept)
        if len(kept) < len(clauses):
            read = iter(rows)
            rows = [next(read) if not clause.block or clause.block in _TELLING else _aside_row(clause) for clause in clauses]
        if any(clause.block for clause in clauses):
            rows = [_aside_row(clause) if _set_aside(clause) else row for clause, row in zip(clauses, rows, strict=True)]
        out.append(rows)
    return out


def _modalities(readings: Sequence[Reading], best: Sequence[int], features: Features, model: RoleModel) -> dict[int, str]:
    """The modalities of directives, by the numbers of their clauses: a modal of the clause's own settles it, or the model does."""
    kinds = [row[KINDS_AT] for reading in readings for row in reading.over.rows]
    found = {i: _BOUND.get(kinds[i] & MODAL_BITS, "") for i, role in enumerate(best) if role == 0}
    asked = [i for i, modality in found.items() if not modality]
    likely = model.modalities(features, asked)
    told = likely.argmax(axis=1)
    for n in np.flatnonzero(told == _PROHIBITION).tolist():
        if not _forbidden(readings, asked[n]):
            likely[n, _PROHIBITION] = 0
            told[n] = likely[n].argmax()
    for n in np.flatnonzero(told == _PERMISSION).tolist():
        if not _permitted(readings, asked[n]):
            likely[n, _PERMISSION] = 0
            told[n] = likely[n].argmax()
    for n in np.flatnonzero(told == _PERMISSION).tolist():
        if _other_case(*_own(readings, asked[n])):
            likely[n, _PERMISSION] = 0
            told[n] = likely[n].argmax()
    return found | {i: MODALITIES[number] for i, number in zip(asked, told.tolist(), strict=True)}


def _forbidden(readings: Sequence[Reading], number: int) -> bool:
    """Whether anything forbids what a clause says: a word in it, what binds it in its sentence, or the lead of its list."""
    reading, number = _own(readings, number)
    text, clauses, cues, over, _ = reading
    start, end = clauses[number][:2]
    bound = over.modal_cue[number]
    if _AGAINST.search(text, start, end) or (bound is not None and bound.kind == "prohibition"):
        return True
    lead = next((i for i in range(number - 1, max(-1, number - _LIST), -1) if text.startswith("：", clauses[i][1])), -1)
    return lead >= 0 and any(hit.kind == "prohibition" for hit in cues[lead])


def _own(readings: Sequence[Reading], number: int) -> tuple[Reading, int]:
    """The text that a clause stands in, and the clause's number there."""
    for reading in readings:
        if number < len(reading.clauses):
            break
        number -= len(reading.clauses)
    return reading, number


def _other_case(reading: Reading, number: int) -> bool:
    """Whether what is permitted before 「；」 is over: behind it another case is named (「可以并处罚款；情节严重的，责令停业」)."""
    text, clauses, _, over, _ = reading
    start = clauses[number][0]
    bound = over.modal_cue[number]
    if bound is None or bound.kind != "permission" or (cut := text.rfind("；", bound.end, start)) < 0 or "：" in text[bound.end : start]:
        return False
    return any(text[clause[1] - 1] == "的" for clause in clauses[max(0, number - _CASE) : number] if clause[0] > cut)


def _permitted(readings: Sequence[Reading], number: int) -> bool:
    """Whether a permission of an earlier clause may reach a clause: not out of a condition (准予登记的，), and not over a 「；」
    behind which a condition of its own stands (可以并处罚款；情节严重的，责令停业), unless in a list that it leads (可以：…；…)."""
    (text, clauses, _, over, _), number = _reading_of(readings, number)
    bound, start = over.modal_cue[number], clauses[number].start
    if bound is None or bound.kind != "permission" or over.rows[number][KINDS_AT] & _PERMISSION_BIT:
        return True
    if (_IN_CONDITION.match(text, bound.end, start)) is not None:
        return False
    anew = text.rfind("；", bound.end, start)
    return anew < 0 or "：" in text[bound.end : anew] or _CONDITION.search(text, anew, start) is None


def _reading_of(readings: Sequence[Reading], number: int) -> tuple[Reading, int]:
    """The text that a clause numbered among those of all texts stands in, and its number there."""
    for reading in readings:
        if number < len(reading.clauses):
            break
        number -= len(reading.clauses)
    return reading, number


def live_clauses(clauses: Sequence[ClauseRow]) -> Sequence[ClauseRow]:
    """The clauses that are read: page furniture must not change what is made of the text beside it."""
    if not any(clause.block for clause in clauses):
        return clauses
    place: dict[int, int] = {}
    out: list[ClauseRow] = []
    for i, clause in enumerate(clauses):
        if not clause.block or clause.block in _TELLING:
            place[i] = len(out)
            out.append(clause._replace(heading=place.get(clause.heading, -1)))
    return out


def _aside_row(clause: ClauseRow) -> RoleRow:
    return RoleRow("statement", "", clause.start, clause.start, f"block.{clause.block}", 1.0)


class _Decided(NamedTuple):
    """What was decided, by the number of the clause among those of all texts."""

    best: list[int]
    sure: list[float]
    limited: dict[int, str]
    modalities: dict[int, str]


def _rows(reading: Reading, first: int, rules: RoleRules, decided: _Decided) -> list[RoleRow]:
    """The rows of a text whose first clause has the number ``first``."""
    text, clauses, cues, over, _ = reading
    best, sure, limited, modalities = decided
    rows: list[RoleRow] = []
    for i, (clause, found) in enumerate(zip(clauses, cues, strict=True)):
        start, number = clause[0], first + i
        role = best[number]
        if role == 0:
            modality = modalities[number]
            if (modality == "commitment" and text.startswith(_ASKING, start)) or (modality == "commitment" and _TAKEN.match(text, start, clause[1]) and not _promised(clauses, rows, i)):  # 「请各单位…将名单报送我部」 promises nothing
                modality, found = "obligation", []
            cue, rule = _ground(i, modality, found, over)
            place = rules.cues.word(cue, text) if cue else (start, start)
            rows.append(RoleRow("directive", modality, *place, rule, sure[number]))
        elif number in limited:
            rows.append(RoleRow(ROLES[role], "", start, start, limited[number], 1.0))
        elif found and (cue := _telling(found)):
            rows.append(RoleRow(ROLES[role], "", cue.start, cue.end, cue.id, sure[number]))
        else:
            rows.append(_row((ROLES[role], "", start, start, "model", sure[number])))
    _noun_headings(reading, rules, rows)
    _in_tables(reading, rules, rows)
    _follow_body(text, clauses, rows)
    return rows


def _telling(found: Sequence[CueHit]) -> CueHit | None:
    """The first cue that is no modal."""
    for hit in found:
        if hit.kind not in _MODAL_KINDS:
            return hit
    return None


def _noun_headings(reading: Reading, rules: RoleRules, rows: list[RoleRow]) -> None:
    """A numbered heading that is a noun phrase (「3.采购策略优化」, 「五、关于做好保障」) directs nobody."""
    text, clauses = reading.text, reading.clauses
    for i, row in enumerate(rows):
        if row[0] != "directive" or not row[4].startswith("imperative"):
            continue
        start, end, sentence = clauses[i][:3]
        numbered = _NUMBERED.match(text, start, end)
        if numbered is None or (i + 1 < len(clauses) and clauses[i + 1][2] == sentence):
            continue
        if text[end : end + 1] not in ("", "\n") and not (i + 1 < len(clauses) and clauses[i + 1][3] == clauses[i][3]):
            continue  # an item of a list, not a heading
        if text.startswith("关于", numbered.end()) or rules.opening.names(text, start, end):
            rows[i] = RoleRow("statement", "", start, start, "heading.noun", row[5])


def _in_tables(reading: Reading, rules: RoleRules, rows: list[RoleRow]) -> None:
    """In a table of tasks, a task that opens with a verb directs, the cells of units and deadlines are contexts of it, and the
    head says nothing (「完成时限」)."""
    text, clauses = reading.text, reading.clauses
    tables = find_task_tables(text)
    for begin, close in tables.heads:
        for i in range(bisect_left(clauses, begin, key=_start_of), bisect_left(clauses, close, key=_start_of)):
            rows[i] = RoleRow("statement", "", clauses[i].start, clauses[i].start, "table.head", 1.0)
    for row in tables.rows:
        first = bisect_left(clauses, row.start, key=_start_of)
        for i in range(first, bisect_left(clauses, row.end, key=_start_of)):
            start, end = clauses[i][:2]
            if row.task[0] <= start < row.task[1]:
                if rows[i].role in ("statement", "frame", "goal") and rules.opening.orders(text, start, end):
                    rows[i] = RoleRow("directive", "obligation", start, start, "table.task", rows[i].confidence)
            elif any(a <= start < b for a, b in (*(span for span, _ in row.units), row.deadline or (0, 0))):
                rows[i] = RoleRow("context", "", start, start, "table.cell", 1.0)


def _start_of(clause: ClauseRow) -> int:
    return clause[0]


def _promised(clauses: Sequence[ClauseRow], rows: Sequence[RoleRow], i: int) -> bool:
    """Whether the clause before, in the same sentence, promises or only tells when or who: 「下一步，将…纳入考核」."""
    if not i or clauses[i - 1].sentence != clauses[i].sentence:
        return False
    return rows[i - 1].role != "directive" or rows[i - 1].modality == "commitment"


def _follow_body(text: str, clauses: Sequence[ClauseRow], rows: list[RoleRow]) -> None:
    """Give clauses of a repeated lead the roles they have in the body, where the context is whole."""
    leads = [i for i, clause in enumerate(clauses) if clause.block == "lead"]
    if not leads:
        return
    body = {text[c.start : c.end]: (c, row) for c, row in zip(clauses, rows, strict=True) if not c.block}
    for i in leads:
        clause = clauses[i]
        found = body.get(text[clause.start : clause.end])
        if found is None:
            continue
        at, row = found
        by = clause.start - at.start
        inside = at.start <= row.cue_start and row.cue_end <= at.end
        place = (row.cue_start + by, row.cue_end + by) if inside else (clause.start, clause.start)
        rows[i] = row._replace(cue_start=place[0], cue_end=place[1])


def _set_aside(clause: ClauseRow) -> bool:
    return bool(clause.block) and clause.block != "lead"


def _limit(
    reading: Reading, first: int, limits: RoleLimits, scores: npt.NDArray[np.float64], best: list[int], limited: dict[int, str]
) -> None:
    """Puts the likeliest of the roles left in ``best`` where a limit holds, and the limit's id in ``limited``."""
    for i, limit in limits.all_of(reading.text, reading.clauses):
        number = first + i
        if best[number] in limit.roles:
            continue
        if not limit.with_modal and any(hit.kind in _MODAL_KINDS for hit in reading.cues[i]):
            continue
        best[number] = max(limit.roles, key=scores[number].__getitem__)
        limited[number] = limit.id
    for i, over in limits.followed(reading.text, reading.clauses):
        number = first + i
        if best[number] not in over.roles:
            best[number] = max(over.roles, key=scores[number].__getitem__)
            limited[number] = over.id


def _ground(i: int, modality: str, own: Sequence[CueHit], over: Scope) -> tuple[CueHit | None, str]:
    """The cue a directive rests on and the name of the rule."""
    here = [hit for hit in own if hit.kind in _MODAL_KINDS]
    for hit in here:
        if hit.kind == modality:
            return hit, hit.id
    inherited = over.modal_cue[i]
    if inherited is not None and inherited.kind == modality:
        return inherited, f"{inherited.id}:inherited"
    if here:
        return here[0], here[0].id
    return None, _IMPERATIVE[over.rows[i][FRAME]]
