import pytest

from analyzer.records import Article
from analyzer.reprints.versions import version

pytest.importorskip("datasketch", reason="reprints need datasketch")
from analyzer.reprints import find_reprints

ARTICLES = "".join(f"\n第{n}条　县级以上人民政府应当加强第{n}类渠道的巡查和维护，不得擅自停水{n * 7}日以上。" for n in "一二三四五六七八九")


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("某条例\n2004年4月30日 国务院令第406号公布\n2023年7月20日 《国务院关于修改部分行政法规的决定》第五次修订）", 2023),
        ("第 450 号\n《某条例》已经二〇〇五年十一月十六日国务院常务会议通过，现予公布。", 2005),
        ("某法\n2007年8月30日 常务委员会第二十九次会议通过", 2007),
        ("现公布修订后的《某条例》，自2019年1月1日起施行。", 0),
        ("发布时间：2019年3月1日　来源：某部网站", 0),
        ("", 0),
    ],
)
def test_the_year_of_the_last_change_is_read_from_the_head(head: str, year: int) -> None:
    assert version(f"{head}{ARTICLES}\n2030年1月1日公布的办法同时废止。") == year


def test_a_text_without_articles_has_no_version() -> None:
    assert version("2019年3月1日公布的通知：各地要加强管理。") == 0


def test_a_regulation_before_and_after_an_amendment_is_no_reprint_and_a_copy_is() -> None:
    head = "渠道管理条例\n2004年4月30日 国务院令第406号公布"
    later = f"{head}\n2023年7月20日 《国务院关于修改部分行政法规的决定》修订"
    amended = ARTICLES.replace("加强第九类渠道的巡查和维护", "加强第九类渠道的巡查、维护和登记")
    copy = f"某省人民政府网站\n{later}{amended.replace('　', ' ')}\n（来源：某报）"
    found = find_reprints([Article(head + ARTICLES, id="old"), Article(later + amended, id="new"), Article(copy, id="copy")])
    assert {reprint.article_id for reprint in found} == {"new", "copy"}
