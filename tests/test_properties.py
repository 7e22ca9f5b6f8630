"""What holds for any text: a foot of boilerplate changes nothing, a cut at a paragraph only what is handed down, ids are settled."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import Article, analyze, read_articles
from analyzer.analysis import Analysis
from analyzer.explanation import Explanation, explain
from analyzer.records import Directive

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
FOOTS = (
    "\n责任编辑：张三\n免责声明：本文仅代表作者个人观点，与本网无关，请读者仅作参考。\n",
    "\n扫一扫在手机打开当前页\n【打印】【关闭】\n",
    "\n版权所有：某某网 网站地图 联系我们\n主办单位：某某办公室 京ICP备00000000号\n",
)
CLAUSES = (
    "会议强调", "各地区要加强监管", "不得推诿", "天气很好", "鼓励企业加大投入", "到2027年", "产值突破5000亿元", "针对汽车行业", "北京市要完善制度", "去年新建泵站120座",
    "工业和信息化部负责组织实施", "除特殊情况外", "原则上不再新增项目",
)  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> list[str]:
    """Paragraphs; no clause stands twice, for a repeated paragraph is a lead printed twice."""
    clauses = draw(st.permutations(CLAUSES))
    paragraphs = []
    for size in draw(st.lists(st.integers(1, 4), min_size=2, max_size=4)):
        if len(clauses) > size:
            head, tail = draw(st.sampled_from(["", "（一）", "二、", "一是"])), draw(st.sampled_from(["。", "。（责任单位：水利部）"]))
            paragraphs.append(head + "，".join(clauses[:size]) + tail)
            clauses = clauses[size:]
    return paragraphs


def samples() -> Iterator[Article]:
    for path in sorted(SAMPLES.glob("0*.txt")):
        yield from read_articles(path)


# ---------------------------------------------------------------- a foot of boilerplate


@settings(max_examples=40)
@given(articles().map("\n".join), st.sampled_from(FOOTS))
def test_a_foot_of_boilerplate_changes_nothing_that_is_found(text: str, foot: str) -> None:
    bare, footed = analyze(Article(text, id="a")), analyze(Article(text + foot, id="a"))
    assert footed.directives == bare.directives
    assert footed.targets == bare.targets
    assert [e for e in footed.entities if e.end <= len(text)] == list(bare.entities)
    assert footed.clauses[: len(bare.clauses)] == bare.clauses
    assert {str(c.role) for c in footed.clauses[len(bare.clauses) :]} <= {"statement"}


@pytest.mark.parametrize("foot", FOOTS)
def test_a_foot_of_boilerplate_changes_no_directive_of_a_sample(foot: str) -> None:
    for article in samples():
        footed = dataclasses.replace(article, text=article.text.rstrip() + foot)
        bare = dataclasses.replace(article, text=article.text.rstrip())
        assert analyze(footed).directives == analyze(bare).directives, article.id


# ---------------------------------------------------------------- a cut at a paragraph


# What a clause has from beyond its paragraph: the text as a whole, its first clause, the headings, the part of a report,
# and the clause before the paragraph.
_FROM_BEYOND = re.compile(
    r"first clause of the text|the heading |^heading:|of the text's clauses|fifth \d of the text|the text is|^part:|, part:|the clause before opens|"
    r"how (?:far into|much of) the text|under a heading|the part that tells|is a heading|before anything|the clauses before it|the clauses behind it|"
    r"least probability"
)
_OF_THE_TEXT = ("id", "paragraph", "sentence", "start", "end", "confidence", "repeat_of", "targets", "spans", "status")
"""What counts from the start of the text, names places in it, is the model's certainty, or tells what kind of text it is."""
_HANDED_DOWN = ("heading_path", "authority", "frame", "deadline", "instrument", "instrument_side", "ministries", "regions", "sectors", "documents")
"""What headings, the text's issuer and, for the instrument of a clause without any word for one, the words before it hand down."""


