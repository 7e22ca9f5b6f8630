"""A small corpus and what is compared between runs on it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import cuts, plan

FORMATS = ("csv", "parquet", "jsonl")
OPTIONS: dict[str, Any] = {"formats": FORMATS, "per_article": True}
SENTENCES = ("工信部要加快发展汽车产业。", "天气好。", "各地不得乱收费。", "到2026年底，灌溉保证率要达到85%以上。")


def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even small inputs cut."""
    monkeypatch.setattr(cuts, "LEAST", 600)
    monkeypatch.setattr(cuts, "MOST", 2000)
    monkeypatch.setattr(cuts, "PACKED", 100)
    monkeypatch.setattr(plan, "_FILES", 4)


def text(number: int) -> str:
    return "".join(SENTENCES[(number + n) % 4] for n in range(2 + number % 5)) + f"第{number}号。"


def corpus(folder: Path, count: int = 60) -> Path:
    """A folder with a jsonl.gz, a csv and texts, some ids twice, one row broken."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"id": f"n{n % (count - 5)}", "title": f"标题{n}", "text": text(n)}, ensure_ascii=False) for n in range(count)]
    lines[7] = "{broken"
    lines.append(lines[3])
    (folder / "news.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    cells = "".join(f'r{n},"{text(n + 100)}"\n' for n in range(count // 2))
    (folder / "rows.csv").write_text(f"id,text\n{cells}", encoding="utf-8")
    for n in range(8):
        (folder / f"t{n}.txt").write_text(text(n + 200), encoding="utf-8")
    return folder


def tables(out: Path) -> dict[str, bytes]:
    """Every file of a run but its record, which tells how long it took."""
    files = (path for path in out.rglob("*") if path.is_file() and ".analyzer" not in path.parts and path.name != "run.json")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
