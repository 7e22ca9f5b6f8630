"""Train the instrument model: ``python models/instruments/make.py --corpus DIR [--cross-validate K]``.

``annotations.jsonl`` beside this script holds no text: each row names a text of the corpus folder (``news.jsonl.gz`` and
``documents.jsonl.gz``), the offsets of a directive in it, and its code. With ``--cross-validate`` nothing is written: the
figures of the rules, of a linear model over words, of one over the rules, too, and of the model are printed, folds by document.
Needs PyTorch (network.py). Training is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import network
import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import RidgeClassifier

from analyzer.cleaning import clean_text
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.content import ContentRules, clause_content, is_statute
from analyzer.grammar.directives import clue
from analyzer.grammar.instrument_features import (
    CODES,
    SPACE,
    STATES,
    TITLE_SHARE,
    InstrumentFeatures,
    Told,
    read_features,
)
from analyzer.grammar.instrument_model import FILE, InstrumentModel
from analyzer.grammar.roles import RoleRules, assign_roles
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.resources import SUMS, lexicons_dir

HERE = Path(__file__).resolve().parent
ALPHA = 30.0
"""Strength of the regularisation: the best of 10–100 in cross-validation by document."""
DOUBTED = 0.4
"""Weight of directives of which the model before was least sure: counted in full they draw it away from the common ones."""
LEAST = 3
"""Words of fewer directives are left out."""
LINEAR = 8.0
"""What the weights of the ridge classifier count beside those of the network: it trusts the rules more. Directives drawn at random would
have it lower (4), the hand-filled sets, whose words the rules know, higher (10)."""
BITS = 6
"""How finely weights are kept: three codes in a thousand are others than with all bits."""
_CLOSE = 3
"""How many characters a directive may begin beside its annotation."""


class Data(NamedTuple):
    """Annotated directives that the analyzer finds, and the texts they stand in."""

    texts: network.Texts
    rows: np.ndarray
    """Of the annotated directives, among all of the texts."""
    words: sp.csr_matrix
    """Of the annotated directives."""
    documents: np.ndarray
    """Number of the text of each annotated directive."""
    ruled: np.ndarray
    """The rules' verdicts on them."""
    random: np.ndarray
    """False where a directive was chosen for a rare code or because an earlier model was unsure of it: harder than most."""

    @property
    def codes(self) -> np.ndarray:
        """Of the annotated directives."""
        return self.texts.codes[self.rows]


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
    """Read the annotations and number what all directives of their texts say."""
    annotated: dict[str, list[dict[str, Any]]] = {}
    for line in (HERE / "annotations.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        annotated.setdefault(row["source"], []).append(row)
    reader = Reader()
    features, starts, found, missed = [], [0], [], 0
    for source, raw in texts(corpus, set(annotated)):
        begins, told = reader.read(raw)
        places = {}
        for row in annotated[source]:
            at = int(np.abs(np.array(begins) - row["start"]).argmin()) if begins else 0
            if begins and abs(begins[at] - row["start"]) <= _CLOSE:
                places[at] = (CODES.index(row["instrument"]), CODES.index(told.clues[at].code), row["drawn"])
        missed += len(annotated[source]) - len(places)
        if places:
            found += [(starts[-1] + at, len(features), *what) for at, what in sorted(places.items())]
            features.append(read_features([told]))
            starts.append(starts[-1] + len(begins))
    print(f"{len(found)} annotated directives of {len(features)} documents; {missed} are no directives for the analyzer and were left out")
    rows, documents, codes, ruled, drawn = (np.array(column) for column in zip(*found, strict=True))
    every = _texts(features, np.array(starts), rows, codes, np.where(drawn == "doubted", DOUBTED, 1.0))
    return Data(every, rows, _words(every, rows, documents), documents, ruled, drawn == "random")


def _texts(features: list[InstrumentFeatures], starts: np.ndarray, rows: np.ndarray, known: np.ndarray, counted: np.ndarray) -> network.Texts:
    codes, weights = np.full(starts[-1], -1), np.zeros(starts[-1])
    codes[rows], weights[rows] = known, counted
    lengths = np.concatenate([[0], *(np.diff(one.bounds) for one in features)]).cumsum()
    lines = np.cumsum([0, *(len(one.titles) for one in features)])
    paragraphs = np.cumsum([0, *(one.paragraph_of[-1] + 1 for one in features)])
    return network.Texts(
        np.concatenate([one.ids for one in features]), lengths, np.concatenate([one.titles for one in features]), lines,
        np.concatenate([one.states for one in features]), starts,
        np.concatenate([one.paragraph_of + first for one, first in zip(features, paragraphs, strict=False)]), codes, weights,
    )  # fmt: skip


def _words(every: network.Texts, rows: np.ndarray, documents: np.ndarray) -> sp.csr_matrix:
    """How often each word stands in directives, or in the first line over them."""
    parts = []
    for ids, starts, ends, share in (
        (every.ids, every.bounds[rows], every.bounds[rows + 1], 1.0),
        (every.titles, every.title_bounds[documents], every.title_bounds[documents + 1], TITLE_SHARE),
    ):
        numbers = ids[network.among(starts, ends)]
        bounds = np.concatenate([[0], (ends - starts).cumsum()])
        parts.append(sp.csr_matrix((np.full(len(numbers), share), numbers, bounds), shape=(len(rows), SPACE)))
    return sp.csr_matrix(parts[0] + parts[1])


def linear(data: Data, rows: np.ndarray, *, with_rules: bool = True) -> dict[str, np.ndarray]:
    """Fit a ridge classifier on some annotated directives; arrays of a model without hidden units."""
    words = data.words[rows]
    used = np.flatnonzero(np.asarray((words > 0).sum(axis=0)).ravel() >= LEAST)
    states = data.texts.states[data.rows[rows]]
    matrix = sp.hstack([words[:, used], sp.csr_matrix(states if with_rules else np.zeros_like(states))]).tocsr()
    model = RidgeClassifier(alpha=ALPHA, solver="sparse_cg", tol=1e-8, max_iter=2000)
    model.fit(matrix, data.codes[rows], sample_weight=data.texts.weights[data.rows[rows]])
    weights, bias = np.zeros((len(CODES), matrix.shape[1])), np.full(len(CODES), -20.0)
    weights[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    nothing = {"first": np.zeros((0, 0)), "first_bias": np.zeros(0), "out": np.zeros((0, len(CODES)))}
    return {"ids": used.astype(np.int32), "weights": weights[:, : len(used)].T, "states": weights[:, len(used) :].T, "bias": bias, **nothing}


def train(data: Data, rows: np.ndarray, plain: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The arrays of the model file, from some annotated directives: the linear model ``plain``, and the network beside it."""
    arrays = network.trained(data.texts, np.unique(data.documents[rows]), plain["ids"])
    for name in ("weights", "states", "bias"):
        arrays[name][..., : len(CODES)] += LINEAR * plain[name]
    arrays["weights"] = arrays["weights"].astype(np.float16)
    return {"ids": plain["ids"], **arrays}


def predict(data: Data, rows: np.ndarray, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """The codes that the model gives some annotated directives; it reads the whole texts."""
    every, model, out = data.texts, InstrumentModel(arrays), np.full(len(rows), -1)
    for number in np.unique(data.documents[rows]):
        start, end = every.starts[number : number + 2]
        first, last = every.bounds[start], every.bounds[end]
        titles = every.titles[every.title_bounds[number] : every.title_bounds[number + 1]]
        nought = np.zeros(end - start, dtype=np.int64)
        features = InstrumentFeatures(
            every.ids[first:last], every.bounds[start : end + 1] - first, titles, np.zeros(len(titles), dtype=np.int64), nought,
            every.states[start:end], every.paragraph_of[start:end] - every.paragraph_of[start],
        )  # fmt: skip
        own = data.documents[rows] == number
        out[own] = model.scores(features)[data.rows[rows[own]] - start].argmax(axis=1)
    return out


def cross_validate(data: Data, k: int) -> None:
    """Print held-out accuracy of the rules, of linear models over words and over both, and of the model, with 95 % bootstrap intervals
    over documents."""
    folds = (np.random.default_rng(0).permutation(data.documents.max() + 1) % k)[data.documents]
    right = {"rules": data.ruled == data.codes, **{name: np.zeros(len(folds), dtype=bool) for name in ("words", "linear", "model")}}
    for number in range(k):
        held, rows = np.flatnonzero(folds == number), np.flatnonzero(folds != number)
        plain = linear(data, rows)
        for name, arrays in (("words", linear(data, rows, with_rules=False)), ("linear", plain), ("model", train(data, rows, plain))):
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


def rounded(weights: np.ndarray) -> np.ndarray:
    """Weights as multiples of a power of two, some 64 of them up to the largest of their column: a file of half the size.

    >>> rounded(np.array([[0.5, 0.01], [0.3333, -0.02]])).tolist()
    [[0.5, 0.009765625], [0.3359375, -0.02001953125]]
    """
    step = 2.0 ** np.ceil(np.log2(np.maximum(np.abs(weights).max(axis=0), 1e-3) / 2**BITS))
    return (np.round(weights.astype(np.float64) / step) * step).astype(np.float16)


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
    rows = np.arange(len(data.rows))
    arrays = train(data, rows, linear(data, rows))
    arrays["weights"] = rounded(arrays["weights"])
    InstrumentModel(arrays)  # refuses wrong shapes before anything is written
    np.savez_compressed(HERE / FILE, **arrays)
    digest = hashlib.sha256((HERE / FILE).read_bytes()).hexdigest()
    (HERE / SUMS).write_text(f"{digest}  {FILE}\n", encoding="utf-8", newline="\n")
    print(f"{FILE}: {len(arrays['ids']):,} words, {len(STATES)} states, {network.UNITS} units, {(HERE / FILE).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
