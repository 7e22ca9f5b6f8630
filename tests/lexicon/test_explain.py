"""Every mention tells its rows, every name that lost tells why."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.explain import Explanation, explain
from analyzer.lexicon.origins import Origins
from analyzer.lexicon.user_entities import extended


@pytest.fixture(scope="module")
def origins(lexicons: Path) -> Origins:
    return Origins.read(lexicons)


def at(text: str, words: str, rules: EntityRules, origins: Origins, **meta: str) -> Explanation:
    return next(e for e in explain(text, rules, origins, meta=meta) if e.words == words)


def line(explanation: Explanation) -> list[str]:
    """The lines that the rows stand on, as the files have them."""
    return [row.path.read_text(encoding="utf-8").splitlines()[row.line - 1] for row in explanation.rows]


def why(text: str, words: str, rules: EntityRules, origins: Origins) -> str:
    """Why a name lost, wherever it stands in the text."""
    return next(lost.why for e in explain(text, rules, origins) for lost in e.lost if lost.words == words)


def test_a_mention_tells_its_row(rules: EntityRules, origins: Origins) -> None:
    found = at("工信部发布", "工信部", rules, origins)
    assert (found.label, found.id, found.name) == ("MINISTRY", "org:gongxinbu", "工业和信息化部")
    assert line(found)[0].startswith("org:gongxinbu,")
    assert found.lost == ()


@pytest.mark.parametrize(
    ("text", "words", "begins"),
    [
        ("宁波市科技局", "宁波市科技局", ["330200,", "kejiushu,"]),
        ("沪苏浙皖", "苏", ["320000,"]),
        ("在北京天竺综合保税区", "北京天竺综合保税区", ["110000,"]),
        ("发展人工智能产业", "人工智能", ["人工智能,"]),
        ("浙江省人民政府发布", "浙江省人民政府", ["330000,", "renminzhengfu,"]),
        ("在京津冀地区", "京津冀地区", ["group:jingjinji,"]),
    ],
)
def test_a_mention_tells_all_the_rows_that_it_is_made_of(text: str, words: str, begins: list[str], rules: EntityRules, origins: Origins) -> None:
    lines = line(at(text, words, rules, origins))
    begins = [b.replace("kejiushu", "kexuejishu") for b in begins]
    assert [found.startswith(b) for found, b in zip(lines, begins, strict=True)] == [True] * len(begins)


def test_a_formed_sector_tells_the_words_it_is_formed_of(rules: EntityRules, origins: Origins) -> None:
    found = at("发展智能灌溉机器人产业", "智能灌溉机器人", rules, origins)
    assert [row.kind for row in found.rows] == ["modifier of sectors", "sector", "sector"]
    assert [row.path.name for row in found.rows] == ["sector_words.yaml", "sectors.csv", "sectors.csv"]


def test_generic_groups_and_documents_tell_their_entries(rules: EntityRules, origins: Origins) -> None:
    text = "有关部门要落实《关于加强基层治理的意见》"
    assert at(text, "有关部门", rules, origins).rows[0].path.name == "entity_words.yaml"
    assert at(text, "《关于加强基层治理的意见》", rules, origins).rows[0].path.name == "documents.yaml"


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("发展新能源汽车", "汽车", "shorter: part of 「新能源汽车」 (SECTOR C3612)"),
        ("在南京东路", "南京", "blocked: 「南京东路」 is a word of blockers.csv:"),
        ("教育部门", "教育部", "guarded: what stands after it is in not_after of guards.csv:"),
        ("到发展改革委员", "发展改革委", "longer word: 「员」 after it"),
        ("北京银行", "北京", "longer name: it opens the name of an institution"),
        ("人社部发〔2016〕3号", "人社部", "longer name: it opens the number of a document"),
        ("俄罗斯国防部", "国防部", "context: what stands before it makes it an organ of another country"),
        ("关于海曙的报道", "海曙", "context: its rule is parent, and nothing in the text fulfils it (it lies in 宁波市)"),
        ("在办好科技局的", "科技局", "context: no place and no 省, 市, 县"),
        ("组织教育党员", "教育", "blocked: 「教育党员」 is a word of sector_words.yaml:"),
        ("做好档案保险库管理。", "保险", "sector filter: it scores -"),
        ("推进反走私海关统计", "海关", "guarded: "),
    ],
)
def test_a_name_that_lost_tells_why(text: str, words: str, reason: str, rules: EntityRules, origins: Origins) -> None:
    assert why(text, words, rules, origins).startswith(reason)


def test_other_bearers_of_a_name_are_told(rules: EntityRules, origins: Origins) -> None:
    found = at("南京市鼓楼区", "鼓楼区", rules, origins)
    assert found.id == "320106"
    assert {lost.origin.id for lost in found.lost if lost.origin} == {"320302", "350102", "410204"}
    assert all(lost.why == "other sense: 320106 fits the text better" for lost in found.lost)
    open_ = at("鼓楼区", "鼓楼区", rules, origins)
    assert {lost.why for lost in open_.lost} == {"other sense: fits as well, and is among the alternatives"}


def test_the_date_of_the_article_settles_which_organ(rules: EntityRules, origins: Origins) -> None:
    early, late = (at("交通部发布", "交通部", rules, origins, date=date) for date in ("2005", "2015"))
    assert early.id != late.id
    assert line(early)[0].startswith(early.id)
    assert line(late)[0].startswith(late.id)


def test_a_row_of_the_user_and_the_shipped_row_it_beats_are_told(rules: EntityRules, lexicons: Path, tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n# cars\n汽车,车辆,C36,,free,own list,,\n", encoding="utf-8")
    found = at("发展汽车产业", "汽车", extended(rules, tmp_path), Origins.read(tmp_path, lexicons))
    assert (found.name, [(row.path, row.line) for row in found.rows]) == ("车辆", [(tmp_path / "sectors.csv", 3)])
    assert [(lost.origin.path.parent, lost.why) for lost in found.lost if lost.origin] == [
        (lexicons, "other sense: the row of your own comes first (sectors.csv:3)")
    ]


def test_nothing_is_told_of_a_text_without_names(rules: EntityRules, origins: Origins) -> None:
    assert explain("天气很好。", rules, origins) == []
