"""Trains the weights of features and the network over clauses; ``make.py`` calls it. Needs PyTorch (``pip install torch``).

The network is that of :mod:`analyzer.grammar.role_network`, which tells what it sees. Sums of a clause and layers are trained
together from nothing, whole texts at a time, with a share of the features hidden: begun from a linear model, which knows its own
clauses too well, the layers learn to trust it too much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from labels import Data
from torch import nn
from torch.nn import functional

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import SPACE
from analyzer.grammar.role_model import GRAM_SCALE
from analyzer.grammar.role_network import BORDERS, HALF, MEANS, MOST, NEAR, NEXT, ROLES, SUMS, TOLD, TOP, parts

FIRST, SECOND = 64, 64
"""Units of the two layers."""
BATCH = 600
"""About so many clauses a step."""
HIDDEN = 0.2
"""Share of the features that are hidden in each step."""
DECAY = 1e-4
LEAST_RATE = 0.02
DROPOUT = 0.1
ALONE = 0.3
"""Weight of the loss of the clause's own sums, beside that of the network: so that they tell roles, too."""
SPREAD = 0.03


class Pace(NamedTuple):
    """How a network is trained."""

    epochs: int
    """Passes over all texts."""
    rate: float
    """Rate of the weights of features (Adagrad); it and the next come down to ``LEAST_RATE`` of it."""
    layer_rate: float
    """Rate of the layers (AdamW)."""
    held_back: float
    """Where Adagrad's sums of squares begin: at nothing, the first steps are as long as the rate."""


FROM_NOTHING, ONWARD = Pace(8, 0.06, 2e-3, 0.0), Pace(3, 0.02, 5e-4, 1e-3)


class Batch(NamedTuple):
    """Clauses of whole texts as the network reads them: places of features, where each clause's begin, scale, states, number of the
    text, and the numbers of sentence, paragraph and text among all of these."""

    rows: np.ndarray
    places: torch.Tensor
    begins: torch.Tensor
    scales: torch.Tensor
    states: torch.Tensor
    texts: torch.Tensor
    parts: torch.Tensor
    sizes: torch.Tensor


class Clauses:
    """Clauses of documents, with the features that are kept."""

    def __init__(self, data: Data, rows: np.ndarray, ids: np.ndarray) -> None:
        """``rows``: of whole documents; ``ids``: the features that are kept."""
        place = np.full(SPACE, -1, dtype=np.int64)
        place[ids] = np.arange(len(ids))
        places = place[data.grams.indices]
        known = places >= 0
        self._places = places[known].astype(np.int32)
        self._bounds = np.concatenate([[0], np.cumsum(known)])[data.grams.indptr]
        self._scales = (GRAM_SCALE / np.sqrt(np.maximum(np.diff(data.grams.indptr), 1))).astype(np.float32)
        self._states = data.states.astype(np.float32)
        cuts = np.flatnonzero(np.diff(data.documents[rows])) + 1
        self.texts = np.split(rows, cuts)

    def batch(self, texts: Sequence[int], hidden: float = 0.0, chance: np.random.Generator | None = None) -> Batch:
        """The clauses of some texts, a share of their features ``hidden``."""
        rows = np.concatenate([self.texts[text] for text in texts])
        sizes = self._bounds[rows + 1] - self._bounds[rows]
        begins = np.cumsum(sizes) - sizes
        places = self._places[np.arange(sizes.sum()) + np.repeat(self._bounds[rows] - begins, sizes)]
        if chance is not None:
            kept = chance.random(len(places), dtype=np.float32) >= hidden
            begins, places = np.concatenate([[0], np.cumsum(kept)])[begins], places[kept]
        lengths = [len(self.texts[text]) for text in texts]
        cut = parts(self._states[rows], np.cumsum(lengths) - lengths)
        return Batch(
            rows, *map(torch.from_numpy, (
                places, begins.astype(np.int32), self._scales[rows] / (1 - hidden), self._states[rows], np.repeat(np.arange(len(texts)), lengths),
                np.ascontiguousarray(cut.of.T), cut.sizes.astype(np.float32),
            ))
        )  # fmt: skip


