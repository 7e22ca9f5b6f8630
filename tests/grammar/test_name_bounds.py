"""Which names stand, which are cut, and which are refused."""

from __future__ import annotations

import pytest

from analyzer.grammar.name_bounds import sound
from analyzer.grammar.party_words import PartyWords
from analyzer.resources import lexicons_dir


@pytest.fixture(scope="module")
def words() -> PartyWords:
    return PartyWords.from_lexicons(lexicons_dir())


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("5.1.2 省级人民政府", "省级人民政府"),
        ("- 区教育局", "区教育局"),
        ("或者下级税务机关", "下级税务机关"),
        ("十四五”时期中央财政", "中央财政"),
        ("招标人应当向未中标的投标人", "招标人"),
        ("水务机关是水票的主管机关", "水务机关"),
        ("经营部门只能向医疗机构", "经营部门"),
        ("林业部门商财政部门", "林业部门"),
        ("毕业生到乡镇学校", "毕业生"),
        ("水务部门作为河道的管理单位", "水务部门"),
        ("国外企业来华投资", "国外企业"),
    ],
)
def test_name_is_cut_to_what_it_is(words: PartyWords, read: str, name: str) -> None:
    span = sound(read, 0, len(read), words, {})
    assert span is not None
    assert read[slice(*span)] == name


@pytest.mark.parametrize(
    "read",
    [
        "在职业学校教育方面",
        "应当把小型企业",
        "的法定代表人",
        "对外出人员",
        "要以理想教育群众",
        "展播“山东",
        "菜篮子”市长",
        "堤长1人、闸工若干人",
        "由于承运人",
        "询问有关当事人",
        "建设海绵城市",
        "设立集体企业",
        "无法通知当事人",
        "人",
        "（区教育局负责）学校",
        "不一次告知用水人",
    ],
)
def test_what_cannot_be_a_name_is_refused(words: PartyWords, read: str) -> None:
    assert sound(read, 0, len(read), words, {}) is None


@pytest.mark.parametrize(
    "read",
    [
        "建设单位",
        "对外贸易经营者",
        "在职人员",
        "在境内工作的船员",
        "为会议提供服务的机构",
        "要求变更合同的一方",
        "扣缴义务人",
        "救助管理机构",
        "收容救护机构",
        "报废机动车回收企业",
        "领导干部特别是主要领导干部",
        "“链主”企业",
        "第三人",
        "商务部门",
        "未取得许可证的单位",
        "法律规定必须检验的商品的收货人",
    ],
)
def test_names_that_only_look_doubtful_stand(words: PartyWords, read: str) -> None:
    assert sound(read, 0, len(read), words, {}) == (0, len(read))
