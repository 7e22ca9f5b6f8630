"""The two sides of a comparison: run folders, articles, analyses or tables, brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from analyzer.analysis import Analysis, analyze_many
from analyzer.articles import Skip, read_articles
from analyzer.articles.several import read_all
from analyzer.errors import InputError
from analyzer.pipeline import Lexicons
from analyzer.report.folder import read_run
from analyzer.tables import DIRECTIVES, JOIN, TARGETS, Table, directive_table, target_table

if TYPE_CHECKING:
    import pandas as pd

Source: TypeAlias = "str | Path | Analysis | Iterable[Analysis] | pd.DataFrame"
"""What can be compared: a folder that ``analyzer run`` wrote, a file of articles, analyses, or a table with English headers."""

_MARKS = re.compile(r"[^\w%％‰]+|(?<!\d)[%％‰]")
_SHARES = "%％‰"
_GROUPING = re.compile(r"[\s,，]+")
"""What stands between the digits of one number (1,000) and tells nothing."""
_DIGITS = re.compile(r"\d(?:[^\w]*\d)*[%％‰]*[万亿]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_NEEDED = {
    DIRECTIVES.name: ("article_id", "directive_id", "text", "evidence", "modality", "strength"),
    TARGETS.name: ("article_id", "target_id", "value"),
}
_SHORT = 2
"""Letters that a clause needs beside its action, else it tells nothing of what is acted on."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A directive of one side, or several of the same words, addressee, force and deadline: the first of them.

    Attributes:
        times: how often it stands on this side.
        words: letters and numbers of the clause.
        content: the clause without addressee, cue, manner and action, digits made equal: what the action is about.
        numbers: the numbers in the clause.
    """

    article_id: str
    id: str
    date: str
    heading: str
    evidence: str
    action: str
    lemma: str
    object: str
    modality: str
    strength: int
    hedge: str
    addressee: str
    condition: str
    exception: str
    deadline: str
    timing: str
    targets: str
    words: str
    content: str
    numbers: tuple[str, ...]
    times: int = 1


def letters(text: str) -> str:
    """The text without marks and blanks, but with those that are part of a number: 1.5% is not 15.

    >>> letters("推进“三网”融合。"), letters("增长1.5%以上，新增1,000人")
    ('推进三网融合', '增长1.5%以上新增1000人')
    """
    return _MARKS.sub(lambda found: _mark(text, found), text)


def _mark(text: str, found: re.Match[str]) -> str:
    """What is left of a run of marks: its first one between two numbers, else nothing."""
    start, end = found.span()
    between = start > 0 and end < len(text) and (text[start - 1].isdecimal() or text[start - 1] in _SHARES) and text[end].isdecimal()
    return found[0][0] if between and not _GROUPING.fullmatch(found[0]) else ""


def without_numbers(text: str) -> str:
    """The text with one digit for every number.

    >>> without_numbers("改造危房260万户")
    '改造危房0户'
    """
    return _DIGITS.sub("0", text)


def frames_of(source: Source, *, columns: Mapping[str, str] | None = None, skipped: list[Skip] | None = None, lexicons: Lexicons = None) -> tuple[Any, Any]:
    """The directive and the target table of a side; the latter is None where only the former was given.

    Raises:
        InputError: there is nothing of the kind, or no article in it could be read.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
    """
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        return source, None
    if isinstance(source, (str, Path)):
        path = Path(source)
        if not path.exists():
            raise InputError(f"{path} does not exist: give a folder that `analyzer run … --out` wrote, or a file of articles")
        if path.is_dir():
            folder = read_run(path)
            return folder.directives, folder.targets
        source = analyze_many(_articles(path, columns, skipped), lexicons=lexicons)
    analyses = [source] if isinstance(source, Analysis) else list(source)
    if wrong := [one for one in analyses if not isinstance(one, Analysis)]:
        raise InputError(f"a side holds a {type(wrong[0]).__name__}: give analyses, a table of directives, or a path")
    return directive_table(analyses), target_table(analyses)


def _articles(path: Path, columns: Mapping[str, str] | None, skipped: list[Skip] | None) -> Any:
    return read_articles(path, columns=columns) if skipped is None else read_all([path], columns, skipped)


def check(frame: pd.DataFrame, table: Table) -> None:
    """Refuse a frame that is no such table.

    Raises:
        InputError: a column that the comparison needs is missing.
    """
    if missing := [name for name in _NEEDED[table.name] if name not in frame.columns]:
        raise InputError(f"the table has no column {missing[0]!r}: give a {table.name} table with English headers, or the folder of a run")


def cells(frame: pd.DataFrame, names: Iterable[str]) -> list[tuple[str, ...]]:
    """The columns ``names`` of a frame as text, row by row; "" where a cell is empty or the frame has no such column."""
    texts = []
    for name in names:
        if name in frame.columns:
            column = frame[name].astype("object")
            texts.append([str(cell) for cell in column.where(column.notna(), "")])
        else:
            texts.append([""] * len(frame))
    return list(zip(*texts, strict=True))


_FIELDS = (
    "article_id", "directive_id", "date", "heading_path", "text", "evidence", "addressee", "cue", "manner", "action", "lemma", "object",
    "modality", "strength", "hedge", "condition", "exception", "deadline", "timing", "contexts", "repeat_of",
)  # fmt: skip


def stated(directives: pd.DataFrame, targets: pd.DataFrame | None = None) -> list[Stated]:
    """The directives of a side in their order, those of the same words once; repeats are left out.

    Raises:
        InputError: ``directives`` is no table of directives.
    """
    check(directives, DIRECTIVES)
    values = _values_of(targets)
    found: dict[tuple[str, ...], Stated] = {}
    times: dict[tuple[str, ...], int] = {}
    for row in cells(directives, _FIELDS):
        one = dict(zip(_FIELDS, row, strict=True))
        if one["repeat_of"]:
            continue
        words, content = letters(one["text"]), _content(one)
        # A bare verb (「稳步推进」) is the same directive only where it hangs on the same topic.
        topic = content if content != words else ""
        key = (words, topic, *(one[name] for name in ("addressee", "modality", "strength", "condition", "exception", "deadline", "timing")))
        times[key] = times.get(key, 0) + 1
        if key not in found:
            found[key] = Stated(
                one["article_id"], one["directive_id"], one["date"], one["heading_path"], one["evidence"], one["action"],
                one["lemma"] or one["action"], one["object"], one["modality"], int(float(one["strength"] or 3)), one["hedge"],
                one["addressee"], one["condition"], one["exception"], one["deadline"], one["timing"], values.get(one["directive_id"], ""),
                words, content, tuple(_NUMBER.findall(one["text"])),
            )  # fmt: skip
    return [_counted(one, times[key]) for key, one in found.items()]


def _counted(one: Stated, times: int) -> Stated:
    return replace(one, times=times) if times > 1 else one


def _content(one: Mapping[str, str]) -> str:
    """What the clause says beside who, how and the verb; with its last context where that is nothing."""
    text = one["text"]
    for part in (one["addressee"], one["cue"], one["manner"], one["action"]):
        if part and part in text:
            text = text.replace(part, " ", 1)
    rest = letters(text)
    if len(rest) < _SHORT:
        rest = letters(one["contexts"].rpartition(JOIN)[2] + one["text"])
    return without_numbers(rest)


def _values_of(targets: pd.DataFrame | None) -> dict[str, str]:
    """The targets of each directive as one cell: indicator and value."""
    out: dict[str, str] = {}
    if targets is not None:
        for id, indicator, value in cells(targets, ("directive_id", "indicator", "value")):
            if id:
                out[id] = f"{out[id]}{JOIN}{indicator}{value}" if id in out else f"{indicator}{value}"
    return out
