"""Words of a lexicon as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of_words(words: Iterable[str], but: Iterable[str] = ()) -> str:
    """A pattern of any of some words, but not where a longer one of ``but`` stands, unless one of the words is longer still.

    >>> found = re.compile(any_of_words(["在", "在职业"], ["在职", "在岗"]))
    >>> [bool(found.match(text)) for text in ("在建设方面", "在职人员", "在职业学校")]
    [True, False, True]
    """
    refused = list(but)
    if not refused:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
    within = [word for word in words if word.startswith(tuple(refused))]
    others = [word for word in words if word not in within]
    return f"{any_of_words(within)}|(?!{any_of_words(refused)})(?:{any_of_words(others)})"
