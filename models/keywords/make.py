"""Counts the background against which keywords stand out: terms and the passages that hold them.

    python models/keywords/make.py [CORPUS.jsonl.gz ...] [--sample CHARACTERS]

Terms are words as pkuseg cuts a sample of the corpora, phrases of words that stand together more often than chance
has it, and the terms of the lexicons of sectors and themes. Their frequencies are then counted on all of the corpora the way :func:`analyzer.topics.keywords` counts: by
a scan for the longest terms, without segmenting. Only terms and numbers are written, no text.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import math
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analyzer.lexicon.scan import Scanner
from analyzer.resources import lexicons_dir, models_dir
from analyzer.topics.keyterms import PASSAGE, passages, stop_phrases

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "../shared/corpus"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
FUNCTION = frozenset("的了和与及或在对向从将把被为以于由等是有要不也都就而并其之所这那此每各该应可须得着过地到上下中内外前后年月日元个名次项条第来去说让使据按至")
LEAST_WORD, LEAST_PHRASE, TOGETHER = 3, 8, 0.45
"""Times that a word and a phrase must occur in the sample, and the normalised mutual information of a phrase's parts."""
FREEDOM = 0.55
"""A phrase that is followed (or preceded) by the same word more often than this is a piece of a longer one."""
MOST = 60_000
FILE = "background.tsv.gz"


def main() -> None:
    """Segment a sample, choose the terms, count them everywhere, write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", nargs="*", type=Path, default=[SHARED / "documents.jsonl.gz", SHARED / "news.jsonl.gz"])
    parser.add_argument("--sample", type=int, default=6_000_000, help="characters to segment, an equal part of each corpus")
    options = parser.parse_args()
    pieces = {path: list(read(path)) for path in options.corpora}
    stop = stop_phrases(lexicons_dir())
    rows = segment(pieces, options.sample // len(pieces))
    chosen = [*words(rows), *phrases(rows, stop), *lexicon_terms()]
    terms = sorted(set(chosen))
    scanner = Scanner(terms)
    frequency: Counter[int] = Counter()
    total = 0
    for parts in pieces.values():
        for part in parts:
            total += 1
            frequency.update({number for _, _, number in scanner.longest(part)})
    kept = sorted(((terms[n], f) for n, f in frequency.items() if f >= LEAST_WORD), key=lambda tf: (-tf[1], tf[0]))[:MOST]
    lines = [f"{total}\t{PASSAGE}\n", *(f"{term}\t{count}\n" for term, count in kept)]
    # No time stamp in the archive, so that the same counts make the same file.
    (HERE / FILE).write_bytes(gzip.compress("".join(lines).encode(), mtime=0))
    digest = hashlib.sha256((HERE / FILE).read_bytes()).hexdigest()
    (HERE / "SHA256SUMS").write_text(f"{digest}  {FILE}\n", encoding="utf-8")
    print(f"{len(kept)} terms of {total} passages")


def read(path: Path) -> Iterator[str]:
    """Passages of the texts of a corpus."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from passages(json.loads(line)["text"])


def segment(pieces: dict[Path, list[str]], size: int) -> list[list[str]]:
    """Runs of Chinese characters of a random sample of every corpus, each as a list of words."""
    import spacy_pkuseg

    cut = spacy_pkuseg.pkuseg(str(models_dir() / "segmenter"), user_dict=None).cut
    rows: list[list[str]] = []
    begin = time.perf_counter()
    for parts in pieces.values():
        sample, left = parts.copy(), size
        random.Random(0).shuffle(sample)
        for part in sample:
            if left <= 0:
                break
            left -= len(part)
            rows += (cut(run) for run in CHINESE.findall(part))
    print(f"{sum(map(len, rows))} words in {time.perf_counter() - begin:.0f} s")
    return rows


def words(rows: list[list[str]]) -> list[str]:
    """Words of two characters or more that do not begin or end with a function word."""
    counts = Counter(word for row in rows for word in row)
    return [w for w, c in counts.items() if 2 <= len(w) <= 10 and c >= LEAST_WORD and _content(w)]


def phrases(rows: list[list[str]], stop: frozenset[str]) -> list[str]:
    """Two to four words that stand together far more often than chance has it, and are no piece of a longer phrase."""
    single = Counter(word for row in rows for word in row)
    total = single.total()
    grams: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        for size in (2, 3, 4):
            grams.update(gram for gram in zip(*(row[i:] for i in range(size)), strict=False))
    likely: dict[tuple[str, ...], int] = {}
    for gram, count in grams.items():
        if count < LEAST_PHRASE or gram[0] in stop or gram[-1] in stop or not 3 <= len("".join(gram)) <= 10:
            continue
        if any(word in FUNCTION for word in gram) or not _content("".join(gram)):
            continue
        chance = min(_weight(grams, single, gram[:i]) * _weight(grams, single, gram[i:]) for i in (1, len(gram) - 1))
        if math.log(count * total / chance) / -math.log(count / total) >= TOGETHER:
            likely[gram] = count
    before: dict[tuple[str, ...], Counter[str]] = {gram: Counter() for gram in likely}
    after: dict[tuple[str, ...], Counter[str]] = {gram: Counter() for gram in likely}
    for row in rows:
        for size in (2, 3, 4):
            for at in range(len(row) - size + 1):
                gram = tuple(row[at : at + size])
                if gram in likely:
                    before[gram][row[at - 1] if at else ""] += 1
                    after[gram][row[at + size] if at + size < len(row) else ""] += 1
    return ["".join(gram) for gram, count in likely.items() if _free(before[gram], count) and _free(after[gram], count)]


def _weight(grams: Counter[tuple[str, ...]], single: Counter[str], part: tuple[str, ...]) -> int:
    return single[part[0]] if len(part) == 1 else grams[part]


def _free(neighbours: Counter[str], count: int) -> bool:
    return all(times <= FREEDOM * count for word, times in neighbours.items() if word)


def _content(term: str) -> bool:
    return term[0] not in FUNCTION and term[-1] not in FUNCTION


def lexicon_terms() -> list[str]:
    """Terms that the lexicons name as sectors or for themes: segmenters cut many of them in two."""
    found = []
    for name in ("sectors.csv", "themes.csv"):
        with (lexicons_dir() / name).open(encoding="utf-8", newline="") as file:
            found += [row["term"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    return [term for term in found if len(term) > 1 and CHINESE.fullmatch(term)]


if __name__ == "__main__":
    main()
