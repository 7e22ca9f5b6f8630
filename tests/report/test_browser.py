"""The report page in headless Chromium: counts, search, the passage, export, hostile text, no request off the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from analyzer.report import charts, write_report
from analyzer.report.folder import read_run
from analyzer.tables import DIRECTIVES
from tests.conftest import CHROMIUM, NO_CHROMIUM
from tests.report.run_folders import CLAUSES, HOSTILE, directive, rows_of_two_articles, run_folder

# Playwright's loop leaves sockets to the end of the process: its warnings are not ours.
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason=NO_CHROMIUM),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_folder(tmp_path_factory.mktemp("run"), rows_of_two_articles())


@pytest.fixture(scope="module")
def report(folder: Path) -> Path:
    return write_report(folder, folder / "report.html", title=HOSTILE).path


class Opened:
    """A page that remembers what it complained of and asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def count(self) -> int:
        return int(self.page.inner_text("#count").replace(",", ""))

    def choose(self, facet: str, value: str) -> None:
        box = self.page.locator(f"details[data-facet={facet}]")
        box.locator("summary").click()
        box.locator(f'input[type=checkbox][value="{value}"]').click()
        box.locator("summary").click()

    def search(self, words: str) -> int:
        self.page.fill("#search", words)
        self.page.wait_for_timeout(250)
        return self.count()


@pytest.fixture
def opened(browser: Any, report: Path) -> Iterator[Opened]:
    opened = Opened(browser, report)
    opened.page.wait_for_selector("html[data-ready=true]")
    yield opened
    opened.context.close()
    assert opened.complaints == []
    assert opened.requests == [report.as_uri()]


def test_all_charts_are_drawn_and_nothing_is_asked_of_a_network(opened: Opened) -> None:
    for chart in charts.ALL:
        opened.page.locator(f"#chart-{chart.__name__}").scroll_into_view_if_needed()
        opened.page.wait_for_selector(f"#chart-{chart.__name__} svg")


@pytest.mark.parametrize(
    ("facet", "value"),
    [("ministries", "商务部"), ("regions", "浙江省"), ("sectors", "钢铁"), ("modality", "prohibition"), ("strength", "5"), ("frame", "会议强调"), ("themes", "工业、交通")],
)
def test_a_filter_counts_as_pandas_does(opened: Opened, folder: Path, facet: str, value: str) -> None:
    frame = read_run(folder).directives
    opened.choose(facet, value)
    assert opened.count() == int(frame[facet].astype(str).str.split("；").map(lambda names: value in names).sum()) > 0


def test_a_province_holds_its_places_and_the_groups_that_reach_into_it(browser: Any, tmp_path: Path) -> None:
    rows = [directive("a", CLAUSES[0], regions=place) for place in ("浙江省", "杭州市", "长江三角洲地区；吉林省", "吉林省", "")]
    opened = Opened(browser, write_report(run_folder(tmp_path / "run", rows), tmp_path / "report.html").path)
    opened.page.wait_for_selector("html[data-ready=true]")
    opened.choose("provinces", "浙江省")
    assert opened.count() == 3
    assert "provinces" not in opened.page.evaluate("csvOf([0])")
    opened.context.close()


def test_a_term_holds_all_days_of_its_period_and_the_table_tells_it_beside_the_deadline(browser: Any, tmp_path: Path) -> None:
    told = (("R/---10/P1M", "每月10日前"), ("R/P1M", "按月"), ("P30D", "自受理申请材料之日起30日内"), ("", ""))
    rows = [directive("a", CLAUSES[0], timing=timing, timing_words=words, deadline="2024-12" if words.endswith("前") else "") for timing, words in told]
    opened = Opened(browser, write_report(run_folder(tmp_path / "run", rows), tmp_path / "report.html").path)
    opened.page.wait_for_selector("html[data-ready=true]")
    opened.choose("terms", "每月")
    assert opened.count() == 2
    assert opened.page.locator(".tabulator-cell[tabulator-field=deadline]").all_inner_texts() == ["2024-12 · 每月10日前", "按月"]
    opened.page.click("#clear")
    assert opened.search("材料之日") == 1
    assert opened.page.inner_text(".tabulator-cell[tabulator-field=deadline]") == "30日内"
    assert "terms" not in opened.page.evaluate("csvOf([0])")
    opened.context.close()


