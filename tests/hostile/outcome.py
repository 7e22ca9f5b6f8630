"""A run over hostile inputs, and what of its promise it broke."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analyzer import read_articles

LIMIT_MB = 3_000
"""Memory that one process of a run may take over these inputs."""


@dataclass
class Outcome:
    """What became of the inputs."""

    code: int
    articles: int
    skipped: int
    seconds: float
    peak_mb: float
    faults: list[str] = field(default_factory=list)


def run_over(folder: Path, out: Path) -> Outcome:
    """Run ``analyzer run`` on the folder in a process of its own and check what it wrote."""
    began = time.perf_counter()
    # The analyzer's process only ever sees a network that is not there.
    start = "import sys, socket, tracemalloc\ndef no(*a, **k): raise RuntimeError('network')\nsocket.socket.connect = no\nsocket.getaddrinfo = no\nfrom analyzer.cli import main\nsys.argv = ['analyzer', *sys.argv[1:]]\ntry:\n    main()\nfinally:\n    import resource\n    print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    done = subprocess.run(
        [sys.executable, "-c", start, "run", str(folder), "--out", str(out), "--quiet"], capture_output=True, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    peak = max((int(n) for line in done.stderr.splitlines() if line.startswith("PEAK") for n in line.split()[1:]), default=0) / 1024
    outcome = Outcome(done.returncode, 0, 0, time.perf_counter() - began, peak)
    if done.returncode not in (0, 1):
        outcome.faults.append(f"exit {done.returncode}: {done.stderr[-500:]}")
    if "Traceback" in done.stderr + done.stdout:
        outcome.faults.append(f"a traceback: {done.stderr[-1500:]}")
    if peak > LIMIT_MB:
        outcome.faults.append(f"peak {peak:.0f} MB")
    if not (out / "articles.csv").is_file():
        outcome.faults.append(f"no tables: {done.stderr[-1500:]}")
        return outcome
    articles = [row["id"].removeprefix("'") for row in _rows(out / "articles.csv")]  # which a csv puts before =, + and -
    skips = [(row["input"], row["reason"]) for row in _rows(out / "skipped.csv")]
    outcome.articles, outcome.skipped = len(articles), len(skips)
    outcome.faults += [f"no reason for {place}" for place, reason in skips if not reason.strip()]
    skipped = "\n".join(place for place, _ in skips)
    text, known = "\n".join([*articles, skipped]), {*articles}
    for file in _inputs(folder):
        name = file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        stem = name.removesuffix(".gz")
        if name not in text and stem.rpartition(".")[0] not in text and not (stem.endswith(ROWWISE) and _rows_told(file, known, skipped)):
            outcome.faults.append(f"neither in the tables nor skipped: {name}")
    return outcome


ROWWISE = (".csv", ".jsonl", ".xlsx", ".parquet")


def _rows_told(file: Path, articles: set[str], skipped: str) -> bool:
    """Whether every row of a file that can be read is an article, under its id or as ``id~2``, or a copy that was skipped.

    Rows carry ids of their own: what was read of such a file cannot be told by its name.
    """
    ids = [article.id for article in read_articles(file, skipped=[])]
    return bool(ids) and all(id in articles or f"{id}~2" in articles or f": {id}" in skipped for id in ids)


def _inputs(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*files, *(f for f in folders if _is_link(Path(place, f)))))


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # its path is too long
        return False


def _rows(path: Path) -> list[dict[str, str]]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    finally:
        csv.field_size_limit(before)  # it belongs to the whole process
