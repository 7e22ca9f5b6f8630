"""spaCy components, each an adapter between a Doc and one pure function of ``lexicon`` or ``grammar``.

A component reads what earlier ones left in ``doc.user_data["policy"]`` and leaves its own rows there. Its rules come
from the folder of the built pipeline; ``nlp.initialize`` makes them from the lexicons that the config names.

This module is imported whenever anybody's spaCy starts a pipeline in an environment where the analyzer is installed
(spaCy loads all entry points at once), so it imports no grammar.
"""

# No postponed annotations here: spaCy makes pydantic models of the signatures below, and some of its versions cannot
# resolve names that are still strings.

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

from spacy.language import Language
from spacy.tokens import Doc, Span

from analyzer.errors import AnalyzerError, ResourceError
from analyzer.pipeline.annotations import policy, register_getters, text_of
from analyzer.pipeline.rules import Rules, rules_from_rows
from analyzer.pipeline.storage import dump_rows, load_rows, read_rows, write_rows

Policy = Mapping[str, Any]


class Component:
    """What the components share: ``doc`` → ``set_annotations(doc, match(text, policy))``, and their rules on disk.

    Attributes:
        kind: name of the rows it makes, and of its rules.
        needs: names of rows that must be there.
    """

    kind: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    has_rules: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        """Take no rules yet: they come with ``from_disk`` or ``initialize``."""
        self.name = name
        self._rules: Rules | None = None
        register_getters()

    def __call__(self, doc: Doc) -> Doc:
        """Find the rows of a Doc and put them in it."""
        self.set_annotations(doc, self.match(text_of(doc), policy(doc)))
        return doc

    def match(self, text: str, known: Policy) -> list[Any]:
        """The rows of a clean text; ``known`` holds ``meta``, ``blocks`` and the rows of earlier components."""
        raise NotImplementedError

    def match_all(self, texts: Sequence[str], known: Sequence[Policy]) -> list[list[Any]]:
        """The rows of several texts, as ``match`` finds them one by one."""
        return [self.match(text, own) for text, own in zip(texts, known, strict=True)]

    def set_annotations(self, doc: Doc, rows: list[Any]) -> None:
        """Leave rows in a Doc."""
        policy(doc)[self.kind] = rows

    def needed(self, known: Policy) -> list[list[Any]]:
        """The rows of earlier components that it works on, in the order of ``needs``.

        Raises:
            AnalyzerError: one has not run.
        """
        for name in self.needs:
            if name not in known:
                raise AnalyzerError(f"the component {self.name} needs policy_{name}, which has not run: put it before")
        return [known[name] for name in self.needs]

    @property
    def rules(self) -> Any:
        """The rules it matches with.

        Raises:
            ResourceError: none were loaded.
        """
        if self._rules is None:
            raise ResourceError(
                f"the component {self.name} has no rules: load the pipeline from models/zh_policy, or call nlp.initialize()"
            )
        return self._rules

    def use(self, rules: Rules) -> Self:
        """Take rules that are made already, in the place of those from disk."""
        self._rules = rules
        return self

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
        if self.has_rules:
            self._rules = rules_from_rows(self.kind, read_rows(Path(path)))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The rules as bytes."""
        return dump_rows(self.rules.to_rows()) if self.has_rules else b""

    def from_bytes(self, packed: bytes, *, exclude: Iterable[str] = ()) -> Self:
        """Read the rules that ``to_bytes`` gave."""
        if self.has_rules:
            self._rules = rules_from_rows(self.kind, load_rows(packed))
        return self


class ClauseComponent(Component):
    """Cuts the text into clauses."""

    kind = "clauses"
    has_rules = False

    def match(self, text: str, known: Policy) -> list[Any]:
        """Clause rows in order."""
        from analyzer.grammar.clauses import split_clauses

        return split_clauses(text, [tuple(block) for block in known.get("blocks", ())])


class EntityComponent(Component):
    """Finds and links organs, regions, sectors and documents; shows them as ``doc.spans["entities"]`` and ``doc.ents``."""

    kind = "entities"

    def match(self, text: str, known: Policy) -> list[Any]:
        """Entity rows by start."""
        return self.match_all([text], [known])[0]

    def match_all(self, texts: Sequence[str], known: Sequence[Policy]) -> list[list[Any]]:
        """The rows of several texts; which of them hold any of a user's very many names is asked for all at once."""
        from analyzer.lexicon.entities import find_entities

        rules = self.rules
        return [
            find_entities(text, rules, meta=own.get("meta"), blocks=[tuple(block) for block in own.get("blocks", ())], rare=rare)
            for text, own, rare in zip(texts, known, rules.rare.which(texts), strict=True)
        ]

    def set_annotations(self, doc: Doc, rows: list[Any]) -> None:
        """Rows, all spans, and in ``doc.ents`` those that overlap no longer one; other components' entities stay."""
        super().set_annotations(doc, rows)
        spans = [span for row in rows if (span := project(doc, row.start, row.end, row.label, row.id)) is not None]
        doc.spans[self.kind] = spans
        doc.ents = (*doc.ents, *longest(spans, [(ent.start, ent.end) for ent in doc.ents]))


class RoleComponent(Component):
    """Gives every clause its role."""

    kind = "roles"
    needs = ("clauses", "entities")

    def match(self, text: str, known: Policy) -> list[Any]:
        """One role row a clause."""
        from analyzer.grammar.roles import assign_roles

        clauses, entities = self.needed(known)
        found: list[Any] = assign_roles(text, clauses, entities, self.rules)
        return found

    def match_all(self, texts: Sequence[str], known: Sequence[Policy]) -> list[list[Any]]:
        """The rows of several texts, as ``match`` finds them one by one."""
        from analyzer.grammar.roles import Text, assign_roles_of

        rows: list[list[Any]] = list(assign_roles_of([Text(t, *self.needed(k)) for t, k in zip(texts, known, strict=True)], self.rules))
        return rows


class TargetComponent(Component):
    """Finds numbers that bind the future."""

    kind = "targets"
    needs = ("clauses", "roles")

    def match(self, text: str, known: Policy) -> list[Any]:
        """Target mappings in order."""
        from analyzer.grammar.targets import find_targets

        clauses, roles = self.needed(known)
        return find_targets(text, clauses, roles, self.rules, meta=known.get("meta"))


class DirectiveComponent(Component):
    """Joins directive clauses with all that hangs on them; shows their heads as ``doc.spans["directives"]``."""

    kind = "directives"
    needs = ("clauses", "entities", "roles", "targets")

    def match(self, text: str, known: Policy) -> list[Any]:
        """Directive mappings in order."""
        from analyzer.grammar.directives import build_directives

        clauses, entities, roles, targets = self.needed(known)
        return build_directives(text, clauses, roles, entities, targets, self.rules, meta=known.get("meta"))

    def match_all(self, texts: Sequence[str], known: Sequence[Policy]) -> list[list[Any]]:
        """The rows of several texts, as ``match`` finds them one by one; one look at the instrument model for all."""
        from analyzer.grammar.directives import Source, build_directives_of

        rows = []
        for text, own in zip(texts, known, strict=True):
            clauses, entities, roles, targets = self.needed(own)
            rows.append(Source(text, clauses, roles, entities, targets, own.get("meta") or {}))
        return build_directives_of(rows, self.rules)

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
