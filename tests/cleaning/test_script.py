"""Traditional becomes Simplified by phrase; Simplified is left alone."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("著力解決著名企業的顯著問題，隨著發展，乾隆年間的著作", "着力解决著名企业的显著问题，随着发展，乾隆年间的著作"),
        ("以後皇后於裏面，臺灣、衞生、乾淨、幹部、干預", "以后皇后于里面，台湾、卫生、干净、干部、干预"),
        ("事發地點位於倫敦，對於我們來說", "事发地点位于伦敦，对于我们来说"),
        ("行政院會議決議，請內政部會同主計總處研議", "行政院会议决议，请内政部会同主计总处研议"),
        ("这次會議對于國家經濟發展十分重要", "这次会议对于国家经济发展十分重要"),
        ("新品種的紅菜薹搶鮮上市，農業豐收", "新品种的红菜薹抢鲜上市，农业丰收"),
    ],
)  # fmt: skip
def test_traditional_text_is_converted_by_phrase(traditional: str, simplified: str) -> None:
    assert clean_text(traditional).text == simplified


@pytest.mark.parametrize(
    "text",
    ["乾隆年间著名的著作显著", "於潜镇和钟鎏的论著", "他叫劉备，是个例外，其余的句子都是简体中文", "着力推进，瞭望台，叶剑英"],
)
def test_simplified_text_is_left_alone(text: str) -> None:
    clean = clean_text(text)
    assert clean.text == text
    assert clean.offsets.pieces == ()


def test_words_are_not_translated() -> None:
    assert clean_text("資訊軟體產業與網路電視").text == "资讯软体产业与网路电视"


def test_what_opencc_cannot_read_does_not_stop_it() -> None:
    assert clean_text("工業\ud800經濟\0發展").text == "工业\ud800经济\0发展"


def test_a_short_text_is_converted_where_nothing_speaks_against_it() -> None:
    assert clean_text("衞生署公布").text == "卫生署公布"
    assert clean_text("王喆出席並讲话").text == "王喆出席並讲话"
