"""The command line: each command parses its options and calls a library function.

Exit codes: 0 done, 1 an article could not be analysed (with ``--strict`` also: an input was skipped), 2 wrong usage:
an unknown option or value, a missing path, an output that exists already or cannot be written.
"""

from __future__ import annotations

import os
import sys

from analyzer.cli import analysing, comparing, evaluating, explaining, lexicons, models, reading, reporting, reprinting  # noqa: F401 - each adds its commands
from analyzer.cli.application import app

__all__ = ["app", "main"]


def main() -> None:
    """The console script."""
    # Before numpy is imported: on more threads its many small products take half as much processor time again and no less time.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Chinese must come out whole on any system, and a lone surrogate must not end the program.
            # Line ends go out as they are written: CSV has its own, and Windows would double them.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app()