def of_paragraph(words: set[str]) -> set[str]:
    return {word for word in words if not _FROM_BEYOND.search(word)}


def weighed(explanation: Explanation, number: int) -> set[str]:
    choice = explanation.clauses[number].choice
    return of_paragraph({one.words for one in choice.contributions}) if choice else set()


@settings(max_examples=30)
@given(articles(), st.data())
def test_a_cut_at_a_paragraph_changes_only_what_is_handed_down(paragraphs: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(paragraphs) - 1))
    first, second = "\n".join(paragraphs[:cut]), "\n".join(paragraphs[cut:])
    whole, parts = explain(first + "\n" + second), (explain(first), explain(second))
    clauses = [(part, clause) for part in parts for clause in part.clauses]
    assert [c.text for c in whole.clauses] == [clause.text for _, clause in clauses]
    for one, (part, other) in zip(whole.clauses, clauses, strict=True):
        # The model weighs the same things but for those from beyond the paragraph.
        assert weighed(whole, one.number) == weighed(part, other.number), one.text
        assert [cue.id for cue in one.cues] == [cue.id for cue in other.cues]


def own(directive: Directive) -> dict[str, object]:
    """The fields of a directive that a cut at a paragraph may not change; of links those of its own words."""
    out = {f.name: getattr(directive, f.name) for f in dataclasses.fields(directive) if f.name not in (*_OF_THE_TEXT, *_HANDED_DOWN)}
    links = {name: [(link.id, link.name) for link in getattr(directive, name) if not link.inherited] for name in ("ministries", "regions", "sectors", "documents")}
    return out | links


def by_paragraph(analysis: Analysis) -> dict[int, tuple[list[tuple[str, str]], list[Directive]]]:
    """Roles and modalities of the clauses, and the directives, of each paragraph."""
    out: dict[int, tuple[list[tuple[str, str]], list[Directive]]] = {}
    modalities = {d.start: d.modality.value for d in analysis.directives}
    for clause in analysis.clauses:
        out.setdefault(clause.paragraph, ([], []))[0].append((clause.role.value, modalities.get(clause.start, "")))
    for directive in analysis.directives:
        out[directive.paragraph][1].append(directive)
    return out


def test_a_ban_of_the_clauses_own_is_its_cue_whatever_the_model_says_of_the_one_before() -> None:
    paragraph = "去年新建泵站120座，不得推诿，原则上不再新增项目。"
    cues = [[d.cue for d in analyze(text).directives] for text in (paragraph, paragraph + "\n天气很好。", "天气很好。\n" + paragraph)]
    assert cues == [["不得", "不再新增"]] * 3


@settings(max_examples=40)
@given(articles(), st.data())
def test_directives_of_a_paragraph_stay_the_same_where_its_roles_do(paragraphs: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(paragraphs) - 1))
    whole = by_paragraph(analyze("\n".join(paragraphs)))
    first, second = (by_paragraph(analyze("\n".join(part))) for part in (paragraphs[:cut], paragraphs[cut:]))
    parts = first | {number + cut: found for number, found in second.items()}
    assert whole.keys() == parts.keys()
    for number, (roles, directives) in whole.items():
        if roles == parts[number][0]:
            assert list(map(own, directives)) == list(map(own, parts[number][1]))


# ---------------------------------------------------------------- ids


def test_the_same_input_has_the_same_ids_in_every_process() -> None:
    code = (
        "import sys; from analyzer import analyze; a = analyze(sys.argv[1]); "
        "print([x.id for x in (*a.directives, *a.targets)], [(e.start, e.id, e.alternatives) for e in a.entities])"
    )
    text = "会议强调，各地区要加强监管。工信部、北京市要推动汽车产业发展，到2027年产值达到5000亿元以上。鼓楼区要完善制度。"
    told = {
        subprocess.run(
            [sys.executable, "-c", code, text], capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert b"#d" in told.pop()
