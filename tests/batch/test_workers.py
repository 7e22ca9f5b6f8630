"""Real analyses by one process and by two workers: the same tables."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="workers need the extra batch")

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
RUN = """
import sys
from analyzer.run import run

if __name__ == "__main__":
    out, workers, *paths = sys.argv[1:]
    run(paths, out, formats=["csv", "parquet"], workers=int(workers))
    sys.exit("a run has imported spaCy" if "spacy" in sys.modules else 0)
"""


def test_two_workers_give_the_tables_of_one_and_a_run_needs_no_spacy(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(RUN, encoding="utf-8")
    # Each path has a chunk of its own, so that both workers have something to do.
    paths = sorted(str(path) for path in SAMPLES.iterdir() if path.name[:1].isdigit())
    for workers in ("1", "2"):
        subprocess.run([sys.executable, str(script), str(tmp_path / workers), workers, *paths], check=True, timeout=120)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / workers).iterdir() if path.is_file() and path.name != "run.json"} for workers in ("1", "2"))
    assert one["directives.csv"].count(b"\n") > 100
    assert one == two
