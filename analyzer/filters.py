"""Keeps the directives that somebody asked for: by organ, region, sector, modality, strength, and date of the article."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError
from analyzer.records import Directive, Entity, Label, Link, Modality, iso_date

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


_INDUSTRY = re.compile(r"[A-T]\d{0,4}")
_ID = re.compile(rf"[a-z]+:.+|\d{{6}}|{_INDUSTRY.pattern}")
"""What the analyzer gives as ids; all else has to be a name that it knows."""


@dataclass(frozen=True)
class Filters:
    """What to keep; several values of one field mean any of them, several fields mean all of them.

    Args:
        ministries, regions, sectors: names, short names or ids (「工信部」, 「鄂」, 「420000」). An organ has the directives
            that it gives and those that mention it; a region holds the places in it, a group its members, a sector its
            subsectors.
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
            and (not self.ministries or self._orders(directive.authority) or _meets(directive.ministries, self._ministry_ids))
            and (not self.regions or _meets(directive.regions, self._region_ids))
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

    def _orders(self, authority: str) -> bool:
        """Whether an organ that is asked for gives the order itself: directives tell their authority by name alone."""
        if authority not in self._asked:
            names = authority.split("、")
            ids = {e.id for e in _mentions(authority, Label.MINISTRY, self.lexicons) if e.text in names}
            self._asked[authority] = not self._ministry_ids.isdisjoint({*names, *ids})
        return self._asked[authority]

    @cached_property
    def _asked(self) -> dict[str, bool]:
        """What was found about authorities: few give many orders."""
        return {"": False}

    @cached_property
    def _ministry_ids(self) -> frozenset[str]:
        return _resolve(self.ministries, Label.MINISTRY, self.lexicons)

    @cached_property
    def _region_ids(self) -> frozenset[str]:
        return _resolve(self.regions, Label.REGION, self.lexicons)

    @cached_property
    def _sector_ids(self) -> frozenset[str]:
        return _resolve(self.sectors, Label.SECTOR, self.lexicons)


def _resolve(values: Iterable[str], label: Label, lexicons: str | Path | None) -> frozenset[str]:
    """The values themselves, and the ids that the analyzer's own linking gives them."""
    found = set(values)
    for value in list(found):
        # One-character names (「鄂」) count only in a list, for alone they may be anything.
        ids = {e.id for e in _mentions(value if len(value) > 1 else f"{value}、{value}", label, lexicons)}
        if not (ids or _ID.fullmatch(value)):
            raise InputError(f"{value!r} is not known as a {label.value.lower()}: give the name, a short name or the id in the tables")
        found |= ids
    return frozenset(found)


def _mentions(text: str, label: Label, lexicons: str | Path | None) -> list[Entity]:
    from analyzer.analysis import analyze

    return [e for e in analyze(text, lexicons=lexicons).entities if e.label == label]


def _meets(links: Iterable[Link], wanted: frozenset[str]) -> bool:
    return any(
        link.name in wanted or any(_holds(w, i) for w in wanted for i in (link.id, *link.members)) for link in links
    )


def _holds(wanted: str, found: str) -> bool:
    """Whether an id lies in another: adcodes by their pairs of digits, industries by the beginning of their code.

    >>> _holds("420000", "420100"), _holds("420100", "420000"), _holds("C36", "C3612"), _holds("C", "C36")
    (True, False, True, True)
    """
    if wanted == found:
        return True
    if len(wanted) == 6 and wanted.isdigit():
        return found.isdigit() and found.startswith(wanted[:2] if wanted.endswith("0000") else wanted[:4]) and wanted.endswith("00")
    return bool(_INDUSTRY.fullmatch(wanted) and _INDUSTRY.fullmatch(found)) and found.startswith(wanted)


def _first_day(date: str) -> str:
    return (iso_date(date) + "-01-01")[:10]


def _last_day(date: str) -> str:
    date = iso_date(date)
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")
