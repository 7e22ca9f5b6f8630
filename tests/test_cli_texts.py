"""show, export, dedupe and the formats of run, as somebody calls them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyzer.cli import app
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
    assert call("dedupe", folder, "--out", table) == (0, f"{table}: 1 reprint of 1 original among 2 articles\n", "")
    code, _, err = call("dedupe", folder, "--out", table, "--quiet")
    assert (code, "already holds reprints.csv" in err) == (2, True)
    assert call("run", folder, "--out", tmp_path / "once", "--reprints", table, "--format", "jsonl")[0] == 0
    assert '"repeat_of": "a"' in (tmp_path / "once" / "directives.jsonl").read_text(encoding="utf-8")


def test_wrong_formats_are_wrong_usage(tmp_path: Path) -> None:
    code, _, err = call("run", NOTICE, "--out", tmp_path / "out", "--format", "xls")
    assert code == 2
    assert "'xls'" in err


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_filters_that_leave_nothing_tell_how_much_there_was(format: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("各地要加强监管。不得乱收费。", encoding="utf-8")
    told = "the filters left none of 2 directives\n"
    assert call("extract", article, "--format", format, "--region", "济南")[2] == told
    assert call("extract", article, "--format", format, "--since", "2030")[2] == told
    assert call("extract", article, "--format", format, "--modality", "prohibition")[2] == ""
    assert call("run", article, "--out", tmp_path / "out", "--quiet", "--region", "济南") == (0, "", told)


@pytest.mark.parametrize(
    ("more", "option", "told"),
    [
        (["--since", "2024-13"], "--since", "there is no such month"),
        (["--until", "20240230"], "--until", "there is no such day"),
        (["--region", "济男"], "--region", "did you mean 济南"),
        (["--sector", "飞毯"], "--sector", "'飞毯'"),
        (["--ministry", "工信布"], "--ministry", "工信部"),
        (["--min-strength", "9"], "--min-strength", "'9' should be less than or equal to 5"),
        (["--workers", "0"], "--workers", "'0' should be greater than or equal to 1"),
        (["--modality", "must"], "--modality", "'must' is not one of"),
        (["--lexicons", "nowhere"], "--lexicons", "folder 'nowhere' does not exist: check the path"),
    ],
)
def test_wrong_values_are_named_with_their_option(more: list[str], option: str, told: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(NOTICE), "--out", str(tmp_path / "out"), *more], env={"COLUMNS": "400"})
    err = " ".join(result.stderr.replace("│", " ").split())
    assert (result.exit_code, option in err, told in err, "Value error" in err) == (2, True, True, False), err


def test_a_fault_of_a_lexicon_tells_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "foo.csv").write_text("a\n", encoding="utf-8")
    code, _, err = call("run", NOTICE, "--out", tmp_path / "out", "--lexicons", folder)
    assert (code, err.startswith(f"error: {folder / 'foo.csv'}: is not read")) == (1, True), err


def test_a_table_of_tasks_shows_who_leads_where_nobody_is_addressed_and_has_chinese_headers(tmp_path: Path) -> None:
    tasks = tmp_path / "tasks.md"
    tasks.write_text("# 分工表\n\n| 序号 | 重点任务 | 责任单位 |\n|---|---|---|\n| 1 | 制定碳排放核算办法 | 市生态环境局 |\n", encoding="utf-8")
    code, out, _ = call("extract", tasks, "--headers", "zh")
    assert (code, "责任主体" in out, "市生态环境局" in out, "addressee" in out) == (0, True, True, False), out
