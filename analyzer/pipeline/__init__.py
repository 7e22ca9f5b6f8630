"""The spaCy pipeline: thin components over ``lexicon`` and ``grammar``, how it is built and how it is loaded."""

from analyzer.pipeline.load import (
    Lexicons,
    group_members,
    load,
    organ_names,
    own_lexicons,
    rules_of,
    run_rows,
    run_rows_of,
    settle,
    shipped_rules,
    whole,
)

__all__ = ["Lexicons", "group_members", "load", "organ_names", "own_lexicons", "rules_of", "run_rows", "run_rows_of", "settle", "shipped_rules", "whole"]
