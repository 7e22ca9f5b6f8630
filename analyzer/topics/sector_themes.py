"""Which theme of the State Council's 主题分类 a sector of GB/T 4754 falls under (``sector_themes.csv``)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from analyzer.lexicon.tables import read_csv
from analyzer.resources import lexicons_dir


def sector_themes(codes: Iterable[str]) -> tuple[str, ...]:
    """The themes of sectors by their ids, in order, each once; ids that are no code of GB/T 4754 have none.

    >>> sector_themes(["C36", "term:平台经济", "N761", "C39"])
    ('工业、交通', '农业、林业、水利')
    """
    themes = _themes()
    found = (themes.get(code[:3]) or themes.get(code[:1]) for code in codes if len(code) == 1 or code[1:2].isdigit())
    return tuple(dict.fromkeys(theme for theme in found if theme))


@cache
def _themes() -> dict[str, str]:
    rows = read_csv(lexicons_dir() / "sector_themes.csv", ("code", "theme"), required=("code", "theme"))
    return {row.cells["code"]: row.cells["theme"] for row in rows}
