"""The teacher's largest network: a pretrained encoder over windows of a text, a recurrent layer over its clauses, roles and modalities."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import make
import numpy as np
import torch
from encoder import BEGIN, END, MASK, UNKNOWN, Encoder, Tokenizer, Weights
from torch import nn
from torch.nn import functional

from analyzer.grammar.clause_states import STATES

LAYERS = 6
"""How many of the twelve layers of the encoder are kept."""
CLAUSE, HIDDEN = 256, 128
EPOCHS, ENCODER_RATE, RATE = 2, 2e-4, 1e-3
RISE, HALFWAY = 0.15, 0.75
"""After this share of the steps rates are full; after half of them they have come down to this share, at the end to nothing."""
SETTLED = 2
"""So many of the lowest layers learn no more after the first pass."""
HIDDEN_SHARE = 0.1
"""Share of the pieces that are hidden while it learns, or it learns the texts by heart."""
MODALITY = 0.2
"""Weight of the modalities in the loss."""
WINDOW, SIZE, CONTEXT = 505, 400, 90
"""Most pieces of a window, pieces wanted where a text needs several, and pieces of its neighbours that a window also sees."""
LONGEST = 72
"""Pieces of a clause that are read: two thirds from its beginning, one from its end."""
BATCH, BATCH_READ, ROUND = 1500, 4000, 256
"""Pieces of a batch while it learns and while it reads; batches are filled up to a multiple, so that few shapes occur."""
MARKS = "，；：。\n"


class Window(NamedTuple):
    """Clauses ``start`` to ``end`` of a text, seen among those from ``first`` to ``last``."""

    start: int
    end: int
    first: int
    last: int


class Clauses:
    """The clauses of texts as the network reads them: pieces, states of the grammar, the mark behind."""

    def __init__(self, data: make.Data, tokenizer: Tokenizer) -> None:
        """Cut the clauses into pieces."""
        opens = data.states[:, STATES.index("first_in_paragraph")] > 0
        self.pieces = [_pieces(text, first, tokenizer) for text, first in zip(data.texts, opens.tolist(), strict=True)]
        marks = np.zeros((len(data.texts), len(MARKS) + 1))
        marks[np.arange(len(marks)), [MARKS.find(text[-1]) for text in data.texts]] = 1
        self.states = torch.from_numpy(np.hstack([np.clip(data.states, -3, 3), marks])).float()
        self.roles, self.modalities = torch.from_numpy(data.roles), torch.from_numpy(data.modalities)
        cuts = (np.flatnonzero(np.diff(data.documents)) + 1).tolist()
        bounds = zip([0, *cuts], [*cuts, len(data.documents)], strict=True)
        self.of = {int(data.documents[start]): range(start, end) for start, end in bounds}
        self.sizes = {document: sum(len(self.pieces[i]) for i in rows) for document, rows in self.of.items()}

    def batches(self, documents: Sequence[int], most: int) -> list[list[int]]:
        """Documents in their order, as many together as have ``most`` pieces."""
        out: list[list[int]] = [[]]
        size = 0
        for document in documents:
            if out[-1] and size + self.sizes[document] > most:
                out.append([])
                size = 0
            out[-1].append(document)
            size += self.sizes[document]
        return out

    def windows(self, document: int) -> Iterator[Window]:
        """Windows that together hold each clause of a document once, all about as long."""
        rows = self.of[document]
        size = {i: len(self.pieces[i]) for i in rows}
        if self.sizes[document] <= WINDOW:
            yield Window(rows.start, rows.stop, rows.start, rows.stop)
            return
        wanted = self.sizes[document] / -(-self.sizes[document] // SIZE)
        start, held = rows.start, 0
        for i in rows:
            held += size[i]
            if held < wanted and i + 1 < rows.stop:
                continue
            room = min(CONTEXT, (WINDOW - held) // 2)
            first, last = start, i + 1
            while first > rows.start and sum(size[k] for k in range(first - 1, start)) <= room:
                first -= 1
            while last < rows.stop and sum(size[k] for k in range(i + 1, last + 1)) <= room:
                last += 1
            yield Window(start, i + 1, first, last)
            start, held = i + 1, 0


def _pieces(text: str, opens: bool, tokenizer: Tokenizer) -> list[int]:
    """The pieces of a clause and of the mark behind it; a paragraph opens with the sign of an end."""
    pieces = tokenizer(text.strip())
    if len(pieces) > LONGEST:
        pieces = pieces[: LONGEST * 2 // 3] + pieces[-(LONGEST // 3) :]
    return [END] * opens + pieces or [UNKNOWN]


class Batch(NamedTuple):
    """Pieces of windows one behind the other, whose clause each is (-1: only seen), first and last piece of each clause."""

    rows: np.ndarray
    pieces: torch.Tensor
    windows: list[int]
    owner: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    states: torch.Tensor
    texts: list[int]


def batch(clauses: Clauses, documents: Sequence[int]) -> Batch:
    """The clauses of documents."""
    pieces: list[int] = []
    owner: list[int] = []
    first, last, windows, texts = [], [], [], []
    base = 0
    for document in documents:
        rows = clauses.of[document]
        for window in clauses.windows(document):
            before = len(pieces)
            pieces.append(BEGIN)
            owner.append(-1)
            for i in range(window.first, window.last):
                own = window.start <= i < window.end
                here = clauses.pieces[i]
                if own:
                    first.append(len(pieces) + (here[0] == END and len(here) > 1))
                    last.append(len(pieces) + len(here) - 1)
                pieces += here
                owner += [base + i - rows.start if own else -1] * len(here)
            pieces.append(END)
            owner.append(-1)
            windows.append(len(pieces) - before)
        texts.append(len(rows))
        base += len(rows)
    fill = -len(pieces) % ROUND
    if fill:
        windows.append(fill)
    numbers = np.concatenate([clauses.of[d] for d in documents])
    return Batch(
        numbers, torch.tensor(pieces + [END] * fill), windows, torch.tensor(owner + [-1] * fill), torch.tensor(first), torch.tensor(last),
        clauses.states[numbers], texts,
    )  # fmt: skip


class Network(nn.Module):
    """Mean, first and last vector of the pieces of a clause, a recurrent layer in both directions over the clauses of a text."""

    def __init__(self, weights: Weights, states: int) -> None:
        """Take the encoder and how many numbers are known of a clause beside its words."""
        super().__init__()
        self.encoder = Encoder(weights, LAYERS)
        self.clause = nn.Linear(3 * weights.width + states, CLAUSE)
        self.drop = nn.Dropout(0.2)
        self.chain = nn.GRU(CLAUSE, HIDDEN, bidirectional=True, batch_first=True)
        self.role = nn.Linear(2 * HIDDEN + CLAUSE, len(make.ROLE_CODES))
        self.modality = nn.Linear(2 * HIDDEN + CLAUSE, len(make.MODALITY_CODES))

    def forward(self, read: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the roles and of the modalities of the clauses of a batch."""
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.encoder(read.pieces, read.windows)
        vectors = vectors.float()
        own = read.owner >= 0
        count = len(read.rows)
        total = torch.zeros(count, vectors.shape[1]).index_add(0, read.owner[own], vectors[own])
        mean = total / torch.bincount(read.owner[own], minlength=count)[:, None]
        parts = torch.cat([mean, vectors[read.first], vectors[read.last], read.states], 1)
        clauses = torch.relu(self.clause(self.drop(parts)))
        padded = nn.utils.rnn.pad_sequence(torch.split(clauses, read.texts), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(self.drop(padded), torch.tensor(read.texts), batch_first=True, enforce_sorted=False)
        chained, _ = nn.utils.rnn.pad_packed_sequence(self.chain(packed)[0], batch_first=True)
        flat = torch.cat([chained[text, :size] for text, size in enumerate(read.texts)])
        known = self.drop(torch.cat([flat, clauses], 1))
        return self.role(known), self.modality(known)


def taught(weights: Weights, clauses: Clauses, documents: Sequence[int], seed: int) -> Network:
    """A network trained on whole documents."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed).shuffle
    network = Network(weights, clauses.states.shape[1])
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    head = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": encoder, "lr": ENCODER_RATE, "weight_decay": 0.01}, {"params": head, "lr": RATE, "weight_decay": 0.05}]
    optimizer = torch.optim.AdamW(groups)
    order = list(documents)
    steps = EPOCHS * (len(clauses.batches(order, BATCH)) + 8)  # a few more than there are: how many depends on the order
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: float(np.interp((step + 1) / steps, [0, RISE, 0.5, 1], [0, 1, HALFWAY, 0]))
    )
    network.train()
    for epoch in range(EPOCHS):
        if epoch:
            network.encoder.settle(SETTLED)
        shuffle(order)
        for chosen in clauses.batches(order, BATCH):
            _learn(network, clauses, chosen, optimizer)
            schedule.step()
    return network.eval()


def _learn(network: Network, clauses: Clauses, documents: Sequence[int], optimizer: torch.optim.Optimizer) -> None:
    read = batch(clauses, documents)
    hidden = (torch.rand(read.pieces.shape) < HIDDEN_SHARE) & (read.pieces != BEGIN) & (read.pieces != END)
    roles, modalities = network(read._replace(pieces=torch.where(hidden, MASK, read.pieces)))
    loss = functional.cross_entropy(roles, clauses.roles[read.rows], ignore_index=-1, label_smoothing=0.05)
    known = clauses.modalities[read.rows]
    if (known >= 0).any():
        loss = loss + MODALITY * functional.cross_entropy(modalities, known, ignore_index=-1)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()


def read_by(network: Network, clauses: Clauses, documents: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Log-probabilities of the roles and of the modalities of the clauses of documents, 0 for all others."""
    roles = np.zeros((len(clauses.pieces), len(make.ROLE_CODES)))
    modalities = np.zeros((len(clauses.pieces), len(make.MODALITY_CODES)))
    with torch.inference_mode():
        for chosen in clauses.batches(sorted(documents, key=clauses.sizes.__getitem__), BATCH_READ):
            read = batch(clauses, chosen)
            role, modality = network(read)
            roles[read.rows] = functional.log_softmax(role, 1).numpy()
            modalities[read.rows] = functional.log_softmax(modality, 1).numpy()
    return roles, modalities
