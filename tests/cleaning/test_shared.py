"""Gates on real pages and corpora, which the repository does not hold."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from analyzer.cleaning import clean_text
from benchmarks.cleaning import WANTED, distance, kept


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_the_seed_comes_out_whole(shared: Path) -> None:
    clean = clean_text((shared / "seed" / "article.txt").read_text(encoding="utf-8"))
    for phrase in ("保链稳链是提振工业经济的重中之重", "物料运输等实际困难", "着力解决"):
        assert phrase in clean.text
    assert [b.kind for b in clean.blocks] == ["lead", "credit", "disclaimer", "tags"]
    assert clean.header.issuers == ("工业和信息化部",)
    assert clean.flags == ()


@pytest.mark.parametrize("kind", WANTED)
def test_damage_is_undone_to_the_figure(shared: Path, kind: str) -> None:
    wrong = whole = 0
    for line in _lines(shared / "damaged" / "pairs.jsonl"):
        row = json.loads(line)
        if row["kind"] == kind:
            wrong += distance(kept(clean_text(row["damaged"]).text), kept(row["clean"]))
            whole += len(kept(row["clean"]))
    assert 1 - wrong / whole >= WANTED[kind]


def test_undamaged_news_is_left_alone(shared: Path) -> None:
    with gzip.open(shared / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 10):
            row = json.loads(line)
            repairs = clean_text(row["text"]).repairs
            assert not {"gloss", "byteshift", "script"} & repairs.keys(), row["id"]


def test_no_directive_of_the_gold_set_lies_in_furniture(shared: Path) -> None:
    for name in ("train", "dev"):
        for line in _lines(shared / "gold" / f"{name}.jsonl"):
            row = json.loads(line)
            clean = clean_text(row["text"], date=row["date"] or "")
            blocks = [b for b in clean.blocks if b.kind != "lead"]
            for clause in row["clauses"]:
                start, _ = clean.to_clean(clause["start"], clause["end"])
                assert clause["role"] != "D" or not any(b.start <= start < b.end for b in blocks), row["id"]
