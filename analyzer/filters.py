"""Keeps the directives that somebody asked for: by organ, region, sector, modality, strength, and date of the article."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.lexicon.known_names import KnownNames
from analyzer.lexicon.places import is_township
from analyzer.records import Directive, Label, Link, Modality, iso_date
from analyzer.resources import lexicons_dir

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.pipeline.user_lexicons import UserLexicons


_INDUSTRY = re.compile(r"[A-T]\d{0,4}")
_ADCODE = re.compile(r"(\d{6})(?:@\d{4})?(?:/.+)?")
"""Of a division, one that is no more (「110103@2010」), or a township in it (「620422/郭城驿镇」)."""
_IDS = {
    Label.MINISTRY: re.compile("org:.+"),
    Label.REGION: re.compile(rf"{_ADCODE.pattern}|group:.+"),
    Label.SECTOR: re.compile(rf"{_INDUSTRY.pattern}|term:.+"),
}
"""What the analyzer gives as ids; all else has to be a name that it knows."""
_CODES = {
    Label.REGION: (re.compile(r"\d{6}(@\d{4})?"), "the adcode of a division"),
    Label.SECTOR: (_INDUSTRY, "a code of GB/T 4754-2017"),
}
"""Ids that can be looked up; the others are made as texts need them."""
_BETWEEN = re.compile("[、，,；;和及与 ]*")
_AFTER_SECTOR = ("", "产业", "行业", "领域", "业")


@dataclass(frozen=True)
class Filters:
    """What to keep; several values of one field mean any of them, several fields mean all of them.

    Args:
        ministries, regions, sectors: names, short names or ids (「工信部」, 「鄂」, 「420000」); a name that several bear means
            all of them. An organ has the directives that it gives and those that mention it. A region has the directives
            that mention it, those that its own organs give (a notice of 济南市人民政府 for 济南) and those that mention these;
            it holds the places in it, a group its members, a sector its subsectors.
        modalities: of ``obligation prohibition encouragement permission commitment``.
        min_strength: 1–5; weaker directives are left out.
        since, until: ISO dates, also ``2022`` or ``2022-05``, both included; articles without a date are left out.
        lexicons: a folder with lexicons of your own, whose names may be asked for, too.

    Raises:
        InputError: a modality, strength or date is none, or nothing is known by a name.

    >>> Filters(since="2022-05").keeps_date("2022"), Filters(until="2021").keeps_date("2022-05-27")
    (True, False)
    """

    ministries: Collection[str] = ()
    regions: Collection[str] = ()
    sectors: Collection[str] = ()
    modalities: Collection[str] = ()
    min_strength: int = 1
    since: str = ""
    until: str = ""
    lexicons: str | Path | None = None

    def __post_init__(self) -> None:
        """Refuse values that could keep nothing."""
        known = [m.value for m in Modality]
        if wrong := [m for m in self.modalities if m not in known]:
            raise InputError(f"modality {wrong[0]!r} is not known; choose of {', '.join(known)}")
        if not 1 <= self.min_strength <= 5:
            raise InputError(f"min_strength {self.min_strength} is outside 1–5")
        for bound in (self.since, self.until):
            if bound:
                iso_date(bound)
        if self.since and self.until and _last_day(self.until) < _first_day(self.since):
            raise InputError(f"since {self.since} lies after until {self.until}: exchange them")
        _ = self._ministry_ids, self._region_ids, self._sector_ids

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return self._directives or bool(self.since or self.until)

    @property
    def _directives(self) -> bool:
        return bool(self.ministries or self.regions or self.sectors or self.modalities or self.min_strength > 1)

    def keeps_date(self, date: str) -> bool:
        """Whether an article of this date may lie between ``since`` and ``until``; "2022" may be any day of 2022."""
        if not (self.since or self.until):
            return True
        if not date:
            return False
        after = not self.since or _last_day(date) >= _first_day(self.since)
        return after and (not self.until or _first_day(date) <= _last_day(self.until))

    def keeps(self, directive: Directive) -> bool:
        """Whether a directive passes every filter but that of the date."""
        return (
            directive.strength >= self.min_strength
            and (not self.modalities or directive.modality in self.modalities)
            and (not self.ministries or self._is_of(directive, self._ministry_ids))
            and (not self.regions or _meets(directive.regions, self._region_ids) or self._lies_in(directive))
            and (not self.sectors or _meets(directive.sectors, self._sector_ids))
        )

    def apply(self, analysis: Analysis) -> Analysis | None:
        """The analysis with the directives that pass, and their targets; None where the article's date does not pass.

        Entities stay, for they belong to the article. Without a filter on directives all targets stay, too.
        """
        if not self.keeps_date(analysis.date):
            return None
        if not self._directives:
            return analysis
        kept = tuple(d for d in analysis.directives if self.keeps(d))
        ids = {d.id for d in kept}
        # A row may not repeat one that is left out: it would not be counted at all.
        kept = tuple(d if d.repeat_of in ids else dataclasses.replace(d, repeat_of="") if d.repeat_of else d for d in kept)
        theirs = {id for d in kept for id in d.targets}  # a target of several directives names only the first
        targets = tuple(t for t in analysis.targets if t.id in theirs or t.directive_id in ids)
        return dataclasses.replace(analysis, directives=kept, targets=targets)

    def _is_of(self, directive: Directive, wanted: frozenset[str]) -> bool:
        """Whether an organ that is asked for gives the order or is linked to it."""
        return _meets(directive.ministries, wanted) or not wanted.isdisjoint(self._authority(directive.authority))

    def _lies_in(self, directive: Directive) -> bool:
        """Whether an organ of a region that is asked for gives the order or is linked to it."""
        place_of = _known(self._own).place_of
        places = {place_of(id) for id in (*self._authority(directive.authority), *(link.id for link in directive.ministries))}
        return any(_holds(wanted, place) for place in places - {""} for wanted in self._region_ids)

    def _authority(self, authority: str) -> frozenset[str]:
        """Names and ids of who gives an order: directives tell their authority by name alone."""
        if authority not in self._authorities:
            names = [name for name in authority.split("、") if name]
            ids = (_known(self._own).organs_called(name) or _linked(name, Label.MINISTRY, self._own) for name in names)
            self._authorities[authority] = frozenset(names).union(*ids)
        return self._authorities[authority]

    @cached_property
    def _authorities(self) -> dict[str, frozenset[str]]:
        """What was found about authorities: few give many orders."""
        return {}

    @cached_property
    def _own(self) -> UserLexicons | None:
        from analyzer.pipeline import own_lexicons

        return own_lexicons(self.lexicons)

    @cached_property
    def _ministry_ids(self) -> frozenset[str]:
        return _resolve(self.ministries, Label.MINISTRY, self._own)

    @cached_property
    def _region_ids(self) -> frozenset[str]:
        return _resolve(self.regions, Label.REGION, self._own)

    @cached_property
    def _sector_ids(self) -> frozenset[str]:
        return _resolve(self.sectors, Label.SECTOR, self._own)


def _resolve(values: Iterable[str], label: Label, own: UserLexicons | None) -> frozenset[str]:
    """The values themselves, and the ids of all that bear these names."""
    found = set(values)
    for value in values:
        if _IDS[label].fullmatch(value):
            pattern, what = _CODES.get(label, (None, ""))
            if pattern is not None and pattern.fullmatch(value) and not _known(own).has_code(value):
                raise InputError(f"{value!r} is not {what} that is known: look it up in the tables, or give the name")
        elif ids := _known(own).ids(value, label) or _linked(value, label, own):
            found |= ids
        elif label != Label.REGION or not is_township(value):  # no list holds these: tables have them by name
            alike = _known(own).alike(value, label)
            hint = f"; did you mean {', '.join(alike)}?" if alike else ""
            raise InputError(f"{value!r} is not known as a {label.value.lower()}: give the name, a short name or the id in the tables{hint}")
    return frozenset(found)


def _linked(value: str, label: Label, own: UserLexicons | None) -> frozenset[str]:
    """The ids that the analyzer's own linking gives a name that no list holds whole: 「济南市财政局」, 「山东济南」."""
    from analyzer.analysis import analyze

    for text in (value, f"{value}、{value}"):  # some names count only in a list, for alone they may be anything
        found = [e for e in analyze(text, lexicons=own).entities if e.label == label and e.end <= len(value)]
        rest = [value[a:b] for a, b in zip((0, *(e.end for e in found)), (*(e.start for e in found), len(value)), strict=True)]
        if label == Label.REGION:  # 「山东济南」 is 济南 alone
            found = [e for e, gap in zip(found, (*rest[1:-1], "."), strict=False) if gap]
        elif label == Label.SECTOR and rest[-1] in _AFTER_SECTOR:
            rest[-1] = ""
        if found and all(_BETWEEN.fullmatch(gap) for gap in rest):
            return frozenset(e.id for e in found)
    return frozenset()


