"""An analysed article as HTML: directives, goals, frames and entities marked in the raw text, fields on hover.

One self-contained fragment with its own style, for notebooks and pages; every piece of text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from analyzer.records import Directive, Entity, Role, Target

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_STYLE = """
.pda{--obligation:#dbe9ff;--prohibition:#ffd9d6;--encouragement:#d9f2dd;--permission:#fff1c9;--commitment:#e8dcfb;--goal:#e3f4f4;--frame:#ececec;
line-height:1.9;font-family:"Noto Sans CJK SC","PingFang SC","Microsoft YaHei","Source Han Sans SC",sans-serif;color:#1b1b1b;background:#fff;padding:.8em;border-radius:6px}
.pda .text{white-space:pre-wrap;overflow-wrap:anywhere}
.pda mark{color:inherit;border-radius:3px;padding:.05em .1em}
.pda .head{margin:0 0 .6em;font-weight:600}.pda .legend{margin:0 0 .6em;font-size:.85em}.pda .legend>*{margin-right:.9em}
.pda .obligation{background:var(--obligation)}.pda .prohibition{background:var(--prohibition)}.pda .encouragement{background:var(--encouragement)}
.pda .permission{background:var(--permission)}.pda .commitment{background:var(--commitment)}.pda .goal{background:var(--goal)}.pda .frame{background:var(--frame)}
.pda .e{border-bottom:2px solid #888}.pda .MINISTRY{border-color:#1f5fbf}.pda .REGION{border-color:#1c8a4b}.pda .SECTOR{border-color:#c06a00}
.pda .GROUP{border-color:#888}.pda .DOCUMENT{border-color:#7b3fb5}.pda .target{font-weight:700;text-decoration:underline dotted}.pda .set-aside{opacity:.45}
@media (prefers-color-scheme:dark){.pda{--obligation:#1d3a66;--prohibition:#6a2723;--encouragement:#1f4a2a;--permission:#574713;--commitment:#41305f;--goal:#1c4747;--frame:#3a3a3a;color:#eee;background:#1b1b1b}}
"""
_LEGEND = (
    ("obligation", "义务"), ("prohibition", "禁止"), ("encouragement", "鼓励"), ("permission", "许可"), ("commitment", "承诺"),
    ("goal", "目标"), ("frame", "框架"),
)  # fmt: skip
_ENTITY_LEGEND = (("MINISTRY", "部门"), ("REGION", "地区"), ("SECTOR", "行业"), ("DOCUMENT", "文件"))
_FIELDS = (
    ("strength", "力度"), ("authority", "发令者"), ("addressee", "责任主体"), ("manner", "方式"), ("action", "行动"), ("object", "对象"),
    ("deadline", "期限"), ("instrument", "工具"), ("cue", "线索词"), ("rule", "规则"), ("repeat_of", "重复自"),
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
    about = " · ".join(part for part in (analysis.title, analysis.date, "、".join(analysis.issuers)) if part)
    legend = "".join(f'<mark class="{name}">{zh}</mark>' for name, zh in _LEGEND)
    legend += "".join(f'<span class="e {name}">{zh}</span>' for name, zh in _ENTITY_LEGEND) + '<span class="target">指标</span>'
    body = marked(analysis.article.text, _marks(analysis))
    head = f'<p class="head">{escape(about)}</p>' if about else ""
    return f'<div class="pda"><style>{_STYLE}</style>{head}<p class="legend">{legend}</p><div class="text" lang="zh">{body}</div></div>'


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
    return f"{t.indicator} {t.comparator} {number} {t.unit} {t.deadline}".strip()


def _entity_title(e: Entity) -> str:
    return f"{e.label.value} {e.name} {e.id}".strip()
