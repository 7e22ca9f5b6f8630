"""docs/python.md is what the docstrings of the public names say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_python_reference_is_current() -> None:
    done = subprocess.run([sys.executable, "tools/python_reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_in_the_reference_and_says_what_it_is() -> None:
    import analyzer

    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    for name in analyzer.__all__:
        section = page.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
        assert section.partition("```\n")[2].strip(), name
