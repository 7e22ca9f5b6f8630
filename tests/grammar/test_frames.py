"""Who speaks, in which words, and whether the text issues, reports or announces."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import LexiconError
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.frames import FrameRow, FrameRules, find_frames
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow, RoleRow
from analyzer.resources import lexicons_dir

ROLE = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}
MODALITY = {"": "obligation", "W": "commitment"}
NAMES = {"民政部": "民政部", "工信部": "工业和信息化部", "工业和信息化部": "工业和信息化部", "国务院": "国务院", "财政部": "财政部"}


@pytest.fixture(scope="module")
def rules() -> FrameRules:
    return FrameRules.from_lexicons(lexicons_dir())


def roles_of(codes: str) -> list[RoleRow]:
    return [
        RoleRow(ROLE[code[0]], MODALITY[code[1:]] if code[0] == "D" else "", 0, 0, "", 1.0) for code in codes.split()
    ]


def organs_in(text: str) -> list[EntityRow]:
    """Organs of ``NAMES`` in a text, the longest of overlapping ones."""
    found: list[EntityRow] = []
    for surface in sorted(NAMES, key=len, reverse=True):
        at = text.find(surface)
        while at >= 0:
            if not any(e.start < at + len(surface) and at < e.end for e in found):
                found.append(EntityRow(at, at + len(surface), "MINISTRY", surface, NAMES[surface], "state", ()))
            at = text.find(surface, at + 1)
    return sorted(found)


def frames(rules: FrameRules, text: str, codes: str, meta: Mapping[str, str] | None = None) -> list[FrameRow]:
    clauses = split_clauses(text)
    roles = roles_of(codes)
    assert len(clauses) == len(roles), [text[c.start : c.end] for c in clauses]
    return find_frames(text, clauses, roles, organs_in(text), rules, meta=meta)


def last(rules: FrameRules, text: str, codes: str, meta: Mapping[str, str] | None = None) -> tuple[str, str, str]:
    """Framing words, authority and status of the last clause."""
    row = frames(rules, text, codes, meta)[-1]
    return text[slice(*row.frame)] if row.frame else "", row.authority, row.status


@pytest.mark.parametrize(
    ("text", "codes", "frame", "authority"),
    [
        ("民政部部署安全检查。会议强调，要排查隐患。", "S F D", "会议强调", "会议"),
        ("李强主持召开国务院常务会议。会议指出，要稳定预期。", "S F D", "会议指出", "国务院"),
        ("民政部3日召开党组会议。会议强调，要排查隐患。", "S F D", "会议强调", "民政部"),
        ("国务院总理李强指出，要稳定预期。", "F D", "国务院总理李强指出", "李强"),
        ("习近平总书记强调，要守住底线。", "F D", "习近平总书记强调", "习近平总书记"),
        ("张国清到江苏调研。他强调，要排查隐患。", "S F D", "他强调", "张国清"),
        ("工信部副部长周明表示，要打通堵点。", "F D", "工信部副部长周明表示", "工业和信息化部"),
        ("民政部、财政部日前印发通知，要求各地走访慰问。", "F D", "要求", "民政部、财政部"),
        ("民政部印发《养老服务意见》。《意见》提出，要建设网络。", "S F D", "《意见》提出", "民政部"),
        ("《养老服务意见》提出，要建设网络。", "F D", "《养老服务意见》提出", "《养老服务意见》"),
        ("中央经济工作会议强调，要稳中求进。", "F D", "中央经济工作会议强调", "中央经济工作会议"),
        ("民政部印发《通知》。《通知》对走访慰问工作提出三个方面的要求。一是摸清底数。", "S F D", "《通知》对走访慰问工作提出三个方面的要求", "民政部"),
        ("会议强调要加快建设", "D", "会议强调要", "会议"),
        ("市里开会。总书记要求各方面要齐心协力", "S D", "总书记要求", "总书记"),
    ],
)
def test_speaker_is_named(rules: FrameRules, text: str, codes: str, frame: str, authority: str) -> None:
    assert last(rules, text, codes) == (frame, authority, "reported")


def test_frame_holds_to_the_end_of_its_paragraph(rules: FrameRules) -> None:
    text = "会议强调，要排查隐患。汛期将至。要加强值守。\n本报讯。要保障供应。"
    rows = frames(rules, text, "F D S D S D")
    assert [r.authority for r in rows] == ["会议", "会议", "会议", "会议", "", ""]


def test_list_under_a_frame_is_still_framed(rules: FrameRules) -> None:
    text = "会议要求：\n排查隐患。\n加强值守。\n近日天气转晴。\n抓紧检修。"
    rows = frames(rules, text, "F D D S D")
    assert [r.authority for r in rows] == ["会议", "会议", "会议", "", ""]


def test_frame_whose_speaker_is_no_one_frames_nothing(rules: FrameRules) -> None:
    assert last(rules, "对申请人具体要求如下：\n认真填报材料。", "F D") == ("", "", "issued")


def test_next_frame_takes_over(rules: FrameRules) -> None:
    text = "会议强调，要排查隐患。张国清指出，要加强值守。"
    assert [r.authority for r in frames(rules, text, "F D F D")] == ["会议", "会议", "张国清", "张国清"]


def test_document_that_speaks_itself_issues_what_it_says(rules: FrameRules) -> None:
    text = "各县区人民政府：\n现将有关事项通知如下：\n一、排查隐患。\n二、加强值守。"
    rows = frames(rules, text, "F F D D", {"issuer": "某市应急管理局"})
    assert [(r.authority, r.status) for r in rows[2:]] == [("某市应急管理局", "issued")] * 2
    assert rows[3].frame is not None
    assert text[slice(*rows[3].frame)] == "现将有关事项通知如下"


def test_instruction_of_others_in_a_document_is_reported(rules: FrameRules) -> None:
    text = "现将有关事项通知如下：\n习近平总书记强调，要守住底线。\n一、排查隐患。"
    rows = frames(rules, text, "F F D D", {"issuer": "某市应急管理局"})
    assert [(r.authority, r.status) for r in rows[2:]] == [("习近平总书记", "reported"), ("某市应急管理局", "issued")]


def test_news_reports_what_nobody_is_named_for(rules: FrameRules) -> None:
    assert last(rules, "央视网消息（新闻联播）：近日，抓紧排查隐患。", "F S D")[2] == "reported"


def test_title_of_a_document_outweighs_marks_of_news(rules: FrameRules) -> None:
    text = "新华社北京电\n一、排查隐患。"
    assert last(rules, text, "S D", {"title": "关于做好防汛工作的通知"})[2] == "issued"


def test_commitments_and_what_comes_next_are_planned(rules: FrameRules) -> None:
    assert last(rules, "我局将开展排查", "DW")[2] == "planned"
    assert last(rules, "下一步，抓紧排查隐患。", "C D")[2] == "planned"
    assert last(rules, "抓紧排查隐患。", "D")[2] == "issued"


@pytest.mark.parametrize("text", ["按照会议要求加快建设", "重新确定工期", "发布风险提示", "高度重视安全生产", "周密部署防汛工作", "要求其限期改正"])
def test_verbs_of_saying_inside_an_instruction_frame_nothing(rules: FrameRules, text: str) -> None:
    assert last(rules, text, "D") == ("", "", "issued")


AMID = dict.fromkeys(("told_by", "told", "told_last", "resolved"), "D") | dict.fromkeys(("not_said", "person", "doubtful", "met", "before_meeting", "held", "acts"), "F")
"""Kinds whose words stand in statements, and the role of the clause that shows what they do."""


def test_lexicon_keeps_its_examples(rules: FrameRules) -> None:
    for row in read_yaml(lexicons_dir() / "frames.yaml", ("kind", "markers", "example", "counter_example")):
        kind, where = row.cells["kind"], f"frames.yaml:{row.line}"
        example, counter = str(row.cells["example"]), str(row.cells["counter_example"])
        if kind == "news":
            assert last(rules, f"{example}\n排查隐患", "S D")[2] == "reported", where
            assert last(rules, f"{counter}\n排查隐患", "S D")[2] == "issued", where
        elif kind == "title":
            assert last(rules, f"{example}\n记者 排查隐患", "S D")[2] == "issued", where
            assert last(rules, f"{counter}\n记者 排查隐患", "S D")[2] == "reported", where
        elif kind in AMID:
            for words in (example, counter):
                text, _, want = words.partition(" → ")
                assert last(rules, text, " ".join(("S " * text.count("，") + AMID[kind]).split()))[1] == want, f"{where} {text}"
        elif kind == "plan":
            assert last(rules, example, "D")[2] == "planned", where
            assert last(rules, counter, "D")[2] == "issued", where
        else:
            for clause, code in ((example, "F" if " → " in example or kind == "formula" else "D"), (counter, "D")):
                text, _, want = clause.partition(" → ")
                directive = kind in ("telling", "refuse") or code == "D"
                framed = last(rules, text, "D" if directive else "F")
                assert framed[1] == want, f"{where} {text}"
                assert bool(framed[0]) == (bool(want) or (kind == "formula" and clause == example)), f"{where} {text}"


def test_unknown_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "frames.yaml").write_text("- {kind: hat, markers: [帽], example: a, counter_example: b}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"frames\.yaml:1: kind 'hat'"):
        FrameRules.from_lexicons(tmp_path)


def test_rules_survive_plain_data(rules: FrameRules) -> None:
    again = FrameRules.from_rows(json.loads(json.dumps(rules.to_rows())))
    text = "会议强调，要排查隐患。"
    assert frames(again, text, "F D") == frames(rules, text, "F D")


PIECES = st.sampled_from(
    ["会议", "强调", "要求", "他", "指出", "，", "。", "\n", "：", "民政部", "印发", "《意见》", "国务院", "总理", "李强", "主持召开", "常务会议",
     "要加强", "现将", "通知如下", "在会上", "日前", "3日", "的", "一是", "（", "）", "“", "”", "下一步", "将"]
)  # fmt: skip
CODES = st.lists(st.sampled_from(["D", "DW", "C", "G", "F", "S"]), min_size=40, max_size=40)


@settings(max_examples=200, deadline=None)
@given(pieces=st.lists(PIECES, max_size=30), codes=CODES)
def test_every_clause_gets_one_row_with_spans_in_the_text(rules: FrameRules, pieces: list[str], codes: Sequence[str]) -> None:
    text = "".join(pieces)
    clauses = split_clauses(text)
    roles = roles_of(" ".join(codes[: len(clauses)])) if clauses else []
    found = find_frames(text, clauses, roles, organs_in(text), rules, meta={"issuer": "某市"})
    assert len(found) == len(clauses)
    for row in found:
        assert row.status in ("issued", "reported", "planned")
        assert row.authority
        for span in (row.frame, row.authority_span):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
