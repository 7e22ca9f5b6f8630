"""Rebuilds the context filter of the sectors. See card.md.

    python models/sectors/make.py profile CORPUS.jsonl.gz …     counts how policy prose uses every term -> profiles.json
    python models/sectors/make.py fit GOLD.jsonl                cross-validates by document, fits -> weights.json
"""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from analyzer.cleaning import clean_text
from analyzer.lexicon.sector_filter import Reading, choose, profile, readings
from analyzer.lexicon.sectors import SectorRules, candidates, read_words
from analyzer.resources import lexicons_dir

HERE = Path(__file__).parent
FOLDS = 10
C = 0.2
FLOOR = 0.04
"""Weights nearer to zero than this are left out."""
AFTER = (("产业", "行业", "制造业"), ("领域", "企业", "市场", "技术"), ("发展", "生产", "工作", "建设", "服务"))


def count(paths: list[Path], rules: SectorRules) -> dict[str, str]:
    """The profile of every term that occurs."""
    total: Counter[str] = Counter()
    places: list[Counter[str]] = [Counter() for _ in range(4)]
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                found = candidates(text, rules)
                for i, (start, end, term, _, kind) in enumerate(found):
                    if kind in ("formed", "item"):
                        continue
                    total[term] += 1
                    at = end + 1 if text[end : end + 1] == "等" else end
                    for place, words in zip(places, AFTER, strict=False):
                        if text.startswith(words, at):
                            place[term] += 1
                            break
                    before, after = (found[i - 1] if i else None), (found[i + 1] if i + 1 < len(found) else None)
                    if (before and before.end + 1 == start and text[start - 1] in "、和与及" and before.kind == "free") or (
                        after and after.start == end + 1 and text[end] in "、和与及" and after.kind == "free"
                    ):
                        places[3][term] += 1
    return {term: profile(n, [p[term] for p in places]) for term, n in sorted(total.items())}


Doc = tuple[str, list[list[Reading]], set[tuple[int, int]], str]


def read(path: Path, rules: SectorRules, profiles: dict[str, str]) -> list[Doc]:
    """For every document its id, readings, annotated sectors and clean text."""
    docs: list[Doc] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        clean = clean_text(row["text"])
        spans = [(clean.to_clean(e["start"], e["end"]), e["label"]) for e in row["entities"]]
        gold = {span for span, label in spans if label == "SECTOR"}
        found = candidates(clean.text, rules, [span for span, label in spans if label != "SECTOR"])
        docs.append((row["id"], list(readings(clean.text, found, rules.words, profiles)), gold, clean.text))
    return docs


def fit_weights(x: Any, y: np.ndarray, names: np.ndarray) -> tuple[float, dict[str, float]]:
    """Bias and weights of a plain L2 logistic regression on features seen twice; liblinear is deterministic."""
    seen = np.asarray((x != 0).sum(axis=0)).ravel() >= 2
    model = LogisticRegression(C=C, solver="liblinear", random_state=0).fit(x[:, seen], y)
    weights = {str(n): round(float(w), 2) for n, w in zip(names[seen], model.coef_[0], strict=True) if abs(w) >= FLOOR}
    return round(float(model.intercept_[0]), 3), dict(sorted(weights.items()))


def kept(doc: Doc, bias: float, weights: dict[str, float]) -> dict[tuple[int, int], float]:
    """The spans that weights keep in a document, with their scores."""
    out: dict[tuple[int, int], float] = {}
    for group in doc[1]:
        scored = [(bias + sum(weights.get(f, 0.0) for f in (*r.fixed, *r.around)), r.candidate) for r in group]
        by = {(c.start, c.end): s for s, c in scored}
        out.update({(c.start, c.end): by[c.start, c.end] for c in choose(scored)})
    return out


def fit(path: Path, errors: int) -> None:
    """Cross-validate by document, then fit on everything and write the weights."""
    rules = SectorRules(read_words(lexicons_dir()))
    profiles = json.loads((HERE / "profiles.json").read_text(encoding="utf-8"))
    docs = read(path, rules, profiles)
    rows = [dict.fromkeys((*r.fixed, *r.around), 1) for d in docs for g in d[1] for r in g]
    y = np.array([(r.candidate.start, r.candidate.end) in d[2] for d in docs for g in d[1] for r in g])
    fold = np.array([zlib.crc32(d[0].encode()) % FOLDS for d in docs for g in d[1] for _ in g])
    vector = DictVectorizer()
    x = vector.fit_transform(rows)
    names = np.array(vector.feature_names_)
    models = [fit_weights(x[fold != k], y[fold != k], names) for k in range(FOLDS)]
    for cut in (-0.3, -0.2, -0.1, 0.0, 0.1):
        tp = fp = fn = 0
        shown: list[tuple[float, str]] = []
        for doc in docs:
            bias, weights = models[zlib.crc32(doc[0].encode()) % FOLDS]
            got = kept(doc, bias - cut, weights)
            tp, fp, fn = tp + len(doc[2] & got.keys()), fp + len(got.keys() - doc[2]), fn + len(doc[2] - got.keys())
            if not cut:
                text = doc[3].replace("\n", "/")
                every = {(r.candidate.start, r.candidate.end): bias + sum(weights.get(f, 0.0) for f in (*r.fixed, *r.around)) for g in doc[1] for r in g}
                shown += [(every.get(s, -9.0), f"{'spurious' if s in got else 'missed'} {doc[0]} {text[max(0, s[0] - 10):s[0]]}[{text[s[0]:s[1]]}]{text[s[1]:s[1] + 10]}") for s in sorted(doc[2] ^ got.keys())]
        p, r = tp / (tp + fp), tp / (tp + fn)
        print(f"held out, cut {cut}: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")
        for score, line in sorted(shown, key=lambda pair: -abs(pair[0]))[:errors]:
            print(f"{score:+.2f} {line}")
    bias, weights = fit_weights(x, y, names)
    rows_out = {"bias": bias, "weights": weights}
    (HERE / "weights.json").write_text(json.dumps(rows_out, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights of {len(y)} readings in {len(docs)} documents")


def main() -> None:
    """Run one of the two steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["profile", "fit"])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="list so many errors of cross-validation")
    args = parser.parse_args()
    if args.step == "fit":
        fit(args.paths[0], args.errors)
    else:
        profiles = count(args.paths, SectorRules(read_words(lexicons_dir())))
        (HERE / "profiles.json").write_text(json.dumps(profiles, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
        print(f"{len(profiles)} profiles")


if __name__ == "__main__":
    main()
