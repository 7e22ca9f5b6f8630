"""Whole articles against tables that somebody has read: ``python tests/samples/regenerate.py`` makes them anew."""

from pathlib import Path

import pytest

from tests.samples import regenerate

NAMES = ("directives", "entities", "targets")


@pytest.fixture(scope="module")
def made() -> dict[str, list[list[str]]]:
    return {path.stem: rows for path, rows in regenerate.tables()}


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_give_the_golden_tables(name: str, made: dict[str, list[list[str]]]) -> None:
    kept = [row[1:] for row in regenerate.read(regenerate.GOLDEN / f"{name}.csv")]
    lost = [row for row in kept if row not in made[name]]
    new = [row for row in made[name] if row not in kept]
    assert kept == made[name], f"lost {lost[:3]}, new {new[:3]}: read them, then run python tests/samples/regenerate.py"


@pytest.mark.parametrize("name", NAMES)
def test_every_golden_row_has_been_read(name: str) -> None:
    assert [row for row in regenerate.read(regenerate.GOLDEN / f"{name}.csv") if row[0] == regenerate.NEW] == []


def test_the_excerpt_in_the_readme_is_what_comes_out() -> None:
    assert (regenerate.ROOT / "README.md").read_text(encoding="utf-8") == regenerate.readme()


def test_reviews_stay_with_rows_that_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header, same, changed = ["id", "text"], ["1", "要，加强"], ["2", "推进"]
    path.write_text(regenerate.reviewed(path, [header, same, changed]).replace("?", "wrong action"), encoding="utf-8")
    again = regenerate.reviewed(path, [header, same, ["2", "推动"]])
    assert again == 'review,id,text\nwrong action,1,要，加强\n?,2,推动\n'
    path.write_text(again, encoding="utf-8")
    assert regenerate.reviewed(path, [header, same, ["2", "推动"]], new="").splitlines()[1:] == ['wrong action,1,要，加强', ",2,推动"]
