"""Looks for texts on which the analysis takes the square of their length: ``python benchmarks/awkward.py --number 1000 --seed 1``.

A unit is one to three characters or words that rules and lexicons know; it is repeated to a text and to one four times as long. Time in
processor seconds. ``tests/test_linear.py`` counts calls, which says nothing of what a pattern does inside; this does.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Iterator

from analyzer import analyze
from analyzer.resources import lexicons_dir

SHORT, LONG = 4_000, 16_000
TAIL = "各地要落实到30%。"
WORD = re.compile("[\u3400-\u9fff]{1,4}|[^\\w\\s]")
MARKS = "，。、；：（）《》“”〔〕【】()-—·!！?？|\t\n 0123456789０１５%％°℃ⅠⅢ①②yīǎa"
SLOW, RATIO = 0.1, 7.0
"""Seconds that a long text must take to be looked at, and how many times those of the short one. What is above both is asked again at
four times the length: where a rule looks so many characters about it and no more, the ratio falls."""


def units(number: int, seed: int) -> Iterator[str]:
    """Every character of the lexicons of grammar and of ``MARKS`` alone, then ``number`` compounds."""
    words = {word for path in lexicons_dir().glob("*.yaml") for word in WORD.findall(path.read_text(encoding="utf-8"))}
    known = sorted(words | {*MARKS})
    yield from sorted({char for word in known for char in word})
    rng = random.Random(seed)
    for _ in range(number):
        yield "".join(rng.choice(known if rng.random() < 0.7 else MARKS) for _ in range(rng.randint(1, 3)))


def seconds(unit: str, size: int) -> float:
    """Processor seconds of one analysis."""
    text = (unit * (size // len(unit))) + TAIL
    began = time.process_time()
    analyze(text)
    return time.process_time() - began


def main() -> int:
    """Exit 1 where a unit takes far more than four times the time for four times the text, or breaks the analysis."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    analyze(TAIL * 100)
    faults = tried = 0
    slowest = (0.0, "")
    for unit in units(options.number, options.seed):
        tried += 1
        try:
            long = seconds(unit, LONG)
            ratio = long / max(seconds(unit, SHORT), 1e-6) if long > SLOW else 0.0
            if ratio > RATIO:
                ratio = seconds(unit, 4 * LONG) / long
        except Exception as error:
            print(f"{unit!r} breaks the analysis: {type(error).__name__}: {error}", flush=True)
            faults += 1
            continue
        slowest = max(slowest, (long, unit))
        if ratio > RATIO:
            print(f"{unit!r}: {long:.2f} s for {LONG} characters, {ratio:.1f} times as long for {4 * LONG}", flush=True)
            faults += 1
    print(f"{tried} units, {faults} faults; slowest {slowest[1]!r}: {slowest[0] / LONG * 1e6:.1f} s for a million characters")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
