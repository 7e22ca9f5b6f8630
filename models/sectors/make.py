"""Rebuilds the context filter of the sectors: python models/sectors/make.py GOLD.jsonl CORPUS.jsonl.gz … [--measure GOLD.jsonl]

``annotations.jsonl`` beside this script holds labels of this project without text: the name of a text of the corpus, a
stretch of it, and where the sectors in the stretch begin and end. With ``--measure`` nothing is written: documents of
both gold files are scored by weights that did not see them.

What it learns from and how well it does: card.md. Steps: (1) count how the corpus uses every term; (2) from the
annotations, weigh words without their places, and score with that how sector-like the words at every place of the
corpus are; (3) weigh places without their words, and score how sector-like the places of every term are; (4) weigh
all together. Cross-validation is by document.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analyzer.cleaning import clean_text
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.lexicon.sector_choice import choose, settle
from analyzer.lexicon.sector_filter import FILES, Knowledge, Reading, profile, readings
from analyzer.lexicon.sector_words import Words
from analyzer.lexicon.sectors import SectorRules, candidates, read_words
from analyzer.records import Label
from analyzer.resources import lexicons_dir

HERE = Path(__file__).parent
FOLDS = 10
C = 0.2
CUT = -0.5
"""Log-odds above which an option is kept: annotators overlook more than they add, so below zero."""
FLOOR = 0.04
"""Weights nearer to zero than this are left out."""
BINS = 8
SEEN = 2
"""A pair of characters counts as a place of its own when the corpus has it so often beside an option."""
AFTER = (("产业", "行业", "制造业"), ("领域", "企业", "市场", "技术"), ("发展", "生产", "工作", "建设", "服务"))

Span = tuple[int, int]
Doc = tuple[str, str, list[list[Reading]], set[Span]]
Sources = Callable[[Knowledge], list[Doc]]
Weights = tuple[float, dict[str, float]]


def corpus_rows(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The documents of the corpus."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def corpus(paths: list[Path]) -> Iterator[str]:
    """The texts of the corpus."""
    return (row.get("text") or "" for row in corpus_rows(paths))


def count(paths: list[Path], rules: SectorRules) -> dict[str, str]:
    """The profile of every term that occurs."""
    total: Counter[str] = Counter()
    places: list[Counter[str]] = [Counter() for _ in range(4)]
    for text in corpus(paths):
        found = candidates(text, rules)
        for i, group in enumerate(found):
            start, end, term, _, kind, _ = group[0]
            if kind in ("formed", "item"):
                continue
            total[term] += 1
            at = end + 1 if text[end : end + 1] == "等" else end
            for place, words in zip(places, AFTER, strict=False):
                if text.startswith(words, at):
                    place[term] += 1
                    break
            before = found[i - 1][0] if i else None
            after = found[i + 1][0] if i + 1 < len(found) else None
            if (before and before.end + 1 == start and text[start - 1] in "、和与及" and before.kind == "free") or (
                after and after.start == end + 1 and text[end] in "、和与及" and after.kind == "free"
            ):
                places[3][term] += 1
    return {term: profile(n, [p[term] for p in places]) for term, n in sorted(total.items())}


def read(paths: Iterable[Path], rules: SectorRules, knowledge: Knowledge) -> list[Doc]:
    """For every annotated document its id, clean text, readings and annotated sectors."""
    docs: list[Doc] = []
    for line in (line for path in paths for line in path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        clean = clean_text(row["text"])
        spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in row["entities"]]
        gold = {span for span, label in spans if label == "SECTOR"}
        docs.append(_doc(row["id"], clean.text, [span for span, label in spans if label != "SECTOR"], gold, rules, knowledge))
    return docs


def _doc(name: str, text: str, taken: list[Span], gold: set[Span], rules: SectorRules, knowledge: Knowledge) -> Doc:
    found = candidates(text, rules, taken)
    return name, text, list(readings(text, found, rules.words, knowledge)), gold


class Stretch(NamedTuple):
    """A stretch of the corpus with the sectors annotated in it; organs and regions as they are found."""

    name: str
    text: str
    taken: list[Span]
    sectors: set[Span]


def stretches(annotations: Path, paths: list[Path]) -> list[Stretch]:
    """The annotated stretches, their text taken from the corpus and cleaned."""
    rows = [json.loads(line) for line in annotations.read_text(encoding="utf-8").splitlines()]
    wanted = {row["source"] for row in rows}
    texts = {row["id"]: row["text"] for row in corpus_rows(paths) if row["id"] in wanted}
    if missing := sorted(wanted - texts.keys()):
        raise SystemExit(f"{annotations.name} names texts that the corpus does not hold: {', '.join(missing[:5])}")
    rules = EntityRules.from_lexicons(lexicons_dir())
    found: list[Stretch] = []
    for row in rows:
        clean = clean_text(texts[row["source"]][row["start"] : row["end"]])
        taken = [(r.start, r.end) for r in find_entities(clean.text, rules) if r.label in (Label.MINISTRY, Label.REGION)]
        found.append(Stretch(f"{row['source']}@{row['start']}", clean.text, taken, {clean.to_clean(a, b) for a, b in row["sectors"]}))
    return found


def fit(docs: list[Doc], names: Callable[[Reading], list[str]]) -> Weights:
    """Bias and weights of a plain L2 logistic regression on features seen twice; liblinear is deterministic."""
    rows = [dict.fromkeys(names(r), 1) for d in docs for group in d[2] for r in group]
    y = np.array([(r.option.start, r.option.end) in d[3] for d in docs for group in d[2] for r in group])
    vector = DictVectorizer()
    x = vector.fit_transform(rows).tocsc()
    seen = np.diff(x.indptr) >= 2
    x = x[:, seen].tocsr()
    x.indices, x.indptr = x.indices.astype(np.int32), x.indptr.astype(np.int32)
    model = LogisticRegression(C=C, solver="liblinear", random_state=0).fit(x, y)
    kept = np.array(vector.feature_names_)[seen]
    weights = {str(n): round(float(w), 2) for n, w in zip(kept, model.coef_[0], strict=True) if abs(w) >= FLOOR}
    return round(float(model.intercept_[0]) - CUT, 3), dict(sorted(weights.items()))


def every(r: Reading) -> list[str]:
    """All features."""
    return [*r.fixed, *r.around]


def of_words(r: Reading) -> list[str]:
    """Features of the words alone."""
    return list(r.fixed)


def of_places(r: Reading) -> list[str]:
    """Features of the place that hold no word of the option."""
    return [f for f in r.around if (f[:1] in "<>c" and not f.startswith("count")) or f.startswith(("joined", "marker", "list", "等"))]


def chance(weights: Weights, names: list[str]) -> float:
    """Probability that an option with these features is a sector."""
    return 1 / (1 + math.exp(-(weights[0] + sum(weights[1].get(f, 0.0) for f in names))))


class Mean:
    """Means by key, drawn towards the overall mean where a key is rare."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.n: defaultdict[str, int] = defaultdict(int)
        self.sum: defaultdict[str, float] = defaultdict(float)

    def add(self, key: str, value: float) -> None:
        """Count one value."""
        self.n[key] += 1
        self.sum[key] += value

    def bins(self, at_least: int, weight: int) -> tuple[dict[str, int], int]:
        """Each key's bin (0 lowest) among the keys, weighted by their counts up to ``weight``; and the bin of the overall mean."""
        overall = sum(self.sum.values()) / sum(self.n.values())
        mean = {key: (self.sum[key] + 5 * overall) / (n + 5) for key, n in self.n.items()}
        ranked = sorted(mean[key] for key, n in self.n.items() if n > 3 for _ in range(min(n, weight)))
        edges = [ranked[len(ranked) * i // BINS] for i in range(1, BINS)]
        return {key: bisect(edges, mean[key]) for key in sorted(mean) if self.n[key] >= at_least}, bisect(edges, overall)


def learn(annotated: Sources, paths: list[Path], rules: SectorRules) -> Knowledge:
    """Steps 1 to 3."""
    profiles = count(paths, rules)
    known = Knowledge({term: digits + "0" for term, digits in profiles.items()}, {}, {}, (0, 0))
    weights = fit(annotated(known), of_words)
    left, right = Mean(), Mean()
    cache: dict[tuple[str, ...], float] = {}
    for text in corpus(paths):
        for group in readings(text, candidates(text, rules), rules.words, known):
            o, fixed, _ = group[0]
            if o.kind in ("formed", "item"):
                continue
            if fixed not in cache:
                cache[fixed] = chance(weights, list(fixed))
            left.add(text[max(0, o.start - 2) : o.start], cache[fixed])
            right.add(text[o.end : o.end + 2], cache[fixed])
    (lefts, usual_left), (rights, usual_right) = left.bins(SEEN, 50), right.bins(SEEN, 50)
    known = Knowledge(known.profiles, lefts, rights, (usual_left, usual_right))
    weights = fit(annotated(known), of_places)
    terms = Mean()
    for text in corpus(paths):
        for group in readings(text, candidates(text, rules), rules.words, known):
            if group[0].option.kind not in ("formed", "item"):
                terms.add(group[0].option.term, chance(weights, of_places(group[0])))
    priors, usual = terms.bins(1, 1)
    return known._replace(profiles={term: digits + str(priors.get(term, usual)) for term, digits in profiles.items()})


def report(docs: list[Doc], always: list[Doc], words: Words, errors: int) -> None:
    """Cross-validation by document, ``always`` in training; and the errors of which the model is surest."""
    folds = {d[0]: zlib.crc32(d[0].encode()) % FOLDS for d in docs}
    models = [fit([d for d in docs if folds[d[0]] != k] + always, every) for k in range(FOLDS)]
    for shift in (-0.2, -0.1, 0.0, 0.1, 0.2, 0.3):
        tp = fp = fn = 0
        shown: list[tuple[float, str]] = []
        for name, text, groups, gold in docs:
            bias, weights = models[folds[name]]
            scores = [[(bias - shift + sum(weights.get(f, 0.0) for f in every(r)), r.option) for r in group] for group in groups]
            settle(text, scores, words)
            got = {(o.start, o.end) for scored in scores for o in choose(scored) if not words.vetoes(text, o.start, o.end)}
            tp, fp, fn = tp + len(gold & got), fp + len(got - gold), fn + len(gold - got)
            if not shift:
                by = {(o.start, o.end): s for scored in scores for s, o in scored}
                for a, b in sorted(gold ^ got):
                    kind = "spurious" if (a, b) in got else "missed"
                    shown.append((by.get((a, b), -9.0), f"{kind} {name} {text[max(0, a - 10) : a]}[{text[a:b]}]{text[b : b + 10]}".replace("\n", "/")))
        p, r = tp / (tp + fp), tp / (tp + fn)
        print(f"held out, cut {CUT + shift:+.1f}: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")
        for score, line in sorted(shown, key=lambda pair: -abs(pair[0]))[:errors]:
            print(f"{score:+.2f} {line}")


def write(name: str, data: Any) -> None:
    """Write one file of the model, one entry a line."""
    (HERE / name).write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--measure", type=Path, help="cross-validate over this gold file, too, and write nothing")
    parser.add_argument("--errors", type=int, default=0, help="list so many errors of cross-validation")
    args = parser.parse_args()
    rules = SectorRules(read_words(lexicons_dir()))
    own = stretches(HERE / "annotations.jsonl", args.corpus)

    knowledge = learn(lambda known: read([args.gold], rules, known), args.corpus, rules)
    docs, others = read([args.gold], rules, knowledge), [_doc(*stretch, rules, knowledge) for stretch in own]
    if args.measure is not None:
        report(docs + read([args.measure], rules, knowledge), others, rules.words, args.errors)
        return
    report(docs, others, rules.words, args.errors)
    bias, weights = fit(docs + others, every)
    for name, data in zip(
        FILES,
        ({"bias": bias, "weights": weights}, knowledge.profiles, {"left": knowledge.left, "right": knowledge.right, "usual": list(knowledge.usual)}),
        strict=True,
    ):
        write(name, data)
    print(f"{len(weights)} weights, {len(knowledge.profiles)} profiles, {len(knowledge.left) + len(knowledge.right)} places, {len(docs)} documents, {len(others)} stretches")


if __name__ == "__main__":
    main()
