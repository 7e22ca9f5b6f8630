"""The samples themselves: they are read, and the damaged ones are mended back into their clean twins."""

from pathlib import Path

import pytest

from analyzer import clean_text, read_articles
from analyzer.articles import Skip
from analyzer.articles.decoding import decode
from tests.samples import make_damaged

TEXTS = {article.id: article for article in read_articles(make_damaged.SAMPLES)}
DAMAGED = sorted(path.name for path in make_damaged.CLEAN.iterdir())


def test_all_samples_are_read_without_a_skip() -> None:
    skipped: list[Skip] = []
    assert len(list(read_articles(make_damaged.SAMPLES, skipped=skipped))) == 21
    assert skipped == []


def test_the_readme_names_every_file() -> None:
    readme = (make_damaged.SAMPLES / "README.md").read_text(encoding="utf-8")
    for path in make_damaged.SAMPLES.iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in readme


@pytest.mark.parametrize("id", sorted(TEXTS))
def test_samples_are_of_article_length(id: str) -> None:
    assert 200 <= len(TEXTS[id].text) <= 1100


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_sample_is_mended_into_its_clean_twin(name: str) -> None:
    clean = (make_damaged.CLEAN / name).read_text(encoding="utf-8")
    raw = decode((make_damaged.SAMPLES / name).read_bytes())
    assert clean_text(raw).text == clean


def test_the_damage_is_what_the_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_damaged, "SAMPLES", tmp_path)
    make_damaged.main()
    for name in DAMAGED:
        assert (tmp_path / name).read_bytes() == (Path(make_damaged.__file__).parents[2] / "data" / "samples" / name).read_bytes()


def test_the_toned_sample_holds_runs_shifted_by_a_byte() -> None:
    assert TEXTS["12-glossed-toned"].text.count("?shù)") == 2


def test_traditional_samples_become_simplified_by_phrase() -> None:
    text = clean_text(TEXTS["11-hong-kong"].text).text
    for words in ("环境及生态局", "当局着力改善", "成效显著", "干旱季节", "里面大部分车位已经启用", "占新登记私家车"):
        assert words in text
