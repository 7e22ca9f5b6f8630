"""explain: why each clause has its role."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.application import app
from analyzer.cli.options import ColumnMap, Lexicons, TextFormat, column_map, standard_input

if TYPE_CHECKING:
    from analyzer.articles import Skip
    from analyzer.records import Article

_CHINESE = re.compile("[\u3400-\u9fff]")
_HINT = "TEXT|FILE"
_SHOWN = 200


@app.command("explain")
def explain_command(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text in quotation marks, a file, or - for standard input.")],
    id: Annotated[str, typer.Option("--id", help="Explain only the article of this id, of a file that holds several.")] = "",
    clause: Annotated[list[int], typer.Option("--clause", min=0, help="Only the clause of this number; repeatable.")] = [],  # noqa: B006
    most: Annotated[int, typer.Option("--most", min=0, help="How many of the things that were weighed to show for each decision.")] = 6,
    format: Annotated[TextFormat, typer.Option("--format", "-f", help="text (to read) or jsonl (an article a line).")] = TextFormat.TEXT,
    lexicons: Lexicons = None,
    columns: ColumnMap = [],  # noqa: B006
) -> None:
    """Tell why each clause has its role: rule, cue, what was handed down from where, and what the model weighed."""
    from analyzer import console
    from analyzer.explanation import explain
    from analyzer.explanation.printing import print_explanation
    from analyzer.writing import json_line

    skipped: list[Skip] = []
    for article in _articles(text, id, columns, skipped):
        explanation = explain(article, clauses=clause, lexicons=lexicons)
        if format is TextFormat.JSONL:
            print(json_line(explanation.to_dict(most)))
        else:
            print_explanation(explanation, most=most)
    console.show_skips(skipped)


def _articles(text: str, id: str, columns: list[str], skipped: list[Skip]) -> Iterable[Article]:
    """The articles of a file or of standard input, or the text itself."""
    from analyzer.articles import read_articles
    from analyzer.articles.reader import READABLE
    from analyzer.errors import InputError
    from analyzer.records import Article
    from analyzer.run import from_standard_input

    if not text.strip():
        raise typer.BadParameter("the text is empty: give a Chinese text in quotation marks, or a file", param_hint=_HINT)
    # Not Path.exists: it raises for a text that is longer than a name of a file may be.
    if os.path.isdir(text):  # noqa: PTH112
        raise typer.BadParameter(f"{text} is a folder: name one file in it (`analyzer run` reads folders)", param_hint=_HINT)
    path = Path(text)
    if text == "-":
        articles: Iterable[Article] = [from_standard_input(standard_input(path))]
    elif os.path.exists(text):  # noqa: PTH110
        articles = read_articles(path, columns=column_map(columns), skipped=skipped)
    elif _CHINESE.search(text) and not text.endswith(READABLE):
        articles = [Article(text)]
    else:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise typer.BadParameter(f"{shown} is neither a file nor a Chinese text: check the path, or put the text in quotation marks", param_hint=_HINT)
    if id:
        articles = [article for article in articles if article.id == id]
        if not articles:
            raise InputError(f"no article of {text} has the id {id!r}: `analyzer run` lists the ids in articles.csv")
    return articles
