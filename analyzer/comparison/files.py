"""The comparison of two sides as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.articles import Skip
from analyzer.comparison.changes import DIRECTIVE_CHANGES, TARGET_CHANGES, directive_changes, numbers, target_changes
from analyzer.comparison.sides import frames_of, stated
from analyzer.comparison.similarity import THRESHOLD
from analyzer.errors import InputError
from analyzer.sinks import file_names, open_sink
from analyzer.tables import Headers, Row
from analyzer.writing import OutputFolder

TABLES = (DIRECTIVE_CHANGES, TARGET_CHANGES)


@dataclass(slots=True)
class ComparisonReport:
    """What a comparison found.

    Attributes:
        directives, targets: rows of the two tables, in the order of their columns.
        files: what was written.
        skipped: what could not be read of two files of articles.
    """

    directives: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)

    @property
    def changes(self) -> Counter[str]:
        """How many directives are new, dropped and so on."""
        return Counter(str(row[0]) for row in self.directives)

    @property
    def target_changes(self) -> Counter[str]:
        """How many targets are new, dropped and so on."""
        return Counter(str(row[0]) for row in self.targets)


def compare_files(
    old: str | Path,
    new: str | Path,
    out: str | Path | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    threshold: float = THRESHOLD,
    formats: Sequence[str] = ("csv",),
    headers: Headers = "en",
    bom: bool = True,
    overwrite: bool = False,
    lexicons: str | Path | None = None,
) -> ComparisonReport:
    """Compare two run folders or two files of articles, and write ``directive_changes`` and ``target_changes``.

    Args:
        old, new: folders that ``analyzer run`` wrote, or files of articles; one of each is fine, too.
        out: the folder for the tables; nothing is written without it.
        columns: field → column in CSV and JSONL inputs, as in :func:`analyzer.read_articles`.
        threshold: similarity from which two directives are taken for one, above 0 and at most 1.
        formats: of ``csv xlsx parquet jsonl duckdb``.
        headers: ``en`` or ``zh``.
        bom: begin CSV files with the byte-order mark that Excel needs.
        overwrite: replace the tables of an earlier comparison.
        lexicons: a folder with lexicons of your own, for sides that are articles; a run's tables have those that it was made with.

    Raises:
        InputError: a side is missing or holds nothing to compare, the threshold is out of range, a format is not known, or
            lexicons are given and both sides are runs.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
        OutputError: ``out`` holds such tables already, or cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     old, new = Path(folder, "2024.txt"), Path(folder, "2025.txt")
    ...     _ = old.write_text("各地要推进渠道改造。", encoding="utf-8"), new.write_text("各地必须推进渠道改造。", encoding="utf-8")
    ...     report = compare_files(old, new)
    >>> [(row[0], len(report.targets)) for row in report.directives]
    [('strengthened', 0)]
    """
    if lexicons and all(Path(side).is_dir() for side in (old, new)):
        raise InputError(f"{old} and {new} are runs, which are compared as they are: give lexicons to `analyzer run`, or compare files of articles")
    report = ComparisonReport()
    formats = list(dict.fromkeys(formats))
    names = [name for format in formats for name in file_names(format, TABLES)]
    with ExitStack() as stack:
        folder = stack.enter_context(OutputFolder(Path(out), names, overwrite=overwrite, bom=bom)) if out is not None else None
        before, after = (frames_of(side, columns=columns, skipped=report.skipped, lexicons=lexicons) for side in (old, new))
        report.directives = list(directive_changes(stated(*before), stated(*after), threshold))
        report.targets = list(target_changes(numbers(before[1]), numbers(after[1])))
        if folder is not None:
            for format in formats:
                with open_sink(format, folder.work, TABLES, headers=headers, bom=bom) as sink:
                    sink.add(DIRECTIVE_CHANGES.name, report.directives)
                    sink.add(TARGET_CHANGES.name, report.targets)
            report.files = [folder.path / name for name in names]
    return report
