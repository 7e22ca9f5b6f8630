"""Reprints: which articles of a pile are one text, whole, damaged, cut or in another frame, and which one is the original."""

from analyzer.reprints.marks import Marks
from analyzer.reprints.search import Reprint, ReprintReport, dedupe, find_reprints

__all__ = ["Marks", "Reprint", "ReprintReport", "dedupe", "find_reprints"]
