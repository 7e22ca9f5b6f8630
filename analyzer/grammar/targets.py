"""Numbers that bind the future: 「到2025年，营收突破1.8万亿元」, 「不少于3年」, 「最高200万元」; not reported statistics."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from analyzer.deadline import paced
from analyzer.grammar.dates import find_deadline
from analyzer.grammar.numbers import NumberRow, NumberRules
from analyzer.grammar.target_tables import find_table_targets
from analyzer.grammar.targets_binding import MAYBE_FUTURE, binds, may_bind
from analyzer.grammar.targets_parts import REACH, Horizons, baseline, commitment, indicator
from analyzer.grammar.task_tables import find_task_tables
from analyzer.records import ClauseRow, RoleRow

_start = attrgetter("start")
_place = itemgetter("start")
_CN = "一二两三四五六七八九十百千万亿"
_HONG_KONG = re.compile("港元|港币|香港特(?:别行政)?区政府")
_MAINLAND = re.compile("人民币|内地|国务院|人民政府|全国|我国|大湾区|广东|深圳|澳门|台湾|中央")
# A digit or sign, 分之, or a Chinese number with a unit; one class in front, so that the search skips all other characters. Of a
# number its last character is enough: to walk over a long one from each of its places would take the square of its length.
_GATE = re.compile(
    rf"[0-9０-９%％‰倍番成分{_CN}](?:(?<![分{_CN}])|(?<=分)之|(?<=[{_CN}])[元人名家个项次天日年月万亿级小吨亩斤户])"
)

class TargetRules:
    """What ``find_targets`` reads with: units and comparators."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: NumberRules) -> None:
        """Take the number rules."""
        self.numbers = numbers

    @classmethod
    def from_lexicons(cls, folder: Path) -> TargetRules:
        """Read ``units.csv`` and ``comparators.csv`` in ``folder``.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        return cls(NumberRules.from_lexicons(folder))

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"numbers": self.numbers.to_rows()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> TargetRules:
        """The rules that ``to_rows`` wrote down."""
        return cls(NumberRules.from_rows(rows["numbers"]))


def find_targets(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    rules: TargetRules,
    *,
    meta: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Targets and limits of a text, in order.

    Args:
        text: clean text.
        clauses, roles: of the same length; numbers count in directives and goals, elsewhere only where the clause
            itself says that it binds.
        rules: units and comparators.
        meta: ``date`` (ISO) resolves 今年, 年底前, 三年内.

    Returns:
        One mapping a target with the fields of ``records.Target`` in clean offsets, ``clause`` (its index), and
        ``indicator_start``, ``indicator_end`` (equal where nothing in the text names what is measured).

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.resources import lexicons_dir
    >>> text = "到2025年，全市产值突破1.8万亿元。"
    >>> rows = split_clauses(text)
    >>> roles = [RoleRow("context", "", 0, 0, "", 1.0), RoleRow("goal", "", 0, 0, "", 1.0)]
    >>> t = find_targets(text, rows, roles, TargetRules.from_lexicons(lexicons_dir()))[0]
    >>> t["indicator"], t["comparator"], t["value"], t["number"], t["unit"], t["deadline"]
    ('全市产值', '>', '突破1.8万亿元', (1800000000000.0,), 'CNY', '2025')
    """
    date = (meta or {}).get("date", "")
    found: list[dict[str, Any]] = []
    horizons = Horizons(text, clauses, date)
    for index in paced(_candidates(text, clauses, roles)):
        clause, kind = clauses[index], roles[index].role
        if clause.block or _GATE.search(text, clause.start, clause.end) is None or not may_bind(text, clause, kind):
            continue
        floor = clause.start
        for number in paced(rules.numbers.find(text, clause.start, clause.end)):
            # No clause of prose is longer than this; one made of thousands of numbers must not be walked for each of them.
            near = clause._replace(start=max(clause.start, number.start - REACH), end=min(clause.end, number.end + REACH))
            if _cited(text, near, number.start) or not binds(number, text, near, kind):
                continue
            span = indicator(text, near, number, floor)
            floor = max(floor, number.end)
            found.append(_target(text, clauses, index, near, number, span, horizons))
    _by_rows(found, text, date)
    _in_hong_kong(found, text)
    return _with_tables(found, find_table_targets(text, clauses, rules.numbers), clauses)


def _by_rows(found: Sequence[dict[str, Any]], text: str, date: str) -> None:
    """Give targets in a table of tasks the deadline of their row, where their own clause states none."""
    if "\t" not in text or not found:
        return
    rows = [row for row in find_task_tables(text).rows if row.deadline]
    for target in found:
        n = bisect_right(rows, target["start"], key=_start) - 1
        if target["deadline"] or n < 0 or not rows[n].task[0] <= target["start"] < rows[n].task[1]:
            continue
        if (cell := rows[n].deadline) and (by := find_deadline(text, *cell, date)):
            target["deadline"] = by[0]


def _in_hong_kong(found: Sequence[dict[str, Any]], text: str) -> None:
    """A bare 元 is the dollar of Hong Kong where a text counts in 港元 or speaks of its government, and of no other place's money."""
    bare = [t for t in found if t["unit"] == "CNY" and "元" in t["value"] and not _MAINLAND.search(t["value"])]
    if bare and _HONG_KONG.search(text) and not _MAINLAND.search(text):
        for target in bare:
            target["unit"] = "HKD"


def _with_tables(found: list[dict[str, Any]], rows: list[dict[str, Any]], clauses: Sequence[ClauseRow]) -> list[dict[str, Any]]:
    """Both in order; what stands in a row of a table is what its row says."""
    if not rows:
        return found
    lines = {clauses[row["clause"]].paragraph for row in rows}
    return sorted([*(t for t in found if clauses[t["clause"]].paragraph not in lines), *rows], key=_place)


def _candidates(text: str, clauses: Sequence[ClauseRow], roles: Sequence[RoleRow]) -> list[int]:
    """The clauses that may bind: all but frames and statements, and the statements with a word like 确保.

    One search of the text finds the latter; most clauses are statements without one.
    """
    numbers = {i for i, role in enumerate(roles) if role.role not in ("statement", "frame")}
    for word in MAYBE_FUTURE.finditer(text):
        i = bisect_right(clauses, word.start(), key=_start) - 1
        if i >= 0 and word.start() < clauses[i].end and roles[i].role == "statement":
            numbers.add(i)
    return sorted(numbers)


def _cited(text: str, clause: ClauseRow, at: int) -> bool:
    """Whether a position lies inside 《》: the number belongs to a document's name."""
    opened = text.rfind("《", clause.start, at)
    return opened >= 0 and text.find("》", opened, at) < 0


def _target(
    text: str, clauses: Sequence[ClauseRow], index: int, near: ClauseRow, number: NumberRow, span: tuple[int, int], horizons: Horizons
) -> dict[str, Any]:
    return {
        "start": number.start,
        "end": number.end,
        "clause": index,
        "indicator": text[span[0] : span[1]],
        "indicator_start": span[0],
        "indicator_end": span[1],
        "comparator": number.comparator,
        "value": text[number.start : number.end],
        "number": number.number,
        "unit": number.unit,
        "baseline": baseline(text, near, number),
        "deadline": horizons.of(index, number),
        "commitment": commitment(text, clauses, index),
    }
