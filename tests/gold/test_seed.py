"""The seed article's directives as somebody has read them, row by row, kept by raw offsets and codes (seed.jsonl)."""

from __future__ import annotations

import json
from pathlib import Path

from analyzer import analyze

SPANS = ("manner", "action", "object", "frame", "addressee")
KEPT = Path(__file__).with_name("seed.jsonl")


def test_the_seed_article_gives_the_directives_that_were_read(shared: Path) -> None:
    found = {d.start: d for d in analyze((shared / "seed" / "article.txt").read_text(encoding="utf-8")).directives}
    wrong: list[tuple[int, str]] = []
    kept = set()
    for line in KEPT.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kept.add(row["start"])
        directive = found.get(row["start"])
        if directive is None:
            wrong.append((row["start"], "not found"))
            continue
        got = {name: [list(span) for span in directive.spans.get(name, ())] for name in SPANS}
        got |= {"end": directive.end, "modality": directive.modality.value, "strength": directive.strength}
        got |= {"status": directive.status.value, "authority": directive.authority}
        wrong += [(row["start"], name) for name, value in got.items() if value != row[name]]
    assert wrong == []
    assert set(found) == kept
