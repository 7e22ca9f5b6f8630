"""Agreement of a second blind fill of directives with the first one in ``tests/gold/content.jsonl``, field by field.

The second fill is a file of JSON lines: ``n`` (index among the rows of the set ``first``), ``action``, ``manner``,
``object`` as strings of the clause, ``strength``, ``instrument``, ``contexts`` and ``goals`` as numbers of clauses
relative to the directive's, ``sectors`` and ``regions`` as [text, "own" or "inherited"].

Usage: python benchmarks/agreement.py ANSWERS.jsonl [--shared ../shared]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILLED = ROOT / "tests" / "gold" / "content.jsonl"
FIELDS = ("action", "object", "manner", "instrument", "strength", "contexts", "goals", "sectors", "regions")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def alike(a: set[Any], b: set[Any]) -> bool:
    """Whether two sets share half of what either holds; both empty are alike."""
    return not (a or b) or len(a & b) / len(a | b) >= 0.5


def covered(value: Any) -> set[int]:
    """The positions in one span, in a list of spans, or in none."""
    pairs = [value] if value and isinstance(value[0], int) else value or []
    return {i for start, end in pairs for i in range(start, end)}


def said(text: str, start: int, end: int, words: str) -> set[int]:
    """The positions of words within a clause, one stretch for each part between blanks."""
    found: set[int] = set()
    for part in words.split():
        at = text.find(part, start, end)
        if at >= 0:
            found |= set(range(at, at + len(part)))
    return found


def compare(first: dict[str, Any], second: dict[str, Any], document: dict[str, Any]) -> dict[str, bool]:
    text, start, end = document["text"], first["start"], first["end"]
    clauses = document["clauses"]
    here = next(i for i, c in enumerate(clauses) if c["start"] == start)
    out = {name: alike(covered(first[name]), said(text, start, end, second[name])) for name in ("action", "object", "manner")}
    out |= {name: first[name] == second[name] for name in ("instrument", "strength")}
    for name in ("contexts", "goals"):
        theirs = {i for k in second[name] for i in range(clauses[here + k]["start"], clauses[here + k]["end"])}
        out[name] = alike(covered(first[name]), theirs)
    for name in ("sectors", "regions"):
        mine = {(text[a:b], own) for a, b, own in first[name]}
        yours = {(words, own) for words, own in second[name]}
        out[name] = all(any(o == p and (w in v or v in w) for v, p in yours) for w, o in mine) and len(mine) == len(yours)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with gold/train.jsonl")
    args = parser.parse_args()
    documents = {d["id"]: d for d in read_jsonl(args.shared / "gold" / "train.jsonl")}
    rows = [row for row in read_jsonl(FILLED) if row["set"] == "first"]
    answers = read_jsonl(args.answers)
    agreed: Counter[str] = Counter()
    for answer in answers:
        verdict = compare(rows[answer["n"]], answer, documents[rows[answer["n"]]["id"]])
        agreed.update(name for name, same in verdict.items() if same)
    print(f"agreement over {len(answers)} directives (spans and sets by IoU >= 0.5)")
    for name in FIELDS:
        print(f"{name:12}{agreed[name] / max(1, len(answers)):7.3f}")


if __name__ == "__main__":
    main()
