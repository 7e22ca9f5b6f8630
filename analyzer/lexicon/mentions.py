"""What is known of a text while its entities are read: mentions so far, the places they stand for, what stays to be settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.lexicon.entity_rules import EntityRules

HAN = ("㐀", "鿿")


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


class Reading:
    """The state of one pass over a text."""

    __slots__ = ("date", "generic_end", "locals", "meta_regions", "parts", "places", "rules", "seen", "text")

    def __init__(self, text: str, rules: EntityRules, meta: Mapping[str, str]) -> None:
        """Read the places of the metadata first: they tell whose 市 is meant."""
        self.text = text
        self.rules = rules
        self.date = meta.get("date", "")
        self.places: list[Place] = []
        self.locals: list[Local] = []
        self.generic_end = -1
        """Where the last generic group of organs ends (「各省财政厅（局）」): what is listed after it is generic, too."""
        self.parts: dict[str, tuple[str, str]] = {}
        """Departments named together with their ministry: to id and full name."""
        self.seen: set[int] = set()
        """Regions named so far, with all that hold them."""
        self.meta_regions = [
            number for key in ("issuer", "title", "source") for number in self._regions_in(meta.get(key, ""))
        ]
        for number in self.meta_regions:
            self.see(number)

    def _regions_in(self, words: str) -> list[int]:
        rules, found = self.rules, []
        for term, _, _ in rules.scanner.longest(words) if words else ():
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
        """The division that 「市」, 「省」 … stands for at a place of the text; ``None`` where nothing tells."""
        rules = self.rules
        votes: Counter[int] = Counter()
        nearest, distance = None, 1 << 30
        for number in self.meta_regions:
            if (region := self._of_tier(number, tier)) is not None:
                votes[region] += 3
        for place in self.places:
            if place.region < 0 or (region := self._of_tier(place.region, tier)) is None:
                continue
            votes[region] += 2 if len(rules.regions[place.region].name) == place.end - place.start else 1
            gap = at - place.end if place.end <= at else 3 * (place.start - at) + 100
            if gap < distance:
                nearest, distance = region, gap
        if not votes:
            return None
        best, count = votes.most_common(1)[0]
        return best if count * 2 >= votes.total() or nearest is None else nearest

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
