"""Sixty rows of a comparison that somebody has judged (docs/compare.md), kept by offsets (compare.jsonl)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from analyzer import Article, analyze
from analyzer.comparison import compare

JUDGED = [json.loads(line) for line in Path(__file__).with_name("compare.jsonl").read_text(encoding="utf-8").splitlines()]
OLD, NEW = "gwr/2024", "gwr/2025"
RIGHT = 0.85
"""What the rows of a comparison must reach."""


def test_of_sixty_judged_rows_enough_are_right() -> None:
    assert len(JUDGED) == 60
    assert sum(row["right"] for row in JUDGED) >= RIGHT * len(JUDGED)
    assert all(bool(row["error"]) != row["right"] for row in JUDGED)


def test_the_judged_rows_that_are_right_still_come_out(shared: Path) -> None:
    """Other rules may move the edges of a clause: nine in ten must be as they were."""
    sides = {}
    with gzip.open(shared / "corpus" / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if '"gwr/202' in line and (document := json.loads(line))["id"] in (OLD, NEW):
                about = {name: document[name] for name in ("id", "title", "date", "issuer")}
                sides[document["id"]] = analyze(Article(document["text"], **about))
    table = compare(sides[OLD], sides[NEW])
    found = set(zip(table["change"].astype(str), table["old_directive_id"], table["new_directive_id"], strict=True))
    expected = {(row["change"], directive_id(OLD, row["old"]), directive_id(NEW, row["new"])) for row in JUDGED if row["right"]}
    assert len(expected & found) >= 0.9 * len(expected), sorted(expected - found)


def directive_id(article: str, span: list[int] | None) -> str:
    return f"{article}#d{span[0]}-{span[1]}" if span else ""
