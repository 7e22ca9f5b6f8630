"""Agreement of a second blind fill of directives with the first one in ``tests/gold/content.jsonl``, field by field.

The second fill is kept in ``tests/gold/content_again.jsonl`` as spans and codes. A new one is a file of JSON lines: ``n``
(index among the rows of the set ``first``), ``action``, ``manner``, ``object`` as strings of the clause, ``strength``,
``instrument``, ``contexts`` and ``goals`` as numbers of clauses relative to the directive's, ``sectors`` and ``regions``
as [text, "own" or "inherited"]. ``tests/gold/instruments_again.jsonl`` holds the instruments alone of the whole set ``first``, coded anew
by two readers with the lines between codes of docs/content.md.

Usage: python benchmarks/agreement.py [ANSWERS.jsonl] [--keep] [--differences FIELD] [--shared ../shared]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILLED = ROOT / "tests" / "gold" / "content.jsonl"
CODED_AGAIN = ROOT / "tests" / "gold" / "instruments_again.jsonl"
AGAIN = ROOT / "tests" / "gold" / "content_again.jsonl"
SPANS = ("action", "object", "manner")
CLAUSES = ("contexts", "goals")
SCOPE = ("sectors", "regions")
FIELDS = (*SPANS, "instrument", "strength", *CLAUSES, *SCOPE)
_AROUND = 400
"""Characters before the directive in which a mention that it inherits is looked for."""


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def alike(a: set[Any], b: set[Any]) -> bool:
    """Whether two sets share half of what either holds; both empty are alike."""
    return not (a or b) or len(a & b) / len(a | b) >= 0.5


def covered(value: Any) -> set[int]:
    """The positions in one span, in a list of spans, or in none."""
    pairs = [value] if value and isinstance(value[0], int) else value or []
    return {i for start, end in pairs for i in range(start, end)}


def said(text: str, start: int, end: int, words: str) -> list[list[int]]:
    """Where words stand in a clause, one span for each part between blanks; a part that is not there is an error."""
    found: list[list[int]] = []
    for part in words.split():
        at = text.find(part, start, end)
        if at < 0:
            sys.exit(f"{part!r} is not in the clause {text[start:end]!r}: copy it as it stands there")
        found.append([at, at + len(part)])
    return found


def mention(text: str, start: int, end: int, words: str, own: str) -> list[Any]:
    """The span of a mention: in the clause, or the nearest before it for what is inherited (after it, if none is)."""
    at = text.find(words, start, end) if own == "own" else text.rfind(words, max(0, start - _AROUND), start)
    at = at if at >= 0 else text.find(words)
    if at < 0:
        sys.exit(f"the text with {text[start:end]!r} has no {words!r}: copy the mention as it stands there")
    return [at, at + len(words), own]


def to_row(answer: dict[str, Any], first: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """An answer as spans and codes, in the form of the first fill."""
    text, start, end = document["text"], first["start"], first["end"]
    clauses = document["clauses"]
    here = next(i for i, c in enumerate(clauses) if c["start"] == start)
    row: dict[str, Any] = {"n": answer["n"], "id": first["id"], "start": start, "end": end}
    row |= {name: said(text, start, end, answer[name]) for name in SPANS}
    row |= {name: answer[name] for name in ("instrument", "strength")}
    row |= {name: [[clauses[here + k]["start"], clauses[here + k]["end"]] for k in answer[name]] for name in CLAUSES}
    row |= {name: [mention(text, start, end, words, own) for words, own in answer[name]] for name in SCOPE}
    return row


def compare(first: dict[str, Any], second: dict[str, Any], text: str) -> dict[str, bool]:
    out = {name: alike(covered(first[name]), covered(second[name])) for name in (*SPANS, *CLAUSES)}
    out |= {name: first[name] == second[name] for name in ("instrument", "strength")}
    for name in SCOPE:
        mine = {(text[a:b], own) for a, b, own in first[name]}
        yours = {(text[a:b], own) for a, b, own in second[name]}
        out[name] = all(any(o == p and (w in v or v in w) for v, p in yours) for w, o in mine) and len(mine) == len(yours)
    return out


def shown(value: Any, text: str) -> str:
    if isinstance(value, list):
        pairs = [value] if value and isinstance(value[0], int) else value
        return " ".join(text[p[0] : p[1]] + (f" ({p[2]})" if len(p) > 2 else "") for p in pairs) or "-"
    return str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path, nargs="?", help="a new fill; without it the kept one is compared")
    parser.add_argument("--keep", action="store_true", help=f"write the new fill to {AGAIN.name} as spans and codes")
    parser.add_argument("--differences", choices=FIELDS, help="print both values of this field where they differ")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with gold/train.jsonl")
    args = parser.parse_args()
    documents = {d["id"]: d for d in read_jsonl(args.shared / "gold" / "train.jsonl")}
    rows = [row for row in read_jsonl(FILLED) if row["set"] == "first"]
    if args.answers:
        again = [to_row(a, rows[a["n"]], documents[rows[a["n"]]["id"]]) for a in read_jsonl(args.answers)]
    else:
        again = read_jsonl(AGAIN)
    if args.keep:
        AGAIN.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in again), encoding="utf-8")
    agreed: Counter[str] = Counter()
    for row in again:
        first, text = rows[row["n"]], documents[row["id"]]["text"]
        verdict = compare(first, row, text)
        agreed.update(name for name, same in verdict.items() if same)
        if args.differences and not verdict[args.differences]:
            one, two = shown(first[args.differences], text), shown(row[args.differences], text)
            print(f"  {row['id']} {text[row['start'] : row['end']]}\n      first {one}, second {two}")
    print(f"agreement over {len(again)} directives (spans and sets by IoU >= 0.5)")
    for name in FIELDS:
        print(f"{name:12}{agreed[name] / max(1, len(again)):7.3f}")
    print_instruments({(row["id"], row["start"]): row["instrument"] for row in rows})


def print_instruments(first: dict[tuple[str, int], str]) -> None:
    """How far the two who coded the instruments anew agree with each other and with the first fill."""
    again = read_jsonl(CODED_AGAIN)
    pairs = [(first[row["id"], row["start"]], *row["codes"]) for row in again]
    print(f"instruments of {len(pairs)} directives, coded anew by two readers")
    for name, (a, b) in {"first fill and one": (0, 1), "first fill and the other": (0, 2), "one and the other": (1, 2)}.items():
        print(f"{name:26}{sum(codes[a] == codes[b] for codes in pairs) / len(pairs):7.3f}")


if __name__ == "__main__":
    main()
