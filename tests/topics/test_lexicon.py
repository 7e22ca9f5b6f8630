from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analyzer.errors import LexiconError
from analyzer.lexicon.tables import read_csv
from analyzer.resources import lexicons_dir
from analyzer.topics.lexicon import COLUMNS, ThemeLexicon, period_phrases

SCHEME = {
    "国务院组织机构", "综合政务", "国民经济管理、国有资产监管", "财政、金融、审计", "国土资源、能源", "农业、林业、水利", "工业、交通",
    "商贸、海关、旅游", "市场监管、安全生产监管", "城乡建设、环境保护", "科技、教育", "文化、广电、新闻出版", "卫生、体育",
    "人口与计划生育、妇女儿童工作", "劳动、人事、监察", "公安、安全、司法", "民政、扶贫、救灾", "民族、宗教", "对外事务", "港澳台侨工作", "国防",
}  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> ThemeLexicon:
    return ThemeLexicon.from_lexicons(lexicons_dir())


def write(folder: Path, *lines: str) -> Path:
    (folder / "themes.csv").write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return folder


def test_the_lexicon_knows_every_theme_of_the_scheme_and_no_other(lexicon: ThemeLexicon) -> None:
    assert set(lexicon.themes) == SCHEME


def test_every_example_gets_the_theme_of_its_row_and_no_counter_example_does(lexicon: ThemeLexicon) -> None:
    rows = [r.cells for r in read_csv(lexicons_dir() / "themes.csv", COLUMNS)]
    checked = [r for r in rows if r["example"] or r["counter"]]
    assert len(checked) > 20
    wrong = []
    for row in checked:
        mine = lexicon.themes.index(row["theme"])
        if row["example"] and (row["term"] not in row["example"] or lexicon.scores(row["example"]).argmax() != mine):
            wrong.append((row["term"], row["example"]))
        if row["counter"] and (row["term"] not in row["counter"] or lexicon.scores(row["counter"]).argmax() == mine):
            wrong.append((row["term"], row["counter"]))
    assert wrong == []


def test_of_terms_that_overlap_the_longest_counts(lexicon: ThemeLexicon) -> None:
    assert lexicon.guess("国防教育法") == "国防"


def test_a_single_weak_term_decides_nothing(lexicon: ThemeLexicon) -> None:
    assert lexicon.guess("关于教育的通知") == ""


def test_a_title_between_two_themes_gets_none(lexicon: ThemeLexicon) -> None:
    assert lexicon.guess("税务和公路") == ""


def test_rows_round_trip(lexicon: ThemeLexicon) -> None:
    again = ThemeLexicon.from_rows(lexicon.to_rows())
    text = "加强税收征管，办好幼儿园"
    assert np.array_equal(again.scores(text), lexicon.scores(text))


def test_a_wrong_strength_is_named_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"themes\.csv:2: strength 'huge'"):
        ThemeLexicon.from_lexicons(write(tmp_path, "税务,财政,税务,huge,,"))


def test_a_repeated_term_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"themes\.csv:3: the term '税务' stands in line 2"):
        ThemeLexicon.from_lexicons(write(tmp_path, "税务,财政,税务,strong,,", "税务,教育,教育,weak,,"))


def test_period_phrases_are_read_once_each() -> None:
    phrases = period_phrases(lexicons_dir())
    assert "复工复产" in phrases
    assert len(phrases) == len(set(phrases))


def test_the_title_decides_the_category_before_the_text(lexicon: ThemeLexicon) -> None:
    assert lexicon.category("财政、金融、审计", "证券管理办法", "税务，税务，税务") == "证券"
    assert lexicon.category("财政、金融、审计", "管理办法", "税务，税务，证券") == "税务"


def test_no_category_is_given_for_a_theme_without_terms_in_the_text(lexicon: ThemeLexicon) -> None:
    assert lexicon.category("国防", "税务", "税务") == ""
    assert lexicon.category("unknown", "税务", "税务") == ""
