"""show, export, dedupe and the formats of run, as somebody calls them."""

from pathlib import Path

import pytest

from tests.test_cli import SAMPLES, call

NOTICE = SAMPLES / "03-notice.txt"


def test_show_prints_the_article_or_writes_a_page(tmp_path: Path) -> None:
    code, out, err = call("show", NOTICE, "--offsets")
    assert (code, err) == (0, "")
    assert "不得迟报、漏报、瞒报[" in out
    assert call("show", NOTICE, "--html", tmp_path / "a.html") == (0, f"{tmp_path / 'a.html'}\n", "")
    code, _, err = call("show", NOTICE, "--html", tmp_path / "a.html")
    assert (code, "give --overwrite" in err) == (2, True)


def test_show_reads_standard_input_and_one_of_several() -> None:
    assert "严禁浪费" in call("show", "-", input="严禁浪费。")[1]
    code, out, _ = call("show", SAMPLES / "16-articles.csv", "--id", "csv-1")
    assert (code, out.count(" directives, ")) == (0, 1)
    code, _, err = call("show", SAMPLES / "16-articles.csv", "--id", "none")
    assert (code, "has the id 'none'" in err) == (1, True)


@pytest.mark.parametrize("format", ["brat", "conll", "docbin"])
def test_export_tells_what_it_wrote_and_does_not_overwrite(format: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert call("export", NOTICE, "--out", out, "--format", format) == (0, f"{out}: 1 articles in 1 files\n", "")
    code, _, err = call("export", NOTICE, "--out", out, "--format", format)
    assert (code, "already holds articles.csv" in err) == (2, True)
    assert call("export", NOTICE, "--out", out, "--format", format, "--overwrite")[0] == 0


def test_export_refuses_words_where_there_are_none(tmp_path: Path) -> None:
    code, _, err = call("export", NOTICE, "--out", tmp_path / "out", "--format", "brat", "--words")
    assert (code, err) == (1, "error: words are for the format conll, not for brat\n")
    assert not (tmp_path / "out").exists()


def test_dedupe_and_run_go_together(tmp_path: Path) -> None:
    pytest.importorskip("datasketch", reason="reprints need datasketch")
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_bytes(NOTICE.read_bytes())
    table = tmp_path / "reprints.csv"
    assert call("dedupe", folder, "--out", table) == (0, f"{table}: 1 of 2 articles reprint 1 others\n", "")
    code, _, err = call("dedupe", folder, "--out", table, "--quiet")
    assert (code, "already holds reprints.csv" in err) == (2, True)
    assert call("run", folder, "--out", tmp_path / "once", "--reprints", table, "--format", "jsonl")[0] == 0
    assert '"repeat_of": "a"' in (tmp_path / "once" / "directives.jsonl").read_text(encoding="utf-8")


def test_wrong_formats_are_wrong_usage(tmp_path: Path) -> None:
    code, _, err = call("run", NOTICE, "--out", tmp_path / "out", "--format", "xls")
    assert code == 2
    assert "'xls'" in err
