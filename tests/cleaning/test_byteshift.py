"""Runs that were read one byte late."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text
from tests.cleaning.damage import decode_lenient, encode, gloss_bytes, to_traditional


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("保鏈穩(wěn)鏈?zhǔn)翘嵴窆\ue63dI(yè)經(jīng)濟(jì)的重中之重", "保链稳链是提振工业经济的重中之重"),
        ("物料運輸?shù)葘嶋H困難，工業(yè)", "物料运输等实际困难，工业"),
        ("工業(yè)基礎(chǔ)?泵犀|表示，要持續(xù)推動", "工业基础。”孟玮表示，要持续推动"),
        ("工業(yè)發(fā)展?，F在要加快推進(jìn)", "工业发展。现在要加快推进"),
        ("社會(huì)水平?;貧w以來，工業(yè)", "社会水平。回归以来，工业"),
    ],
)  # fmt: skip
def test_shifts_seen_on_real_pages_are_undone(damaged: str, clean: str) -> None:
    got = clean_text(damaged)
    assert got.text == clean
    assert got.repairs["byteshift"] == 1
    assert got.flags == ()


def test_a_run_leads_back_to_what_was_seen() -> None:
    clean = clean_text("物料運輸?shù)葘嶋H困難，工業(yè)")
    assert clean.raw[slice(*clean.to_raw(4, 7))] == "?shù)葘嶋H"
    assert clean.to_clean(4, 5)[0] == 4


def test_a_digit_that_was_eaten_stands_as_a_question_mark_and_is_flagged() -> None:
    astride = bytes.fromhex("AC93").decode("gb18030")
    text = to_traditional("在河南，拥有1500多年历史的产业")
    seen = decode_lenient(gloss_bytes(encode(text), frozenset((astride, "產"))))
    clean = clean_text(seen)
    assert clean.text == "在河南，拥有?500多年历史的产业"
    assert [(f.kind, seen[f.start : f.end]) for f in clean.flags] == [("lost", "?")]


def test_a_run_that_cannot_be_read_stays_and_is_flagged() -> None:
    text = "工業(yè)?bù)\ue000\ue001\ue002龘靐，發(fā)展"
    clean = clean_text(text)
    assert "?bù)" in clean.text
    assert [f.kind for f in clean.flags] == ["byteshift"]
    assert text[clean.flags[0].start : clean.flags[0].end] == "?bù)"


def test_question_marks_of_the_text_stay() -> None:
    for text in ("怎么办?要加快推进改革。", "什么是新质生产力？如何发展?", "?", "电话:400-6197?邮箱:[email protected]"):
        assert clean_text(text).text == text
        assert clean_text(text + "工業(yè)發(fā)展會議").text == text + "工业发展会议"
