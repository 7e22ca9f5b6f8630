"""Explanations: rule, cue, what was handed down, and contributions that are the model's own sum."""

from __future__ import annotations

import io
import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import Article, analyze, read_articles
from analyzer.errors import InputError
from analyzer.explanation import KINDS, Explanation, explain
from analyzer.explanation.printing import print_explanation
from analyzer.grammar.feature_names import UNKNOWN

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TEXT = "会议强调，各地区要加强监管，严防风险。\n（一）完善制度。鼓励企业加大投入。针对重点行业，去年全省新建泵站120座。"
SENTENCES = ("会议强调，", "各地区要加强监管，不得推诿。", "天气很好。", "鼓励企业加大投入，", "到2027年，产值突破5000亿元。", "（一）完善制度。\n", "一、2023年工作回顾\n", "\n", "针对重点行业，")


def by_text(explanation: Explanation) -> dict[str, object]:
    return {clause.text: clause for clause in explanation.clauses}


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("".join))
def test_contributions_add_up_to_the_model_s_own_log_odds(text: str) -> None:
    for clause in explain(text).clauses:
        for choice in (clause.choice, clause.modality_choice):
            if choice is None:
                continue
            total = sum(one.log_odds for one in choice.contributions)
            assert total == pytest.approx(choice.log_odds, abs=1e-9)
            p = choice.probabilities
            assert total == pytest.approx(math.log(p[choice.label] / p[choice.against]), abs=1e-6)
            assert sum(choice.by_kind().values()) == pytest.approx(total, abs=1e-9)
            assert sum(p.values()) == pytest.approx(1, abs=1e-6)


def test_it_explains_what_the_analysis_says() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        for article in read_articles(path):
            analysis, explanation = analyze(article), explain(article)
            assert [(c.start, c.end, c.text, c.role) for c in explanation.clauses] == [(c.start, c.end, c.text, str(c.role)) for c in analysis.clauses]
            directives = {d.start: d for d in analysis.directives}
            for clause in explanation.clauses:
                if clause.choice is None:
                    assert clause.rule.startswith("block.")
                elif not clause.rule.startswith("limit.") and "a lead has the roles" not in clause.because:
                    assert clause.choice.label == max(clause.choice.probabilities, key=clause.choice.probabilities.__getitem__)
                    assert clause.choice.log_odds >= 0
                    # The probabilities are the model's, worked out a second time.
                    assert clause.choice.probabilities[clause.role] == pytest.approx(clause.confidence, abs=2e-4)
                if clause.role == "directive":
                    directive = directives[clause.start]
                    assert (clause.rule, clause.modality, clause.confidence) == (directive.rule, directive.modality, directive.confidence)
                    assert clause.modality_choice is not None
                    assert clause.modality_choice.label == clause.modality


def test_every_feature_that_the_model_weighs_has_a_name() -> None:
    for path in sorted(SAMPLES.glob("0*.txt")):
        for article in read_articles(path):
            for clause in explain(article).clauses:
                if clause.choice:
                    assert not [one for one in clause.choice.contributions if one.words == UNKNOWN]
                    assert {one.kind for one in clause.choice.contributions} <= set(KINDS)


def test_a_modal_handed_down_names_where_it_stands() -> None:
    explanation = explain(TEXT)
    clause = next(c for c in explanation.clauses if c.text == "严防风险")
    assert clause.rule == "modal.need.subject:inherited"
    assert clause.because == "the modal 「要」 from earlier in the sentence binds it"
    told = {(one.what, one.text, one.clause) for one in clause.inherited}
    assert {("modal", "要", 1), ("frame", "会议强调", 0), ("addressee", "各地区", 1)} <= told
    for one in clause.inherited:
        assert TEXT[one.start : one.end] == one.text
        assert explanation.clauses[one.clause].start <= one.start < explanation.clauses[one.clause].end


def test_a_heading_is_inherited_by_what_stands_under_it() -> None:
    clause = next(c for c in explain(TEXT).clauses if c.text == "鼓励企业加大投入")
    assert ("heading", "（一）完善制度") in {(one.what, one.text) for one in clause.inherited}
    assert clause.because == "the modal 「鼓励」 in it binds it"
    assert [(cue.id, cue.kind, cue.text) for cue in clause.cues] == [("modal.encourage", "encouragement", "鼓励")]


@pytest.mark.parametrize(
    ("text", "number", "because"),
    [
        ("会议强调，要加强监管。", 0, "the model decided; its first cue is 「强调」, of the kind frame_direct"),
        ("会议强调，加强监管。", 1, "no modal binds it: a bare imperative under a frame that directs, as the model reads it"),
        ("水利工程一期。", 0, "the model alone: no cue of its own"),
    ],
)
def test_rules_are_told_in_words(text: str, number: int, because: str) -> None:
    assert explain(text).clauses[number].because == because


