"""What lost bytes may have been: characters by reading, by first byte, and the ASCII signs a lead byte eats."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from analyzer.cleaning.language import fold
from analyzer.cleaning.readings import bare, readings, toned
from analyzer.cleaning.runs import char_of, likely
from analyzer.cleaning.script import to_simplified_table


@cache
def _row(lead: int) -> tuple[tuple[int, str, frozenset[str]], ...]:
    """Second byte, character and readings of all that begin with a byte and can be read."""
    row = ((byte, char_of(lead, byte)) for byte in range(0x40, 0xFF))
    return tuple((byte, char, readings(char)) for byte, char in row if char and readings(char))


@cache
def named_by(lead: int, gloss: str) -> tuple[tuple[int, float], ...]:
    """The second bytes that complete a character with this reading, each with a bonus for how well it fits."""
    plain = bare(gloss)
    traditional = to_simplified_table()
    out = []
    for byte, char, known in _row(lead):
        if plain in known:
            tones = toned(char)
            bonus = 3.0 if tones[0] == gloss else 1.0 if gloss in tones else 0.0
            out.append((byte, bonus + (3.0 if ord(char) in traditional else 0.0)))
    return tuple(out)


@cache
def seconds(lead: int) -> tuple[tuple[int, str, str], ...]:
    """Second byte, character and its form in the model's alphabet, of all that may follow a lead byte unseen."""
    row = ((byte, char_of(lead, byte)) for byte in range(0x80, 0xFF))
    return tuple((byte, char, norm(char)) for byte, char in row if char and likely(char))


@cache
def norm(char: str) -> str:
    """A character in the model's alphabet: Simplified, digits and letters folded."""
    return fold(char.translate(to_simplified_table()))


@cache
def everyday(char: str) -> bool:
    """Whether a character is among the 7,445 of GB 2312, once Simplified."""
    try:
        char.translate(to_simplified_table()).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def marks_of(text: str) -> tuple[tuple[str, str, float], ...]:
    """The ASCII characters below ``@`` that a lead byte may have eaten, with how common they are in the text.

    All digits count as ``0``: which one it was nobody can tell.
    """
    counts = Counter(ch for ch in text if ch < "@" and ch not in "?()\t\r")
    merged: Counter[str] = Counter({"\n": 1, "0": 1, " ": 1, "-": 1, ".": 1})
    for ch, count in counts.items():
        merged["0" if ch.isdigit() else ch] += count
    total = sum(merged.values())
    return tuple((ch, norm(ch), math.log(count / total)) for ch, count in sorted(merged.items()))
