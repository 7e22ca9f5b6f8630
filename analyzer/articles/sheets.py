"""xlsx → articles: one a row, with the columns of csv, from every visible sheet that has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import python_calamine

from analyzer.articles.limits import Limits
from analyzer.articles.packages import check_package
from analyzer.articles.rows import OnSkip, cell_text, from_cells
from analyzer.errors import InputError
from analyzer.records import Article


def read(file: Path, id: str, columns: Mapping[str, str], on_skip: OnSkip, limits: Limits) -> Iterator[Article]:  # noqa: ARG001
    """The articles of a workbook; the first row of a sheet that is not empty holds its column names.

    Raises:
        InputError: the workbook is no xlsx, damaged, a bomb, or no sheet has the wanted columns.
    """
    limits.check_document(file.stat().st_size)
    check_package(file, limits).close()
    workbook = python_calamine.CalamineWorkbook.from_path(str(file))
    visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
    faults: list[InputError] = []
    for name in visible:
        sheet = workbook.get_sheet_by_name(name)
        first = sheet.start[0] if sheet.start else 0
        rows = ((f"{name}!{number}", [cell_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), first + 1))
        try:
            yield from from_cells(rows, columns, on_skip, limits)
        except InputError as error:
            faults.append(error)
    if len(faults) == len(visible):
        raise faults[0] if faults else InputError("holds no visible sheet")
