"""Fuzzes the targets for a time each."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import TARGETS


def _counting(check: Callable[..., None], tried: Counter[str]) -> Callable[[object], None]:
    def once(value: object) -> None:
        tried["inputs"] += 1
        check(value)

    return once


def main() -> int:
    """Exit 1 where a target broke; the smallest input that breaks it is shown."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300, help="for each target")
    parser.add_argument("target", nargs="*", choices=[*TARGETS, []], help="all by default")
    options = parser.parse_args()
    broken = 0
    for name in options.target or TARGETS:
        check, strategy = TARGETS[name]
        end, tried = time.monotonic() + options.seconds, Counter[str]()
        fuzz = settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))(given(strategy)(_counting(check, tried)))
        try:
            while time.monotonic() < end:
                fuzz()
        except Exception as error:  # whatever it is, it is what was looked for
            broken += 1
            print(f"{name}: {type(error).__name__}: {error}", *getattr(error, "__notes__", ()), sep="\n  ")
        print(f"{name}: {tried['inputs']} inputs", flush=True)
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
