"""What became of each directive and each target: the tables of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from analyzer.comparison.assignment import assign
from analyzer.comparison.sides import Source, Stated, cells, check, frames_of, letters, stated
from analyzer.comparison.similarity import THRESHOLD, Pairs, alike, alike_texts, equal_rows
from analyzer.errors import InputError
from analyzer.records import Modality
from analyzer.tables import TARGETS, Cell, Column, Headers, Row, Table, join, to_frame

if TYPE_CHECKING:
    import pandas as pd

INDICATORS = 0.6
"""From which similarity of their names two indicators of one unit are taken for one."""
_BINDING = {Modality.PERMISSION: 0, Modality.ENCOURAGEMENT: 1, Modality.COMMITMENT: 2, Modality.OBLIGATION: 2, Modality.PROHIBITION: 2}
"""Which modality binds more where the strength is the same."""


class Change(StrEnum):
    """What became of a directive."""

    NEW = "new"
    DROPPED = "dropped"
    KEPT = "kept"
    REWORDED = "reworded"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"


class TargetChange(StrEnum):
    """What became of a target; ``restated`` is another comparator, commitment or deadline for the same number."""

    NEW = "new"
    DROPPED = "dropped"
    KEPT = "kept"
    RAISED = "raised"
    LOWERED = "lowered"
    RESTATED = "restated"


def _both(*columns: Column) -> tuple[Column, ...]:
    """The columns of the old side, then those of the new one."""
    return tuple(
        c._replace(name=f"{side}_{c.name}", zh=f"{zh}{c.zh}") for side, zh in (("old", "旧"), ("new", "新")) for c in columns
    )


_MODALITIES = (*(str(m.value) for m in Modality), "")
DIRECTIVE_CHANGES = Table(
    "directive_changes",
    (
        Column("change", "变化", tuple(Change)), Column("similarity", "相似度", float, 0, 1), Column("differences", "差异"),
        *_both(
            Column("evidence", "原文"), Column("article_id", "文章编号"), Column("directive_id", "指令编号"), Column("date", "日期"),
            Column("heading_path", "所在标题"), Column("action", "行动"), Column("object", "对象"), Column("modality", "情态", _MODALITIES),
            Column("strength", "力度", float, 1, 5), Column("addressee", "责任主体"), Column("deadline", "期限"), Column("targets", "指标"),
            Column("times", "次数", int),
        ),
    ),
    lambda _: iter(()),
)  # fmt: skip
"""One row a directive of either side. ``rows`` of this table gives none: it is made of two sides, not of an analysis."""

TARGET_CHANGES = Table(
    "target_changes",
    (
        Column("change", "变化", tuple(TargetChange)), Column("similarity", "相似度", float, 0, 1),
        *_both(
            Column("indicator", "指标"), Column("value", "数值表达"), Column("number", "数值", float), Column("unit", "单位"),
            Column("deadline", "期限"), Column("commitment", "承诺程度"), Column("article_id", "文章编号"), Column("target_id", "指标编号"),
        ),
    ),
    lambda _: iter(()),
)  # fmt: skip


def compare(old: Source, new: Source, *, threshold: float = THRESHOLD, headers: Headers = "en") -> pd.DataFrame:
    """What became of the directives of ``old``, and which of ``new`` are new: one row each, in the order of ``new``.

    Directives are matched one to one so that the sum of similarities is greatest. A pair of the same words is ``kept``;
    else it is ``strengthened`` or ``weakened`` where its strength differs (or, at one strength, its modality: permission,
    encouragement, all others), ``kept`` where action and object are the same and ``differences`` is empty, and
    ``reworded`` otherwise. ``differences`` names what differs of modality, strength, hedge, addressee, condition,
    exception, deadline, timing, targets and numbers; a deadline that moved along with the date of the text is none. Rows of
    ``dropped`` directives stand last.

    Directives of the same words, addressee and force count once a side (``old_times``, ``new_times``); repeats do not.

    Args:
        old, new: a folder that ``analyzer run`` wrote, a file of articles, an analysis or several, or a directive table.
        threshold: similarity from which two directives are taken for one, above 0 and at most 1.
        headers: ``en`` or ``zh``.

    Raises:
        InputError: a side is nothing of the kind, or the threshold out of range.

    >>> from analyzer import analyze
    >>> before = analyze("会议要求，各地要推进渠道改造，支持农户发展养殖。要清理河道。")
    >>> after = analyze("会议要求，各地必须推进渠道改造，支持农户发展生态养殖。要修建水库。")
    >>> table = compare(before, after)
    >>> table[["change", "old_evidence", "new_evidence"]].values.tolist()
    [['strengthened', '各地要推进渠道改造', '各地必须推进渠道改造'], ['reworded', '支持农户发展养殖', '支持农户发展生态养殖'], ['new', '', '要修建水库'], ['dropped', '要清理河道', '']]
    """
    before, after = stated(*frames_of(old)), stated(*frames_of(new))
    return to_frame(DIRECTIVE_CHANGES, directive_changes(before, after, threshold), headers=headers)


def compare_targets(old: Source, new: Source, *, headers: Headers = "en") -> pd.DataFrame:
    """What became of the targets of ``old``, matched by the names of their indicators and their units.

    ``raised`` and ``lowered`` compare the numbers (the upper end of a range). Rows stand in the order of ``new``,
    ``dropped`` ones last. Targets without an indicator cannot be matched: they are new or dropped.

    Args:
        old, new: as for :func:`compare`; instead of a directive table a target table.
        headers: ``en`` or ``zh``.

    Raises:
        InputError: a side is nothing of the kind.

    >>> from analyzer import analyze
    >>> before = analyze("会议要求，到2024年底要确保灌溉保证率达到80%以上。")
    >>> after = analyze("会议要求，到2025年底要确保灌溉保证率达到85%以上。")
    >>> compare_targets(before, after)[["change", "old_value", "new_value"]].values.tolist()
    [['raised', '80%以上', '85%以上']]
    """
    before, after = numbers(_target_frame(old)), numbers(_target_frame(new))
    return to_frame(TARGET_CHANGES, target_changes(before, after), headers=headers)


def _target_frame(side: Source) -> pd.DataFrame:
    directives, targets = frames_of(side)
    found: pd.DataFrame = directives if targets is None else targets
    return found


def directive_changes(old: Sequence[Stated], new: Sequence[Stated], threshold: float = THRESHOLD) -> Iterator[Row]:
    """The rows of ``DIRECTIVE_CHANGES``.

    Raises:
        InputError: the threshold is out of range.
    """
    if not 0 < threshold <= 1:
        raise InputError(f"threshold {threshold} is out of range: give a number above 0 and at most 1, such as {THRESHOLD}")
    partners = assign(alike(old, new, threshold), len(old), len(new), threshold)
    by_new = {n: (o, score) for o, (n, score) in partners.items()}
    for number, one in enumerate(new):
        if number in by_new:
            before, score = by_new[number]
            differences = _differences(old[before], one)
            yield (_change(old[before], one, differences).value, round(score, 4), join(differences), *_cells(old[before]), *_cells(one))
        else:
            yield (Change.NEW.value, None, "", *_NO_CELLS, *_cells(one))
    for number, one in enumerate(old):
        if number not in partners:
            yield (Change.DROPPED.value, None, "", *_cells(one), *_NO_CELLS)


_NO_CELLS: tuple[Cell, ...] = ("", "", "", "", "", "", "", "", None, "", "", "", 0)


def _cells(one: Stated) -> tuple[Cell, ...]:
    return (
        one.evidence, one.article_id, one.id, one.date, one.heading, one.action, one.object, one.modality, one.strength,
        one.addressee, one.deadline, one.targets, one.times,
    )  # fmt: skip


def _differences(old: Stated, new: Stated) -> list[str]:
    """Names of the fields that differ."""
    plain = ("modality", "strength", "hedge", "addressee", "condition", "exception", "timing", "targets", "numbers")
    found = [name for name in plain if getattr(old, name) != getattr(new, name)]
    if old.deadline != new.deadline and not _moved_along(old, new):
        found.append("deadline")
    return found


def _moved_along(old: Stated | Number, new: Stated | Number) -> bool:
    """Whether the deadlines lie the same number of years after the texts, as the end of each one's own year does."""
    stated = (old.deadline, new.deadline, old.date, new.date)
    if not all(stated) or old.deadline[4:] != new.deadline[4:]:
        return False
    a, b, before, after = (int(value[:4]) for value in stated)
    return a - before == b - after


