"""Scores addressees against gold files, gold roles and organs and regions taken as found; times parties and frames.

With --found, organs and regions are those that the analyzer finds itself.

Usage: python benchmarks/parties.py GOLD.jsonl [GOLD.jsonl …] [--found] [--errors N] [--kind invented|missed|wrong]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.cleaning import clean_text
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.frames import FrameRules, find_frames
from analyzer.grammar.parties import PartyRules, find_parties
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.records import ClauseRow, EntityRow, RoleRow
from analyzer.resources import lexicons_dir

MODALITY = {"": "", "O": "obligation", "P": "prohibition", "E": "encouragement", "M": "permission", "W": "commitment"}
ROLE = {"D": "directive", "C": "context", "G": "goal", "F": "frame", "S": "statement"}
Case = tuple[dict[str, Any], list[ClauseRow], list[RoleRow], list[EntityRow]]


def read_gold(path: Path) -> Iterator[Case]:
    """Gold documents as the rows that earlier stages would have left."""
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        clean = clean_text(doc["text"]).text
        if len(clean) == len(doc["text"]):  # Traditional script: the rest of the pipeline sees Simplified
            for clause in doc["clauses"]:
                at = doc["text"].find(clause["addressee"])
                clause["addressee"] = clean[at : at + len(clause["addressee"])]
            doc["text"] = clean
        clauses = split_clauses(doc["text"])
        if [(c.start, c.end) for c in clauses] != [(c["start"], c["end"]) for c in doc["clauses"]]:
            raise SystemExit(f"{doc['id']}: the clauses are not those of the gold file")
        roles = [RoleRow(ROLE[c["role"]], MODALITY[c["modality"]], 0, 0, "gold", 1.0) for c in doc["clauses"]]
        entities = [
            EntityRow(e["start"], e["end"], e["label"], e["name"], e["name"], "", ())
            for e in sorted(doc["entities"], key=lambda e: (e["start"], e["end"]))
        ]
        yield doc, clauses, roles, entities


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", choices=("invented", "missed", "wrong"))
    parser.add_argument("--found", action="store_true")
    args = parser.parse_args()
    entity_rules = EntityRules.from_lexicons(lexicons_dir()) if args.found else None
    parties, frames = PartyRules.from_lexicons(lexicons_dir()), FrameRules.from_lexicons(lexicons_dir())
    parties = PartyRules.from_rows(json.loads(json.dumps(parties.to_rows())))
    frames = FrameRules.from_rows(json.loads(json.dumps(frames.to_rows())))
    warm = split_clauses("各地要加强管理。")
    find_parties("各地要加强管理。", warm, [RoleRow("directive", "obligation", 0, 0, "", 1.0)], [], parties)
    for path in args.gold:
        counts: Counter[str] = Counter()
        seconds, frame_seconds, chars, rows, shown = 0.0, 0.0, 0, 0, 0
        for doc, clauses, roles, entities in read_gold(path):
            text = doc["text"]
            if entity_rules is not None:
                entities = find_entities(text, entity_rules, meta={"date": doc.get("date") or ""})
            began = time.process_time()
            found = find_parties(text, clauses, roles, entities, parties)
            between = time.process_time()
            find_frames(text, clauses, roles, entities, frames, meta={"date": doc.get("date") or ""})
            frame_seconds += time.process_time() - between
            seconds += between - began
            chars, rows = chars + len(text), rows + len(clauses)
            for i, (clause, want, got) in enumerate(zip(clauses, doc["clauses"], found, strict=True)):
                if want["role"] != "D":
                    continue
                named = text[got.addressee[0] : got.addressee[1]] if got.addressee else ""
                counts["all"] += 1
                counts["right"] += named == want["addressee"]
                if not (named or want["addressee"]):
                    continue
                counts["any"] += 1
                if named == want["addressee"]:
                    counts["any right"] += 1
                    continue
                kind = "missed" if not named else "wrong" if want["addressee"] else "invented"
                counts[kind] += 1
                if shown < args.errors and kind == (args.kind or kind):
                    shown += 1
                    where = "inherited" if got.inherited else "own"
                    before = " ".join(
                        f"{text[c.start : c.end][:40]}⟨{w['role']}⟩"
                        for c, w in zip(clauses[max(0, i - 4) : i], doc["clauses"][max(0, i - 4) : i], strict=True)
                    )
                    print(f"{kind} {doc['id']} [{want['addressee']}] got [{named}] {where}: {before} ||| {text[clause.start : clause.end]}")
        print(
            f"{path.name}: addressee {counts['right'] / counts['all']:.4f} of {counts['all']}, where any "
            f"{counts['any right'] / counts['any']:.4f} of {counts['any']}; invented {counts['invented']}, "
            f"missed {counts['missed']}, wrong {counts['wrong']}"
        )
        print(
            f"  parties {seconds / rows * 1e6:.1f} µs, frames {frame_seconds / rows * 1e6:.1f} µs a clause; "
            f"together {chars / (seconds + frame_seconds) / 1e6:.2f}M characters/s"
        )


if __name__ == "__main__":
    main()
