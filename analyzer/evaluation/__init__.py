"""Evaluation on labels of your own: see docs/evaluation.md."""

from analyzer.evaluation.agreement import Agreement, Kappa, agree
from analyzer.evaluation.evaluate import Evaluation, evaluate
from analyzer.evaluation.figures import Accuracy, Figure, Found, Interval
from analyzer.evaluation.gold import GoldClause, GoldDocument, GoldEntity, GoldTarget, gold_rows, read_gold
from analyzer.evaluation.scoring import Mistake
from analyzer.evaluation.skeleton import AnnotateReport, annotate

__all__ = [
    "Accuracy",
    "Agreement",
    "AnnotateReport",
    "Evaluation",
    "Figure",
    "Found",
    "GoldClause",
    "GoldDocument",
    "GoldEntity",
    "GoldTarget",
    "Interval",
    "Kappa",
    "Mistake",
    "agree",
    "annotate",
    "evaluate",
    "gold_rows",
    "read_gold",
]
