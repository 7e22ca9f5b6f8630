"""Measures the cleaning: damage undone by kind, false repairs, header against metadata, characters per second.

Usage: python benchmarks/cleaning.py [--parts damage,own,false,header,speed] [--misses]
Reads ``../shared`` beside the checkout (damaged pairs, corpus); says so and stops where it is missing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the forward damage is a test tool and no part of the package

from analyzer.cleaning import clean_text  # noqa: E402
from analyzer.lexicon.entities import find_entities  # noqa: E402
from analyzer.lexicon.entity_rules import EntityRules  # noqa: E402
from analyzer.resources import lexicons_dir  # noqa: E402
from tests.cleaning.damage import KINDS, damage  # noqa: E402

SHARED = ROOT.parent / "shared"
WANTED = {"A": 0.9995, "A-dense": 0.9995, "A-bytes": 0.9995, "A-bytes-wide": 0.999, "B": 0.9995, "C": 0.9995}
OUTSIDE = ("gloss", "byteshift", "script")
"""Kinds of repair that no table states."""
PASSAGES, LENGTH, SEED = 2_000, 600, 7


def corpus(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def kept(text: str) -> str:
    """Letters and digits: what is compared."""
    return "".join(filter(str.isalnum, text))


def distance(a: str, b: str) -> int:
    """Edit distance, in a band around the diagonal that grows until the result fits into it."""
    while a and b and a[0] == b[0]:
        cut = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        a, b = a[cut:], b[cut:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b:
        return len(a) + len(b)
    band = 32
    while True:
        found = _banded(a, b, band)
        if found <= band or band > max(len(a), len(b)):
            return found
        band *= 2


def _banded(a: str, b: str, band: int) -> int:
    far = len(a) + len(b)
    row = {j: j for j in range(min(len(b), band) + 1)}
    for i, x in enumerate(a, 1):
        above, row = row, {}
        for j in range(max(0, i - band), min(len(b), i + band) + 1):
            row[j] = min(
                above.get(j, far) + 1,
                row.get(j - 1, far) + 1,
                above.get(j - 1, far) + (j == 0 or x != b[j - 1]),
            )
    return row.get(len(b), far)


def table(title: str, rows: Iterable[tuple[object, ...]]) -> None:
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(f"{cell!s:<14}" if not i else f"{cell!s:>12}" for i, cell in enumerate(row)))


def accuracy(title: str, pairs: Iterable[tuple[str, str, str, str]], misses: bool) -> None:
    """Score (name, kind, clean, damaged)."""
    wrong, whole, flags, seconds, size = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for name, kind, clean, damaged in pairs:
        began = time.process_time()
        got = clean_text(damaged)
        seconds[kind] += time.process_time() - began  # type: ignore[assignment]
        size[kind] += len(damaged)
        errors = distance(kept(got.text), kept(clean))
        wrong[kind] += errors
        whole[kind] += len(kept(clean))
        flags[kind] += len(got.flags)
        if misses and errors:
            print(f"    {name} {kind}: {errors} wrong, {len(got.flags)} flagged")
    rows: list[tuple[object, ...]] = [("kind", "characters", "wrong", "accuracy", "wanted", "flagged", "chars/s")]
    for kind in KINDS:
        if whole[kind]:
            score = 1 - wrong[kind] / whole[kind]
            rows.append((kind, f"{whole[kind]:,}", wrong[kind], f"{score:.5f}", WANTED[kind], flags[kind], f"{size[kind] / seconds[kind]:,.0f}"))
    table(title, rows)


def shared_pairs() -> Iterator[tuple[str, str, str, str]]:
    with (SHARED / "damaged" / "pairs.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["id"], row["kind"], row["clean"], row["damaged"]


def own_pairs() -> Iterator[tuple[str, str, str, str]]:
    """Passages that the bigram counts have not seen, damaged by the test tool; half of them on bytes."""
    rng = random.Random(SEED)
    taken = {name for name, *_ in shared_pairs()}
    held = [row for name in ("news", "documents") for row in corpus(name) if zlib.crc32(row["id"].encode()) % 10 == 0 and row["id"] not in taken]
    held = [row for row in held if len(row["text"]) >= 150]
    for number in range(PASSAGES):
        row = held[number % len(held)]
        start = rng.randrange(max(1, len(row["text"]) - LENGTH))
        clean = clean_text(row["text"][start : start + LENGTH]).text
        kind = KINDS[number % 6]
        yield row["id"], kind, clean, damage(clean, kind, number)


def false_repairs(misses: bool) -> None:
    """Characters changed in texts that nobody damaged."""
    rows: list[tuple[object, ...]] = [("corpus", "characters", "by the table", "outside it", "per million", "texts")]
    for name in ("news", "documents"):
        size, inside, outside, texts, right = 0, Counter[str](), 0, 0, Counter[str]()
        for row in corpus(name):
            got = clean_text(row["text"])
            size += len(row["text"])
            inside.update({kind: n for kind, n in got.repairs.items() if kind not in OUTSIDE})
            changed = sum(got.repairs.get(kind, 0) for kind in OUTSIDE)
            if changed and TRADITIONAL.search(row["text"]):
                right[row["id"]] += changed
            elif changed:
                outside += changed
                texts += 1
                if misses:
                    print(f"    {row['id']}: {dict(got.repairs)}")
        rows.append((name, f"{size:,}", f"{inside.total():,}", outside, f"{outside / size * 1e6:.2f}", texts))
        rows.append(("", ", ".join(f"{kind} {count:,}" for kind, count in sorted(inside.items()))))
        if right:
            rows.append(("", f"(+ {len(right)} texts in Traditional script, {sum(right.values()):,} characters converted: rightly)"))
    table("False repairs on undamaged texts", rows)


TRADITIONAL = re.compile(r"(?:[會國業經發關點實務為爲對開長門見說個們進這來時過還區產].{0,60}?){3}", re.S)
"""A text that is Traditional itself, whole or in part: three common characters close together."""


def header(misses: bool) -> None:
    """The notices' metadata against what the texts say."""
    rules = EntityRules.from_lexicons(lexicons_dir())

    def organs(names: str) -> frozenset[str]:
        out = set()
        for name in re.split(r"[\s、]+", names.strip()):
            found = [e.id for e in find_entities(name, rules) if e.label == "MINISTRY"]
            # An office or department speaks for its organ.
            out.add(found[-1].split("/")[0] if found else name)
        return frozenset(out)

    def number(text: str) -> str:
        text = re.sub(r"[〔\[【［﹝（(]", "〔", re.sub(r"[〕\]】］﹞）)]", "〕", re.sub(r"\s", "", text)))
        return text.replace("国务院令", "国令").replace("〕第", "〕")

    right, whole = Counter[str](), Counter[str]()
    for row in corpus("documents"):
        if row["kind"] != "notice":
            continue
        got = clean_text(row["text"]).header
        year, month, day = (int(part) for part in row["date"].split("-"))
        written = any(form in row["text"] for form in (f"{year}年{month}月{day}日", f"{year}年{month:02d}月{day:02d}日", row["date"]))
        alone = {f"{int(y)}-{int(m):02d}-{int(d):02d}" for y, m, d in re.findall(r"(?m)^[\s　（(]*((?:19|20)\d\d) ?年 ?(\d+) ?月 ?(\d+) ?日[\s　)）]*$", row["text"])}
        checks = {
            "issuer": (bool(row.get("issuer")), organs(row.get("issuer") or "") == organs("、".join(got.issuers)), row.get("issuer"), got.issuers),
            "doc_no": (bool(row.get("doc_no")), number(row.get("doc_no") or "") == number(got.doc_no), row.get("doc_no"), got.doc_no),
            "date": (written, got.date == row["date"], row["date"], got.date),
            "date line": (bool(alone), got.date in alone or got.date == row["date"], sorted(alone), got.date),
        }
        for field, (there, fits, want, have) in checks.items():
            whole[field] += there
            right[field] += there and fits
            if misses and there and not fits:
                print(f"    {row['id']} {field}: wanted {want}, got {have} | {got.title}")
    rows = [(field, f"{right[field]} of {whole[field]}", f"{right[field] / whole[field]:.3f}", wanted) for field, wanted in (("issuer", 0.92), ("doc_no", 0.95), ("date", 0.95), ("date line", ""))]
    table("Header against the notices' metadata", [("field", "right", "share", "wanted"), *rows])
    print("  date: where the metadata's date stands in the text; date line: where the text has a line that is a date")


