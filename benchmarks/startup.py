"""Compares the time from process start to the first article's table with that of importing spaCy, pandas and sklearn.

Each command runs in a process of its own, in turn, after one unmeasured round; the medians are compared.

Usage: python benchmarks/startup.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "关于加强安全生产工作的通知\n各地区、各部门要严格落实责任，加快推进汽车产业安全改造，严禁违规作业。\n"
WANTED = 1.5
"""Times the base that the first table may take."""
BASE = "import spacy, pandas, sklearn"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        article = Path(scratch) / "article.txt"
        article.write_text(ARTICLE, encoding="utf-8")
        python = [sys.executable, "-c"]
        command = [sys.executable, "-m", "analyzer"]
        commands = {
            BASE: [*python, BASE],
            "import spacy": [*python, "import spacy"],
            "import analyzer; load()": [*python, "import analyzer; analyzer.load()"],
            "extract_directives": [*python, f"import analyzer; analyzer.extract_directives({ARTICLE!r})"],
            "analyze().to_frame()": [*python, f"import analyzer; analyzer.analyze({ARTICLE!r}).to_frame()"],
            "analyzer extract": [*command, "extract", "--format", "csv", str(article)],
            "analyzer run": [*command, "run", str(article), "--overwrite", "--quiet", "--out", str(Path(scratch) / "out")],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(options.rounds + 1):
            for name, words in commands.items():
                began = time.perf_counter()
                subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=scratch)
                if number:
                    times[name].append(time.perf_counter() - began)
    base = median(times[BASE])
    print(f"{'command':<32}{'median, s':>10}{'min':>8}{'max':>8}{'ratio':>8}   (wanted: {WANTED})")
    for name, found in times.items():
        print(f"{name:<32}{median(found):>10.2f}{min(found):>8.2f}{max(found):>8.2f}{median(found) / base:>8.2f}")


if __name__ == "__main__":
    main()
