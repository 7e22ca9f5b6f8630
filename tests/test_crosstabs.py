"""Cross-tabs count each directive once for each of its values, and roll organs, groups and sectors up on request."""

import pytest

from analyzer import analyze, directive_table
from analyzer.crosstabs import crosstab
from analyzer.errors import InputError

TEXT = "会议强调，京津冀地区要加快推进新能源汽车产业发展。环境保护部要加强监管。严禁违规作业。"


def test_a_frame_and_its_analyses_give_the_same_table() -> None:
    analyses = [analyze(TEXT)]
    by_frame = crosstab(directive_table(analyses), "ministry", "modality")
    assert by_frame.equals(crosstab(analyses, "ministry", "modality"))
    assert by_frame.loc["环境保护部", "obligation"] == 1


def test_organs_of_the_past_fold_into_their_successors() -> None:
    folded = crosstab([analyze(TEXT)], "ministry", "modality", fold_ministries=True)
    assert "生态环境部" in folded.index
    assert "环境保护部" not in folded.index


def test_groups_expand_to_their_members() -> None:
    expanded = crosstab([analyze(TEXT)], "region", "modality", expand_groups=True)
    assert {"北京市", "天津市", "河北省"} <= set(expanded.index)


def test_strength_weighs() -> None:
    counted, weighed = (crosstab([analyze(TEXT)], "modality", "instrument", weight=w) for w in ("count", "strength"))  # type: ignore[arg-type]
    assert weighed.to_numpy().sum() == sum(d.strength for d in analyze(TEXT).directives) > counted.to_numpy().sum()


def test_what_is_not_known_is_named() -> None:
    with pytest.raises(InputError, match="province"):
        crosstab([analyze(TEXT)], "province", "modality")  # type: ignore[arg-type]
