"""Label texts that nobody has read, for the linear model to learn from: ``python models/roles/teach.py GOLD.jsonl… --corpus DIR``.

The teacher is the mean of small recurrent networks over the clauses of a text and of the linear model itself. It reads
better than the linear model alone and is ten times slower; ``make.py`` trains the linear model on what it says about a
quarter of a million clauses of the corpus (distillation). No text goes into ``machine.jsonl``: names, offsets, a letter and
a digit a clause, as in ``annotations.jsonl``. Needs PyTorch (``pip install torch``), which nothing else here needs.

The stretches are those of the file given with ``--stretches``; without it they are picked anew, none of a text of gold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import make
import numpy as np
import torch
from torch import nn

from analyzer.grammar.clauses import split_clauses

HERE = Path(__file__).resolve().parent
CHARACTERS, PAIRS, LONGEST = 80, 48, 40
"""Sizes of the embeddings of characters and of pairs, and how many characters of a clause are read."""
PAIR_NUMBERS = 1 << 16
FILTERS, HIDDEN, CLAUSE = 96, 96, 160
EPOCHS, BATCH, RATE = 6, 8, 2e-3
SEEDS = (1, 2)
NETWORKS = 0.6
"""Weight of the networks against the linear model, chosen on documents that neither had seen."""
CAUTION = 0.2
"""How much less likely (in nats) the teacher takes a directive to be."""
MARKS = "，；：。\n"
SHINGLE = 20
SHORTEST, LONGEST_STRETCH = 300, 1000
FEWEST = 6


class Clauses:
    """The clauses of texts as the networks read them: characters, pairs of characters, states of the grammar, the mark behind."""

    def __init__(self, data: make.Data, vocabulary: dict[str, int]) -> None:
        """Number the characters by ``vocabulary``; 1 stands for one that is not in it, 0 for none."""
        count = len(data.texts)
        self.characters = torch.zeros((count, LONGEST), dtype=torch.long)
        self.pairs = torch.zeros((count, LONGEST), dtype=torch.long)
        marks = torch.zeros((count, len(MARKS) + 1))
        for i, text in enumerate(data.texts):
            numbers = [vocabulary.get("0" if ch.isdigit() else ch, 1) for ch in _shortened(text[:-1].strip())]
            self.characters[i, : len(numbers)] = torch.tensor(numbers, dtype=torch.long)
            pairs = [1 + (a * 1_000_003 + b * 7_919) % (PAIR_NUMBERS - 1) for a, b in pairwise(numbers)]
            self.pairs[i, : len(pairs)] = torch.tensor(pairs, dtype=torch.long)
            marks[i, MARKS.find(text[-1])] = 1
        self.lengths = (self.characters > 0).sum(1).clamp(min=1)
        self.states = torch.cat([torch.from_numpy(np.clip(data.states, -3, 3)).float(), marks], 1)
        self.roles = torch.from_numpy(data.roles)
        self.of = {document: np.flatnonzero(data.documents == document) for document in np.unique(data.documents).tolist()}


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST // 2 + 8] + text[-(LONGEST // 2 - 8) :]


class Network(nn.Module):
    """Convolutions over the characters of a clause, a recurrent layer in both directions over the clauses of a text."""

    def __init__(self, characters: int, states: int) -> None:
        """Take the size of the vocabulary and of what else is known of a clause."""
        super().__init__()
        width = CHARACTERS + PAIRS
        self.character = nn.Embedding(characters, CHARACTERS, padding_idx=0)
        self.pair = nn.Embedding(PAIR_NUMBERS, PAIRS, padding_idx=0)
        nn.init.normal_(self.character.weight, std=0.3)
        nn.init.normal_(self.pair.weight, std=0.2)
        self.windows = nn.ModuleList(nn.Conv1d(width, FILTERS, size, padding=size // 2) for size in (2, 3, 4))
        self.opening, self.ending = nn.Linear(4 * width, FILTERS), nn.Linear(3 * width, FILTERS // 2)
        self.clause = nn.Linear(4 * FILTERS + FILTERS // 2 + states, CLAUSE)
        self.drop = nn.Dropout(0.35)
        self.chain = nn.GRU(CLAUSE, HIDDEN, bidirectional=True, batch_first=True)
        self.out = nn.Linear(2 * HIDDEN + CLAUSE, len(make.ROLE_CODES))

    def forward(self, characters: torch.Tensor, pairs: torch.Tensor, states: torch.Tensor, lengths: torch.Tensor, texts: list[int]) -> torch.Tensor:
        """Logits of the roles; ``texts`` holds how many clauses each text has."""
        read = nn.functional.dropout(torch.cat([self.character(characters), self.pair(pairs)], -1), 0.2, self.training)
        count, turned, blank = len(read), read.transpose(1, 2), (characters == 0).unsqueeze(1)
        parts = [torch.relu(window(turned)[:, :, :LONGEST].masked_fill(blank, -1e4).max(2)[0]) for window in self.windows]
        parts.append(torch.relu(self.opening(read[:, :4].reshape(count, -1))))
        last = [read[torch.arange(count), (lengths - back).clamp(min=0)] for back in (1, 2, 3)]
        parts.append(torch.relu(self.ending(torch.stack(last, 1).reshape(count, -1))))
        clauses = torch.relu(self.clause(self.drop(torch.cat([*parts, states], 1))))
        padded = nn.utils.rnn.pad_sequence(torch.split(clauses, texts), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(self.drop(padded), torch.tensor(texts), batch_first=True, enforce_sorted=False)
        chained, _ = nn.utils.rnn.pad_packed_sequence(self.chain(packed)[0], batch_first=True)
        flat = torch.cat([chained[text, :size] for text, size in enumerate(texts)])
        out: torch.Tensor = self.out(self.drop(torch.cat([flat, clauses], 1)))
        return out


def _logits(network: Network, clauses: Clauses, documents: Sequence[int]) -> tuple[np.ndarray, torch.Tensor]:
    rows = np.concatenate([clauses.of[d] for d in documents])
    characters, pairs = clauses.characters[rows], clauses.pairs[rows]
    if network.training:  # a tenth of the characters is hidden, or the network learns the texts by heart
        hidden = torch.rand(characters.shape) < 0.1
        characters = torch.where(hidden & (characters > 0), 1, characters)
        pairs = torch.where(hidden | torch.roll(hidden, -1, 1), 0, pairs)
    return rows, network(characters, pairs, clauses.states[rows], clauses.lengths[rows], [len(clauses.of[d]) for d in documents])


def taught(clauses: Clauses, documents: Sequence[int], characters: int, seed: int, epochs: int) -> Network:
    """A network trained on whole documents."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed).shuffle
    network = Network(characters, clauses.states.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.05)
    order = list(documents)
    steps = epochs * -(-len(order) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    network.train()
    for _ in range(epochs):
        shuffle(order)
        for at in range(0, len(order), BATCH):
            rows, logits = _logits(network, clauses, order[at : at + BATCH])
            loss = nn.functional.cross_entropy(logits, clauses.roles[rows], ignore_index=-1, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
    return network.eval()


def read_by(network: Network, clauses: Clauses) -> np.ndarray:
    """Log-probabilities of the roles of all clauses."""
    out = np.zeros((len(clauses.roles), len(make.ROLE_CODES)))
    documents = list(clauses.of)
    with torch.no_grad():
        for at in range(0, len(documents), 2 * BATCH):
            rows, logits = _logits(network, clauses, documents[at : at + 2 * BATCH])
            out[rows] = nn.functional.log_softmax(logits, 1).numpy()
    return out


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


def linear(data: make.Data, unlabelled: make.Data) -> np.ndarray:
    """What the linear model, trained on what was read, says about the clauses that were not: log-probabilities."""
    arrays = make.train(data, np.arange(len(data.roles)))
    arrays["bias"][0] += make.CAUTION
    return np.log(np.maximum(make.probabilities(unlabelled, np.arange(len(unlabelled.roles)), arrays), 1e-9))


def labelled(stretches: Sequence[dict[str, Any]], unlabelled: make.Data, scores: np.ndarray) -> Iterator[dict[str, Any]]:
    """A row a stretch with the teacher's role of each clause and how sure it is, 0 to 9."""
    scores = scores - scores.max(axis=1, keepdims=True)
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
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
    parser.add_argument("--clauses", type=int, default=240_000, help="how many to pick without --stretches")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=HERE / "machine.jsonl")
    args = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    if args.stretches:
        stretches = [json.loads(line) for line in args.stretches.read_text(encoding="utf-8").splitlines()]
    else:
        stretches = list(pick(args.corpus, args.gold, args.clauses))
    data, unlabelled = make.load(args.gold, args.corpus), unread(stretches, args.corpus)
    counts = Counter(ch for text in data.texts for ch in text[:-1])
    vocabulary = {ch: number + 2 for number, (ch, n) in enumerate(counts.most_common()) if n > 1}
    seen, new = Clauses(data, vocabulary), Clauses(unlabelled, vocabulary)
    networks = [taught(seen, list(seen.of), len(vocabulary) + 2, seed, args.epochs) for seed in SEEDS]
    scores = NETWORKS * np.mean([read_by(network, new) for network in networks], axis=0) + (1 - NETWORKS) * linear(data, unlabelled)
    scores[:, 0] -= CAUTION
    with args.out.open("w", encoding="utf-8") as out:
        for row in labelled(stretches, unlabelled, scores):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{args.out.name}: {len(stretches):,} stretches, {len(unlabelled.roles):,} clauses")


if __name__ == "__main__":
    main()
