"""The documentation says what the code does: columns are complete, examples run, links lead somewhere."""

import doctest
import re
from pathlib import Path

import pytest

from analyzer import __version__
from analyzer.tables import TABLES, Table

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "data" / "samples" / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_column_is_documented_in_order_with_its_chinese_name(table: Table) -> None:
    text = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    section = text.partition(f"## {table.name}.csv\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \| (\S+) \| \S", section, re.MULTILINE) == [(c.name, c.zh) for c in table.columns]


def test_the_recipes_of_the_cookbook_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "cookbook.md"), module_relative=False, encoding="utf-8")
    assert tried > 10
    assert not failed


def test_the_library_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert "obligation 4 推进 新能源汽车产业发展" in capsys.readouterr().out
    assert len(names["frame"]) > 100  # type: ignore[arg-type]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_the_citation_names_the_version_at_hand() -> None:
    assert f"version {__version__} [software]" in (ROOT / "README.md").read_text(encoding="utf-8")
