"""Keywords of a text: terms that it uses more than policy prose at large does, found by a scan, not by segmenting."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from analyzer.errors import ResourceError
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.tables import read_yaml
from analyzer.records import EntityRow
from analyzer.resources import lexicons_dir, models_dir, verified
from analyzer.topics.ngrams import BETWEEN
from analyzer.topics.weighing import Numbered, weigh_many

PASSAGE = 1000
"""Characters of a passage, the unit in which the background was counted."""
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

    def __init__(self, frequency: Mapping[str, int], total: int, stop: frozenset[str] = frozenset()) -> None:
        """Keep the counts; the scanner is built when it is first used."""
        self.frequency = frequency
        self.total = total
        self.stop = stop
        self.scanner = Scanner(frequency)

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

    def rarity(self, term: str) -> float:
        """Logarithm of one over the share of passages that hold the term; for an unknown one as if it were in one."""
        return math.log((self.total + 1) / (self.frequency.get(term, 0) + 1))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The terms' numbers, as the scanner has them."""
        return {term: number for number, term in enumerate(self.frequency)}

    @cached_property
    def in_order(self) -> list[str]:
        """The terms, sorted."""
        return sorted(self.frequency)

    @cached_property
    def numbered(self) -> Numbered:
        """What a term's weight depends on, by its number."""
        return Numbered(self.frequency, self)


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
    return _foremost(weigh(text, entities=entities, words=words, background=background), limit)


def keywords_of(
    texts: Sequence[str], entities: Sequence[Sequence[EntityRow]] = (), *, limit: int = 10, background: Background | None = None
) -> list[tuple[str, ...]]:
    """The :func:`keywords` of each of some texts: the same, in a third of the time.

    Args:
        texts: clean texts; a hundred short ones at a time are enough.
        entities: the mentions in each.
        limit: how many keywords at most.
        background: the counts to compare with.

    >>> keywords_of(["支持发展新能源汽车。", "天气很好。"])
    [('新能源汽车',), ('天气',)]
    """
    return [_foremost(weighed, limit) for weighed in weigh_many(texts, background or shipped_background(), entities)]


def _foremost(weighed: Iterable[tuple[str, float]], limit: int) -> tuple[str, ...]:
    chosen: list[str] = []
    weights: list[float] = []
    names = ""
    for term, weight in weighed:
        if len(chosen) == limit and weight < _FULLER * weights[-1]:
            break
        # Most terms hold none that was chosen; those of two characters never do.
        if len(term) <= 2 or not any(map(term.__contains__, chosen)):
            if len(chosen) < limit and term not in names:
                chosen.append(term)
                weights.append(weight)
                names += BETWEEN + term
            continue
        kin = [i for i, other in enumerate(chosen) if term in other or other in term]
        # 「儿童福利」 says more than 「儿童」, unless the text is about children in general.
        if len(kin) == 1 and weight >= _FULLER * weights[kin[0]]:
            chosen[kin[0]] = term
            names = BETWEEN.join(chosen)
    return tuple(chosen)


def weigh(
    text: str, *, entities: Sequence[EntityRow] = (), words: Sequence[str] | None = None, background: Background | None = None
) -> list[tuple[str, float]]:
    """All candidates of a text with their weights, largest first; see :func:`keywords`."""
    return list(next(weigh_many([text], background or shipped_background(), [entities], None if words is None else [words])))
