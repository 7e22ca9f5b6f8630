"""Figures of the analyzer on the dev labels and the floors they may not fall below.

``python -m tests.gold.gate`` prints them side by side; with ``--raise`` it lifts floors to what is reached now (less
half a point for ties broken elsewhere). It never lowers one: that takes an edit of ``floors.json`` that a reviewer sees.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
_SLACK = 0.005


def gold_file(shared: Path) -> Path:
    """The dev labels."""
    return shared / "gold" / "dev.jsonl"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def measure(shared: Path) -> dict[str, float]:
    """The figures of ``score.py`` on the dev labels, one number each."""
    from analyzer import analyze

    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    documents = [json.loads(line) for line in gold_file(shared).read_text(encoding="utf-8").splitlines() if line.strip()]
    found: dict[str, Any] = score.score(documents, analyze, make=score.article)
    return {
        "directive_f1": found["directive"]["f1"],
        "modality_accuracy": found["modality_accuracy"],
        "addressee_accuracy_where_any": found["addressee_accuracy_where_any"],
        "role_accuracy": found["role_accuracy"],
        "ministry_f1": found["entity_MINISTRY"]["f1"],
        "region_f1": found["entity_REGION"]["f1"],
        "sector_f1": found["entity_SECTOR"]["f1"],
        "ministry_names": found["name_accuracy_MINISTRY"],
        "region_names": found["name_accuracy_REGION"],
        "target_f1": found["target"]["f1"],
        "target_comparator": found["target_comparator_accuracy"],
        "target_deadline": found["target_deadline_accuracy"],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is reached now")
    args = parser.parse_args()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}}
    now = measure(args.shared)
    for name, value in now.items():
        print(f"{name:30} {value:.4f}  floor {pinned['floors'].get(name, 0):.4f}")
    if args.lift:
        floors = {name: max(pinned["floors"].get(name, 0.0), round(value - _SLACK, 4)) for name, value in now.items()}
        content = {"gold": gold_file(args.shared).name, "sha256": digest(gold_file(args.shared)), "floors": floors}
        FLOORS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
