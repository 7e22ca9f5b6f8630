"""Analysed articles and tables as HTML: directives, goals, frames and entities marked in the raw text, fields on hover.

One self-contained fragment with its own style, for notebooks and pages; every piece of text is escaped.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.records import Directive, Entity, Role, Target

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.analysis import Analysis

_DARK = """--obligation:#1d3a66;--prohibition:#6a2723;--encouragement:#1f4a2a;--permission:#574713;--commitment:#41305f;--goal:#1c4747;--frame:#3a3a3a;
--ministry:#7fb0ff;--region:#5fd08f;--sector:#f0a95c;--document:#c79bf0;--line:#3a3f49;--head:#262b35;color:#eee;background:#1b1b1b"""
_LIGHT = """--obligation:#dbe9ff;--prohibition:#ffd9d6;--encouragement:#d9f2dd;--permission:#fff1c9;--commitment:#e8dcfb;--goal:#e3f4f4;--frame:#ececec;
--ministry:#1f5fbf;--region:#1c8a4b;--sector:#c06a00;--document:#7b3fb5;--line:#dde1e8;--head:#eef2f8;color:#1b1b1b;background:#fff"""
# Jupyter and VS Code tell their theme on the body; elsewhere the system's scheme decides.
_STYLE = f""".pda{{{_LIGHT}}}
@media (prefers-color-scheme:dark){{.pda{{{_DARK}}}}}
body[data-jp-theme-light="true"] .pda,body.vscode-light .pda{{{_LIGHT}}}
body[data-jp-theme-light="false"] .pda,body.vscode-dark .pda{{{_DARK}}}
""" + """
.pda{line-height:1.9;font-family:"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Hiragino Sans GB","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;padding:.8em;border-radius:6px}
.pda .text{white-space:pre-wrap;overflow-wrap:anywhere}
.pda mark{color:inherit;background:transparent;border-radius:3px;padding:.05em 0}
.pda .head{margin:0 0 .6em;font-weight:600}.pda .legend{margin:0 0 .6em;font-size:.85em}.pda .legend>*{margin-right:.9em;padding:.1em .35em}
.pda .obligation{background:var(--obligation)}.pda .prohibition{background:var(--prohibition)}.pda .encouragement{background:var(--encouragement)}
.pda .permission{background:var(--permission)}.pda .commitment{background:var(--commitment)}.pda .goal{background:var(--goal)}.pda .frame{background:var(--frame)}
.pda .e{border-bottom:2px solid #888}.pda .MINISTRY{border-color:var(--ministry)}.pda .REGION{border-color:var(--region)}.pda .SECTOR{border-color:var(--sector)}
.pda .GROUP{border-color:#888}.pda .DOCUMENT{border-color:var(--document)}.pda .target{font-weight:700;text-decoration:underline dotted}.pda .set-aside{opacity:.5}
.pda details{border-top:1px solid var(--line);padding:.2em 0}.pda summary{cursor:pointer}.pda summary .n{opacity:.7;font-size:.88em;margin-left:.8em}
.pda .wrap{overflow:auto;max-height:34em;border:1px solid var(--line);border-radius:6px}.pda table{border-collapse:collapse;font-size:.92em;line-height:1.5;width:100%}
.pda th{position:sticky;top:0;background:var(--head);text-align:left;white-space:nowrap}.pda th,.pda td{padding:.3em .6em;border:0;border-bottom:1px solid var(--line);vertical-align:top;text-align:left;color:inherit}
.pda td{min-width:3.5em;max-width:24em;overflow-wrap:anywhere}.pda .number{text-align:right;font-variant-numeric:tabular-nums}.pda td span{border-radius:3px;padding:.05em .4em;white-space:nowrap}
.pda .more{margin:.4em 0 0;font-size:.85em;opacity:.75}
"""
_LEGEND = (
    ("obligation", "义务"), ("prohibition", "禁止"), ("encouragement", "鼓励"), ("permission", "许可"), ("commitment", "承诺"),
    ("goal", "目标"), ("frame", "框架"),
)  # fmt: skip
_NUMBER = ' class="number"'
_MODALITIES = dict(_LEGEND[:5])
_ENTITY_LEGEND = (("MINISTRY", "部门"), ("REGION", "地区"), ("SECTOR", "行业"), ("DOCUMENT", "文件"))
_FIELDS = (
    ("strength", "力度"), ("authority", "发令者"), ("addressee", "责任主体"), ("manner", "方式"), ("action", "行动"), ("object", "对象"),
    ("deadline", "期限"), ("timing_words", "时限"), ("instrument", "工具"), ("cue", "线索词"), ("rule", "规则"), ("repeat_of", "重复自"),
)  # fmt: skip

Mark = tuple[int, int, str, str]
"""Start, end (raw), CSS classes, text on hover."""


def analysis_html(analysis: Analysis) -> str:
    """The article of an analysis with everything found in it marked.

    >>> from analyzer import analyze
    >>> html = analysis_html(analyze("要加强<b>监管</b>。"))
    >>> "&lt;b&gt;" in html, "<b>" in html
    (True, False)
    """
    head = f'<p class="head">{escape(_about(analysis))}</p>' if _about(analysis) else ""
    return f'<div class="pda"><style>{_STYLE}</style>{head}{_legend()}{_body(analysis)}</div>'


def _about(analysis: Analysis) -> str:
    return " · ".join(part for part in (analysis.title, analysis.date, "、".join(analysis.issuers)) if part)


def _legend() -> str:
    legend = "".join(f'<mark class="{name}">{zh}</mark>' for name, zh in _LEGEND)
    legend += "".join(f'<span class="e {name}">{zh}</span>' for name, zh in _ENTITY_LEGEND) + '<span class="target">指标</span>'
    return f'<p class="legend">{legend}</p>'


