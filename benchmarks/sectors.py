"""Scores the sector finder against a gold file, exact offsets, gold organs and regions taken as found.

Usage: python benchmarks/sectors.py GOLD.jsonl [GOLD.jsonl …] [--errors N] [--kinds]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from analyzer.cleaning import clean_text
from analyzer.lexicon.sectors import SectorRules, find_sectors
from analyzer.resources import lexicons_dir


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    began = time.perf_counter()
    built = SectorRules.from_lexicons(lexicons_dir())
    read = time.perf_counter()
    rows = json.loads(json.dumps(built.to_rows()))
    before = time.perf_counter()
    rules = SectorRules.from_rows(rows)
    find_sectors("工业", rules)
    after = time.perf_counter()
    print(f"from_lexicons {read - began:.3f} s, from_rows {after - before:.3f} s, {len(rules.vocabulary)} words")
    for path in args.gold:
        tp = fp = fn = 0
        missed: Counter[str] = Counter()
        spurious: Counter[str] = Counter()
        context: dict[str, list[str]] = {}
        seconds, chars = 0.0, 0
        for line in path.read_text(encoding="utf-8").splitlines():
            doc = json.loads(line)
            clean = clean_text(doc["text"])  # Traditional documents are scored on the Simplified text, as the pipeline sees them
            text = clean.text
            spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in doc["entities"]]
            taken = [span for span, label in spans if label != "SECTOR"]
            gold = {span for span, label in spans if label == "SECTOR"}
            t0 = time.perf_counter()
            pred = {(r.start, r.end) for r in find_sectors(text, rules, taken=taken)}
            seconds += time.perf_counter() - t0
            chars += len(text)
            tp, fp, fn = tp + len(gold & pred), fp + len(pred - gold), fn + len(gold - pred)
            for kind, spans in ((missed, gold - pred), (spurious, pred - gold)):
                for start, end in sorted(spans):
                    word = text[start:end]
                    kind[word] += 1
                    shown = f"{text[max(0, start - 12):start]}[{word}]{text[end:end + 12]}".replace("\n", "/")
                    context.setdefault(f"{kind is missed}{word}", []).append(f"{doc['id']} {shown}")
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        print(f"{path.name}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} (tp {tp} fp {fp} fn {fn}), {chars / seconds / 1e6:.2f}M characters/s")
        for title, kind in (("spurious", spurious), ("missed", missed)):
            for word, n in kind.most_common(args.errors):
                print(f"  {title} {word} {n}: " + " | ".join(context[f"{kind is missed}{word}"][:5]))


if __name__ == "__main__":
    main()
