"""HTML left in texts: tags go, what is none stays, and every character leads back."""

from __future__ import annotations

import pytest

from analyzer import analyze
from analyzer.cleaning import clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("各县要<strong>严格</strong>监管。", "各县要严格监管。"),
        ('<span style="text-indent:2em">各县要</span>监管。', "各县要监管。"),
        ("<P ALIGN=center>各县要监管。</P>", "各县要监管。"),
        ("各县<a href='1.html' target=_blank>要监管</a>。", "各县要监管。"),
        ('<p class="a"style="b">各县</p>', "各县"),
        ('<input type="checkbox" checked>各县', "各县"),
        ("各县要<o:p></o:p>监管。", "各县要监管。"),
        ('<div class=\\"nav\\">各县<\\/div>', "各县"),
        ("各县要<!-- 不得发布 -->监管。", "各县要监管。"),
        ("各县要<script>if (a<b) {不得}</SCRIPT >监管。", "各县要监管。"),
        ("各县<style type='text/css'>p {color: red}</style>要监管。", "各县要监管。"),
        ("<![CDATA[各县要监管。]]>", "各县要监管。"),
        ("<!DOCTYPE html>各县<![endif]-->要", "各县要"),
        ("投资10<sup>8</sup>元，面积5 m<sup>2</sup>。", "投资10^8元，面积5 m2。"),
        ("&lt;p&gt;各县&amp;lt;br&amp;gt;要监管。&lt;/p&gt;", "各县\n要监管。"),
    ],
)
def test_tags_go(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "当a < b且c > d时",
        "误差<5%，合格率>95%",
        "依照<征求意见稿>和<公路法>办理",
        "若a<b and c>d则停机",
        "方案<A>与方案<B>、<time>、<title>",
        "联系<a@b.cn>或<http://a.cn/p>",
        "<pm2.5> <p2> <part> <divide>",
        "<p 各县要监管",
        '<p class="各县要监管',
        "一段<!-- 没有结束",
        "x<y:z>",
    ],
)
def test_what_is_not_surely_a_tag_stays(text: str) -> None:
    clean = clean_text(text)
    assert clean.text == text
    assert "tag" not in clean.repairs


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("各县。<br/>各市。<br>各省。", ["各县。", "各市。", "各省。"]),
        ("<div>\n  <p>各县。</p>\n\n  <p>各市。</p>\n</div>", ["各县。", "各市。"]),
        ("<ul><li>各县。<li>各市。</ul>各省。", ["各县。", "各市。", "各省。"]),
        ("<h1>通知</h1>各县。", ["通知", "各县。"]),
        ("各县。\n各市。<b>各省。</b>", ["各县。", "各市。各省。"]),
    ],
)
def test_blocks_and_breaks_are_lines(raw: str, lines: list[str]) -> None:
    assert clean_text(raw).text.split("\n") == lines


def test_a_row_is_a_line_and_its_cells_are_apart_by_tabs() -> None:
    raw = (
        "<table>\n <tr>\n  <td>序号</td>\n  <td>重点任务</td>\n  <td>责任单位</td>\n </tr>\n"
        " <tr>\n  <td>1</td>\n  <td></td>\n  <td><p>市水务局</p>\n<p>市财\n政局</p></td>\n </tr>\n</table>\n<p>附注。</p>"
    )
    assert clean_text(raw).text == "序号\t重点任务\t责任单位\n1\t\t市水务局 市财政局\n附注。"


def test_cells_that_nobody_closes_are_apart_too() -> None:
    assert clean_text("<table><tr><td>1<td>甲<tr><td>2<td>乙</table>").text == "1\t甲\n2\t乙"


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs() -> None:
    body = "".join(f"<p>第{n}段。</p>" for n in range(1, 9))
    assert clean_text(f"<table><tr><td>侧栏</td><td>{body}</td></tr></table>").text.split("\n") == ["侧栏", *(f"第{n}段。" for n in range(1, 9))]


def test_every_character_leads_back_to_its_own_in_the_raw_text() -> None:
    raw = '<div id="a">\n<p>&nbsp;各县要<b>严格</b>监管。<br/>不得<i>拖延</i>。</p></div>'
    clean = clean_text(raw)
    assert clean.text == " 各县要严格监管。\n不得拖延。"
    assert clean.repairs["tag"] == 9
    for at, char in enumerate(clean.text):
        start, end = clean.to_raw(at, at + 1)
        assert raw[start:end] == char if char not in " \n" else raw[start:end] in ("&nbsp;", "<br/>")
    start = clean.text.index("严格监管")
    assert raw[slice(*clean.to_raw(start, start + 4))] == "严格</b>监管"


def test_a_text_without_angle_brackets_is_not_touched() -> None:
    assert clean_text("各县要监管。").offsets.pieces == ()


def test_remains_of_a_page_are_read_as_the_page() -> None:
    raw = (
        '<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 通知公告</div>\n<h1>市教育局关于规范培训的通知</h1>\n'
        '<script>var a = "不得";</script>\n<p style="text-indent:2em">&nbsp;&nbsp;各学校要<strong>严格</strong>落实政策。<br/>各机构必须在2023年9月1日前完成备案。</p>'
    )
    found = analyze(raw)
    assert (found.title, found.issuers) == ("市教育局关于规范培训的通知", ("市教育局",))
    assert [(d.text, d.addressee) for d in found.directives] == [
        ("各学校要严格落实政策", "各学校"), ("各机构必须在2023年9月1日前完成备案", "各机构"),
    ]  # fmt: skip
    assert [b.kind for b in found.clean.blocks] == ["navigation"]
    first = found.directives[0]
    assert raw[first.start : first.end] == "各学校要<strong>严格</strong>落实政策"
