"""Words of articles, gold files and lexicons on their way to the terminal: nothing in them may steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_BLANK = (*range(9, 14), 0x85, 0x2028, 0x2029)
# Controls, marks that turn the direction of what follows, and halves of characters, which no terminal can be sent.
_STEERING = (*range(32), *range(127, 160), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
_ONE_LINE = dict.fromkeys(_STEERING, "�") | dict.fromkeys(_BLANK, " ")
_LINES = {code: sign for code, sign in _ONE_LINE.items() if chr(code) not in "\t\n"}


def visible(words: str, *, lines: bool = False) -> str:
    r"""The same words, as long as they were, with signs that steer a terminal made visible.

    Args:
        lines: keep line breaks and tabs; otherwise they become spaces.

    >>> visible("a\x1b[31m\nb")
    'a�[31m b'
    >>> visible("a\r\nb", lines=True)
    'a \nb'
    """
    return words.translate(_LINES if lines else _ONE_LINE)


def cell(words: object, style: str = "") -> Text:
    """Words as a cell or line of a table: shown as they are, brackets too, none of them as markup."""
    from rich.text import Text

    return Text(visible(str(words)), style)
