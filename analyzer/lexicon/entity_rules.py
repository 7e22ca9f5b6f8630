"""The entity lexicons as one set of rules: read and checked from files, or restored from plain rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.lexicon.documents import DocumentRules
from analyzer.lexicon.guards import Guard, compile_guards, read_blockers, read_guards
from analyzer.lexicon.organ_tables import read_bodies, read_functions, read_local_names, read_ministries
from analyzer.lexicon.place_tables import read_groups, read_regions
from analyzer.lexicon.prefilter import Prefilter
from analyzer.lexicon.scan import Scanner
from analyzer.lexicon.sectors import SectorRules
from analyzer.lexicon.tables import RAISED, Faults, read_yaml

ORGAN, TAIL, TIER, PLACE, GROUP, GENERIC, BLOCKER, SESSION, SECTOR, REGIONAL = 1, 2, 4, 8, 16, 32, 64, 128, 256, 512
"""What a term of the scan may be, as bits."""

TIERS = ("省", "市", "县", "区", "州", "旗", "盟", "自治区", "自治州", "自治县")
"""Words that stand for the division at hand: 「市科技局」 of whichever city the text is about."""

_DEPARTMENTS = "(?:(?!{})[一-龥、]){{0,10}}?(?<![和及与或、])(?:{})(?!负责人)"
"""Few characters, then the head; what is listed after 和 or 、 is somebody else."""

REGIONAL_TIER = "特区"
"""What stands for 省, 市 … where an organ of Hong Kong or Macao is named without its place."""
_GOVERNMENTS = {"hk": re.compile("^(?:香港特别行政区政府|香港特区政府|特区政府|香港)"), "mo": re.compile("^(?:澳门特别行政区政府|澳门特区政府|特区政府|澳门)")}

WORD_SECTIONS = (
    "foreign",
    "bare_before",
    "county_before",
    "branches",
    "institutions",
    "not_institutions",
    "township_stops",
    "zone_stops",
    "generic",
    "rails",
    "pairs",
    "organ_stops",
    "session_words",
    "departments",
    "department_stops",
)

WORD_KEYS = ("words", "why", "example", "counter_example")


class Organ(NamedTuple):
    """A row of ``ministries.csv``."""

    id: str
    name: str
    level: str
    valid_from: str
    valid_to: str
    parent: str
    successors: tuple[str, ...]


class Region(NamedTuple):
    """A row of ``regions.csv``; ``full`` is the canonical name, ``parent`` a region number or -1."""

    code: str
    name: str
    full: str
    short: str
    level: str
    parent: int


class Group(NamedTuple):
    """A row of ``region_groups.csv``."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...]


class Tail(NamedTuple):
    """What follows the name of a place in a local organ: 「科技局」, 「委组织部」."""

    function: int
    suffix: str
    full: str
    body: int


