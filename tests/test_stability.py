"""What users build on: documented public names, types, logs without text, no network."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import inspect
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer import analyze, read_articles
from analyzer.articles import Skip

ROOT = Path(__file__).parents[1]


def reference() -> Iterator[tuple[str, Any]]:
    """The public names, as docs/python.md has them, with what they stand for."""
    spec = importlib.util.spec_from_file_location("python_reference", ROOT / "tools" / "python_reference.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(tool := importlib.util.module_from_spec(spec))
    for name, _ in tool.MODULES:
        module = importlib.import_module(name)
        yield from ((f"{name}.{own}", getattr(module, own)) for own in tool.names(module))


PUBLIC = dict(reference())


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if inspect.isfunction(value) or inspect.isclass(value)])
def test_a_public_name_says_what_it_is(name: str) -> None:
    assert len(inspect.getdoc(PUBLIC[name]) or "") > 20


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if inspect.isfunction(value)])
def test_a_public_function_has_an_example_where_the_suite_runs_it(name: str) -> None:
    function = inspect.unwrap(PUBLIC[name])
    module = importlib.import_module(function.__module__)
    # The suite runs the doctests of the module's own names (testpaths and --doctest-modules in pyproject.toml).
    found = doctest.DocTestFinder(recurse=False).find(function, name, module=module)
    assert [test for test in found if test.examples], f"{name} has no example"
    assert getattr(module, function.__name__) is function
    assert Path(str(module.__file__)).is_relative_to(ROOT / "analyzer")


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
