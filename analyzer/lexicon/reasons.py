"""Why a name of the lexicons that stands in a text is not what the text means there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from analyzer.lexicon.entities import TELLING, Block, find_entities
from analyzer.lexicon.entity_rules import BLOCKER, ORGAN, SECTOR, TAIL, TIERS, EntityRules
from analyzer.lexicon.guards import WINDOW
from analyzer.lexicon.organs import NUMBERED, is_foreign, is_longer_word
from analyzer.lexicon.origins import BODY, DIVISION, FUNCTION, GENERIC, GROUP, Origin, Origins
from analyzer.lexicon.origins import ORGAN as ORGAN_ROW
from analyzer.lexicon.origins import SECTOR as SECTOR_ROW
from analyzer.lexicon.places import is_institution
from analyzer.lexicon.sector_choice import settle
from analyzer.lexicon.sector_words import BLOCKER as SECTOR_BLOCKER
from analyzer.lexicon.sector_words import TERM
from analyzer.lexicon.sectors import candidates
from analyzer.records import EntityRow, Label

_ENTITY_KINDS = (ORGAN_ROW, FUNCTION, BODY, DIVISION, GROUP, GENERIC)


class Hit(NamedTuple):
    """A name of the lexicons that stands in a text; ``sector``: as the term of a sector."""

    start: int
    end: int
    word: str
    sector: bool


_Span = TypeVar("_Span", Hit, EntityRow)


class Spans(Generic[_Span]):
    """Names or mentions by their start, asked for those that overlap a stretch: a text may hold very many.

    >>> spans = Spans([Hit(4, 6, "宁波", False), Hit(0, 2, "温州", False), Hit(0, 5, "温州市宁海", False)])
    >>> [hit.word for hit in spans.over(2, 5)]
    ['温州市宁海', '宁波']
    """

    __slots__ = ("_reach", "_spans", "_starts")

    def __init__(self, spans: Iterable[_Span]) -> None:
        """Sort them by start; those that begin together keep their order."""
        self._spans: list[_Span] = sorted(spans, key=lambda span: span.start)
        self._starts: list[int] = [span.start for span in self._spans]
        # The farthest end so far never falls, so it can be searched as the starts can.
        self._reach: list[int] = list(accumulate((span.end for span in self._spans), max))

    def over(self, start: int, end: int) -> list[_Span]:
        """Those that share a character with a stretch, by start."""
        near = self._spans[bisect_right(self._reach, start) : bisect_left(self._starts, end)]
        return [span for span in near if span.end > start]


class Scene:
    """A text, what is found in it, and all names of the lexicons that stand in it.

    Attributes:
        text, rules, origins, blocks: as given.
        rows: the mentions.
        hits: the names, by start, longer ones first.
    """

    def __init__(
        self, text: str, rules: EntityRules, origins: Origins, meta: Mapping[str, str] | None = None, blocks: Sequence[Block] = ()
    ) -> None:
        """Read the text.

        Args:
            text: clean text.
            rules: the lexicons.
            origins: the rows they come from.
            meta, blocks: what is known of the article, and its page furniture, as in :func:`analyzer.lexicon.entities.find_entities`.
        """
        self.text, self.rules, self.origins, self.blocks = text, rules, origins, blocks
        self.rows = find_entities(text, rules, meta=meta, blocks=blocks)
        terms, words = rules.scanner.terms, rules.sectors.vocabulary
        every = [(s, e, terms[n]) for s, e, n in rules.scanner.every(text)]
        sectors = [(s, e, words[n]) for s, e, n in rules.sectors.scanner.every(text)]
        kinds, sector_kinds = rules.kinds, rules.sectors.words.kinds
        hits = [Hit(*hit, False) for hit in every if kinds[hit[2]] & ~(BLOCKER | SECTOR)]
        hits += [Hit(*hit, True) for hit in sectors if sector_kinds[hit[2]] & TERM]
        self.hits = sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.sector))
        self._hits = Spans(self.hits)
        self._rivals = {sector: Spans(row for row in self.rows if _takes(row, sector=sector)) for sector in (False, True)}
        self._blocked = Spans(Hit(*hit, False) for hit in every if kinds[hit[2]] & BLOCKER)
        self._sector_blocked = Spans(Hit(*hit, True) for hit in sectors if sector_kinds[hit[2]] & SECTOR_BLOCKER)
        self._longest = Spans(Hit(s, e, terms[n], False) for s, e, n in rules.scanner.longest(text))
        self._sector_longest = Spans(Hit(s, e, words[n], True) for s, e, n in rules.sectors.scanner.longest(text))
        self._scores: dict[tuple[int, int], float] | None = None

    def origins_of(self, hit: Hit) -> list[Origin]:
        """The rows that give a name, the user's first."""
        names = self.origins.names
        kinds = (SECTOR_ROW,) if hit.sector else _ENTITY_KINDS
        found = [origin for origin in names.get(hit.word, ()) if origin.kind in kinds]
        if not found and hit.word not in self.rules.forms:
            tier = next((tier for tier in TIERS if hit.word.startswith(tier)), "")
            found = [origin for origin in names.get(hit.word[len(tier) :], ()) if tier and origin.kind == BODY]
        return found

    def why_lost(self, hit: Hit) -> str:
        """What keeps a name from being reported as the mention that stands there."""
        for kind, start, end in self.blocks:
            if start < hit.end and hit.start < end and (hit.sector or kind not in TELLING):
                return f"furniture: it stands in what is no part of the article ({kind})"
        reasons = self._why_no_sector(hit) if hit.sector else self._why_no_entity(hit)
        return next(reasons, "context: the words around it make something else of it")

    def at(self, row: EntityRow) -> list[Hit]:
        """The names that stand at a mention."""
        return [hit for hit in self._hits.over(row.start, row.end) if _takes(row, sector=hit.sector)]

    def _held(self, hit: Hit) -> Iterator[str]:
        """What holds or overlaps the name."""
        for row in self._rivals[hit.sector].over(hit.start, hit.end):
            if row.start <= hit.start and hit.end <= row.end:
                if row.end - row.start > hit.end - hit.start:
                    yield f"shorter: part of {self._told(row)}"
                elif (row.label == Label.SECTOR) != hit.sector:
                    yield f"other sense: it is {self._told(row)} here"

    def _overlapped(self, hit: Hit) -> Iterator[str]:
        for row in self._rivals[hit.sector].over(hit.start, hit.end):
            yield f"overlaps {self._told(row)}"

    def _told(self, row: EntityRow) -> str:
        return f"「{self.text[row.start : row.end]}」 ({row.label} {row.id})"

    def _why_no_entity(self, hit: Hit) -> Iterator[str]:
        rules, text = self.rules, self.text
        yield from self._held(hit)
        for start, end, word, _ in self._blocked.over(hit.start, hit.end):
            if start <= hit.start and hit.end <= end:
                yield f"blocked: 「{word}」 is a word of {self.origins.blockers.get(word, 'blockers.csv')}"
        yield from self._overlapped(hit)
        for start, end, word, _ in self._longest.over(hit.start, hit.end):
            if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start:
                yield f"shorter: 「{word}」 was read here, and is no mention either"
            elif (start, end) != hit[:2]:
                yield f"overlaps 「{word}」, which begins earlier"
        yield from self._guarded(hit)
        if is_longer_word(text, hit.word, hit.end):
            yield f"longer word: 「{text[hit.end]}」 after it makes another word of it"
        if rules.kinds[hit.word] & ORGAN and NUMBERED.match(text, hit.end):
            yield "longer name: it opens the number of a document"
        if rules.kinds[hit.word] & ORGAN and is_foreign(rules, text, hit.start):
            yield "context: what stands before it makes it an organ of another country"
        if hit.word in rules.places and is_institution(rules, text, hit.word, hit.end):
            yield "longer name: it opens the name of an institution, a road or the like"
        yield from self._unfulfilled(hit)

    def _guarded(self, hit: Hit) -> Iterator[str]:
        guard, text = self.rules.guards.get(hit.word), self.text
        if guard is None or guard.allows(text, hit.start, hit.end):
            return
        left = text[max(0, hit.start - WINDOW) : hit.start]
        if guard.not_before is not None and guard.not_before.search(left):
            why = "what stands before it is in not_before"
        elif guard.not_after is not None and guard.not_after.match(text, hit.end):
            why = "what stands after it is in not_after"
        elif guard.only_before is not None and not guard.only_before.search(left):
            why = "nothing of only_before stands before it"
        else:
            why = "nothing of only_after stands after it"
        yield f"guarded: {why} of {self.origins.guards.get(hit.word, 'guards.csv')}"

    def _unfulfilled(self, hit: Hit) -> Iterator[str]:
        rules = self.rules
        if needs := sorted({rule for _, rule in rules.places.get(hit.word, ()) if rule != "free"}):
            above = dict.fromkeys(rules.regions[n].name for number, _ in rules.places[hit.word] for n in rules.ancestors(number)[:1])
            yield f"context: its rule is {' or '.join(needs)}, and nothing in the text fulfils it (it lies in {'、'.join(above)})"
        if rules.kinds[hit.word] & TAIL:
            yield "context: no place and no 省, 市, 县 … stands before it whose organ it could be"
        levels = {rules.organs[n].level for n in rules.forms.get(hit.word, ())}
        if levels and levels <= {"hk", "mo", "tw"}:
            yield "context: nothing in the text, nor in what is known of the article, tells of Hong Kong, Macao or Taiwan"

    def _why_no_sector(self, hit: Hit) -> Iterator[str]:
        yield from self._held(hit)
        yield from self._overlapped(hit)
        for start, end, word, _ in self._sector_blocked.over(hit.start, hit.end):
            if start <= hit.start and hit.end <= end:
                origin = self.origins.sector_blockers.get(word) or self.origins.blockers.get(word) or "sector_words.yaml"
                yield f"blocked: 「{word}」 is a word of {origin}"
        for start, end, word, _ in self._sector_longest.over(hit.start, hit.end):
            if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start:
                yield f"shorter: 「{word}」 was read here, and is no sector either"
        if hit.word in self.rules.sector_guards:
            yield from self._guarded(hit)
        if self.rules.sectors.words.vetoes(self.text, hit.start, hit.end):
            yield "context: a veto of sector_words.yaml matches after it"
        score = self._score(hit)
        if score is not None:
            listed = self.rules.sectors.words.terms[hit.word].listed
            need = ", and its use is listed: the words around it have to say so" if listed else ""
            yield f"sector filter: it scores {score:.1f} here, and only above 0 counts{need}"

    def _score(self, hit: Hit) -> float | None:
        """The log-odds that the filter of sectors gives a term here; None where it is no candidate."""
        rules = self.rules.sectors
        if self._scores is None:
            taken = [(r.start, r.end) for r in self.rows if r.label in (Label.MINISTRY, Label.REGION)]
            groups = candidates(self.text, rules, taken)
            scored = rules.filter.scores(self.text, groups, rules.words) if rules.filter is not None else []
            settle(self.text, scored, rules.words)
            self._scores = {(o.start, o.end): score for group in reversed(scored) for score, o in reversed(group)}
        return self._scores.get(hit[:2])


def _takes(row: EntityRow, *, sector: bool) -> bool:
    """Whether a mention takes a name away, as a term of a sector or not: documents hold other mentions, groups hold sectors."""
    return row.label != Label.DOCUMENT and not (sector and row.label == Label.GROUP)
