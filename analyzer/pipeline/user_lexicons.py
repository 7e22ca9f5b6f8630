"""A user's folder of lexicons in the pipeline: resolved once, made once for each content."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.lexicon.entity_rules import EntityRules

KEPT = 4
"""Folders whose rules stay in memory."""


@dataclass(frozen=True, slots=True)
class UserLexicons:
    """A folder of lexicons as it was when it was read.

    Attributes:
        folder: where it was found.
        hash: SHA-256 over names and contents of its files; the same rows give the same results.
    """

    folder: Path
    hash: str
    rules: EntityRules = field(repr=False, compare=False)
    """The rules with the user's rows first."""


_made: OrderedDict[str, UserLexicons] = OrderedDict()


def folder_hash(folder: str | Path) -> str:
    """SHA-256 over the names and contents of the files that are read from a user's folder of lexicons.

    Raises:
        LexiconError: there is no such folder, or it holds a file that is not read.
    """
    from analyzer.lexicon.user_entities import lexicon_files

    total = hashlib.sha256()
    for path in lexicon_files(Path(folder)):
        content = path.read_bytes()
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def user_lexicons(lexicons: str | Path | UserLexicons | None, shipped: Any) -> UserLexicons | None:
    """The rules of a folder; the same object as long as its files stay as they are.

    Args:
        lexicons: a folder, or what this function gave for one.
        shipped: gives the rules that ship.

    Raises:
        LexiconError: a row is wrong, or the folder holds a file that is not read.
    """
    if lexicons is None or isinstance(lexicons, UserLexicons):
        return lexicons
    from analyzer.lexicon.user_entities import extended

    folder = Path(lexicons)
    key = folder_hash(folder)
    made = _made.pop(key, None) or UserLexicons(folder, key, extended(shipped(), folder))
    _made[key] = made
    if len(_made) > KEPT:
        _made.popitem(last=False)
    return made