def test_entities_and_units_from_elsewhere_are_inherited() -> None:
    text = "针对汽车行业，要加快推进改革。（责任单位：市财政局）"
    clause = next(c for c in explain(text).clauses if c.role == "directive")
    told = {(one.what, one.text) for one in clause.inherited}
    assert ("sector", "汽车") in told
    assert ("lead unit", "市财政局") in told


def test_a_limit_tells_what_it_leaves_and_that_it_overruled_the_model() -> None:
    from analyzer.pipeline import rules_of

    limits = rules_of("roles").limits.to_rows()
    overruled = []
    for row in limits:
        for marker in row["markers"][:40]:
            words = f"{marker}推进改革" if row["place"] == "start" else f"加快推进改革{marker}"
            for clause in explain(f"会议强调，要抓好落实，{words}，完善制度。").clauses:
                if clause.rule.startswith("limit."):
                    overruled.append(clause)
    assert overruled
    for clause in overruled:
        assert clause.because.startswith("its first or last words leave it only: ")
        assert clause.role in clause.because
        assert clause.choice is not None
        assert clause.choice.log_odds <= 0


def test_page_furniture_is_not_read() -> None:
    text = TEXT + "\n责任编辑：张三\n免责声明：本文仅代表作者个人观点，与本网无关，请读者仅作参考。\n"
    aside = [c for c in explain(text).clauses if c.rule.startswith("block.")]
    assert aside
    for clause in aside:
        assert (clause.role, clause.choice, clause.cues, clause.inherited) == ("statement", None, (), ())
        assert clause.because.startswith("page furniture (")


def test_damaged_text_is_told_by_its_raw_offsets() -> None:
    raw = "會議強(qiáng)調(diào)，要著力打通物料運輸?shù)葘嶋H困難，嚴(yán)禁弄虛作假。"
    clause = next(c for c in explain(raw).clauses if "弄虚作假" in c.text)
    assert raw[clause.start : clause.end] == "嚴(yán)禁弄虛作假"
    assert [raw[cue.start : cue.end] for cue in clause.cues][:1] == ["嚴(yán)禁"]


@pytest.mark.parametrize("text", ["", "\n", "。，"])
def test_a_text_without_clauses_has_nothing_to_explain(text: str) -> None:
    assert explain(text).clauses == ()


def test_odd_characters_do_not_matter() -> None:
    assert explain("要加强\ud800监管。").clauses[0].text == "要加强\ud800监管"
    assert len(explain("\x00" + TEXT).clauses) >= len(explain(TEXT).clauses)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="explain takes a str or an Article, not bytes"):
        explain(b"text")  # type: ignore[arg-type]


def test_explanations_come_as_plain_data_and_as_a_frame() -> None:
    explanation = explain(Article(TEXT, id="a"))
    record = json.loads(json.dumps(explanation.to_dict(3)))
    assert record["article_id"] == "a"
    assert [clause["number"] for clause in record["clauses"]] == list(range(len(explanation.clauses)))
    assert len(record["clauses"][1]["choice"]["contributions"]) == 3
    frame = explanation.to_frame()
    sums = frame.groupby("clause")["log_odds"].sum()
    for clause in explanation.clauses:
        assert clause.choice is not None
        assert sums[clause.number] == pytest.approx(clause.choice.log_odds)


def test_single_clauses_can_be_asked_for_and_are_told_as_among_all() -> None:
    whole = explain(TEXT)
    assert explain(TEXT, clauses=[2, 1, 2]).clauses == whole.clauses[1:3]
    with pytest.raises(InputError, match=f"there is no clause 9 in .*: it has the clauses 0 to {len(whole.clauses) - 1}"):
        explain(TEXT, clauses=[9])
    with pytest.raises(InputError, match="it has none"):
        explain("。", clauses=[0])


def test_it_is_printed_to_read() -> None:
    handle = io.StringIO()
    print_explanation(explain(Article(TEXT + "\x1b[31m。", title="题目"), clauses=[2]), most=2, handle=handle)
    told = handle.getvalue()
    assert told.startswith("题目\n")
    assert re.search(r"\n  2 directive [01]\.\d\d  严防风险  \[14:18\]\n", told)
    assert "rule modal.need.subject:inherited: the modal 「要」 from earlier in the sentence binds it → obligation" in told
    assert "modal from clause 1: 「要」" in told
    assert "会议强调  [" not in told
    handle = io.StringIO()
    print_explanation(explain("\x1b[31m要加强监管。"), handle=handle)
    assert "\x1b" not in handle.getvalue()
