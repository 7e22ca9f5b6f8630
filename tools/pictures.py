"""Makes the pictures of the documentation from the samples: docs/images/report.png, row.png, charts.png, table.png.

    python tools/pictures.py [--chromium PATH]

Needs playwright, a Chromium (found by its name, or the one that playwright installed) and a font with Chinese. Look at what it made before you commit it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from analyzer import analyze_many, directive_table, read_articles, show
from analyzer.report import write_report
from analyzer.run import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLES, IMAGES = ROOT / "data" / "samples", ROOT / "docs" / "images"
COLUMNS = ["文本", "情态", "力度", "责任主体", "行动", "对象", "行业", "期限"]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"))
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        run([SAMPLES], folder / "tables")
        texts = folder / "tables" / "texts.jsonl"
        if not texts.exists():
            lines = [json.dumps({"article_id": a.id, "title": a.title, "text": a.text}, ensure_ascii=False) for a in read_articles(SAMPLES)]
            texts.write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = write_report(folder / "tables", folder / "report.html", title="政策指令报告：样例").path
        table = folder / "table.html"
        frame = directive_table(analyze_many(read_articles(SAMPLES / "09-news-on-notice.txt")), headers="zh")[COLUMNS]
        table.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">{show(frame, most=9)}', encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1240, "height": 800}, locale="zh-CN")
        page.goto(report.as_uri())
        page.wait_for_selector("html[data-ready=true]")
        page.screenshot(path=IMAGES / "report.png")
        page.locator(".tabulator-row").nth(3).click()
        page.screenshot(path=IMAGES / "row.png")
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 1240, "height": 560})
        page.locator("#chart-modality_over_time").scroll_into_view_if_needed()
        page.wait_for_selector("#chart-strength_by_ministry svg")
        page.evaluate("document.querySelector('.filters').style.position = 'static'; document.querySelector('#charts').scrollIntoView()")
        page.screenshot(path=IMAGES / "charts.png")
        page.goto(table.as_uri())
        page.locator(".pda").screenshot(path=IMAGES / "table.png")
        browser.close()


if __name__ == "__main__":
    main()
