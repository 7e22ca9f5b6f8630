"""Tables of indicators in running text: lines of cells under a header 「指标 2020年 2025年 属性」.

The readers of html and docx put a tab between cells; text copied from a page has blanks there, markdown has strokes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from analyzer.grammar.numbers import NumberRow, NumberRules
from analyzer.records import ClauseRow

_start = attrgetter("start")
_NAME, _UNIT, _NATURE = re.compile(r"指标(?!值)"), re.compile(r"^(?:计量)?单位$"), re.compile(r"属性|性质|类型")
_YEAR = re.compile(r"20[0-9]{2}(?=年|$|[^0-9])")
_MARK = re.compile(r"[\t|｜]")
_CELL = re.compile(r"(?<![^\t|｜])[^\t|｜]*")
_RULE = re.compile(r"[-:—|+=\s\u3000]*")
_BLANK_CELL = re.compile(r"[^ \u3000]+(?: (?=[（(]))?[^ \u3000]*")
_COMMITMENTS = {"约束性": "ensure", "预期性": "expected"}
_UNIT_IN_NAME = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_ORDINAL = re.compile(r"[0-9]{1,2}[.．、]?|[（(]?[一二三四五六七八九十0-9]{1,3}[）)][ ]?")
_NUMBER = re.compile(r"[0-9０-９]")
_FEWEST = 3
"""Cells that make a line a row."""


class _Cell(NamedTuple):
    start: int
    end: int
    text: str


class _Header(NamedTuple):
    size: int
    name: int
    unit: int
    """-1 where no column has the unit."""
    nature: int
    """-1 where no column says 约束性 or 预期性."""
    years: tuple[tuple[int, str, str], ...]
    """(column, year, its head as written), earliest first."""


def find_table_targets(text: str, clauses: Sequence[ClauseRow], numbers: NumberRules) -> list[dict[str, Any]]:
    """The targets of indicator tables, in order; fields as in ``find_targets``.

    A row gives its value for the last year of the header; an earlier year is its baseline (「2020年 54.2%」). The unit
    stands in a column of its own or in brackets behind the name. Lines set aside as page furniture are no rows.

    >>> from analyzer.grammar.clauses import split_clauses
    >>> from analyzer.resources import lexicons_dir
    >>> text = "指标名称 2020年 2025年 属性\\n灌溉保证率（%） 72.5 85 约束性"
    >>> found = find_table_targets(text, split_clauses(text), NumberRules.from_lexicons(lexicons_dir()))
    >>> [(t["indicator"], t["value"], t["unit"], t["deadline"], t["baseline"], t["commitment"]) for t in found]
    [('灌溉保证率', '85', '%', '2025', '2020年72.5%', 'ensure')]
    """
    found: list[dict[str, Any]] = []
    at = 0
    while (name := _NAME.search(text, at)) is not None:
        begin, end = _line(text, name.start())
        at = end
        header = _header(_cells(text[begin:end], begin))
        while header is not None and at < len(text):
            begin, end = _line(text, at + 1)
            line = text[begin:end]
            if not _RULE.fullmatch(line):
                cells = _cells(line, begin)
                if len(cells) < _FEWEST or _header(cells) is not None:
                    break
                if (target := _target(text, cells, header, clauses, numbers)) is not None:
                    found.append(target)
            at = end
    return found


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line that a position stands in begins and ends."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _cells(line: str, at: int) -> list[_Cell]:
    found = (_CELL if _MARK.search(line) else _BLANK_CELL).finditer(line)
    cells = [_Cell(at + m.start() + len(m[0]) - len(m[0].lstrip()), at + m.start() + len(m[0].rstrip()), m[0].strip()) for m in found]
    if line.lstrip().startswith("|"):  # markdown: strokes at both ends
        cells = cells[1 : -1 if not cells[-1].text else None]
    return cells


def _header(cells: Sequence[_Cell]) -> _Header | None:
    """What a line is the header of; None where it is none."""
    name = next((i for i, cell in enumerate(cells) if _NAME.search(cell.text)), -1)
    years = sorted(
        ((i, year[0], cell.text) for i, cell in enumerate(cells) if i != name and (year := _YEAR.search(cell.text)) and not _NUMBER.search(cell.text[: year.start()])),
        key=lambda column: column[1],
    )
    if name < 0 or not years:
        return None
    unit = next((i for i, cell in enumerate(cells) if _UNIT.search(cell.text)), -1)
    nature = next((i for i, cell in enumerate(cells) if _NATURE.search(cell.text) and i not in (name, unit)), -1)
    return _Header(len(cells), name, unit, nature, tuple(years))


def _target(
    text: str, cells: Sequence[_Cell], header: _Header, clauses: Sequence[ClauseRow], numbers: NumberRules
) -> dict[str, Any] | None:
    """The target of a row; None where the row has no value for the last year."""
    gone = header.size - len(cells)  # merged cells stand at the left: a class of indicators, or a number
    if gone < 0 or gone > header.name:
        return None
    column, year, _ = header.years[-1]
    name, value = cells[header.name - gone], cells[column - gone]
    if _NUMBER.search(value.text) is None:
        return None
    lead = _ORDINAL.match(name.text)
    begin = name.start + (lead.end() if lead and lead.end() < len(name.text) else 0)
    bracket = _UNIT_IN_NAME.search(name.text)
    unit = cells[header.unit - gone].text if header.unit - gone >= 0 <= header.unit else bracket[1] if bracket else ""
    end = name.start + bracket.start() if bracket else name.end
    number = _read(value.text, unit, numbers)
    clause = bisect_right(clauses, value.start, key=_start) - 1
    if number is None or clause < 0 or clauses[clause].block:
        return None
    nature = cells[header.nature - gone].text if header.nature >= 0 else ""
    return {
        "start": value.start,
        "end": value.end,
        "clause": clause,
        "indicator": text[begin:end].strip(),
        "indicator_start": begin,
        "indicator_end": begin + len(text[begin:end].rstrip()),
        "comparator": number.comparator,
        "value": value.text,
        "number": number.number,
        "unit": number.unit,
        "baseline": _baseline(cells, header, gone, unit),
        "deadline": year,
        "commitment": next((code for word, code in _COMMITMENTS.items() if word in nature), "plain"),
    }


def _baseline(cells: Sequence[_Cell], header: _Header, gone: int, unit: str) -> str:
    """The value of the first year with its head, "" where there is but one year or no number for it."""
    column, _, head = header.years[0]
    if len(header.years) == 1 or _NUMBER.search(cells[column - gone].text) is None:
        return ""
    value = cells[column - gone].text
    return f"{head}{value}{'' if value.endswith(unit) else unit}"


def _read(value: str, unit: str, numbers: NumberRules) -> NumberRow | None:
    """A cell with the unit of its column or name, read as if it stood in a sentence."""
    bare = value.strip("[]〔〕【】")
    written = bare if not unit or unit in bare else _with_unit(bare, unit)
    for words in (written, bare):
        if found := numbers.find(words, 0, len(words)):
            return found[0]
    return None


def _with_unit(value: str, unit: str) -> str:
    """「85以上」 with 「%」 is 「85%以上」."""
    last = max(match.end() for match in _NUMBER.finditer(value))
    return value[:last] + unit + value[last:]
