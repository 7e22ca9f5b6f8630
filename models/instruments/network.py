"""Trains the network of the instrument model; ``make.py`` calls it. Needs PyTorch (``pip install torch``).

The network is that of :mod:`analyzer.grammar.instrument_network`. Sums of words and layers are trained together from nothing, some
texts at a time, with a share of the words hidden. Of long texts only a share of the directives without a code is read: they are
there to be seen by the others.

First some larger networks are trained so (teachers); the one that ships learns from the codes, and from what the teachers together say
of the directives of the same texts that have no code.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from analyzer.grammar.instrument_features import CODES, SPACE, STATES, TITLE_SHARE
from analyzer.grammar.instrument_network import AROUND, NEAR, scales

UNITS, SECOND = 29, 64
"""Hidden units of a directive, and of the second layer. Nineteen codes and 29 units make rows of 48 numbers, 192 bytes."""
TEACHERS, TEACHER_UNITS = 3, 48
EPOCHS, TOGETHER = 6, 24
"""Passes over all texts; texts a step."""
HIDDEN = 0.2
"""Share of the words that are hidden in each step."""
RATE, LAYER_RATE, DECAY, LEAST_RATE = 0.06, 2e-3, 1e-4, 0.02
"""Rates of the weights of words (Adagrad) and of the layers (AdamW); both come down to ``LEAST_RATE`` of it."""
DROPOUT = 0.1
ALONE = 0.3
"""Weight of the loss of the directive's own sums, beside that of the network: so that they tell codes, too."""
FEW, TAUGHT = 15, 40
"""About how many directives without a code are read of a text: by teachers, and by who learns from them."""
SCALE = 100.0
"""Losses are summed and divided by this."""


class Texts(NamedTuple):
    """All directives of the annotated texts, one behind the other; texts of one directive after the other, too."""

    ids: np.ndarray
    """Numbers of words; ``bounds[i]:bounds[i + 1]`` are directive i's."""
    bounds: np.ndarray
    titles: np.ndarray
    title_bounds: np.ndarray
    """Pairs of the first line of text i: ``title_bounds[i]:title_bounds[i + 1]``."""
    states: np.ndarray
    starts: np.ndarray
    """Directives of text i: ``starts[i]:starts[i + 1]``."""
    paragraph_of: np.ndarray
    codes: np.ndarray
    """The code of each directive, -1 where none is known."""
    weights: np.ndarray


class Batch(NamedTuple):
    """Directives of some texts, as the network reads them."""

    rows: np.ndarray
    words: tuple[torch.Tensor, torch.Tensor]
    titles: tuple[torch.Tensor, torch.Tensor]
    text: torch.Tensor
    paragraph: torch.Tensor
    stretch: torch.Tensor
    """Number of the stretch of directives that stand side by side."""
    states: torch.Tensor
    scales: torch.Tensor


