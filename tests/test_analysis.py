from __future__ import annotations

import copy
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import Article, analyze, analyze_many, extract_directives, load
from analyzer.errors import InputError

GLOSSED = "工業(yè)和信息化部強(qiáng)調(diào)，要著力打通物料運輸?shù)葘嶋H困難，嚴(yán)禁弄虛作假。"
TEXT = "会议强调，各地区要加快推进新能源汽车产业发展，严禁盲目投资。到2027年，产量达到3000万辆以上。"
FOOT = "\n责任编辑：张三\n免责声明：本文仅代表作者个人观点，与本网无关，请读者仅作参考。\n"
SENTENCES = ("各地区要加强监管，不得推诿。", "天气很好。", "鼓励企业加大投入。", "到2027年，产值突破5000亿元。", "（一）完善制度。\n", "\n", "会议指出，")


def test_offsets_lead_into_the_text_as_it_was_given() -> None:
    analysis = analyze(GLOSSED)
    assert [GLOSSED[d.start : d.end] for d in analysis.directives] == ["要著力打通物料運輸?shù)葘嶋H困難", "嚴(yán)禁弄虛作假"]
    assert [d.text for d in analysis.directives] == ["要着力打通物料运输等实际困难", "严禁弄虚作假"]
    (organ,) = [e for e in analysis.entities if e.label == "MINISTRY"]
    assert (GLOSSED[organ.start : organ.end], organ.text) == ("工業(yè)和信息化部", "工业和信息化部")


def test_ids_are_the_same_every_time_and_each_its_own() -> None:
    first, second = analyze(Article(TEXT, id="a")), analyze(Article(TEXT, id="a"))
    assert first == second
    ids = [x.id for x in (*first.directives, *first.targets)]
    assert len(ids) == len(set(ids))
    assert all(id.startswith("a#") for id in ids)


def test_a_target_names_the_first_directive_that_lists_it() -> None:
    analysis = analyze("各地要完善制度，鼓励企业投入，实现覆盖率达到90%以上。")
    (target,) = analysis.targets
    assert target.directive_id == next(d.id for d in analysis.directives if target.id in d.targets)


@pytest.mark.parametrize(
    ("article", "issuers"),
    [
        (Article("要加强监管。", issuer="工信部、国家发展改革委"), ("工业和信息化部", "国家发展和改革委员会")),
        (Article("要加强监管。", title="教育部关于做好招生工作的通知"), ("教育部",)),
        (Article("要加强监管。", issuer="某某集团"), ("某某集团",)),
        (Article("要加强监管。", issuer="Macao SAR、财政部 税务总局"), ("Macao SAR", "财政部", "国家税务总局")),
        (Article("要加强监管。", title="中央纪委国家监委公开通报典型问题"), ("中共中央纪律检查委员会", "国家监察委员会")),
        (Article("要加强监管。", title="十四届全国人大常委会举行会议"), ("全国人民代表大会常务委员会",)),
        (Article("要加强监管。", title="中办 国办印发春灌意见"), ("中共中央办公厅", "国务院办公厅")),
        (Article("要加强监管。"), ()),
    ],
)
def test_issuers_have_their_canonical_names(article: Article, issuers: tuple[str, ...]) -> None:
    assert analyze(article).issuers == issuers


def test_a_directive_without_speaker_is_the_issuers() -> None:
    (directive,) = analyze(Article("要加强监管。", issuer="工信部")).directives
    assert directive.authority in ("工信部", "工业和信息化部")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="analyze takes a str or an Article, not bytes"):
        analyze(b"text")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="analyze_many takes several articles"):
        analyze_many("要加强监管。")
    with pytest.raises(InputError, match="workers=2"):
        analyze_many([], workers=2)


@pytest.mark.parametrize("text", ["", " \n\t", "。，；", "\x00", "《（["])
def test_a_text_with_nothing_in_it_gives_an_empty_analysis(text: str) -> None:
    analysis = analyze(text)
    assert (analysis.directives, analysis.targets, analysis.themes, analysis.keywords) == ((), (), (), ())
    assert len(analysis.to_frame()) == 0


def test_lone_surrogates_stay_where_they_are() -> None:
    (directive,) = analyze(Article("要加强\ud800监管。", title="\ud800")).directives
    assert directive.text == "要加强\ud800监管"


def test_many_articles_are_read_as_they_are_needed() -> None:
    read = []

    def articles() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield "各地区要加强监管。"

    next(analyze_many(articles()))
    assert len(read) <= 128


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), max_size=6).map("".join), max_size=8))
def test_together_articles_are_analysed_as_alone(texts: list[str]) -> None:
    assert list(analyze_many(texts)) == [analyze(text) for text in texts]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("".join))
def test_a_foot_of_boilerplate_changes_no_directive(text: str) -> None:
    with_foot = extract_directives(Article(text + FOOT, id="a"))
    assert [(d.start, d.end) for d in with_foot] == [(d.start, d.end) for d in extract_directives(Article(text, id="a"))]


@settings(max_examples=10)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("".join))
def test_the_segmenter_changes_nothing_that_is_found(text: str) -> None:
    by_characters, by_words = load(segmenter="char")(text), load(segmenter="pkuseg")(text)
    for name in ("clauses", "entities", "roles", "directives", "targets"):
        assert getattr(by_characters._, name) == getattr(by_words._, name)


def test_words_stand_where_the_raw_text_has_them() -> None:
    words = analyze("工業(yè)發(fā)展").tokens
    assert [(text, start, end) for start, end, text in words] == [("工业", 0, 6), ("发展", 6, 12)]


def test_what_names_one_organ_is_one_keyword() -> None:
    notice = "国家能源局负责充电桩建设。充电桩由国家能源局统一规划，国家能源局每年公布充电桩名单。"
    found = analyze(f"首页 > 政策 > 正文\n{notice}\n责任编辑：某某").keywords
    assert "国家能源局" in found
    assert "能源局" not in found


def test_clauses_are_there_whenever_they_are_asked_for() -> None:
    one, other = analyze("各地区要加强监管。"), analyze("各地区要加强监管。")
    assert [clause.text for clause in one.clauses] == ["各地区要加强监管"]
    assert one.clauses is one.clauses
    assert one == other
    assert replace(analyze("要加强监管。"), reprint_of="b").clauses == analyze("要加强监管。").clauses
    assert copy.deepcopy(analyze("要加强监管。")).clauses == analyze("要加强监管。").clauses
    assert not hasattr(one, "sentences")


def test_threads_that_ask_at_once_get_the_same_clauses() -> None:
    with ThreadPoolExecutor(8) as threads:
        for _ in range(50):
            analysis, start = analyze("各地区要加强监管。" * 20), Barrier(8)
            found = list(threads.map(lambda _, own=analysis, start=start: (start.wait(), own.clauses)[1], range(8)))
            assert all(clauses is found[0] for clauses in found)


def test_an_error_in_a_property_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(analyze("要加强监管。")), "title", property(lambda self: self.article.nothing))
    with pytest.raises(AttributeError, match="nothing"):
        analyze("要加强监管。").title  # noqa: B018 - asked for its error
