"""Trains the theme model that ships, from a corpus with the State Council's 主题分类.

    python models/themes/make.py [CORPUS.jsonl.gz]

Rows of the corpus have the keys title, text, kind and theme (「财政、金融、审计\\税务」); rows without a theme may get
one from their title. The figures in card.md come from ``benchmarks/themes.py``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from pathlib import Path

from analyzer.topics.storage import save_tagger
from analyzer.topics.training import Labelled, train

HERE = Path(__file__).resolve().parent
KINDS = ("regulation", "notice", "plan", "local")
FILES = ("themes.skops", "themes.npz")
NO_THEME = "其他"
"""「其他」 says what a document is not; the tagger says that by giving no theme."""


def main() -> None:
    """Read the corpus, train, write the files and their checksums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=HERE.parents[1] / "../shared/corpus/documents.jsonl.gz")
    with gzip.open(parser.parse_args().corpus, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    known, others = [], []
    for row in rows:
        theme = (row.get("theme") or "").split("\\")[0]
        if theme and theme != NO_THEME:
            known.append(Labelled(row["title"], row["text"], (theme,)))
        elif not theme and row["kind"] in KINDS:
            others.append(Labelled(row["title"] or "", row["text"], ()))
    tagger, weak = train(known, weak=others)
    save_tagger(tagger, HERE / FILES[0])
    tagger.model_.save(HERE / FILES[1])
    sums = "".join(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)
    (HERE / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"{len(known)} labelled, {weak} weakly labelled, {len(tagger.classes_)} themes\n{sums}", end="")


if __name__ == "__main__":
    main()
