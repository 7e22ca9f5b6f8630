"""The records that stages hand on: frozen, plain, and in one of two coordinate systems.

Public records (:class:`Clause`, :class:`Entity`, :class:`Directive`, :class:`Target`) hold half-open code-point
offsets into the text that the caller passed in. Rows (:class:`ClauseRow`, :class:`EntityRow`, :class:`RoleRow`) are
what stages pass among themselves: offsets into the clean text, tuples because a clause is made a million times.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as _date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from analyzer.errors import InputError
from analyzer.offsets import OffsetMap

Span = tuple[int, int]


class Role(StrEnum):
    """What a clause does in the text (codebook: docs/concepts.md)."""

    DIRECTIVE = "directive"
    CONTEXT = "context"
    GOAL = "goal"
    FRAME = "frame"
    STATEMENT = "statement"


class Modality(StrEnum):
    """How a directive binds: a scale of kinds, apart from strength."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    ENCOURAGEMENT = "encouragement"
    PERMISSION = "permission"
    COMMITMENT = "commitment"


class Status(StrEnum):
    """Whether the text itself issues the directive, reports one, or announces one."""

    ISSUED = "issued"
    REPORTED = "reported"
    PLANNED = "planned"


class Label(StrEnum):
    """Kinds of entities."""

    MINISTRY = "MINISTRY"
    REGION = "REGION"
    SECTOR = "SECTOR"
    GROUP = "GROUP"
    DOCUMENT = "DOCUMENT"


# ---------------------------------------------------------------- rows: clean-text offsets, between stages


class ClauseRow(NamedTuple):
    """A clause as the splitter leaves it; offsets into the clean text."""

    start: int
    end: int
    sentence: int
    """Running number of the sentence (ended by 。！？ or a line break) in the text."""
    paragraph: int
    """Running number of the line in the text."""
    heading: int
    """Index of the heading clause this clause stands under, -1 for none."""
    block: str
    """Kind of the noise block it lies in, "" for running text."""


class EntityRow(NamedTuple):
    """A linked mention; offsets into the clean text."""

    start: int
    end: int
    label: str
    id: str
    name: str
    level: str
    alternatives: tuple[str, ...]


class RoleRow(NamedTuple):
    """The role of a clause and what it rests on; offsets into the clean text."""

    role: str
    modality: str
    """Modality for a directive, "" otherwise."""
    cue_start: int
    cue_end: int
    """The words that decided; an empty span where none did."""
    rule: str
    confidence: float


# ---------------------------------------------------------------- articles and clean text


_TIME = re.compile(r"(?<=\d)[T ]\d{1,2}:.*$")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$|(\d{4})(\d{2})(\d{2})$")


def _wrong_part(year: int | None, month: int | None) -> str:
    if not year:
        return "year"
    return "day" if month is None or 1 <= month <= 12 else "month"


def iso_date(value: str | _date) -> str:
    """An ISO date to the precision given: ``2020``, ``2020-05`` or ``2020-05-27``.

    Raises:
        InputError: the value is no date of one of these forms (or ``20200527``, ``2020/5/27``).

    >>> iso_date("2020/5/27"), iso_date("20200527"), iso_date("2020-05")
    ('2020-05-27', '2020-05-27', '2020-05')
    """
    return value.isoformat()[:10] if isinstance(value, _date) else _iso_date(value)


@lru_cache(1024)  # dates come again and again, and most are looked at twice
def _iso_date(value: str) -> str:
    match = _DATE.match(_TIME.sub("", value.strip().replace("/", "-").replace(".", "-")))
    if match is None:
        raise InputError(f"date {value!r} is not one of YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD, YYYY/MM/DD")
    try:
        year, month, day = (int(g) if g else None for g in (match.groups()[:3] if match[1] else match.groups()[3:]))
        _date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise InputError(f"date {value!r} is not in the calendar: there is no such {_wrong_part(year, month)}") from None
    return "-".join(part for part in (f"{year:04d}", month and f"{month:02d}", day and f"{day:02d}") if part)


