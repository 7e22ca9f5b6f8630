"""topics, train themes and report: options reach the library, and what was done is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analyzer.articles import Skip
from tests import hand_built as by_hand
from tests.test_cli import call


def caught(monkeypatch: pytest.MonkeyPatch, name: str, answer: Any) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Have a function answer as told; the arguments of its calls."""
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []

    def stand_in(*args: Any, **options: Any) -> Any:
        calls.append((args, options))
        return answer

    monkeypatch.setattr(name, stand_in)
    return calls


def test_topics_takes_its_options_and_tells_what_was_fitted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = SimpleNamespace(topics=SimpleNamespace(topics=[1, 2, 3]), articles=9, skipped=(Skip("a.txt", "is empty"),))
    calls = caught(monkeypatch, "analyzer.topic_tables.topics_of", answer)
    code, out, err = call("topics", tmp_path, "--out", tmp_path / "out", "--number", "3", "--map", "text=正文", "--overwrite", "--quiet")
    assert (code, out, err) == (0, "3 topics in 9 articles\n", "skipped a.txt: is empty\n")
    ((args, options),) = calls
    assert args == (tmp_path, tmp_path / "out")
    assert (options["number"], options["columns"], options["overwrite"]) == (3, {"text": "正文"}, True)


def test_training_takes_its_options_and_tells_what_was_learned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("正文,主题\n要加强监管。,市场监管\n", encoding="utf-8")
    answer = SimpleNamespace(files=(Path("a.skops"), Path("b.npz")), documents=8, weak=4, skipped=1, themes={"农业": 5, "工业": 3})
    calls = caught(monkeypatch, "analyzer.topics.training.train_file", answer)
    code, out, _ = call("train", "themes", file, "--out", tmp_path / "m", "--weak", file, "--text", "正文", "--label", "主题", "--title", "标题", "--overwrite")
    assert (code, out) == (0, "8 labelled, 4 weakly labelled, 1 skipped, 2 themes: a.skops, b.npz\n")
    assert calls == [((file, tmp_path / "m"), {"weak": file, "text": "正文", "label": "主题", "title": "标题", "overwrite": True})]


def test_report_makes_a_page_of_a_run_and_tells_texts_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    by_hand.stand_in(monkeypatch)
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.txt").write_text(f"工信部要发展汽车。不得乱收费{name}。", encoding="utf-8")
    assert call("run", tmp_path / "in", "--out", tmp_path / "run", "--quiet")[0] == 0
    page = tmp_path / "page.html"
    code, out, _ = call("report", tmp_path / "run", "--out", page, "--title", "某年汽车政策")
    assert code == 0
    assert out.startswith(f"{page}: 4 directives, 2 texts, ")
    assert "某年汽车政策" in page.read_text(encoding="utf-8")
    assert call("report", tmp_path / "run", "--out", page)[0] == 2
    again = ("report", tmp_path / "run", "--out", page, "--overwrite")
    missing = "0 texts (2 articles without theirs: {})"
    assert missing.format("all together are more than --max-text-mb 0") in call(*again, "--max-text-mb", "0")[1]
    assert missing.format("--no-text") in call(*again, "--no-text")[1]
    (tmp_path / "run" / "texts.jsonl").unlink()
    assert missing.format("the run wrote none (run --no-text)") in call(*again)[1]
