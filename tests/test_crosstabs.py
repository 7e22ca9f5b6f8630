import pandas as pd
import pytest

from analyzer import article_table, directive_table
from analyzer.crosstabs import crosstab, with_dates
from analyzer.errors import InputError
from analyzer.records import Article, Modality
from tests import hand_built as by_hand

ENV, ECO, CARS, STEEL, CARE = ("org:h", "环境保护部"), ("org:s", "生态环境部"), ("C36", "汽车"), ("C31", "钢铁"), ("Q85", "社区养老")
JJJ, WUCHANG, HUBEI = ("group:jingjinji", "京津冀地区"), ("420106", "武汉市武昌区"), ("420000", "湖北省")
TEXT = "字" * 100


def order(article: Article, at: int, *, ministries: tuple[tuple[str, str], ...] = (), sectors: tuple[tuple[str, str], ...] = (), regions: tuple[tuple[str, str], ...] = (), **fields: object) -> object:  # fmt: skip
    links = {"ministries": ministries, "sectors": sectors, "regions": regions}
    return by_hand.directive(article, at, at + 2, **{name: tuple(by_hand.link(x) for x in found) for name, found in links.items()}, **fields)


MAY = Article(TEXT, id="a", date="2024-05-27")
JUNE = Article(TEXT * 3, id="b", date="2024-06")
YEAR = Article(TEXT, id="c", date="2023")
FOUND = [
    by_hand.analysis(
        MAY, issuers=("财政部",),
        directives=(
            order(MAY, 0, ministries=(ENV, ECO), sectors=(CARS,), regions=(JJJ,), strength=5, instrument="法规管制"),
            order(MAY, 2, sectors=(CARS, STEEL), regions=(WUCHANG, HUBEI), modality=Modality.PROHIBITION),
            order(MAY, 4, ministries=(ENV,), sectors=(CARS,), repeat_of="a#d0-2"),
        ),  # type: ignore[arg-type]
    ),
    by_hand.analysis(JUNE, directives=(order(JUNE, 0, ministries=(ECO,), sectors=(CARE,), strength=2),)),  # type: ignore[arg-type]
    by_hand.analysis(YEAR),
]  # fmt: skip


def cells(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(r, c): table.loc[r, c].item() for r in table.index for c in table.columns if table.loc[r, c]}


def test_a_directive_counts_under_each_of_its_values_and_repeats_do_not() -> None:
    table = crosstab(FOUND, "ministry", "sector")
    assert cells(table) == {
        ("环境保护部", "汽车"): 1, ("生态环境部", "汽车"): 1, ("生态环境部", "社区养老"): 1, ("财政部", "汽车"): 1, ("财政部", "钢铁"): 1,
    }  # fmt: skip
    assert (table.index.name, table.columns.name, str(table.dtypes.iloc[0])) == ("ministry", "sector", "int64")


def test_organs_of_the_past_fold_into_their_successors_once() -> None:
    assert cells(crosstab(FOUND, "ministry", "sector", fold_ministries=True))["生态环境部", "汽车"] == 1


def test_terms_of_one_period_count_together_whatever_their_day() -> None:
    terms = ("R/---10/P1M", "R/P1M", "P30D", "P15D/..", "")
    analysis = by_hand.analysis(MAY, directives=tuple(order(MAY, 0, timing=term) for term in terms))  # type: ignore[arg-type]
    assert cells(crosstab([analysis], "timing", "modality")) == {
        (term, "obligation"): count for term, count in (("R/P1M", 2), ("P15D/..", 1), ("P30D", 1), ("(none)", 1))
    }


def test_strength_is_summed() -> None:
    assert cells(crosstab(FOUND, "sector", "modality", weight="strength"))["汽车", "obligation"] == 5


def test_groups_expand_and_places_go_up_on_request() -> None:
    assert set(crosstab(FOUND, "region", "modality").index) == {"京津冀地区", "武汉市武昌区", "湖北省", "(none)"}
    assert set(crosstab(FOUND, "region", "modality", expand_groups=True, region_level="province").index) == {"北京市", "天津市", "河北省", "湖北省", "(none)"}
    assert list(crosstab(FOUND, "region_group", "modality").index) == ["京津冀地区", "(none)"]
    assert cells(crosstab(FOUND, "region", "modality", region_level="province"))["湖北省", "prohibition"] == 1


@pytest.mark.parametrize(
    ("level", "names"),
    [("section", ["C 制造业", "Q 卫生和社会工作"]), ("division", ["C36 汽车制造业", "C31 黑色金属冶炼和压延加工业", "Q85 社会工作"]), ("class", ["(none)"])],
)
def test_sectors_go_up_to_a_level_of_the_standard(level: str, names: list[str]) -> None:
    assert list(crosstab(FOUND, "sector", "modality", level=level).index) == names  # type: ignore[arg-type]


def test_months_stand_in_order_and_a_year_alone_is_none() -> None:
    assert list(crosstab(FOUND, "month", "ministry").index) == ["2024-05", "2024-06"]


def test_weights_by_article_and_by_characters_take_those_of_the_month_or_all() -> None:
    assert cells(crosstab(FOUND, "sector", "modality", weight="per_article"))["汽车", "obligation"] == pytest.approx(1 / 3)
    by_month = cells(crosstab(FOUND, "sector", "month", weight="per_1000_characters"))
    assert by_month["汽车", "2024-05"] == pytest.approx(2 / 0.1)
    assert by_month["社区养老", "2024-06"] == pytest.approx(1 / 0.3)


def test_a_table_gives_the_same_as_analyses() -> None:
    frame, articles = directive_table(FOUND), article_table(FOUND)
    for weight in ("count", "per_article"):
        pd.testing.assert_frame_equal(
            crosstab(frame, "theme", "instrument", weight=weight, articles=articles), crosstab(FOUND, "theme", "instrument", weight=weight)
        )


def test_no_directive_gives_an_empty_table() -> None:
    assert crosstab([], "ministry", "month").empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rows": "organ"}, "rows 'organ' is not known; choose of ministry, region"),
        ({"columns": "ministry"}, "both 'ministry'"),
        ({"weight": "per_page"}, "weight 'per_page'"),
        ({"level": "C36"}, "level 'C36' is not known; choose of section, division, group, class"),
        ({"weight": "per_article"}, "needs the article table"),
        ({"data": pd.DataFrame({"a": []})}, "no column 'date'"),
    ],
)
def test_what_cannot_be_is_told(options: dict[str, object], message: str) -> None:
    call: dict[str, object] = {"data": directive_table(FOUND), "rows": "ministry", "columns": "sector"} | options
    with pytest.raises(InputError, match=message):
        crosstab(call.pop("data"), call.pop("rows"), call.pop("columns"), **call)  # type: ignore[arg-type]


def test_dates_give_their_first_and_last_day() -> None:
    found = with_dates(pd.DataFrame({"date": ["2024-02", "2023", "2024-05-27", ""], "x": 1}))
    assert found["date_first"].dt.strftime("%F").fillna("").tolist() == ["2024-02-01", "2023-01-01", "2024-05-27", ""]
    assert found["date_last"].dt.strftime("%F").fillna("").tolist() == ["2024-02-29", "2023-12-31", "2024-05-27", ""]
    assert list(found.columns) == ["date", "x", "date_first", "date_last"]
