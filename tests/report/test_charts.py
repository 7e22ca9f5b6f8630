"""Charts count what the table says; labels are Chinese; without data a chart says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer.errors import InputError
from analyzer.report import Chart, charts
from analyzer.report.figures import period_length
from analyzer.report.folder import read_run
from analyzer.tables import ARTICLES, DIRECTIVES, TARGETS
from tests.report.run_folders import rows_of_two_articles, run_folder


@pytest.fixture
def run(tmp_path: Path) -> Any:
    return read_run(run_folder(tmp_path, rows_of_two_articles()))


def test_repeats_are_not_counted_and_issuers_stand_in_for_organs(run: Any) -> None:
    data = charts.strength_by_ministry(run.directives).data.set_index("ministry")
    assert data.to_dict("index") == {
        "国务院": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 2},
        "商务部": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 1},
        "工业和信息化部": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0},
    }


def test_a_directive_counts_for_each_of_its_sectors(run: Any) -> None:
    data = charts.ministries_by_sectors(run.directives).data.set_index("ministry")
    assert data.loc["商务部"].to_dict() == {"汽车": 2, "钢铁": 1}
    assert data.loc["工业和信息化部"].to_dict() == {"汽车": 1, "钢铁": 0}


def test_months_between_have_their_place(run: Any) -> None:
    data = charts.modality_over_time(run.directives).data
    assert data["period"].tolist()[0::10] == ["2023-05", "2024-03"]
    assert data["prohibition"].sum() == 3


def test_chinese_headers_do_as_well(run: Any) -> None:
    chinese = run.directives.rename(columns={c.name: c.zh for c in DIRECTIVES.columns})
    assert charts.regions_ranked(chinese).data.to_dict("list") == {"region": ["浙江省", "吉林省"], "directives": [2, 1]}


def test_places_count_in_their_groups(run: Any) -> None:
    data = charts.regions_by_group(run.directives).data.set_index("group")
    assert data.sum(axis=1).to_dict() == {"东部地区": 2, "中部地区": 0, "西部地区": 0, "东北地区": 1}
    assert charts.regions_by_group(run.directives, groups=["长江三角洲地区"]).data.set_index("group").sum(axis=1).to_dict() == {"长江三角洲地区": 2}
    with pytest.raises(InputError, match="火星"):
        charts.regions_by_group(run.directives, groups=["火星"])


def test_flow_targets_and_themes(run: Any) -> None:
    flow = charts.authority_flow(run.directives).data
    assert flow[flow["step"] == "authority"]["directives"].sum() == 5
    assert charts.targets_on_timeline(run.targets).data.to_dict("list") == {"indicator": ["产量"], "year": ["2025"], "values": ["30%以上"]}
    assert charts.themes_over_time(run.articles).data.to_dict("list") == {"period": ["2024-03"], "财政": [2], "工业、交通": [1]}


@pytest.mark.parametrize("make", charts.ALL, ids=lambda f: f.__name__)
def test_an_empty_table_gives_a_chart_that_says_so(make: Callable[..., Chart]) -> None:
    table = {"targets_on_timeline": TARGETS, "themes_over_time": ARTICLES}.get(make.__name__, DIRECTIVES)
    for source in (pd.DataFrame({c.name: [] for c in table.columns}), []):
        chart = make(source)
        assert chart.empty
        assert "没有可画的数据" in json.dumps(chart.option, ensure_ascii=False)
        assert "<iframe" in chart._repr_html_()


@pytest.mark.parametrize("make", charts.ALL, ids=lambda f: f.__name__)
def test_a_frame_of_something_else_is_refused(make: Callable[..., Chart]) -> None:
    with pytest.raises(InputError, match="no column"):
        make(pd.DataFrame({"a": [1]}))


def test_options_are_plain_data_and_the_page_stands_alone(run: Any, tmp_path: Path) -> None:
    chart = charts.authority_flow(run.directives)
    json.dumps(chart.option, allow_nan=False)
    page = chart.to_html(tmp_path / "chart.html").read_text(encoding="utf-8")
    assert "default-src &#39;none&#39;" in page
    assert "<script src" not in page


def test_time_is_told_in_years_where_dates_lie_far_apart_or_have_no_month() -> None:
    assert period_length(["2010-01-01", "2024-01-01"], "auto") == 4
    assert period_length([], "auto") == 4
    with pytest.raises(InputError, match="week"):
        period_length([], "week")
