"""Reads ``industries.csv``: codes and titles of GB/T 4754-2017."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from analyzer.lexicon.tables import RAISED, Faults, read_csv

_CODE = re.compile(r"[A-Z]\d{0,4}", re.ASCII)


def read_industries(folder: Path, *, faults: Faults = RAISED) -> dict[str, str]:
    """Each code to its title, all levels.

    Args:
        folder: the lexicons.
        faults: where faults go.

    Raises:
        LexiconError: a code is wrong or stands twice, or has no title.

    >>> from analyzer.resources import lexicons_dir
    >>> read_industries(lexicons_dir())["C36"]
    '汽车制造业'
    """
    titles: dict[str, str] = {}
    for row in read_csv(folder / "industries.csv", ("code", "name"), required=("code", "name"), faults=faults):
        if not faults.of(row, _code_faults(row.cells["code"], titles)):
            titles[row.cells["code"]] = row.cells["name"]
    return titles


def _code_faults(code: str, earlier: Collection[str]) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield f"{code!r} is no code of GB/T 4754: the letter of a section, then up to four digits"
    elif code in earlier:
        yield f"the code {code!r} stands in an earlier row already"
