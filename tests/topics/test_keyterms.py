from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ResourceError
from analyzer.records import EntityRow
from analyzer.resources import lexicons_dir
from analyzer.topics import keywords
from analyzer.topics.keyterms import Background, keywords_of, passages, stop_phrases, weigh

COUNTS = Background({"充电": 5, "设施": 200, "充电桩": 3, "建设": 900, "发展": 950, "换电": 2, "工信部": 20}, 1000, frozenset({"建设"}))


def test_rare_terms_come_before_common_ones() -> None:
    assert keywords("发展充电桩，发展设施", background=COUNTS) == ("充电桩", "设施", "发展")


def test_the_longest_term_is_taken() -> None:
    assert "充电" not in keywords("充电桩", background=COUNTS)


def test_formulae_are_no_keywords() -> None:
    assert keywords("建设建设建设充电", background=COUNTS) == ("充电",)


def test_a_term_used_more_often_weighs_more() -> None:
    assert dict(weigh("充电，充电", background=COUNTS))["充电"] > dict(weigh("充电", background=COUNTS))["充电"]


def test_neighbours_that_keep_together_become_one_term() -> None:
    assert keywords("换电设施。换电设施。换电设施。", background=COUNTS)[0] == "换电设施"
    assert "换电设施" not in keywords("换电设施。设施。换电。", background=COUNTS)


def test_mentions_of_one_thing_count_as_one_term() -> None:
    text = "工业和信息化部要求，工信部和工信部系统落实。"
    full, short = text.index("工业"), text.index("工信部")
    again = text.index("工信部", short + 1)
    rows = [EntityRow(s, e, "MINISTRY", "org:miit", "工业和信息化部", "state", ()) for s, e in ((full, full + 7), (short, short + 3), (again, again + 3))]
    ranked = dict(weigh(text, entities=rows, background=COUNTS))
    assert "工信部" in ranked
    assert "工业和信息化部" not in ranked


def test_words_of_a_segmenter_are_used_as_they_are() -> None:
    assert "新词汇" in keywords("新词汇和充电", words=["新词汇", "和", "充电"], background=COUNTS)


def test_no_more_than_the_limit() -> None:
    assert len(keywords("发展充电桩，换电设施", limit=2, background=COUNTS)) == 2


@given(st.text(max_size=100))
def test_every_keyword_stands_in_the_text_once(text: str) -> None:
    found = keywords(text)
    assert len(set(found)) == len(found) <= 10
    assert all(term in text for term in found)


@pytest.mark.parametrize("text", ["", "字", "English only", "。。。", "\ud800"])
def test_texts_without_terms_have_none(text: str) -> None:
    assert keywords(text) == ()


@given(st.text(max_size=4000))
def test_passages_make_up_the_text(text: str) -> None:
    parts = list(passages(text))
    assert "".join(parts) == text
    assert all(0 < len(p) <= 1000 for p in parts)


def test_formulae_ship_as_data() -> None:
    assert {"进一步", "切实", "贯彻落实"} <= stop_phrases(lexicons_dir())


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", b"plain"])
def test_a_damaged_background_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.tsv.gz"
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"b\.tsv\.gz"):
        Background.load(path)


@given(st.lists(st.text(alphabet="充电桩换设施建发展工信部，。\n", max_size=60), max_size=5))
def test_texts_together_get_the_keywords_that_each_gets_alone(texts: list[str]) -> None:
    mentions = [[EntityRow(at, at + 3, "MINISTRY", "org:miit", "工信部", "state", ()) for at in range(len(text)) if text.startswith("工信部", at)] for text in texts]
    assert keywords_of(texts, mentions, background=COUNTS) == [
        keywords(text, entities=own, background=COUNTS) for text, own in zip(texts, mentions, strict=True)
    ]


def test_terms_of_one_weight_come_in_the_order_of_their_characters() -> None:
    counts = Background({"乙二": 5, "甲一": 5, "丙三": 5}, 100)
    entity = EntityRow(9, 11, "SECTOR", "C36", "丁四", "division", ())
    ranked = [term for term, _ in weigh("乙二，甲一，丙三，丁四", entities=[entity], background=counts)]
    assert ranked == ["丁四", "丙三", "乙二", "甲一"]


@pytest.mark.parametrize("texts", [[], [""], ["", "充电"], ["充电", ""], ["\ud800", "充电"]])
def test_empty_texts_take_nothing_from_their_neighbours(texts: list[str]) -> None:
    assert keywords_of(texts, background=COUNTS) == [("充电",) if text == "充电" else () for text in texts]
