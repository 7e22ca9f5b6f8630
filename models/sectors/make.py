"""Rebuilds the weights of the sector filter from an annotated file, and reports cross-validation by document.

Usage: python models/sectors/make.py GOLD.jsonl [--report] [--c 0.3]
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analyzer.cleaning import clean_text
from analyzer.lexicon.sector_filter import features
from analyzer.lexicon.sectors import SectorRules, candidates
from analyzer.resources import lexicons_dir

FOLDS = 10
FLOOR = 0.04
"""Weights nearer to zero than this are left out."""


def read(path: Path, rules: SectorRules) -> tuple[list[dict[str, int]], np.ndarray, np.ndarray, int, list[str]]:
    """Features, labels and fold of every candidate, and the number of sectors that no candidate covers exactly."""
    rows: list[dict[str, int]] = []
    labels: list[int] = []
    folds: list[int] = []
    shown: list[str] = []
    missing = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        clean = clean_text(doc["text"])
        spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in doc["entities"]]
        gold = {span for span, label in spans if label == "SECTOR"}
        found = candidates(clean.text, rules, [span for span, label in spans if label != "SECTOR"])
        missing += len(gold - {(c.start, c.end) for c in found})
        for c, names in zip(found, features(clean.text, found, rules.words), strict=True):
            rows.append(dict.fromkeys(names, 1))
            labels.append((c.start, c.end) in gold)
            folds.append(zlib.crc32(doc["id"].encode()) % FOLDS)
            shown.append(f"{doc['id']} {clean.text[max(0, c.start - 10) : c.start]}[{clean.text[c.start : c.end]}]{clean.text[c.end : c.end + 10]}".replace("\n", "/"))
    return rows, np.array(labels), np.array(folds), missing, shown


def fit(x, y, c: float) -> LogisticRegression:
    """A plain L2 logistic regression; liblinear is deterministic."""
    return LogisticRegression(C=c, solver="liblinear", max_iter=1000, random_state=0).fit(x, y)


def score(y: np.ndarray, kept: np.ndarray, missing: int) -> str:
    """Precision, recall and F1 with the uncovered sectors counted as missed."""
    tp, fp, fn = int((y & kept).sum()), int((~y.astype(bool) & kept).sum()), int((y & ~kept).sum()) + missing
    p, r = tp / (tp + fp), tp / (tp + fn)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}"


def main() -> None:
    """Fit, report, write ``weights.json`` beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--c", type=float, default=0.3)
    parser.add_argument("--report", action="store_true", help="list the errors of cross-validation")
    args = parser.parse_args()
    rules = SectorRules.from_lexicons(lexicons_dir())
    rows, y, folds, missing, shown = read(args.gold, rules)
    y = y.astype(bool)
    vector = DictVectorizer()
    x = vector.fit_transform(rows)
    held = np.zeros(len(y))
    for fold in range(FOLDS):
        train = folds != fold
        seen = np.asarray((x[train] != 0).sum(axis=0)).ravel() >= 2
        model = fit(x[train][:, seen], y[train], args.c)
        held[~train] = model.decision_function(x[~train][:, seen])
    print("all kept:", score(y, np.ones(len(y), bool), missing))
    for cut in (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4):
        print(f"held out, cut {cut}:", score(y, held > cut, missing))
    seen = np.asarray((x != 0).sum(axis=0)).ravel() >= 2
    model = fit(x[:, seen], y, args.c)
    names = np.array(vector.feature_names_)[seen]
    weights = {str(n): round(float(w), 2) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= FLOOR}
    out = Path(__file__).with_name("weights.json")
    out.write_text(json.dumps({"bias": round(float(model.intercept_[0]), 3), "weights": dict(sorted(weights.items()))}, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(len(weights), "weights")
    if args.report:
        for k in np.argsort(-np.abs(held)):
            if (held[k] > 0) != y[k]:
                print(f"{'spurious' if held[k] > 0 else 'missed'} {held[k]:+.2f} {shown[k]}")


if __name__ == "__main__":
    main()
