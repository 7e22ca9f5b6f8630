"""CoNLL: a character or a word a line with its offsets and IOB2 tags, an empty line after each sentence.

Columns, by tabs: form, start, end, entity, directive (by modality), target. Where spans overlap, the longer one counts;
white space is left out, and shows in the offsets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from analyzer.exports.spans import Marked, apart, directives, entities, targets

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_STOPS = "。！？"


def conll(analysis: Analysis, *, words: bool = False) -> str:
    """The ``.conll`` file of an article.

    Args:
        analysis: what was found.
        words: a line for each word, as pkuseg cuts them, rather than for each character.
    """
    raw, article = analysis.article.text, analysis.article
    units = [(s, e) for s, e, _ in analysis.tokens if raw[s:e].strip()] if words else [(n, n + 1) for n, c in enumerate(raw) if not c.isspace()]
    columns = [_tags(units, apart(found)) for found in (entities(analysis), directives(analysis), targets(analysis))]
    lines = [f"# id = {_line(article.id or '')}", f"# title = {_line(analysis.title)}", f"# date = {analysis.date}"]
    at = units[0][0] if units else 0
    for (start, end), *tags in zip(units, *columns, strict=True):
        if "\n" in raw[at:start] or (at and raw[at - 1 : at] in _STOPS and lines[-1]):
            lines.append("")
        at = end
        lines.append("\t".join((_line(raw[start:end]), str(start), str(end), *tags)))
    return "\n".join(lines) + "\n\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def _tags(units: Iterable[tuple[int, int]], marks: list[Marked]) -> Iterator[str]:
    """The tag of each unit: of the first mark that it shares a character with."""
    at, inside = 0, False
    for start, end in units:
        while at < len(marks) and marks[at].end <= start:
            at, inside = at + 1, False
        if at < len(marks) and marks[at].start < end:
            yield f"{'I' if inside else 'B'}-{marks[at].label}"
            inside = True
        else:
            yield "O"
