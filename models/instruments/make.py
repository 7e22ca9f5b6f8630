"""Train the instrument model: ``python models/instruments/make.py --corpus DIR [--cross-validate K]``.

``annotations.jsonl`` beside this script holds no text: each row names a text of the corpus folder (``news.jsonl.gz`` and
``documents.jsonl.gz``), the offsets of a directive in it, and its code. With ``--cross-validate`` nothing is written: the
figures of the rules, of the model alone and of both together are printed, folds by document. Training is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import RidgeClassifier

from analyzer.cleaning import clean_text
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.content import ContentRules, clause_content, is_statute
from analyzer.grammar.directives import clue
from analyzer.grammar.instrument_model import (
    CODES,
    FILE,
    SPACE,
    STATES,
    TITLE_SHARE,
    InstrumentModel,
    Told,
    read_features,
)
from analyzer.grammar.roles import RoleRules, assign_roles
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.resources import SUMS, lexicons_dir

HERE = Path(__file__).resolve().parent
ALPHA = 30.0
"""Strength of the regularisation: the best of 10–100 in cross-validation by document."""
DOUBTED = 0.4
"""Weight of directives of which the model before was least sure: counted in full they draw it away from the common ones."""
LEAST = 2
"""Words of fewer directives are left out."""
_CLOSE = 3
"""How many characters a directive may begin beside its annotation."""


class Data(NamedTuple):
    """Annotated directives that the analyzer finds: words, states, codes, documents, the rules' verdicts, how they were drawn."""

    words: sp.csr_matrix
    states: np.ndarray
    codes: np.ndarray
    documents: np.ndarray
    ruled: np.ndarray
    random: np.ndarray
    """False where a directive was chosen for a rare code or because an earlier model was unsure of it: harder than most."""
    weights: np.ndarray


