"""Themes, keywords and corpus topics; each part is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.topics.corpus import corpus_topics as corpus_topics
    from analyzer.topics.corpus import topic_documents as topic_documents
    from analyzer.topics.emerging import emerging_terms as emerging_terms
    from analyzer.topics.keyterms import keywords as keywords
    from analyzer.topics.tagger import ThemeTagger as ThemeTagger
    from analyzer.topics.tagging import explain_themes as explain_themes
    from analyzer.topics.tagging import tag_categories as tag_categories
    from analyzer.topics.tagging import tag_themes as tag_themes

_PLACES = {
    "ThemeTagger": "tagger",
    "corpus_topics": "corpus",
    "emerging_terms": "emerging",
    "explain_themes": "tagging",
    "keywords": "keyterms",
    "tag_categories": "tagging",
    "tag_themes": "tagging",
    "topic_documents": "corpus",
}
__all__ = ["ThemeTagger", "corpus_topics", "emerging_terms", "explain_themes", "keywords", "tag_categories", "tag_themes", "topic_documents"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"analyzer.topics.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
