from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.topics import explain_themes, tag_categories, tag_themes
from analyzer.topics.tagging import shipped_model, tag_themes_of


@pytest.mark.parametrize(
    ("title", "text", "theme"),
    [
        ("关于完善增值税留抵退税政策的公告", "符合条件的纳税人可以向主管税务机关申请退还增量留抵税额。", "财政、金融、审计"),
        ("关于做好今冬明春农田水利建设的通知", "各地要抓好灌区改造，修复水毁水库和河道堤防，保障粮食生产用水。", "农业、林业、水利"),
        ("关于加强基层医疗机构能力建设的意见", "乡镇卫生院要配齐医务人员，做好常见病诊疗和预防接种。", "卫生、体育"),
        ("关于规范校外培训的意见", "学校要提高课堂教学质量，减轻学生作业负担。", "科技、教育"),
        ("关于开展道路货运专项整治的通知", "交通运输部门要加强高速公路治超，便利货车司机。", "工业、交通"),
    ],
)
def test_plain_cases_get_their_theme(title: str, text: str, theme: str) -> None:
    assert tag_themes(title, text)[0] == theme


@pytest.mark.parametrize("text", ["", "税", "a", "The government announced new rules.", "これはにほんごです", "\x00\ud800"])
def test_texts_that_say_nothing_get_none(text: str) -> None:
    assert tag_themes("", text) == ()
    assert explain_themes("", text) == {}


@given(st.text(max_size=80), st.text(max_size=200))
def test_no_text_makes_it_fail(title: str, text: str) -> None:
    assert set(tag_themes(title, text)) <= set(shipped_model().themes)


def test_an_explanation_gives_terms_for_every_theme_tagged() -> None:
    title, text = "关于完善增值税留抵退税政策的公告", "符合条件的纳税人可以向主管税务机关申请退还增量留抵税额。"
    found = explain_themes(title, text, limit=3)
    assert tuple(found) == tag_themes(title, text)
    assert all(0 < len(terms) <= 3 for terms in found.values())


def test_tagging_loads_neither_scikit_learn_nor_skops() -> None:
    code = "import sys; from analyzer.topics import tag_themes; tag_themes('关于税收的通知', '减税'); print([m for m in ('sklearn', 'skops', 'scipy') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_category_is_given_where_terms_show_one() -> None:
    title, text = "关于完善增值税留抵退税政策的公告", "符合条件的纳税人可以向主管税务机关申请退还增量留抵税额。"
    assert tag_categories(title, text)[0] == "财政、金融、审计\\税务"
    assert tag_categories("", "") == ()


@given(st.lists(st.tuples(st.text(alphabet="关于税收教育的通知", max_size=20), st.text(alphabet="减税降费学校农田水利，。\n", max_size=60)), max_size=5))
def test_documents_together_get_the_themes_that_each_gets_alone(pairs: list[tuple[str, str]]) -> None:
    assert tag_themes_of(pairs) == [tag_themes(title, text) for title, text in pairs]
    together = shipped_model().probabilities(pairs)
    assert all(np.array_equal(row, shipped_model().probabilities([pair])[0]) for row, pair in zip(together, pairs, strict=True))


def test_more_documents_than_are_read_at_a_time_keep_their_order() -> None:
    pairs = [("关于税收的通知", "减税降费。"), ("关于农田水利建设的通知", "修复水库。"), ("", "")] * 50
    assert tag_themes_of(pairs) == [tag_themes(*pair) for pair in pairs[:3]] * 50
