"""What somebody may ask for by name: every name and short name of the lexicons, to the ids that bear it.

A name that is asked for stands alone, so nothing around it tells whether it is meant: all that it may be, it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from analyzer.lexicon.entity_rules import TIERS, EntityRules
from analyzer.lexicon.sectors import candidates
from analyzer.records import Label

_LEVELS = ("province", "prefecture", "county")
_PLACES = {"hk": "810000", "mo": "820000", "tw": "710000"}
"""Levels of organs that tell their place."""
_OF_PLACE = re.compile(r"org:(?:(\d{6}(?:@\d{4})?)|([^?:/]+)):")
_SLOT = re.compile(r"(\{\w+\})")
_ALIKE = 0.5
"""Of two names of two characters one is the same."""


class KnownNames:
    """The names of the lexicons by kind (MINISTRY, REGION, SECTOR).

    Args:
        rules: the lexicons.
        titles: codes of GB/T 4754 to their titles.

    >>> from analyzer.resources import lexicons_dir
    >>> known = KnownNames(EntityRules.from_lexicons(lexicons_dir()), {"C36": "汽车制造业"})
    >>> sorted(known.ids("鄂", Label.REGION)), sorted(known.ids("鼓楼区", Label.REGION))[:2], known.ids("供热", Label.SECTOR)
    (['420000'], ['320106', '320302'], frozenset({'D443'}))
    >>> sorted(known.ids("中共山东省委员会", Label.MINISTRY)), known.alike("济男", Label.REGION)[0]
    (['org:370000:dangwei'], '济南')
    """

    def __init__(self, rules: EntityRules, titles: Mapping[str, str]) -> None:
        """Collect the names; nothing is read."""
        self._rules = rules
        self._by_kind = {Label.MINISTRY: _organs(rules), Label.REGION: _regions(rules), Label.SECTOR: _sectors(rules, titles)}
        self._places = _full_names(rules)
        self._levels = {organ.id: organ.level for organ in rules.organs}
        self._canonical: dict[str, list[str]] = {}
        for organ in rules.organs:
            self._canonical.setdefault(organ.name, []).append(organ.id)
        self._codes = frozenset((*rules.numbers, *titles))
        self._templates = [(key, _pattern(template, key, rules)) for key, _, template in rules.bodies]

    def names(self, label: Label) -> Iterable[str]:
        """All names of a kind."""
        return self._by_kind[label]

    def ids(self, name: str, label: Label) -> frozenset[str]:
        """The ids of all that bear a name; empty where the lexicons do not know it."""
        found = frozenset(self._by_kind[label].get(name, ()))
        if found or label == Label.REGION:
            return found
        return self._composed(name) if label == Label.MINISTRY else self._formed(name)

    def has_code(self, code: str) -> bool:
        """Whether an adcode or a code of GB/T 4754 is one."""
        return code in self._codes

    def organs_called(self, name: str) -> frozenset[str]:
        """The ids of the organs that a name in a table may stand for: canonical names come first there."""
        return frozenset(self._canonical.get(name, ())) or self.ids(name, Label.MINISTRY)

    def place_of(self, organ: str) -> str:
        """The adcode or group of the place that an organ belongs to, by its id; "" for the nation's organs.

        >>> from analyzer.resources import lexicons_dir
        >>> known = KnownNames(EntityRules.from_lexicons(lexicons_dir()), {})
        >>> known.place_of("org:370100:caizheng-ju"), known.place_of("org:yunshushu"), known.place_of("org:guowuyuan")
        ('370100', '810000', '')
        """
        if (match := _OF_PLACE.match(organ)) is not None:
            return match[1] or f"group:{match[2]}"
        return _PLACES.get(self._levels.get(organ.split("/")[0], ""), "")

    def alike(self, name: str, label: Label, count: int = 3) -> list[str]:
        """Names that somebody may have meant, the likeliest first: those that sound the same, then those written alike."""
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(name)
        scored: list[tuple[float, int, str]] = []
        for order, other in enumerate(self._by_kind[label]):
            matcher.set_seq1(other)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and (ratio := matcher.ratio()) >= _ALIKE:
                scored.append((-ratio, order, other))
        best = sorted(scored)[:200]
        sound = _sound(name) if best else ()
        return [other for _, _, _, other in sorted((_sound(o) != sound, ratio, order, o) for ratio, order, o in best)][:count]

    def _composed(self, name: str) -> frozenset[str]:
        """Bodies that every level has, by the full name that the tables give them: 「中共山东省委员会」."""
        return frozenset(
            f"org:{code}:{key}"
            for key, pattern in self._templates
            if (match := pattern.fullmatch(name)) is not None
            for code in self._places.get(match["place"], ())
        )

    def _formed(self, name: str) -> frozenset[str]:
        """A sector that is built of words of the lexicon: 「智能传感器产业」."""
        groups = candidates(name, self._rules.sectors)
        return frozenset(o.code or f"term:{name}" for group in groups for o in group if (o.start, o.end) == (0, len(name)))


def _organs(rules: EntityRules) -> dict[str, list[str]]:
    found = {form: [rules.organs[n].id for n in numbers] for form, numbers in rules.forms.items()}
    for organ in rules.organs:
        found.setdefault(organ.name, [organ.id])  # 「科技部（台湾）」 stands in tables, not in texts
    for form, levels in rules.regional.items():
        found.setdefault(form, [rules.organs[n].id for n in levels.values()])
    return found


def _regions(rules: EntityRules) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    forms = sorted(rules.places.items(), key=lambda f: min(_LEVELS.index(rules.regions[n].level) for n, _ in f[1]))
    for form, pairs in forms:
        found[form] = [rules.regions[n].code for n, _ in pairs]
    for form, number in rules.group_forms.items():
        found.setdefault(form, []).append(rules.groups[number].id)
    for letter, number in rules.letters.items():
        found.setdefault(letter, []).append(rules.regions[number].code)
    for region in rules.regions:
        if region.full != region.name:
            found.setdefault(region.full, []).append(region.code)
    return found


def _sectors(rules: EntityRules, titles: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for term, row in rules.sectors.words.terms.items():
        for name in dict.fromkeys((term, row.name)):
            found.setdefault(name, []).append(row.code or f"term:{row.name}")
    for code, title in titles.items():
        found.setdefault(title, []).append(code)
    return found


def _full_names(rules: EntityRules) -> dict[str, list[str]]:
    """The names that organs are composed with, to what stands for them in the organs' ids."""
    found = {tier: [f"?{tier}"] for tier in TIERS}
    for region in rules.regions:
        for name in dict.fromkeys((region.full, region.short)):
            found.setdefault(name, []).append(region.code)
    for group in rules.groups:
        found.setdefault(group.name, []).append(group.id.removeprefix("group:"))
    return found


def _pattern(template: str, key: str, rules: EntityRules) -> re.Pattern[str]:
    """What reads the place back out of a full name that a template made."""
    forms = "|".join(re.escape(form) for form, tail in rules.tails.items() if tail.body >= 0 and rules.bodies[tail.body][0] == key)
    parts, placed = [], False
    for part in _SLOT.split(template):
        if part in ("{region}", "{short}"):
            parts.append("(?P=place)" if placed else "(?P<place>.+?)")
            placed = True
        else:
            parts.append(f"(?:{forms or '(?!)'})" if part == "{form}" else re.escape(part))
    return re.compile("".join(parts) if placed else "(?P<place>(?!))")


def _sound(name: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its tables take a while to load, and few names are wrong

    return tuple(lazy_pinyin(name))