def speed() -> None:
    """Characters per second of processor time, and whether time grows with length alone."""
    rows: list[tuple[object, ...]] = [("text", "characters", "chars/s", "wanted")]
    texts = [row["text"] for row in corpus("news")]
    clean = [text for text in texts if not clean_text(text).repairs]
    rows.append(("clean news", *_timed(clean), "2,000,000"))
    shifted = [damage(text, "A-bytes-wide", n) for n, text in enumerate(texts[:400])]
    rows.append(("byte shifts", *_timed(shifted), "300,000"))
    for sign in ("((((", "?", "業(yè)", "業?zhǔn)", "&amp;", " 工"):
        small, large = (sign * (size // len(sign)) for size in (1_000_000, 10_000_000))
        _, one = _timed([small])
        size, ten = _timed([large])
        rows.append((f"{sign!r} × n", size, ten, f"1 MB: {one}"))
    table("Speed (processor time, one thread)", rows)


def _timed(texts: list[str]) -> tuple[str, str]:
    began = time.process_time()
    for text in texts:
        clean_text(text)
    size = sum(map(len, texts))
    return f"{size:,}", f"{size / (time.process_time() - began):,.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default="damage,own,false,header,speed", help="comma-separated parts to measure")
    parser.add_argument("--misses", action="store_true", help="print every miss")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"skipped: {SHARED} is missing, and with it the damaged pairs and the corpus to measure on")
        return
    clean_text(damage("会议强调，要加快推进新型工业化，确保产业链供应链稳定。" * 40, "A-bytes-wide", 1))  # tables are loaded when first needed; not part of the speed
    parts = options.parts.split(",")
    if "damage" in parts:
        accuracy("damaged/pairs.jsonl", shared_pairs(), options.misses)
    if "own" in parts:
        accuracy(f"{PASSAGES:,} passages that the bigrams have not seen, own damage", own_pairs(), options.misses)
    if "false" in parts:
        false_repairs(options.misses)
    if "header" in parts:
        header(options.misses)
    if "speed" in parts:
        speed()


if __name__ == "__main__":
    main()
