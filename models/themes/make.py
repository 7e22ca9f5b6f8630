"""Trains the theme model that ships, from a corpus with the State Council's 主题分类.

    python models/themes/make.py [DOCUMENTS.jsonl.gz] [NEWS.jsonl.gz]

Rows of the documents have the keys title, text, kind and theme (「财政、金融、审计\\税务」), news title and text; what has
no theme may get one from its title. The figures in card.md come from ``benchmarks/themes.py``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analyzer.topics.storage import save_tagger
from analyzer.topics.training import Labelled, some_of_each, train

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "../shared/corpus"
NEWS_PER_THEME = 40
KINDS = ("regulation", "notice", "plan", "local")
FILES = ("themes.skops", "themes.npz")
NO_THEME = "其他"
"""「其他」 says what a document is not; the tagger says that by giving no theme."""


def main() -> None:
    """Read the corpus, train, write the files and their checksums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", nargs="?", type=Path, default=CORPUS / "documents.jsonl.gz")
    parser.add_argument("news", nargs="?", type=Path, default=CORPUS / "news.jsonl.gz")
    options = parser.parse_args()
    known, others = sources(read(options.documents), read(options.news))
    tagger, weak = train(known, weak=others)
    save_tagger(tagger, HERE / FILES[0])
    tagger.model_.save(HERE / FILES[1])
    sums = "".join(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)
    (HERE / "SHA256SUMS").write_text(sums, encoding="utf-8")
    print(f"{len(known)} labelled, {weak} weakly labelled, {len(tagger.classes_)} themes\n{sums}", end="")


def read(path: Path) -> list[dict[str, Any]]:
    """Rows of a packed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sources(documents: Iterable[dict[str, Any]], news: Iterable[dict[str, Any]]) -> tuple[list[Labelled], list[Labelled]]:
    """Documents with an official theme, and those that only their titles can give one."""
    known, others = [], []
    for row in documents:
        theme = (row.get("theme") or "").split("\\")[0]
        if theme and theme != NO_THEME:
            known.append(Labelled(row["title"], row["text"], (theme,)))
        elif not theme and row["kind"] in KINDS:
            others.append(Labelled(row["title"] or "", row["text"], ()))
    reports = [Labelled(row["title"], row["text"], ()) for row in news if row["title"]]
    random.Random(0).shuffle(reports)
    return known, others + some_of_each(reports, NEWS_PER_THEME)


if __name__ == "__main__":
    main()
