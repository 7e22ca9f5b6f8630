"""Measures what each format costs to write, beside what analysing the same articles costs.

Articles of a corpus are analysed and their rows made (on the analysing side of the account, for every format needs
them); the rows are then taken again under new ids until there are as many directives as asked for, and each sink writes
all four tables. Processor seconds count, those of DuckDB's loading too.

Usage: python benchmarks/sinks.py [--file ../shared/corpus/documents.jsonl.gz] [--articles 300] [--directives 100000]
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from analyzer import Article, analyze, analyze_many
from analyzer.pipeline import settle
from analyzer.sinks import FORMATS, open_sink
from analyzer.tables import TABLES, Row

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "documents.jsonl.gz"
WANTED = 0.25
"""Share of analysing that writing may cost."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--file", type=Path, default=CORPUS, help="articles as .jsonl.gz with the keys id, title, date, text")
    parser.add_argument("--articles", type=int, default=300, help="how many of them to analyse")
    parser.add_argument("--directives", type=int, default=100_000, help="how many directives to write")
    parser.add_argument("--format", action="append", choices=FORMATS, help="only this format; repeatable")
    options = parser.parse_args()
    if not options.file.is_file():
        sys.exit(f"{options.file} is missing: name a file with --file")
    analyze("各地区要加强监管。")
    settle()
    chosen = list(articles(options.file, options.articles))
    began = time.process_time()
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for analysis in analyze_many(chosen):
        for table in TABLES:
            rows[table.name].extend(table.rows(analysis))
    seconds = time.process_time() - began
    times = -(-options.directives // len(rows["directives"]))
    analysing = seconds * times
    counts = ", ".join(f"{times * len(found):,} {name}" for name, found in rows.items())
    print(f"{counts}; analysing {analysing:.1f} s (measured on {len(chosen)} articles: {seconds:.1f} s, taken {times} times)")
    print(f"{'format':8} {'seconds':>8} {'of analysing':>13} {'MB':>8}")
    for format in options.format or FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            with open_sink(format, Path(folder), TABLES) as sink:
                for round in range(times):
                    for table in TABLES:
                        sink.add(table.name, renamed(rows[table.name], table.name, round))
            took = time.process_time() - began
            size = sum(path.stat().st_size for path in sink.close()) / 1e6
        print(f"{format:8} {took:8.1f} {took / analysing:13.3f} {size:8.1f}{'' if took < WANTED * analysing else '  TOO MUCH'}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, the analysed rows among it")


def renamed(rows: list[Row], name: str, round: int) -> Iterator[Row]:
    """The rows as those of other articles: ids begin with the number of the round."""
    ids = 1 if name in ("articles", "entities") else 3 if name == "targets" else 2
    return ((*(f"{round}/{id}" for id in row[:ids]), *row[ids:]) for row in rows)


def articles(path: Path, limit: int) -> Iterator[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, limit)):
            cells = json.loads(line)
            yield Article(cells["text"], id=f"{number}/{cells['id']}", title=cells.get("title"), date=cells.get("date") or None)


if __name__ == "__main__":
    main()