def test_filters_and_search_hold_together(opened: Opened, folder: Path) -> None:
    frame = read_run(folder).directives
    opened.choose("modality", "prohibition")
    assert opened.search("盲目 通知") == int(((frame["modality"] == "prohibition") & frame["text"].str.contains("盲目")).sum()) == 2
    opened.page.fill("#since", "2024-01-01")
    opened.page.dispatch_event("#since", "change")
    assert opened.count() == 1
    opened.page.click("#clear")
    assert opened.count() == len(frame)


def test_a_date_without_a_day_may_be_any_day_of_its_month(opened: Opened) -> None:
    opened.page.fill("#until", "2023-05-15")
    opened.page.dispatch_event("#until", "change")
    assert opened.count() == 2


def test_repeats_can_be_left_out(opened: Opened) -> None:
    opened.page.check("#unrepeated")
    assert opened.count() == 5


@pytest.mark.parametrize("number", range(4))
def test_a_row_opens_its_passage(opened: Opened, number: int) -> None:
    opened.page.locator(".tabulator-row").nth(number).click()
    assert opened.page.locator("mark.here").inner_text() == CLAUSES[number]
    before = opened.page.evaluate("document.querySelector('mark.here').previousSibling.textContent")
    assert before[-1] in "\n，。"
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#detail").is_visible()


def test_keys_lead_to_search_rows_and_back(opened: Opened) -> None:
    opened.page.keyboard.press("/")
    assert opened.page.evaluate("document.activeElement.id") == "search"
    opened.page.locator(".tabulator-row").first.focus()
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#fields .clause") == CLAUSES[1]
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.inner_text("#detail-place") == "3 / 6"
    opened.page.keyboard.press("Escape")
    assert opened.page.evaluate("document.activeElement.classList.contains('tabulator-row')")


def test_the_export_is_the_filter(opened: Opened, folder: Path) -> None:
    opened.choose("modality", "prohibition")
    with opened.page.expect_download() as download:
        opened.page.click("#export")
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    frame = read_run(folder).directives
    wanted = frame[frame["modality"] == "prohibition"]
    assert [row["directive_id"] for row in rows] == wanted["directive_id"].tolist()
    assert [row["evidence"] for row in rows] == [f"'{cell}" if cell.startswith("=") else cell for cell in wanted["evidence"]]
    assert list(rows[0]) == [c.name for c in DIRECTIVES.columns]


def test_sorting_orders_all_rows(opened: Opened) -> None:
    opened.page.locator('.tabulator-col[tabulator-field="strength"]').click()
    opened.page.wait_for_timeout(100)
    shown = opened.page.locator('.tabulator-cell[tabulator-field="strength"]').all_inner_texts()
    assert [int(s) for s in shown] == [5, 5, 5, 4, 3, 2]


def test_hostile_text_shows_as_text(opened: Opened) -> None:
    opened.search("onerror")
    opened.page.locator(".tabulator-row").first.click()
    assert HOSTILE in opened.page.inner_text("#fields .clause")
    assert HOSTILE in opened.page.inner_text("#passage")
    assert opened.page.inner_text("h1") == HOSTILE
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.locator("img").count() == 0


def test_charts_follow_the_filter(opened: Opened) -> None:
    opened.page.locator("#chart-regions_ranked").scroll_into_view_if_needed()
    opened.page.wait_for_selector("#chart-regions_ranked svg")
    opened.choose("modality", "encouragement")
    opened.page.wait_for_timeout(400)
    counts = opened.page.evaluate("recount(charts.find((c) => c.chart.name === 'regions_ranked').chart).series[0].data")
    assert counts == [1, 1]


