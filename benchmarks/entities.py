"""Measures entities against a gold file (their speed: matching.py).

Usage: python benchmarks/entities.py [GOLD.jsonl ...] [--errors N]

Every gold text is cleaned as ``analyze`` does and the spans are led back to it. As in the gold scorer, a mention counts
with exact offsets and label, and a REGION inside a gold MINISTRY is ignored on both sides. ``name`` is the share of matched
mentions whose canonical name is the gold's.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from analyzer.cleaning import clean_text
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.resources import lexicons_dir

LABELS = ("MINISTRY", "REGION", "SECTOR")
Span = tuple[int, int]


def compare(document: dict[str, Any], rules: EntityRules, errors: list[str]) -> dict[str, Counter[str]]:
    """Counts of hits, false and missed mentions and right names, by label."""
    text = document["text"]
    clean = clean_text(text, date=document.get("date") or "")
    blocks = [(b.kind, b.start, b.end) for b in clean.blocks]
    rows = find_entities(clean.text, rules, meta={"date": document.get("date") or ""}, blocks=blocks)
    organs = [(e["start"], e["end"]) for e in document["entities"] if e["label"] == "MINISTRY"]
    counts: dict[str, Counter[str]] = {}
    for label in LABELS:
        gold = {(e["start"], e["end"]): e["name"] for e in document["entities"] if e["label"] == label}
        found = {clean.to_raw(r.start, r.end): r.name for r in rows if r.label == label}
        if label == "REGION":
            found = {s: n for s, n in found.items() if not any(o[0] <= s[0] and s[1] <= o[1] for o in organs)}
        both = gold.keys() & found.keys()
        counts[label] = Counter(
            tp=len(both),
            fp=len(found) - len(both),
            fn=len(gold) - len(both),
            name=sum(gold[s] == found[s] for s in both),
        )
        for kind, spans in (("missed", gold.keys() - found.keys()), ("spurious", found.keys() - gold.keys())):
            errors += [f"{kind:8} {label:8} {document['id']} {_context(text, s)}" for s in sorted(spans)]
        errors += [
            f"name     {label:8} {document['id']} {_context(text, s)} {gold[s]} / {found[s]}"
            for s in sorted(both)
            if gold[s] != found[s]
        ]
    return counts


def _context(text: str, span: Span) -> str:
    start, end = span
    return f"{text[max(0, start - 10) : start]}[{text[start:end]}]{text[end : end + 8]}".replace("\n", "/")


def score(path: Path, rules: EntityRules, errors: list[str]) -> None:
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for label, counts in compare(document, rules, errors).items():
            totals[label].update(counts)
    print(f"{path.name}: {len(documents)} documents")
    for label in LABELS:
        c = totals[label]
        p, r = c["tp"] / max(1, c["tp"] + c["fp"]), c["tp"] / max(1, c["tp"] + c["fn"])
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        print(
            f"  {label:8}  P {p:.4f}  R {r:.4f}  F1 {f1:.4f}  name {c['name'] / max(1, c['tp']):.4f}  ({c['tp']} hits, {c['fp']} false, {c['fn']} missed)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print up to N mistakes of each gold file")
    args = parser.parse_args()
    started = time.process_time()
    rules = EntityRules.from_lexicons(lexicons_dir())
    print(f"from lexicons: {time.process_time() - started:.2f} s")
    rows = json.loads(json.dumps(rules.to_rows(), ensure_ascii=False))
    started = time.process_time()
    find_entities("国务院", EntityRules.from_rows(rows))
    print(f"from rows, first scan included: {time.process_time() - started:.3f} s")
    for path in args.gold:
        errors: list[str] = []
        score(path, rules, errors)
        print("\n".join(errors[: args.errors]))


if __name__ == "__main__":
    main()
