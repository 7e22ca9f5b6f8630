"""Many articles: plans, workers, parts and tables of a run; and the analysis of Dask's collections."""

from analyzer.batch.collections import analyze_bag, analyze_frame

__all__ = ["analyze_bag", "analyze_frame"]
