"""Writes the golden tables of the samples and the excerpt in README.md: ``python tests/samples/regenerate.py``.

The first column of a golden table, ``review``, is filled by hand: empty where a reader found the row right against its
source, a few words on what is wrong with it otherwise. Rows that come out as before keep what stands there; new and
changed rows get ``?`` and are printed, and the tests fail until somebody has read them. Write into the column what is
wrong, then ``python tests/samples/regenerate.py --read`` takes the rows that still have ``?`` for right.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from analyzer import Analysis, analyze_many, read_articles
from analyzer.tables import DIRECTIVES, ENTITIES, TARGETS, Table

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
GOLDEN = Path(__file__).parent / "golden"
NEW = "?"
SHOWN = "09-news-on-notice"
COLUMNS = ("status", "modality", "strength", "addressee", "manner", "action", "object", "sectors", "timing")
BEGIN, END = "<!-- sample: made by python tests/samples/regenerate.py -->\n", "<!-- end of sample -->"

# Offsets and evidence follow from the text and are tested for all articles alike; confidence moves with every training.
LEFT_OUT = {
    "directive_id", "target_id", "title", "date", "issuers", "source", "paragraph", "sentence", "end", "evidence", "confidence", "alternatives",
    "hedge", "supporting_units", "lemma", "condition", "exception", "inherited_ministries", "inherited_regions", "inherited_sectors",
    "documents", "instrument", "instrument_side", "themes",
}  # fmt: skip


def golden(table: Table, analyses: list[Analysis]) -> list[list[str]]:
    """The rows of a table without the columns that follow from others, header first."""
    kept = [i for i, column in enumerate(table.columns) if column.name not in LEFT_OUT]
    rows = [[table.columns[i].name for i in kept]]
    for analysis in analyses:
        rows += [["" if row[i] is None else str(row[i]) for i in kept] for row in table.rows(analysis)]
    return rows


def tables() -> Iterator[tuple[Path, list[list[str]]]]:
    """Every golden file and its rows without their reviews."""
    analyses = list(analyze_many(read_articles(SAMPLES)))
    for table in (DIRECTIVES, ENTITIES, TARGETS):
        yield GOLDEN / f"{table.name}.csv", golden(table, analyses)


def read(path: Path) -> list[list[str]]:
    """The rows of a golden file, reviews included; none where there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def reviewed(path: Path, rows: list[list[str]], *, new: str = NEW) -> str:
    """The file anew: the reviews of rows that stay, ``new`` for the others."""
    reviews = {tuple(row[1:]): row[0] for row in read(path)}
    handle = io.StringIO(newline="")
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(["review", *rows[0]])
    found = (reviews.get(tuple(row), NEW) for row in rows[1:])
    writer.writerows([new if review == NEW else review, *row] for review, row in zip(found, rows[1:], strict=True))
    return handle.getvalue()


def excerpt() -> str:
    """The directives of one sample as a Markdown table."""
    (analysis,) = analyze_many(read_articles(SAMPLES / f"{SHOWN}.txt"))
    at = [DIRECTIVES.headers().index(name) for name in COLUMNS]
    rows = [[str(row[i]) for i in at] for row, d in zip(DIRECTIVES.rows(analysis), analysis.directives, strict=True) if not d.repeat_of]
    table = "".join(f"| {' | '.join(row)} |\n" for row in (list(COLUMNS), ["---"] * len(COLUMNS), *rows))
    return f"\n{table}\n{figures()}\n"


def figures() -> str:
    """How many directives of the samples a reader found right, from the reviews."""
    reviews = [row[0] for row in read(GOLDEN / "directives.csv")[1:]]
    none = sum(review.startswith("no directive") for review in reviews)
    cells = sum(review not in ("", NEW) for review in reviews) - none
    return (
        f"A reader of all {len(reviews)} directives found in the samples holds {none} for none, and {cells} for directives with at least one\n"
        "wrong cell, most often the action or the addressee: see `tests/samples/golden/directives.csv`."
    )


def readme() -> str:
    """README.md with the excerpt in its place."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md lacks the lines {BEGIN!r} and {END!r}")
    return before + begin + excerpt() + end + after


def main(*, new: str = NEW) -> None:
    """Write all of it; tell how many rows are wrong and what has to be read."""
    GOLDEN.mkdir(exist_ok=True)
    for path, rows in list(tables()):
        path.write_text(reviewed(path, rows, new=new), encoding="utf-8", newline="\n")
        kept = read(path)[1:]
        for row in kept:
            if row[0] == NEW:
                print("to be read:", " | ".join(cell for cell in row[1:] if cell))
        wrong = sum(row[0] not in ("", NEW) for row in kept)
        print(f"{path.relative_to(ROOT)}: {len(kept)} rows, {wrong} of them known to be wrong")
    (ROOT / "README.md").write_text(readme(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(new="" if "--read" in sys.argv[1:] else NEW)
