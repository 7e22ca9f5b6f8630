"""Pages: lines, tables and titles, for small pages and for large ones."""

from __future__ import annotations

import pytest

from analyzer import analyze
from analyzer.articles.html import from_page

SENTENCE = "<p>各县区要加强值守。</p>"
LONG = "".join(f"<p>各县区要重视第{n}项工作，切实加强组织领导，明确责任分工，细化工作措施，确保各项任务按时完成，及时报送情况。</p>" for n in range(1, 9))


def table(rows: int) -> str:
    head = "<tr><th>序号</th><th>重点任务</th><th>责任单位</th><th>完成时限</th></tr>"
    return f"<table>{head}{''.join(f'<tr><td>{n}</td><td>完善第{n}批泵站名录</td><td>市水务局</td><td>2026年{n}月底前</td></tr>' for n in range(1, rows + 1))}</table>"


def lines(rows: int) -> list[str]:
    return ["序号\t重点任务\t责任单位\t完成时限", *(f"{n}\t完善第{n}批泵站名录\t市水务局\t2026年{n}月底前" for n in range(1, rows + 1))]


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        SENTENCE + table(3),
        f"<nav><a href='/'>首页</a></nav><article>{SENTENCE}{table(3)}</article><footer>某网</footer>",
        f"<div id='main'>{SENTENCE}<div>{table(3)}</div></div>",
        SENTENCE + table(9),
        LONG + table(9),
    ],
    ids=["bare", "article", "nested", "more rows", "long text"],
)
def test_a_row_is_a_line_and_its_cells_are_apart_by_tabs_however_small_the_page(body: str) -> None:
    found = from_page(page(body)).text.split("\n")
    rows = lines(3 if "2026年4月" not in body else 9)
    assert found[-len(rows) :] == rows
    assert "各县区要加强值守。" in found or "各县区要重视第1项工作" in found[0]


def test_a_table_apart_from_the_main_text_is_kept() -> None:
    found = from_page(page(f"<div class='content'>{LONG}</div><div>{table(5)}</div>")).text.split("\n")
    assert found[-6:] == lines(5)
    assert len(found) == 14


def test_a_list_of_links_beside_the_main_text_is_left_out() -> None:
    links = "".join(f"<tr><td><a href='{n}'>某市第{n}次会议召开</a></td><td>{n}</td></tr>" for n in range(9))
    assert "次会议召开" not in from_page(page(f"<div class='content'>{LONG}</div><table>{links}</table>")).text


def test_empty_cells_keep_their_place() -> None:
    body = "<table><tr><td>甲</td><td>乙</td><td>丙</td></tr><tr><td>一</td><td></td><td>三</td></tr><tr><td>一</td><td>二</td><td></td></tr></table>"
    assert from_page(page(SENTENCE + body)).text.split("\n")[1:] == ["甲\t乙\t丙", "一\t\t三", "一\t二\t"]


def test_blocks_in_a_cell_are_apart_by_a_blank() -> None:
    body = "<table><tr><td>1</td><td>市水务局<br>市财政局</td></tr><tr><td>2</td><td><p>市水务局</p><p>市财政局</p></td></tr></table>"
    assert from_page(page(SENTENCE + body)).text.split("\n")[1:] == ["1\t市水务局 市财政局", "2\t市水务局 市财政局"]


def test_a_page_laid_out_by_a_table_has_its_paragraphs_one_to_a_line() -> None:
    found = from_page(page(f"<table><tr><td><p>侧栏</p></td><td>{LONG}</td></tr></table>")).text.split("\n")
    assert [line[:10] for line in found[-8:]] == [f"各县区要重视第{n}项工" for n in range(1, 9)]


def test_each_row_of_a_small_page_directs_whom_it_names() -> None:
    found = analyze(from_page(page(SENTENCE + table(3)))).directives
    assert [(d.text, d.lead_units, d.deadline) for d in found[1:]] == [
        (f"完善第{n}批泵站名录", ("市水务局",), day) for n, day in enumerate(("2026-01-31", "2026-02-28", "2026-03-31"), 1)
    ]


def test_a_page_without_title_has_that_of_its_first_heading() -> None:
    body = f"<h1>某市教育局</h1><h1>某市教育局关于做好防汛工作的通知</h1>{SENTENCE}"
    article = from_page(page(body))
    assert article.title == "某市教育局关于做好防汛工作的通知"
    assert from_page(page(body, "<title>防汛通知</title>")).title == "防汛通知"
    assert from_page(page(f"<h1>某市人民政府门户网站</h1>{SENTENCE}")).title is None
