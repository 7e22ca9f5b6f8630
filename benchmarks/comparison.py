"""Measures how the time of a comparison grows with its sides.

Compares the first eighth, quarter, half and whole of two runs' directives; a cost per directive that stays the same
means that time grows with the input, not with its square.

Usage: python benchmarks/comparison.py OLD NEW    (folders that `analyzer run` wrote, best of some 10,000 directives each)
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from analyzer.comparison.changes import directive_changes
from analyzer.comparison.sides import frames_of, stated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    options = parser.parse_args()
    sides = [stated(*frames_of(side)) for side in (options.old, options.new)]
    list(directive_changes(sides[0][:100], sides[1][:100]))  # imports
    print("| old | new | seconds | µs a directive |\n|---|---|---|---|")
    for part in (8, 4, 2, 1):
        old, new = (side[: len(side) // part] for side in sides)
        began = time.process_time()
        list(directive_changes(old, new))
        took = time.process_time() - began
        print(f"| {len(old):,} | {len(new):,} | {took:.2f} | {took / (len(old) + len(new)) * 1e6:.0f} |")


if __name__ == "__main__":
    main()
