"""Titles between 《》: which are policy documents, and who issued them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.documents import DocumentRules, find_documents, issuers
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.records import Label

RULES = DocumentRules({"意见": "opinion", "通知": "notice", "规划": "plan"})


def test_a_title_within_a_title_is_one_document() -> None:
    text = "印发《关于落实《某某规划》的意见》（甲发〔2020〕3号）"
    (row,) = find_documents(text, RULES)
    assert text[row.start : row.end] == "《关于落实《某某规划》的意见》"
    assert (row.id, row.level) == ("doc:甲发〔2020〕3号", "opinion")


@pytest.mark.parametrize("text", ["《红楼梦》", "《没有关上的意见", "《》", "《" + "长" * 300 + "意见》"])
def test_other_marks_are_no_document(text: str) -> None:
    assert find_documents(text, RULES) == []


@pytest.mark.parametrize(
    ("text", "name"), [("“十四五”规划纲要提出", "“十四五”规划纲要"), ("十五五规划建议", "“十五五”规划建议")]
)
def test_a_five_year_plan_needs_no_marks(text: str, name: str) -> None:
    assert [r.name for r in find_documents(text, RULES)] == [name]


def test_the_issuers_are_the_organs_at_the_head_of_the_title(rules: EntityRules) -> None:
    text = "落实《财政部 税务总局关于支持教育部工作的通知》要求"
    rows = find_entities(text, rules)
    document = next(r for r in rows if r.label == Label.DOCUMENT)
    by_id = {o.id: o.name for o in rules.organs}
    assert [by_id[i] for i in issuers(document, rows)] == ["财政部", "国家税务总局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("印发《甲乙标准体系建设规划（2023版）》（以下简称《建设规划》），《建设规划》明确", ["甲乙标准体系建设规划（2023版）"] * 3),
        ("发布《平台行动规划（2026—2028年）》。《规划》提出", ["平台行动规划（2026—2028年）"] * 2),
        ("《规划》提出，落实《平台行动规划》", ["规划", "平台行动规划"]),
        ("落实《平台行动规划》和《丙丁意见》，《意见》提出", ["平台行动规划", "丙丁意见", "丙丁意见"]),
    ],
)
def test_a_short_title_stands_for_the_document_named_before(text: str, names: list[str]) -> None:
    rows = find_documents(text, RULES)
    assert [r.name for r in rows] == names
    assert len({r.id for r in rows}) == len(set(names))


@pytest.mark.parametrize(
    ("text", "number"),
    [("《甲意见》（商合电【2020】69号）", "商合电【2020】69号"), ("《甲意见》（GB/T 18466—2005）", "GB/T18466—2005"), ("《甲意见》（见附件）", "甲意见")],
)
def test_the_number_after_a_title_is_the_id(text: str, number: str) -> None:
    assert [r.id for r in find_documents(text, RULES)] == [f"doc:{number}"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("民政部、财政部《关于某事的通知》精神", ["民政部", "财政部"]),
        ("民政部等七部门近日联合印发了《某规划》", ["民政部"]),
        ("教育部会同财政部制定《某规划》", ["教育部", "财政部"]),
        ("民政部要求落实《某规划》", []),
        ("民政部会议上，《某规划》公布", []),
    ],
)
def test_the_issuers_stand_before_the_title_where_it_does_not_name_them(text: str, names: list[str], rules: EntityRules) -> None:
    rows = find_entities(text, rules)
    document = next(r for r in rows if r.label == Label.DOCUMENT)
    by_id = {o.id: o.name for o in rules.organs}
    assert [by_id[i] for i in issuers(document, rows, text)] == names
    assert issuers(document, rows) == ()


def test_an_ending_stands_once(tmp_path: Path) -> None:
    entry = "- kind: {}\n  endings: [意见]\n  example: 关于某事的意见\n"
    (tmp_path / "documents.yaml").write_text(entry.format("a") + entry.format("b"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"documents\.yaml:4: the ending '意见' stands in an earlier entry"):
        DocumentRules.from_lexicons(tmp_path)
