"""Measures how fast names are matched and linked, and what 50,000 names more cost.

Usage: python benchmarks/matching.py NEWS.jsonl.gz [--limit N] [--rounds N] [--profile]

Measured are, over the same texts in batches as ``analyze_many`` makes them, in characters a second of one process:

* matching: the passes of the scanners alone, for organs and regions and for sectors (leftmost-longest, as in use);
* linking: what finds the entities in the pipeline: matching, context, linking to ids, sectors and documents;
* analysis: ``analyze_batch`` as a whole, on a tenth of the texts.

All three also with a user's folder of 50,000 more names, half organs, half sectors. ``unseen`` ones are drawn from the
characters of the corpus by their frequency, so that they begin like words of the texts and none stands in one; ``seen`` ones
are cut out of the texts at random, so nearly every text holds several: that costs what any more mentions cost.

The variants are measured in turn, round after round, and compared within the round, for the machine may be busy. The exit
code is 1 when matching is below 5 million characters a second, linking below 1 million, or ``unseen`` names slow the
analysis by more than a twentieth, all by the median of the rounds.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.analysis import analyze_batch, batches
from analyzer.pipeline import own_lexicons, shipped_rules
from analyzer.pipeline.matchers import EntityMatcher
from analyzer.pipeline.user_lexicons import UserLexicons

NAMES = 50_000
MATCHING, LINKING, SLOWER = 5e6, 1e6, 1.05
"""What must be reached, in characters a second and as a ratio."""


def read(path: Path, limit: int) -> list[str]:
    """The first texts of a corpus, ``limit`` characters in all."""
    texts: list[str] = []
    size = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            size += len(texts[-1])
            if size >= limit:
                break
    return texts


def unseen(texts: list[str]) -> Iterator[str]:
    """Names of four to eight characters, as frequent as in the texts, that no text holds."""
    draw = random.Random(1)
    counts = Counter(char for text in texts for char in text if "一" <= char <= "鿿")
    chars, weights = list(counts), list(counts.values())
    whole = "\n".join(texts)
    while True:
        name = "".join(draw.choices(chars, weights, k=draw.randint(4, 8)))
        if name not in whole:
            yield name


def seen(texts: list[str]) -> Iterator[str]:
    """Names of four to eight characters that stand in the texts."""
    draw = random.Random(2)
    while True:
        text = draw.choice(texts)
        start = draw.randrange(max(1, len(text) - 8))
        name = text[start : start + draw.randint(4, 8)]
        if len(name) > 3 and all("一" <= char <= "鿿" for char in name):
            yield name


def folder(names: Iterator[str], into: Path) -> Path:
    """A user's folder with 50,000 names, half of them organs, half sectors."""
    into.mkdir()
    chosen: dict[str, None] = {}
    while len(chosen) < NAMES:
        chosen[next(names)] = None
    organs, sectors = list(chosen)[: NAMES // 2], list(chosen)[NAMES // 2 :]
    rows = "".join(f"org:own{n},{name},,state,,,,,benchmark\n" for n, name in enumerate(organs))
    (into / "ministries.csv").write_text("id,name,short_names,level,parent,valid_from,valid_to,successors,source\n" + rows, encoding="utf-8")
    rows = "".join(f"{name},,C39,,free,benchmark,,\n" for name in sectors)
    (into / "sectors.csv").write_text("term,name,code,emerging,use,source,example,counter\n" + rows, encoding="utf-8")
    return into


def matched(texts: list[str], own: UserLexicons | None) -> int:
    """How many names the scanners find."""
    rules = own.rules if own else shipped_rules()
    count = 0
    for batch in batches(texts):
        for text, rare in zip(batch, rules.rare.which(batch), strict=True):
            count += len(rules.scanner.longest(text, rare=rare)) + len(rules.sectors.scanner.longest(text, rare=rare))
    return count


def linked(texts: list[str], own: UserLexicons | None) -> int:
    """How many mentions are found and linked."""
    rules: Any = own.rules if own else shipped_rules()
    component = EntityMatcher("entities").use(rules)
    return sum(len(rows) for batch in batches(texts) for rows in component.match_all(batch, [{}] * len(batch)))


def analysed(texts: list[str], own: UserLexicons | None) -> int:
    """How many mentions whole analyses hold."""
    return sum(len(analysis.entities) for batch in batches(texts[::10]) for analysis in analyze_batch(batch, lexicons=own))


WORK = {"matching": matched, "linking": linked, "analysis": analysed}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a .jsonl.gz file with a key text")
    parser.add_argument("--limit", type=int, default=3_000_000, help="characters of the corpus to read")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="also tell where linking spends its time")
    args = parser.parse_args()
    texts = read(args.corpus, args.limit)
    sizes = {"matching": sum(map(len, texts)), "linking": sum(map(len, texts)), "analysis": sum(map(len, texts[::10]))}
    with tempfile.TemporaryDirectory() as scratch:
        variants = {
            "shipped": None,
            "unseen": own_lexicons(folder(unseen(texts), Path(scratch) / "unseen")),
            "seen": own_lexicons(folder(seen(texts), Path(scratch) / "seen")),
        }
    counts = {(kind, name): work(texts, own) for kind, work in WORK.items() for name, own in variants.items()}  # warms up, too
    taken: dict[tuple[str, str], list[float]] = {key: [] for key in counts}
    for _ in range(args.rounds):
        for kind, work in WORK.items():
            for name, own in variants.items():
                started = time.process_time()
                work(texts, own)
                taken[kind, name].append(time.process_time() - started)
    print(f"{len(texts)} texts, {sizes['linking']} characters, {args.rounds} rounds, medians")
    ratios: dict[tuple[str, str], float] = {}
    for (kind, name), times in taken.items():
        ratios[kind, name] = statistics.median(time / other for time, other in zip(times, taken[kind, "shipped"], strict=True))
        speed = sizes[kind] / statistics.median(times) / 1e6
        print(f"  {kind:8}  {name:8}  {speed:6.2f}M characters/s  {ratios[kind, name]:.3f} of shipped's time  {counts[kind, name]} found")
    if args.profile:
        with cProfile.Profile() as profile:
            linked(texts, None)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    speeds = {kind: sizes[kind] / statistics.median(taken[kind, "shipped"]) for kind in WORK}
    if speeds["matching"] < MATCHING or speeds["linking"] < LINKING or ratios["analysis", "unseen"] > SLOWER:
        sys.exit(1)


if __name__ == "__main__":
    main()
