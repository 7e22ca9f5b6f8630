"""A folder of exported articles, with a table that tells which file holds which."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from analyzer.errors import InputError
from analyzer.writing import OutputFolder, file_name, plain_cell

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

Format = Literal["brat", "conll", "docbin"]
FORMATS: tuple[str, ...] = get_args(Format)
INDEX = "articles.csv"
_HEADER = ("file", "article_id", "title", "date")
DOCS = 500
"""Articles that a ``.spacy`` file holds: spaCy makes each file in memory."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was exported: the folder, how many articles and how many files beside the index."""

    out: Path
    articles: int
    files: int


def export(
    analyses: Iterable[Analysis], out: str | Path, format: str, *, words: bool = False, overwrite: bool = False
) -> ExportReport:
    """Write analysed articles for other tools into a folder, all of them or, after an error, none.

    ``brat``: a ``.txt`` and an ``.ann`` an article and ``annotation.conf``; ``conll``: a ``.conll`` an article;
    ``docbin``: ``.spacy`` files of up to 500 articles. ``articles.csv`` tells which file holds which article.

    Args:
        analyses: what was found; read one after the other.
        out: the folder.
        format: ``brat``, ``conll`` or ``docbin``.
        words: for ``conll``, a line for each word rather than each character.
        overwrite: replace an earlier export; its files are removed.

    Raises:
        InputError: the format is not known, or ``words`` is asked for another than conll.
        OutputError: the folder holds an export already, or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from analyzer import Article, analyze
    >>> with TemporaryDirectory() as folder:
    ...     report = export([analyze(Article("各地要加强监管。", id="a"))], Path(folder, "out"), "brat")
    ...     sorted(path.name for path in Path(folder, "out").iterdir())
    ['a.ann', 'a.txt', 'annotation.conf', 'articles.csv']
    """
    if format not in FORMATS:
        raise InputError(f"format {format!r} is not known; choose of {', '.join(FORMATS)}")
    if words and format != "conll":
        raise InputError(f"words are for the format conll, not for {format}")
    earlier = _earlier(Path(out) / INDEX) if overwrite else []
    rows: list[tuple[str, str, str, str]] = []
    with OutputFolder(Path(out), [INDEX], stale=earlier, overwrite=overwrite) as folder:
        if format == "docbin":
            for name, batch, data in _docbins(analyses):
                (folder.work / name).write_bytes(data)
                rows += [_row(name, a) for a in batch]
        else:
            taken: set[str] = set()
            for analysis in analyses:
                stem = file_name(analysis.article.id or "", taken)
                files = _texts(analysis, format, words)
                for suffix, text in files.items():
                    (folder.work / f"{stem}{suffix}").write_text(text, encoding="utf-8", errors="replace", newline="")
                rows.append(_row(f"{stem}{next(iter(files))}", analysis))
        if format == "brat":
            from analyzer.exports.brat import configuration

            (folder.work / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
        folder.small_table(INDEX, _HEADER, rows)
    return ExportReport(Path(out), len(rows), len({row[0] for row in rows}))


def _row(file: str, analysis: Analysis) -> tuple[str, str, str, str]:
    return file, analysis.article.id or "", analysis.title, analysis.date


def _texts(analysis: Analysis, format: str, words: bool) -> dict[str, str]:
    """Contents by suffix."""
    if format == "brat":
        from analyzer.exports.brat import standoff

        return {".txt": analysis.article.text, ".ann": standoff(analysis)}
    from analyzer.exports.conll import conll

    return {".conll": conll(analysis, words=words)}


def _docbins(analyses: Iterable[Analysis]) -> Iterator[tuple[str, list[Analysis], bytes]]:
    from analyzer.exports.docbin import docbin

    source, number = iter(analyses), 0
    while batch := list(islice(source, DOCS)):
        number += 1
        yield f"articles-{number:04d}.spacy", batch, docbin(batch)


def _earlier(index: Path) -> list[str]:
    """The files of the export that an index tells of: names in its folder, nothing else."""
    if not index.is_file():
        return []
    with index.open(encoding="utf-8-sig", newline="") as handle:
        names = {plain_cell(row.get("file") or "") for row in csv.DictReader(handle)}
    found = sorted(name for name in names if name and Path(name).name == name)
    return [*found, *(f"{Path(name).stem}.ann" for name in found if name.endswith(".txt"))]
