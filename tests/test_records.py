from datetime import date

import pytest

from analyzer import Article, CleanText
from analyzer.errors import InputError
from analyzer.offsets import OffsetMap
from analyzer.records import iso_date


def test_an_article_without_an_id_is_named_by_its_text() -> None:
    assert Article("通知").id == Article("通知", title="别的").id != Article("通报").id
    assert len(Article("通知").id or "") == 16


def test_an_id_that_is_given_stays() -> None:
    assert Article("通知", id="a/1").id == "a/1"


def test_a_text_with_half_a_surrogate_pair_has_an_id() -> None:
    assert Article("通知\ud83d").id


def test_the_date_of_an_article_is_brought_into_iso_form() -> None:
    assert Article("通知", date="2022/5/7").date == "2022-05-07"
    assert Article("通知", date="").date == ""


def test_bytes_are_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match="not bytes: decode bytes first"):
        Article("通知".encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2020", "2020"), ("2020-5", "2020-05"), ("2020.05.27", "2020-05-27"), ("2020/5/7", "2020-05-07"),
        ("20200527", "2020-05-27"), ("2020-05-27T10:00", "2020-05-27"), (date(2020, 5, 27), "2020-05-27"),
    ],
)  # fmt: skip
def test_dates_keep_the_precision_they_were_given_with(value: str | date, iso: str) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    ("value", "part"), [("2020-13", "month"), ("20201301", "month"), ("2020-00", "month"), ("2020-02-30", "day"), ("20240230", "day"), ("0000", "year")]
)
def test_a_date_that_no_calendar_has_is_told_from_one_of_another_form(value: str, part: str) -> None:
    with pytest.raises(InputError, match=f"date '{value}' is not in the calendar: there is no such {part}"):
        iso_date(value)


@pytest.mark.parametrize("value", ["", "20", "二〇二〇年", "2020-05-", "1590537600"])
def test_what_is_no_date_is_refused_by_name(value: str) -> None:
    with pytest.raises(InputError, match="is not one of YYYY"):
        iso_date(value)


def test_a_clean_text_leads_back_to_the_raw_one() -> None:
    clean = CleanText("工業(yè)和", "工业和", OffsetMap(((0, 1, 0, 1), (1, 6, 1, 2), (6, 7, 2, 3))))
    assert clean.to_raw(0, 2) == (0, 6)
    assert clean.to_clean(1, 6) == (1, 2)
