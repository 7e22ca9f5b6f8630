"""The bound on what analysing one article may take: its length."""

import csv
from pathlib import Path

from analyzer.articles import Limits
from analyzer.run import run


def test_an_article_too_long_to_analyse_is_skipped_with_the_reason_and_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("要" * (Limits().beyond_ascii + 1), encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("各地要加强管理。", encoding="utf-8")
    report = run([tmp_path / "in"], tmp_path / "out", texts=False)
    assert report.articles == 1
    with (tmp_path / "out" / "skipped.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row["input"].endswith("a.txt")
    assert row["reason"] == "has 4,000,001 characters beyond ASCII; the limit for one article is 4,000,000: split it"
