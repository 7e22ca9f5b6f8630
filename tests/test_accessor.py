import pandas as pd
import pytest

import analyzer.accessor  # noqa: F401 - registers df.policy
from analyzer.errors import InputError
from analyzer.tables import DIRECTIVES

DATA = pd.DataFrame(
    {"正文": ["要加强监管。严禁浪费。", None, "", "天气很好。", "要在年底前完成整治。"], "date": ["2024-05-01", "", None, None, pd.Timestamp("2023-02-03")],
     "title": list("甲乙丙丁戊"), "网站": [1, 2, 3, 4, 5]},
    index=[10, 20, 30, 40, 10],
)  # fmt: skip


def test_directives_keep_the_index_and_the_other_columns() -> None:
    found = DATA.policy.extract("正文", date="date")
    assert found.index.tolist() == [10, 10, 10]
    assert found["网站"].tolist() == [1, 1, 5]
    assert found.columns.tolist() == [*DIRECTIVES.headers(), "date_given", "title_given", "网站"]
    assert found["title_given"].tolist() == ["甲", "甲", "戊"]


def test_what_is_known_of_the_articles_is_used() -> None:
    found = DATA.policy.extract("正文", date="date", title="title", id="网站")
    assert found["article_id"].tolist() == ["1", "1", "5"]
    assert found["title"].tolist() == ["甲", "甲", "戊"]
    assert found["deadline"].tolist()[-1] == "2023-12-31"


def test_no_directive_gives_the_columns_all_the_same() -> None:
    found = DATA.iloc[[3]].policy.extract("正文")
    assert found.empty
    assert "网站" in found.columns


def test_directives_can_be_counted_at_once() -> None:
    assert DATA.policy.extract("正文").policy.crosstab("modality", "month").loc["prohibition"].sum() == 1


def test_a_column_or_date_that_is_none_is_named() -> None:
    with pytest.raises(InputError, match="no column 'text'; it has 正文, date"):
        DATA.policy.extract("text")
    with pytest.raises(InputError, match="row 10: date '甲'"):
        DATA.policy.extract("正文", date="title")
