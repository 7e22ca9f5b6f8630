"""The page as a file: whole or not there, nothing executable but our own script, texts within their limit."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import InputError, OutputError
from analyzer.report import write_report
from analyzer.report.document import asset
from analyzer.report.packing import script_json
from tests.report.run_folders import HOSTILE, TEXT, rows_of_two_articles, run_folder

ASSETS = Path(__file__).parents[2] / "analyzer" / "report" / "assets"


def test_the_policy_allows_our_script_and_style_by_hash_and_nothing_else(tmp_path: Path) -> None:
    page = write_report(run_folder(tmp_path, rows_of_two_articles()), tmp_path / "report.html").path.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in policy[1]
    assert HOSTILE not in page


@given(st.text() | st.text(st.sampled_from("<!->/script\u2028 \ud800")))
def test_json_for_a_page_holds_no_tag_and_reads_back(text: str) -> None:
    packed = script_json({"t": text})
    assert "<" not in packed
    assert json.loads(packed.encode("utf-8").decode("utf-8")) == {"t": text}


def test_texts_beyond_the_limit_are_left_out(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, rows_of_two_articles())
    limit = (len(TEXT.encode()) + 10) / 1e6
    page = write_report(folder, tmp_path / "report.html", max_text_mb=limit)
    assert (page.texts, page.texts_left_out) == (1, 1)
    assert "另有 1 篇没有收入" in page.path.read_text(encoding="utf-8")


def test_an_older_page_stays_unless_told(tmp_path: Path) -> None:
    folder, place = run_folder(tmp_path / "run", rows_of_two_articles()), tmp_path / "report.html"
    place.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match="--overwrite"):
        write_report(folder, place)
    assert place.read_text(encoding="utf-8") == "old"
    write_report(folder, place, overwrite=True)
    assert place.stat().st_size > 1_000_000
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html", "run"]


def test_places_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run", rows_of_two_articles())
    with pytest.raises(OutputError, match="is a folder"):
        write_report(folder, tmp_path)
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(folder, tmp_path / "nowhere" / "report.html")
    with pytest.raises(InputError, match="negative"):
        write_report(folder, tmp_path / "report.html", max_text_mb=-1)


def test_the_libraries_carry_version_licence_and_hash() -> None:
    pins = json.loads((ASSETS / "versions.json").read_text(encoding="utf-8"))
    for package, pin in pins.items():
        assert pin["integrity"].startswith("sha512-"), package
        for name in pin["files"].values():
            assert (ASSETS / name).stat().st_size > 100
    assert f"Tabulator v{pins['tabulator-tables']['version']}" in asset("tabulator.min.js")[:200]
    assert f'version="{pins["echarts"]["version"]}"' in asset("echarts.min.js")


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run", rows_of_two_articles())
    pages = [write_report(folder, tmp_path / name).path.read_bytes() for name in ("a.html", "b.html")]
    assert pages[0] == pages[1]
