"""Page furniture is set aside, sentences never are."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text

_BODY = "会议强调，要加快推进内河航运绿色发展，严禁违规排放。\n各地要加强组织领导，确保各项任务落实到位。"


def _kinds(text: str) -> list[tuple[str, str]]:
    clean = clean_text(text)
    return [(b.kind, clean.text[b.start : b.end]) for b in clean.blocks]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("首页 > 新闻中心 > 政策动态 > 正文", "navigation"),
        ("您现在的位置：首页 >> 政务公开 >> 通知公告", "navigation"),
        ("设为首页 | 加入收藏 | 登录 | 注册", "navigation"),
        ("上一篇：关于开展专项检查的通知", "navigation"),
        ("字号：[大 中 小] 打印", "navigation"),
        ("【打印】【关闭】", "navigation"),
        ("分享到：微信 微博 QQ空间", "share"),
        ("扫一扫在手机打开当前页", "share"),
        ("来源：新华社  作者：张三", "credit"),
        ("[責任編輯:林音]", "credit"),
        ("2018-03-09 10:25:06 来源:人民日报 编辑: 李四", "credit"),
        ("发布时间：2025-03-12 09:30　来源：观察网　浏览次数：1286", "credit"),
        ("标签：航运　绿色发展　岸电", "tags"),
        ("Copyright © 2025 观察网 All Rights Reserved", "copyright"),
        ("京ICP备05070218号 京公网安备11010202000001号", "copyright"),
        ("— 12 —", "page_number"),
        ("第 3 页 共 10 页", "page_number"),
        ("免责声明：本文仅代表作者个人观点，与本网无关，请读者仅作参考。", "disclaimer"),
        ("凡本网注明“来源：XXX”的作品，均转载自其它媒体，并不代表本网赞同其观点。", "disclaimer"),
        ("如涉及版权问题，请与本网站联系，我们将及时处理。", "disclaimer"),
    ],
)  # fmt: skip
def test_furniture_is_told_by_its_kind(line: str, kind: str) -> None:
    text = f"{_BODY}\n{line}"
    clean = clean_text(text)
    assert [b.kind for b in clean.blocks] == [kind]
    assert clean.blocks[0].end == len(clean.text)
    assert clean.text.startswith(_BODY), "blocks are marked and not removed"


@pytest.mark.parametrize(
    "line",
    [
        "（三）打击侵权盗版。加强网络版权保护，规范转载行为，严禁未经授权转载新闻作品。",
        "各网站要在首页显著位置设置举报入口，并公布联系方式。",
        "加强对平台企业的监管，要求其在显著位置发布免责声明。",
        "推广使用微信",
        "资金来源：中央财政安排补助资金，地方财政予以配套；不足部分由企业自筹。",
        "相关政策",
        "责任单位：市大数据局、市国资委",
        "（责任单位：省发展改革委、省工业和信息化厅）",
        "牵头单位：市住建局",
        "落实“一老一小”政策 > 5项",
        "完善信息分享机制",
        "2.打印机等办公设备应优先采购国产产品",
        "编辑出版单位应当建立健全审稿制度",
        "联系人：张三，电话：010-12345678",
        "时间安排：2024年底前完成。",
        "工作要求：各地要加强领导；",
        "第3页表格中的数据由各地填报",
        "记者从工业和信息化部获悉",
        "作者应当依法纳税",
        "主要来源：农业、工业",
    ],
)
def test_lines_with_content_are_no_furniture(line: str) -> None:
    assert _kinds(f"{_BODY}\n{line}\n要完善制度，健全机制。") == []


def test_related_links_run_to_the_end_of_their_list() -> None:
    assert _kinds(f"{_BODY}\n相关阅读\n· 图解航运发展\n· 船舶更新改造有哪些补贴\n各地要抓好落实，确保取得实效。") == [
        ("related", "相关阅读\n· 图解航运发展\n· 船舶更新改造有哪些补贴")
    ]


def test_words_at_the_foot_after_other_furniture_are_tags() -> None:
    text = f"{_BODY}\n\n免责声明：本文仅代表作者个人观点，与本网无关。\n\n某某网微信\n新能源汽车\n工信部"
    assert _kinds(text)[-1] == ("tags", "某某网微信\n新能源汽车\n工信部")
    assert _kinds(f"{_BODY}\n新能源汽车\n工信部") == []


def test_a_lead_printed_twice_is_marked_once() -> None:
    lead = "3月11日，交通运输部召开工作推进会，要求加快老旧船舶更新改造，完善港口岸电设施。"
    assert _kinds(f"推进会召开\n\n{lead}\n\n{lead}\n\n{_BODY}") == [("lead", lead)]


def test_a_lead_that_draws_on_the_body_is_marked() -> None:
    lead = "5月27日，工业和信息化部召开电视电话会议，针对汽车等重点行业，发挥平台协调作用，强化上下游衔接服务。"
    body = "5月27日，工业和信息化部召开电视电话会议，部署工作。\n针对汽车、装备等重点行业，发挥平台协调作用，强化上下游衔接服务。加强监管。"
    assert _kinds(f"{lead}\n会议召开\n{body}") == [("lead", lead)]


def test_paragraphs_that_share_a_clause_are_no_lead() -> None:
    text = "会议强调，要加快推进绿色发展，完善港口设施，加强安全监管。\n会议强调，要加快推进绿色发展，同时做好防汛工作，保障群众出行。"
    assert _kinds(text) == []
    assert _kinds("各认证机构，各实验室，总局信息中心：\n要求如下。\n各认证机构，各实验室，总局信息中心：") == []


def test_a_numbered_row_of_a_table_is_no_menu_bar() -> None:
    clean = clean_text("分工方案\n1|完善泵站名录|市水务局|2026年底前\n首页|要闻|政策|服务\n1|2|3|4")
    assert [(b.kind, clean.text[b.start : b.end]) for b in clean.blocks] == [("navigation", "首页|要闻|政策|服务\n1|2|3|4")]
