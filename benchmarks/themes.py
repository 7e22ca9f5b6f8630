"""Measures the theme tagger on the labelled notices of a corpus, by the splits in ``benchmarks/themes_splits.json``.

Usage: python benchmarks/themes.py [CORPUS.jsonl.gz] [--steps] [--speed] [--pin]
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from analyzer.topics.training import Labelled, train

HERE = Path(__file__).resolve().parent
SPLITS = HERE / "themes_splits.json"
SMALLEST = 10
Document = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=HERE.parent / "../shared/corpus/documents.jsonl.gz")
    parser.add_argument("--steps", action="store_true", help="also measure each step on its own")
    parser.add_argument("--pin", action="store_true", help="draw the splits again and write them")
    args = parser.parse_args()
    with gzip.open(args.corpus, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    if args.pin:
        pin(documents)
    splits = json.loads(SPLITS.read_text(encoding="utf-8"))
    bench = Bench(documents, splits)
    if args.steps:
        bench.steps()
    bench.full("all themes open", weak=True)
    bench.full("titles alone", weak=True, part=lambda d: (d["title"], ""))
    bench.full("texts alone", weak=True, part=lambda d: ("", d["text"]))


def theme(document: Document) -> str:
    return str(document["theme"]).split("\\")[0]


def pin(documents: Sequence[Document]) -> None:
    labelled = [d for d in documents if d.get("theme")]
    sizes = Counter(map(theme, labelled))
    large = sorted(t for t, n in sizes.items() if n >= SMALLEST)
    those = [d for d in labelled if theme(d) in large]
    folds: dict[str, int] = {}
    drawn = StratifiedKFold(5, shuffle=True, random_state=0).split(those, [theme(d) for d in those])
    for number, (_, test) in enumerate(drawn):
        folds |= {those[i]["id"]: number for i in test}
    splits = {
        "themes": large,
        "temporal_train": [d["id"] for d in labelled if d["date"] >= "2020"],
        "temporal_test": [d["id"] for d in those if d["date"][:4] in ("2018", "2019")],
        "folds": folds,
    }
    SPLITS.write_text(json.dumps(splits, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


class Bench:
    """The labelled documents, their splits, and the documents that only weak labels reach."""

    def __init__(self, documents: Sequence[Document], splits: dict[str, Any]) -> None:
        """Sort the documents by use."""
        self.by_id = {d["id"]: d for d in documents if d.get("theme")}
        self.splits = splits
        self.large = splits["themes"]
        self.unlabelled = [Labelled(d["title"] or "", d["text"], ()) for d in documents if not d.get("theme") and d["kind"] in ("regulation", "notice", "plan", "local")]

    def run(self, train_ids: Sequence[str], test_ids: Sequence[str], weak: bool, part: Callable[[Document], tuple[str, str]], **parameters: Any) -> tuple[np.ndarray, list[str], list[tuple[str, ...]]]:
        """Probabilities, theme names and tags; a document that repeats one of the test never teaches."""
        test = [self.by_id[i] for i in test_ids]
        hidden = {_bare(d["title"]) for d in test}
        known = [Labelled(d["title"], d["text"], (theme(d),)) for i in train_ids if theme(d := self.by_id[i]) != "其他" and _bare(d["title"]) not in hidden]
        rest = [d for d in self.unlabelled if not any(title in _bare(d.title + d.text[:300]) for title in hidden)] if weak else []
        tagger, _ = train(known, weak=rest, **parameters)
        pairs = [part(d) for d in test]
        return tagger.predict_proba(pairs), tagger.classes_.tolist(), tagger.predict(pairs)

    def temporal(self, weak: bool, part: Callable[[Document], tuple[str, str]], **parameters: Any) -> Outcome:
        """Learn from 2020, answer on 2018 and 2019."""
        ids = self.splits["temporal_test"]
        outcome = Outcome(self.large)
        outcome.add([theme(self.by_id[i]) for i in ids], *self.run(self.splits["temporal_train"], ids, weak, part, **parameters))
        return outcome

    def folds(self, weak: bool, part: Callable[[Document], tuple[str, str]], **parameters: Any) -> Outcome:
        """Five folds by document."""
        folds = self.splits["folds"]
        outcome = Outcome(self.large)
        for number in range(5):
            test = [i for i, fold in folds.items() if fold == number]
            rest = [i for i in self.by_id if folds.get(i) != number]
            outcome.add([theme(self.by_id[i]) for i in test], *self.run(rest, test, weak, part, **parameters))
        return outcome

    def full(self, name: str, *, weak: bool, part: Callable[[Document], tuple[str, str]] = lambda d: (d["title"], d["text"]), **parameters: Any) -> None:
        """Both splits, printed."""
        print(f"== {name}", flush=True)
        for split, measure in (("temporal", self.temporal), ("5-fold", self.folds)):
            begin = time.perf_counter()
            outcome = measure(weak, part, **parameters)
            print(f"{split:9}{outcome}  ({time.perf_counter() - begin:.0f} s)", flush=True)
            if not parameters:
                print(outcome.reliability(), flush=True)

    def steps(self) -> None:
        """One thing after the other, so that each shows what it brings."""
        from analyzer.topics.lexicon import ThemeLexicon

        none = ThemeLexicon.from_rows({"terms": ["\u0000"], "themes": ["-"], "theme_of": [0], "weights": [0.0], "categories": [""]})
        self.full("n-grams", weak=False, lexicon=none, period=(), title_weight=1.0, halves=0.0)
        self.full("+ title weighted", weak=False, lexicon=none, period=(), halves=0.0)
        self.full("+ period words out", weak=False, lexicon=none, halves=0.0)
        self.full("+ theme terms", weak=False, halves=0.0)
        self.full("+ weak labels", weak=True, halves=0.0)
        self.full("+ halves", weak=True, halves=0.3)
        self.full("the same, period words in", weak=True, halves=0.3, period=())


def _bare(title: str) -> str:
    return "".join(c for c in title if "\u4e00" <= c <= "\u9fff")


class Outcome:
    """Truth and predictions of one split."""

    def __init__(self, themes: Sequence[str]) -> None:
        """Begin without any."""
        self.themes = list(themes)
        self.truth: list[str] = []
        self.first: list[str] = []
        self.tags: list[tuple[str, ...]] = []
        self.top: list[float] = []
        self.squares: list[float] = []
        self.chances: list[tuple[float, bool]] = []

    def add(self, truth: Sequence[str], likely: np.ndarray, names: Sequence[str], tags: Sequence[tuple[str, ...]]) -> None:
        """The answers on some documents."""
        for answer, row, tagged in zip(truth, likely, tags, strict=True):
            right = np.array([name == answer for name in names])
            self.truth.append(answer)
            self.first.append(names[int(row.argmax())])
            self.tags.append(tagged)
            self.top.append(float(row.max()))
            self.squares.append(float(((row - right) ** 2).sum() + (not right.any())))
            self.chances += [(float(p), bool(r)) for p, r in zip(row, right, strict=True)]

    def figures(self, which: np.ndarray) -> tuple[float, float]:
        """Accuracy of the likeliest theme and macro-F1 over the themes of the split, on some documents."""
        truth, first = np.array(self.truth)[which], np.array(self.first)[which]
        present = sorted(set(truth.tolist()))
        return float((truth == first).mean()), float(f1_score(truth, first, average="macro", labels=present, zero_division=0))

    def __str__(self) -> str:
        """Figures with 95 % bootstrap intervals over documents."""
        many = len(self.truth)
        accuracy, macro = self.figures(np.arange(many))
        draw = np.random.default_rng(0)
        spread = np.array([self.figures(draw.integers(0, many, many)) for _ in range(500)])
        low, high = np.percentile(spread, [2.5, 97.5], axis=0)
        given = [t for t in self.tags if t]
        hit = sum(a in t for a, t in zip(self.truth, self.tags, strict=True))
        return (
            f"accuracy {accuracy:.3f} [{low[0]:.2f}, {high[0]:.2f}]  macro-F1 {macro:.3f} [{low[1]:.2f}, {high[1]:.2f}]  "
            f"Brier {np.mean(self.squares):.3f}  tagged {len(given)}/{many}, truth among tags {hit}, tags {sum(map(len, self.tags))}"
        )

    def reliability(self) -> str:
        """Stated and true frequency over all pairs of document and theme."""
        lines = ["  probability   pairs   mean   true"]
        chances, right = np.array([c for c, _ in self.chances]), np.array([r for _, r in self.chances])
        for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
            inside = (chances >= low) & (chances < high)
            if inside.any():
                lines.append(f"  {low:.2f}–{min(high, 1):.2f}   {inside.sum():6d}  {chances[inside].mean():.3f}  {right[inside].mean():.3f}")
        return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
