"""Who must act: the addressee of each directive, named in its clause or carried over, and the units responsible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.deadline import paced
from analyzer.grammar.party_chain import PartyChain
from analyzer.grammar.party_words import PartyWords
from analyzer.grammar.units import UnitRules, partners, tagged
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span


class PartyRow(NamedTuple):
    """The parties of a clause; spans in the clean text."""

    addressee: Span | None
    inherited: bool
    """True where the addressee stands in an earlier clause."""
    lead_units: tuple[Span, ...]
    supporting_units: tuple[Span, ...]
    due: Span | None = None
    """By when, where the tag of the units tells."""


_NONE = PartyRow(None, False, (), ())


class PartyRules(NamedTuple):
    """What parties are found with."""

    words: PartyWords
    units: UnitRules

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read ``parties.yaml`` and the verbs and adverbs it leans on.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
        """
        return cls(PartyWords.from_lexicons(folder), UnitRules.from_lexicons(folder))

    def to_rows(self) -> dict[str, Any]:
        """Plain data that ``from_rows`` reads back."""
        return {"words": self.words.to_rows(), "units": self.units.to_rows()}

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(PartyWords.from_rows(rows["words"]), UnitRules.from_rows(rows["units"]))


def find_parties(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    entities: Sequence[EntityRow],
    rules: PartyRules,
) -> list[PartyRow]:
    """The parties of every clause; clauses that are no directive have none."""
    rows = [_NONE] * len(clauses)
    kinds = [role.role for role in roles]
    left = kinds.count("directive")
    chain = PartyChain(text, clauses, roles, entities, rules.words)
    for i, kind in enumerate(paced(kinds)):
        if kind == "directive":
            addressee, inherited = chain.directive(i)
            if addressee:
                rows[i] = PartyRow(addressee, inherited, (), ())
            left -= 1
            if not left:
                break  # what frames say after the last directive reaches nobody
        elif kind == "frame":
            chain.frame(i)
    for i, tag in tagged(clauses, roles, list(rules.units.tags(text))):  # before a tag, its directives
        rows[i] = rows[i]._replace(lead_units=tag.lead, supporting_units=tag.support, due=tag.due)
    for i, lead, support in partners(text, clauses, roles, [row.addressee for row in rows], rules.words):
        if not (rows[i].lead_units or rows[i].supporting_units):
            rows[i] = rows[i]._replace(lead_units=lead, supporting_units=support)
    return rows
