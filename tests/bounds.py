"""The lowest versions that pyproject.toml allows: ``python -m tests.bounds`` makes an environment of them and runs the tests in it.

Needs uv. The highest versions are what a plain ``pip install`` gives, which CI runs anyway.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ("tests/articles", "tests/cleaning", "tests/comparison", "tests/grammar", "tests/lexicon", "tests/pipeline", "tests/test_analysis.py", "tests/test_run.py", "tests/test_tables.py")


def main() -> int:
    """The exit code of pytest."""
    parser = argparse.ArgumentParser(prog="python -m tests.bounds", description=__doc__)
    parser.add_argument("tests", nargs="*", default=TESTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch, "env", "Scripts" if os.name == "nt" else "bin", "python")
        subprocess.run(["uv", "venv", "-q", "-p", sys.executable, str(Path(scratch, "env"))], check=True)
        extras = "batch,tables,formats"
        subprocess.run(["uv", "pip", "install", "-q", "-p", str(python), "--resolution", "lowest-direct", f"{ROOT}[{extras}]"], check=True)
        subprocess.run(["uv", "pip", "install", "-q", "-p", str(python), "pytest", "pytest-timeout", "hypothesis"], check=True)
        subprocess.run(["uv", "pip", "freeze", "-p", str(python)], check=True)
        done = subprocess.run([str(python), "-m", "pytest", "-p", "no:randomly", *options.tests], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
