"""Which theme of the State Council's 主题分类 a sector of GB/T 4754 falls under (``sector_themes.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analyzer.lexicon.tables import read_csv
from analyzer.resources import lexicons_dir

_CODE = re.compile(r"[A-Z](\d\d)?", re.ASCII)


def sector_themes(codes: Iterable[str]) -> tuple[str, ...]:
    """The themes of sectors by their ids, in order, each once; ids that are no code of GB/T 4754 have none.

    >>> sector_themes(["C36", "term:平台经济", "N761", "C39"])
    ('工业、交通', '农业、林业、水利')
    """
    themes = _shipped()
    found = (themes.get(code[:3]) or themes.get(code[:1]) for code in codes if len(code) == 1 or code[1:2].isdigit())
    return tuple(dict.fromkeys(theme for theme in found if theme))


@cache
def _shipped() -> dict[str, str]:
    return read_sector_themes(lexicons_dir())


def read_sector_themes(folder: Path) -> dict[str, str]:
    """Sections and divisions of GB/T 4754, each to its theme.

    Raises:
        LexiconError: a code is none of a section or division, or stands twice.
    """
    themes: dict[str, str] = {}
    for row in read_csv(folder / "sector_themes.csv", ("code", "theme"), required=("code", "theme")):
        code = row.cells["code"]
        if not _CODE.fullmatch(code):
            raise row.fail(f"{code!r} is no section (C) and no division (C36) of GB/T 4754")
        if code in themes:
            raise row.fail(f"the code {code!r} stands in an earlier row already")
        themes[code] = row.cells["theme"]
    return themes
