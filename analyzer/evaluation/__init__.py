"""Evaluation on labels of your own: see docs/evaluation.md."""

from analyzer.evaluation.evaluate import Evaluation, evaluate
from analyzer.evaluation.figures import Accuracy, Figure, Found, Interval
from analyzer.evaluation.gold import GoldClause, GoldDocument, GoldEntity, GoldTarget, gold_rows, read_gold
from analyzer.evaluation.scoring import Mistake

__all__ = [
    "Accuracy",
    "Evaluation",
    "Figure",
    "Found",
    "GoldClause",
    "GoldDocument",
    "GoldEntity",
    "GoldTarget",
    "Interval",
    "Mistake",
    "evaluate",
    "gold_rows",
    "read_gold",
]
