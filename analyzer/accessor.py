"""``df.policy``: directives from a column of texts, for those whose articles are in a data frame already.

Importing this module registers the accessor with pandas::

    import analyzer.accessor
    directives = df.policy.extract("正文")
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analyzer.crosstabs import Dimension, crosstab
from analyzer.errors import InputError
from analyzer.records import Article
from analyzer.tables import DIRECTIVES, Row, directive_rows, to_frame

CARRIED = "_given"
"""Behind the name of a column of the frame that the directive table has, too."""


@pd.api.extensions.register_dataframe_accessor("policy")
class PolicyAccessor:
    """What the analyzer can do with a data frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Pandas makes one for each frame."""
        self._frame = frame

    def extract(
        self, text: str, *, id: str | None = None, title: str | None = None, date: str | None = None,
        issuer: str | None = None, source: str | None = None, url: str | None = None, lexicons: str | Path | None = None,
    ) -> pd.DataFrame:
        """The directives of the texts in a column: the columns of the directive table, and the frame's own.

        Each directive has the index label of its row, so that ``df.join`` and ``groupby(level=0)`` work; the frame's
        other columns stand behind those of the table, with ``_given`` behind a name that is taken. Rows without a text
        or without directives have no row here.

        Args:
            text: the column of the texts.
            id, title, date, issuer, source, url: columns with what is known of the articles; without ``id`` the number
                of the row is the id.
            lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`.

        Raises:
            InputError: the frame has no such column, or a cell is no text or date.

        >>> df = pd.DataFrame({"正文": ["要加强监管。", None], "网站": ["甲", "乙"]}, index=["x", "y"])
        >>> found = df.policy.extract("正文")
        >>> found.index.tolist(), found["action"].tolist(), found["网站"].tolist()
        (['x'], ['加强'], ['甲'])
        """
        from analyzer.analysis import analyze_many

        named = {"text": text, "id": id, "title": title, "date": date, "issuer": issuer, "source": source, "url": url}
        fields = {field: column for field, column in named.items() if column is not None}
        if missing := [column for column in fields.values() if column not in self._frame.columns]:
            raise InputError(f"the frame has no column {missing[0]!r}; it has {', '.join(map(str, self._frame.columns))}")
        numbers: list[int] = []
        rows: list[Row] = []
        places: list[int] = []
        for count, analysis in enumerate(analyze_many(self._articles(fields, numbers), lexicons=lexicons)):
            rows += directive_rows(analysis)
            places += [numbers[count]] * len(analysis.directives)
        table = to_frame(DIRECTIVES, rows)
        given = self._frame.drop(columns=[text]).iloc[places]
        given.columns = pd.Index([f"{c}{CARRIED}" if c in table.columns else c for c in given.columns])
        table.index = given.index
        return pd.concat([table, given], axis=1)

    def crosstab(self, rows: Dimension, columns: Dimension, **options: Any) -> pd.DataFrame:
        """The cross-tab of a frame of directives: see :func:`analyzer.crosstabs.crosstab`."""
        return crosstab(self._frame, rows, columns, **options)

    def _articles(self, fields: dict[str, str], numbers: list[int]) -> Iterator[Article]:
        """The articles of rows that have a text; ``numbers`` gets the numbers of those rows."""
        for number, cells in enumerate(zip(*(self._frame[column] for column in fields.values()), strict=True)):
            known = {field: cell for field, cell in zip(fields, cells, strict=True) if not _missing(cell)}
            words = known.pop("text", "")
            if words == "":
                continue
            known["id"] = str(known.get("id", number))
            if isinstance(known.get("date"), pd.Timestamp):
                known["date"] = known["date"].date().isoformat()
            numbers.append(number)
            try:
                yield Article(words, **known)
            except InputError as error:
                raise InputError(f"row {self._frame.index[number]}: {error}") from None


def _missing(cell: object) -> bool:
    return cell is None or cell is pd.NaT or cell is pd.NA or cell != cell
