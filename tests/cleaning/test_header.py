"""What a text says of itself."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text

_NOTICE = """自然资源部办公厅
关于做好汛期地质灾害防治工作的通知
自然资办函〔2024〕926号

各省、自治区、直辖市自然资源主管部门：
为做好防治工作，现将有关事项通知如下：
一、加强监测预警
自然资源部办公厅
2024年4月26日
附件：1.名单
2025年1月1日"""


def test_a_notice_from_title_to_signature() -> None:
    header = clean_text(_NOTICE).header
    assert header.title == "自然资源部办公厅关于做好汛期地质灾害防治工作的通知"
    assert header.doc_no == "自然资办函〔2024〕926号"
    assert header.issuers == ("自然资源部办公厅",)
    assert header.salutation == "各省、自治区、直辖市自然资源主管部门"
    assert header.signature == "自然资源部办公厅\n2024年4月26日"
    assert (header.date, header.date_text) == ("2024-04-26", "2024年4月26日")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("国办发〔2019〕3号", "国办发〔2019〕3号"),
        ("国办发[2019]3号", "国办发〔2019〕3号"),
        ("国办发【2019】 3 号", "国办发〔2019〕3号"),
        ("国办发（2019）第3号", "国办发〔2019〕3号"),
        ("（国办发﹝2019﹞3号）", "国办发〔2019〕3号"),
        ("国办发明电〔2020〕12号", "国办发明电〔2020〕12号"),
        ("中华人民共和国国务院令 第706号", "国务院令第706号"),
        ("海关总署公告2020年第24号", "海关总署公告2020年第24号"),
    ],
)  # fmt: skip
def test_document_numbers_in_all_their_writings(written: str, number: str) -> None:
    assert clean_text(f"关于做好有关工作的通知\n{written}\n各地要加强监管。").header.doc_no == number


def test_an_order_has_the_title_of_what_it_puts_into_force() -> None:
    header = clean_text(
        "中华人民共和国国务院令\n第706号\n《专利代理条例》已经国务院常务会议修订通过，现予公布，自2019年3月1日起施行。\n总理 某某\n2018年11月6日\n专利代理条例"
    ).header
    assert (header.title, header.doc_no, header.issuers, header.date) == ("专利代理条例", "国务院令第706号", ("国务院",), "2018-11-06")


@pytest.mark.parametrize(
    ("line", "known", "date", "text"),
    [
        ("5月27日，工业和信息化部召开会议。", "", "", "5月27日"),
        ("5月27日，工业和信息化部召开会议。", "2022-06-01", "2022-05-27", "5月27日"),
        ("新华社北京5月5日电 国务院总理主持召开会议。", "2023", "2023-05-05", "5月5日"),
        ("2022-05-27 10:25:06 来源：某某网", "", "2022-05-27", "2022-05-27"),
        ("二〇二二年五月二十七日", "", "2022-05-27", "二〇二二年五月二十七日"),
        ("民國108年2月14日第3640次會議", "", "2019-02-14", "民国108年2月14日"),
        ("（2018年9月27日在市人大常委会会议上）", "", "2018-09-27", "2018年9月27日"),
        ("到2025年，全国产量达到100万吨。", "", "", ""),
    ],
)  # fmt: skip
def test_the_first_date_that_the_text_has_of_itself_is_its_date(line: str, known: str, date: str, text: str) -> None:
    header = clean_text(f"有关部门召开专题会议\n{line}\n要加强监管。", date=known).header
    assert (header.date, header.date_text) == (date, text)


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        ("商务部 中国银行关于完善金融服务的通知", ("商务部", "中国银行")),
        ("国务院办公厅转发民政部关于清理整顿意见的通知", ("国务院办公厅",)),
        ("中共中央组织部办公厅 教育部办公厅关于做好招聘工作的通知", ("中共中央组织部办公厅", "教育部办公厅")),
        ("工业和信息化部召开提振工业经济电视电话会议", ("工业和信息化部",)),
        ("李强主持召开国务院常务会议", ("国务院",)),
        ("省政府常务会议研究部署春管工作", ("省政府",)),
        ("全国人民代表大会关于修改部分法律的决定", ("全国人民代表大会",)),
        ("国家经贸委关于企业改革的意见", ("国家经贸委",)),
        ("某省工作委员会公告（第3号）", ("某省工作委员会",)),
        ("省政府新闻办举行发布会介绍防汛情况", ("省政府新闻办",)),
        ("关于做好有关工作的通知", ()),
        ("各地丰收忙", ()),
        ("王明签署国务院令 公布《渠道管理条例》", ()),
        ("王明主持召开中央水利工作会议", ()),
        ("王明在视察省水利厅时强调 抓好春灌", ()),
        ("王明致信祝贺省水利协会成立", ()),
        ("经国务院批准 新修订的条例公布", ()),
        ("征求对省委关于水利规划建议的意见 省委召开座谈会", ()),
        ("第三届水利博览会将举行", ()),
        ("【专访】水利厅：抓好春灌", ()),
        ("三部门部署做好春灌工作", ()),
        ("中央组织部从专项经费中划拨补助", ()),
        ("省委组织部印发选派方案", ("省委组织部",)),
        ("俄外交部：愿意会谈", ()),
        ("对外贸易经济合作部关于出口的通知", ("对外贸易经济合作部",)),
    ],
)  # fmt: skip
def test_issuers_are_the_organs_that_a_title_begins_with(title: str, issuers: tuple[str, ...]) -> None:
    assert clean_text(f"{title}\n要加强监管。").header.issuers == issuers


def test_issuers_from_the_signature_where_the_title_names_none() -> None:
    header = clean_text("关于做好有关工作的通知\n要加强监管。\n财政部  国家卫生健康委\n教育部\n2020年1月25日").header
    assert header.issuers == ("财政部", "国家卫生健康委", "教育部")


def test_the_table_above_a_document() -> None:
    page = "索 引 号：\n000014349/2018-00222\n主题分类：\n卫生、体育\n发文机关：\n国务院\n成文日期：\n2018年12月21日\n标　　题：\n国务院关于调整实施有关规定的决定\n发文字号：\n国发〔2018〕43号\n发布日期：\n2018年12月29日\n国务院关于调整实施有关规定的决定\n要加强监管。"
    clean = clean_text(page)
    assert [b.kind for b in clean.blocks] == ["metadata"]
    assert clean.header.title == "国务院关于调整实施有关规定的决定"
    assert (clean.header.doc_no, clean.header.issuers, clean.header.date) == ("国发〔2018〕43号", ("国务院",), "2018-12-29")


def test_source_author_and_editor_are_read_from_the_credits() -> None:
    header = clean_text("会议召开\n2025-03-12 09:30 来源：水运观察网 作者：本网记者 浏览次数：12\n要加强监管。\n（责任编辑：水小运）").header
    assert (header.source, header.author, header.editor) == ("水运观察网", "本网记者", "水小运")


def test_a_text_that_says_nothing_of_itself_has_an_empty_header() -> None:
    header = clean_text("要加强监管，确保安全。").header
    assert not any((header.title, header.date, header.issuers, header.doc_no, header.source, header.salutation, header.signature))
