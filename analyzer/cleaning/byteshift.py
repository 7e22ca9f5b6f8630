"""Undo the one-byte shift that a gloss put between the two bytes of a GBK character leaves behind.

The tool that glosses works on GBK bytes and does not look at character borders. Where the last byte of one character
and the first byte of the next spell a third character, it writes that one's gloss between the two bytes of the
second character. A lenient reader then takes lead byte and ``(`` for a broken pair, shows ``?``, and reads on one
byte late until a second byte that is ASCII, another gloss or another lost pair brings it back in step. Everything
but the lost bytes is still there: the gloss names the first, the context the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from analyzer.cleaning.candidates import everyday, marks_of, named_by, norm, seconds
from analyzer.cleaning.glosses import gloss_at
from analyzer.cleaning.language import Bigrams
from analyzer.cleaning.readings import LETTERS
from analyzer.cleaning.runs import Run, both_bytes, char_of, likely, plausible, walk

NAMED = re.compile(rf"\?[ \xa0]?([{LETTERS}]{{1,7}})[ \xa0]?\)")
"""What is left of a gloss whose opening parenthesis was eaten."""

LOST = "?"
"""Stands for an original character that cannot be told."""

_CONFIDENT = 1.5, 4.0
"""A reading has to be this much (in nats) better than all others, or its place is flagged; more so
at the end of a run that nothing names."""
_HOPELESS = 10.0
"""A character so much (in nats) less likely than another is not looked at further."""
_RARE = 10.0, 4.0
"""What it costs (in nats) to take a lost byte for one that ate nothing: in a named run, in another."""
_RAREST = -11.0
"""No pair counts for less (in nats): names are made of rare ones."""
_FULL_STOP = 5.0
"""What a full stop before a quotation mark is worth (in nats): its two characters are less likely than one."""
_PROSE = -6.5
"""A repair that nothing names has to read at least this well (in nats a character)."""
_GARBLED = -8.5
"""Below this (in nats a character) a stretch reads like no Chinese."""
_SWALLOWED = (0xA3, 0xA1)
"""The bytes of ！, which is what the second byte of 。 and the first of ”《“ spell."""
_CONTEXT = re.compile("[\u4e00-\u9fff，。、；：“”]{0,4}")
_HAN_RUN = re.compile("[\u4e00-\u9fff]{3,6}")
_GAIN = 12.0
"""A run that nothing names has to read this much (in nats) better mended than as it stands."""


class Repair(NamedTuple):
    """A run read again in step.

    Attributes:
        chars: the clean characters, each with the observed characters it takes: (character, start, end).
        open: observed spans whose characters stayed uncertain and stand as ``?``.
    """

    start: int
    end: int
    chars: tuple[tuple[str, int, int], ...]
    open: tuple[tuple[int, int], ...] = ()


class _Option(NamedTuple):
    score: float
    chars: str


class Shifts:
    """Finds and mends the shifted runs of one text."""

    def __init__(self, text: str, glosses: Mapping[int, int]) -> None:
        """Take the observed text and the end of every whole gloss in it by its start."""
        self._text = text
        self._glosses = glosses
        self._pair = Bigrams.load().pair
        self._marks = marks_of(text)
        self._searching = False

    def named(self, at: int, before: str) -> Repair | None:
        """Mend the run that begins at the ``?`` of a gloss that lost its parenthesis.

        Args:
            at: where the ``?`` stands.
            before: the character before it, in the original's script.
        """
        named = NAMED.match(self._text, at)
        both = both_bytes(before) if before else None
        if named is None or both is None:
            return None
        firsts = tuple((byte, bonus) for byte, bonus in named_by(both[1], named[1]) if byte >= 0x81)
        run = walk(self._text, named.end(), self._glosses, NAMED) if firsts else None
        self._searching = False
        return self._mend(at, before, firsts, run) if run else None

    def unnamed(self, at: int, before: str) -> Repair | None:
        """Mend a run whose lost byte nothing names, if it then reads far better than what is there.

        Args:
            at: where the ``?`` stands that the lost byte became, or a ``！`` that swallowed it.
            before: the character before it, in the original's script.
        """
        seen = self._text[at] == "?"
        run = walk(self._text, at + seen, self._glosses, NAMED)
        if run is None or not run.pairs:
            return None
        self._searching = True
        runs = [run]
        if seen and run.pairs[0][:2] != _SWALLOWED:
            # 。” becomes ?！ in front of the run, and the ！ is lost on the way as often as not.
            runs.append(run._replace(pairs=((*_SWALLOWED, at, at + 1), *run.pairs)))
        best: tuple[float, Repair | None] = (_GAIN, None)
        for each in runs:
            repair = self._mend(at, before, tuple((byte, 0.0) for byte in range(0x81, 0xFF)), each)
            if repair is None or repair.chars[0][0] == LOST or len(repair.chars) < 2:
                continue
            if not all(everyday(char) for char, _, _ in repair.chars):
                continue
            after = _CONTEXT.match(self._text, repair.end)[0]  # type: ignore[index]
            written = before + "".join(c for c, _, _ in repair.chars) + after
            mended = sum(map(self.score, written.split(LOST)))
            if mended < _PROSE * (len(written) - 1):
                continue
            gain = mended - self.score(before + self._text[at : repair.end] + after) + (_FULL_STOP if each is not run else 0.0)
            best = max(best, (gain, repair), key=lambda b: b[0])
        return best[1]

    def garbled(self, at: int) -> tuple[int, int] | None:
        """The few characters after a ``?`` that read like no Chinese at all."""
        found = _HAN_RUN.match(self._text, at + 1)
        if found is None:
            return None
        worth = self.score(found[0]) / (len(found[0]) - 1)
        return (at, found.end()) if worth < _GARBLED else None

    def score(self, text: str) -> float:
        """How much a text reads like Chinese, script apart."""
        return sum(max(_RAREST, self._pair(a, b)) for a, b in pairwise(map(norm, text)))

    def _chain(self, *chars: str) -> float:
        return sum(self._pair(a, b) for a, b in pairwise(chars) if a and b)

    def _mend(self, at: int, before: str, firsts: Iterable[tuple[int, float]], run: Run) -> Repair | None:
        pairs = run.pairs
        left = norm(before) if before else ""
        right = self._follow(run.stop)
        if not pairs:
            options = [_Option(o.score + bonus, o.chars) for byte, bonus in firsts for o in self._tails(left, byte, run, right)]
            return self._settled(at, run.stop, [(options, at, run.stop)])
        middle: list[tuple[str, int, int]] = []
        for (_, trail, _, _), (lead, _, start, end) in pairwise(pairs):
            char = char_of(trail, lead)
            if not char or not plausible(char):
                return None
            middle.append((char, start, end))
        heads = [(char_of(byte, pairs[0][0]), bonus) for byte, bonus in firsts]
        heads = [(char, bonus) for char, bonus in heads if char and likely(char)]
        pending, end = pairs[-1][1], pairs[0][3]
        if not middle:
            # Head and tail touch: score them together, settle them apart.
            joint: list[tuple[float, str, str]] = []
            for char, bonus in heads:
                own = norm(char)
                begin = self._chain(left, own) + bonus
                joint += [(begin + o.score, char, o.chars) for o in self._tails(own, pending, run, right)]
            if not joint:
                return None
            first = [_Option(score, head) for score, head, _ in joint]
            last = [_Option(score, tail) for score, _, tail in joint]
            # The one character observed gave both where it absorbed the last.
            begin_tail = at if run.end == "absorbed" else run.at
            return self._settled(at, run.stop, [(first, at, end), (last, begin_tail, run.stop)])
        after = norm(middle[0][0])
        first = [_Option(self._chain(left, norm(char), after) + bonus, char) for char, bonus in heads]
        last = self._tails(norm(middle[-1][0]), pending, run, right)
        return self._settled(at, run.stop, [(first, at, end), (last, run.at, run.stop)], middle)

    def _follow(self, at: int) -> str:
        """The character after a run in the model's alphabet; empty where it is not known."""
        at = self._glosses.get(at, at)
        char = self._text[at : at + 1]
        return "" if char in ("", "?", "(") else norm(char)

    def _tails(self, left: str, pending: int, run: Run, right: str) -> list[_Option]:
        """What may stand where the run ends, after the character ``left``."""
        chain = self._chain
        if run.end == "cut":
            return [_Option(0.0, "")]
        if run.end == "absorbed":
            # The last observed character held an ASCII byte of the original: it comes free.
            char = chr(pending)
            return [_Option(chain(left, norm(char), right), char)]
        if run.end == "ascii":
            char = char_of(pending, run.ascii)
            return [_Option(chain(left, norm(char), right), char)] if char and plausible(char) else []
        if run.end == "named":
            named = [(char_of(pending, byte), bonus) for byte, bonus in named_by(pending, run.gloss)]
            return [_Option(chain(left, norm(char), right) + bonus, char) for char, bonus in named]
        begun = [(self._pair(left, own) if left else 0.0, byte, char, own) for byte, char, own in seconds(pending)]
        floor = max((b[0] for b in begun), default=0.0) - _HOPELESS
        marks = [(mark, own, chain(own, right) + prior) for mark, own, prior in self._marks]
        out: list[_Option] = []
        for begin, byte, char, own in begun:
            if begin < floor:
                continue
            if byte == 0x80:
                # No lead byte: lost alone, nothing eaten. A gloss that stands whole behind it may read it.
                read = gloss_at(self._text, run.stop, char) is not None
                out.append(_Option(begin + chain(own, right) + (8.0 if read else -2.0), char))
                continue
            out.append(_Option(begin + chain(own, right) - _RARE[self._searching], char))
            out += [_Option(begin + self._pair(own, sign) + rest, char + mark) for mark, sign, rest in marks]
        return out

    def _settled(
        self, start: int, stop: int, parts: list[tuple[list[_Option], int, int]], middle: Iterable[tuple[str, int, int]] = ()
    ) -> Repair | None:
        """Choose in each part, character by character; what is not sure becomes ``?``."""
        chosen: list[tuple[str, int, int]] = []
        open_: list[tuple[int, int]] = []
        for number, (options, begin, end) in enumerate(parts):
            if not options:
                return None
            chars = self._choose(options, _CONFIDENT[self._searching and number == len(parts) - 1 > 0])
            if number == 1:
                chosen += middle
            chosen += [(char, begin, end) for char in chars]
            if LOST in chars:
                open_.append((begin, end))
        if not any(char != LOST for char, _, _ in chosen):
            return None
        return Repair(start, stop, tuple(chosen), tuple(open_))

    def _choose(self, options: list[_Option], confident: float) -> str:
        """The likeliest characters; ``?`` for each that another is nearly as likely for, and for a digit."""
        best = max(options)
        out = ""
        for index, char in enumerate(best.chars):
            own = norm(char)
            # Variants of one character (啓 啟) are no rivals.
            rivals = [o.score for o in options if norm(o.chars[index : index + 1]) != own]
            same = [o.score for o in options if norm(o.chars[index : index + 1]) == own]
            sure = not rivals or _sum(same) - _sum(rivals) > confident
            out += char if sure and char != "0" else LOST
        return out


def _sum(scores: list[float]) -> float:
    top = max(scores)
    return top + math.log(sum(math.exp(s - top) for s in scores))
