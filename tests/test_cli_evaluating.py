"""analyzer evaluate: figures, mistakes, floors and what is told of broken gold."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.test_evaluate import SMALL
from tests.test_cli import call


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two documents, of which the second is labelled wrong in one place."""
    wrong = json.loads(json.dumps(SMALL[0])) | {"id": "c", "genre": "news"}
    wrong["clauses"][2] = {"start": 14, "end": 18, "role": "S"}
    return write(tmp_path / "gold.jsonl", [SMALL[0], wrong])


class TestEvaluate:
    def test_figures_are_tables_to_read(self, gold: Path) -> None:
        code, out, err = call("evaluate", gold)
        assert (code, err) == (0, "")
        assert "2 documents, 38 characters" in out
        for told in ("directives", "by genre", "readout", "roles: gold down", "modality of directives", ".750 [.500, 1.000]"):
            assert told in out, told
        assert "addressee: " not in out

    def test_mistakes_are_shown_where_asked_for(self, gold: Path) -> None:
        _, out, _ = call("evaluate", gold, "--errors", "1")
        assert "directive spurious: 1" in out
        assert "rules that made most wrong directives" in out
        assert "c 14–18  statement → prohibition by" in out
        assert "不得拖延" in out

    def test_proposals_that_nobody_corrected_are_told(self, tmp_path: Path) -> None:
        text, gold = tmp_path / "a.txt", tmp_path / "gold.jsonl"
        text.write_text("会议强调，各地要加强监管，不得拖延。" * 40, encoding="utf-8")
        assert call("annotate", text, "--out", gold)[0] == 0
        code, _, err = call("evaluate", gold, "--resamples", "0")
        assert code == 0
        assert "120 clauses differs from what the analyzer says. If `analyzer annotate` wrote them" in err

    def test_json_holds_all_figures(self, gold: Path) -> None:
        _, out, _ = call("evaluate", gold, "--format", "jsonl", "--errors", "3", "--resamples", "50", "--seed", "4")
        found = json.loads(out)
        assert found["measures"]["directive"]["precision"]["value"] == 0.75
        assert len(found["measures"]["directive"]["precision"]["interval"]) == 2
        assert found["role_confusion"]["statement"] == {"directive": 1}
        assert [m["kind"] for m in found["mistakes"]] == ["directive spurious", "role"]
        assert found["genres"]["news"]["documents"] == 1
        assert call("evaluate", gold, "-f", "jsonl", "--errors", "3", "--resamples", "50", "--seed", "4")[1] == out

    def test_all_mistakes_go_into_a_table(self, gold: Path, tmp_path: Path) -> None:
        file = tmp_path / "errors.csv"
        assert call("evaluate", gold, "--errors-csv", file)[0] == 0
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert [(row["kind"], row["text"], row["confidence"] != "") for row in rows] == [("directive spurious", "不得拖延", True), ("role", "不得拖延", False)]
        code, _, err = call("evaluate", gold, "--errors-csv", file)
        assert code == 2
        assert "already holds errors.csv" in err
        assert call("evaluate", gold, "--errors-csv", file, "--overwrite")[0] == 0

    def test_clauses_that_are_cut_otherwise_are_told(self, tmp_path: Path) -> None:
        row = SMALL[0] | {"clauses": [{"start": 0, "end": 13, "role": "S"}]}
        code, _, err = call("evaluate", write(tmp_path / "g.jsonl", [row]))
        assert code == 0
        assert "g.jsonl: 1 clauses are cut otherwise than the analyzer cuts them and may not match: a 0–13" in err

    def test_a_wrong_row_is_one_and_its_place(self, tmp_path: Path) -> None:
        path = write(tmp_path / "g.jsonl", [SMALL[0], SMALL[1] | {"entities": "none"}])
        assert call("evaluate", path) == (1, "", f"error: {path}:2: entities is a str, not a list (or null where this layer was not labelled)\n")

    def test_floors_are_pinned_and_held(self, gold: Path, tmp_path: Path) -> None:
        floors = tmp_path / "floors.json"
        assert call("evaluate", gold, "--floors", floors, "--raise-floors")[0] == 0
        assert json.loads(floors.read_text(encoding="utf-8"))["floors"]["directive"] == 0.8521
        assert call("evaluate", gold, "--floors", floors)[0] == 0
        content = json.loads(floors.read_text(encoding="utf-8"))
        content["floors"]["directive"] = 0.9
        floors.write_text(json.dumps(content), encoding="utf-8")
        for more in ((), ("--raise-floors",)):
            code, _, err = call("evaluate", gold, "--floors", floors, *more)
            assert (code, err) == (1, "directive is 0.8571, below its floor 0.9000\n")
        assert json.loads(floors.read_text(encoding="utf-8")) == content

    def test_floors_that_cannot_hold_are_told_before_anything_is_analysed(self, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = write(tmp_path / "other.jsonl", [SMALL[1]])
        pinned = tmp_path / "floors.json"
        assert call("evaluate", other, "--floors", pinned, "--raise-floors")[0] == 0
        monkeypatch.setattr("analyzer.evaluation.evaluate", lambda *_, **__: pytest.fail("analysed"))
        code, out, err = call("evaluate", gold, "--floors", tmp_path / "typo.json")
        assert (code, out) == (2, "")
        assert "typo.json does not exist" in " ".join(err.replace("│", " ").split())
        for more in ((), ("--raise-floors",)):
            code, out, err = call("evaluate", gold, "--floors", pinned, *more)
            assert (code, out) == (1, "")
            assert "the floors were measured on other.jsonl" in err

    def test_a_gold_file_cannot_steer_the_terminal(self, tmp_path: Path) -> None:
        row = SMALL[0] | {"id": "\x1b[31mbad", "genre": "\x1b]0;t\x07[b]", "clauses": [{"start": 0, "end": 13, "role": "S"}]}
        gold = write(tmp_path / "g.jsonl", [row])
        for args in (("evaluate", gold, "--errors", "3"), ("agree", gold, gold, "--differences", "3")):
            code, out, err = call(*args)
            assert code == 0
            assert not {"\x1b", "\x07"} & {*out, *err}
            assert "�]0;t�[b]" in out

    def test_raising_needs_a_file(self, gold: Path) -> None:
        code, _, err = call("evaluate", gold, "--raise-floors")
        assert code == 2
        assert "--floors" in err


class TestAgree:
    def test_kappas_are_tables_to_read(self, gold: Path, tmp_path: Path) -> None:
        other = write(tmp_path / "other.jsonl", [SMALL[0], SMALL[1]])
        code, out, err = call("agree", gold, other)
        assert code == 0
        assert "1 documents" in out
        assert "roles: first file down, second across" in out
        assert err == f"{gold} alone has 1 documents, not compared: c\n{other} alone has 1 documents, not compared: b\n"

    def test_differences_are_shown_and_written(self, gold: Path, tmp_path: Path) -> None:
        rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
        rows[0]["clauses"][0]["role"] = "S"
        rows[1]["clauses"].pop(0)
        other, file = write(tmp_path / "other.jsonl", rows), tmp_path / "differences.csv"
        code, out, err = call("agree", gold, other, "--differences", "2", "--differences-csv", file)
        assert code == 0
        assert "a 0–4  frame → statement  会议强调" in out
        assert "by genre" in out
        assert err == f"{gold} alone has 1 clauses, not compared: c 0–4\n"
        with file.open(encoding="utf-8-sig", newline="") as handle:
            assert [(row["first"], row["second"]) for row in csv.DictReader(handle)] == [("frame", "statement")]
        assert call("agree", gold, other, "--differences-csv", file)[0] == 2
        assert call("agree", gold, other, "--differences-csv", file, "--overwrite")[0] == 0
        assert call("agree", gold, other, "--differences-csv", tmp_path)[0] == 2

    def test_json_holds_all_figures(self, gold: Path) -> None:
        found = json.loads(call("agree", gold, gold, "-f", "jsonl", "--differences", "1", "--resamples", "20", "--seed", "2")[1])
        assert found["kappa"]["role"]["kappa"] == {"value": 1.0, "interval": [1.0, 1.0]}
        assert found["differences"] == []

    def test_files_without_a_common_text_are_one(self, gold: Path, tmp_path: Path) -> None:
        code, _, err = call("agree", gold, write(tmp_path / "other.jsonl", [SMALL[1]]))
        assert code == 1
        assert "share no document" in err


class TestAnnotate:
    def test_a_file_of_proposals_is_written_and_can_be_evaluated(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("会议强调，各地区要加强监管。", encoding="utf-8")
        out = tmp_path / "gold.jsonl"
        assert call("annotate", tmp_path / "a.txt", "--out", out, "--genre", "news") == (0, f"{out}: 1 documents, 2 clauses with proposals to correct\n", "")
        assert call("evaluate", out)[0] == 0
        assert call("annotate", tmp_path / "a.txt", "--out", out)[0] == 2
        assert call("annotate", tmp_path / "a.txt", "--out", out, "--overwrite", "--quiet", "--blank") == (0, "", "")

    def test_columns_samples_and_skips(self, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("正文\n要加强监管。\n要落实。\n \n", encoding="utf-8")
        code, out, err = call("annotate", tmp_path / "a.csv", "-o", tmp_path / "g.jsonl", "--map", "text=正文", "--sample", "1", "--seed", "3", "--strict")
        assert code == 1
        assert "1 documents, 1 clauses" in out
        assert "'正文' is empty" in err

    def test_lexicons_of_one_s_own_make_proposals_and_are_evaluated(self, tmp_path: Path) -> None:
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n某某芯,,C39,,free,own list,,\n", encoding="utf-8")
        (tmp_path / "a.txt").write_text("要加快发展某某芯。", encoding="utf-8")
        gold = tmp_path / "g.jsonl"
        assert call("annotate", tmp_path / "a.txt", "-o", gold, "--lexicons", tmp_path / "own")[0] == 0
        assert "某某芯" in [e["name"] for e in json.loads(gold.read_text(encoding="utf-8"))["entities"]]
        with_own, without = (json.loads(call("evaluate", gold, "-f", "jsonl", *more)[1]) for more in (("--lexicons", tmp_path / "own"), ()))
        assert with_own["measures"]["entity_SECTOR"]["recall"]["value"] == 1.0
        assert without["measures"]["entity_SECTOR"]["recall"]["value"] < 1.0
