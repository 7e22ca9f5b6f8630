"""How long the report page of 100,000 directives takes to make, to load, to filter, search and sort in headless Chromium.

    python benchmarks/report.py [--rows 100000] [--keep page.html]

The rows are those of the sample articles over and over, each with a word of its own and spread over ten years; every
article has its text. Needs playwright and a Chromium (--chromium, by default /usr/bin/chromium).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from analyzer import analyze_many, read_articles
from analyzer.report import write_report
from analyzer.tables import ARTICLES, DIRECTIVES, TARGETS

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
ACTIONS = {
    "filter: modality": "store.setFacet('modality', new Set(['prohibition'])); update()",
    "filter: ministry too": "store.setFacet('ministries', new Set([''])); update()",
    "filter: dates too": "store.setDates('2018-01-01', '2020-12-31'); update()",
    "clear": "store.clear(); update()",
    "search: a word": "store.setQuery('安全'); update()",
    "search: a word again": "store.setQuery('汽车'); update()",
    "clear again": "store.clear(); update()",
    "sort: text": "store.order = {field: 'text', dir: 'asc'}; store.refresh()",
    "sort: date": "store.order = {field: 'date', dir: 'desc'}; store.refresh()",
}


def make_run(folder: Path, rows: int) -> None:
    import csv

    analyses = [a for a in analyze_many(read_articles(SAMPLES)) if a.directives]
    tables = {t.name: (folder / f"{t.name}.csv").open("w", encoding="utf-8-sig", newline="") for t in (DIRECTIVES, ARTICLES, TARGETS)}
    writers = {name: csv.writer(handle) for name, handle in tables.items()}
    for table in (DIRECTIVES, ARTICLES, TARGETS):
        writers[table.name].writerow(table.headers())
    place = {c.name: n for n, c in enumerate(DIRECTIVES.columns)}
    written = number = 0
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as texts:
        while written < rows:
            for analysis in analyses:
                number += 1
                id = f"{analysis.article.id}-{number}"
                one = replace(analysis, article=replace(analysis.article, id=id, date=f"{2015 + number % 10}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"))
                for table in (DIRECTIVES, ARTICLES, TARGETS):
                    for row in table.rows(one):
                        cells = list(row)
                        if table is DIRECTIVES:
                            written += 1
                            cells[place["directive_id"]] = f"{id}#d{cells[place['start']]}-{cells[place['end']]}"
                            cells[place["text"]] = f"{cells[place['text']]}（第{written}号）"
                            cells[place["object"]] = f"{cells[place['object']]}第{written % 5000}类"
                        writers[table.name].writerow(cells)
                texts.write(json.dumps({"article_id": id, "title": one.title, "text": one.article.text}, ensure_ascii=False) + "\n")
                if written >= rows:
                    break
    for handle in tables.values():
        handle.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="write the page here and keep it")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make_run(folder, options.rows)
        began = time.perf_counter()
        page_report = write_report(folder, options.keep or folder / "report.html", overwrite=True)
        print(f"{page_report.directives} directives, {page_report.texts} texts, {page_report.bytes / 1e6:.1f} MB: made in {time.perf_counter() - began:.1f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
            page = browser.new_page()
            began = time.perf_counter()
            page.goto(page_report.path.resolve().as_uri())
            page.wait_for_selector("html[data-ready=true]", timeout=60_000)
            print(f"load, until the rows are there: {time.perf_counter() - began:.2f} s")
            for name, action in ACTIONS.items():
                seconds = page.evaluate(f"(() => {{ const t = performance.now(); {action}; return performance.now() - t; }})()")
                print(f"{name}: {seconds:.0f} ms, {page.inner_text('#count')} rows")
            began = time.perf_counter()
            page.locator(".tabulator-row").first.click()
            page.wait_for_selector("mark.here")
            print(f"open a row: {1000 * (time.perf_counter() - began):.0f} ms")
            browser.close()


if __name__ == "__main__":
    main()