def _change(old: Stated, new: Stated, differences: Sequence[str]) -> Change:
    if old.words == new.words:
        return Change.KEPT
    force = (new.strength - old.strength) or _BINDING[Modality(new.modality)] - _BINDING[Modality(old.modality)]
    if force:
        return Change.STRENGTHENED if force > 0 else Change.WEAKENED
    same = old.lemma == new.lemma and old.object and letters(old.object) == letters(new.object)
    return Change.KEPT if same and not differences else Change.REWORDED


class Number(NamedTuple):
    """A target of one side, in the order of the table's columns; ``number`` is the upper end of a range."""

    indicator: str
    value: str
    number: float | None
    unit: str
    deadline: str
    commitment: str
    article_id: str
    id: str
    comparator: str
    date: str


def numbers(targets: pd.DataFrame) -> list[Number]:
    """The targets of a side, each statement of one number once.

    Raises:
        InputError: it is no table of targets.
    """
    check(targets, TARGETS)
    found: dict[tuple[str, ...], Number] = {}
    names = ("indicator", "value", "number_high", "number", "unit", "deadline", "commitment", "article_id", "target_id", "comparator", "date")
    for indicator, value, high, low, *rest in cells(targets, names):
        number = high if high not in ("", "nan") else low
        one = Number(indicator, value, float(number) if number not in ("", "nan") else None, *rest)
        found.setdefault((letters(indicator), value, *rest[:3]), one)
    return list(found.values())


