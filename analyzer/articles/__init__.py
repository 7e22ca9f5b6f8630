"""Readers: files of any of the known kinds become articles, and what cannot be read is told with its reason."""

from analyzer.articles.reader import READABLE, Skip, read_articles

__all__ = ["READABLE", "Skip", "read_articles"]
