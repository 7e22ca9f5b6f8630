"""The built pipeline as people load it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError, ResourceError
from analyzer.pipeline import group_members, load, run_rows
from analyzer.pipeline.annotations import policy
from analyzer.resources import models_dir

TEXT = "会议强调，工业和信息化系统要加快推进汽车产业发展，力争到2025年营收突破2万亿元，严禁盲目投资。\n（一）加强组织领导。各地区要落实责任 ，不得拖延。\n"
NAMES = ("clauses", "entities", "roles", "targets", "directives")
MODULE = sys.modules[load.__module__]  # the name analyzer.pipeline.load is the function's
_pieces = st.lists(
    st.sampled_from(["各地区要", "加快推进", "汽车产业", "北京市", "工业和信息化部", "不得", "拖延", "，", "。", "；", "\n", " ", "到2025年", "增长5%以上", "（一）", "会议指出", "已完成"]),
    max_size=25,
).map("".join)


def in_fresh_process(code: str) -> str:
    result = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_every_kind_of_row_is_found():
    doc = load(segmenter="char")(TEXT)
    for name in NAMES:
        assert getattr(doc._, name), name
    assert {"obligation", "prohibition"} <= {d["modality"] for d in doc._.directives}


def test_words_are_words_and_text_is_text():
    doc = load()(TEXT)
    assert doc.text == TEXT
    assert "推进" in [token.text for token in doc]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_pieces)
def test_the_segmenter_changes_nothing_that_is_extracted(text):
    by_char, by_word = (policy(load(segmenter=name)(text)) for name in ("char", "pkuseg"))
    assert by_char == by_word


def test_a_segmenter_is_loaded_once():
    assert load(segmenter="char") is load(segmenter="char")
    assert load() is load(segmenter="pkuseg")


def test_an_unknown_segmenter_is_named_with_those_known():
    with pytest.raises(InputError, match=r"'jieba'.*char, pkuseg"):
        load(segmenter="jieba")  # type: ignore[arg-type]


def test_a_pipeline_that_was_never_built_is_an_error_that_names_the_command(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(MODULE, "models_dir", lambda: tmp_path)
    with pytest.raises(ResourceError, match="analyzer build"):
        MODULE._load("char")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_pieces)
def test_rows_without_a_doc_are_those_of_the_doc(text):
    rows = run_rows(text, {}, [])
    known = policy(load(segmenter="char")(text))
    assert {name: rows[name] for name in NAMES} == {name: known[name] for name in NAMES}


def test_a_text_beyond_a_million_characters_is_one_text():
    filler = ("天" * 9_999 + "。\n") * 101
    rows = run_rows("一、保障安全。\n" + filler + "严禁瞒报。", {}, [])
    last = rows["clauses"][-1]
    assert last.start > 1_000_000
    assert last.heading == 0
    assert rows["directives"][-1]["start"] == last.start


def test_spacy_users_may_give_texts_beyond_its_limit():
    assert load(segmenter="char").max_length > 10_000_000


def test_what_is_known_of_the_article_reaches_the_components():
    text = "各地区要在年底前完成改造，增长5%以上。"
    dated = run_rows(text, {"date": "2021-03-01"}, [])
    assert dated["directives"][0]["deadline"].startswith("2021")
    assert run_rows(text, {}, [])["directives"][0]["deadline"] == ""


def test_nothing_is_extracted_from_a_block():
    start = TEXT.index("（一）")
    rows = run_rows(TEXT, {}, [("disclaimer", start, len(TEXT))])
    assert all(directive["end"] <= start for directive in rows["directives"])


def test_docs_may_carry_what_is_known_through_pipe():
    nlp = load(segmenter="char")
    docs = [nlp.make_doc("年底前要完成改造。") for _ in range(3)]
    for year, doc in enumerate(docs, 2020):
        doc.user_data["policy"] = {"meta": {"date": f"{year}-01-01"}}
    assert [doc._.directives[0]["deadline"][:4] for doc in nlp.pipe(docs)] == ["2020", "2021", "2022"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "\u3000，"])
def test_texts_without_words_have_no_rows(text):
    rows = run_rows(text, {}, [])
    assert [name for name in NAMES if rows[name]] == []


def test_rows_travel_to_bytes_and_back():
    nlp = load(segmenter="char")
    doc = nlp(TEXT)
    back = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for name in ("clauses", "entities", "roles"):
        assert getattr(back._, name) == getattr(doc._, name)
    assert [d["start"] for d in back._.directives] == [d["start"] for d in doc._.directives]


def test_a_region_group_knows_its_members():
    groups = [e.id for e in run_rows("推动京津冀协同发展。", {}, [])["entities"] if e.label == "REGION"]
    assert [group_members(group) for group in groups] == [("110000", "120000", "130000")]
    assert group_members("110000") == ()


def test_spacy_loads_the_folder_in_a_fresh_process_without_importing_analyzer():
    code = f"import spacy; nlp = spacy.load({str(models_dir() / 'zh_policy')!r}); print(len(nlp('各地区要加强监管。')._.directives))"
    assert in_fresh_process(code) == "1"


def test_loading_reads_no_weights_and_imports_nothing_heavy():
    # scipy.sparse, which takes a sixteenth of a second, sums up the weights of roles in half of numpy's time.
    heavy = "'spacy_pkuseg', 'sklearn', 'skops', 'pypinyin', 'pandera', 'pandas', 'yaml', 'scipy.linalg', 'scipy.stats', 'scipy.optimize'"
    code = f"import sys, analyzer; analyzer.load(); analyzer.load(segmenter='char')('各地区要加强监管。'); print([m for m in ({heavy}) if m in sys.modules])"
    assert in_fresh_process(code) == "[]"


def test_importing_the_package_does_not_import_spacy():
    assert in_fresh_process("import sys, analyzer, analyzer.pipeline; print('spacy' in sys.modules)") == "False"


def test_rules_are_held_once_for_analyze_and_all_pipelines():
    # In a process of its own: other tests load other pipelines, and only some are held.
    code = (
        "from analyzer.pipeline.load import load, rules_of; "
        "one, other = (load(segmenter=s).get_pipe('policy_roles').rules for s in ('char', 'pkuseg')); print(one is other is rules_of('roles'))"
    )
    assert in_fresh_process(code) == "True"
