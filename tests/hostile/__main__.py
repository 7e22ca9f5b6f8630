"""Runs the analyzer over hostile inputs and tells what became of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hostile.crafted import write_crafted
from tests.hostile.inputs import write_hostile
from tests.hostile.outcome import run_over


def main() -> int:
    """Exit 1 where the promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        folder.mkdir()
        made = write_hostile(folder, options.number, seed=options.seed)
        (folder / "crafted").mkdir()
        made += write_crafted(folder / "crafted")
        outcome = run_over(folder, Path(scratch, "out"))
    print(f"{made} inputs: exit {outcome.code}, {outcome.articles} articles, {outcome.skipped} skips, {outcome.seconds:.0f} s, peak {outcome.peak_mb:.0f} MB")
    print(*(f"fault: {fault}" for fault in outcome.faults), sep="\n")
    return bool(outcome.faults)


if __name__ == "__main__":
    sys.exit(main())
