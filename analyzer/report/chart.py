"""A chart: an ECharts option with the figures it shows, that displays itself without a network."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.report.document import render, write_document

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that shows itself in Jupyter and writes itself as one self-contained page.

    Attributes:
        name: of the function that made it.
        title: in Chinese.
        option: the ECharts option, plain data: change it and pass it on if you like.
        data: the figures, as a frame.
        height: in pixels, enough for all labels.
        note: what was counted, and what was left out.
        live: how a page counts anew for some of the rows; None where it cannot.
    """

    name: str
    title: str
    option: dict[str, Any]
    data: pd.DataFrame
    height: int = 420
    note: str = ""
    live: dict[str, Any] | None = None

    @property
    def empty(self) -> bool:
        """Whether there was nothing to show."""
        return bool(self.data.empty)

    def to_html(self, path: str | Path) -> Path:
        """Write the chart as a page of its own, which needs no network.

        Raises:
            OutputError: the file cannot be written.
        """
        return write_document(path, self._document())

    def plain(self) -> dict[str, Any]:
        """What a page needs to draw it."""
        return {
            "name": self.name, "title": self.title, "note": self.note, "height": self.height,
            "empty": self.empty, "option": self.option, "live": self.live,
        }  # fmt: skip

    def _document(self) -> list[str]:
        return render("chart.html.j2", chart=self.plain(), title=self.title, scripts=("echarts.min.js", "draw.js", "chart.js"), styles=("chart.css",))

    def _repr_html_(self) -> str:
        # A frame of its own: the page's scripts and styles stay out of the notebook, and the notebook's out of it.
        source = escape("".join(self._document()), quote=True)
        return (
            f'<iframe srcdoc="{source}" sandbox="allow-scripts" title="{escape(self.title, quote=True)}" '
            f'style="width:100%;height:{self.height + 90}px;border:0"></iframe>'
        )
