"""What holds for every text, damaged in whatever way."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cleaning import clean_text
from analyzer.records import CleanText
from tests.cleaning.damage import KINDS, damage

_PIECES = [
    *"工業业國国經经济進進部是鏈穩翘嵴窆\ue63d著着於于乾隆裏里，。、；：“”（）",
    *"()?？aIA1 0\n\r\t\u3000\xa0\u200b\ufeff⻓⻄Ａ９％&;<>|-—",
    "(yè)", "(yi)", "(shì )", "(jun1)", "(sh", "?zhǔn)", "?)", "&nbsp;", "&amp;", "&amp;amp;lt;", "&#40;", "\r\n", "\n\n\n",
    "工業(yè)", "国(guo)(guo)", "推 进 工 作", "会议强调，要加快推进新型工业化。\n", "[责任编辑:林音]", "来源：新华社", "免责声明：", "— 3 —",
    "首页 > 新闻 > 正文", "国办发〔2019〕3号", "2022年5月27日", "國務(wù)院辦公廳", "關(guān)于", "?泵", "\U0001f390", "\ud800",
    "<p>", "</p>", "<br/>", "<tr>", "</tr>", "<td>", "</td>", "<b>", "</b>", '<a href="x">', "<script>", "</script>", "<!--", "-->", "&lt;p&gt;", "<法>",
    "<![CDATA[", "]]>", "<sup>",
]  # fmt: skip
texts = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=60)


def _check_map(clean: CleanText) -> None:
    pieces = clean.offsets.pieces
    if not pieces:
        assert len(clean.text) == len(clean.raw)
        return
    assert pieces[0][0] == pieces[0][2] == 0
    assert pieces[-1][1] == len(clean.raw)
    assert pieces[-1][3] == len(clean.text)
    for (_, raw_end, _, end), (raw_start, _, start, _) in itertools.pairwise(pieces):
        assert raw_end == raw_start
        assert end == start
    assert all(a <= b and c <= d for a, b, c, d in pieces)


@settings(max_examples=500, deadline=None)
@given(texts)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean_text(text).text
    again = clean_text(once)
    assert again.text == once
    assert len(again.offsets.pieces) == 0


@settings(max_examples=500, deadline=None)
@given(texts)
def test_the_offset_map_tiles_both_texts_and_leads_back(text: str) -> None:
    clean = clean_text(text)
    assert clean.raw == text
    _check_map(clean)
    last = 0
    for at in range(len(clean.text)):
        start, end = clean.to_raw(at, at + 1)
        assert last <= start < end <= len(text), "every clean character comes from raw characters, in order"
        last = start
        back = clean.to_clean(start, end)
        assert back[0] <= at < back[1], "and its raw characters lead back to it"


@settings(max_examples=200, deadline=None)
@given(texts)
def test_blocks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    clean = clean_text(text)
    last = 0
    for block in clean.blocks:
        assert last <= block.start < block.end <= len(clean.text)
        last = block.end
    for flag in clean.flags:
        assert 0 <= flag.start < flag.end <= len(text)


_SUBJECTS = ("各地区各部门", "工业和信息化部", "有关企业", "省级人民政府", "市场监管部门", "会议强调", "通知要求", "发展改革委")
_VERBS = ("要加快推进", "切实加强", "完善", "稳妥有序开展", "严禁违规", "支持", "研究制定", "确保")
_OBJECTS = ("制造业数字化转型", "产业链供应链稳定", "农村公路建设养护", "新能源汽车下乡", "安全生产责任落实", "中小企业纾困解难", "长江流域生态保护", "医疗保障制度改革")


def _sentence(rng: random.Random) -> str:
    clauses = "，".join(rng.choice(_VERBS) + rng.choice(_OBJECTS) for _ in range(rng.randint(1, 4)))
    return f"{rng.choice(_SUBJECTS)}{clauses}。"


@pytest.mark.parametrize("kind", KINDS)
def test_damage_of_every_kind_is_undone(kind: str) -> None:
    """Two thousand sentences; what a byte shift loses for good is ``?`` and flagged, and nothing else differs."""
    rng = random.Random(17)
    wrong = total = 0
    for number in range(350):
        text = "".join(_sentence(rng) for _ in range(rng.randint(1, 8)))
        clean = clean_text(damage(text, kind, number))
        _check_map(clean)
        total += len(text)
        if clean.text != text:
            wrong += sum(a != b for a, b in zip(clean.text, text, strict=False)) + abs(len(clean.text) - len(text))
            assert clean.flags or kind.startswith("A-bytes"), f"a difference that is not flagged: {clean.text!r}"
    assert wrong <= total * (0.0005 if kind.startswith("A-bytes") else 0)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(KINDS))
def test_evidence_in_a_damaged_text_holds_the_glosses(seed: int, kind: str) -> None:
    rng = random.Random(seed)
    text = _sentence(rng) + _sentence(rng)
    clean = clean_text(damage(text, kind, seed))
    at = clean.text.find("，")
    if at > 0:
        start, end = clean.to_raw(0, at)
        assert clean.to_clean(start, end) == (0, at)
        assert len(clean.raw[start:end]) >= at
