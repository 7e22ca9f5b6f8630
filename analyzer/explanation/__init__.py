"""Why each clause has its role: see docs/explain.md."""

from analyzer.explanation.explainer import explain
from analyzer.explanation.records import (
    KINDS,
    Choice,
    ClauseExplanation,
    Contribution,
    Explanation,
    FiredCue,
    Inherited,
)

__all__ = ["KINDS", "Choice", "ClauseExplanation", "Contribution", "Explanation", "FiredCue", "Inherited", "explain"]
