"""What users build on: documented public names, types, logs without text, no network."""

from __future__ import annotations

import doctest
import importlib
import inspect
import logging
import socket
from pathlib import Path

import pytest

import analyzer
from analyzer import analyze, read_articles
from analyzer.articles import Skip

ROOT = Path(__file__).parents[1]
RECORDS = ("Clause", "CleanText", "Directive", "Entity", "Target", "Analysis", "Article")
"""Made by functions whose examples show them."""


@pytest.mark.parametrize("name", analyzer.__all__)
def test_a_public_name_is_documented_and_a_function_has_an_example_that_runs(name: str) -> None:
    value = getattr(analyzer, name)
    assert (inspect.getdoc(value) or "").strip()
    if name in RECORDS:
        return
    module = importlib.import_module(value.__module__)
    found = [test for test in doctest.DocTestFinder(recurse=False).find(value, name, module=module) if test.examples]
    assert found, f"{name} has no example"


@pytest.mark.parametrize("name", [name for name in analyzer.__all__ if name in RECORDS])
def test_a_public_record_tells_its_fields(name: str) -> None:
    assert len(inspect.getdoc(getattr(analyzer, name)) or "") > 40


def test_types_are_shipped() -> None:
    assert (ROOT / "analyzer" / "py.typed").is_file()


def test_no_text_of_articles_is_logged_from_info_on_and_nothing_is_fetched(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    secret = "本单位要加强隐秘事项监管"
    (tmp_path / "a.txt").write_text(f"{secret}。", encoding="utf-8")
    (tmp_path / "b.html").write_text(f"<p>{secret}。</p><img src='http://example.org/x.png'>", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(f'{{"text": "{secret}"\n', encoding="utf-8")
    (tmp_path / "d.csv").write_text(f"text,date\n{secret},昨天\n", encoding="utf-8")
    skipped: list[Skip] = []
    with caplog.at_level(logging.INFO):
        for article in read_articles(tmp_path, skipped=skipped):
            assert analyze(article).directives
    assert len(skipped) >= 2
    assert "隐秘" not in caplog.text
    assert all(record.name.startswith("analyzer") for record in caplog.records)


def test_constraints_hold_hashes_and_no_hosts() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith(("#", " "))]
    assert len(pinned) > 50
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert not any("://" in line or ("index-url" in line and not line.startswith("#")) for line in lines)
