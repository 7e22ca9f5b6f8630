"""Measures the theme tagger on the labelled notices of a corpus, by the splits in ``benchmarks/themes_splits.json``.

Usage: python benchmarks/themes.py [DOCUMENTS.jsonl.gz] [NEWS.jsonl.gz] [--steps | --on-news | --unseen | --speed] [--pin]

``themes_read.json`` holds the themes of texts without an official one, given by reading them: the likeliest first, then those
that a librarian might have given as well; an empty list where none of the 22 fits.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from analyzer.resources import lexicons_dir
from analyzer.topics.lexicon import ThemeLexicon, period_phrases
from analyzer.topics.training import Labelled, some_of_each, train, weak_theme

HERE = Path(__file__).resolve().parent
_MAKE = importlib.util.spec_from_file_location("make_themes", HERE.parent / "models/themes/make.py")
assert _MAKE is not None
assert _MAKE.loader is not None
make = importlib.util.module_from_spec(_MAKE)
"""What the shipped model learns from is settled there."""
_MAKE.loader.exec_module(make)
SPLITS, READ = HERE / "themes_splits.json", HERE / "themes_read.json"
SMALLEST = 10
Document = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=Path, default=make.CORPUS / "documents.jsonl.gz")
    parser.add_argument("news", nargs="?", type=Path, default=make.CORPUS / "news.jsonl.gz")
    parser.add_argument("--steps", action="store_true", help="measure what each step brings instead")
    parser.add_argument("--speed", action="store_true", help="measure the speed of the shipped model instead")
    parser.add_argument("--on-news", action="store_true", help="measure agreement with the titles of news held out instead")
    parser.add_argument("--unseen", action="store_true", help="measure on texts of which nobody had seen title or theme when the terms were written")
    parser.add_argument("--pin", action="store_true", help="draw the splits again and write them")
    args = parser.parse_args()
    documents = make.read(args.documents)
    if args.speed:
        speed(documents)
        return
    if args.pin:
        pin(documents)
    bench = Bench(documents, make.read(args.news), json.loads(SPLITS.read_text(encoding="utf-8")))
    if args.steps:
        bench.steps()
    elif args.unseen:
        bench.unseen([*documents, *make.read(args.news)], json.loads(READ.read_text(encoding="utf-8")))
    elif args.on_news:
        bench.on_news(make.read(args.news))
    else:
        bench.full()


def speed(documents: Sequence[Document]) -> None:
    from analyzer.topics import keywords, tag_themes

    characters = sum(len(d["text"]) for d in documents)
    for name, call in (("tag_themes", lambda d: tag_themes(d["title"] or "", d["text"])), ("keywords", lambda d: keywords(d["text"]))):
        call(documents[0])
        begin = time.process_time()
        for document in documents:
            call(document)
        print(f"{name:12}{characters / (time.process_time() - begin) / 1e6:.2f}M characters/s of processor time, {len(documents)} documents")


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

    def __init__(self, documents: Sequence[Document], news: Sequence[Document], splits: dict[str, Any]) -> None:
        """Sort the documents by use."""
        self.by_id = {d["id"]: d for d in documents if d.get("theme")}
        self.splits = splits
        self.weak = {"documents": make.sources(documents, [])[1], "news": make.sources([], news)[1]}

    def run(self, train_ids: Sequence[str], test_ids: Sequence[str], weak: Sequence[str], outcomes: Sequence[Outcome], **parameters: Any) -> None:
        """Learn, answer, and hand the answers to the outcomes; a document that repeats one of the test never teaches."""
        test = [self.by_id[i] for i in test_ids]
        hidden = {_bare(d["title"]) for d in test}
        rows = [d for i in train_ids if theme(d := self.by_id[i]) != make.NO_THEME and _bare(d["title"]) not in hidden]
        known = [Labelled(d["title"], d["text"], (theme(d),)) for d in rows]
        rest = [d for name in weak for d in self.weak[name] if not any(title in _bare(d.title + d.text[:300]) for title in hidden)]
        tagger, _ = train(known, weak=rest, **parameters)
        for outcome in outcomes:
            pairs = [outcome.part(d) for d in test]
            outcome.add([theme(d) for d in test], tagger.predict_proba(pairs), tagger.classes_.tolist(), tagger.predict(pairs))

    def temporal(self, weak: Sequence[str], outcomes: Sequence[Outcome], **parameters: Any) -> None:
        """Learn from 2020, answer on 2018 and 2019."""
        self.run(self.splits["temporal_train"], self.splits["temporal_test"], weak, outcomes, **parameters)

    def folds(self, weak: Sequence[str], outcomes: Sequence[Outcome], **parameters: Any) -> None:
        """Five folds by document."""
        folds = self.splits["folds"]
        for number in range(5):
            test = [i for i, fold in folds.items() if fold == number]
            rest = [i for i in self.by_id if folds.get(i) != number]
            self.run(rest, test, weak, outcomes, **parameters)

    def full(self) -> None:
        """Everything about the tagger as it ships."""
        for split, measure in (("temporal", self.temporal), ("5-fold", self.folds)):
            outcomes = [Outcome("title and text", lambda d: (d["title"], d["text"])), Outcome("title alone", lambda d: (d["title"], "")), Outcome("text alone", lambda d: ("", d["text"]))]
            measure(("documents", "news"), outcomes)
            for outcome in outcomes:
                print(f"{split}, {outcome.name}: {outcome}\n{outcome.reliability()}", flush=True)

    def on_news(self, news: Sequence[Document], many: int = 1500) -> None:
        """How often the theme of a news text alone is the one that its title, held back, speaks for by the theme terms."""
        learned = {d.text for d in self.weak["news"]}
        reports = [d for d in some_of_each((Labelled(r["title"], r["text"], ()) for r in news if r["title"]), len(news)) if d.text not in learned]
        random.Random(1).shuffle(reports)
        lexicon, phrases = ThemeLexicon.from_lexicons(lexicons_dir()), period_phrases(lexicons_dir())
        told = [weak_theme(d.title, d.text, lexicon, phrases) for d in reports[:many]]
        known = [Labelled(d["title"], d["text"], (theme(d),)) for d in self.by_id.values() if theme(d) != make.NO_THEME]
        for name, weak in (("without news", self.weak["documents"]), ("with news", self.weak["documents"] + self.weak["news"])):
            tagger, _ = train(known, weak=weak)
            pairs = [("", d.text) for d in reports[:many]]
            first = tagger.classes_[tagger.predict_proba(pairs).argmax(axis=1)]
            tags = tagger.predict(pairs)
            given = sum(map(bool, tags))
            agree = sum(t in tag for t, tag in zip(told, tags, strict=True))
            print(f"{name:14}{len(told)} news texts: likeliest agrees {np.mean(first == np.array(told)):.3f}, tagged {given / len(told):.3f}, of these agree {agree / given:.3f}", flush=True)

    def unseen(self, documents: Sequence[Document], read: dict[str, list[str]]) -> None:
        """On texts without an official theme, read for this measure, that teach nothing: neither weakly nor by their title."""
        test = [d for d in documents if d["id"] in read]
        hidden = {d["text"] for d in test}
        known = [Labelled(d["title"], d["text"], (theme(d),)) for d in self.by_id.values() if theme(d) != make.NO_THEME]
        tagger, _ = train(known, weak=[d for name in ("documents", "news") for d in self.weak[name] if d.text not in hidden])
        for name, part in (("title and text", lambda d: (d["title"] or "", d["text"])), ("title alone", lambda d: (d["title"] or "", "")), ("text alone", lambda d: ("", d["text"]))):
            shown = [d for d in test if any(part(d))]
            pairs = [part(d) for d in shown]
            likely, tags = tagger.predict_proba(pairs).argmax(axis=1), tagger.predict(pairs)
            rows = list(zip([read[d["id"]] for d in shown], tagger.classes_[likely].tolist(), tags, strict=True))
            fits = [r for r in rows if r[0]]
            first, also = np.mean([a[0] == b for a, b, _ in fits]), np.mean([b in a for a, b, _ in fits])
            given = [(a, t) for a, _, tag in rows for t in tag]
            print(
                f"{name:15}{len(fits)} texts with a theme: likeliest is the first {first:.3f}, one of those that fit {also:.3f}; tagged {sum(bool(t) for _, _, t in fits)}; "
                f"{len(given)} tags, {sum(t in a for a, t in given)} fit; {sum(bool(t) for a, _, t in rows if not a)} of {len(rows) - len(fits)} without a theme tagged",
                flush=True,
            )

    def steps(self) -> None:
        """One thing after the other, so that each shows what it brings; without calibration, which ranks nothing anew."""
        none = ThemeLexicon.from_rows({"terms": ["\u0000"], "themes": ["-"], "theme_of": [0], "weights": [0.0], "categories": [""]})
        both = ("documents", "news")
        table: list[tuple[str, Sequence[str], dict[str, Any]]] = [
            ("n-grams of title and text", (), {"lexicon": none, "period": (), "title_weight": 1.0, "halves": 0.0}),
            ("+ title weighted", (), {"lexicon": none, "period": (), "halves": 0.0}),
            ("+ period words out", (), {"lexicon": none, "halves": 0.0}),
            ("+ theme terms", (), {"halves": 0.0}),
            ("+ weak labels, documents", ("documents",), {"halves": 0.0}),
            ("+ weak labels, news", both, {"halves": 0.0}),
            ("+ titles and texts alone", both, {}),
            ("the last, period words in", both, {"period": ()}),
        ]
        for name, weak, parameters in table:
            line = f"{name:28}"
            for measure in (self.temporal, self.folds):
                outcome = Outcome(name, lambda d: (d["title"], d["text"]))
                measure(weak, [outcome], calibrate=False, **parameters)
                accuracy, macro = outcome.figures(np.arange(len(outcome.truth)))
                line += f"  {accuracy:.3f} {macro:.3f}"
            print(line, flush=True)


def _bare(title: str) -> str:
    return "".join(c for c in title if "\u4e00" <= c <= "\u9fff")


class Outcome:
    """Truth and predictions of one split."""

    def __init__(self, name: str, part: Callable[[Document], tuple[str, str]]) -> None:
        """Begin without any; ``part`` takes what is shown of a document."""
        self.name = name
        self.part = part
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
