"""Measures how fast articles are analysed on one core: documents/s, characters/s, peak memory, and each stage's share.

The file is read line by line outside the clock, which counts processor time, so that other programs on the machine do
not matter; set OMP_NUM_THREADS=1. Keywords, themes and words are not computed: they are made when somebody asks. Stages
are timed in a pass of their own; what is left of the total is the making of records and the way back to raw offsets.

Usage: python benchmarks/throughput.py [--file ../shared/corpus/news.jsonl.gz] [--limit 2000]
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from analyzer import Article, analyze, analyze_many, clean_text, load
from analyzer.pipeline import settle
from analyzer.pipeline.components import Component

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "corpus" / "news.jsonl.gz"
WANTED = 300_000
"""Characters per second that ``analyze`` shall reach on one core."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, default=NEWS, help="articles as .jsonl.gz with the keys id, title, date, text")
    parser.add_argument("--limit", type=int, help="how many articles to take; all by default")
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is missing: name a file with --file")
    began = time.process_time()
    analyze("各地区要加强监管。")
    ready = time.process_time() - began

    count = characters = directives = 0
    total = 0.0
    wall = time.perf_counter()
    slowest = (0.0, "")
    for article in articles(options.file, options.limit):
        began = time.process_time()
        analysis = analyze(article)
        took = time.process_time() - began
        total += took
        count += 1
        characters += len(article.text)
        directives += len(analysis.directives)
        slowest = max(slowest, (took, article.id or ""))
    wall = time.perf_counter() - wall
    settle()  # as a run does
    began = time.process_time()
    many = sum(1 for _ in analyze_many(articles(options.file, options.limit)))
    together = time.process_time() - began
    assert many == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stages = measure_stages(articles(options.file, options.limit))
    docs = measure_docs(articles(options.file, options.limit))

    print(f"{options.file.name}: {count:,} documents, {characters:,} characters, {directives:,} directives")
    print(f"{'documents/s':<22}{count / together:>12,.0f}")
    print(f"{'characters/s':<22}{characters / together:>12,.0f}   (analyze_many, as `analyzer run`; wanted: {WANTED:,})")
    print(f"{'characters/s':<22}{characters / total:>12,.0f}   (analyze, one article a call)")
    print(f"{'wall clock, s':<22}{wall:>12.1f}   (processor: {total:.1f})")
    print(f"{'peak memory, MiB':<22}{peak:>12,.0f}")
    print(f"{'pipeline ready, s':<22}{ready:>12.2f}")
    print(f"{'slowest document, s':<22}{slowest[0]:>12.3f}   {slowest[1]}")
    print(f"\n{'stage':<14}{'seconds':>9}{'share':>8}{'characters/s':>15}")
    stages["records"] = max(0.0, total - sum(stages.values()))
    for name, seconds in stages.items():
        rate = f"{characters / seconds:,.0f}" if seconds else "—"
        print(f"{name:<14}{seconds:>9.2f}{seconds / total:>8.1%}{rate:>15}")
    print(f"{'analyze':<14}{total:>9.2f}{1:>8.1%}{characters / total:>15,.0f}")
    print(f"{'nlp(text)':<14}{docs:>9.2f}{'':>8}{characters / docs:>15,.0f}   (char segmenter, clean text to Doc)")


def articles(file: Path, limit: int | None) -> Iterator[Article]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, limit)):
            yield Article(row["text"], id=row.get("id"), title=row.get("title"), date=row.get("date"))


def measure_stages(found: Iterator[Article]) -> dict[str, float]:
    """Seconds in cleaning and in the matching of each component, as ``analyze`` calls them."""
    pipeline = load(segmenter="char").pipeline
    components: list[Component] = [component for _, component in pipeline if isinstance(component, Component)]
    seconds = dict.fromkeys(("clean", *(c.kind for c in components)), 0.0)
    clock = time.process_time
    for article in found:
        at = clock()
        clean = clean_text(article.text, date=article.date or "")
        seconds["clean"] += clock() - at
        known: dict[str, Any] = {
            "meta": {"date": article.date or "", "title": article.title or ""},
            "blocks": [(b.kind, b.start, b.end) for b in clean.blocks],
        }
        at = clock()
        for component in components:
            known[component.kind] = component.match(clean.text, known)
            seconds[component.kind] += (now := clock()) - at
            at = now
    return seconds


def measure_docs(found: Iterator[Article]) -> float:
    """Seconds in the same pipeline as spaCy users call it, on clean text: with a Doc and what is shown in it."""
    nlp = load(segmenter="char")
    seconds = 0.0
    for article in found:
        text = clean_text(article.text).text
        began = time.process_time()
        nlp(text)
        seconds += time.process_time() - began
    return seconds


if __name__ == "__main__":
    main()
