"""brat standoff: the text as it was read, and beside it what was found, by code-point offsets.

A directive is a span of its modality with attributes (strength, status) and relations to its fields (addressee, action,
object …); a mention has its id as a normalisation. Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.records import Label, Modality, Status

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

FIELDS = (
    "cue", "frame", "addressee", "lead_units", "supporting_units", "manner", "action", "object", "contexts", "goals",
    "condition", "exception", "timing_words",
)  # fmt: skip
"""Fields of a directive that are stretches of the text."""
_LINE = re.compile(r"[^\r\n]+")


def configuration() -> str:
    """``annotation.conf``: the types that the files use, for brat to show and to offer."""
    labels = [m.value for m in Modality]
    fields = "\n".join(f"{_type(name)}\tArg1:{'|'.join(map(_type, labels))}, Arg2:{_type(name)}" for name in FIELDS)
    values = "|".join(s.value for s in Status)
    return (
        f"[entities]\n{chr(10).join((*map(_type, labels), *(label.value for label in Label), 'Target', *map(_type, FIELDS)))}\n"
        f"[relations]\n{fields}\nTarget\tArg1:{'|'.join(map(_type, labels))}, Arg2:Target\n"
        "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n"
        f"[events]\n[attributes]\nStrength\tArg:<ENTITY>, Value:1|2|3|4|5\nStatus\tArg:<ENTITY>, Value:{values}\nRepeat\tArg:<ENTITY>\n"
    )


def standoff(analysis: Analysis) -> str:
    """The ``.ann`` file of an article."""
    return _Standoff(analysis).text()


def _type(name: str) -> str:
    """``lead_units`` → ``Lead_units``: a type may hold letters, digits, ``-`` and ``_``."""
    return name[:1].upper() + name[1:]


class _Standoff:
    def __init__(self, analysis: Analysis) -> None:
        self._analysis, self._raw = analysis, analysis.article.text
        self._lines: list[str] = []
        self._count = dict.fromkeys("TARN", 0)

    def text(self) -> str:
        analysis = self._analysis
        for entity in analysis.entities:
            if span := self._span(entity.label.value, entity.start, entity.end):
                self._add("N", f"Reference {span} Lexicon:{re.sub(r'[ ]', '_', entity.id)}\t{entity.name}")
        targets = {t.id: self._span("Target", t.start, t.end) for t in analysis.targets}
        for d in analysis.directives:
            head = self._span(_type(d.modality.value), d.start, d.end)
            if not head:
                continue
            self._add("A", f"Strength {head} {d.strength}")
            self._add("A", f"Status {head} {d.status.value}")
            if d.repeat_of:
                self._add("A", f"Repeat {head}")
            for name in FIELDS:
                for start, end in d.spans.get(name, ()):
                    self._relate(_type(name), head, self._span(_type(name), start, end))
            for id in d.targets:
                self._relate("Target", head, targets.get(id, ""))
        return "".join(self._lines)

    def _relate(self, name: str, head: str, other: str) -> None:
        if other:
            self._add("R", f"{name} Arg1:{head} Arg2:{other}")

    def _span(self, label: str, start: int, end: int) -> str:
        """A span without its line breaks, in pieces where it runs over several lines; "" where nothing is left."""
        pieces = [(start + m.start(), start + m.end()) for m in _LINE.finditer(self._raw[start:end])]
        if not pieces:
            return ""
        words = " ".join(self._raw[s:e] for s, e in pieces)
        return self._add("T", f"{label} {';'.join(f'{s} {e}' for s, e in pieces)}\t{words}")

    def _add(self, kind: str, rest: str) -> str:
        self._count[kind] += 1
        name = f"{kind}{self._count[kind]}"
        self._lines.append(f"{name}\t{rest}\n")
        return name
