"""Train the role model: ``python models/roles/make.py GOLD.jsonl… [--corpus DIR] [--cross-validate K]``.

A gold file has one document a line: ``text``, ``clauses`` with ``start end role modality`` (codes in docs/concepts.md);
clauses must be those of ``split_clauses``. ``annotations.jsonl`` beside this script holds no text: each row names a text
of the corpus folder, a stretch of it, and one letter a clause; such files need ``--corpus``. Where a row has ``confidences``,
a digit a clause, a model labelled it, not a reader: such a clause weighs ``MACHINE`` times the digit's ninths. With ``--cross-validate`` nothing is written: the table of figures is printed,
folds by document. Needs PyTorch (network.py). Training is deterministic.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import linear
import network
import numpy as np
from labels import MODALITY_CODES, ROLE_CODES, Data, by_text, load, read

from analyzer.grammar.role_model import FILE, RoleModel
from analyzer.grammar.role_network import SUMS

__all__ = ["MODALITY_CODES", "ROLE_CODES", "Data", "load", "read"]

HERE = Path(__file__).resolve().parent
CAUTION = 0.0
"""How much less likely (in nats) a directive is taken to be than the network says: precision for recall, chosen on documents that were
kept out."""
EARLIER, EARLIER_CAUTION = 0.5, 0.2
"""What share the weights of ``earlier.npz`` keep, and its caution."""
MOST = 65_535
"""No more features than places of 16 bits can name: what has the smallest weights is left out."""


def train(data: Data, rows: np.ndarray, earlier: dict[str, np.ndarray] | None = None) -> dict[str, np.ndarray]:
    """The arrays of the model file, learned from whole documents: features by their weights in regressions (those of an ``earlier``
    model where there is one, which learns on and is then met half-way), modalities by regression, roles by the network."""
    if earlier is None:
        return with_roles(data, rows, *chosen(data, rows))
    known = rows[data.roles[rows] >= 0]
    modalities = linear.modality_sums(data, known, linear.Matrix.over(data, known, earlier["ids"]))
    return between(_roles_of(earlier), with_roles(data, rows, earlier["ids"], modalities, earlier=_roles_of(earlier)))


def chosen(data: Data, rows: np.ndarray) -> tuple[np.ndarray, linear.Sums]:
    """The features that are kept, and their weights for modalities."""
    known = rows[data.roles[rows] >= 0]
    matrix = linear.Matrix.of(data, known)
    of_roles, of_modalities = linear.role_sums(data, known, matrix), linear.modality_sums(data, known, matrix)
    strength = np.maximum(np.abs(of_roles.weights).max(axis=1), np.abs(of_modalities.weights).max(axis=1))
    strong = np.sort(np.argsort(-strength, kind="stable")[:MOST])
    return matrix.used[strong], of_modalities._replace(weights=of_modalities.weights[strong])


def with_roles(
    data: Data, rows: np.ndarray, ids: np.ndarray, modalities: linear.Sums, seed: int = 0, earlier: dict[str, np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """The arrays of the model file: the network is trained on the features ``ids``, from a ``seed`` or from an ``earlier`` one."""
    arrays = network.trained(data, rows, ids, seed, earlier)
    arrays["out_bias"][0] -= CAUTION
    joined = {
        "weights": np.hstack([arrays["weights"], modalities.weights]).astype(np.float16),
        "states": np.hstack([arrays["states"], modalities.states]), "bias": np.concatenate([arrays["bias"], modalities.bias]),
    }  # fmt: skip
    return {"ids": ids.astype(np.int32)} | {name: np.ascontiguousarray(joined.get(name, a)).astype(np.float16 if name == "weights" else np.float32) for name, a in arrays.items()}


def between(earlier: dict[str, np.ndarray], later: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays half-way between those of an earlier network and of what became of it; modalities are those of the later one."""
    out = {name: array.astype(np.float32) for name, array in later.items() if name != "ids"}
    for name, array in out.items():
        roles = array[..., :SUMS] if name in ("weights", "states", "bias") else array
        roles += EARLIER * (earlier[name].astype(np.float32) - roles)
    return {"ids": later["ids"]} | {name: array.astype(later[name].dtype) for name, array in out.items()}


def _roles_of(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The part of a model file that the network made."""
    own = dict(arrays)
    own["weights"], own["states"], own["bias"] = arrays["weights"][:, :SUMS], arrays["states"][:, :SUMS], arrays["bias"][:SUMS]
    own["out_bias"] = arrays["out_bias"].copy()
    own["out_bias"][0] += EARLIER_CAUTION
    return own


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
        "modality_accuracy": float((data.modalities[rows][known] == modalities[known]).sum() / max(1, int(known.sum()))),
    }


def kept_out(data: Data, file: str, step: int) -> set[int]:
    """Every ``step``-th document of a file, none for 0."""
    of_file = [number for number, name in enumerate(data.names) if name["file"] == file]
    return set(of_file[::step] if step else ())


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
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="gold files and annotations to measure the trained model on")
    parser.add_argument("--keep", type=int, metavar="N", default=0, help="keep every N-th document of the first file out, and measure on it, too")
    parser.add_argument("--onward", type=Path, metavar="MODEL", help="an earlier model file, whose network learns on")
    parser.add_argument("--out", type=Path, default=HERE / FILE)
    args = parser.parse_args()
    held = {path.name for path in args.measure}
    data = load([*args.gold, *args.also, *args.measure], args.corpus)
    also = {path.name for path in args.also}
    always = np.array([data.names[d]["file"] in also for d in data.documents])
    if args.cross_validate:
        roles, modalities = cross_validate(data, args.cross_validate, always)
        rows = np.flatnonzero(~always)
        show(data, rows, roles[rows], modalities[rows])
        return
    kept = kept_out(data, args.gold[0].name, args.keep)
    kept.update(number for number, name in enumerate(data.names) if name["file"] in held)
    measured = np.isin(data.documents, sorted(kept))
    earlier = None
    if args.onward:
        with np.load(args.onward, allow_pickle=False) as stored:
            earlier = RoleModel(dict(stored)).arrays()
    arrays = train(data, np.flatnonzero(~measured), earlier)
    np.savez_compressed(args.out, **arrays)
    print(f"{args.out.name}: {len(arrays['ids']):,} features, {args.out.stat().st_size:,} bytes")
    for path in dict.fromkeys([*args.gold[:1], *args.measure]):
        rows = np.flatnonzero(measured & np.array([data.names[d]["file"] == path.name for d in data.documents]))
        if len(rows):
            print(path.name)
            show(data, rows, *predict(data, rows, arrays))


if __name__ == "__main__":
    main()
