"""The floors that figures on the dev labels may not fall below (floors.json), with the hash of the labels they belong to.

``python -m tests.gold.gate`` prints figures and floors side by side; with ``--raise`` it lifts floors to what is reached
now (less half a point for ties broken elsewhere), as ``analyzer evaluate --floors … --raise-floors`` does. Neither ever
lowers one: that takes an edit of ``floors.json`` that a reviewer sees.
"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path

from analyzer.evaluation import Evaluation, evaluate
from analyzer.evaluation.figures import headline
from analyzer.evaluation.floors import Floors

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"


def gold_file(shared: Path) -> Path:
    """The dev labels."""
    return shared / "gold" / "dev.jsonl"


@cache
def measure(shared: Path) -> Evaluation:
    """The evaluation on the dev labels."""
    return evaluate(gold_file(shared))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=HERE.parents[2] / "shared")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is reached now")
    args = parser.parse_args()
    pinned, now = Floors.read(FLOORS), measure(args.shared)
    for name, value in headline(now.measures).items():
        print(f"{name:30} {value:.4f}  floor {pinned.floors.get(name, 0):.4f}")
    if args.lift:
        pinned.lifted(gold_file(args.shared), now).write(FLOORS)


if __name__ == "__main__":
    main()
