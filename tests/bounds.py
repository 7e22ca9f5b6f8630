"""Both ends of what pyproject.toml allows: ``python -m tests.bounds`` makes an environment of the lowest versions and runs the tests in it.

``--newest`` takes the highest ones, those of what the dependencies need themselves too. Needs uv.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/articles", "tests/batch", "tests/cleaning", "tests/comparison", "tests/evaluation", "tests/grammar", "tests/lexicon", "tests/pipeline", "tests/reprints",
    "tests/sinks", "tests/topics", "tests/test_analysis.py", "tests/test_cli.py", "tests/test_run.py", "tests/test_tables.py",
)  # fmt: skip


def main() -> int:
    """The exit code of pytest."""
    parser = argparse.ArgumentParser(prog="python -m tests.bounds", description=__doc__)
    parser.add_argument("tests", nargs="*", default=TESTS)
    parser.add_argument("--newest", action="store_true", help="the highest versions, not the lowest")
    options = parser.parse_args()
    uv = shutil.which("uv") or shutil.which("uv", path=Path(sys.executable).parent)
    if uv is None:
        parser.error("uv is not installed: pip install uv")
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch, "env", "Scripts" if os.name == "nt" else "bin", "python")
        subprocess.run([uv, "venv", "-q", "-p", sys.executable, str(Path(scratch, "env"))], check=True)
        resolution = "highest" if options.newest else "lowest-direct"
        install = [uv, "pip", "install", "-q", "-p", str(python), "--resolution", resolution]
        subprocess.run([*install, f"{ROOT}[batch,tables,formats]", "pytest>=8.3", "pytest-timeout>=2.4", "hypothesis>=6.120", "psutil"], check=True)
        subprocess.run([uv, "pip", "freeze", "-p", str(python)], check=True)
        done = subprocess.run([str(python), "-m", "pytest", "-p", "no:randomly", *options.tests], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
