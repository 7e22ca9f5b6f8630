import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.articles.decoding import decode, detect, plausibility
from analyzer.errors import InputError

POLICY = "国务院办公厅关于加强和规范工作的通知：各地区要认真贯彻落实，不得拖延。"
TRADITIONAL = "環境局今日公布計劃，政府會在未來三年增設充電設施，並與有關部門合作。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_announced_encoding_comes_out_as_written(encoding: str) -> None:
    assert decode(POLICY.encode(encoding)) == POLICY


def test_big5_is_told_from_gb18030_by_what_reads_like_chinese() -> None:
    assert decode(TRADITIONAL.encode("big5hkscs")) == TRADITIONAL


def test_gb18030_holds_for_traditional_text_too() -> None:
    assert decode(TRADITIONAL.encode("gb18030")) == TRADITIONAL


def test_line_breaks_stay_as_they_are() -> None:
    assert decode("一\r\n二\n三\r".encode()) == "一\r\n二\n三\r"


@pytest.mark.parametrize("data", [b"", b"  \n\t "])
def test_empty_data_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="is empty"):
        decode(data)


def test_binary_data_is_refused_with_the_place_of_the_first_nul() -> None:
    with pytest.raises(InputError, match=r"is binary \(NUL at byte 4\)"):
        decode(b"\x89PNG\0\0\0\rIHDR")


def test_bytes_in_no_known_encoding_are_refused() -> None:
    with pytest.raises(InputError, match="convert it to UTF-8"):
        decode(bytes(range(0x80, 0x100)) * 4)


def test_a_character_cut_off_at_the_end_becomes_a_replacement_character() -> None:
    assert decode((POLICY * 30).encode()[:-1]) == (POLICY * 30)[:-1] + "\ufffd"


def test_a_head_may_end_within_a_character() -> None:
    assert detect((POLICY * 3).encode("gb18030")[:-1], partial=True) == ("gb18030", 0)


def test_ascii_is_plausible_and_mojibake_is_not() -> None:
    assert plausibility("GDP 5%") == 1.0
    assert plausibility(POLICY.encode().decode("gb18030", "ignore")) < 0.12 < plausibility(POLICY)


@given(st.text(st.sampled_from(POLICY), min_size=4))
def test_policy_prose_survives_utf8_and_gb18030(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_the_announced_error(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert isinstance(text, str)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "hz", "utf-7"])
def test_text_in_a_rare_encoding_comes_out_as_written(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-32-be" else ""
    assert decode(f"{mark}{POLICY}\n".encode(encoding)) == f"{POLICY}\n"


@pytest.mark.parametrize("text", ["growth of 5 + 3 is 8", "a~{b", "x+AGE-y", "C++ and +1", '{"a": "+8615"}'])
def test_plain_ascii_is_taken_for_nothing_else(text: str) -> None:
    assert decode(text.encode()) == text


def test_iso_2022_is_refused_for_what_it_is() -> None:
    with pytest.raises(InputError, match="is text in ISO-2022"):
        decode("加强管理".encode("iso2022_jp_2", "replace"))
