"""Tables of tasks in running text: lines of cells under a header 「序号 重点任务 责任单位 完成时限」.

A row is one task: what stands in its cell directs, the units in the next cell are responsible, the last says by when. The
readers of html, docx, pdf and markdown put a tab between cells; plain texts have tabs or bars.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analyzer.records import Span

_MARKS = "\t|│"
_HEADER = re.compile(rf"^(?:[^\n{_MARKS}]{{0,40}}[{_MARKS}])[^\n]{{1,120}}$", re.MULTILINE)
_RULE = re.compile(r"[-—─:|│┼├┤ ]+")
"""A line drawn under the head."""
_LEADS = re.compile(r"(?:牵头|责任|主办|负责|实施|承办|落实|主责)(?:责任|负责)?(?:单位|部门|主体|处室|科室|地区)|^牵头|责任分工|^分工$")
_SUPPORTS = re.compile(r"(?:配合|参加|参与|协办|协作|协同|协助)(?:责任)?(?:单位|部门)|^配合")
_BY_WHEN = re.compile(r"时限|期限|完成时间|时间节点|时间安排|时间要求|截止|^时间$|完成日期|进度安排")
_TASKS = re.compile(r"任务|措施|举措|事项|内容|要点|项目|工作")
_NUMBERS = re.compile(r"序号?|编号|项次|[Nn][Oo]\.?")
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]?")
_LONGEST_HEAD = 14
"""Characters that the head of a column has at most."""


class TaskRow(NamedTuple):
    """A row of a table of tasks; spans in the text."""

    start: int
    end: int
    task: Span
    units: tuple[tuple[Span, bool], ...]
    """The cells that name units, with whether these lead."""
    deadline: Span | None


class TaskTables(NamedTuple):
    """What a text holds of tables of tasks: the spans of their heads, which direct nothing, and their rows."""

    heads: list[Span]
    rows: list[TaskRow]


class _Header(NamedTuple):
    size: int
    task: int
    units: tuple[tuple[int, bool], ...]
    deadline: int
    """-1 where no column has it."""
    numbered: bool
    """Whether the first column numbers the rows."""


def find_task_tables(text: str) -> TaskTables:
    """The heads and rows of tables that have a column of tasks and one of units or deadlines, in order.

    A row with fewer cells than the header has its first columns merged with the row above, or, where it has its number, lacks the last ones. The table ends with the first line
    that has no cells.

    >>> text = "序号\\t重点任务\\t责任单位\\t完成时限\\n1\\t改造泵站\\t市水务局\\t2026年底前"
    >>> (head,), (row,) = find_task_tables(text)
    >>> text[slice(*head)]
    '序号\\t重点任务\\t责任单位\\t完成时限'
    >>> text[slice(*row.task)], [(text[a:b], leads) for (a, b), leads in row.units], text[slice(*row.deadline)]
    ('改造泵站', [('市水务局', True)], '2026年底前')
    """
    heads: list[Span] = []
    rows: list[TaskRow] = []
    if not any(mark in text for mark in _MARKS):
        return TaskTables(heads, rows)
    at = 0
    while (line := _HEADER.search(text, at)) is not None:
        at = line.end()
        header = _header([text[a:b] for a, b in _cells(text, *line.span())])
        if header is not None:
            heads.append(line.span())
        while header is not None and at + 1 < len(text):
            begin, end = at + 1, text.find("\n", at + 1)
            end = end if end >= 0 else len(text)
            if not any(text.find(mark, begin, end) >= 0 for mark in _MARKS):
                if text[begin:end].strip() and not _RULE.fullmatch(text, begin, end):
                    break
            elif not _RULE.fullmatch(text, begin, end):
                cells = _cells(text, begin, end)
                if (again := _header([text[a:b] for a, b in cells])) is not None:
                    header = again
                    heads.append((begin, end))
                elif (row := _row(text, cells, header, begin, end)) is not None:
                    rows.append(row)
            at = end
    return TaskTables(heads, rows)


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a line without the white space at their edges; bars around a whole row part none."""
    sign = next(mark for mark in _MARKS if text.find(mark, start, end) >= 0)
    if sign != "\t":
        start, end = _trimmed(text, start, end)
        start, end = start + (text[start] == sign), end - (text[end - 1] == sign and end - start > 1)
    found: list[Span] = []
    while (mark := text.find(sign, start, end)) >= 0:
        found.append(_trimmed(text, start, mark))
        start = mark + 1
    return [*found, _trimmed(text, start, end)]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \u3000\r":
        start += 1
    while end > start and text[end - 1] in " \u3000\r":
        end -= 1
    return start, end


def _header(cells: Sequence[str]) -> _Header | None:
    """What a line is the header of; None where it is none."""
    cells = ["".join(cell.split()) for cell in cells]  # a head set letter by letter, or on two lines of its cell
    if len(cells) < 2 or any(len(cell) > _LONGEST_HEAD for cell in cells):
        return None
    units = tuple((i, not _SUPPORTS.search(cell)) for i, cell in enumerate(cells) if _LEADS.search(cell) or _SUPPORTS.search(cell))
    deadline = next((i for i, cell in enumerate(cells) if _BY_WHEN.search(cell)), -1)
    taken = {deadline, *(i for i, _ in units)}
    tasks = [i for i, cell in enumerate(cells) if i not in taken and _TASKS.search(cell)]
    if not tasks or not (units or deadline >= 0):
        return None
    return _Header(len(cells), tasks[-1], units, deadline, _NUMBERS.fullmatch(cells[0]) is not None)


def _row(text: str, cells: Sequence[Span], header: _Header, start: int, end: int) -> TaskRow | None:
    """The row that a line is; None where it lacks cells that are not merged with the row above."""
    if header.numbered and _NUMBER.fullmatch(text, *cells[0]):
        # A row with its number begins with the first column: what it lacks are empty cells at its end.
        cells = [*cells, *[(end, end)] * (header.size - len(cells))]
    gone = header.size - len(cells)
    if gone < 0 or gone > header.task:
        return None
    task = cells[header.task - gone]
    if task[0] == task[1]:
        return None
    units = tuple((cells[i - gone], leads) for i, leads in header.units if i >= gone)
    deadline = cells[header.deadline - gone] if header.deadline >= gone else None
    return TaskRow(start, end, task, units, deadline)
