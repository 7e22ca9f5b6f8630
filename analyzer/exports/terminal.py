"""A marked article in the terminal: directives on the colour of their modality, entities underlined, targets bold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, TextIO

from analyzer.records import Label, Modality, Role
from analyzer.terminal import cell, visible

if TYPE_CHECKING:
    from rich.text import Text

    from analyzer.analysis import Analysis

MODALITIES = {
    Modality.OBLIGATION: ("on blue", "义务"), Modality.PROHIBITION: ("on red", "禁止"), Modality.ENCOURAGEMENT: ("on green", "鼓励"),
    Modality.PERMISSION: ("on yellow", "许可"), Modality.COMMITMENT: ("on magenta", "承诺"),
}  # fmt: skip
ENTITIES = {
    Label.MINISTRY: ("underline bright_blue", "部门"), Label.REGION: ("underline bright_green", "地区"),
    Label.SECTOR: ("underline bright_yellow", "行业"), Label.GROUP: ("underline", "泛指"), Label.DOCUMENT: ("underline bright_magenta", "文件"),
}  # fmt: skip
TARGET, GOAL, FRAME, ASIDE, OFFSETS = "bold", "italic cyan", "italic bright_black", "dim strike", "dim"


def marked_text(analysis: Analysis, *, offsets: bool = False, plain: bool = False) -> Text:
    """The article with its marks.

    Args:
        offsets: put the place in the raw text behind each directive.
        plain: put directives in brackets, too, with their modality: 「【义务 各地要加强监管】」.
    """
    from rich.text import Text

    text = Text(visible(analysis.article.text, lines=True))  # as long as it was: offsets hold
    for block in analysis.clean.blocks:
        if block.kind != "lead":
            text.stylize(ASIDE, *analysis.clean.to_raw(block.start, block.end))
    for clause in analysis.clauses:
        if clause.role in (Role.GOAL, Role.FRAME):
            text.stylize(GOAL if clause.role is Role.GOAL else FRAME, clause.start, clause.end)
    for d in analysis.directives:
        text.stylize(MODALITIES[d.modality][0], d.start, d.end)
    for e in analysis.entities:
        text.stylize(ENTITIES[e.label][0], e.start, e.end)
    for t in analysis.targets:
        text.stylize(TARGET, t.start, t.end)
    return _with(text, sorted(_insertions(analysis, offsets=offsets, plain=plain)))


def _insertions(analysis: Analysis, *, offsets: bool, plain: bool) -> Iterator[tuple[int, int, str, str]]:
    """Where something is put into the text, in which order at one place, words and style."""
    for d in analysis.directives:
        if plain:
            yield d.start, 2, f"【{MODALITIES[d.modality][1]} ", ""
            yield d.end, 1, "】", ""
        if offsets:
            yield d.end, 0, f"[{d.start}:{d.end}]", OFFSETS


def _with(text: Text, insertions: Sequence[tuple[int, int, str, str]]) -> Text:
    from rich.text import Text

    out = Text()
    for piece, more in zip_longest(text.divide([place for place, *_ in insertions]), insertions):
        out.append_text(piece)
        if more:
            out.append(more[2], more[3])
    return out


def legend() -> Text:
    """What the colours mean."""
    from rich.text import Text

    parts = [*MODALITIES.values(), *ENTITIES.values(), (TARGET, "指标"), (GOAL, "目标"), (FRAME, "框架"), (ASIDE, "不读")]
    return Text("  ").join(Text(words, style) for style, words in parts)


def print_articles(analyses: Iterable[Analysis], *, offsets: bool = False, handle: TextIO | None = None) -> None:
    """Print articles with a heading, the legend and their marked text; where there are no colours, as in a pipe, directives stand in brackets.

    >>> from io import StringIO
    >>> from analyzer import analyze
    >>> print_articles([analyze("各地要加强监管。")], handle=(page := StringIO()))
    >>> "【义务 各地要加强监管】" in page.getvalue()
    True
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=handle or sys.stdout, highlight=False)
    console.soft_wrap = not console.is_terminal  # a pipe gets the lines of the text
    for analysis in analyses:
        about = " · ".join(part for part in (analysis.title, analysis.date, "、".join(analysis.issuers)) if part)
        console.print(cell(about or analysis.article.id or "", "bold"))
        if console.is_terminal:
            console.print(legend())
        console.print()
        console.print(marked_text(analysis, offsets=offsets, plain=console.color_system is None))
        console.print(Text(f"\n{len(analysis.directives)} directives, {len(analysis.targets)} targets, {len(analysis.entities)} entities\n", "dim"))