@dataclass(frozen=True, slots=True)
class Article:
    """A text to analyse and what is known of it.

    Args:
        text: the text as found; never changed.
        id: any string; by default the first 16 hexadecimal digits of the text's SHA-256.
        title, date, issuer, source, url: metadata; what is given here outranks what the text says.
            ``date`` is ISO to the precision known (``2020``, ``2020-05``, ``2020-05-27``).
        encoding: what the bytes of its file were read as (``gb18030``); None where nobody decoded any.

    Raises:
        InputError: ``text`` is no string, or ``date`` no date.
    """

    text: str
    id: str | None = field(default=None, kw_only=True)
    title: str | None = field(default=None, kw_only=True)
    date: str | None = field(default=None, kw_only=True)
    issuer: str | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    url: str | None = field(default=None, kw_only=True)
    encoding: str | None = field(default=None, kw_only=True, compare=False)

    def __post_init__(self) -> None:
        """Fill in the id, normalise the date."""
        if not isinstance(self.text, str):
            raise InputError(f"text must be a str, not {type(self.text).__name__}: decode bytes first")
        for name in ("id", "title", "date", "issuer", "source", "url", "encoding"):
            value = getattr(self, name)
            if value != value:  # NaN, as pandas has it for a missing cell
                object.__setattr__(self, name, None)
            elif value is not None and not isinstance(value, str) and not (name == "date" and isinstance(value, _date)):
                raise InputError(f"{name} must be a str, not {type(value).__name__} ({value!r}): convert it first")
        if not self.id:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", digest[:16])
        if self.date:
            object.__setattr__(self, "date", iso_date(self.date))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of page furniture set aside: kept in the clean text, no directives read from it but from a lead."""

    kind: str
    """navigation, share, credit, disclaimer, copyright, related, tags, page_number, lead (the lead printed twice) …"""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Flag:
    """A place that cleaning could not settle and left as it was. Raw offsets."""

    kind: str
    start: int
    end: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What the text says of itself; empty where it says nothing."""

    title: str = ""
    date: str = ""
    """ISO, to the precision that the text allows; "" where it states no year."""
    date_text: str = ""
    issuers: tuple[str, ...] = ()
    doc_no: str = ""
    source: str = ""
    author: str = ""
    editor: str = ""
    salutation: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text with its damage mended and the way back to every raw character.

    Attributes:
        raw: the text as given.
        text: Simplified, glosses and byte shifts undone; blocks still in it.
        repairs: how many repairs of each kind were made.
        flags: what could not be settled, with raw spans.
    """

    raw: str
    text: str
    offsets: OffsetMap
    header: Header = Header()
    blocks: tuple[Block, ...] = ()
    repairs: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()

    def to_raw(self, start: int, end: int) -> Span:
        """The raw span behind a clean span, damage inside it included."""
        return self.offsets.to_raw(start, end)

    def to_clean(self, start: int, end: int) -> Span:
        """The clean span that a raw span became."""
        return self.offsets.to_clean(start, end)


# ---------------------------------------------------------------- what the analysis finds: raw offsets


@dataclass(frozen=True, slots=True)
class Clause:
    """Text between two of ，；：。！？ or a line break, with its role. Raw offsets."""

    start: int
    end: int
    text: str
    role: Role
    sentence: int
    paragraph: int
    heading: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention linked to one thing. Raw offsets.

    Attributes:
        id: ``org:…`` for organs, the 6-digit adcode or ``group:…`` for regions, the GB/T 4754 code or a term id
            for sectors.
        name: official full name.
        level: organs: state, party, npc …; regions: province, prefecture, county, group, zone.
        alternatives: ids of the other readings that stayed open.
    """

    start: int
    end: int
    text: str
    label: Label
    id: str
    name: str
    level: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An entity in the scope of a directive. Raw offsets of the mention that brought it in."""

    id: str
    name: str
    start: int
    end: int
    inherited: bool = False
    """True where the mention stands in a context, heading or earlier clause, not in the directive's own clause or among
    its responsible units."""
    members: tuple[str, ...] = ()
    """For a region group, the adcodes it holds; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Directive:
    """One instruction: the head clause's span and all that hangs on it. Raw offsets.

    Attributes:
        cue, rule: the words and the named rule (or model) that make it a directive; confidence is 0–1.
        strength: 1 (探索, 适时) to 5 (必须, 严禁).
        lemma: the canonical form of ``action``: 推动 and 推进 are both 推进.
        instrument: one of 19 policy instruments; ``instrument_side`` is supply, environment or demand.
        spans: raw spans of the fields taken from the text, by field name (``action``, ``object``, ``addressee`` …).
        timing: in what time of an event, or how often, in ISO 8601 (``P30D``, ``R/P3M``, ``R/---10/P1M``); ``timing_words`` says
            so as written, with the event (自受理之日起30日内).
    """

    id: str
    start: int
    end: int
    text: str
    cue: str
    rule: str
    confidence: float
    modality: Modality
    strength: int
    hedge: str = ""
    frame: str = ""
    authority: str = ""
    status: Status = Status.ISSUED
    addressee: str = ""
    lead_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    manner: str = ""
    action: str = ""
    lemma: str = ""
    object: str = ""
    contexts: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    heading_path: tuple[str, ...] = ()
    condition: str = ""
    exception: str = ""
    ministries: tuple[Link, ...] = ()
    regions: tuple[Link, ...] = ()
    sectors: tuple[Link, ...] = ()
    documents: tuple[Link, ...] = ()
    instrument: str = ""
    instrument_side: str = ""
    deadline: str = ""
    targets: tuple[str, ...] = ()
    repeat_of: str = ""
    paragraph: int = 0
    sentence: int = 0
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    timing: str = ""
    timing_words: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A number that binds the future. Raw offsets of the value expression (「30%以上」).

    Attributes:
        comparator: ``=`` ``>=`` ``>`` ``<=`` ``<`` ``~`` ``range``.
        value: the expression as written; ``number`` its value in base units (two for a range).
        deadline: ISO to the precision stated; commitment: ensure, strive, expected, plain.
    """

    id: str
    start: int
    end: int
    text: str
    indicator: str
    comparator: str
    value: str
    number: tuple[float, ...]
    unit: str
    baseline: str = ""
    deadline: str = ""
    commitment: str = "plain"
    directive_id: str = ""
