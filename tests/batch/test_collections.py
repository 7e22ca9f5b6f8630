"""Dask's bags and frames give the rows that the tables of their articles have."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer import Article, analyze_many, directive_table
from analyzer.batch import analyze_bag, analyze_frame
from analyzer.errors import InputError
from analyzer.tables import TABLES, to_frame

bags = pytest.importorskip("dask.bag", reason="collections need the extra batch")
frames = pytest.importorskip("dask.dataframe", reason="collections need the extra batch")

TEXTS = ["工信部要加快发展汽车产业，到2026年产量达到30%以上。", "天气好。", "各地不得乱收费。"]
ARTICLES = [Article(text, id=f"a{n}", date="2024-05-01") for n, text in enumerate(TEXTS)]


def computed(collection: Any) -> Any:
    return collection.compute(scheduler="sync")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_frame_gives_the_table_of_its_articles_with_the_types_that_were_told(table: Any) -> None:
    given = pd.DataFrame({"id": [a.id for a in ARTICLES], "正文": TEXTS, "date": "2024-05-01"})
    found = analyze_frame(frames.from_pandas(given, npartitions=2), table=table.name, columns={"text": "正文"})
    expected = to_frame(table, [row for analysis in analyze_many(ARTICLES) for row in table.rows(analysis)])
    pd.testing.assert_frame_equal(computed(found).reset_index(drop=True), expected)
    assert found.dtypes.equals(expected.dtypes)


@pytest.mark.parametrize("items", [ARTICLES, [{"id": a.id, "text": a.text, "date": "2024年5月1日"} for a in ARTICLES]], ids=["articles", "dictionaries"])
def test_a_bag_gives_rows_as_dictionaries(items: list[Any]) -> None:
    found = computed(analyze_bag(bags.from_sequence(items, npartitions=3)))
    expected = directive_table(analyze_many(ARTICLES))
    assert [row["directive_id"] for row in found] == expected["directive_id"].tolist()
    assert list(found[0]) == list(expected.columns)


def test_texts_without_an_id_have_one_of_their_own_in_every_partition() -> None:
    found = computed(analyze_bag(bags.from_sequence([TEXTS[0], TEXTS[2]], npartitions=2)))
    assert len({row["article_id"] for row in found}) == 2


def test_rows_without_a_text_give_none() -> None:
    given = pd.DataFrame({"text": [None, " ", TEXTS[2]], "date": [None, None, pd.Timestamp("2024-05-01")]})
    found = computed(analyze_frame(frames.from_pandas(given, npartitions=1)))
    assert found["date"].tolist() == ["2024-05-01"]
    assert computed(analyze_bag(bags.from_sequence(["", {"text": None}], npartitions=1))) == []


def test_two_fields_may_be_read_from_one_column() -> None:
    """Warnings are errors here: pandas warns of columns that stand twice."""
    given = pd.DataFrame({"text": TEXTS[:1]})
    found = computed(analyze_frame(frames.from_pandas(given, npartitions=1), table="articles", columns={"title": "text"}))
    assert found["title"].tolist() == TEXTS[:1]


def test_own_lexicons_are_read_by_the_workers(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n预制菜,预制食品,C1432,,free,own list,,\n", encoding="utf-8")
    found = computed(analyze_bag(bags.from_sequence(["各地要发展预制菜。"], npartitions=1), lexicons=tmp_path))
    assert [row["sectors"] for row in found] == ["预制食品"]


def test_what_is_asked_for_wrongly_is_told_before_anything_is_computed() -> None:
    frame = frames.from_pandas(pd.DataFrame({"正文": TEXTS}), npartitions=1)
    with pytest.raises(InputError, match="the frame has no column 'text'; it has 正文"):
        analyze_frame(frame)
    with pytest.raises(InputError, match="there is no table 'orders'; choose of directives, articles, entities, targets"):
        analyze_frame(frame, table="orders", columns={"text": "正文"})
    with pytest.raises(InputError, match="unknown field 'body'"):
        analyze_bag(bags.from_sequence([]), columns={"body": "正文"})


def test_an_item_that_is_no_article_is_named() -> None:
    with pytest.raises(InputError, match="an item of the bag is of type int"):
        computed(analyze_bag(bags.from_sequence([3], npartitions=1)))
