"""Scores the sector finder against gold files, exact offsets, gold organs and regions taken as found; and its speed.

Usage: python benchmarks/sectors.py GOLD.jsonl … [--errors N] [--speed CORPUS.jsonl.gz]
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import time
from collections import Counter
from functools import partial
from pathlib import Path

from analyzer.cleaning import clean_text
from analyzer.lexicon.sectors import SectorRules, candidates, find_sectors
from analyzer.resources import lexicons_dir


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--speed", type=Path, help="time the finder on the texts of this corpus")
    args = parser.parse_args()
    began = time.process_time()
    built = SectorRules.from_lexicons(lexicons_dir())
    read = time.process_time()
    rows = json.loads(json.dumps(built.to_rows()))
    before = time.process_time()
    rules = SectorRules.from_rows(rows)
    find_sectors("工业", rules)
    after = time.process_time()
    print(f"from_lexicons {read - began:.3f} s, from_rows {after - before:.3f} s, {len(rules.vocabulary)} words")
    for path in args.gold:
        tp = fp = fn = 0
        missed: Counter[str] = Counter()
        spurious: Counter[str] = Counter()
        context: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            doc = json.loads(line)
            clean = clean_text(doc["text"])  # Traditional documents are scored on the Simplified text, as the pipeline sees them
            text = clean.text
            spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in doc["entities"]]
            taken = [span for span, label in spans if label != "SECTOR"]
            gold = {span for span, label in spans if label == "SECTOR"}
            pred = {(r.start, r.end) for r in find_sectors(text, rules, taken=taken)}
            tp, fp, fn = tp + len(gold & pred), fp + len(pred - gold), fn + len(gold - pred)
            for kind, spans in ((missed, gold - pred), (spurious, pred - gold)):
                for start, end in sorted(spans):
                    word = text[start:end]
                    kind[word] += 1
                    shown = f"{text[max(0, start - 12):start]}[{word}]{text[end:end + 12]}".replace("\n", "/")
                    context.setdefault(f"{kind is missed}{word}", []).append(f"{doc['id']} {shown}")
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        print(f"{path.name}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} (tp {tp} fp {fp} fn {fn})")
        for title, kind in (("spurious", spurious), ("missed", missed)):
            for word, n in kind.most_common(args.errors):
                print(f"  {title} {word} {n}: " + " | ".join(context[f"{kind is missed}{word}"][:5]))
    if args.speed:
        speed(args.speed, rules)


def speed(path: Path, rules: SectorRules) -> None:
    """Characters per second of processor time, scan alone and all of it, on the first 4,000 texts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, 4000)]
    total = sum(map(len, texts))
    for name, step in (("scan", rules.scanner.longest), ("candidates", partial(candidates, rules=rules)), ("find_sectors", partial(find_sectors, rules=rules))):
        times = []
        for _ in range(3):
            began = time.process_time()
            for text in texts:
                step(text)
            times.append(time.process_time() - began)
        print(f"{name}: {total / min(times) / 1e6:.1f}M characters/s (best of 3, {total / 1e6:.1f}M characters)")


if __name__ == "__main__":
    main()