class EntityRules:
    """All that :func:`analyzer.lexicon.entities.find_entities` knows."""

    __slots__ = (
        "_above",
        "_rows",
        "bare",
        "bodies",
        "departments",
        "documents",
        "firsts",
        "forms",
        "functions",
        "group_forms",
        "groups",
        "guards",
        "kinds",
        "lasts",
        "letters",
        "local_names",
        "numbers",
        "organs",
        "own",
        "places",
        "rare",
        "regional",
        "regions",
        "scanner",
        "sector_guards",
        "sectors",
        "tail_lengths",
        "tails",
        "words",
    )  # fmt: skip

    def __init__(self, rows: dict[str, Any]) -> None:
        """Use :meth:`from_lexicons` or :meth:`from_rows`."""
        self._rows = rows
        self.organs = [Organ._make((*r[:6], tuple(r[6]))) for r in rows["organs"]]
        self.forms: dict[str, list[int]] = rows["forms"]
        self.functions: list[list[str]] = rows["functions"]
        self.bodies: list[list[str]] = rows["bodies"]
        self.regions = [Region(*r) for r in rows["regions"]]
        self.places: dict[str, list[list[Any]]] = rows["places"]
        self.letters: dict[str, int] = rows["letters"]
        self.groups = [Group._make((*r[:3], tuple(r[3]))) for r in rows["groups"]]
        self.group_forms: dict[str, int] = rows["group_forms"]
        self.local_names: dict[str, str] = rows["local_names"]
        self.words: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in rows["words"].items()}
        self.firsts = {name: frozenset([w[0] for w in words if w]) for name, words in self.words.items()}
        """First characters of the words of each section: cheaper to ask for than the words."""
        self.lasts = {name: frozenset([w[-1] for w in words if w]) for name, words in self.words.items()}
        self.departments = re.compile(_DEPARTMENTS.format(*(_any(rows["words"][section]) for section in ("department_stops", "departments"))))
        """What follows a government where its departments are meant without their name."""
        self.guards: dict[str, Guard] = compile_guards(rows["guards"])
        self.documents = DocumentRules.from_rows(rows["documents"])
        self.sectors = SectorRules.from_rows(rows["sectors"], rare=frozenset(rows.get("rare", ())))
        self.numbers = {r.code: i for i, r in enumerate(self.regions)}
        self.tails = {form: Tail(t[0], t[1], t[2], -1) for form, t in rows["tails"].items()}
        self.tails.update((form, Tail(-1, "", form, body)) for form, body in rows["body_forms"].items())
        self.bare = frozenset(rows["tails"])
        self.tail_lengths = _lengths(self.tails)
        self.regional = _regional(self.organs, self.forms)
        """Names that departments of Hong Kong and Macao go by at home only (卫生局), to level and organ number."""
        self.kinds = self._kinds(rows)
        self.own: dict[str, int] = rows.get("own", {})
        """Names of a user's lexicons to what they are, whatever they are in the lexicons that ship."""
        self.kinds.update(self.own)
        self.sector_guards = frozenset(rows.get("sector_guards", ()))
        """Terms of guards that are sectors."""
        self._above: dict[int, list[int]] = {}
        rare = frozenset(rows.get("rare", ()))
        self.rare = Prefilter(rare)
        """Names of a user that no shipped name is, where they are very many."""
        self.scanner = Scanner([t for t in self.kinds if t not in rare], [t for t in self.kinds if t in rare])

    @classmethod
    def from_lexicons(cls, folder: Path, *, faults: Faults = RAISED) -> EntityRules:
        """Read and check the lexicons in ``folder`` (the files: docs/entities.md); gathered faults cost their rows only.

        Raises:
            LexiconError: a row is wrong; the message names file and line.
        """
        organs, forms = read_ministries(folder, faults=faults)
        functions, tails = read_functions(folder, faults=faults)
        bodies, body_forms = read_bodies(folder, faults=faults)
        regions, places, letters = read_regions(folder, faults=faults)
        groups, group_forms = read_groups(folder, {r[0] for r in regions}, faults=faults)
        return cls(
            {
                "organs": organs,
                "forms": forms,
                "functions": functions,
                "tails": tails,
                "bodies": bodies,
                "body_forms": body_forms,
                "local_names": read_local_names(folder, faults=faults),
                "regions": regions,
                "places": places,
                "letters": letters,
                "groups": groups,
                "group_forms": group_forms,
                "guards": read_guards(folder, faults=faults),
                "blockers": read_blockers(folder, faults=faults),
                "words": read_entity_words(folder, faults=faults),
                "documents": DocumentRules.from_lexicons(folder, faults=faults).to_rows(),
                "sectors": SectorRules.from_lexicons(folder, faults=faults).to_rows(),
            }
        )

    def to_rows(self) -> dict[str, Any]:
        """The rules as plain data."""
        return self._rows

    @classmethod
    def from_rows(cls, rows: dict[str, Any]) -> EntityRules:
        """The rules that :meth:`to_rows` gave, without checking them again."""
        return cls(rows)

    def _kinds(self, rows: dict[str, Any]) -> dict[str, int]:
        kinds: dict[str, int] = {}

        def add(terms: Iterable[str], kind: int) -> None:
            for term in terms:
                kinds[term] = kinds.get(term, 0) | kind

        add(self.forms, ORGAN)
        add(self.bare, TAIL)
        add(self.regional, REGIONAL)
        add((tier + form for tier in TIERS for form in rows["body_forms"]), TIER)
        add(self.places, PLACE)
        add(self.group_forms, GROUP)
        add(self.words["generic"], GENERIC)
        add(rows["blockers"], BLOCKER)
        add(self.words["session_words"], SESSION)
        return kinds

    def ancestors(self, region: int) -> list[int]:
        """The divisions that hold this one, nearest first."""
        above = self._above.get(region)
        if above is None:
            above = self._above[region] = []
            region = self.regions[region].parent
            while region >= 0:
                above.append(region)
                region = self.regions[region].parent
        return above

    def tail_at(self, text: str, at: int) -> str:
        """The longest end of a local organ's name that begins at ``at``, "" for none."""
        for length in self.tail_lengths.get(text[at : at + 1], ()):
            form = text[at : at + length]
            if form in self.tails:
                return form
        return ""


def _regional(organs: Sequence[Organ], forms: Mapping[str, Sequence[int]]) -> dict[str, dict[str, int]]:
    """Names of departments of Hong Kong and Macao without their government, where the lexicon gives them to nobody."""
    found: dict[str, dict[str, int]] = {}
    for form, numbers in forms.items():
        for number in numbers:
            government = _GOVERNMENTS.get(organs[number].level)
            if government is None or "特别行政区政府" not in organs[number].name[:10]:
                continue
            bare = government.sub("", form)
            if 2 < len(bare) < len(form) and bare[-1] in "局署处" and bare not in forms:
                found.setdefault(bare, {}).setdefault(organs[number].level, number)
    return found


def _any(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, nothing where there are none."""
    return "|".join(map(re.escape, words)) or "(?!)"


def _lengths(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[0], set()).add(len(form))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def read_entity_words(folder: Path, *, faults: Faults = RAISED) -> dict[str, list[str]]:
    """The sections of ``entity_words.yaml``.

    Raises:
        LexiconError: an entry is wrong; the message names file and line.
    """
    words: dict[str, list[str]] = {}
    for section in WORD_SECTIONS:
        found: dict[str, None] = {}
        for row in read_yaml(folder / "entity_words.yaml", WORD_KEYS, required=("words",), section=section, faults=faults):
            own = row.cells["words"]
            if not isinstance(own, list) or not all(isinstance(w, str) and w for w in own):
                faults.add(row.fail("words must be a list of words; put those that look like numbers in quotation marks"))
                continue
            found.update(dict.fromkeys(own))
        words[section] = list(found)
    return words
