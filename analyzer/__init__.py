"""Reads Chinese policy texts and tells who directs whom to do what, how strongly, where and by when."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from analyzer.analysis import Analysis, analyze, analyze_many, extract_directives
    from analyzer.articles import read_articles
    from analyzer.cleaning import clean_text
    from analyzer.markup import show
    from analyzer.pipeline import load
    from analyzer.records import Article, Clause, CleanText, Directive, Entity, Target
    from analyzer.tables import article_table, directive_table

_HOME = {
    "Analysis": "analysis",
    "Article": "records",
    "Clause": "records",
    "CleanText": "records",
    "Directive": "records",
    "Entity": "records",
    "Target": "records",
    "analyze": "analysis",
    "analyze_many": "analysis",
    "article_table": "tables",
    "clean_text": "cleaning",
    "directive_table": "tables",
    "extract_directives": "analysis",
    "load": "pipeline",
    "read_articles": "articles",
    "show": "markup",
}

__all__ = [
    "Analysis",
    "Article",
    "Clause",
    "CleanText",
    "Directive",
    "Entity",
    "Target",
    "analyze",
    "analyze_many",
    "article_table",
    "clean_text",
    "directive_table",
    "extract_directives",
    "load",
    "read_articles",
    "show",
]


def __getattr__(name: str) -> object:
    # Names are fetched when first used: spaCy takes half a second, and `analyzer --version` needs none of it.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
