"""Measures what is read from directive clauses and numbers against hand-filled and gold values.

Prints one table for the fields of directives (``tests/gold/content.jsonl``), one for targets (the shared gold sets,
with their roles as input) and the time a clause takes. The texts are not part of the repository: without the shared
folder there is nothing to measure.

Usage: python benchmarks/content.py [--shared ../shared] [--errors FIELD] [--set first|second]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import opencc

from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.content import ContentRules, clause_content, is_statute
from analyzer.grammar.targets import TargetRules, find_targets
from analyzer.records import RoleRow
from analyzer.resources import lexicons_dir

ROOT = Path(__file__).resolve().parent.parent
FILLED = ROOT / "tests" / "gold" / "content.jsonl"
NUMBERS = ROOT / "tests" / "gold" / "numbers.jsonl"
CORPUS_CODED = ROOT / "tests" / "gold" / "corpus_instruments.jsonl"
CODED = ROOT / "tests" / "gold" / "instruments.jsonl"
SCOPE = ("contexts", "goals", "sectors", "regions")
FIELDS = ("action", "object", "manner", "instrument", "strength")
MODALITY = {"O": "obligation", "P": "prohibition", "E": "encouragement", "M": "permission", "W": "commitment"}
ROLE = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}
_FIRST_NUMBER = re.compile(r"\d[\d,.]*")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def overlap(want: Iterable[tuple[int, int]], got: Iterable[tuple[int, int]]) -> float:
    """Intersection over union of the characters covered; 1 where both cover none."""
    a = {i for s, e in want for i in range(s, e)}
    b = {i for s, e in got for i in range(s, e)}
    return len(a & b) / len(a | b) if a | b else 1.0


def spans(value: Any) -> list[tuple[int, int]]:
    """One span, a list of spans or None, as a list of spans."""
    if not value:
        return []
    if isinstance(value[0], int):
        return [(value[0], value[1])]
    return [(a, b) for a, b in value]


def simplified(text: str) -> str:
    """Traditional documents as the analyzer sees them; conversion keeps the offsets or is not used."""
    converted: str = opencc.OpenCC("t2s").convert(text)
    return converted if len(converted) == len(text) else text


def judge(row: dict[str, Any], text: str, rules: ContentRules) -> tuple[dict[str, bool], Any]:
    found = clause_content(text, row["start"], row["end"], rules, modality=MODALITY[row["modality"]], statute=is_statute(text))
    return {
        "action": overlap(spans(row["action"]), spans(found.action)) >= 0.5,
        "object": overlap(spans(row["object"]), spans(found.object)) >= 0.5,
        "manner": overlap(spans(row["manner"]), found.manners) >= 0.5,
        "instrument": found.instrument == row["instrument"],
        "strength": found.strength == row["strength"],
    }, found


def content_table(shared: Path, rules: ContentRules, errors: str, only: str) -> dict[str, dict[str, float]]:
    texts = {d["id"]: simplified(d["text"]) for name in ("train", "dev") for d in read_jsonl(shared / "gold" / f"{name}.jsonl")}
    right: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for row in read_jsonl(FILLED):
        if only and row["set"] != only:
            continue
        text = texts[row["id"]]
        verdict, found = judge(row, text, rules)
        sizes[row["set"]] += 1
        right[row["set"]].update(field for field, ok in verdict.items() if ok)
        if errors in FIELDS and not verdict[errors]:
            value = row[errors]
            shown = value if errors in ("instrument", "strength") else " ".join(text[a:b] for a, b in spans(value))
            got = getattr(found, errors if errors != "manner" else "manners")
            said = got if errors in ("instrument", "strength") else " ".join(text[a:b] for a, b in spans(got))
            print(f"  {row['id']} {text[row['start']:row['end']]}\n      wanted {shown!r}, got {said!r}")
    table = {s: {f: right[s][f] / n for f in FIELDS} for s, n in sizes.items()}
    print("\nfields of directives (share right; spans by IoU >= 0.5; instrument by the rules alone)")
    print(f"{'set':15}{'n':>5}" + "".join(f"{f:>12}" for f in FIELDS))
    for name, n in sizes.items():
        print(f"{name:15}{n:5}" + "".join(f"{table[name][f]:12.3f}" for f in FIELDS))
    if not only:
        coded: dict[str, list[bool]] = defaultdict(list)
        for row in read_jsonl(CODED):
            modality = MODALITY[row["modality"]]
            found = clause_content(texts[row["id"]], row["start"], row["end"], rules, modality=modality, statute=is_statute(texts[row["id"]]))
            coded[row["set"]].append(found.instrument == row["instrument"])
        for name, oks in coded.items():
            print(f"{name:15}{len(oks):5}{'':36}{sum(oks) / len(oks):12.3f}")
    return table


def corpus_instruments(shared: Path, rules: ContentRules, *, show: bool) -> dict[str, float]:
    """Instruments of directives drawn from the corpus, by set; "first sight" figures are in docs/content.md."""
    rows = read_jsonl(CORPUS_CODED)
    wanted = {row["id"] for row in rows}
    texts = corpus_texts(shared, wanted)
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        text = texts[row["id"]]
        found = clause_content(text, row["start"], row["end"], rules, modality=row["modality"], statute=is_statute(text))
        right[row["set"]].append(found.instrument == row["instrument"])
        if show and not right[row["set"]][-1]:
            print(f"  {row['set']} {text[row['start']:row['end']]}: wanted {row['instrument']}, got {found.instrument}")
    for name, oks in right.items():
        print(f"{name:15}{len(oks):5}{'':36}{sum(oks) / len(oks):12.3f}")
    return {name: sum(oks) / len(oks) for name, oks in right.items()}


def instrument_table(shared: Path, *, show: bool) -> dict[str, float]:
    """Instruments as the whole analyzer gives them (rules and model), where it finds the directive, by set."""
    from analyzer import Article, analyze

    rows = [row for path in (FILLED, CODED, CORPUS_CODED) for row in read_jsonl(path)]
    texts = {d["id"]: d["text"] for name in ("train", "dev") for d in read_jsonl(shared / "gold" / f"{name}.jsonl")}
    texts |= corpus_texts(shared, {row["id"] for row in rows} - set(texts))
    found = {name: analyze(Article(texts[name])).directives for name in dict.fromkeys(row["id"] for row in rows)}
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        directive = next((d for d in found[row["id"]] if abs(d.start - row["start"]) <= 2), None)
        if directive is not None:
            right[row["set"]].append(directive.instrument == row["instrument"])
            if show and not right[row["set"]][-1]:
                print(f"  {row['set']} {directive.text}: wanted {row['instrument']}, got {directive.instrument}")
    print("\ninstruments of the whole analyzer (directives found, share right)")
    for name, oks in right.items():
        print(f"{name:15}{len(oks):5}{sum(oks) / len(oks):12.3f}")
    every = [ok for oks in right.values() for ok in oks]
    print(f"{'all':15}{len(every):5}{sum(every) / len(every):12.3f}")
    return {name: sum(oks) / len(oks) for name, oks in right.items()}


def corpus_texts(shared: Path, wanted: set[str]) -> dict[str, str]:
    """Texts of the corpus by id."""
    texts: dict[str, str] = {}
    for name in ("documents", "news"):
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as handle:
            for line in handle:
                document = json.loads(line)
                if document["id"] in wanted:
                    texts[document["id"]] = document["text"]
    return texts


def number_table(shared: Path, rules: TargetRules) -> dict[str, float]:
    """Number expressions drawn from the corpus: comparator, value and unit against ``tests/gold/numbers.jsonl``."""
    rows = [row for row in read_jsonl(NUMBERS) if row["kind"] == "quantity"]
    texts = corpus_texts(shared, {row["id"] for row in rows})
    right: Counter[str] = Counter()
    for row in rows:
        text, at = texts[row["id"]], row["at"]
        begin = max(0, at - 14, text.rfind("\n", 0, at) + 1)
        found = next((x for x in rules.numbers.find(text, begin, row["end"] + 14) if x.start <= at < x.end), None)
        if found is not None:
            ok = {"comparator": found.comparator == row["comparator"], "value": list(found.number) == row["number"], "unit": found.unit == row["unit"]}
            right.update(name for name, good in ok.items() if good)
            right["all"] += all(ok.values())
    table = {name: right[name] / len(rows) for name in ("comparator", "value", "unit", "all")}
    print(f"\nnumber expressions of the corpus ({len(rows)}): " + ", ".join(f"{k} {v:.3f}" for k, v in table.items()))
    return table


def scope_table(shared: Path, errors: str) -> dict[str, float]:
    """Contexts, goals and scope of the directives that the whole analyzer finds, where they have been filled in.

    A field is right where the clauses cover each other by half, or where the same mentions are named, each as own or
    inherited as filled in. Directives that the analyzer misses are left out: roles have figures of their own.
    """
    from analyzer import Article, analyze

    texts = {d["id"]: d for d in read_jsonl(shared / "gold" / "train.jsonl")}
    right: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    found_filled: Counter[str] = Counter()
    total = 0
    analyses: dict[str, Any] = {}
    for row in read_jsonl(FILLED):
        if "contexts" not in row:
            continue
        document = texts[row["id"]]
        if row["id"] not in analyses:
            date = document["date"] if re.match(r"\d{4}", document["date"] or "") else None
            analyses[row["id"]] = analyze(Article(document["text"], date=date))
        directive = next((d for d in analyses[row["id"]].directives if abs(d.start - row["start"]) <= 2), None)
        if directive is None:
            continue
        total += 1
        text = document["text"]
        for field in SCOPE:
            if field in ("contexts", "goals"):
                want, got = spans(row[field]), [tuple(span) for span in directive.spans.get(field, ())]
                verdict = overlap(want, got) >= 0.5
                shown = ([text[a:b] for a, b in want], [text[a:b] for a, b in got])
            else:
                wanted = {(text[a:b], own) for a, b, own in row[field]}
                links = getattr(directive, field)
                named = {(text[x.start : x.end], "inherited" if x.inherited else "own") for x in links}
                verdict = all(_named(w, named) for w in wanted) and all(_named(n, wanted) for n in named)
                shown = (sorted(wanted), sorted(named))
            filled[field] += bool(shown[0])
            found_filled[field] += bool(shown[0]) and verdict
            right[field] += verdict
            if errors == field and not verdict:
                print(f"  {row['id']} {text[row['start']:row['end']]}\n      wanted {shown[0]}, got {shown[1]}")
    table = {field: right[field] / max(1, total) for field in SCOPE}
    print(f"\ncontexts, goals and scope (whole analyzer, {total} of the filled directives found; share right, and where there is any)")
    for field in SCOPE:
        print(f"{field:15}{table[field]:8.3f}{found_filled[field]:6} of {filled[field]}")
    return table


def _named(one: tuple[str, str], others: set[tuple[str, str]]) -> bool:
    """Whether a mention is among others: one in the other as written, and own or inherited alike."""
    return any(one[1] == own and (one[0] in text or text in one[0]) for text, own in others)


def _first_number(text: str) -> str:
    match = _FIRST_NUMBER.search(text)
    return match.group().replace(",", "").rstrip(".") if match else text


def gold_targets(document: dict[str, Any], rules: TargetRules) -> list[dict[str, Any]]:
    """Targets found in a gold document when roles are given."""
    gold = {(c["start"], c["end"]): c for c in document["clauses"]}
    text = simplified(document["text"])
    rows = split_clauses(text)
    roles = []
    for row in rows:
        code = gold[(row.start, row.end)]["role"] if (row.start, row.end) in gold else "S"
        roles.append(RoleRow(ROLE[code], "", row.start, row.start, "gold", 1.0))
    return find_targets(text, rows, roles, rules, meta={"date": document["date"] or ""})


def pairs(want: list[dict[str, Any]], got: list[dict[str, Any]], text: str) -> list[tuple[int, int]]:
    """One to one, best overlap first, at IoU >= 0.3 and with the same first number (as the shared score.py)."""
    scored = sorted(
        (
            (-overlap([(w["start"], w["end"])], [(g["start"], g["end"])]), i, k)
            for i, w in enumerate(want)
            for k, g in enumerate(got)
            if w["start"] < g["end"] and g["start"] < w["end"]
        ),
    )
    used_want, used_got, out = set(), set(), []
    for value, i, k in scored:
        if -value >= 0.3 and i not in used_want and k not in used_got:
            used_want.add(i)
            used_got.add(k)
            if _first_number(want[i]["value"]) == _first_number(text[got[k]["start"] : got[k]["end"]]):
                out.append((i, k))
    return out


def target_table(shared: Path, rules: TargetRules, *, show: bool) -> dict[str, dict[str, float]]:
    print("\ntargets (gold roles given)")
    print(f"{'set':10}{'gold':>6}{'found':>7}{'P':>8}{'R':>8}{'F1':>8}{'comparator':>12}{'deadline':>10}")
    table: dict[str, dict[str, float]] = {}
    both: Counter[str] = Counter()
    for name in ("train", "dev", "both"):
        count = both
        if name != "both":
            count = Counter()
            for document in read_jsonl(shared / "gold" / f"{name}.jsonl"):
                text, want = document["text"], document["targets"]
                got = gold_targets(document, rules)
                hits = pairs(want, got, text)
                count.update(hit=len(hits), want=len(want), got=len(got))
                for i, k in hits:
                    w, g = want[i], got[k]
                    count["comparator"] += {g["comparator"], w["comparator"]} in ({w["comparator"]}, {"=", ">="})
                    count["deadline"] += g["deadline"].startswith(w["deadline"]) if w["deadline"] else not g["deadline"]
                if show:
                    _show(document, want, got, hits)
            both.update(count)
        p, r = count["hit"] / max(1, count["got"]), count["hit"] / max(1, count["want"])
        table[name] = {
            "p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0,
            "comparator": count["comparator"] / max(1, count["hit"]), "deadline": count["deadline"] / max(1, count["hit"]),
        }  # fmt: skip
        row = table[name]
        print(
            f"{name:10}{count['want']:6}{count['got']:7}{row['p']:8.3f}{row['r']:8.3f}{row['f1']:8.3f}"
            f"{row['comparator']:12.3f}{row['deadline']:10.3f}"
        )
    return table


def _show(document: dict[str, Any], want: list[dict[str, Any]], got: list[dict[str, Any]], hits: list[tuple[int, int]]) -> None:
    text = document["text"]
    role = {c["start"]: c["role"] for c in document["clauses"]}

    def around(t: dict[str, Any]) -> str:
        code = next((role[s] for s in sorted(role, reverse=True) if s <= t["start"]), "?")
        return f"[{code}] " + text[max(0, t["start"] - 30) : t["end"] + 14].replace("\n", "/")

    for i in set(range(len(want))) - {i for i, _ in hits}:
        print(f"  missed    {document['id']} {want[i]['value']!r} {around(want[i])}")
    for k in set(range(len(got))) - {k for _, k in hits}:
        print(f"  spurious  {document['id']} {got[k]['value']!r} {around(got[k])}")
    for i, k in hits:
        w, g = want[i], got[k]
        if {g["comparator"], w["comparator"]} not in ({w["comparator"]}, {"=", ">="}):
            print(f"  comparator {document['id']} {w['comparator']!r} got {g['comparator']!r} {around(w)}")
        if not (g["deadline"].startswith(w["deadline"]) if w["deadline"] else not g["deadline"]):
            print(f"  deadline  {document['id']} {document['date']} {w['deadline']!r} got {g['deadline']!r} {around(w)}")


def speed(shared: Path, content: ContentRules, targets: TargetRules) -> None:
    documents = read_jsonl(shared / "gold" / "train.jsonl")
    todo = [(d["text"], c["start"], c["end"], MODALITY[c["modality"]]) for d in documents for c in d["clauses"] if c["role"] == "D"]
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        for text, start, end, modality in todo:
            clause_content(text, start, end, content, modality=modality)
        best = min(best, time.process_time() - began)
    prepared = []
    for d in documents:
        rows = split_clauses(d["text"])
        role = {c["start"]: ROLE[c["role"]] for c in d["clauses"]}
        prepared.append((d["text"], rows, [RoleRow(role.get(r.start, "statement"), "", 0, 0, "", 1.0) for r in rows], d["date"]))
    quick = float("inf")
    for _ in range(3):
        began = time.process_time()
        for text, rows, roles, date in prepared:
            find_targets(text, rows, roles, targets, meta={"date": date or ""})
        quick = min(quick, time.process_time() - began)
    characters = sum(len(p[0]) for p in prepared)
    print(f"\ncontent {best / len(todo) * 1e6:.1f} us a directive clause; targets {characters / quick / 1e6:.1f}M characters/s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with gold/train.jsonl and dev.jsonl")
    parser.add_argument("--errors", default="", choices=("", *FIELDS, *SCOPE, "targets"), help="print what is wrong in this field")
    parser.add_argument("--set", default="", help="only this set of hand-filled directives: first or second")
    args = parser.parse_args()
    if not (args.shared / "gold" / "train.jsonl").is_file():
        print(f"{args.shared} has no gold/train.jsonl: give the shared folder with --shared", file=sys.stderr)
        return 1
    content = ContentRules.from_lexicons(lexicons_dir())
    targets = TargetRules.from_lexicons(lexicons_dir())
    content_table(args.shared, content, args.errors, args.set)
    corpus_instruments(args.shared, content, show=args.errors == "instrument")
    instrument_table(args.shared, show=args.errors == "instrument")
    number_table(args.shared, targets)
    scope_table(args.shared, args.errors)
    target_table(args.shared, targets, show=args.errors == "targets")
    speed(args.shared, content, targets)
    return 0


if __name__ == "__main__":
    sys.exit(main())
