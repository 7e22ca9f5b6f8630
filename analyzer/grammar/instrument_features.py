"""What a directive's instrument is read from, in numbers: the rules' verdicts, and hashed words of the clause and of what stands over it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.instrument_network import NEAR

CODES = (
    "资金支持", "税收优惠", "金融支持", "人才", "科技研发", "信息与数据", "基础设施", "公共服务", "法规管制", "标准规范", "目标规划",
    "组织领导", "监督考核", "政府采购与需求", "示范试点", "贸易与国际合作", "宣传引导", "思想政治", "其他",
)  # fmt: skip
"""Order of the columns of the weights."""
MODALITIES = ("obligation", "prohibition", "encouragement", "permission", "commitment")
STATES = (
    *(f"rule.{code}" for code in CODES), *(f"score.{code}" for code in CODES), *(f"ahead.{code}" for code in CODES), "silent",
    *(f"document.{code}" for code in CODES), *(f"paragraph.{code}" for code in CODES), *(f"before.{code}" for code in CODES),
    *(f"after.{code}" for code in CODES), *(f"modality.{name}" for name in MODALITIES), "statute",
)  # fmt: skip
"""Names of the features that are no words: the rules' verdict on the clause, its neighbours, its paragraph and its document."""
SPACE = 1 << 17
"""Words are numbered by a hash of 17 bits."""
TITLE_SHARE = 0.5
_N = len(CODES)
_RULE, _SCORE, _AHEAD, _SILENT = 0, _N, 2 * _N, 3 * _N
_DOCUMENT, _PARAGRAPH, _BEFORE, _AFTER = (3 * _N + 1 + k * _N for k in range(4))
_MODALITY = 7 * _N + 1
# How much each group of features counts beside a single word, chosen by cross-validation over documents.
_WEIGHTS = {"rule": 3.0, "score": 3.0, "document": 4.0, "near": 2.0}
_MOST = 3.0
"""A score of the rules beyond this says no more."""
_TAIL = 4
"""Longest end of the object that is a feature of its own: its head noun."""
_FIRST_LINE = 60
HEADING, BEFORE = 40, 28
"""Characters of the heading, and before a clause, whose pairs are read."""
# Kinds of words are told apart by the highest bits; characters of Unicode have 21.
_CHARACTER = np.uint64(21)
_SINGLE, _END, _TITLE, _HEADING, _AHEAD_OF = (np.uint64(kind << 60) for kind in (1, 2, 3, 4, 5))
_MIX, _SHIFT, _TOP = np.uint64(0x9E3779B97F4A7C15), np.uint64(29), np.uint64(47)
_LENGTHS = np.array(
    [[0, 0, 0, 0x27D4EB2F165667C5], [0, 0, 0x165667B19E3779F9, 0x165667B19E3779F9], [0, 0xC2B2AE3D27D4EB4F, 0xC2B2AE3D27D4EB4F, 0xC2B2AE3D27D4EB4F], [1, 3, 5, 7]],
    dtype=np.uint64,
)
"""Odd factors of the characters of an end, one column for each length."""
_NUMBER = {code: number for number, code in enumerate(CODES)}
_BREAK = "\n"
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]


class Clue(NamedTuple):
    """What a directive's instrument is read from."""

    clause: str
    action: str
    object: str
    code: str
    """The rules' verdict."""
    scores: Mapping[str, float]
    """How much speaks for each code, by the rules."""
    modality: str
    paragraph: int
    heading: str = ""
    """The nearest heading over the clause, ``HEADING`` characters at most."""
    before: str = ""
    """The ``BEFORE`` characters before the clause."""


class Told(NamedTuple):
    """All directives of a text, as far as their instruments go."""

    clues: Sequence[Clue]
    text: str
    """Clean text, read as far as its first line."""
    statute: bool
    """Whether the text is one of numbered articles."""


class InstrumentFeatures(NamedTuple):
    """Numbers of words of all directives of some texts, concatenated; ``bounds[i]:bounds[i + 1]`` are directive i's."""

    ids: Ints
    bounds: Ints
    titles: Ints
    """Numbers of the words of the texts' first lines, which count for every directive."""
    title_of: Ints
    """The text that each of these belongs to."""
    text_of: Ints
    """The text that each directive belongs to."""
    states: Floats
    """(directives, len(STATES)) array."""
    paragraph_of: Ints
    """The paragraph that each directive belongs to, counted over all texts."""


def read_features(texts: Sequence[Told]) -> InstrumentFeatures:
    """The features of all directives of some texts, each of which has one."""
    clues = [clue for told in texts for clue in told.clues]
    every = np.arange(len(clues))
    points = _points(_joined([clue.clause for clue in clues]))
    inside = points != ord(_BREAK)
    owner = np.cumsum(~inside) - ~inside
    both = inside[:-1] & inside[1:]
    headings, under = _line_pairs([clue.heading for clue in clues])
    befores, behind = _line_pairs([clue.before for clue in clues])
    titles, line_of = _line_pairs([_first_line(told.text) for told in texts])
    kinds = (points[inside] + _SINGLE, _pairs(points)[both], _ends(clues).ravel(), headings + _HEADING, befores + _AHEAD_OF)
    numbers = _hashed(np.concatenate([*kinds, titles + _TITLE]))
    words = len(numbers) - len(titles)
    actions = np.array([zlib.crc32(clue.action.encode()) & (SPACE - 1) for clue in clues], dtype=np.int64)
    owners = np.concatenate([owner[inside], owner[:-1][both], np.repeat(every, _TAIL), under, behind, every])
    order = np.argsort(owners, kind="stable")
    ids = np.concatenate([numbers[:words], actions])[order]
    bounds = np.searchsorted(owners[order], np.arange(len(clues) + 1))
    counts = np.array([len(told.clues) for told in texts])
    begins = np.zeros(len(clues), dtype=np.int64)
    begins[_begins(texts, counts)] = 1
    return InstrumentFeatures(
        ids, bounds, numbers[words:], line_of, np.repeat(np.arange(len(texts)), counts), _states(texts, clues, counts), begins.cumsum() - 1
    )


