"""Undo the one-byte shift that a gloss put between the two bytes of a GBK character leaves behind.

The tool that glosses works on GBK bytes and does not look at character borders. Where the last byte of one character
and the first byte of the next spell a third character, it writes that one's gloss between the two bytes of the
second character. A lenient reader then takes lead byte and ``(`` for a broken pair, shows ``?``, and reads on one
byte late until a second byte that is ASCII, another gloss or another lost pair brings it back in step. Everything
but the lost bytes is still there: the gloss names the first, the context the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from analyzer.cleaning.language import Bigrams
from analyzer.cleaning.readings import LETTERS, bare, is_reading, toned
from analyzer.cleaning.script import to_simplified_table

NAMED = re.compile(rf"\?[ \xa0]?([{LETTERS}]{{1,7}})[ \xa0]?\)")
"""What is left of a gloss whose opening parenthesis was eaten."""

_LONGEST = 2_000
"""No run goes on for longer: something in two thousand characters is ASCII."""
_UNKNOWN_ASCII = "\n 0,.()-:%/\""
_CONFIDENT = 1.5
"""A repair has to be this much (in nats) better than the next, or it is flagged."""


class Repair(NamedTuple):
    """A run read again in step.

    Attributes:
        chars: the clean characters, each with the observed characters it takes: (character, start, end).
        sure: False where another reading was nearly as good.
        lost: an ASCII character (a digit) is gone for good and stands as ``?``.
    """

    start: int
    end: int
    chars: tuple[tuple[str, int, int], ...]
    sure: bool
    lost: bool = False


def _bytes(char: str) -> tuple[int, int] | None:
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None


@cache
def _char(lead: int, trail: int) -> str:
    """The character of two bytes, empty where there is none."""
    if not 0x81 <= lead <= 0xFE or not 0x40 <= trail <= 0xFE or trail == 0x7F:
        return ""
    return bytes((lead, trail)).decode("gb18030", "ignore")


def _plausible(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·－％　○〇℃×～「」『』＋＝／ⅠⅡⅢⅣⅤ" or (
        "！" <= char <= "～"
    )


class _Walk(NamedTuple):
    """The observed characters of a run, up to what ends it."""

    pairs: tuple[tuple[int, int, int, int], ...]  # lead byte, trail byte, observed start and end (glosses included)
    end: str  # ascii, absorbed, named, lost, cut
    ascii: int
    gloss: str
    at: int  # where the ending stands
    stop: int  # where the text is back in step


def _walk(text: str, at: int, glosses: Mapping[int, int]) -> _Walk | None:
    """Read on one byte late from ``at``; None where that cannot be."""
    pairs: list[tuple[int, int, int, int]] = []
    size = min(len(text), at + _LONGEST)
    while at < size:
        char = text[at]
        code = ord(char)
        if char == "?":
            named = NAMED.match(text, at)
            if named:
                return _Walk(tuple(pairs), "named", 0, named[1], at, named.end())
            return _Walk(tuple(pairs), "lost", 0, "", at, at + 1)
        if code < 0x80:
            if 0x40 <= code < 0x7F:
                return _Walk(tuple(pairs), "ascii", code, "", at, at + 1)
            return None
        both = _bytes(char)
        if both is None:
            return None
        stop = glosses.get(at + 1, at + 1)
        pairs.append((*both, at, stop))
        if both[1] < 0x80:
            return _Walk(tuple(pairs), "absorbed", 0, "", at, stop)
        at = stop
    return _Walk(tuple(pairs), "cut", 0, "", at, at) if pairs else None


@cache
def _named(lead: int | None, trail: int | None, gloss: str) -> tuple[tuple[int, float], ...]:
    """The bytes that complete a character with this reading, each with a bonus for how well the reading fits."""
    plain = bare(gloss)
    traditional = to_simplified_table()
    out = []
    for byte in range(0x40 if lead is not None else 0x81, 0xFF):
        char = _char(lead, byte) if lead is not None else _char(byte, trail or 0)
        if not char or not is_reading(char, plain):
            continue
        known = toned(char)
        bonus = 3.0 if known[0] == gloss else 1.0 if gloss in known else 0.0
        out.append((byte, bonus + (3.0 if ord(char) in traditional else 0.0)))
    return tuple(out)


class Shifts:
    """Finds and mends shifted runs; holds the language model."""

    def __init__(self) -> None:
        """Load the model."""
        self._model = Bigrams.load()
        self._table = to_simplified_table()

    def score(self, text: str) -> float:
        """How much a text reads like Chinese, script apart."""
        return self._model.score(text.translate(self._table))

    def mend_named(self, text: str, at: int, before: str, glosses: Mapping[int, int]) -> Repair | None:
        """Mend the run that begins at the ``?`` of a named gloss.

        Args:
            text: the observed text.
            at: where the ``?`` stands.
            before: the character before it, as observed.
            glosses: end of every whole gloss by its start.
        """
        named = NAMED.match(text, at)
        both = _bytes(before) if before else None
        if named is None or both is None:
            return None
        firsts = _named(both[1], None, named[1]) if both[1] >= 0x81 else ()
        firsts = tuple((b, w) for b, w in firsts if b >= 0x81)
        if not firsts:
            return None
        return self._best(text, at, named.end(), before, firsts, glosses)

    def mend_unnamed(self, text: str, at: int, before: str, glosses: Mapping[int, int]) -> Repair | None:
        """Mend a run whose lost byte nothing names, if it reads far better than what is there."""
        every = tuple((b, 0.0) for b in range(0x81, 0xFF))
        repair = self._best(text, at, at + 1, before, every, glosses)
        if repair is None or not repair.sure or len(repair.chars) < 2:
            return None
        after = text[repair.end : repair.end + 2]
        mended = before + "".join(c for c, _, _ in repair.chars) + after
        gain = self.score(mended) - self.score(before + text[at : repair.end] + after)
        return repair if gain > 12.0 else None

    def _best(
        self, text: str, at: int, begin: int, before: str, firsts: tuple[tuple[int, float], ...], glosses: Mapping[int, int]
    ) -> Repair | None:
        walk = _walk(text, begin, glosses)
        if walk is None:
            return None
        options = sorted(self._hypotheses(text, at, before, firsts, walk, glosses), key=lambda o: -o[0])
        if not options:
            return None
        best = options[0]
        second = next((o for o in options[1:] if o[1] != best[1]), None)
        sure = second is None or best[0] - second[0] > _CONFIDENT
        chars = best[1]
        return Repair(at, best[2], chars, sure, any(c == "?" for c, _, _ in chars))

    def _hypotheses(
        self,
        text: str,
        at: int,
        before: str,
        firsts: tuple[tuple[int, float], ...],
        walk: _Walk,
        glosses: Mapping[int, int],
    ) -> Iterator[tuple[float, tuple[tuple[str, int, int], ...], int]]:
        """Every way to fill in the lost bytes: (score, characters, end)."""
        pairs = walk.pairs
        middle: list[tuple[str, int, int]] = []
        for index in range(1, len(pairs)):
            char = _char(pairs[index - 1][1], pairs[index][0])
            if not char or not _plausible(char):
                return
            middle.append((char, pairs[index][2], pairs[index][3]))
        for lead, bonus in firsts:
            head: list[tuple[str, int, int]] = []
            pending = lead
            if pairs:
                char = _char(lead, pairs[0][0])
                if not char or not _plausible(char):
                    continue
                head = [(char, at, pairs[0][3]), *middle]
                pending = pairs[-1][1]
            begin = walk.at if head else at
            for tail, extra, stop in self._tails(text, walk, pending, begin, glosses):
                chars = (*head, *tail)
                if not chars:
                    continue
                follow = text[stop : stop + 1]
                if glosses.get(stop + 1) and not follow:
                    follow = ""
                written = before + "".join(c for c, _, _ in chars)
                yield self.score(written + follow) + bonus + extra, chars, stop

    def _tails(
        self, text: str, walk: _Walk, pending: int, begin: int, glosses: Mapping[int, int]
    ) -> Iterator[tuple[list[tuple[str, int, int]], float, int]]:
        """What may stand where the run ends."""
        stop = walk.stop
        if walk.end == "absorbed":
            # The last observed character held an ASCII byte of the original: it comes free.
            _, trail, start, end = walk.pairs[-1]
            yield [(chr(trail), start, end)], 0.0, stop
        elif walk.end == "ascii":
            char = _char(pending, walk.ascii)
            if char and _plausible(char):
                yield [(char, begin, stop)], 0.0, stop
        elif walk.end == "named":
            for byte, bonus in _named(pending, None, walk.gloss):
                char = _char(pending, byte)
                yield [(char, begin, stop)], bonus, stop
        elif walk.end == "lost":
            for byte in range(0x80, 0xFF):
                char = _char(pending, byte)
                if not char or not _plausible(char):
                    continue
                for mark in _UNKNOWN_ASCII:
                    yield [(char, begin, stop), (mark, begin, stop)], 0.0, stop
        elif walk.end == "cut":
            yield [], -2.0, stop


@cache
def shifts() -> Shifts:
    """The one instance, made when first a text needs it."""
    return Shifts()
