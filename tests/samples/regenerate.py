"""Writes the golden tables of the samples and the excerpt in README.md: ``python tests/samples/regenerate.py``.

Read every changed row against its source before you commit it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from analyzer import Analysis, analyze_many, read_articles
from analyzer.tables import DIRECTIVES, ENTITIES, TARGETS, Table
from analyzer.writing import TableWriter

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
GOLDEN = Path(__file__).parent / "golden"
SHOWN = "15-scraped-page"
COLUMNS = ("modality", "strength", "addressee", "manner", "action", "object", "sectors", "regions", "deadline")
BEGIN, END = "<!-- sample: made by python tests/samples/regenerate.py -->\n", "<!-- end of sample -->"

# What an editor of rules has to see; offsets and evidence follow from the text and are tested for all articles alike.
LEFT_OUT = {"article_id", "directive_id", "target_id", "title", "date", "issuers", "source", "end", "evidence", "confidence"}


def golden(table: Table, analyses: list[Analysis]) -> str:
    """A table of some articles without the columns that follow from others, as CSV."""
    kept = [i for i, column in enumerate(table.columns) if column.name not in LEFT_OUT]
    handle = io.StringIO(newline="")
    writer = TableWriter(handle, [table.columns[i].name for i in kept])
    for analysis in analyses:
        writer.add([row[i] for i in kept] for row in table.rows(analysis))
    return handle.getvalue().replace("\r\n", "\n")


def tables() -> Iterator[tuple[Path, str]]:
    """Every golden file and what belongs into it: directives an article, entities and targets of all articles."""
    analyses = list(analyze_many(read_articles(SAMPLES)))
    for analysis in analyses:
        yield GOLDEN / f"{analysis.article.id}.directives.csv", golden(DIRECTIVES, [analysis])
        yield GOLDEN / f"{analysis.article.id}.entities.csv", golden(ENTITIES, [analysis])
    yield GOLDEN / "targets.csv", golden(TARGETS, analyses)


def excerpt() -> str:
    """The directives of one sample as a Markdown table."""
    (analysis,) = analyze_many(read_articles(SAMPLES / f"{SHOWN}.txt"))
    at = [DIRECTIVES.headers().index(name) for name in COLUMNS]
    rows = [[str(row[i]) for i in at] for row, d in zip(DIRECTIVES.rows(analysis), analysis.directives, strict=True) if not d.repeat_of]
    return "".join(f"| {' | '.join(row)} |\n" for row in (list(COLUMNS), ["---"] * len(COLUMNS), *rows))


def readme() -> str:
    """README.md with the excerpt in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md lacks the lines {BEGIN!r} and {END!r}")
    return before + begin + excerpt() + end + after


def main() -> None:
    """Write all of it."""
    GOLDEN.mkdir(exist_ok=True)
    made = dict(tables())
    for stale in set(GOLDEN.glob("*.csv")) - set(made):
        stale.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    (ROOT / "README.md").write_text(readme(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
