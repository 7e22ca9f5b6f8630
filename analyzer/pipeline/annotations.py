"""Where the pipeline keeps what it found: plain rows in ``doc.user_data["policy"]``, read through typed getters.

Rows are tuples and mappings of plain values, so that a Doc can be written to a DocBin or sent to another process.
Values on Span extensions would not do: spans over the same characters share them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from analyzer.records import ClauseRow, EntityRow, RoleRow

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEY = "policy"
_R = TypeVar("_R", bound=tuple[Any, ...])
_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def policy(doc: Doc) -> dict[str, Any]:
    """The mapping in which ``meta`` and ``blocks`` come in and rows go out; made where the Doc has none.

    >>> import spacy
    >>> policy(spacy.blank("zh")("要加强监管。"))
    {}
    """
    found: dict[str, Any] = doc.user_data.setdefault(KEY, {})
    return found


def text_of(doc: Doc) -> str:
    """``doc.text``, joined once for all components: it costs as much as finding the clauses."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


def remember_text(doc: Doc, text: str) -> None:
    """Spare a Doc's components the joining, where the tokenizer knows the text anyway."""
    _texts[doc] = text


def clauses(doc: Doc) -> list[ClauseRow]:
    """The clauses of a Doc, in order; empty where the component has not run."""
    return _rows(doc, "clauses", ClauseRow._make)


def entities(doc: Doc) -> list[EntityRow]:
    """The linked mentions of a Doc, by start."""
    return [e._replace(alternatives=tuple(e.alternatives)) for e in _rows(doc, "entities", EntityRow._make)]


def roles(doc: Doc) -> list[RoleRow]:
    """The roles of the clauses of a Doc, one for each."""
    return _rows(doc, "roles", RoleRow._make)


def targets(doc: Doc) -> list[dict[str, Any]]:
    """The targets of a Doc: see ``grammar.targets.find_targets``."""
    return list(policy(doc).get("targets", ()))


def directives(doc: Doc) -> list[dict[str, Any]]:
    """The directives of a Doc: see ``grammar.directives.build_directives``."""
    return list(policy(doc).get("directives", ()))


def _rows(doc: Doc, name: str, make: Callable[[Any], _R]) -> list[_R]:
    # A Doc that comes out of a DocBin holds lists.
    return [make(row) for row in policy(doc).get(name, ())]


GETTERS: dict[str, Callable[[Doc], list[Any]]] = {
    "clauses": clauses,
    "entities": entities,
    "roles": roles,
    "targets": targets,
    "directives": directives,
}


COLORS = {
    "MINISTRY": "#a9c8f5", "REGION": "#a5e0bd", "SECTOR": "#f6cf9f", "DOCUMENT": "#dcc2f5", "GROUP": "#dddddd",
    "obligation": "#dbe9ff", "prohibition": "#ffd9d6", "encouragement": "#d9f2dd", "permission": "#fff1c9", "commitment": "#e8dcfb",
}  # fmt: skip
"""What displaCy paints entities and directives with, as the marked article has them."""


def register_getters() -> None:
    """Make ``doc._.clauses``, ``doc._.entities`` … and displaCy's colours known to spaCy; a second call changes nothing."""
    from spacy.tokens import Doc
    from spacy.util import registry

    if "policy" not in registry.displacy_colors:
        registry.displacy_colors.register("policy", func=COLORS)
    for name, getter in GETTERS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)
