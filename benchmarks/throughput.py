"""Measures how fast articles are analysed on one core: documents/s, characters/s, peak memory, and each stage's share.

The file is read outside the clock, which counts processor time. Even so, other programs on the machine slow this one down
(they take the caches): every article is analysed in several passes, and the least of its times counts. Set
OMP_NUM_THREADS=1. Keywords, themes and words are not computed: they are made when somebody asks. Stages are timed apart, one
article a call and in batches as a run reads them; what is left of the total is the making of records and the way back to raw
offsets.

Usage: python benchmarks/throughput.py [--file ../shared/corpus/news.jsonl.gz] [--limit 2000] [--passes 3]
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from analyzer import Article, analyze, clean_text, load
from analyzer.analysis import analyze_batch, batches
from analyzer.batch.engine import seldom_collecting
from analyzer.pipeline import settle
from analyzer.pipeline.components import Component, RoleComponent

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "corpus" / "news.jsonl.gz"
WANTED = 300_000
"""Characters per second that ``analyze`` shall reach on one core."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, default=NEWS, help="articles as .jsonl.gz with the keys id, title, date, text")
    parser.add_argument("--limit", type=int, help="how many articles to take; all by default")
    parser.add_argument("--passes", type=int, default=3, help="how often each article is analysed")
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is missing: name a file with --file")
    began = time.process_time()
    analyze("各地区要加强监管。")
    ready = time.process_time() - began

    articles = read(options.file, options.limit)
    characters = sum(len(article.text) for article in articles)
    directives = sum(len(analyze(article).directives) for article in articles)
    singles = [[article] for article in articles]
    alone = least(options.passes, singles, analyses)
    one = least(options.passes, singles, stages)
    docs = least(options.passes, singles, doc)["nlp(text)"]
    settle()
    groups = list(batches(articles))
    with seldom_collecting():  # both as a run does
        together = least(options.passes, groups, analyses)["analyze"]
        many = least(options.passes, groups, stages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    total = alone["analyze"]
    print(f"{options.file.name}: {len(articles):,} documents, {characters:,} characters, {directives:,} directives")
    print(f"{'documents/s':<22}{len(articles) / together:>12,.0f}")
    print(f"{'characters/s':<22}{characters / together:>12,.0f}   (in batches, as `analyzer run`)")
    print(f"{'characters/s':<22}{characters / total:>12,.0f}   (analyze, one article a call; wanted: {WANTED:,})")
    print(f"{'peak memory, MiB':<22}{peak:>12,.0f}")
    print(f"{'pipeline ready, s':<22}{ready:>12.2f}")
    print(f"\n{'':<14}{'one article a call':>32}{'in batches':>32}")
    print(f"{'stage':<14}" + f"{'seconds':>9}{'share':>8}{'characters/s':>15}" * 2)
    one["records"], many["records"] = (max(0.0, whole - sum(parts.values())) for whole, parts in ((total, one), (together, many)))
    for name in (*one, "analyze"):
        cells = ""
        for whole, parts in ((total, one), (together, many)):
            seconds = parts.get(name, whole)
            cells += f"{seconds:>9.2f}{seconds / whole:>8.1%}{characters / max(seconds, 1e-9):>15,.0f}"
        print(f"{name:<14}{cells}")
    print(f"{'nlp(text)':<14}{docs:>9.2f}{'':>8}{characters / docs:>15,.0f}   (char segmenter, clean text to Doc)")


def read(file: Path, limit: int | None) -> list[Article]:
    """The articles of a file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, islice(lines, limit))
        return [Article(row["text"], id=row.get("id"), title=row.get("title"), date=row.get("date")) for row in rows]


def least(passes: int, groups: Sequence[list[Article]], measure: Callable[[list[Article]], dict[str, float]]) -> dict[str, float]:
    """Seconds by name, for each group the least of all passes, added up."""
    best: list[dict[str, float]] = [{} for _ in groups]
    for _ in range(passes):
        for group, found in zip(groups, best, strict=True):
            for name, seconds in measure(group).items():
                found[name] = min(found.get(name, seconds), seconds)
    return {name: sum(found[name] for found in best) for name in best[0]}


def analyses(group: list[Article]) -> dict[str, float]:
    """Seconds of the whole analysis."""
    began = time.process_time()
    analyze_batch(group)
    return {"analyze": time.process_time() - began}


def stages(group: list[Article]) -> dict[str, float]:
    """Seconds in cleaning and in the matching of each component, as ``analyze`` calls them."""
    components = [component for _, component in load(segmenter="char").pipeline if isinstance(component, Component)]
    clock = time.process_time
    at = clock()
    cleaned = [clean_text(article.text, date=article.date or "") for article in group]
    seconds = {"clean": clock() - at}
    texts = [clean.text for clean in cleaned]
    known: list[dict[str, Any]] = [
        {"meta": {"date": article.date or "", "title": article.title or ""}, "blocks": [(b.kind, b.start, b.end) for b in clean.blocks]}
        for article, clean in zip(group, cleaned, strict=True)
    ]
    for component in components:
        at = clock()
        if isinstance(component, RoleComponent):
            rows = component.match_all(texts, known)
        else:
            rows = [component.match(text, own) for text, own in zip(texts, known, strict=True)]
        seconds[component.kind] = clock() - at
        for own, found in zip(known, rows, strict=True):
            own[component.kind] = found
    return seconds


def doc(group: list[Article]) -> dict[str, float]:
    """Seconds in the same pipeline as spaCy users call it, on clean text: with a Doc and what is shown in it."""
    nlp = load(segmenter="char")
    texts = [clean_text(article.text).text for article in group]
    began = time.process_time()
    for text in texts:
        nlp(text)
    return {"nlp(text)": time.process_time() - began}


if __name__ == "__main__":
    main()