def texts(corpus: Path, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Texts of the corpus that annotations name."""
    for name in ("news.jsonl.gz", "documents.jsonl.gz"):
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] in wanted:
                    yield row["id"], row["text"]


class Reader:
    """The stages before the model, as the pipeline runs them."""

    def __init__(self) -> None:
        """Read the lexicons and the models that ship."""
        folder = lexicons_dir()
        self.entities, self.roles, self.content = EntityRules.from_lexicons(folder), RoleRules.from_lexicons(folder), ContentRules.from_lexicons(folder)

    def read(self, raw: str) -> tuple[list[int], Told]:
        """Where the directives of a text begin in it, and what their instruments are read from."""
        clean = clean_text(raw)
        blocks = [(b.kind, b.start, b.end) for b in clean.blocks]
        clauses = split_clauses(clean.text, blocks)
        entities = find_entities(clean.text, self.entities, blocks=blocks)
        statute = is_statute(clean.text)
        starts, found = [], []
        for number, (clause, role) in enumerate(zip(clauses, assign_roles(clean.text, clauses, entities, self.roles), strict=True)):
            if role.role == "directive":
                cue = (role.cue_start, role.cue_end)
                content = clause_content(clean.text, clause.start, clause.end, self.content, modality=role.modality, cue=cue, statute=statute)
                starts.append(clean.to_raw(clause.start, clause.end)[0])
                found.append(clue(clean.text, clauses, number, role.modality, content))
        return starts, Told(found, clean.text, statute)


def load(corpus: Path) -> Data:
    """Read the annotations and number what their directives say."""
    annotated: dict[str, list[dict[str, Any]]] = {}
    for line in (HERE / "annotations.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        annotated.setdefault(row["source"], []).append(row)
    reader = Reader()
    ids, counts, bounds, states, codes, documents, ruled, drawn, missed = [], [], [0], [], [], [], [], [], 0
    for source, raw in texts(corpus, set(annotated)):
        starts, told = reader.read(raw)
        if not starts:
            missed += len(annotated[source])
            continue
        features = read_features([told])
        for row in annotated[source]:
            at = int(np.abs(np.array(starts) - row["start"]).argmin())
            if abs(starts[at] - row["start"]) > _CLOSE:
                missed += 1
                continue
            own = features.ids[features.bounds[at] : features.bounds[at + 1]]
            ids.append(np.concatenate([own, features.titles]))
            counts.append(np.concatenate([np.ones(len(own)), np.full(len(features.titles), TITLE_SHARE)]))
            bounds.append(bounds[-1] + len(ids[-1]))
            states.append(features.states[at])
            codes.append(CODES.index(row["instrument"]))
            documents.append(source)
            ruled.append(CODES.index(told.clues[at].code))
            drawn.append(row["drawn"])
    print(f"{len(codes)} annotated directives of {len(set(documents))} documents; {missed} are no directives for the analyzer and were left out")
    words = sp.csr_matrix((np.concatenate(counts), np.concatenate(ids), bounds), shape=(len(codes), SPACE))
    words.sum_duplicates()
    how = np.array(drawn)
    weights = np.where(how == "doubted", DOUBTED, 1.0)
    return Data(words, np.array(states), np.array(codes), np.array(documents), np.array(ruled), how == "random", weights)


def train(data: Data, rows: np.ndarray, *, with_rules: bool = True) -> dict[str, np.ndarray]:
    """Fit a ridge classifier on some rows; the arrays of the model file."""
    words = data.words[rows]
    used = np.flatnonzero(np.asarray((words > 0).sum(axis=0)).ravel() >= LEAST)
    states = data.states[rows] if with_rules else np.zeros_like(data.states[rows])
    matrix = sp.hstack([words[:, used], sp.csr_matrix(states)]).tocsr()
    model = RidgeClassifier(alpha=ALPHA, solver="sparse_cg", tol=1e-8, max_iter=2000)
    model.fit(matrix, data.codes[rows], sample_weight=data.weights[rows])
    weights, bias = np.zeros((len(CODES), matrix.shape[1])), np.full(len(CODES), -20.0)
    weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return {
        "ids": used.astype(np.int32),
        "weights": weights[:, : len(used)].T.astype(np.float16),
        "states": weights[:, len(used) :].T.astype(np.float32),
        "bias": bias.astype(np.float32),
    }


def predict(data: Data, rows: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """The codes that the model gives."""
    scores = data.words[rows][:, arrays["ids"]] @ arrays["weights"].astype(np.float64) + data.states[rows] @ arrays["states"] + arrays["bias"]
    return np.asarray(scores).argmax(axis=1)


def cross_validate(data: Data, k: int) -> None:
    """Print held-out accuracy of the rules, the words alone, and the model, with 95 % bootstrap intervals over documents."""
    names = sorted(set(data.documents))
    fold_of = dict(zip(np.random.default_rng(0).permutation(names).tolist(), np.arange(len(names)) % k, strict=True))
    folds = np.array([fold_of[name] for name in data.documents])
    right = {"rules": data.ruled == data.codes, "words": np.zeros(len(folds), dtype=bool), "model": np.zeros(len(folds), dtype=bool)}
    for number in range(k):
        held = np.flatnonzero(folds == number)
        for name in ("words", "model"):
            arrays = train(data, np.flatnonzero(folds != number), with_rules=name == "model")
            if name == "words":
                arrays["states"] = np.zeros_like(arrays["states"])
            right[name][held] = predict(data, held, arrays) == data.codes[held]
    for drawn, kept in (("drawn at random", data.random), ("chosen", ~data.random)):
        print(f"{drawn} ({kept.sum()})")
        _intervals({name: ok[kept] for name, ok in right.items()}, data.documents[kept])


def _intervals(right: dict[str, np.ndarray], documents: np.ndarray) -> None:
    """Print shares that are right with 95 % bootstrap intervals over documents."""
    places = [np.flatnonzero(documents == name) for name in np.unique(documents)]
    generator = np.random.default_rng(0)
    draws = [np.concatenate([places[d] for d in generator.integers(len(places), size=len(places))]) for _ in range(500)]
    for name, ok in right.items():
        low, high = np.percentile([ok[draw].mean() for draw in draws], [2.5, 97.5])
        print(f"{name:6} {ok.mean():.3f} [{low:.3f}, {high:.3f}]")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the texts that the annotations name")
    parser.add_argument("--cross-validate", type=int, metavar="K", default=0)
    args = parser.parse_args()
    data = load(args.corpus)
    if args.cross_validate:
        cross_validate(data, args.cross_validate)
        return
    arrays = train(data, np.arange(len(data.codes)))
    InstrumentModel(arrays)  # refuses wrong shapes before anything is written
    np.savez_compressed(HERE / FILE, **arrays)
    digest = hashlib.sha256((HERE / FILE).read_bytes()).hexdigest()
    (HERE / SUMS).write_text(f"{digest}  {FILE}\n", encoding="utf-8", newline="\n")
    print(f"{FILE}: {len(arrays['ids']):,} words, {len(STATES)} states, {(HERE / FILE).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
