"""Rebuild ``counts.txt.gz``, the character bigrams that choose between repairs: ``python models/bigrams/make.py``.

Reads the project's corpus folder (``../shared/corpus`` beside the checkout, or the folder given), cleans each text
and counts. Texts whose id has CRC-32 divisible by ten, and the texts of ``../shared/damaged``, are held out for
measuring. At the end it looks for sentences of the corpus that the counts would give away.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from analyzer.cleaning import clean_text
from analyzer.cleaning.language import Bigrams, parse, train

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / ".." / "shared" / "corpus"
FILES = ("news.jsonl.gz", "documents.jsonl.gz")
_MOJIBAKE = re.compile("[А-я]{4}|[Ђ-џ]{2}")


def held_out(name: str) -> bool:
    """Whether the text with this id is kept for measuring."""
    return zlib.crc32(name.encode("utf-8")) % 10 == 0


def texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Id and text of all articles."""
    for name in FILES:
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row["id"], row["text"]


def training(corpus: Path) -> Iterator[str]:
    """The clean texts to count."""
    pairs = corpus.parent / "damaged" / "pairs.jsonl"
    lines = pairs.read_text(encoding="utf-8").split("\n") if pairs.exists() else []
    measured = {json.loads(line)["id"] for line in lines if line}
    for name, text in texts(corpus):
        if not held_out(name) and name not in measured and not _MOJIBAKE.search(text):
            yield clean_text(text).text


def leaks(model: Bigrams, corpus: Path, length: int = 16) -> list[tuple[str, int]]:
    """Strings of this length that following the likeliest pair gives, and that fewer than ten texts hold."""
    walks: set[str] = set()
    follow = model.likeliest()
    for first in follow:
        walk = first
        while len(walk) < length and walk[-1] in follow and follow[walk[-1]] not in walk:
            walk += follow[walk[-1]]
        if len(walk) >= length:
            walks.add(walk[:length])
    counts = dict.fromkeys(walks, 0)
    if walks:
        for _, text in texts(corpus):
            for walk in walks:
                counts[walk] += walk in text
    return [(walk, count) for walk, count in sorted(counts.items()) if 0 < count < 10]


def main() -> None:
    """Count, write, look for leaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    corpus: Path = parser.parse_args().corpus
    data = train(training(corpus))
    found = leaks(parse(data), corpus)
    if found:
        raise SystemExit(f"the counts give away {len(found)} strings of the corpus, nothing written: {found[:5]}")
    (HERE / "counts.txt.gz").write_bytes(data)
    (HERE / "SHA256SUMS").write_text(f"{hashlib.sha256(data).hexdigest()}  counts.txt.gz\n", encoding="utf-8")
    print(f"{HERE / 'counts.txt.gz'}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
