import csv
import random
from pathlib import Path

import pytest

from analyzer.errors import InputError, MissingExtraError, OutputError
from analyzer.records import Article
from analyzer.reprints import dedupe, find_reprints

pytest.importorskip("datasketch", reason="reprints need datasketch")


def text(seed: int, sentences: int = 30) -> str:
    """Sentences that no other seed has."""
    dice = random.Random(seed)
    return "".join("".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(15)) + "，要抓好落实。" for _ in range(sentences))


ONE, OTHER = text(1), text(2)


def kinds(*articles: Article) -> dict[str, tuple[str, str]]:
    return {r.article_id: (r.original, r.kind) for r in find_reprints(articles)}


def test_copies_cuts_and_frames_are_found_and_others_are_not() -> None:
    found = kinds(
        Article(ONE, id="a", date="2024-05-01"),
        Article(ONE.replace("，", ", "), id="same letters", date="2024-05-02"),
        Article(ONE[: int(len(ONE) * 0.6)], id="head", date="2024-05-03"),
        Article(ONE[int(len(ONE) * 0.4) :], id="tail"),
        Article(f"首页 要闻 政策\n{ONE}\n分享到：微信 微博\n", id="framed", date="2024-05-04"),
        Article(ONE[:300] + "发改委" + ONE[300:], id="edited", date="2024-05-05"),
        Article(OTHER, id="other"),
        Article(text(3, 5) + ONE[:100], id="quotes"),
    )
    assert found == {
        "a": ("a", "original"), "same letters": ("a", "exact"), "head": ("a", "part"), "tail": ("a", "part"), "framed": ("a", "exact"),
        "edited": ("a", "near"),
    }  # fmt: skip


def test_a_digest_of_several_articles_is_no_reprint_of_any() -> None:
    assert kinds(Article(ONE, id="a"), Article(OTHER, id="b"), Article(ONE + OTHER + text(3), id="digest")) == {}


def test_damage_is_mended_before_texts_are_compared() -> None:
    glossed = ONE.replace("要", "要(yào)").replace("落", "落(luò)")
    assert kinds(Article(ONE, id="a", date="2024-05-01"), Article(glossed, id="b"))["b"] == ("a", "exact")


def test_a_form_filled_in_again_after_months_is_another_text() -> None:
    later = ONE[:200] + text(9, 2) + ONE[245:]
    assert len(kinds(Article(ONE, id="a", date="2023-03-04"), Article(later, id="b", date="2023-03-20"))) == 2
    assert kinds(Article(ONE, id="a", date="2023-03-04"), Article(later, id="b", date="2024-03-03")) == {}
    assert len(kinds(Article(ONE, id="a", date="2023-03-04"), Article(ONE, id="b", date="2024-03-03"))) == 2


@pytest.mark.parametrize(
    ("articles", "original"),
    [
        ([("a", "2024-05-02", ""), ("b", "2024-05-01", "")], "b"),
        ([("a", "", "新华社"), ("b", "2024-05-01", "")], "b"),
        ([("a", "2024-05", ""), ("b", "2024-05-31", "")], "b"),
        ([("a", "2024-05-01", "某网"), ("b", "2024-05-01", "工业和信息化部网站")], "b"),
        ([("a", "2024-05-01", "某网"), ("b", "2024-05-01", "某报")], "a"),
    ],
)  # fmt: skip
def test_the_original_is_the_earliest_then_the_official_then_the_first(articles: list[tuple[str, str, str]], original: str) -> None:
    found = find_reprints(Article(ONE, id=id, date=date, source=source) for id, date, source in articles)
    assert [r.original for r in found] == [original] * 2
    assert found[0].article_id == original


def test_empty_and_tiny_texts_are_no_fault() -> None:
    assert kinds(Article("", id="a"), Article("要", id="b"), Article("。", id="c"), Article(chr(0xD83D), id="d")).get("b") is None


def test_dedupe_writes_a_table_and_counts(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, words in (("a", ONE), ("b", ONE + "（完）"), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    report = dedupe([folder], tmp_path / "reprints.csv")
    assert (report.articles, report.clusters, report.reprints) == (3, 1, 1)
    with report.path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {(row["article_id"], row["original"], row["cluster"]) for row in rows} == {("a", "b", "1"), ("b", "b", "1")}
    with pytest.raises(OutputError, match=r"already holds reprints\.csv"):
        dedupe([folder], tmp_path / "reprints.csv")
    with pytest.raises(OutputError, match="is a folder: name a file"):
        dedupe([folder], tmp_path, overwrite=True)


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError):
        dedupe([tmp_path / "in"], tmp_path / "reprints.csv")
    assert not (tmp_path / "reprints.csv").exists()


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "datasketch", None)
    with pytest.raises(MissingExtraError, match=r"'datasketch' of the extra 'tables': in the checkout, pip install '\.\[tables\]'"):
        find_reprints([])


def test_page_furniture_makes_no_copy_the_original() -> None:
    plain = text(7)
    framed = f"首页 > 新闻\n{plain}\n责任编辑：小王"
    assert kinds(Article(framed, id="framed"), Article(plain, id="plain"))["plain"][0] == "plain"
