"""Keywords of a text: terms that it uses more than policy prose at large does, found by a scan, not by segmenting."""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from analyzer.errors import ResourceError
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow
from analyzer.resources import lexicons_dir, models_dir, verified
from analyzer.topics.ngrams import scannable

PASSAGE = 1000
"""Characters of a passage, the unit in which the background was counted."""
_LONGEST = 12
_BONUS = {2: 1.0, 3: 1.25}
_LONG = 1.45
"""Longer terms say more: weights by length, and for four characters or more."""
_ONCE = 0.75
"""What a term that stands in the text only once keeps of its weight: half of those are turns of phrase."""
_FULLER = 0.6
"""Share of the weight of a keyword from which on a longer term that holds it takes its place."""


def passages(text: str) -> Iterator[str]:
    """The text in passages of about a thousand characters, cut at line ends where that is possible.

    >>> [len(p) for p in passages("字" * 2500)]
    [1000, 1000, 500]
    """
    at = 0
    while at < len(text):
        end = min(len(text), at + PASSAGE)
        if end < len(text) and (line := text.rfind("\n", at + PASSAGE // 2, end)) > 0:
            end = line + 1
        yield text[at:end]
        at = end


class Background:
    """Terms, and how many of a number of passages hold each.

    Args:
        frequency: passages by term.
        total: passages counted.
        stop: formulae, which are no keywords.
    """

    __slots__ = ("_rarities", "_unknown", "frequency", "scanner", "stop", "total")

    def __init__(self, frequency: Mapping[str, int], total: int, stop: frozenset[str] = frozenset()) -> None:
        """Keep the counts; the scanner is built when it is first used."""
        self.frequency = frequency
        self.total = total
        self.stop = stop
        self.scanner = Scanner(frequency)
        self._rarities = {term: self._rarity(count) for term, count in frequency.items()}
        self._unknown = self._rarity(0)

    @classmethod
    def load(cls, path: Path, stop: frozenset[str] = frozenset()) -> Background:
        """Read what ``models/keywords/make.py`` wrote.

        Raises:
            ResourceError: the file is missing or damaged.
        """
        try:
            lines = gzip.decompress(path.read_bytes()).decode().splitlines()
            total = int(lines[0].split("\t")[0])
            frequency = {term: int(count) for term, count in (line.split("\t") for line in lines[1:])}
        except (OSError, EOFError, ValueError, IndexError) as error:
            raise ResourceError(f"{path} is no background count ({error}): reinstall, or run models/keywords/make.py") from error
        return cls(frequency, total, stop)

    def _rarity(self, count: int) -> float:
        return math.log((self.total + 1) / (count + 1))

    def rarity(self, term: str) -> float:
        """Logarithm of one over the share of passages that hold the term; for an unknown one as if it were in one."""
        return self._rarities.get(term, self._unknown)


def stop_phrases(folder: Path) -> frozenset[str]:
    """Formulae that are no keywords, from ``stopphrases.yaml``."""
    rows = read_yaml(folder / "stopphrases.yaml", ("kind", "phrases"), required=("kind", "phrases"))
    return frozenset(phrase for row in rows for phrase in row.cells["phrases"])


@cache
def shipped_background() -> Background:
    """The counts in ``models/keywords``, with the formulae of ``stopphrases.yaml``."""
    return Background.load(verified(models_dir() / "keywords") / "background.tsv.gz", stop_phrases(lexicons_dir()))


def keywords(
    text: str, *, limit: int = 10, entities: Sequence[EntityRow] = (), words: Sequence[str] | None = None, background: Background | None = None
) -> tuple[str, ...]:
    """Terms that set a text apart, by TF-IDF against the background, the weightiest first.

    Args:
        text: clean text.
        limit: how many at most.
        entities: mentions in the text; mentions of one thing count as one term, named as the text names it most often.
        words: the text as a segmenter cut it; by default terms are found by a scan of the characters, which is 50
            times faster.
        background: the counts to compare with; by default those that ship.

    >>> keywords("支持发展新能源汽车。各地要加快建设充电桩，新能源汽车和充电桩统一规划。", limit=2)
    ('充电桩', '新能源汽车')
    """
    chosen: list[tuple[str, float]] = []
    for term, weight in weigh(text, entities=entities, words=words, background=background):
        kin = [i for i, (other, _) in enumerate(chosen) if term in other or other in term]
        if not kin and len(chosen) < limit:
            chosen.append((term, weight))
        # 「儿童福利」 says more than 「儿童」, unless the text is about children in general.
        elif len(kin) == 1 and chosen[kin[0]][0] in term and weight >= _FULLER * chosen[kin[0]][1]:
            chosen[kin[0]] = (term, chosen[kin[0]][1])
        elif len(chosen) == limit and weight < _FULLER * chosen[-1][1]:
            break
    return tuple(term for term, _ in chosen)


def weigh(
    text: str, *, entities: Sequence[EntityRow] = (), words: Sequence[str] | None = None, background: Background | None = None
) -> list[tuple[str, float]]:
    """All candidates of a text with their weights, largest first; see :func:`keywords`."""
    counts = background or shipped_background()
    text = scannable(text)
    spans = _scanned(text, counts) if words is None else _cut(text, words)
    named = _named(text, entities)
    if entities:
        taken = bytearray(len(text))
        for entity in entities:
            taken[entity.start : entity.end] = b"\x01" * (entity.end - entity.start)
        spans = [span for span in spans if not taken[span[0]]]
    found = Counter(term for _, _, term in spans)
    for joined, times, parts in _joined(spans, found, counts.stop):
        found[joined] += times
        for part in parts:
            found[part] -= times
    found.update(named)
    stop, rarity, bonus, sqrt = counts.stop, counts.rarity, _BONUS.get, math.sqrt
    # The negative weight in front, so that they sort without a key: this is done for every term of every article.
    ranked = [
        (-((sqrt(times) if times > 1 else _ONCE) * rarity(term) * bonus(len(term), _LONG)), term)
        for term, times in found.items()
        if times > 0 and len(term) > 1 and term not in stop
    ]
    ranked.sort()
    return [(term, -weight) for weight, term in ranked]


def _scanned(text: str, counts: Background) -> list[tuple[int, int, str]]:
    terms = counts.scanner.terms
    return [(start, end, terms[number]) for number, start, end in counts.scanner.longest(text)]


def _cut(text: str, words: Sequence[str]) -> list[tuple[int, int, str]]:
    spans, at = [], 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if len(word) > 1 and all("\u4e00" <= c <= "\u9fff" for c in word):
            spans.append((start, at, word))
    return spans


def _named(text: str, entities: Sequence[EntityRow]) -> Counter[str]:
    by_id: dict[str, Counter[str]] = {}
    for entity in entities:
        by_id.setdefault(entity.id or entity.name, Counter())[text[entity.start : entity.end]] += 1
    return Counter({names.most_common(1)[0][0]: names.total() for names in by_id.values()})


def _joined(spans: Sequence[tuple[int, int, str]], found: Counter[str], stop: frozenset[str]) -> list[tuple[str, int, tuple[str, str]]]:
    """Neighbours that stand together three times or more, and seldom apart: one term of two words."""
    together: Counter[tuple[str, str]] = Counter()
    for (_, end, left), (start, _, right) in pairwise(spans):
        if end == start and left not in stop and right not in stop:
            together[left, right] += 1
    joined = []
    for (left, right), times in together.items():
        if times >= 3 and len(left) + len(right) <= _LONGEST and times >= 0.5 * max(found[left], found[right]):
            joined.append((left + right, times, (left, right)))
    return joined