class Network(nn.Module):
    """Sums of features, and the layers over them."""

    def __init__(self, features: int) -> None:
        """Begin with small weights; no feature says anything of a role yet."""
        super().__init__()
        self.features = nn.EmbeddingBag(features, SUMS, mode="sum")
        nn.init.normal_(self.features.weight, std=SPREAD)
        with torch.no_grad():
            self.features.weight[:, : len(ROLES)] = 0
        self.states = nn.Linear(len(STATES), SUMS)
        self.near = nn.Linear((2 * NEAR + 1) * TOLD + MEANS * SUMS + len(STATES), FIRST)
        self.near_out = nn.Linear(FIRST, len(ROLES))
        with torch.no_grad():
            self.near_out.weight.mul_(0.1)
        self.next = nn.Linear((2 * NEXT + 1) * FIRST, SECOND)
        self.next_out = nn.Linear(SECOND, len(ROLES))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, read: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the roles, and those of the clauses alone."""
        sums = self.features(read.places, read.begins) * read.scales[:, None] + self.states(read.states)
        alone = sums[:, : len(ROLES)]
        roles = (alone - alone.mean(1, keepdim=True)).clamp(-MOST, MOST) * HALF
        told = torch.cat([roles, sums[:, len(ROLES) :].clamp(0, TOP)], 1)
        total = torch.zeros(len(read.sizes), SUMS).index_add(0, read.parts.reshape(-1), told.repeat(MEANS, 1))
        means = (total / read.sizes[:, None])[read.parts]
        neighbour = torch.cat([told, torch.ones(len(told), 1), read.states[:, BORDERS]], 1)
        seen = torch.cat([_around(neighbour, read.texts, NEAR), *means, read.states], 1)
        first = functional.relu(self.near(self.drop(seen)))
        second = functional.relu(self.next(self.drop(_around(first, read.texts, NEXT))))
        return alone + self.near_out(first) + self.next_out(second), alone


def _around(rows: torch.Tensor, texts: torch.Tensor, reach: int) -> torch.Tensor:
    """Each row beside those of ``reach`` clauses before and behind it; zeros beyond the ends of a text."""
    count = len(rows)
    blank = torch.zeros(reach, rows.shape[1])
    spaced, of = torch.cat([blank, rows, blank]), functional.pad(texts, (reach, reach), value=-1)
    return torch.cat([spaced[k : k + count] * (of[k : k + count] == texts)[:, None] for k in range(2 * reach + 1)], 1)


def trained(data: Data, rows: np.ndarray, ids: np.ndarray, seed: int = 0, earlier: Mapping[str, np.ndarray] | None = None) -> dict[str, np.ndarray]:
    """The arrays of roles: weights of the features ``ids``, of states, bias, layers; ``rows`` holds whole documents. With the arrays of
    an ``earlier`` network over the same features it is that one that learns on."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    clauses, network = Clauses(data, rows, ids), Network(len(ids))
    if earlier:
        network.load_state_dict(_state(earlier))
    pace = ONWARD if earlier else FROM_NOTHING
    roles, weights = torch.from_numpy(data.roles), torch.from_numpy(data.weights)
    layers = [p for name, p in network.named_parameters() if not name.startswith("features")]
    optimizers = [
        torch.optim.Adagrad([network.features.weight], lr=pace.rate, initial_accumulator_value=pace.held_back),
        torch.optim.AdamW(layers, lr=pace.layer_rate, weight_decay=DECAY),
    ]
    chance = np.random.default_rng(seed)
    for left, texts in _batches(clauses, chance, pace.epochs):
        read = clauses.batch(texts, HIDDEN, chance)
        for optimizer, rate in zip(optimizers, (pace.rate, pace.layer_rate), strict=True):
            optimizer.param_groups[0]["lr"] = rate * max(LEAST_RATE, left)
            optimizer.zero_grad(set_to_none=False)
        logits, alone = network(read)
        losses = sum(
            share * functional.cross_entropy(each, roles[read.rows], ignore_index=-1, reduction="none")
            for share, each in ((1.0, logits), (ALONE, alone))
        )
        (losses @ weights[read.rows] / BATCH).backward()
        for optimizer in optimizers:
            optimizer.step()
    return _arrays(network)


def _batches(clauses: Clauses, chance: np.random.Generator, epochs: int) -> Iterator[tuple[float, list[int]]]:
    """Texts in a new order each pass, and the share of the training that is left."""
    sizes = [len(rows) for rows in clauses.texts]
    seen, total = 0, epochs * sum(sizes)
    for _ in range(epochs):
        batch: list[int] = []
        order = chance.permutation(len(sizes)).tolist()
        for number, text in enumerate(order):
            batch.append(text)
            count = sum(sizes[t] for t in batch)
            if count >= BATCH or number + 1 == len(order):
                yield 1 - seen / total, batch
                seen, batch = seen + count, []


def _arrays(network: Network) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    near = state["near.weight"].T
    return {
        "weights": state["features.weight"], "states": state["states.weight"].T, "bias": state["states.bias"],
        "near": near[: -len(STATES)], "near_states": near[-len(STATES) :], "near_bias": state["near.bias"], "near_out": state["near_out.weight"].T,
        "next": state["next.weight"].T, "next_bias": state["next.bias"], "next_out": state["next_out.weight"].T,
        "out_bias": state["near_out.bias"] + state["next_out.bias"],
    }  # fmt: skip


def _state(arrays: Mapping[str, np.ndarray]) -> dict[str, torch.Tensor]:
    """What ``_arrays`` took out of a network, to be put into one: the bias of the outputs goes to the first layer."""
    near = np.vstack([arrays["near"], arrays["near_states"]]).T
    state = {
        "features.weight": arrays["weights"], "states.weight": arrays["states"].T, "states.bias": arrays["bias"],
        "near.weight": near, "near.bias": arrays["near_bias"], "near_out.weight": arrays["near_out"].T, "near_out.bias": arrays["out_bias"],
        "next.weight": arrays["next"].T, "next.bias": arrays["next_bias"], "next_out.weight": arrays["next_out"].T,
        "next_out.bias": np.zeros(len(ROLES)),
    }  # fmt: skip
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in state.items()}
