"""A user's folder of lexicons in the pipeline: resolved once, made once for each content."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import LexiconError, ResourceError

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

    folder: Path = field(compare=False)
    hash: str
    rules: EntityRules = field(repr=False, compare=False)
    """The rules with the user's rows first."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process reads the folder again: the rules are large, and only the rows are the user's."""
        return _restored, (self.folder, self.hash)


def _restored(folder: Path, key: str) -> UserLexicons:
    from analyzer.pipeline.load import own_lexicons

    own = own_lexicons(folder)
    if own is None or own.hash != key:
        raise ResourceError(f"{folder} has changed since the run began: run again")
    return own


_made: OrderedDict[str, UserLexicons] = OrderedDict()


def folder_hash(folder: str | Path) -> str:
    """SHA-256 over the names and contents of the files that are read from a user's folder of lexicons.

    Raises:
        LexiconError: there is no such folder, or it holds a file that is not read or cannot be.
    """
    from analyzer.lexicon.user_entities import lexicon_files

    total = hashlib.sha256()
    for path in lexicon_files(Path(folder)):
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LexiconError(path, 0, f"cannot be read: {error.strerror or error}") from error
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
    if made.folder != folder:  # the same rows in another place
        made = replace(made, folder=folder)
    _made[key] = made
    if len(_made) > KEPT:
        _made.popitem(last=False)
    return made
