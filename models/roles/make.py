"""Train the role model: ``python models/roles/make.py GOLD.jsonl… [--corpus DIR] [--cross-validate K]``.

A gold file has one document a line: ``text``, ``clauses`` with ``start end role modality`` (codes in docs/concepts.md);
clauses must be those of ``split_clauses``. ``annotations.jsonl`` beside this script holds no text: each row names a text
of the corpus folder, a stretch of it, and one letter a clause; such files need ``--corpus``. Where a row has ``confidences``,
a digit a clause, a model labelled it, not a reader: such a clause weighs ``MACHINE`` times the digit's ninths. With ``--cross-validate`` nothing is written: the table of figures is printed,
folds by document. Training is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from analyzer.cleaning import clean_text
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import MODALITIES, CueRules
from analyzer.grammar.features import SPACE, Features, extract
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.role_model import BORDERS, FILE, GRAM_SCALE, ROLES, STATE_SCALE, RoleModel
from analyzer.grammar.roles import live_clauses
from analyzer.grammar.scope import scope
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.resources import lexicons_dir

HERE = Path(__file__).resolve().parent
ROLE_CODES = "DCGFS"
MODALITY_CODES = "OPEMW"
ROLE_C, MODALITY_C = 0.3, 0.2
CAUTION = 0.4
"""How much less likely (in nats) a directive is taken to be than the regression says: precision for recall, chosen by
cross-validation."""
MODALITY_STATE_SCALE = 8.0
"""Cues weigh more for the modality than for the role; the model file holds the product."""
CHAIN, SMOOTHING = 0.5, 2.0
"""Weight of the chain against the clause itself, chosen by cross-validation; pseudo-counts of transitions."""
LEAST, LEAST_MACHINE = 5, 50
"""Features of fewer clauses, and of fewer that a model labelled, are left out."""
MOST = 65_535
"""No more features than places of 16 bits can name: what has the smallest weights is left out."""
MACHINE = 0.3
"""Weight of a clause that a model labelled and was sure of, beside one that somebody read."""


class Data(NamedTuple):
    """Clauses of all documents: features, states, labels, weights, which document each belongs to; what each says with the
    mark behind it, and its place among the clauses of the annotated stretch (-1 where it is cut otherwise)."""

    grams: sp.csr_matrix
    states: np.ndarray
    roles: np.ndarray
    modalities: np.ndarray
    weights: np.ndarray
    documents: np.ndarray
    names: list[dict[str, Any]]
    texts: list[str]
    places: np.ndarray


def read(paths: Sequence[Path], corpus: Path | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Documents of gold files; those without text get theirs, and their clauses, from the corpus."""
    rows = [(path, json.loads(line)) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = {row["source"] for _, row in rows if "source" in row}
    texts: dict[str, str] = {}
    if wanted and corpus is None:
        raise SystemExit("annotations without text need --corpus: the folder with news.jsonl.gz and documents.jsonl.gz")
    for name in ("news.jsonl.gz", "documents.jsonl.gz") if wanted else ():
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            texts.update((r["id"], r["text"]) for r in map(json.loads, lines) if r["id"] in wanted)
    for path, row in rows:
        if "source" in row:
            row["text"] = texts[row["source"]][row["start"] : row["end"]]
            row["id"] = f"{row['source']}@{row['start']}"
            found = split_clauses(row["text"])
            row["clauses"] = [
                {"start": c.start, "end": c.end, "role": role, "modality": modality.strip("."), "weight": weight}
                for c, role, modality, weight in zip(found, row["roles"], row["modalities"], weights_of(row), strict=True)
            ]
        yield path, row


def weights_of(row: dict[str, Any]) -> list[float]:
    """How much each clause of an annotated row counts."""
    if "confidences" in row:
        return [MACHINE * int(digit) / 9 for digit in row["confidences"]]
    return [1.0] * len(row["roles"])


def load(paths: Sequence[Path], corpus: Path | None = None) -> Data:
    """Read gold files and number the features of their clauses."""
    cues = CueRules.from_lexicons(lexicons_dir())
    opening = OpeningRules.from_lexicons(lexicons_dir())
    entity_rules = EntityRules.from_lexicons(lexicons_dir())
    ids, bounds, states, roles, modalities, weights, owner, names = [], [0], [], [], [], [], [], []
    texts: list[str] = []
    places: list[int] = []
    for path, row in read(paths, corpus):
        text, clauses = row["text"], row["clauses"]
        clean = clean_text(text)
        found = live_clauses(split_clauses(clean.text, [(b.kind, b.start, b.end) for b in clean.blocks]))
        label = {(c["start"], c["end"]): c | {"place": i} for i, c in enumerate(clauses)}
        hits = cues.scan(clean.text, found)
        blocks = [(b.kind, b.start, b.end) for b in clean.blocks]
        entities = find_entities(clean.text, entity_rules, meta={"date": row.get("date") or ""}, blocks=blocks)
        features = extract(clean.text, found, hits, scope(found, hits), entities, opening)
        numbers, cuts = features.spread()
        ids.append(numbers.astype(np.int32))
        bounds += (cuts[1:] + bounds[-1]).tolist()
        states.append(features.states)
        missing = 0
        for clause in found:
            gold = label.get(clean.to_raw(clause.start, clause.end))
            missing += gold is None
            roles.append(ROLE_CODES.index(gold["role"]) if gold else -1)
            modalities.append(MODALITY_CODES.index(gold["modality"]) if gold and gold["role"] == "D" and gold["modality"] else -1)
            weights.append(gold.get("weight", 1.0) if gold else 0.0)
            owner.append(len(names))
            texts.append(clean.text[clause.start : clause.end + 1] if clause.end < len(clean.text) else clean.text[clause.start :] + "\n")
            places.append(gold["place"] if gold else -1)
        if missing:
            print(f"{row['id']}: {missing} of {len(found)} clauses have no label", file=sys.stderr)
        names.append({"id": row["id"], "genre": row["genre"], "file": path.name})
    grams = sp.csr_matrix((np.ones(bounds[-1], dtype=np.float32), np.concatenate(ids), bounds), shape=(len(roles), SPACE))
    # Repeated features count as often as they stand there, as at run time.
    return Data(
        grams, np.concatenate(states), np.array(roles), np.array(modalities), np.array(weights, dtype=np.float32), np.array(owner), names,
        texts, np.array(places),
    )  # fmt: skip


def train(data: Data, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Fit roles on labelled rows, modalities on directives, transitions on chains; the arrays of the model file."""
    rows = rows[data.roles[rows] >= 0]
    grams = data.grams[rows]
    counts = np.maximum(np.diff(grams.indptr), 1)
    sample = data.weights[rows]
    read = np.flatnonzero(sample == 1)
    used = np.flatnonzero((clauses_of(grams[read]) >= LEAST) | (clauses_of(grams) >= LEAST_MACHINE))
    scaled = sp.diags(GRAM_SCALE / np.sqrt(counts)) @ grams[:, used]
    weights, states, bias = [], [], []
    directive = data.modalities[rows] >= 0
    for labels, chosen, c, scale, size in (
        (data.roles[rows], np.ones(len(rows), dtype=bool), ROLE_C, STATE_SCALE, len(ROLES)),
        (data.modalities[rows], directive, MODALITY_C, MODALITY_STATE_SCALE, len(MODALITIES)),
    ):
        matrix = sp.hstack([scaled[chosen], sp.csr_matrix(data.states[rows][chosen] * scale)]).tocsr()
        model = LogisticRegression(C=c, max_iter=300).fit(matrix, labels[chosen], sample[chosen])
        coefficients = np.zeros((size, matrix.shape[1]))
        intercept = np.full(size, -20.0)
        coefficients[model.classes_] = model.coef_
        intercept[model.classes_] = model.intercept_
        if size == len(ROLES):
            intercept[0] -= CAUTION
        weights.append(coefficients[:, : len(used)])
        states.append(coefficients[:, len(used) :] * scale)
        bias.append(intercept)
    table = np.vstack(weights).T
    strong = np.sort(np.argsort(-np.abs(table).max(axis=1), kind="stable")[:MOST])
    return {
        "ids": used[strong].astype(np.int32),
        "weights": table[strong].astype(np.float16),
        "states": np.vstack(states).T.astype(np.float32),
        "bias": np.concatenate(bias).astype(np.float32),
        "transitions": transitions(data, rows[read]),
    }


def clauses_of(grams: sp.csr_matrix) -> np.ndarray:
    """In how many clauses each feature stands."""
    present = grams.copy()
    present.sum_duplicates()
    return np.bincount(present.indices, minlength=SPACE)


def transitions(data: Data, rows: np.ndarray) -> np.ndarray:
    """How much likelier a role is after another than alone, by kind of border, tempered."""
    counts = np.full((BORDERS, len(ROLES), len(ROLES)), SMOOTHING)
    border = (data.states[:, STATES.index("first_in_sentence")] > 0).astype(int) + (data.states[:, STATES.index("first_in_paragraph")] > 0)
    known = np.zeros(len(data.roles), dtype=bool)
    known[rows] = True
    after = np.flatnonzero(known[1:] & known[:-1] & (data.documents[1:] == data.documents[:-1])) + 1
    np.add.at(counts, (border[after], data.roles[after - 1], data.roles[after]), 1)
    prior = np.bincount(data.roles[rows], minlength=len(ROLES)) / len(rows)
    ratio = counts / counts.sum(axis=2, keepdims=True) / prior
    return (ratio**CHAIN).astype(np.float32)


def by_text(data: Data, rows: np.ndarray) -> Iterator[Features]:
    """The features of each text; ``rows`` holds whole documents."""
    for document in dict.fromkeys(data.documents[rows].tolist()):
        here = np.flatnonzero(data.documents == document)
        first, last = data.grams.indptr[here[0]], data.grams.indptr[here[-1] + 1]
        bounds = data.grams.indptr[here[0] : here[-1] + 2] - first
        yield Features.listed(data.grams.indices[first:last], bounds, data.states[here])


def probabilities(data: Data, rows: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Probabilities of the roles of each clause."""
    model = RoleModel(arrays)
    return np.concatenate([model.roles(features) for features in by_text(data, rows)])


def predict(data: Data, rows: np.ndarray, arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Roles and modalities as the analyzer finds them, document by document; ``rows`` holds whole documents."""
    model = RoleModel(arrays)
    modalities = [
        model.modalities(features, range(len(features.bounds) - 1)).argmax(axis=1) for features in by_text(data, rows)
    ]
    return probabilities(data, rows, arrays).argmax(axis=1), np.concatenate(modalities)


def figures(data: Data, rows: np.ndarray, roles: np.ndarray, modalities: np.ndarray) -> dict[str, float]:
    """Precision, recall and F1 of directives, accuracy of roles and of the modality of true directives."""
    labelled = data.roles[rows] >= 0
    rows, roles, modalities = rows[labelled], roles[labelled], modalities[labelled]
    gold = data.roles[rows]
    hit = int(((gold == 0) & (roles == 0)).sum())
    p, r = hit / max(1, int((roles == 0).sum())), hit / max(1, int((gold == 0).sum()))
    known = data.modalities[rows] >= 0
    return {
        "directive_p": p,
        "directive_r": r,
        "directive_f1": 2 * p * r / max(1e-9, p + r),
        "role_accuracy": float((gold == roles).mean()),
        "modality_accuracy": float((data.modalities[rows][known] == modalities[known]).mean()),
    }


def folds(count: int, k: int) -> np.ndarray:
    """A fold for each document, shuffled with a fixed seed."""
    order = list(range(count))
    random.Random(0).shuffle(order)
    out = np.zeros(count, dtype=int)
    for place, document in enumerate(order):
        out[document] = place % k
    return out


def cross_validate(data: Data, k: int, always: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Held-out predictions for every document; documents of ``always`` help to train but are not predicted."""
    fold = folds(len(data.names), k)[data.documents]
    roles, modalities = np.zeros(len(fold), dtype=int), np.zeros(len(fold), dtype=int)
    for number in range(k):
        held = (fold == number) & ~always
        arrays = train(data, np.flatnonzero(~held))
        roles[held], modalities[held] = predict(data, np.flatnonzero(held), arrays)
    return roles, modalities


def show(data: Data, rows: np.ndarray, roles: np.ndarray, modalities: np.ndarray) -> None:
    """Print figures with bootstrap intervals by document, then by genre."""
    documents = np.unique(data.documents[rows])
    by_document = {d: np.flatnonzero(data.documents[rows] == d) for d in documents}
    generator = np.random.default_rng(0)
    draws: dict[str, list[float]] = {}
    for _ in range(300):
        chosen = np.concatenate([by_document[d] for d in generator.choice(documents, len(documents))])
        for name, value in figures(data, rows[chosen], roles[chosen], modalities[chosen]).items():
            draws.setdefault(name, []).append(value)
    for name, value in figures(data, rows, roles, modalities).items():
        low, high = np.percentile(draws[name], [2.5, 97.5])
        print(f"{name:20} {value:.4f}  [{low:.4f}, {high:.4f}]")
    for genre in sorted({n["genre"] for n in data.names}):
        here = np.flatnonzero([data.names[d]["genre"] == genre for d in data.documents[rows]])
        if len(here):
            found = figures(data, rows[here], roles[here], modalities[here])
            print(f"{genre:12} {len(here):6} clauses  " + "  ".join(f"{k} {v:.3f}" for k, v in found.items()))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="gold that trains in every fold and is not measured")
    parser.add_argument("--corpus", type=Path, help="folder of the texts that annotations without text name")
    parser.add_argument("--cross-validate", type=int, metavar="K", default=0)
    parser.add_argument("--measure", type=Path, help="gold file to measure the trained model on")
    parser.add_argument("--out", type=Path, default=HERE / FILE)
    args = parser.parse_args()
    held = [args.measure] if args.measure else []
    data = load([*args.gold, *args.also, *held], args.corpus)
    also = {path.name for path in args.also}
    always = np.array([data.names[d]["file"] in also for d in data.documents])
    if args.cross_validate:
        roles, modalities = cross_validate(data, args.cross_validate, always)
        rows = np.flatnonzero(~always)
        show(data, rows, roles[rows], modalities[rows])
        return
    measured = np.array([bool(held) and data.names[d]["file"] == args.measure.name for d in data.documents])
    arrays = train(data, np.flatnonzero(~measured))
    np.savez_compressed(args.out, **arrays)
    print(f"{args.out.name}: {len(arrays['ids']):,} features, {args.out.stat().st_size:,} bytes")
    if measured.any():
        rows = np.flatnonzero(measured)
        show(data, rows, *predict(data, rows, arrays))


if __name__ == "__main__":
    main()
