"""docs/coverage.md is what the lexicons hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_coverage_page_is_current() -> None:
    done = subprocess.run([sys.executable, "tools/coverage.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
