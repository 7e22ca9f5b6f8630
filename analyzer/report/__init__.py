"""Charts and the report page: what a run found, to look at."""

from __future__ import annotations

from analyzer.report.chart import Chart
from analyzer.report.page import PageReport, write_report

__all__ = ["Chart", "PageReport", "write_report"]
