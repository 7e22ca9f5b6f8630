"""What is known of a text while its entities are read: mentions so far, the places they stand for, what stays to be settled."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.lexicon.entity_rules import EntityRules

_KNOWN_OF = {"hk": ("香港",), "mo": ("澳门",), "tw": ("行政院", "立法院")}
"""What in an article's issuer, source or title tells that it comes from there or is about it."""
_REGIONAL = {"hk": ("810000", "香港"), "mo": ("820000", "澳门")}
_SITE = re.compile(r"\s*(?:[a-z]+://)?(?:[\w-]+\.)*gov\.(hk|mo|tw)(?=[.:/?#\s]|$)", re.IGNORECASE)
_SITE_WEIGHT = 3
"""A government's own site tells more than its name: 「教育部」 on gov.tw is none of the mainland's."""


def is_han(char: str) -> bool:
    """Whether a character is a Chinese character (and not "", a digit, a mark)."""
    return "㐀" <= char <= "鿿"


class Place(NamedTuple):
    """A region read in the text: its number (or -1 - group number) and how sure it is."""

    start: int
    end: int
    region: int
    alternatives: tuple[int, ...]


class Local(NamedTuple):
    """A local organ: its span, the place it belongs to (None: to be settled by the text), the tier word, its tail."""

    start: int
    end: int
    place: int | None
    tier: str
    form: str
    inner: str
    sure: bool = True
    """False where it is an organ only if the text tells of which place."""


class Home(NamedTuple):
    """Whose 「市」 is meant: the one that is named most, or else where each is named."""

    winner: int | None
    starts: list[int]
    ends: list[int]
    regions: list[int]