def _body(analysis: Analysis) -> str:
    return f'<div class="text" lang="zh">{marked(analysis.article.text, _marks(analysis))}</div>'


@dataclass(frozen=True, slots=True)
class Shown:
    """What :func:`show` gives: HTML that Jupyter displays; ``str()`` is the HTML itself."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        """The HTML."""
        return self.html


def show(what: Analysis | Iterable[Analysis] | pd.DataFrame, *, most: int = 50) -> Shown:
    """Analyses or a table to look at in a notebook.

    Analyses are a list of articles that fold out, the first open; a table is shown with whole cells, wrapped, and with
    its modalities coloured, which pandas by itself would cut after 50 characters.

    Args:
        what: an analysis, several, or any data frame.
        most: how many articles or rows to show; how many more there are is told.

    >>> from analyzer import analyze
    >>> "2 条指令" in show([analyze("要加强监管，严禁浪费。")]).html
    True
    """
    import pandas as pd

    if isinstance(what, pd.DataFrame):
        inner = _table(what, most)
    else:
        analyses = list(what) if isinstance(what, Iterable) else [what]
        inner = _legend() + "".join(_folded(a, first=n == 0) for n, a in enumerate(analyses[:most])) + _more(len(analyses) - most, "篇")
    return Shown(f'<div class="pda"><style>{_STYLE}</style>{inner}</div>')


def _folded(analysis: Analysis, *, first: bool) -> str:
    name = _about(analysis) or analysis.article.id or ""
    figures = f"{len(analysis.directives)} 条指令 · {len(analysis.targets)} 个指标"
    return f'<details{" open" if first else ""}><summary>{escape(name)}<span class="n">{figures}</span></summary>{_body(analysis)}</details>'


def _table(frame: pd.DataFrame, most: int) -> str:
    import pandas as pd

    if frame.index.nlevels > 1 or frame.index.name or not pd.api.types.is_integer_dtype(frame.index):  # labels that say something
        frame = frame.reset_index()
    head = "".join(
        f"<th{_NUMBER if pd.api.types.is_numeric_dtype(frame.dtypes.iloc[n]) else ''}>{escape(' · '.join(map(str, name)) if isinstance(name, tuple) else str(name))}</th>"
        for n, name in enumerate(frame.columns)
    )
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in frame.head(most).itertuples(index=False, name=None))
    return f'<div class="wrap"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{_more(len(frame) - most, "行")}'


def _cell(value: Any) -> str:
    if isinstance(value, numbers.Number):
        return f'<td class="number">{"" if value != value else escape(f"{value:g}" if isinstance(value, float) else str(value))}</td>'
    text = "" if value is None else str(value)
    if text in _MODALITIES:
        return f'<td><span class="{text}" title="{text}">{_MODALITIES[text]}</span></td>'
    return f"<td>{escape(text)}</td>"


def _more(number: int, unit: str) -> str:
    return f'<p class="more">还有 {number} {unit}未显示（most=…）</p>' if number > 0 else ""


def marked(raw: str, marks: Iterable[Mark]) -> str:
    """A text with marks around its spans; spans may overlap: they are cut where others begin or end.

    >>> marked("要加强监管", [(0, 5, "a", "x"), (3, 5, "b", "")])
    '<mark class="a" title="x">要加强</mark><mark class="a b" title="x">监管</mark>'
    """
    layers = [m for m in marks if m[1] > m[0]]
    borders = sorted({0, len(raw), *(m[0] for m in layers), *(m[1] for m in layers)})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, (start, end, _, _) in enumerate(layers):
        opening.setdefault(start, []).append(number)
        closing.setdefault(end, []).append(number)
    out: list[str] = []
    live: set[int] = set()
    for start, end in pairwise(borders):
        live.difference_update(closing.get(start, ()))
        live.update(opening.get(start, ()))
        words = escape(raw[start:end])
        if live:
            here = [layers[n] for n in sorted(live)]
            hover = " ⏐ ".join(dict.fromkeys(m[3] for m in here if m[3]))
            title = f' title="{escape(hover)}"' if hover else ""
            words = f'<mark class="{escape(" ".join(dict.fromkeys(m[2] for m in here)))}"{title}>{words}</mark>'
        out.append(words)
    return "".join(out)


def _marks(analysis: Analysis) -> list[Mark]:
    out: list[Mark] = [
        (*analysis.clean.to_raw(b.start, b.end), "set-aside", f"set aside: {b.kind}") for b in analysis.clean.blocks
    ]
    out += [
        (c.start, c.end, c.role.value, {"goal": "目标", "frame": "框架"}[c.role.value])
        for c in analysis.clauses
        if c.role in (Role.GOAL, Role.FRAME)
    ]
    out += [(d.start, d.end, d.modality.value, _directive_title(d)) for d in analysis.directives]
    out += [(t.start, t.end, "target", _target_title(t)) for t in analysis.targets]
    out += [(e.start, e.end, f"e {e.label.value}", _entity_title(e)) for e in analysis.entities]
    return out


def _directive_title(d: Directive) -> str:
    shown = ((zh, getattr(d, name)) for name, zh in _FIELDS)
    return f"{d.modality.value} [{d.start}:{d.end}] " + " ".join(f"{zh}={value}" for zh, value in shown if value)


def _target_title(t: Target) -> str:
    number = "–".join(f"{n:g}" for n in t.number)
    return f"[{t.start}:{t.end}] {t.indicator} {t.comparator} {number} {t.unit} {t.deadline}".strip()


def _entity_title(e: Entity) -> str:
    return f"{e.label.value} [{e.start}:{e.end}] {e.name} {e.id}".strip()
