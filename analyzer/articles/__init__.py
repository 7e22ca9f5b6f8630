"""Readers: files of any of the known kinds become articles, and what cannot be read is told with its reason."""

from analyzer.articles.files import Found, find_files
from analyzer.articles.limits import Limits
from analyzer.articles.reader import READABLE, Skip, read_articles, read_file

__all__ = ["READABLE", "Found", "Limits", "Skip", "find_files", "read_articles", "read_file"]
