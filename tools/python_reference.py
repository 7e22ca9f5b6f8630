"""Writes docs/python.md from the docstrings of the public names.

    python tools/python_reference.py           # write it
    python tools/python_reference.py --check   # exit with 1 where it is not what the docstrings say
"""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from enum import Enum
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "python.md"
MODULES = (
    ("analyzer", "What most users need: `from analyzer import analyze`."),
    ("analyzer.tables", "Records as pandas frames; the columns are told in [columns](columns.md)."),
    ("analyzer.crosstabs", "Counting by two things: see [tables](tables.md#frames)."),
    ("analyzer.accessor", "`import analyzer.accessor`, then `df.policy`: see [tables](tables.md#frames)."),
    ("analyzer.sinks", "Where rows go: see [tables](tables.md#formats)."),
    ("analyzer.reprints", "Reprints: see [tables](tables.md#reprints)."),
    ("analyzer.comparison", "Two texts or two runs: see [comparing](compare.md)."),
    ("analyzer.exports", "For other tools: see [tables](tables.md#showing-and-exporting)."),
    ("analyzer.filters", "Which directives to keep."),
    ("analyzer.run", "What the commands do, as functions."),
    ("analyzer.batch", "For users of Dask: see [large corpora](corpora.md#dask)."),
    ("analyzer.report", "The report page: see [report](report.md)."),
    ("analyzer.report.charts", "Charts: see [report](report.md)."),
    ("analyzer.topics", "Themes, keywords and topics: see [themes](themes.md)."),
    ("analyzer.explanation", "Why a clause has its role: see [explain](explain.md)."),
    ("analyzer.evaluation", "Labels of your own: see [evaluation](evaluation.md)."),
    ("analyzer.errors", "What can go wrong."),
)
NAMES = {
    "analyzer.tables": ("directive_table", "article_table", "entity_table", "target_table", "summary_table"),
    "analyzer.crosstabs": ("crosstab", "with_dates"),
    "analyzer.accessor": ("PolicyAccessor",),
    "analyzer.sinks": ("open_sink", "file_names", "Sink"),
    "analyzer.reprints": ("dedupe", "find_reprints", "Reprint", "ReprintReport"),
    "analyzer.comparison": ("compare", "compare_targets", "compare_files", "ComparisonReport"),
    "analyzer.exports": ("export", "ExportReport", "print_articles", "write_page"),
    "analyzer.run": ("run", "extract", "RunReport"),
    "analyzer.filters": ("Filters",),
    "analyzer.explanation": ("explain", "Explanation", "ClauseExplanation", "Choice", "Contribution", "FiredCue", "Inherited"),
    "analyzer.report": ("write_report", "PageReport", "Chart"),
}
"""Where a module has no __all__ of its own, or one that holds more than users need."""
_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")


def main() -> None:
    """The command."""
    from generated import write_or_check  # beside this file, where Python looks when it is run

    write_or_check(__doc__, PAGE, reference, "python tools/python_reference.py")


def reference() -> str:
    """The page."""
    out = ["# Python reference\n", "<!-- made by python tools/python_reference.py: edit the docstrings instead -->\n"]
    for module_name, about in MODULES:
        module = importlib.import_module(module_name)
        out.append(f"## {module_name}\n\n{about}\n")
        for name in names(module):
            out.append(entry(name, getattr(module, name)))
    return "\n".join(out).rstrip("\n") + "\n"


def names(module: Any) -> list[str]:
    """The public names of a module."""
    if module.__name__ in NAMES:
        return list(NAMES[module.__name__])
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [n for n, v in vars(module).items() if not n.startswith("_") and getattr(v, "__module__", "") == module.__name__]


def entry(name: str, value: Any) -> str:
    """One name: its signature, its docstring, for a class its methods."""
    kind = "class " if inspect.isclass(value) else ""
    parts = [f"### {name}\n", f"```python\n{kind}{name}{signature(value)}\n```\n", prose(inspect.getdoc(value) or "")]
    if inspect.isclass(value) and not issubclass(value, Enum | Exception):
        for own, member in vars(value).items():
            member = getattr(member, "fget", None) or getattr(member, "func", None) or member
            if own.startswith("_") or not inspect.isfunction(member) or not member.__doc__:
                continue
            call = signature(member) if inspect.isfunction(vars(value)[own]) else ""
            parts.append(f"- `{own}{call}`: {first_line(member)}")
        parts.append("")
    return "\n".join(parts)


def signature(value: Any) -> str:
    """The signature as written in the source, without ``self``."""
    if inspect.isclass(value) and issubclass(value, Exception):
        return ""
    found = inspect.signature(value)
    parts: list[str] = []
    for p in (p for p in found.parameters.values() if p.name != "self"):
        if p.kind is p.KEYWORD_ONLY and not any(part.startswith("*") for part in parts):
            parts.append("*")
        parts.append(parameter(p))
    gives = "" if inspect.isclass(value) or found.return_annotation is found.empty else f" -> {found.return_annotation}"
    line = f"({', '.join(parts)}){gives}"
    return line if len(line) < 100 else "(\n    " + ",\n    ".join(parts) + f",\n){gives}"


def parameter(p: inspect.Parameter) -> str:
    """A parameter with its type and default; defaults that are no plain values are told as …"""
    stars = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
    text = f"{stars}{p.name}" + ("" if p.annotation is p.empty else f": {p.annotation if isinstance(p.annotation, str) else p.annotation.__name__}")
    if p.default is p.empty:
        return text
    plain = p.default is None or isinstance(p.default, str | int | float | tuple)
    default = p.default.value if isinstance(p.default, Enum) else p.default
    return f"{text} = {default!r}" if plain else f"{text} = …"


def links(doc: str) -> str:
    """Sphinx roles and double backticks as plain code."""
    return re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", doc).replace("``", "`")


def first_line(value: Any) -> str:
    """The first paragraph of a docstring as one line."""
    return " ".join(links(inspect.getdoc(value) or "").split("\n\n")[0].split())


def prose(doc: str) -> str:
    """A Google-style docstring as Markdown: sections as lists, examples as code."""
    out: list[str] = []
    lines = links(doc).split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if _SECTION.match(line):
            end = at + 1
            while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" ")):
                end += 1
            out += [f"**{line[:-1]}**", "", *items(textwrap.dedent("\n".join(lines[at + 1 : end]))), ""]
            at = end
        elif line.startswith(">>>"):
            end = at
            while end < len(lines) and lines[end].strip():
                end += 1
            out += ["```python", *lines[at:end], "```", ""]
            at = end
        else:
            out.append(line)
            at += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n") + "\n"


def items(block: str) -> list[str]:
    """The entries of a section, each on a line of its own."""
    found: list[str] = []
    for line in block.strip("\n").split("\n"):
        if line.startswith(" ") and found:
            found[-1] += f" {line.strip()}"
        elif line.strip():
            name, colon, text = line.partition(":")
            found.append(f"- `{name}`:{text}" if colon and len(name) < 60 else f"- {line}")
    return found


if __name__ == "__main__":
    main()