def _joined(lines: Sequence[str]) -> str:
    """One line behind the other, each closed by a break."""
    return _BREAK.join([line.replace(_BREAK, " ") for line in lines]) + _BREAK


def _line_pairs(lines: Sequence[str]) -> tuple[Numbers, Ints]:
    """The pairs of characters of some lines, and the line of each."""
    points = _points(_joined(lines))
    inside = points != ord(_BREAK)
    both = inside[:-1] & inside[1:]
    return _pairs(points)[both], (np.cumsum(~inside) - ~inside)[:-1][both]


def _first_line(text: str) -> str:
    return text[: 4 * _FIRST_LINE].lstrip()[:_FIRST_LINE].split(_BREAK, 1)[0]


def _points(text: str) -> Numbers:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)


def _pairs(points: Numbers) -> Numbers:
    return points[:-1] | points[1:] << _CHARACTER


def _ends(clues: Sequence[Clue]) -> Numbers:
    """The last one to four characters of what each directive is applied to, one row a directive."""
    tails = _points("".join([(clue.object or clue.clause)[-_TAIL:].rjust(_TAIL, "\0") for clue in clues])).reshape(-1, _TAIL)
    # A sum for each length, so that one multiplication makes all of them.
    return np.asarray(tails @ _LENGTHS + _END, dtype=np.uint64)


def _hashed(values: Numbers) -> Ints:
    mixed = values * _MIX
    mixed ^= mixed >> _SHIFT
    return ((mixed * _MIX) >> _TOP).astype(np.int64)


def _states(texts: Sequence[Told], clues: Sequence[Clue], counts: Ints) -> Floats:
    size = len(clues)
    out = np.zeros((size, len(STATES)), dtype=np.float32)
    every = np.arange(size)
    codes = np.array([_NUMBER[clue.code] for clue in clues])
    verdicts = np.zeros((size, _N), dtype=np.float32)
    verdicts[every, codes] = 1.0
    out[:, _RULE : _RULE + _N] = verdicts * _WEIGHTS["rule"]
    out[every, [_MODALITY + MODALITIES.index(clue.modality) for clue in clues]] = 1.0
    out[:, -1] = np.repeat([told.statute for told in texts], counts)
    _add_scores(out, clues, codes)
    if size == 1:  # nothing stands beside it
        return out
    # The rest of the document, the rest of the paragraph, the neighbours: without the directive itself.
    ends = counts.cumsum()
    firsts = ends - counts
    begins = _begins(texts, counts)
    for offset, starts, weight in ((_DOCUMENT, firsts, _WEIGHTS["document"]), (_PARAGRAPH, begins, _WEIGHTS["near"])):
        sizes = np.diff([*starts, size])
        together = np.repeat(np.add.reduceat(verdicts, starts, axis=0), sizes, axis=0)
        out[:, offset : offset + _N] = (together - verdicts) * (weight / np.repeat(np.maximum(1, sizes - 1), sizes))[:, None]
    sums = np.vstack([np.zeros((1, _N), dtype=np.float32), verdicts.cumsum(axis=0)])
    for offset, low, high in (
        (_BEFORE, np.maximum(np.repeat(firsts, counts), every - NEAR), every),
        (_AFTER, every + 1, np.minimum(np.repeat(ends, counts), every + 1 + NEAR)),
    ):
        out[:, offset : offset + _N] = (sums[high] - sums[low]) * (_WEIGHTS["near"] / np.maximum(1, high - low))[:, None]
    return out


def _begins(texts: Sequence[Told], counts: Ints) -> list[int]:
    """The directives that are the first of their paragraph, counted over all texts."""
    firsts = (counts.cumsum() - counts).tolist()
    return [first + i for first, told in zip(firsts, texts, strict=True) for i in _openings(told.clues)]


def _openings(clues: Sequence[Clue]) -> list[int]:
    """The directives that are the first of their paragraph."""
    return [i for i, clue in enumerate(clues) if not i or clue.paragraph != clues[i - 1].paragraph]


def _add_scores(out: Floats, clues: Sequence[Clue], codes: Ints) -> None:
    """What the rules say for each code, and how far their verdict is ahead of the next best."""
    rows, columns, values, leads = [], [], [], []
    for i, clue in enumerate(clues):
        scores = clue.scores
        best = second = 0.0
        for name, score in scores.items():
            rows.append(i)
            columns.append(_SCORE + _NUMBER[name])
            values.append(score)
            if score > best:
                best, second = score, best
            elif score > second:
                second = score
        leads.append(best - second)
    scale = _WEIGHTS["score"] / _MOST
    out[rows, columns] = np.minimum(values, _MOST) * scale
    out[np.arange(len(clues)), _AHEAD + codes] = np.array(leads) * scale
    out[:, _SILENT] = [0.0 if clue.scores else _WEIGHTS["score"] for clue in clues]


def names(clue: Clue) -> list[str]:
    """What the numbers of a directive stand for, in their order."""
    clause, noun = clue.clause, clue.object or clue.clause
    ends = [f"end {noun[-k:]}" for k in range(1, _TAIL + 1)]
    around = [f"{kind} {a}{b}" for kind, line in (("heading", clue.heading), ("before", clue.before)) for a, b in pairwise(line)]
    return [*(f"word {a}" for a in clause), *(f"word {a}{b}" for a, b in pairwise(clause)), *ends, *around, f"action {clue.action}"]
