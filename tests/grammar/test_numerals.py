from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.grammar.numerals import parse_chinese, value_of

_DIGITS = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """A number under a hundred million as it is written in Chinese."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return spelt(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + spelt(low))
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = bool(out)
    return out or "零"


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_spelt_number_has_the_value_it_was_spelt_from(number: int) -> None:
    assert parse_chinese(spelt(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千", 2000), ("千亿", 1e11), ("万亿", 1e12), ("三点五", 3.5), ("1.5万亿", 1.5e12), ("1亿2000万", 1.2e8),
        ("3万5千", 35_000), ("１５０", 150), ("12,000", 12_000), ("14·1", 14.1), ("4 9 2 5 0 万", 492_500_000),
    ],
)  # fmt: skip
def test_values_of_both_kinds_of_numeral(text: str, value: float) -> None:
    assert value_of(text.replace(" ", "")) == value


@pytest.mark.parametrize("text", ["十四五", "三三", "一二三", "亿" * 200, "九亿" * 40])
def test_strings_of_numerals_that_are_no_number_have_no_value(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize("text", ["9" * 400, "9" * 400 + "亿", "9" * 30])
def test_more_digits_than_anything_is_counted_in_have_no_value(text: str) -> None:
    assert value_of(text) is None
