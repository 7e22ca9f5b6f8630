"""Pieces of text on pages become paragraphs: columns, furniture, joined lines."""

from __future__ import annotations

from analyzer.articles.pdf_layout import Line, columns, paragraphs, rows_of

WIDTH, SIZE = 400.0, 10.0


def line(text: str, number: int, left: float = 0.0, right: float | None = None, size: float = SIZE) -> Line:
    """A line of a page; ``number`` counts from the top, 14 points a line."""
    bottom = 800 - 14.0 * number
    return Line(left, bottom, left + size * len(text) if right is None else right, bottom + size, text)


def test_two_columns_are_read_one_after_the_other_with_what_stands_across_before_and_behind() -> None:
    left = [line(f"左{n}" + "甲" * 16, n + 2, 0, 190) for n in range(9)]
    right = [line(f"右{n}" + "乙" * 16, n + 2, 210, WIDTH) for n in range(9)]
    across, below = line("标题横贯两栏的一行文字很长很长很长很长", 0, 0, WIDTH), line("页脚横贯两栏的一行文字很长很长很长很长", 13, 0, WIDTH)
    page = [piece for pair in zip(left, right, strict=True) for piece in pair] + [across, below]
    assert columns(page) == [[across], left, right, [below]]


def test_few_lines_or_short_ones_make_no_columns() -> None:
    page = [line("短", n, 0 if n % 2 else 300) for n in range(20)]
    assert columns(page) == [page]
    assert columns([line("一", 0), line(" ", 1)]) == [[line("一", 0)]]
    upright = [Line(5, float(n), 5, n + 9.0, "一") for n in range(20)]  # nothing has a width
    assert columns(upright) == [upright]


def test_page_numbers_and_what_stands_on_most_pages_are_left_out() -> None:
    bodies = ["要加强监管。", "要完善制度。", "不得拖延。", "鼓励创新。", "允许试点。"]
    pages = [[line("国务院公报", 0), *(line(f"{word * n}{body}", 3 + row) for row, body in enumerate(bodies)), line(f"— {n} —", 50)] for n, word in enumerate("甲乙丙", 1)]
    assert "".join(paragraphs(pages)) == "".join(f"{word * n}{body}" for n, word in enumerate("甲乙丙", 1) for body in bodies)


def test_a_line_goes_on_where_the_one_before_is_full() -> None:
    full = "要" * 40
    page = [line(full, 0), line("加强监管。", 1), line("另起一段。", 2)]
    assert paragraphs([page]) == [full + "加强监管。", "另起一段。"]


def test_a_paragraph_ends_before_an_indent_a_number_another_size_a_gap_and_a_table() -> None:
    full = "要" * 39 + "。"
    for row in (
        line("缩进的一段", 2, 20), line("（二）加强监管", 2), line("大字标题", 2, size=16), line("隔了很远", 5), line("产量\t5亿吨", 2),
    ):  # fmt: skip
        assert paragraphs([[line("开头。", 0), line(full, 1), row, line("再往下。", 9), line("末尾。", 10)]])[:3] == ["开头。", full, row.text]


def test_a_paragraph_goes_on_over_a_page() -> None:
    full = "要" * 40
    assert paragraphs([[line("第一段到此为止。", 0), line(full, 1)], [], [line("加强监管。", 0)]]) == ["第一段到此为止。", full + "加强监管。"]


def test_latin_words_are_joined_by_a_blank_and_hyphens_go() -> None:
    def joined(before: str, after: str) -> str:
        (text,) = paragraphs([[line(before, 0, 0, WIDTH), line(after, 1)]])
        return text

    assert joined("the digital", "economy") == "the digital economy"
    assert joined("the digi-", "tal economy") == "the digital economy"
    assert joined("soft\xad", "ware") == "software"
    assert joined("自2024-", "2026年") == "自2024-2026年"
    assert joined("人工", "智能") == "人工智能"


def test_no_pages_have_no_paragraphs() -> None:
    assert paragraphs([]) == []
    assert paragraphs([[], [line("  ", 0)]]) == []
    assert rows_of([]) == []
