"""The forward damage, as mirror sites do it: what :mod:`analyzer.cleaning` has to undo.

Kinds: ``A`` and ``A-dense`` gloss Traditional text at character borders, ``A-bytes`` and ``A-bytes-wide`` on GBK bytes
at any offset (the wide one with more characters in its list), ``B`` and ``C`` gloss Simplified text.
"""

from __future__ import annotations

import random
from functools import cache

import opencc
from pypinyin.pinyin_dict import pinyin_dict

from analyzer.cleaning.readings import bare

KINDS = ("A", "A-dense", "A-bytes", "A-bytes-wide", "B", "C")
_EMOJI = "🎐⛦☂🌟✿"


@cache
def _traditional(char: str) -> str:
    out: str = _converter().convert(char)
    return out


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def to_traditional(text: str) -> str:
    """Character by character, as the mirrors do."""
    return "".join(_traditional(ch) for ch in text)


def _reading(char: str) -> str:
    return pinyin_dict.get(ord(char), "").split(",")[0]


def damage(text: str, kind: str, seed: int) -> str:
    """The text as a mirror of this kind would show it."""
    rng = random.Random(seed)
    if kind in ("B", "C"):
        return _simplified(text, kind, rng)
    text = to_traditional(text)
    glossed = _list(text, {"A": 0.35, "A-dense": 0.9, "A-bytes": 0.5, "A-bytes-wide": 0.85}[kind], rng, wide=kind == "A-bytes-wide")
    if kind in ("A", "A-dense"):
        space = rng.random() < 0.1
        return "".join(f"{ch}({_reading(ch)}{' ' if space and rng.random() < 0.2 else ''})" if ch in glossed else ch for ch in text)
    return decode_lenient(gloss_bytes(encode(text), glossed))


def _list(text: str, share: float, rng: random.Random, *, wide: bool) -> frozenset[str]:
    """The characters that this mirror glosses: converted ones, and for the wide kind any Traditional one there is."""
    own = sorted({ch for ch in text if _reading(ch) and _from_simplified(ch)})
    chosen = {ch for ch in own if rng.random() < share}
    if wide:
        chosen |= {ch for ch in _all_traditional() if rng.random() < share}
    else:
        chosen |= {ch for ch in _all_traditional() if rng.random() < share / 6}
    return frozenset(chosen)


@cache
def _back() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _from_simplified(char: str) -> bool:
    return bool(_back().convert(char) != char)


@cache
def _all_traditional() -> tuple[str, ...]:
    out = []
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            char = bytes((lead, trail)).decode("gbk", "ignore") if trail != 0x7F else ""
            if len(char) == 1 and "\u4e00" <= char <= "\u9fff" and _reading(char) and _from_simplified(char):
                out.append(char)
    return tuple(out)


def encode(text: str) -> bytes:
    """GBK bytes; what GBK lacks becomes ``?`` as in the mirrors' databases."""
    out = bytearray()
    for ch in text:
        code = ch.encode("gb18030", "replace")
        out += code if len(code) <= 2 else b"?"
    return bytes(out)


def gloss_bytes(data: bytes, glossed: frozenset[str]) -> bytes:
    """Write each glossed character's reading after its two bytes, wherever these two bytes stand."""
    table = {ch.encode("gb18030"): b"(" + _reading(ch).encode("gb18030") + b")" for ch in glossed if len(ch.encode("gb18030")) == 2}
    out = bytearray()
    at = 0
    while at < len(data):
        gloss = table.get(data[at : at + 2])
        if gloss:
            out += data[at : at + 2] + gloss
            at += 2
        else:
            out.append(data[at])
            at += 1
    return bytes(out)


def decode_lenient(data: bytes) -> str:
    """A lead byte eats its follower, and what is no pair becomes ``?``."""
    out: list[str] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80 or byte in (0x80, 0xFF):
            out.append(chr(byte) if byte < 0x80 else "?")
            at += 1
            continue
        pair = data[at : at + 2]
        char = pair.decode("gb18030", "ignore") if len(pair) == 2 and 0x81 <= byte <= 0xFE and 0x40 <= pair[1] <= 0xFE and pair[1] != 0x7F else ""
        out.append(char or "?")
        at += 2
    return "".join(out)


def _simplified(text: str, kind: str, rng: random.Random) -> str:
    kinds = {ch: rng.random() < 0.2 for ch in sorted(set(text)) if "\u4e00" <= ch <= "\u9fff" and _reading(ch)}
    times = {ch: rng.randint(1, 3) for ch in kinds}
    out: list[str] = []
    for ch in text:
        out.append(ch)
        if kind == "B" and kinds.get(ch):
            gloss = f"({bare(_reading(ch))})"
            for _ in range(times[ch]):
                out.append(rng.choice(_EMOJI) if rng.random() < 0.01 else "")
                out.append(gloss if rng.random() > 0.01 else gloss[:2] + rng.choice(_EMOJI) + gloss[2:])
        elif kind == "C" and ch in kinds and rng.random() < 0.1:
            out.append(f"({_reading(ch)})" if rng.random() > 0.02 else f"({bare(_reading(ch))}1)")
    return "".join(out)
