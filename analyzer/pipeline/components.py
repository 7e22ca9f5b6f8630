"""spaCy components, each an adapter between a Doc and a stage of :mod:`analyzer.pipeline.matchers`.

A component reads what earlier ones left in ``doc.user_data["policy"]`` and leaves its own rows there. Its rules come
from the folder of the built pipeline; ``nlp.initialize`` makes them from the lexicons that the config names.

This module is imported whenever anybody's spaCy starts a pipeline in an environment where the analyzer is installed
(spaCy loads all entry points at once), so it imports no grammar.
"""

# No postponed annotations here: spaCy makes pydantic models of the signatures below, and some of its versions cannot
# resolve names that are still strings.

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry

from analyzer.pipeline.annotations import policy, register_getters, text_of
from analyzer.pipeline.matchers import (
    ClauseMatcher,
    DirectiveMatcher,
    EntityMatcher,
    Matcher,
    RoleMatcher,
    TargetMatcher,
)
from analyzer.pipeline.rules import read_rules, rules_from_rows
from analyzer.pipeline.storage import dump_rows, load_rows, write_rows

registry.readers.register("analyzer.LexiconRules.v1", func=read_rules)


class Component(Matcher):
    """What the components share: ``doc`` → ``set_annotations(doc, match(text, policy))``, and their rules on disk."""

    def __init__(self, name: str) -> None:
        """Take no rules yet: they come with ``from_disk`` or ``initialize``."""
        super().__init__(name)
        register_getters()

    def __call__(self, doc: Doc) -> Doc:
        """Find the rows of a Doc and put them in it."""
        self.set_annotations(doc, self.match(text_of(doc), policy(doc)))
        return doc

    def set_annotations(self, doc: Doc, rows: list[Any]) -> None:
        """Leave rows in a Doc."""
        policy(doc)[self.kind] = rows

    def initialize(
        self, get_examples: Callable[[], Iterable[Any]], *, nlp: Language | None = None, rules: Any = None
    ) -> None:
        """Take the rows of rules that the config's ``initialize`` block names; examples are not used."""
        # Rows, not rules, and of type Any: spaCy passes what comes in here through a pydantic model made from this
        # signature, and what comes out are plain mappings and tuples.
        if rules is not None:
            self._rules = rules_from_rows(self.kind, rules)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the rules into the folder ``path``."""
        if self.has_rules:
            write_rows(Path(path), self.rules.to_rows())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        """Read the rules that ``to_disk`` wrote."""
        return self.read(Path(path))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The rules as bytes."""
        return dump_rows(self.rules.to_rows()) if self.has_rules else b""

    def from_bytes(self, packed: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read the rules that ``to_bytes`` gave."""
        if self.has_rules:
            self._rules = rules_from_rows(self.kind, load_rows(packed))
        return self


class ClauseComponent(Component, ClauseMatcher):
    """Cuts the text into clauses."""


class EntityComponent(Component, EntityMatcher):
    """Finds and links organs, regions, sectors and documents; shows them as ``doc.spans["entities"]`` and ``doc.ents``."""

    def set_annotations(self, doc: Doc, rows: list[Any]) -> None:
        """Rows, all spans, and in ``doc.ents`` those that overlap no longer one; other components' entities stay."""
        super().set_annotations(doc, rows)
        spans = [span for row in rows if (span := project(doc, row.start, row.end, row.label, row.id)) is not None]
        doc.spans[self.kind] = spans
        doc.ents = (*doc.ents, *longest(spans, [(ent.start, ent.end) for ent in doc.ents]))


class RoleComponent(Component, RoleMatcher):
    """Gives every clause its role."""


class TargetComponent(Component, TargetMatcher):
    """Finds numbers that bind the future."""


class DirectiveComponent(Component, DirectiveMatcher):
    """Joins directive clauses with all that hangs on them; shows their heads as ``doc.spans["directives"]``."""

    def set_annotations(self, doc: Doc, rows: list[Any]) -> None:
        """Rows, and a span for each directive, labelled with its modality."""
        super().set_annotations(doc, rows)
        heads = (project(doc, row["start"], row["end"], row["modality"]) for row in rows)
        doc.spans[self.kind] = [span for span in heads if span is not None]


def project(doc: Doc, start: int, end: int, label: str, kb_id: str = "") -> Span | None:
    """The tokens that cover characters ``start`` to ``end``; None where the Doc has none there."""
    if len(doc) == len(text_of(doc)):
        return Span(doc, start, end, label=label, kb_id=kb_id)  # one token a character: numbers are offsets
    return doc.char_span(start, end, label=label, kb_id=kb_id, alignment_mode="expand")


def longest(spans: list[Span], taken: Iterable[tuple[int, int]] = ()) -> list[Span]:
    """The longest spans (the first of equals) that overlap neither each other nor ``taken`` token ranges, by start."""
    used = {token for start, end in taken for token in range(start, end)}
    kept = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        tokens = range(span.start, span.end)
        if used.isdisjoint(tokens):
            used.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


@Language.factory("policy_clauses", assigns=["doc._.clauses"])
def make_clauses(nlp: Language, name: str) -> ClauseComponent:
    """Factory of :class:`ClauseComponent`."""
    return ClauseComponent(name)


@Language.factory("policy_entities", assigns=["doc._.entities", "doc.ents", "doc.spans"])
def make_entities(nlp: Language, name: str) -> EntityComponent:
    """Factory of :class:`EntityComponent`."""
    return EntityComponent(name)


@Language.factory("policy_roles", requires=["doc._.clauses", "doc._.entities"], assigns=["doc._.roles"])
def make_roles(nlp: Language, name: str) -> RoleComponent:
    """Factory of :class:`RoleComponent`."""
    return RoleComponent(name)


@Language.factory("policy_targets", requires=["doc._.clauses", "doc._.roles"], assigns=["doc._.targets"])
def make_targets(nlp: Language, name: str) -> TargetComponent:
    """Factory of :class:`TargetComponent`."""
    return TargetComponent(name)


@Language.factory(
    "policy_directives",
    requires=["doc._.clauses", "doc._.entities", "doc._.roles", "doc._.targets"],
    assigns=["doc._.directives", "doc.spans"],
)
def make_directives(nlp: Language, name: str) -> DirectiveComponent:
    """Factory of :class:`DirectiveComponent`."""
    return DirectiveComponent(name)
