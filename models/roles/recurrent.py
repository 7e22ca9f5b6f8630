"""The teacher's smaller networks: convolutions over the characters of a clause and a recurrent layer, trained from nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import make
import numpy as np
import torch
from torch import nn

CHARACTERS, PAIRS, LONGEST = 80, 48, 40
"""Sizes of the embeddings of characters and of pairs, and how many characters of a clause are read."""
PAIR_NUMBERS = 1 << 16
FILTERS, HIDDEN, CLAUSE = 96, 96, 160
EPOCHS, BATCH, RATE = 6, 8, 2e-3
MARKS = "，；：。\n"


def vocabulary(data: make.Data) -> dict[str, int]:
    """Numbers of the characters that stand in the texts more than once."""
    counts = Counter(ch for text in data.texts for ch in text[:-1])
    return {ch: number + 2 for number, (ch, n) in enumerate(counts.most_common()) if n > 1}


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


def taught(clauses: Clauses, documents: Sequence[int], characters: int, seed: int) -> Network:
    """A network trained on whole documents."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed).shuffle
    network = Network(characters, clauses.states.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.05)
    order = list(documents)
    steps = EPOCHS * -(-len(order) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    network.train()
    for _ in range(EPOCHS):
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
