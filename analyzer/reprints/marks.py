"""What a run does with a table of reprints: the directives of a reprint repeat those of the original."""

from __future__ import annotations

import csv
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.writing import plain_cell

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_log = logging.getLogger(__name__)

HEADER = ("cluster", "article_id", "original", "kind", "similarity", "date", "source", "title", "characters")
"""Columns of ``reprints.csv``."""


@dataclass(slots=True)
class Marks:
    """Reprints by article id, to be told to the analyses of a run.

    Attributes:
        originals: id of a reprint → id of its original.
        count: count the directives of reprints, too.
        met: how many analyses were of reprints.
    """

    originals: Mapping[str, str] = field(default_factory=dict)
    count: bool = False
    met: int = 0

    @classmethod
    def read(cls, path: str | Path, *, count: bool = False) -> Marks:
        """The marks in a table that ``analyzer dedupe`` wrote.

        Raises:
            InputError: the file cannot be read or lacks the columns ``article_id`` and ``original``.
        """
        try:
            with Path(path).open(encoding="utf-8-sig", newline="") as handle:
                reader = csv.DictReader(handle)
                if missing := {"article_id", "original"} - {*(reader.fieldnames or ())}:
                    raise InputError(f"{path} has no column {sorted(missing)[0]!r}: give the table that `analyzer dedupe` wrote")
                pairs = [(plain_cell(row["article_id"] or ""), plain_cell(row["original"] or "")) for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{path} cannot be read ({error}): give the table that `analyzer dedupe` wrote") from None
        return cls({id: original for id, original in pairs if original and original != id}, count)

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis, marked where its article is a reprint: with its directives as repeats unless they count."""
        original = self.originals.get(analysis.article.id or "")
        if original is None:
            return analysis
        self.met += 1
        directives = analysis.directives
        if not self.count:
            directives = tuple(d if d.repeat_of else replace(d, repeat_of=original) for d in directives)
        return replace(analysis, directives=directives, reprint_of=original)

    def warn_if_unused(self, path: str | Path) -> None:
        """Log a warning where the table names reprints and none of them was met."""
        if self.originals and not self.met:
            _log.warning("%s names %d reprints, none of them among these articles: was it made from the same paths?", path, len(self.originals))

