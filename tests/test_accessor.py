"""Directives from a column of texts keep the frame's index and columns."""

import pandas as pd

import analyzer.accessor  # noqa: F401 - registers df.policy


def test_directives_keep_the_index_and_the_other_columns() -> None:
    frame = pd.DataFrame({"正文": ["各地要加快推进汽车产业发展。", "今天天气很好。"], "来源库": ["一", "二"]}, index=["甲", "乙"])
    found = frame.policy.extract("正文")
    assert found.index.tolist() == ["甲"]
    assert found["来源库"].tolist() == ["一"]
    assert found["text"].tolist() == ["各地要加快推进汽车产业发展"]