@lru_cache(maxsize=4)
def _known(own: UserLexicons | None) -> KnownNames:
    from analyzer.lexicon.industries import read_industries
    from analyzer.pipeline import shipped_rules

    return KnownNames(shipped_rules() if own is None else own.rules, read_industries(lexicons_dir()))


def _meets(links: Iterable[Link], wanted: frozenset[str]) -> bool:
    return any(
        link.name in wanted or any(_holds(w, i) for w in wanted for i in (link.id, *link.members)) for link in links
    )


def _holds(wanted: str, found: str) -> bool:
    """Whether an id lies in another: adcodes by their pairs of digits, industries by the beginning of their code.

    >>> _holds("420000", "420100"), _holds("420100", "420000"), _holds("C36", "C3612"), _holds("C", "C36")
    (True, False, True, True)
    >>> _holds("620422", "620422/郭城驿镇"), _holds("620000", "620422/郭城驿镇"), _holds("620422/郭城驿镇", "620422")
    (True, True, False)
    """
    if wanted == found:
        return True
    outer, inner = _ADCODE.fullmatch(wanted), _ADCODE.fullmatch(found)
    if outer is not None and inner is not None:
        if wanted == inner[1]:
            return True  # a township lies in its county
        return wanted.endswith("00") and inner[1].startswith(wanted[:2] if wanted.endswith("0000") else wanted[:4])
    return bool(_INDUSTRY.fullmatch(wanted) and _INDUSTRY.fullmatch(found)) and found.startswith(wanted)


def _first_day(date: str) -> str:
    return (iso_date(date) + "-01-01")[:10]


def _last_day(date: str) -> str:
    date = iso_date(date)
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")
