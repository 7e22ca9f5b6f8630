import pytest

from analyzer.errors import InputError
from analyzer.filters import Filters
from analyzer.records import Article, Modality
from tests import hand_built as by_hand

ARTICLE = Article("要发展汽车。不得乱收费。", id="a", date="2022-05-27")
ORDER = by_hand.directive(
    ARTICLE, 0, 5, ministries=(by_hand.link(by_hand.MIIT),), sectors=(by_hand.link(("C3612", "新能源车整车制造")),),
    regions=(by_hand.link(by_hand.DELTA, members=("310000", "320000")),),
)  # fmt: skip
BAN = by_hand.directive(ARTICLE, 6, 11, modality=Modality.PROHIBITION, strength=5, regions=(by_hand.link(("420106", "武汉市武昌区")),))
FOUND = by_hand.analysis(
    ARTICLE, directives=(ORDER, BAN), targets=(by_hand.target(ARTICLE, 0, 1, directive_id=BAN.id), by_hand.target(ARTICLE, 1, 2))
)


@pytest.fixture(autouse=True)
def known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand.stand_in(monkeypatch)


def kept(**fields: object) -> list[str]:
    found = Filters(**fields).apply(FOUND)  # type: ignore[arg-type]
    return [] if found is None else [{ORDER.id: "order", BAN.id: "ban"}[d.id] for d in found.directives]


def test_without_filters_all_is_kept() -> None:
    assert not Filters()
    assert Filters().apply(FOUND) is FOUND


@pytest.mark.parametrize("value", ["工业和信息化部", "工信部", "org:gongxinbu"])
def test_an_organ_is_known_by_name_short_name_and_id(value: str) -> None:
    assert kept(ministries=[value]) == ["order"]


@pytest.mark.parametrize("value", ["工业和信息化部", "工信部", "org:gongxinbu"])
def test_an_organ_has_the_directives_that_it_gives(value: str) -> None:
    filters = Filters(ministries=[value])
    given_by = {name: by_hand.directive(ARTICLE, 0, 5, authority=name) for name in ("工信部", "某局、工信部", "该局", "工信部某局")}
    assert [name for name, directive in given_by.items() if filters.keeps(directive)] == ["工信部", "某局、工信部"]


@pytest.mark.parametrize("value", ["420000", "420100", "420106", "武昌区", "武汉市武昌区", "鄂"])
def test_a_region_holds_the_places_in_it(value: str) -> None:
    assert kept(regions=[value]) == ["ban"]


@pytest.mark.parametrize("value", ["济南", "济南市", "山东", "370100"])
def test_a_region_has_the_directives_of_its_own_organs(value: str) -> None:
    filters = Filters(regions=[value])
    given_by = {n: by_hand.directive(ARTICLE, 0, 5, authority=n) for n in ("济南市人民政府办公厅", "某局、中共济南市委员会", "国务院", "青岛市", "")}
    assert [name for name, directive in given_by.items() if filters.keeps(directive)] == ["济南市人民政府办公厅", "某局、中共济南市委员会"]
    assert filters.keeps(by_hand.directive(ARTICLE, 0, 5, ministries=(by_hand.link(("org:370100:caizheng-ju", "济南市财政局")),)))
    assert not filters.keeps(by_hand.directive(ARTICLE, 0, 5, ministries=(by_hand.link(("org:420100:caizheng-ju", "武汉市财政局")),)))


