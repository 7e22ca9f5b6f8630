"""Who speaks and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.records import ClauseRow, EntityRow, RoleRow, Span


class FrameRow(NamedTuple):
    """Who speaks in a clause, in which words, and whether the text issues or reports it."""

    frame: Span | None
    authority: str
    authority_span: Span | None
    status: str


class FrameRules(NamedTuple):
    """What frames are found with."""

    rows: Mapping[str, Any]

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``frames.yaml``."""
        return cls({})

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return dict(self.rows)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(rows)


def find_frames(text: str, clauses: Sequence[ClauseRow], roles: Sequence[RoleRow], entities: Sequence[EntityRow], rules: FrameRules, *, meta: Mapping[str, str] | None = None) -> list[FrameRow]:
    """One row a clause."""
    return [FrameRow(None, "", None, "issued")] * len(clauses)
