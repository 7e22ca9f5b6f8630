"""A folder of one's own lexicons reaches everything that analyses: library, runs, filters, tables, spaCy, commands."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import analyzer.accessor  # noqa: F401 - df.policy
from analyzer import Article, analyze, analyze_many, extract_directives, load
from analyzer.cli import app
from analyzer.crosstabs import crosstab
from analyzer.errors import InputError, LexiconError, OutputError, ResourceError
from analyzer.filters import Filters
from analyzer.pipeline import own_lexicons
from analyzer.run import extract, run

TEXT = "数智办要在金角发展量子汤。"
FILES = {
    "ministries.csv": "id,name,short_names,level,parent,valid_from,valid_to,successors,source\n"
    "org:shuzhi,数字智能办公室,数智办,state,org:guowuyuan,2020,2024,org:gongxinbu,own list\n",
    "region_groups.csv": "id,name,short_names,kind,members,valid_from,valid_to,source\n"
    "group:jinjiao,金角地区,金角,area,330200|330300,,,own list\n",
    "sectors.csv": "term,name,code,emerging,use,source,example,counter\n量子汤,预制食品,C1432,,free,own list,,\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    for name, rows in FILES.items():
        (made / name).write_text(rows, encoding="utf-8")
    return made


def test_a_folder_in_the_place_of_a_file_is_told_by_every_run(folder: Path, tmp_path: Path) -> None:
    (folder / "regions.csv").mkdir()
    with pytest.raises(LexiconError, match=r"regions\.csv: is a folder"):
        analyze(TEXT, lexicons=folder)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(tmp_path / "a.txt"), "--lexicons", str(folder)])
    assert (done.exit_code, "regions.csv: is a folder" in done.output) == (1, True)


def test_a_file_that_may_not_be_read_is_told_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(LexiconError, match=r"ministries\.csv: cannot be read: Permission denied"):
        analyze(TEXT, lexicons=folder)


def ids(analysis: object) -> list[str]:
    return [e.id for e in analysis.entities]  # type: ignore[attr-defined]


OWN = ["org:shuzhi", "group:jinjiao", "C1432"]


def test_the_library_finds_and_links_what_the_folder_holds(folder: Path) -> None:
    assert ids(analyze(TEXT)) == []
    analysis = analyze(TEXT, lexicons=folder)
    assert ids(analysis) == OWN
    (directive,) = analysis.directives
    assert [link.name for link in (*directive.ministries, *directive.sectors)] == ["数字智能办公室", "预制食品"]
    assert directive.regions[0].members == ("330200", "330300")
    assert [ids(a) for a in analyze_many([TEXT, TEXT], lexicons=str(folder))] == [OWN, OWN]
    assert extract_directives(TEXT, lexicons=folder) == [directive]
    assert ids(analyze(TEXT)) == []


def test_an_issuer_is_known_by_its_name_in_the_folder(folder: Path) -> None:
    article = Article("各地要加强监管。", issuer="数智办")
    assert analyze(article, lexicons=folder).issuers == ("数字智能办公室",)
    assert analyze(article).issuers == ("数智办",)


def test_a_folder_is_read_once_until_a_file_changes(folder: Path) -> None:
    first, again = own_lexicons(folder), own_lexicons(str(folder))
    assert first is not None
    assert first is again is own_lexicons(first)
    (folder / "sectors.csv").write_text(FILES["sectors.csv"].replace("量子汤", "量子菜"), encoding="utf-8")
    changed = own_lexicons(folder)
    assert changed is not None
    assert changed.hash != first.hash
    assert ids(analyze(TEXT, lexicons=folder)) == OWN[:2]
    assert ids(analyze(TEXT, lexicons=first)) == OWN


def test_the_hash_does_not_depend_on_where_the_folder_is(folder: Path, tmp_path: Path) -> None:
    copy = folder.rename(tmp_path / "elsewhere")
    before = own_lexicons(copy)
    copy.rename(folder)
    after = own_lexicons(folder)
    assert before is not None
    assert after is not None
    assert before.hash == after.hash


def test_spacy_users_get_them_in_spans_and_ents(folder: Path) -> None:
    nlp = load(segmenter="char", lexicons=folder)
    doc = nlp(TEXT)
    assert [(e.label_, e.kb_id_) for e in doc.ents] == list(zip(("MINISTRY", "REGION", "SECTOR"), OWN, strict=True))
    assert [s.kb_id_ for s in doc.spans["entities"]] == OWN
    assert nlp is load(segmenter="char", lexicons=folder)
    assert list(load(segmenter="char")(TEXT).ents) == []


def test_a_pipeline_that_is_saved_keeps_them(folder: Path, tmp_path: Path) -> None:
    import spacy

    load(segmenter="char", lexicons=folder).to_disk(tmp_path / "pipeline")
    assert [e.kb_id_ for e in spacy.load(tmp_path / "pipeline")(TEXT).ents] == OWN


def test_a_run_uses_them_and_tells_their_hash(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    report = run([tmp_path / "a.txt"], tmp_path / "out", lexicons=folder)
    own = own_lexicons(folder)
    assert own is not None
    assert report.lexicons == own.hash
    with (tmp_path / "out" / "entities.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert [row["id"] for row in csv.DictReader(handle)] == OWN
    assert [ids(a) for a in extract(tmp_path / "a.txt", lexicons=folder)] == [OWN]
    assert json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["configuration"]["lexicons"] == own.hash


def test_a_run_does_not_go_on_with_other_lexicons(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "out", lexicons=folder)
    assert not run([tmp_path / "a.txt"], tmp_path / "out", lexicons=folder).changed
    (folder / "sectors.csv").unlink()
    with pytest.raises(OutputError, match="lexicons was '"):
        run([tmp_path / "a.txt"], tmp_path / "out", lexicons=folder)


def test_lexicons_travel_to_another_process_and_are_refused_there_once_they_changed(folder: Path) -> None:
    own = own_lexicons(folder)
    assert own is not None
    assert copy.copy(own).rules is own.rules
    (folder / "sectors.csv").unlink()
    with pytest.raises(ResourceError, match="has changed since the run began"):
        copy.copy(own)


def test_filters_know_the_names_of_the_folder(folder: Path, tmp_path: Path) -> None:
    analysis = analyze(TEXT, lexicons=folder)
    for fields in ({"ministries": ["数智办"]}, {"regions": ["金角"]}, {"regions": ["宁波"]}, {"sectors": ["量子汤"]}):
        kept = Filters(**fields, lexicons=folder).apply(analysis)  # type: ignore[arg-type]
        assert kept is not None
        assert len(kept.directives) == 1
    with pytest.raises(InputError, match="数智办"):
        Filters(ministries=["数智办"])


def test_cross_tabs_fold_and_expand_by_the_rows_of_the_folder(folder: Path) -> None:
    analysis = analyze(TEXT, lexicons=folder)
    table = crosstab([analysis], "ministry", "region", fold_ministries=True, expand_groups=True, lexicons=folder)
    assert (list(table.index), sorted(table.columns)) == (["工业和信息化部"], ["宁波市", "温州市"])
    table = crosstab([analysis], "sector", "region_group", level="division", lexicons=folder)
    assert (list(table.index), list(table.columns)) == (["C14 食品制造业"], ["金角地区"])
    assert list(crosstab([analysis], "ministry", "region", fold_ministries=True).index) == ["数字智能办公室"]


def test_a_data_frame_is_analysed_with_them(folder: Path) -> None:
    frame = pd.DataFrame({"正文": [TEXT]})
    assert frame.policy.extract("正文", lexicons=folder)["sectors"].tolist() == ["预制食品"]


def test_a_wrong_row_is_named_before_anything_is_analysed(folder: Path, tmp_path: Path) -> None:
    (folder / "sectors.csv").write_text(FILES["sectors.csv"].replace("free", "often"), encoding="utf-8")
    for attempt in (lambda: analyze(TEXT, lexicons=folder), lambda: analyze_many([TEXT], lexicons=folder), lambda: load(lexicons=folder)):
        with pytest.raises(LexiconError, match=r"sectors\.csv:2: use 'often'"):
            attempt()


class TestCommands:
    @pytest.fixture
    def article(self, tmp_path: Path) -> Path:
        path = tmp_path / "a.txt"
        path.write_text(TEXT, encoding="utf-8")
        return path

    @pytest.mark.parametrize("command", ["run", "extract", "show", "export"])
    def test_every_command_that_analyses_takes_them(self, command: str, article: Path, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        more = {"run": ["--out", out, "--ministry", "数智办"], "extract": ["--format", "jsonl"], "show": ["--html", out], "export": ["--out", out, "-f", "brat"]}
        result = CliRunner().invoke(app, [command, str(article), "--lexicons", str(folder), *map(str, more[command])])
        assert result.exit_code == 0, result.output
        written = {"extract": result.output, "show": out.read_text("utf-8") if command == "show" else ""}
        if out.is_dir():
            written[command] = "".join(p.read_text("utf-8") for p in sorted(out.glob("*")) if p.is_file())
        assert "数字智能办公室" in written[command] or "org:shuzhi" in written[command]

    def test_a_wrong_row_is_one_line_and_exit_code_1(self, article: Path, folder: Path) -> None:
        (folder / "sectors.csv").write_text("term\n", encoding="utf-8")
        result = CliRunner().invoke(app, ["extract", str(article), "--lexicons", str(folder)])
        assert result.exit_code == 1
        assert "sectors.csv:1: the columns are term; they must be term, name" in result.stderr

    def test_a_folder_that_is_none_is_wrong_usage(self, article: Path, tmp_path: Path) -> None:
        result = CliRunner().invoke(app, ["extract", str(article), "--lexicons", str(tmp_path / "none")])
        assert result.exit_code == 2


class TestLexiconCommands:
    def test_check_tells_each_fault_with_its_file_and_line_and_exits_with_1(self, folder: Path) -> None:
        with (folder / "sectors.csv").open("a", encoding="utf-8") as file:
            file.write("量子云,,Z1,,free,own list,,\n量子汤,,,,free,own list,,\n")
        result = CliRunner().invoke(app, ["lexicon", "check", str(folder)])
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert lines[0].startswith(f"{folder / 'sectors.csv'}:3: code 'Z1'")
        assert lines[1].startswith(f"{folder / 'sectors.csv'}:4: the term '量子汤'")
        assert result.stderr == "2 faults\n"

    def test_check_of_sound_lexicons_exits_with_0(self, folder: Path) -> None:
        result = CliRunner().invoke(app, ["lexicon", "check", str(folder)])
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 faults\n")

    def test_explain_tells_rows_and_losers(self, folder: Path) -> None:
        result = CliRunner().invoke(app, ["lexicon", "explain", "发展量子汤和新能源汽车", "--lexicons", str(folder)])
        assert result.exit_code == 0
        assert f"    row   {folder / 'sectors.csv'}:2 C1432 预制食品 (sector)" in result.stdout
        assert "lost  汽车  sectors.csv:" in result.stdout
        assert "shorter: part of 「新能源汽车」" in result.stdout

    @pytest.mark.parametrize("date", ["foo", "去年"])
    def test_explain_refuses_what_is_no_date(self, date: str) -> None:
        result = CliRunner().invoke(app, ["lexicon", "explain", "交通部发布", "--date", date])
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"date '{date}' is not one of YYYY" in result.stderr

    def test_explain_reads_standard_input_and_writes_records(self) -> None:
        result = CliRunner().invoke(app, ["lexicon", "explain", "-", "--format", "jsonl", "--date", "2005"], input="交通部发布")
        (record,) = map(json.loads, result.stdout.splitlines())
        assert (record["words"], record["label"], record["rows"][0]["file"]) == ("交通部", "MINISTRY", "ministries.csv")
        assert record["lost"][0]["why"].startswith("other sense")


def test_report_topics_and_comparisons_know_them(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("发展", "大力发展"), encoding="utf-8")
    one, other, page = tmp_path / "one", tmp_path / "other", tmp_path / "page.html"
    for out in (one, other):
        run([tmp_path / "a.txt"], out, lexicons=folder)
    done = CliRunner().invoke(app, ["report", str(one), "--out", str(page), "--lexicons", str(folder)])
    assert (done.exit_code, "浙江省" in page.read_text(encoding="utf-8")) == (0, True)
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--lexicons", str(folder)])
    assert done.exit_code == 0
    done = CliRunner().invoke(app, ["compare", str(one), str(other), "--lexicons", str(folder)])
    assert (done.exit_code, "give lexicons to `analyzer run`" in " ".join(done.output.split())) == (1, True)


@pytest.mark.parametrize("command", ["run", "extract", "show", "export", "explain", "compare", "evaluate", "annotate", "report", "topics"])
def test_every_command_that_analyses_takes_them(command: str) -> None:
    assert "--lexicons" in [name for parameter in get_command(app).commands[command].params for name in parameter.opts]
