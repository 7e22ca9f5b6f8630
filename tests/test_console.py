import io
import json
from pathlib import Path

import pytest

from analyzer import console
from analyzer.articles import Skip
from analyzer.batch.runner import Progress
from analyzer.offsets import OffsetMap
from analyzer.records import Article, CleanText, Flag
from analyzer.run import RunReport
from tests import hand_built as by_hand

ARTICLE = Article("工信部要发展汽车[b]。", id="a", title="通知")
FOUND = by_hand.simple_analyze(ARTICLE)


def test_csv_holds_a_header_and_safe_cells() -> None:
    handle = io.StringIO(newline="")
    console.write_csv([by_hand.simple_analyze(Article("=要发展。", id="x"))], handle, headers="zh")
    header, row, end = handle.getvalue().split("\r\n")
    assert header.startswith("文章编号,指令编号")
    assert ",'=要发展," in row
    assert end == ""


def test_jsonl_holds_every_field_and_the_ids_of_links() -> None:
    handle = io.StringIO()
    console.write_jsonl([FOUND], handle)
    (record,) = map(json.loads, handle.getvalue().splitlines())
    assert record["article_id"] == "a"
    assert record["title"] == "通知"
    assert record["modality"] == "obligation"
    assert record["evidence"] == ARTICLE.text[record["start"] : record["end"]]
    assert record["ministries"][0]["id"] == "org:gongxinbu"
    assert {"spans", "instrument", "targets", "condition", "supporting_units"} <= set(record)


def test_the_table_shows_text_as_it_is_brackets_too() -> None:
    handle = io.StringIO()
    console.write_table([FOUND], handle)
    assert "通知" in handle.getvalue()
    assert "[b]" in handle.getvalue()


@pytest.mark.parametrize("format", ["csv", "jsonl", "table"])
def test_every_format_goes_to_standard_output(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    console.write([FOUND], format)
    assert "汽车" in capsys.readouterr().out


def test_a_table_cannot_steer_the_terminal() -> None:
    handle = io.StringIO()
    console.write_table([by_hand.simple_analyze(Article("要发展\x1b[31m产业。", id="\x1b]0;t\x07bad"))], handle)
    assert not {"\x1b", "\x07"} & set(handle.getvalue())
    assert "�]0;t�bad" in handle.getvalue()


def test_where_all_skips_stand_in_a_file_the_first_are_told_and_the_rest_counted(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = [Skip(f"{i}.txt", "is empty") for i in range(12)]
    console.show_skips(skipped, 40, file=Path("out/skipped.csv"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "skipped 0.txt: is empty"
    assert lines[-1] == f"… and 30 more: see {Path('out/skipped.csv')}"
    assert len(lines) == 11


def test_skips_that_stand_in_no_file_are_all_told(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_skips([Skip(f"{i}.txt\x1b[31m", "is empty") for i in range(12)])
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"skipped {i}.txt�[31m: is empty" for i in range(12)]


def test_the_report_names_what_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    report = RunReport(Path("out[1]"), articles=2, directives=3, repeats=1, characters=12345, failed=1, seconds=2.0)
    report.skips = 1
    report.modalities.update(obligation=3)
    console.show_report(report)
    out = capsys.readouterr().out
    for part in ("out[1]", "12,345 characters in 2.0 s", "1, 1 of them in analysis", "3 and 1 repeats", "obligation 3"):
        assert part in out
    assert "outside dates" not in out


def test_the_progress_bar_passes_articles_on_and_is_silent_in_pipes(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(console.progress()([ARTICLE])) == [ARTICLE]
    assert capsys.readouterr() == ("", "")


def test_a_diff_shows_changed_lines_repairs_and_open_places() -> None:
    clean = CleanText("工業\n通知\n??", "工业\n通知\n??", OffsetMap(), repairs={"script": 1}, flags=(Flag("shift", 6, 8, "no reading"),))
    assert list(console.diff(clean))[2:] == [
        "@@ -1 +1 @@", "-工業", "+工业", "# repaired: script 1", "# not settled: shift at 6–8 '??' no reading",
    ]  # fmt: skip


def test_a_clean_text_has_no_diff() -> None:
    assert list(console.diff(CleanText("通知", "通知", OffsetMap()))) == []


def test_progress_shows_articles_rate_and_skips_where_there_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with console.watch() as tell:
        tell(Progress("plan", total=4_000_000))
        tell(Progress("analyze", total=8_000_000, done=2_000_000, articles=1200, characters=10**6, skipped=3))
        tell(Progress("join", total=8_000_000, done=8_000_000, articles=2000, characters=2 * 10**6, skipped=4))
    shown = screen.getvalue().split("\r")
    (analyze,) = [part for part in shown if part.startswith("analyze:  25%")]
    assert "1,200 articles" in analyze
    assert "characters/s, 3 skipped" in analyze
    (join,) = [part for part in shown if part.startswith("join: 100%")]
    assert "2,000 articles, 4 skipped" in join
    assert shown[-2].strip() == ""


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_is_silent_in_pipes_and_when_quiet(quiet: bool, capsys: pytest.CaptureFixture[str]) -> None:
    with console.watch(quiet=quiet) as tell:
        tell(Progress("analyze", total=10, done=5))
    assert capsys.readouterr().err == ""