@pytest.mark.parametrize(
    ("fields", "id"),
    [
        ({"regions": ["山东济南"]}, "370100"),
        ({"ministries": ["济南市财政局"]}, "org:370100:caizheng-ju"),
        ({"sectors": ["新能源汽车产业"]}, "C3612"),
    ],
)
def test_names_that_are_built_of_several_are_read_as_in_a_text(fields: dict[str, list[str]], id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    links = {field: (by_hand.link((id, "")),) for field in fields}
    assert Filters(**fields).keeps(by_hand.directive(ARTICLE, 0, 5, **links))  # type: ignore[arg-type]
    elsewhere = by_hand.directive(ARTICLE, 0, 5, regions=(by_hand.link(("370200", "青岛市")),))
    assert not Filters(**fields).keeps(elsewhere)  # type: ignore[arg-type]


def test_hong_kong_has_the_directives_of_its_departments() -> None:
    order = by_hand.directive(ARTICLE, 0, 5, authority="香港特别行政区政府运输署")
    assert [value for value in ("香港", "810000", "澳门") if Filters(regions=[value]).keeps(order)] == ["香港", "810000"]


def test_a_county_holds_its_townships() -> None:
    order = by_hand.directive(ARTICLE, 0, 5, regions=(by_hand.link(("620422/郭城驿镇", "郭城驿镇")),))
    kept_by = [value for value in ("会宁县", "甘肃", "620422", "620421", "郭城驿镇") if Filters(regions=[value]).keeps(order)]
    assert kept_by == ["会宁县", "甘肃", "620422", "郭城驿镇"]


def test_a_name_that_several_districts_bear_means_all_of_them() -> None:
    filters = Filters(regions=["朝阳区"])
    codes = ("110105", "220104", "110106")
    assert [c for c in codes if filters.keeps(by_hand.directive(ARTICLE, 0, 5, regions=(by_hand.link((c, "")),)))] == ["110105", "220104"]


@pytest.mark.parametrize(
    ("value", "id"), [("运输署", "org:yunshushu"), ("中共山东省委员会", "org:370000:dangwei"), ("科技部（台湾）", "org:tw-kejibu")]
)
def test_an_organ_is_known_by_any_name_that_the_lexicons_or_tables_give_it(value: str, id: str) -> None:
    assert Filters(ministries=[value]).keeps(by_hand.directive(ARTICLE, 0, 5, ministries=(by_hand.link((id, "")),)))


@pytest.mark.parametrize(("value", "id"), [("供热", "D443"), ("工业", "C36"), ("白酒", "C1512"), ("汽车制造业", "C36")])
def test_a_sector_is_known_by_any_term_or_title(value: str, id: str) -> None:
    assert Filters(sectors=[value]).keeps(by_hand.directive(ARTICLE, 0, 5, sectors=(by_hand.link((id, "")),)))


def test_a_place_does_not_hold_the_region_it_lies_in() -> None:
    assert kept(regions=["420107"]) == []


@pytest.mark.parametrize("value", ["310000", "group:changsanjiao", "长三角"])
def test_a_directive_for_a_group_concerns_its_members(value: str) -> None:
    assert kept(regions=[value]) == ["order"]


@pytest.mark.parametrize(("value", "count"), [("C36", 1), ("汽车", 1), ("C3612", 1), ("C37", 0), ("C361", 1), ("C", 1), ("A", 0)])
def test_a_sector_holds_its_subsectors(value: str, count: int) -> None:
    assert len(kept(sectors=[value])) == count


def test_several_values_mean_any_and_several_fields_mean_all() -> None:
    assert kept(modalities=["obligation", "prohibition"]) == ["order", "ban"]
    assert kept(modalities=["obligation"], min_strength=5) == []
    assert kept(min_strength=5) == ["ban"]


def test_targets_go_with_their_directives_and_entities_stay() -> None:
    found = Filters(min_strength=5).apply(FOUND)
    assert found is not None
    assert [t.directive_id for t in found.targets] == [BAN.id]
    assert found.entities == FOUND.entities


def test_date_filters_keep_all_targets() -> None:
    found = Filters(since="2022").apply(FOUND)
    assert found is not None
    assert len(found.targets) == 2


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [("2022-05-27", "2022-05-27", 2), ("2022", "", 2), ("2022-06", "", 0), ("", "2022-05", 2), ("", "2022-05-26", 0), ("2021", "2023", 2)],
)
def test_both_ends_of_the_time_belong_to_it(since: str, until: str, count: int) -> None:
    assert len(kept(since=since, until=until)) == count


def test_articles_without_a_date_are_left_out_when_time_counts() -> None:
    assert not Filters(since="2020").keeps_date("")
    assert Filters(min_strength=5).keeps_date("")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"modalities": ["duty"]}, "modality 'duty' is not known; choose of obligation"),
        ({"min_strength": 6}, "min_strength 6 is outside 1–5"),
        ({"ministries": ["工信布"]}, "'工信布' is not known as a ministry: give the name"),
        ({"ministries": ["MIIT"]}, "'MIIT' is not known as a ministry"),
        ({"regions": ["工信部"]}, "'工信部' is not known as a region"),
        ({"regions": ["济男"]}, "'济男' is not known as a region.*; did you mean 济南, "),
        ({"regions": ["999999"]}, "'999999' is not the adcode of a division that is known"),
        ({"regions": ["org:guowuyuan"]}, "'org:guowuyuan' is not known as a region"),
        ({"sectors": ["飞毯"]}, "'飞毯' is not known as a sector"),
        ({"sectors": ["C99"]}, "'C99' is not a code of GB/T 4754-2017"),
        ({"since": "昨天"}, "date '昨天' is not one of"),
        ({"since": "2023", "until": "2022"}, "since 2023 lies after until 2022: exchange them"),
    ],
)
def test_values_that_could_keep_nothing_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Filters(**fields)  # type: ignore[arg-type]
