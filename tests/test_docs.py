"""The documentation says what the code does: columns are complete, examples run, links lead somewhere."""

import doctest
import re
from pathlib import Path

import pytest

from analyzer import __version__, analyze
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


def test_the_example_of_the_page_on_comparing_runs() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "compare.md"), module_relative=False, encoding="utf-8")
    assert tried
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


def concept_rows(heading: str) -> list[tuple[str, list[str]]]:
    """First cell of each row of the first table under a heading of concepts.md, and the Chinese words in the row."""
    text = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [(row[0], re.findall("「(.*?)」", " ".join(row))) for row in rows[1:]]


@pytest.mark.parametrize(("strength", "words"), concept_rows("Strength"))
def test_words_have_the_strength_that_the_concepts_give_them(strength: str, words: list[str]) -> None:
    for word in words:
        if word == "将":
            text = "下一步，市水务局将推进渠道改造。"
        elif word in ("鼓励", "支持", "引导"):
            text = f"会议强调，{word}企业推进渠道改造。"
        elif strength == "3":
            text = f"会议强调，{word}渠道改造。"
        else:
            text = f"会议强调，{word}{'' if word != '有条件的' else '地区'}推进渠道改造。"
        assert [d.strength for d in analyze(text).directives if "渠道改造" in d.text] == [int(strength)], text


def test_values_have_the_comparators_that_the_concepts_give_them() -> None:
    rows = re.findall(r"^\| (「.*?) \| `(.*?)` \|$", (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 7
    for words, comparator in rows:
        for value in re.findall("「(.*?)」", words):
            (target,) = analyze(f"会议强调，要优化流程，到2030年办理比例或时间控制在{value}。").targets
            assert (target.comparator, target.deadline) == (comparator, "2030"), value


def test_the_fields_of_the_example_are_as_the_concepts_tell() -> None:
    text = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"\| field \| meaning \| in 「(.*?)」 \|", text)
    (directive,) = analyze(example).directives
    for field in ("addressee", "manner", "action", "object"):
        (told,) = re.findall(rf"^\| `{field}` \| .* \| (\S+) \|$", text, re.MULTILINE)
        assert getattr(directive, field) == told


def test_clauses_have_the_roles_that_the_concepts_give_them() -> None:
    """The examples of the table, put where such clauses stand."""
    readout = "会议强调，根据气象预报，各地要加快修复受损堤防，严禁违规占用耕地。对年久失修的泵站，要抓紧改造。到2026年底，要实现灌溉保证率达到85%以上。"
    roles = {c.text: c.role.value for c in analyze("去年全省新建泵站120座。水利是农业的命脉。" + readout).clauses}
    told = {word: role.strip("`") for role, words in concept_rows("Roles") for word in words if word in roles}
    assert len(told) >= 8
    assert {text: role for text, role in roles.items() if text in told} == told


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "index.md" or f"]({page.name})" in index, page.name
