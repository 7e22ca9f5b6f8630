"""Many articles: plans, workers, parts, tables; and the analysis for users of Dask."""