def target_changes(old: Sequence[Number], new: Sequence[Number]) -> Iterator[Row]:
    """The rows of ``TARGET_CHANGES``."""
    # The unit is part of the name: 新增就业 of 人 is not the 增速 of it.
    names = [letters(o.indicator) for o in old], [letters(n.indicator) for n in new]
    same = equal_rows(*([(_says(one),) for one in side] for side in (old, new)))
    pairs = alike_texts(*names, INDICATORS, same)
    same_unit = [n for n, (a, b) in enumerate(zip(pairs.old.tolist(), pairs.new.tolist(), strict=True)) if old[a].unit == new[b].unit]
    pairs = Pairs(pairs.old[same_unit], pairs.new[same_unit], pairs.score[same_unit])
    partners = assign(pairs, len(old), len(new), INDICATORS)
    by_new = {n: (o, score) for o, (n, score) in partners.items()}
    empty: tuple[Cell, ...] = ("", "", None, "", "", "", "", "")
    for number, one in enumerate(new):
        if number in by_new:
            before, score = by_new[number]
            yield (_target_change(old[before], one).value, round(score, 4), *old[before][:8], *one[:8])
        else:
            yield (TargetChange.NEW.value, None, *empty, *one[:8])
    for number, one in enumerate(old):
        if number not in partners:
            yield (TargetChange.DROPPED.value, None, *one[:8], *empty)


def _says(one: Number) -> tuple[object, ...]:
    """What must be the same in two targets that say the same; without an indicator (「最高不超过20万元」) all the rest."""
    return letters(one.indicator), one.value, one.unit, one.deadline, one.commitment, one.comparator


def _target_change(old: Number, new: Number) -> TargetChange:
    if old.number is not None and new.number is not None and old.number != new.number:
        return TargetChange.RAISED if new.number > old.number else TargetChange.LOWERED
    differ = (old.comparator, old.commitment, old.number is None) != (new.comparator, new.commitment, new.number is None)
    moved = old.deadline != new.deadline and not _moved_along(old, new)
    return TargetChange.RESTATED if differ or moved else TargetChange.KEPT
