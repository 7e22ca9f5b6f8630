"""The components on hand-built rows: what they leave in a Doc, and what they say when something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin, Span

from analyzer.errors import AnalyzerError, ResourceError
from analyzer.pipeline.annotations import policy, text_of
from analyzer.pipeline.components import (
    ClauseComponent,
    DirectiveComponent,
    EntityComponent,
    RoleComponent,
    TargetComponent,
    longest,
    project,
)
from analyzer.pipeline.tokenizer import PolicyTokenizer
from analyzer.records import ClauseRow, EntityRow, RoleRow

TEXT = "工业和信息化部要加强监管，北京市不得拖延。"


@pytest.fixture(scope="module")
def vocab():
    return spacy.blank("zh").vocab


@pytest.fixture(params=["char", "pkuseg"])
def doc(request, vocab) -> Doc:
    return PolicyTokenizer(vocab, request.param)(TEXT)


def entity(start: int, end: int, label: str = "MINISTRY", id: str = "org:x", alternatives: tuple[str, ...] = ()) -> EntityRow:
    return EntityRow(start, end, label, id, TEXT[start:end], "", alternatives)


def test_clauses_are_left_as_rows(doc):
    ClauseComponent("clauses")(doc)
    assert [TEXT[c.start : c.end] for c in doc._.clauses] == ["工业和信息化部要加强监管", "北京市不得拖延"]
    assert isinstance(doc._.clauses[0], ClauseRow)


def test_clauses_know_the_blocks_that_came_with_the_article(doc):
    policy(doc)["blocks"] = [["tags", 13, 21]]
    ClauseComponent("clauses")(doc)
    assert [c.block for c in doc._.clauses] == ["", "tags"]


def test_entities_show_in_spans_and_ents_with_their_ids(doc):
    EntityComponent("entities").set_annotations(doc, [entity(0, 7, id="org:miit"), entity(13, 16, "REGION", "110000")])
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [("工业和信息化部", "MINISTRY", "org:miit"), ("北京市", "REGION", "110000")]
    assert [span.text for span in doc.spans["entities"]] == ["工业和信息化部", "北京市"]


def test_of_entities_that_overlap_the_longest_is_an_ent_and_all_are_spans(doc):
    rows = [entity(0, 2, "SECTOR", "B"), entity(0, 7), entity(3, 6, "SECTOR", "I")]
    EntityComponent("entities").set_annotations(doc, rows)
    assert [e.text for e in doc.ents] == ["工业和信息化部"]
    assert len(doc.spans["entities"]) == 3
    assert doc._.entities == rows


def test_an_ent_that_is_there_already_stays(vocab):
    doc = PolicyTokenizer(vocab, "char")(TEXT)
    doc.ents = [Span(doc, 3, 6, label="USER")]
    EntityComponent("entities").set_annotations(doc, [entity(0, 7), entity(13, 16, "REGION", "110000")])
    assert [(e.text, e.label_) for e in doc.ents] == [("信息化", "USER"), ("北京市", "REGION")]


def test_directives_show_in_spans_with_their_modality(doc):
    rows = [{"start": 0, "end": 12, "modality": "obligation"}, {"start": 13, "end": 20, "modality": "prohibition"}]
    DirectiveComponent("directives").set_annotations(doc, rows)
    assert [(s.text, s.label_) for s in doc.spans["directives"]] == [("工业和信息化部要加强监管", "obligation"), ("北京市不得拖延", "prohibition")]
    assert doc._.directives == rows


def test_a_span_inside_a_word_grows_to_the_word(vocab):
    doc = PolicyTokenizer(vocab, "pkuseg")("各地区要稳步推进试点。")
    span = project(doc, 1, 2, "REGION")
    assert span is not None
    assert span.text == "地区"


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=12))
def test_the_longest_spans_never_overlap_and_leave_no_room(vocab, ranges):
    doc = Doc(vocab, words=["字"] * 26, spaces=[False] * 26)
    spans = [Span(doc, start, start + length, label="X") for start, length in ranges]
    kept = longest(spans, [(0, 2)])
    used = [token for span in kept for token in range(span.start, span.end)]
    assert len(used) == len(set(used))
    assert not {0, 1}.intersection(used)
    assert all({0, 1, *used}.intersection(range(span.start, span.end)) for span in spans)
    assert [span.start for span in kept] == sorted(span.start for span in kept)


@pytest.mark.parametrize(("component", "missing"), [(RoleComponent("roles"), "policy_clauses"), (TargetComponent("targets"), "policy_clauses"), (DirectiveComponent("directives"), "policy_clauses")])
def test_a_component_that_came_too_early_says_what_it_needs(doc, component, missing):
    with pytest.raises(AnalyzerError, match=missing):
        component(doc)


@pytest.mark.parametrize("component", [EntityComponent("entities"), RoleComponent("roles"), TargetComponent("targets")])
def test_a_component_without_rules_says_where_they_come_from(doc, component):
    policy(doc).update(clauses=[ClauseRow(0, 12, 0, 0, -1, "")], entities=[], roles=[RoleRow("statement", "", 0, 0, "", 1.0)])
    with pytest.raises(ResourceError, match=r"models/zh_policy.*initialize"):
        component(doc)


def test_rows_come_out_of_a_docbin_as_they_went_in(doc):
    doc.user_data["policy"] = {"meta": {"date": "2022-05-27"}}
    ClauseComponent("clauses")(doc)
    rows = [entity(0, 7, alternatives=("org:y",))]
    EntityComponent("entities").set_annotations(doc, rows)
    policy(doc)["roles"] = [RoleRow("directive", "obligation", 7, 8, "modal.need", 0.9), RoleRow("statement", "", 0, 0, "", 1.0)]
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(doc.vocab)
    assert back._.clauses == doc._.clauses
    assert back._.entities == rows
    assert isinstance(back._.entities[0], EntityRow)
    assert back._.roles == doc._.roles
    assert policy(back)["meta"] == {"date": "2022-05-27"}


def test_a_doc_that_nothing_has_seen_has_empty_annotations(vocab):
    doc = PolicyTokenizer(vocab, "char")(TEXT)
    ClauseComponent("clauses")  # makes the getters known
    assert (doc._.clauses, doc._.entities, doc._.roles, doc._.targets, doc._.directives) == ([], [], [], [], [])


def test_the_text_of_a_doc_from_another_tokenizer_is_joined(vocab):
    doc = Doc(vocab, words=["加强", "监管"], spaces=[True, False])
    assert text_of(doc) == doc.text == "加强 监管"


def test_rules_survive_the_way_to_disk_and_to_bytes(tmp_path: Path):
    from analyzer.grammar.targets import TargetRules
    from analyzer.resources import lexicons_dir

    component = TargetComponent("targets")
    rows = TargetRules.from_lexicons(lexicons_dir()).to_rows()
    component.initialize(lambda: [], rules=rows)
    component.to_disk(tmp_path / "targets")
    for other in (TargetComponent("a").from_disk(tmp_path / "targets"), TargetComponent("b").from_bytes(component.to_bytes())):
        assert other.to_bytes() == component.to_bytes()


def test_a_pipeline_in_order_has_no_problems():
    nlp = spacy.blank("zh")
    for name in ("policy_clauses", "policy_entities", "policy_roles", "policy_targets", "policy_directives"):
        nlp.add_pipe(name)
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_spacy_tells_what_a_pipeline_lacks():
    nlp = spacy.blank("zh")
    nlp.add_pipe("policy_roles")
    assert nlp.analyze_pipes()["problems"]["policy_roles"] == ["doc._.clauses", "doc._.entities"]


def test_displacy_paints_entities_and_directives_in_the_colours_of_the_marked_article():
    from spacy import displacy

    from analyzer.pipeline.annotations import COLORS
    from analyzer.pipeline.load import load
    from analyzer.records import Label, Modality

    assert set(COLORS) == {*map(str, Label), *map(str, Modality)}
    doc = load(segmenter="char")("工信部要在宁波发展新能源汽车。")
    page = displacy.render(doc, style="ent", jupyter=False)
    for ent in doc.ents:
        assert ent.kb_id_ in page
        assert f"background: {COLORS[ent.label_]}" in page
    assert COLORS["obligation"] in displacy.render(doc, style="span", jupyter=False, options={"spans_key": "directives"})