@pytest.mark.parametrize("make", [chart for chart in charts.ALL if chart.__name__ not in ("targets_on_timeline", "themes_over_time")], ids=lambda f: f.__name__)
def test_a_chart_counted_in_the_page_is_the_chart_of_the_filtered_table(opened: Opened, folder: Path, make: Any) -> None:
    frame = read_run(folder).directives
    recounted = f"recount(charts.find((c) => c.chart.name === '{make.__name__}').chart).series.map((s) => s.links || s.data)"

    def figures(series: Any) -> Any:
        return [sorted(map(str, ({k: v for k, v in d.items() if k != "name"} if isinstance(d, dict) else d for d in data))) for data in series]

    assert figures(opened.page.evaluate(recounted)) == figures([s.get("links", s["data"]) for s in make(frame).option["series"]])
    opened.choose("ministries", "工业和信息化部")
    kept = make(frame[frame["ministries"].str.contains("工业和信息化部")]).option["series"]
    total = opened.page.evaluate(recounted)
    values = [d["value"] if isinstance(d, dict) and not isinstance(d["value"], list) else d["value"][2] if isinstance(d, dict) else d for data in total for d in data]
    wanted = [d["value"] if isinstance(d, dict) and not isinstance(d["value"], list) else d["value"][2] if isinstance(d, dict) else d for s in kept for d in s.get("links", s["data"])]
    assert sum(values) == sum(wanted) > 0


def test_without_texts_a_row_tells_so_and_shows_its_evidence(browser: Any, tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run", rows_of_two_articles(), texts=False)
    opened = Opened(browser, write_report(folder, tmp_path / "report.html").path)
    opened.page.wait_for_selector("html[data-ready=true]")
    opened.page.locator(".tabulator-row").nth(5).click()
    assert "没有收入文章原文" in opened.page.inner_text("#passage .told")
    assert opened.page.inner_text("mark.here") == "嚴禁(jìn)盲目投資"
    assert opened.complaints == []
    opened.context.close()


def test_names_that_every_object_has_are_names_like_others(browser: Any, tmp_path: Path) -> None:
    rows = [directive(id, CLAUSES[0], ministries="constructor", regions="__proto__", frame="toString", themes="valueOf") for id in ("constructor", "__proto__")]
    folder = run_folder(tmp_path / "run", rows, texts=False)
    opened = Opened(browser, write_report(folder, tmp_path / "report.html").path)
    opened.page.wait_for_selector("html[data-ready=true]")
    opened.choose("ministries", "constructor")
    opened.page.locator(".tabulator-row").nth(1).click()
    assert opened.page.inner_text("mark.here") == CLAUSES[0]
    assert opened.complaints == []
    opened.context.close()


def test_a_run_without_directives_has_a_page(browser: Any, tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run", [])
    opened = Opened(browser, write_report(folder, tmp_path / "report.html").path)
    opened.page.wait_for_selector("text=没有符合条件的指令")
    assert opened.count() == 0
    assert opened.complaints == []
    opened.context.close()


def test_thirty_organs_keep_their_labels(browser: Any, tmp_path: Path) -> None:
    import pandas as pd

    rows = [directive("a", CLAUSES[0], ministries=f"国家第{n}管理委员会", sectors=f"行业{n % 20}") for n in range(30)]
    path = charts.ministries_by_sectors(pd.DataFrame(rows).assign(repeat_of="").fillna("")).to_html(tmp_path / "chart.html")
    opened = Opened(browser, path)
    opened.page.wait_for_selector("svg text")
    labels = opened.page.locator("svg text").all_text_contents()
    assert sum(label.startswith("国家第") for label in labels) == 30
    heights = opened.page.evaluate("[...document.querySelectorAll('svg text')].filter((t) => t.textContent.startsWith('国家')).map((t) => t.getBoundingClientRect().top).sort((a, b) => a - b)")
    assert min(b - a for a, b in pairwise(heights)) >= 14
    assert opened.complaints == []
    opened.context.close()
