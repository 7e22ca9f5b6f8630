"""Analysed articles for other tools: brat and CoNLL for those who annotate, spaCy's DocBin, a page, the terminal."""

from analyzer.exports.folder import FORMATS, ExportReport, export
from analyzer.exports.page import write_page
from analyzer.exports.terminal import print_articles

__all__ = ["FORMATS", "ExportReport", "export", "print_articles", "write_page"]
