"""The commands: options reach the library, what goes wrong is one line and an exit code, documentation is complete."""

import csv
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from analyzer import __version__
from analyzer.cli import app
from analyzer.errors import ResourceError
from tests import hand_built as by_hand

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "samples"
FILTERS = {"--ministry", "--region", "--sector", "--modality", "--min-strength", "--since", "--until"}
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    by_hand.stand_in(monkeypatch)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("工信部要发展汽车。不得乱收费。", encoding="utf-8")
    return path


def call(*args: object, input: bytes | str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(a) for a in args], input=input)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def shell(*args: object, input: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "analyzer", *map(str, args)], input=input, capture_output=True, check=False, timeout=120, env=os.environ | env,
    )  # fmt: skip


def test_the_version_is_told() -> None:
    assert call("--version") == (0, f"{__version__}\n", "")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    code, out, _ = call(name, "--help")
    assert code == 0
    assert "Usage" in out


@pytest.mark.usefixtures("stand_in")
class TestRun:
    def test_done_is_zero_and_a_summary(self, article: Path, tmp_path: Path) -> None:
        code, out, err = call("run", article, "--out", tmp_path / "out")
        assert (code, err) == (0, "")
        assert "directives" in out
        assert (tmp_path / "out" / "directives.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")

    def test_quiet_says_nothing(self, article: Path, tmp_path: Path) -> None:
        assert call("run", article, "--out", tmp_path / "out", "--quiet") == (0, "", "")

    def test_headers_no_bom_and_per_article(self, article: Path, tmp_path: Path) -> None:
        assert call("run", article, "-o", tmp_path / "out", "--headers", "zh", "--no-bom", "--per-article")[0] == 0
        assert (tmp_path / "out" / "directives.csv").read_text(encoding="utf-8").startswith("文章编号,")
        assert (tmp_path / "out" / "per_article" / "a.csv").exists()

    @pytest.mark.usefixtures("article")
    def test_skips_are_told_and_only_strict_fails_on_them(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(b"")
        code, _, err = call("run", tmp_path, "--out", tmp_path / "out")
        assert code == 0
        assert err == f"skipped {tmp_path / 'b.txt'}: is empty\n"
        assert call("run", tmp_path, "--out", tmp_path / "out2", "--strict")[0] == 1
        assert "is empty" in (tmp_path / "out2" / "skipped.csv").read_text(encoding="utf-8-sig")

    @pytest.mark.usefixtures("article")
    def test_an_article_that_breaks_the_analysis_makes_one(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_text("爆", encoding="utf-8")
        code, _, err = call("run", tmp_path, "--out", tmp_path / "out")
        assert code == 1
        assert "skipped b: analysis failed with RuntimeError: it broke" in err
        assert (tmp_path / "out" / "directives.csv").exists()

    def test_the_same_command_again_has_nothing_to_do(self, article: Path, tmp_path: Path) -> None:
        call("run", article, "--out", tmp_path / "out")
        code, out, err = call("run", article, "--out", tmp_path / "out")
        assert (code, err) == (0, "")
        assert out.startswith("nothing new: the tables in ")

    def test_output_of_another_configuration_is_two_and_stays(self, article: Path, tmp_path: Path) -> None:
        call("run", article, "--out", tmp_path / "out")
        code, out, err = call("run", article, "--out", tmp_path / "out", "--headers", "zh")
        assert (code, out) == (2, "")
        assert err == f"error: {tmp_path / 'out'} holds a run of another configuration: headers was 'en', is now 'zh'. Give --overwrite or another folder\n"
        assert call("run", article, "--out", tmp_path / "out", "--headers", "zh", "--overwrite")[0] == 0

    def test_stopped_from_the_keyboard_says_how_to_go_on(self, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("analyzer.batch.engine.do_chunk", stopped)
            assert call("run", article, "-o", tmp_path / "out") == (130, "", "stopped: nothing was finished yet, the same command begins anew\n")
            assert not (tmp_path / "out").exists()
        assert call("run", article, "-o", tmp_path / "out")[0] == 0

    def test_stopped_after_a_part_was_finished_tells_where_it_is_kept(self, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("analyzer.batch.runner.Joining", stopped)
            assert call("run", article, "-o", tmp_path / "out") == (130, "", f"stopped: what is done is kept in {tmp_path / 'out'}, the same command goes on\n")
        assert call("run", article, "-o", tmp_path / "out")[0] == 0

    def test_output_that_cannot_be_written_is_two(self, article: Path) -> None:
        code, _, err = call("run", article, "--out", article / "out")
        assert code == 2
        assert err.startswith("error: ")
        assert "cannot be written" in err

    def test_wrong_columns_name_those_found_and_wanted(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("标题,正文\n通知,要落实。\n", encoding="utf-8")
        code, _, err = call("run", tmp_path / "a.csv", "--out", tmp_path / "out")
        assert code == 1
        assert "found '标题', '正文'; wanted 'text'" in err
        assert call("run", tmp_path / "a.csv", "--out", tmp_path / "out", "--map", "text=正文", "--map", "title=标题")[0] == 0

    @pytest.mark.parametrize(("content", "reason"), [(b"", "is empty"), (b"\0\1\2", "is binary"), (bytes(range(0x80, 0x100)) * 4, "convert it to UTF-8")])
    def test_what_is_no_text_is_one_line(self, tmp_path: Path, content: bytes, reason: str) -> None:
        (tmp_path / "a.txt").write_bytes(content)
        code, out, err = call("run", tmp_path / "a.txt", "--out", tmp_path / "out")
        assert (code, out) == (1, "")
        assert err.startswith("error: ")
        assert reason in err
        assert not (tmp_path / "out").exists()

    def test_filters_reach_the_tables(self, article: Path, tmp_path: Path) -> None:
        call("run", article, "--out", tmp_path / "out", "--modality", "prohibition", "--min-strength", "5")
        text = (tmp_path / "out" / "directives.csv").read_text(encoding="utf-8-sig")
        assert "不得乱收费" in text
        assert "发展汽车" not in text


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run"], "Missing argument"),
        (["run", "gone", "--out", "out"], "does not exist"),
        (["run", ".", "--out", "out", "--colour"], "No such option"),
        (["run", "."], "Missing option"),
        (["run", ".", "--out", "out", "--headers", "de"], "'de' is not one of"),
        (["run", ".", "--out", "out", "--modality", "duty"], "'duty' is not one of"),
        (["run", ".", "--out", "out", "--min-strength", "6"], "--min-strength"),
        (["run", ".", "--out", "out", "--since", "昨天"], "昨天"),
        (["run", ".", "--out", "out", "--since", "2023", "--until", "2022"], "exchange them"),
        (["run", ".", "--out", "out", "--map", "正文"], "FIELD=COLUMN"),
        (["run", ".", "--out", "out", "--map", "body=正文"], "unknown field 'body'"),
        (["extract", "gone.txt"], "does not exist"),
        (["extract", "-", "--format", "xlsx"], "'xlsx' is not one of"),
        (["clean", "gone.txt"], "does not exist"),
        (["analyse"], "No such command"),
    ],
)
def test_wrong_usage_is_two_and_says_what_is_wrong(args: list[str], message: str) -> None:
    code, out, err = call(*args)
    assert (code, out) == (2, "")
    # Errors stand in a frame that may break lines: look at the words alone.
    assert re.sub(r"[\s│╭╮╰╯─]+", "", message) in re.sub(r"[\s│╭╮╰╯─]+", "", err)


@pytest.mark.usefixtures("stand_in")
class TestExtract:
    def test_a_file_is_shown_as_a_table(self, article: Path) -> None:
        code, out, _ = call("extract", article)
        assert code == 0
        assert "prohibition" in out

    def test_standard_input_in_any_encoding(self) -> None:
        code, out, _ = call("extract", "-", "--format", "jsonl", input="工信部要发展汽车。".encode("gb18030"))
        assert code == 0
        assert json.loads(out)["ministries"][0]["name"] == "工业和信息化部"

    def test_empty_standard_input_is_one(self) -> None:
        assert call("extract", "-", "--format", "jsonl", input=b"") == (1, "", "error: standard input is empty\n")

    @pytest.mark.parametrize(("data", "kind"), [(b"\xef\xbb\xbf<!DOCTYPE html><p>x", "HTML"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "a zip archive or Office document")])
    def test_standard_input_that_is_no_text_is_told(self, data: bytes, kind: str) -> None:
        assert call("extract", "-", input=data) == (1, "", f"error: standard input is {kind}, not text: save it and give the file\n")

    def test_csv_has_the_columns_of_the_directive_table(self, article: Path) -> None:
        code, out, _ = call("extract", article, "--format", "csv", "--sector", "汽车")
        (row,) = csv.DictReader(io.StringIO(out))
        assert code == 0
        assert row["evidence"] == "工信部要发展汽车"

    def test_skipped_rows_are_told_and_strict_fails_on_them(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text("text\n要落实。\n\"\"\n \n", encoding="utf-8")
        code, out, err = call("extract", path, "--format", "jsonl", "--strict")
        assert code == 1
        assert json.loads(out)["text"] == "要落实"
        assert "a.csv:4: 'text' is empty" in err


def test_clean_prints_the_mended_text_or_what_was_mended() -> None:
    code, out, _ = call("clean", SAMPLES / "14-gb18030.txt")
    assert code == 0
    assert out.startswith("市场监管总局关于开展")
    code, out, _ = call("clean", "-", "--diff", input="推進(jìn)工業(yè)發(fā)展。")
    assert code == 0
    assert "+推进工业发展。" in out.splitlines()


def test_clean_refuses_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\0\0")
    code, out, err = call("clean", tmp_path / "a.bin")
    assert (code, out) == (1, "")
    assert "is binary" in err


def test_build_tells_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.pipeline.build.build", lambda: "built it")
    monkeypatch.setattr("analyzer.pipeline.build.check", lambda: "it is current")
    assert call("build") == (0, "built it\n", "")
    assert call("build", "--check") == (0, "it is current\n", "")


def test_a_stale_pipeline_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def stale() -> str:
        raise ResourceError("it is stale: run `analyzer build`")

    monkeypatch.setattr("analyzer.pipeline.build.check", stale)
    assert call("build", "--check") == (1, "", "error: it is stale: run `analyzer build`\n")


def options(name: str) -> set[str]:
    return {opt for p in COMMANDS[name].params for opt in (*p.opts, *p.secondary_opts) if opt.startswith("--")} - {"--help"}


@pytest.mark.parametrize("document", ["README.md", "docs/cli.md"])
def test_every_command_and_option_is_documented(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"analyzer {name}" in text
        assert not (missing := {o for o in options(name) if o not in text}), f"{document} lacks {missing} of {name}"


def test_the_reference_is_what_the_commands_say() -> None:
    spec = importlib.util.spec_from_file_location("cli_reference", ROOT / "tools" / "cli_reference.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == tool.reference(), "run python tools/cli_reference.py"
    for name, command in tool.commands().items():
        assert command.help, f"{name} says nothing of itself"
        assert all(p.help for p in command.params if p.name != "help"), f"a parameter of {name} says nothing of itself"


def test_the_page_on_usage_tells_of_every_command_and_of_the_filters() -> None:
    text = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(--[\w-]+)", text.partition("## Filters")[2], re.MULTILINE)) == FILTERS
    for name, command in COMMANDS.items():
        for full in [f"{name} {inner}" for inner in command.commands] if hasattr(command, "commands") else [name]:
            assert f"## analyzer {full}\n" in text, full
            section = text.partition(f"## analyzer {full}\n")[2].partition("\n## ")[0]
            assert ("(#filters)" in section) == (options(name) >= FILTERS), full


class TestInAProcessOfItsOwn:
    def test_the_samples_give_tables(self, tmp_path: Path) -> None:
        done = shell("run", SAMPLES, "--out", tmp_path / "out")
        assert done.returncode == 0, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        with (tmp_path / "out" / "articles.csv").open(encoding="utf-8-sig", newline="") as handle:
            assert len(list(csv.DictReader(handle))) == 21

    def test_chinese_comes_out_whole_whatever_the_locale(self) -> None:
        done = shell("extract", "-", "-f", "csv", input="会议要求，要加快推进汽车产业发展。".encode(), LC_ALL="C", PYTHONIOENCODING="ascii")
        assert "加快推进汽车产业发展" in done.stdout.decode("utf-8")
        assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") == 2

    def test_ten_megabytes_on_one_line_are_analysed(self, tmp_path: Path) -> None:
        # A picture that the scraper left in the text, and much text behind it.
        picture = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAA" * 400_000
        text = picture + "会议要求，要加快推进汽车产业发展。今天天气晴朗。" * 1000
        (tmp_path / "long.txt").write_text(text, encoding="utf-8")
        done = shell("run", tmp_path / "long.txt", "--out", tmp_path / "out", "-q", "--overwrite")
        assert (done.returncode, done.stderr) == (0, b"")
        assert len((tmp_path / "out" / "directives.csv").read_bytes().splitlines()) > 1

    def test_a_missing_path_is_no_traceback(self, tmp_path: Path) -> None:
        done = shell("run", tmp_path / "gone", "--out", tmp_path / "out")
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(("given", "used"), [({}, "1"), ({"OMP_NUM_THREADS": "3"}, "3")])
def test_numpy_is_told_to_use_one_thread_before_it_is_imported(given: dict[str, str], used: str) -> None:
    code = "import os, sys, analyzer.cli\nassert 'numpy' not in sys.modules\nsys.argv = ['analyzer', '--version']\ntry:\n    analyzer.cli.main()\nfinally:\n    print(os.environ['OMP_NUM_THREADS'])"
    env = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"} | given
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split()[-1] == used
