"""Comparison: which directives and targets of one run or article stand in another, and how they changed.

Two years' work reports, the draft and the final text, last month's run and this month's.
"""

from analyzer.comparison.changes import Change, TargetChange, compare, compare_targets
from analyzer.comparison.files import ComparisonReport, compare_files
from analyzer.comparison.similarity import THRESHOLD

__all__ = ["THRESHOLD", "Change", "ComparisonReport", "TargetChange", "compare", "compare_files", "compare_targets"]
