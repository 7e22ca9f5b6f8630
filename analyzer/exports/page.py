"""A page of its own with marked articles: one file, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import InputError, OutputError
from analyzer.markup import analysis_html, show

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_PAGE = """<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>body{{margin:0 auto;max-width:60em;padding:1em}}@media (prefers-color-scheme:dark){{body{{background:#1b1b1b}}}}</style>
</head>
<body>
{body}
</body>
</html>
"""


def page(analyses: Sequence[Analysis]) -> str:
    """The page: the article of an analysis, or several that fold out.

    >>> from analyzer import analyze
    >>> page([analyze("要加强监管。")]).startswith("<!doctype html>")
    True
    """
    title = analyses[0].title or analyses[0].article.id or "" if len(analyses) == 1 else f"{len(analyses)} 篇"
    body = analysis_html(analyses[0]) if len(analyses) == 1 else show(analyses, most=len(analyses)).html
    return _PAGE.format(title=escape(title), body=body)


def write_page(analyses: Sequence[Analysis], out: str | Path, *, overwrite: bool = False) -> Path:
    """Write the page into a file.

    Raises:
        InputError: there is no analysis.
        OutputError: the file exists already, or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from analyzer import analyze
    >>> with TemporaryDirectory() as folder:
    ...     write_page([analyze("各地要加强监管。")], Path(folder, "page.html")).name
    'page.html'
    """
    if not analyses:
        raise InputError("there is no article to show")
    path = Path(out)
    if path.exists() and not overwrite:
        raise OutputError(f"{path} exists already: give --overwrite or another name")
    try:
        path.write_text(page(analyses), encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place") from error
    return path
