"""What each stage of the pipeline matches and with which rules, without spaCy around it.

A run needs texts and rows, no Doc: importing spaCy takes as long as loading all rules (:mod:`analyzer.pipeline.components`
puts these stages into spaCy's pipelines).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Self

from analyzer.errors import AnalyzerError, ResourceError
from analyzer.pipeline.rules import Rules, rules_from_rows
from analyzer.pipeline.storage import ARRAYS, ROWS, read_rows

Policy = Mapping[str, Any]


class Matcher:
    """What the stages share: ``match(text, known)``, and their rules.

    Attributes:
        kind: name of the rows it makes, and of its rules.
        needs: names of rows that must be there.
    """

    kind: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    has_rules: ClassVar[bool] = True

    def __init__(self, name: str) -> None:
        """Take no rules yet: they come with ``read`` or ``use``."""
        self.name = name
        self._rules: Rules | None = None

    def match(self, text: str, known: Policy) -> list[Any]:
        """The rows of a clean text; ``known`` holds ``meta``, ``blocks`` and the rows of earlier components."""
        raise NotImplementedError

    def match_all(self, texts: Sequence[str], known: Sequence[Policy]) -> list[list[Any]]:
        """The rows of several texts, as ``match`` finds them one by one."""
        return [self.match(text, own) for text, own in zip(texts, known, strict=True)]

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

    def read(self, folder: Path) -> Self:
        """Take the rules that a built pipeline holds in ``folder``."""
        if self.has_rules:
            stamps = tuple((stat.st_mtime_ns, stat.st_size) for name in (ROWS, ARRAYS) if (file := folder / name).is_file() and (stat := file.stat()))
            self._rules = _rules_in(self.kind, folder.resolve(), stamps)
        return self


@lru_cache(maxsize=8)
def _rules_in(kind: str, folder: Path, stamps: tuple[tuple[int, int], ...]) -> Rules:  # noqa: ARG001 - the files as they were
    """The rules in a folder, held once for all that match with them: analyze, and each pipeline that is loaded."""
    return rules_from_rows(kind, read_rows(folder))


class ClauseMatcher(Matcher):
    """Cuts the text into clauses."""

    kind = "clauses"
    has_rules = False

    def match(self, text: str, known: Policy) -> list[Any]:
        """Clause rows in order."""
        from analyzer.grammar.clauses import split_clauses

        return split_clauses(text, [tuple(block) for block in known.get("blocks", ())])


class EntityMatcher(Matcher):
    """Finds and links organs, regions, sectors and documents."""

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


class RoleMatcher(Matcher):
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


class TargetMatcher(Matcher):
    """Finds numbers that bind the future."""

    kind = "targets"
    needs = ("clauses", "roles")

    def match(self, text: str, known: Policy) -> list[Any]:
        """Target mappings in order."""
        from analyzer.grammar.targets import find_targets

        clauses, roles = self.needed(known)
        return find_targets(text, clauses, roles, self.rules, meta=known.get("meta"))


class DirectiveMatcher(Matcher):
    """Joins directive clauses with all that hangs on them."""

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


STAGES: tuple[type[Matcher], ...] = (ClauseMatcher, EntityMatcher, RoleMatcher, TargetMatcher, DirectiveMatcher)
"""In the order in which each finds the rows that it needs."""


def stages_of(folder: Path) -> tuple[Matcher, ...]:
    """The stages with their rules as a built pipeline in ``folder`` holds them.

    Raises:
        ResourceError: rules are missing or damaged.
    """
    return tuple(stage(name := f"policy_{stage.kind}").read(folder / name) for stage in STAGES)
