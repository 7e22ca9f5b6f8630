"""Measures runs on a corpus: characters/s from file to csv and parquet, by workers; peak memory; a corpus ten times as long.

Each run is a process of its own, ``analyzer run``; its memory and processor time are those of all its processes. Beside
wall-clock time stands processor time, which other programs on the machine disturb less. For comparison, spaCy's Chinese
with pkuseg (words only) and jieba.posseg (words and tags) go over a part of the same texts in the same call; jieba is
needed for this alone (``pip install jieba``).

Usage: python benchmarks/corpus.py [--file ../shared/corpus/news.jsonl.gz] [--runs 5] [--workers 1 2] [--times 1 10]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "corpus" / "news.jsonl.gz"
MEGABYTE = 1 << 20


@dataclass
class Measured:
    """One run: seconds on the wall and of all processors, peak megabytes of the parent and of its largest worker."""

    wall: float
    processor: float
    parent: float
    worker: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, default=NEWS, help="articles as .jsonl.gz")
    parser.add_argument("--runs", type=int, default=5, help="runs of each kind on the corpus as it is; longer ones are run once")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10], help="how often the corpus is repeated, with other ids")
    parser.add_argument("--others", type=int, default=1500, help="articles for spaCy and jieba; 0 leaves them out")
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is missing: name a file with --file")
    print(f"Python {sys.version}\nload average at the beginning: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    if options.others:
        others(options.file, options.others)
    print("| characters | articles | workers | runs | characters/s | per processor second | articles/s | parent, MB | worker, MB |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for times in options.times:
            corpus = options.file if times == 1 else repeated(options.file, times, Path(folder))
            articles, characters = size_of(corpus)
            # By turns, so that what disturbs the machine disturbs all alike.
            found: dict[int, list[Measured]] = {workers: [] for workers in options.workers}
            for number in range(options.runs if times == 1 else 1):
                for workers in options.workers:
                    found[workers].append(measure(corpus, Path(folder) / f"{times}-{workers}-{number}", workers))
            for workers, measured in found.items():
                wall, processor = (statistics.median(getattr(m, name) for m in measured) for name in ("wall", "processor"))
                parent, worker = (max(getattr(m, name) for m in measured) for name in ("parent", "worker"))
                print(
                    f"| {characters:,} | {articles:,} | {workers} | {len(measured)} | {characters / wall:,.0f} | {characters / processor:,.0f}"
                    f" | {articles / wall:,.0f} | {parent:,.0f} | {f'{worker:,.0f}' if workers > 1 else '—'} |", flush=True,
                )  # fmt: skip
            told += [ratio(found, workers, times) for workers in options.workers[1:]]
    print("\n" + "\n".join([*told, f"load average at the end: {os.getloadavg()[0]:.1f}"]))


def ratio(found: dict[int, list[Measured]], workers: int, times: int) -> str:
    """How much faster a number of workers is than the first one asked for: the median over pairs of runs, one after the other."""
    first, *_ = found
    ratios = [one.wall / other.wall for one, other in zip(found[first], found[workers], strict=True)]
    return f"{workers} workers are {statistics.median(ratios):.2f} times as fast as {first} ({len(ratios)} pairs, corpus × {times})"


def measure(corpus: Path, out: Path, workers: int) -> Measured:
    """Run the command once."""
    command = [sys.executable, "-m", "analyzer", "run", str(corpus), "-o", str(out), "-f", "csv", "-f", "parquet", "-q", "-j", str(workers)]
    began = time.perf_counter()
    before = os.times()
    # An installed package is compiled once: a shell that forbids Python to keep what it compiled would have each run compile it again.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, env=kept | {"OMP_NUM_THREADS": "1"})
    parent = worker = 0.0
    seen = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            parent = max(parent, seen.memory_info().rss / MEGABYTE)
            worker = max([worker, *(child.memory_info().rss / MEGABYTE for child in seen.children(recursive=True))])
        except psutil.NoSuchProcess:  # it ended between two looks
            continue
        time.sleep(0.1)
    wall, after = time.perf_counter() - began, os.times()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    subprocess.run(["rm", "-r", str(out)], check=True)
    return Measured(wall, used, parent, worker)


def repeated(file: Path, times: int, folder: Path) -> Path:
    """The corpus several times over, each time under other ids."""
    place = folder / f"{times}.jsonl.gz"
    with gzip.open(place, "wt", encoding="utf-8", compresslevel=1) as out:
        for number in range(times):
            for row in rows(file):
                row["id"] = f"{number}/{row['id']}"
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return place


def rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def size_of(file: Path) -> tuple[int, int]:
    lengths = [len(row["text"]) for row in rows(file)]
    return len(lengths), sum(lengths)


def others(file: Path, limit: int) -> None:
    """spaCy with pkuseg, jieba with tags, and the analyzer on the same texts, one core each; loading is not counted."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as the command sets it: read when numpy is first imported
    from analyzer import analyze_many, load

    texts = [row["text"] for row in islice(rows(file), limit)]
    characters = sum(map(len, texts))
    steps: dict[str, Callable[[], object]] = {}
    nlp = load(segmenter="pkuseg")
    steps["spaCy zh with pkuseg, words alone"] = lambda: [nlp.tokenizer(text) for text in texts]
    try:
        import jieba.posseg

        steps["jieba.posseg alone"] = lambda: [list(jieba.posseg.cut(text)) for text in texts]
    except ImportError:
        print("jieba is not installed: left out")
    steps["analyzer: directives, entities, targets"] = lambda: sum(1 for _ in analyze_many(texts))
    print("| one core, in memory | characters per processor second |\n|---|---|")
    for name, step in steps.items():
        step_texts, texts = texts, texts[:20]
        step()
        texts = step_texts
        began = time.process_time()
        step()
        print(f"| {name} | {characters / (time.process_time() - began):,.0f} |", flush=True)
    print()


if __name__ == "__main__":
    main()
