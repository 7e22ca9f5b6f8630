"""Which rule class serves which component, and how its rules are made from lexicons or from built rows."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, Self

from analyzer.errors import ResourceError
from analyzer.resources import lexicons_dir

_CLASSES = {
    "entities": ("analyzer.lexicon.entities", "EntityRules"),
    "roles": ("analyzer.grammar.roles", "RoleRules"),
    "targets": ("analyzer.grammar.targets", "TargetRules"),
    "directives": ("analyzer.grammar.directives", "DirectiveRules"),
}


class Rules(Protocol):
    """What every rule class can do."""

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read and check the lexicons in ``folder``."""

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """Take rows that were checked when they were made."""

    def to_rows(self) -> Mapping[str, Any]:
        """Plain data (and arrays) that ``from_rows`` reads back."""


def rule_class(kind: str) -> type[Rules]:
    """The rule class of a component.

    Raises:
        ResourceError: there is no such component with rules.

    >>> rule_class("targets").__name__
    'TargetRules'
    """
    if kind not in _CLASSES:
        raise ResourceError(f"no component has rules of the kind {kind!r}; known are {', '.join(_CLASSES)}")
    module, name = _CLASSES[kind]
    found: type[Rules] = getattr(import_module(module), name)
    return found


def rules_from_rows(kind: str, rows: Mapping[str, Any]) -> Rules:
    """Rules as the built pipeline stores them.

    Raises:
        ResourceError: the rows lack something that the code expects: they were built by another version.
    """
    try:
        return rule_class(kind).from_rows(rows)
    except KeyError as error:
        raise ResourceError(f"the built pipeline's {kind} lack {error}: the code has changed since; run `analyzer build`") from error


def read_rules(kind: str, folder: str | None = None) -> Mapping[str, Any]:
    """Rows of the rules in a folder of lexicons, by default the one that ships.

    A config's ``initialize`` block names it ``analyzer.LexiconRules.v1``.

    Raises:
        LexiconError: a row of a lexicon is wrong; the message names file and line.
    """
    return rule_class(kind).from_lexicons(Path(folder) if folder else lexicons_dir()).to_rows()
