"""Glosses go, and every other parenthesis stays."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("工業(yè)和信息化部發(fā)布規(guī)劃", "工业和信息化部发布规划"),
        ("推動創(chuàng )新和長( cháng)遠發(fā)展，經濟", "推动创新和长远发展，经济"),
        ("国(guo)(guo)(guo)务(wu)(wu)院部署", "国务院部署"),
        ("国(guo)⛦(guo)务院，就☂(jiu)是", "国务院，就是"),
        ("社会主义(y🎐i)现(xian)代化", "社会主义现代化"),
        ("解放军(jun1)和人民(mín)", "解放军和人民"),
        ("加快建設(shè)充電基礎(ch", "加快建设充电基础"),
        ("要行(háng)业自律，银行(xíng)要", "要行业自律，银行要"),
        ("女(nǚ)性和绿(lǜ)色、略(lüè)", "女性和绿色、略"),
    ],
)  # fmt: skip
def test_glosses_of_every_kind_are_taken_away(damaged: str, clean: str) -> None:
    assert clean_text(damaged).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "（二）完善制度(征求意见稿)，国内生产总值(GDP)增长5%(1)，见(e.g.)附件",
        "第一类(a)和第二类(b)，选项(abc)",
        "一(yi)、总体要求",
        "浙江(shang)项目",
        "亳州（bó zhōu）市",
        "标准(er)",
    ],
)
def test_other_parentheses_stay(text: str) -> None:
    clean = clean_text(text)
    assert clean.text == text
    assert clean.repairs == {}


def test_a_gloss_belongs_to_the_character_before_it() -> None:
    clean = clean_text("工業(yè)和信息化部強(qiáng)調(diào)")
    assert clean.raw[slice(*clean.to_raw(1, 2))] == "業(yè)"
    assert clean.raw[slice(*clean.to_raw(2, 3))] == "和"
    assert clean.to_clean(2, 6) == (1, 2)


def test_a_gloss_astride_a_character_and_a_letter_goes_too() -> None:
    # 影 and X: the second byte of 影 and the byte of X spell 癤 (jiē).
    assert clean_text("電(diàn)影X(jiē)R體(tǐ)驗(yàn)").text == "电影XR体验"


def test_repairs_are_counted_by_kind() -> None:
    clean = clean_text("工業(yè)經(jīng)濟(jì)穩(wěn)")
    assert clean.repairs == {"gloss": 4, "script": 4}
