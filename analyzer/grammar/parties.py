"""Who must act: the addressee of each directive, named in its clause or carried over, and the units responsible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.grammar.subjects import Subject, SubjectRules
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span


class PartyRow(NamedTuple):
    """The parties of a clause; spans in the clean text."""

    addressee: Span | None
    inherited: bool
    """True where the addressee stands in an earlier clause."""
    lead_units: tuple[Span, ...]
    supporting_units: tuple[Span, ...]


_NONE = PartyRow(None, False, (), ())


class PartyRules(NamedTuple):
    """What parties are found with."""

    subjects: SubjectRules

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``parties.yaml`` and the verbs and adverbs it leans on.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        return cls(SubjectRules.from_lexicons(folder))

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"subjects": self.subjects.to_rows()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(SubjectRules.from_rows(rows["subjects"]))


def find_parties(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    entities: Sequence[EntityRow],
    rules: PartyRules,
) -> list[PartyRow]:
    """The parties of every clause; clauses that are no directive have none."""
    rows = [_NONE] * len(clauses)
    organs = [e for e in entities if e.label in ("MINISTRY", "REGION", "GROUP")]
    starts = [e.start for e in organs]
    chain = _Chain(text, clauses, roles, organs, starts, rules)
    for i, role in enumerate(roles):
        if role.role == "directive":
            addressee, inherited = chain.directive(i)
            if addressee:
                rows[i] = PartyRow(addressee, inherited, (), ())
        elif role.role == "frame":
            chain.party = None
            chain.read = i
    return rows


class _Chain:
    """The party that the clauses so far leave to the next."""

    __slots__ = ("clauses", "organs", "party", "party_kind", "party_sentence", "read", "roles", "rules", "starts", "text", "paragraph")

    def __init__(self, text: str, clauses: Sequence[ClauseRow], roles: Sequence[RoleRow], organs: Sequence[EntityRow], starts: Sequence[int], rules: PartyRules) -> None:
        self.text, self.clauses, self.roles, self.organs, self.starts, self.rules = text, clauses, roles, organs, starts, rules
        self.party: Span | None = None
        self.party_kind = ""
        self.party_sentence = -1
        self.paragraph = -1
        self.read = -1

    def subject(self, i: int, *, loose: bool) -> Subject:
        clause = self.clauses[i]
        found: dict[int, int] = {}
        k = bisect_left(self.starts, clause.start)
        while k < len(self.organs) and self.organs[k].start < clause.end:
            found[self.organs[k].end - clause.start] = self.organs[k].start - clause.start
            k += 1
        subject = self.rules.subjects.subject(self.text[clause.start : clause.end], found, loose=loose)
        return Subject(subject.kind, subject.start + clause.start, subject.end + clause.start)

    def catch_up(self, i: int) -> None:
        """Read the clauses before a directive that may name its subject."""
        clause = self.clauses[i]
        if clause.paragraph != self.paragraph:
            self.paragraph, self.party = clause.paragraph, None
        first = max(self.read + 1, 0)
        for k in range(first, i):
            other = self.clauses[k]
            if other.paragraph != clause.paragraph:
                continue
            role = self.roles[k].role
            if role not in ("context",):
                continue
            if other.sentence != clause.sentence:
                continue
            subject = self.subject(k, loose=True)
            if subject.kind == "subject":
                self.take(k, subject)
        self.read = i

    def take(self, i: int, subject: Subject) -> None:
        self.party, self.party_kind, self.party_sentence = (subject.start, subject.end), subject.kind, self.clauses[i].sentence

    def directive(self, i: int) -> tuple[Span | None, bool]:
        self.catch_up(i)
        subject = self.subject(i, loose=False)
        if subject.kind in ("subject", "asked", "agent"):
            self.take(i, subject)
            return self.party, False
        if subject.kind == "topic":
            return None, False
        if self.party is None:
            return None, False
        if self.clauses[i].sentence != self.party_sentence and self.party_kind != "subject":
            return None, False
        return self.party, True