def among(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """All numbers from each start to its end, one stretch behind the other."""
    sizes = ends - starts
    out: np.ndarray = np.repeat(starts - (sizes.cumsum() - sizes), sizes) + np.arange(sizes.sum())
    return out


class Reading:
    """Takes batches out of texts, with the words that are kept."""

    def __init__(self, texts: Texts, ids: np.ndarray, few: int) -> None:
        """``ids``: words that are kept; ``few``: about how many directives without a code are read of a text."""
        self._texts, self._few = texts, few
        self._place = np.full(SPACE, -1, dtype=np.int64)
        self._place[ids] = np.arange(len(ids))
        known = np.flatnonzero(texts.codes >= 0)
        # Those that stand near one with a code are always read.
        near = (known[:, None] + np.arange(-NEAR, NEAR + 1)).clip(0, len(texts.codes) - 1)
        self._wanted = np.zeros(len(texts.codes), dtype=bool)
        self._wanted[near] = True

    def batch(self, numbers: np.ndarray, chance: np.random.Generator | None = None) -> Batch:
        """The directives of some texts: with ``chance`` some of them, a share of their words hidden."""
        texts = self._texts
        starts, ends = texts.starts[numbers], texts.starts[numbers + 1]
        rows, text = among(starts, ends), np.repeat(np.arange(len(numbers)), ends - starts)
        if chance:
            kept = self._wanted[rows] | (chance.random(len(rows)) * (ends - starts)[text] < self._few)
            rows, text = rows[kept], text[kept]
        stretch = np.cumsum(np.concatenate([[False], (np.diff(rows) != 1) | (np.diff(text) != 0)]))
        words = self._bag(texts.ids, texts.bounds[rows], texts.bounds[rows + 1], chance)
        titles = self._bag(texts.titles, texts.title_bounds[numbers], texts.title_bounds[numbers + 1], chance)
        lines = np.diff(texts.title_bounds)[numbers][text]
        scale = scales(np.diff(texts.bounds)[rows], lines)
        paragraph = np.unique(texts.paragraph_of[rows], return_inverse=True)[1]
        numbered = (torch.from_numpy(part) for part in (text, paragraph, stretch))
        floats = (torch.from_numpy(part.astype(np.float32)) for part in (texts.states[rows], scale))
        return Batch(rows, words, titles, *numbered, *floats)

    def _bag(self, ids: np.ndarray, starts: np.ndarray, ends: np.ndarray, chance: np.random.Generator | None) -> tuple[torch.Tensor, torch.Tensor]:
        places = self._place[ids[among(starts, ends)]]
        kept = places >= 0
        if chance:
            kept &= chance.random(len(places), dtype=np.float32) >= HIDDEN
        counts = np.bincount(np.repeat(np.arange(len(starts)), ends - starts)[kept], minlength=len(starts))
        return torch.from_numpy(places[kept]), torch.from_numpy(counts.cumsum() - counts)


class Network(nn.Module):
    """Sums of words, and the layers over them."""

    def __init__(self, words: int, units: int) -> None:
        """Begin with small weights; no word says anything of a code yet."""
        super().__init__()
        self.words = nn.EmbeddingBag(words, len(CODES) + units, mode="sum")
        nn.init.normal_(self.words.weight, std=0.03)
        self.states = nn.Linear(len(STATES), len(CODES) + units)
        self.first = nn.Linear((1 + len(AROUND)) * units, SECOND)
        self.out = nn.Linear(SECOND, len(CODES))
        with torch.no_grad():
            self.words.weight[:, : len(CODES)] = 0
            self.out.weight.mul_(0.1)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, read: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """What speaks for each code, with the network and without."""
        words = (self.words(*read.words) + self.words(*read.titles)[read.text] * TITLE_SHARE) / (1 - HIDDEN if self.training else 1)
        states = self.states(read.states)
        alone = words[:, : len(CODES)] + states[:, : len(CODES)]
        units = functional.relu(words[:, len(CODES) :] * read.scales[:, None] + states[:, len(CODES) :])
        seen = [units, _rest(units, read.text), _rest(units, read.paragraph), _near(units, read.stretch), _near(units.flip(0), read.stretch.flip(0)).flip(0)]
        first = functional.relu(self.first(self.drop(torch.cat(seen, 1))))
        return alone + self.out(first), alone


def _rest(units: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
    """The mean over the others of the same part."""
    sizes = torch.bincount(of)
    total = torch.zeros(len(sizes), units.shape[1]).index_add(0, of, units)
    return (total[of] - units) / (sizes[of] - 1).clamp(min=1)[:, None]


def _near(units: torch.Tensor, of: torch.Tensor) -> torch.Tensor:
    """The mean over the ``NEAR`` rows before, within the same stretch."""
    total, count = torch.zeros_like(units), torch.zeros(len(units))
    for far in range(1, min(NEAR, len(units) - 1) + 1):
        same = (of[far:] == of[:-far]).float()
        total = total + functional.pad(units[:-far] * same[:, None], (0, 0, far, 0))
        count = count + functional.pad(same, (far, 0))
    return total / count.clamp(min=1)[:, None]


def trained(texts: Texts, numbers: np.ndarray, ids: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the model, without ``ids``: trained on the texts ``numbers``, with the words ``ids``."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    told = np.zeros((len(texts.codes), len(CODES)), dtype=np.float32)
    for seed in range(1, TEACHERS + 1):
        rows, said = _said(texts, numbers, ids, _fitted(texts, numbers, ids, TEACHER_UNITS, seed))
        told[rows] += said / TEACHERS
    return _arrays(_fitted(texts, numbers, ids, UNITS, 0, torch.from_numpy(told)))


def _fitted(texts: Texts, numbers: np.ndarray, ids: np.ndarray, units: int, seed: int, told: torch.Tensor | None = None) -> Network:
    """A network, trained; ``told``: (directives, codes) array of what teachers say."""
    torch.manual_seed(seed)
    reading, net, chance = Reading(texts, ids, FEW if told is None else TAUGHT), Network(len(ids), units), np.random.default_rng(seed)
    codes, weights = torch.from_numpy(texts.codes), torch.from_numpy(texts.weights.astype(np.float32))
    layers = [p for name, p in net.named_parameters() if not name.startswith("words")]
    optimizers = [torch.optim.Adagrad([net.words.weight], lr=RATE), torch.optim.AdamW(layers, lr=LAYER_RATE, weight_decay=DECAY)]
    steps = EPOCHS * -(-len(numbers) // TOGETHER)
    orders = (np.sort(part) for _ in range(EPOCHS) for part in _parts(chance.permutation(numbers)))
    for step, some in enumerate(orders):
        read = reading.batch(some, chance)
        for optimizer, rate in zip(optimizers, (RATE, LAYER_RATE), strict=True):
            optimizer.param_groups[0]["lr"] = rate * max(LEAST_RATE, 1 - step / steps)
            optimizer.zero_grad(set_to_none=False)
        full, alone = net(read)
        of = codes[read.rows]
        losses = [functional.cross_entropy(each, of, ignore_index=-1, reduction="none") for each in (full, alone)]
        loss = (losses[0] + ALONE * losses[1]) @ weights[read.rows]
        if told is not None:
            loss = loss + _unlike(full, told[read.rows], of < 0)
        (loss / SCALE).backward()
        for optimizer in optimizers:
            optimizer.step()
    return net.eval()


def _unlike(full: torch.Tensor, told: torch.Tensor, free: torch.Tensor) -> torch.Tensor:
    """How unlike the teachers it speaks of directives without a code, which together count as much as those with one, at most."""
    share = min(1.0, float((~free).sum() / free.sum().clamp(min=1)))
    return -share * (told[free] * functional.log_softmax(full[free], 1)).sum()


def _said(texts: Texts, numbers: np.ndarray, ids: np.ndarray, net: Network) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities of the codes, for all directives of some texts."""
    reading, rows, said = Reading(texts, ids, FEW), [], []
    with torch.no_grad():
        for some in _parts(numbers):
            read = reading.batch(some)
            rows.append(read.rows)
            said.append(net(read)[0].softmax(1).numpy())
    return np.concatenate(rows), np.concatenate(said)


def _parts(order: np.ndarray) -> list[np.ndarray]:
    return [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]


def _arrays(net: Network) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    bias = state["states.bias"].copy()
    bias[: len(CODES)] += state["out.bias"]
    return {
        "weights": state["words.weight"], "states": state["states.weight"].T, "bias": bias,
        "first": state["first.weight"].T, "first_bias": state["first.bias"], "out": state["out.weight"].T,
    }  # fmt: skip
