"""analyzer explain: texts, files and standard input; as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import call

TEXT = "会议强调，各地区要加强监管，严防风险。"


def test_a_text_is_explained_clause_by_clause() -> None:
    code, out, err = call("explain", TEXT)
    assert (code, err) == (0, "")
    assert "  0 frame" in out
    assert "rule modal.need.subject:inherited: the modal 「要」 from earlier in the sentence binds it → obligation" in out


def test_a_file_and_standard_input_are_read_as_they_are_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"编号,正文\nx,{TEXT}\ny,要落实。\n", encoding="utf-8")
    code, out, _ = call("explain", path, "--map", "id=编号", "--map", "text=正文", "--format", "jsonl", "--most", "2")
    assert code == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert [(record["article_id"], len(record["clauses"])) for record in records] == [("x", 3), ("y", 1)]
    assert len(records[0]["clauses"][2]["choice"]["contributions"]) == 2
    code, out, _ = call("explain", path, "--map", "text=正文", "--map", "id=编号", "--id", "y")
    assert "落实" in out
    assert "监管" not in out
    assert "加强监管" in call("explain", "-", input=TEXT.encode("gb18030"))[1]


def test_single_clauses_can_be_asked_for() -> None:
    code, out, _ = call("explain", TEXT, "--clause", "2", "--most", "1")
    assert code == 0
    assert "严防风险  [14:18]" in out
    assert "各地区要加强监管  [" not in out
    code, out, _ = call("explain", TEXT, "--clause", "1", "--clause", "2", "--format", "jsonl")
    assert [clause["number"] for clause in json.loads(out)["clauses"]] == [1, 2]
    code, _, err = call("explain", TEXT, "--clause", "9")
    assert code == 1
    assert "it has the clauses 0 to 2" in err


def test_lexicons_of_one_s_own_come_first(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n某某芯,,C39,,free,own list,,\n", encoding="utf-8")
    text = "针对某某芯，要加快推进改革。"
    assert "sector from clause 0: 「某某芯」" in call("explain", text, "--lexicons", tmp_path)[1]
    assert "sector from clause 0" not in call("explain", text)[1]


@pytest.mark.parametrize("length", [15, 90, 150, 990, 1500])
def test_a_text_may_be_longer_than_the_name_of_a_file(length: int) -> None:
    text = ("会议强调，要加快推进产业发展。" * 100)[:length]
    code, out, err = call("explain", text, "--format", "jsonl", "--most", "0")
    assert (code, err) == (0, "")
    assert json.loads(out)["clauses"][0]["text"] == "会议强调"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_text_is_wrong_usage(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = call("explain", text)
    assert (code, out) == (2, "")
    assert "is empty" in err


def test_a_folder_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for folder in (".", str(tmp_path)):
        code, out, err = call("explain", folder)
        assert (code, out) == (2, "")
        assert "is a folder" in err


def test_a_long_text_without_chinese_is_told_shortened() -> None:
    code, out, err = call("explain", "word " * 2000)
    assert (code, out) == (2, "")
    assert "neither a file nor" in err
    assert len(err) < 1000


@pytest.mark.parametrize("text", ["gone", "通知.txt", "no-such-folder/a.csv"])
def test_what_is_neither_a_file_nor_a_text_is_wrong_usage(text: str) -> None:
    code, out, err = call("explain", text)
    assert (code, out) == (2, "")
    assert "neither a file nor" in err


def test_an_id_that_is_not_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code, _, err = call("explain", tmp_path / "a.txt", "--id", "b")
    assert code == 1
    assert "no article of" in err
