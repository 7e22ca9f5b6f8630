"""Reprints are found whole, cut and reframed; a run that knows them counts a text once."""

import csv
from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.reprints import dedupe
from analyzer.run import run

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A notice, the same cut and put between navigation, and another text."""
    folder = tmp_path / "pile"
    folder.mkdir()
    notice = (SAMPLES / "03-notice.txt").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(notice, encoding="utf-8")
    (folder / "b.txt").write_text("首页　新闻　政策\n" + notice[: len(notice) * 4 // 5] + "\n扫一扫在手机打开当前页", encoding="utf-8")
    (folder / "c.txt").write_text((SAMPLES / "04-plan.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_a_cut_and_reframed_reprint_is_found_and_nothing_else(pile: Path, tmp_path: Path) -> None:
    report = dedupe([pile], tmp_path / "reprints.csv")
    assert (report.articles, report.reprints, report.clusters) == (3, 1, 1)


def test_a_run_counts_a_text_once(pile: Path, tmp_path: Path) -> None:
    dedupe([pile], tmp_path / "reprints.csv")
    once = run([pile], tmp_path / "once", reprints=tmp_path / "reprints.csv")
    both = run([pile], tmp_path / "both")
    assert once.directives < both.directives
    with (tmp_path / "once" / "articles.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert sum(bool(row["reprint_of"]) for row in csv.DictReader(handle)) == 1


def test_another_table_is_refused(pile: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.csv"):
        run([pile], tmp_path / "out", reprints=tmp_path / "other.csv")
