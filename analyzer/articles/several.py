"""Several files and folders as one pile of articles, in which no id stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analyzer.articles.reader import Skip, read_articles
from analyzer.errors import InputError
from analyzer.records import Article


def read_all(
    paths: Sequence[str | Path], columns: Mapping[str, str] | None, skipped: list[Skip], exclude: Sequence[Path] = ()
) -> Iterator[Article]:
    """The articles of all paths, each with an id of its own; what cannot be read goes into ``skipped``.

    Raises:
        InputError: a path is missing, or the only one holds nothing to read.
    """
    if missing := [str(path) for path in paths if not Path(path).exists()]:
        raise InputError(f"{missing[0]} does not exist: check the path")
    texts: dict[str, int] = {}
    for path in paths:
        try:
            for article in read_articles(path, columns=columns, skipped=skipped, exclude=exclude):
                named = _with_own_id(article, texts)
                if named is None:
                    skipped.append(Skip(f"{path}: {article.id}", "the same id and text were read before"))
                else:
                    yield named
        except InputError as error:
            if len(paths) == 1:
                raise
            skipped.append(Skip(str(path), str(error).removeprefix(f"{path} ")))


def _with_own_id(article: Article, texts: dict[str, int]) -> Article | None:
    """The article under an id that none before it has (``a``, ``a~2`` …); None where one with this text has it."""
    text, id, number = hash(article.text), article.id or "", 1
    while id in texts:
        if texts[id] == text:
            return None
        number += 1
        id = f"{article.id}~{number}"
    texts[id] = text
    return article if number == 1 else replace(article, id=id)
