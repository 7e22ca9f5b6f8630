"""The stated table of characters, and nothing beside it."""

from __future__ import annotations

import pytest

from analyzer.cleaning import clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("５Ｇ和９５％，（二）〔２０２２〕５号", "5G和95%，（二）〔2022〕5号"),
        ("⻄部⻓江⼯作⾦融", "西部长江工作金融"),
        ("加\u200b快\xad推\ufeff进", "加快推进"),
        ("一、\u3000总则\xa0和\u2003细则", "一、 总则 和 细则"),
        ("A&amp;B&nbsp;&ldquo;十四五&rdquo;&#24314;&#x8BBE;&lt;1&gt;", "A&B “十四五”建设<1>"),
        ("R&amp;amp;D", "R&D"),
        ("第一行\r\n第二行\r第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
    ],
)  # fmt: skip
def test_characters_of_the_table_are_replaced(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


@pytest.mark.parametrize("text", ["5～10、3㎡、25℃、Ⅱ级、①、·、…、—、“”", "&foo;&#0;&;AT&T", "𠮷野家", "①⑴㈠"])
def test_what_the_table_does_not_name_stays(text: str) -> None:
    clean = clean_text(text)
    assert clean.text == text
    assert clean.offsets.pieces == ()


def test_one_for_one_changes_keep_the_identity_map() -> None:
    clean = clean_text("５Ｇ网络")
    assert clean.offsets.pieces == ()
    assert clean.repairs == {"character": 2}