class Reading:
    """The state of one pass over a text."""

    __slots__ = (
        "_counts",
        "_homes",
        "_regional",
        "date",
        "generic",
        "generic_end",
        "known_of",
        "locals",
        "meta_regions",
        "parts",
        "places",
        "rare",
        "refused",
        "rules",
        "sectors",
        "seen",
        "text",
    )

    def __init__(self, text: str, rules: EntityRules, meta: Mapping[str, str], *, rare: bool | None = None) -> None:
        """Read the places of the metadata first: they tell whose 市 is meant."""
        self.text = text
        self.rules = rules
        self.rare = rules.rare.holds(text) if rare is None else rare
        """Whether any of a user's very many names stands in the text."""
        self._counts: dict[str, int] = {}
        self._homes: dict[str, Home] = {}
        self._regional: str | None = None
        self.date = meta.get("date", "")
        self.places: list[Place] = []
        self.locals: list[Local] = []
        self.sectors: list[tuple[int, int]] = []
        """Sectors of a user's lexicon, which count wherever they stand."""
        self.refused: list[tuple[int, int]] = []
        """Names of places that stand for none here: no letter in them is a place either (「江苏苏宁易购」)."""
        self.generic: list[tuple[int, int]] = []
        """Organs of no place in particular, with what they are named after: 「各省民政厅（局）」."""
        self.generic_end = -1
        """Where the last generic group of organs ends (「各省财政厅（局）」): what is listed after it is generic, too."""
        self.parts: dict[str, tuple[str, str]] = {}
        """Departments named together with their ministry: to id and full name."""
        self.seen: set[int] = set()
        """Regions named so far, with all that hold them."""
        self.meta_regions = [
            number for key in ("issuer", "title", "source") if (words := meta.get(key)) for number in self._regions_in(words)
        ]
        for number in self.meta_regions:
            self.see(number)
        self.known_of = _known_of(meta)
        """Levels of organs (hk, mo, tw) that the metadata speaks for, with how strongly it does."""

    def _regions_in(self, words: str) -> list[int]:
        rules, found = self.rules, []
        for _, _, term in rules.scanner.longest(words):
            for number, rule in rules.places.get(rules.scanner.terms[term], ())[:1]:
                if rule != "adjacent":
                    found.append(number)
        return found

    def see(self, region: int) -> None:
        """Note that a region, and with it all that hold it, is named."""
        if region not in self.seen and region >= 0:
            self.seen.add(region)
            self.seen.update(self.rules.ancestors(region))

    def home(self, tier: str, at: int) -> int | None:
        """The division that 「市」, 「省」 … stands for at a place of the text; ``None`` where nothing tells.

        Asked only after the whole text is read: the one most named decides, or the nearest where none is named most.
        """
        if tier not in self._homes:
            self._homes[tier] = self._vote(tier)
        home = self._homes[tier]
        if home.winner is not None or not home.regions:
            return home.winner
        after = bisect_left(home.starts, at)
        gap_before = at - home.ends[after - 1] if after else 1 << 30
        gap_after = 3 * (home.starts[after] - at) + 100 if after < len(home.starts) else 1 << 30
        return home.regions[after - 1] if gap_before <= gap_after else home.regions[after]

    def regional_home(self) -> str:
        """Whether the article is Hong Kong's (``hk``) or Macao's (``mo``), "" for neither: what is known of it, else its places.

        Asked only after the whole text is read, as :meth:`home`.
        """
        if self._regional is None:
            self._regional = self._told_region()
        return self._regional

    def _told_region(self) -> str:
        known = {level: weight for level, weight in self.known_of.items() if level in _REGIONAL}
        if known:
            return max(known, key=lambda level: known[level])
        rules, places = self.rules, [place.region for place in self.places if place.region >= 0]
        for level, (code, name) in _REGIONAL.items():
            home = rules.numbers.get(code)
            share = sum(home in (number, *rules.ancestors(number)) for number in places) / len(places) if places else 1.0
            government = self.count("特区政府") + self.count("行政长官")
            if self.count(name) and (share > 1 / 2 if government else share > 3 / 4 and self.count(name) > 1):
                return level
        return ""

    def _vote(self, tier: str) -> Home:
        rules = self.rules
        votes: Counter[int] = Counter()
        home = Home(None, [], [], [])
        for number in self.meta_regions:
            if (region := self._of_tier(number, tier)) is not None:
                votes[region] += 3
        for place in self.places:
            if place.region >= 0 and (region := self._of_tier(place.region, tier)) is not None:
                votes[region] += 2 if len(rules.regions[place.region].name) == place.end - place.start else 1
                home.starts.append(place.start)
                home.ends.append(place.end)
                home.regions.append(region)
        if not votes:
            return home
        best, count = votes.most_common(1)[0]
        return home._replace(winner=best if count * 2 >= votes.total() or not home.regions else None)

    def note_generic(self, start: int, end: int) -> None:
        """Note organs of no place in particular; what 各 begins belongs to them."""
        begin = self.text.rfind("各", max(0, start - 24), start)
        if begin < max(0, self.generic_end) or any(mark in self.text[begin:start] for mark in "。；：:\n"):
            begin = start
        self.generic.append((begin, end))
        self.generic_end = end

    def count(self, word: str) -> int:
        """How often a word stands in the text, counted once."""
        if word not in self._counts:
            self._counts[word] = self.text.count(word)
        return self._counts[word]

    def _of_tier(self, region: int, tier: str) -> int | None:
        """The region or the one above it that a tier word may stand for."""
        for number in (region, *self.rules.ancestors(region)):
            name, level = self.rules.regions[number].name, self.rules.regions[number].level
            if tier == "自治区":
                fits = name.endswith("自治区")
            elif tier == "省":
                fits = level == "province" and name.endswith("省")
            elif tier == "市":
                fits = name.endswith("市")
            else:
                fits = name.endswith(tier) and level != "province"
            if fits:
                return number
        return None


def _known_of(meta: Mapping[str, str]) -> dict[str, int]:
    """How strongly an article's issuer, source, title and address speak for the organs of Hong Kong, Macao and Taiwan."""
    told = [words for key in ("issuer", "source", "title") if (words := meta.get(key))]
    weights = {level: n for level, names in _KNOWN_OF.items() if (n := sum(any(name in words for name in names) for words in told))}
    if site := _SITE.match(meta.get("url") or ""):
        level = site[1].lower()
        weights[level] = weights.get(level, 0) + _SITE_WEIGHT
    return weights
