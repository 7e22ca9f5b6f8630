"""What people see in the terminal: progress, a short summary, a table of directives, a diff."""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from analyzer.articles import Skip
from analyzer.resources import lexicons_dir
from analyzer.tables import DIRECTIVES, Headers
from analyzer.terminal import cell, visible
from analyzer.writing import TableWriter, json_line

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.batch.runner import Progress
    from analyzer.lexicon.explain import Explanation
    from analyzer.lexicon.origins import Origin
    from analyzer.records import Article, CleanText
    from analyzer.run import RunReport

SHOWN_SKIPS = 10


def progress(*, quiet: bool = False) -> Callable[[Iterable[Article]], Iterable[Article]]:
    """A progress bar on standard error; it vanishes in pipes and when ``quiet``."""

    def wrap(articles: Iterable[Article]) -> Iterable[Article]:
        from tqdm import tqdm

        return cast("Iterable[Article]", tqdm(articles, unit="article", disable=True if quiet else None, file=sys.stderr))

    return wrap


@contextmanager
def watch(*, quiet: bool = False) -> Iterator[Callable[[Progress], None]]:
    """A progress bar of a run on standard error; it vanishes in pipes and when ``quiet``.

    It runs over the bytes of the input, for which alone it is known how many there are, and tells the time to come, the
    articles, the characters a second and what was skipped.
    """
    from tqdm import tqdm

    with tqdm(disable=True if quiet else None, file=sys.stderr, desc="plan", leave=False, smoothing=0, bar_format=_BAR) as bar:
        yield _Teller(bar)


_BAR = "{desc}: {percentage:3.0f}%|{bar}| {elapsed} passed, {remaining} to come{postfix}"


class _Teller:
    """Has a bar show how far a run is."""

    def __init__(self, bar: Any) -> None:
        self._bar, self._stage, self._began = bar, "", 0.0

    def __call__(self, progress: Progress) -> None:
        bar = self._bar
        if bar.disable:
            return
        bar.total = progress.total
        if new := progress.stage != self._stage:
            self._stage, self._began = progress.stage, time.perf_counter()
            bar.set_description_str(progress.stage, refresh=False)
            bar.start_t = bar.last_print_t = time.time()
            bar.initial = bar.n = progress.done  # the time to come is reckoned from the speed of this call
        passed = time.perf_counter() - self._began
        rate = f", {progress.characters / passed:,.0f} characters/s" if progress.stage == "analyze" and progress.characters and passed else ""
        bar.set_postfix_str(f"{progress.articles:,} articles{rate}, {progress.skipped:,} skipped", refresh=False)
        bar.update(progress.done - bar.n)
        if new:
            bar.refresh()


def show_skips(skipped: Sequence[Skip], total: int = 0, *, file: Path | None = None) -> None:
    """Tell on standard error what was not read, with reasons.

    Args:
        total: how many there are, where ``skipped`` holds the first ones only.
        file: where all of them stand; then only the first few are told here.
    """
    shown = skipped if file is None else skipped[:SHOWN_SKIPS]
    for skip in shown:
        print(visible(f"skipped {skip.input}: {skip.reason}"), file=sys.stderr)
    if file is not None and (more := max(len(skipped), total) - len(shown)) > 0:
        print(f"… and {more:,} more: see {visible(str(file))}", file=sys.stderr)


def show_emptied(directives: int, refused: int) -> None:
    """Tell on standard error where filters have left nothing of what was found: an empty table alone looks like a fault."""
    if refused and not directives:
        print(f"the filters left none of {refused:,} directive{'' if refused == 1 else 's'}", file=sys.stderr)


def show_report(report: RunReport) -> None:
    """The short summary of a run."""
    if not report.changed:
        print(f"nothing new: the tables in {report.out} are up to date")
    from rich.console import Console
    from rich.table import Table

    table = Table(title=cell(f"analyzer → {report.out}"), show_header=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    rate = f" in {report.seconds:.1f} s" if report.seconds else ""
    for name, value in (
        ("articles", f"{report.articles:,} ({report.characters:,} characters{rate})"),
        ("analysed now", f"{report.fresh:,}" if report.fresh < report.articles else ""),
        ("skipped", f"{report.skips:,}" + (f", {report.failed:,} of them in analysis" if report.failed else "")),
        ("outside dates", f"{report.left_out:,}" if report.left_out else ""),
        ("directives", f"{report.directives:,}" + (f" and {report.repeats:,} repeats" if report.repeats else "")),
        ("modality", _tops(report.modalities.most_common())),
        ("ministries", _tops(report.ministries.most_common(5))),
        ("sectors", _tops(report.sectors.most_common(5))),
        ("targets", f"{report.targets:,}"),
        ("entities", f"{report.entities:,}"),
        ("own lexicons", report.lexicons and f"sha256 {report.lexicons[:16]}"),
    ):
        if value:
            table.add_row(name, cell(value))
    Console().print(table)


def _tops(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts)


def write(analyses: Iterable[Analysis], format: str, *, headers: Headers = "en") -> None:
    """Print directives to standard output as ``csv``, ``jsonl`` or ``table``."""
    if format == "csv":
        write_csv(analyses, sys.stdout, headers=headers)
    else:
        write_jsonl(analyses, sys.stdout) if format == "jsonl" else write_table(analyses, sys.stdout, headers=headers)


def write_csv(analyses: Iterable[Analysis], handle: TextIO, *, headers: Headers = "en") -> None:
    """The directive table as CSV, cells safe for spreadsheets."""
    writer = TableWriter(handle, DIRECTIVES.headers(headers))
    for analysis in analyses:
        writer.add(DIRECTIVES.rows(analysis))


def write_jsonl(analyses: Iterable[Analysis], handle: TextIO) -> None:
    """One directive a line as JSON, with every field and the ids of all links."""
    from analyzer.run import directive_records

    for analysis in analyses:
        handle.writelines(json_line(record) + "\n" for record in directive_records(analysis))


_HEADERS = {
    "en": ("strength", "modality", "addressee", "directive", "linked"), "zh": ("力度", "情态", "责任主体", "指令", "部门、地区、行业"),
}  # fmt: skip


def write_table(analyses: Iterable[Analysis], handle: TextIO, *, headers: Headers = "en") -> None:
    """The directives as a table to read: strength, modality, addressee (or who leads), text, organs, regions and sectors."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=handle)
    for analysis in analyses:
        about = " ".join(part for part in (analysis.title, analysis.date, "、".join(analysis.issuers)) if part)
        table = Table(title=cell(about or analysis.article.id or ""), title_justify="left")
        for header in _HEADERS[headers]:
            table.add_column(header, overflow="fold")
        for d in analysis.directives:
            linked = dict.fromkeys(link.name for link in (*d.ministries, *d.regions, *d.sectors))
            table.add_row(str(d.strength), d.modality.value, cell(d.addressee or "、".join(d.lead_units)), cell(d.text), cell("、".join(linked)))
        console.print(table)


def diff(clean: CleanText) -> Iterator[str]:
    """The lines that cleaning changed, as in a unified diff, then what it repaired and what it could not settle.

    >>> from analyzer.offsets import OffsetMap
    >>> from analyzer.records import CleanText
    >>> list(diff(CleanText("工業", "工业", OffsetMap(), repairs={"script": 1})))[3:]
    ['-工業', '+工业', '# repaired: script 1']
    """
    yield from difflib.unified_diff(clean.raw.splitlines(), clean.text.splitlines(), "raw", "clean", lineterm="", n=0)
    if clean.repairs:
        yield "# repaired: " + ", ".join(f"{kind} {count}" for kind, count in sorted(clean.repairs.items()))
    for flag in clean.flags:
        yield f"# not settled: {flag.kind} at {flag.start}–{flag.end} {clean.raw[flag.start : flag.end]!r} {flag.note}".rstrip()


def explanation_lines(explanation: Explanation) -> list[str]:
    """A mention as lines to read: what it is, the rows that made it, the names that lost there."""
    e = explanation
    lines = [f"{e.words}  {e.label} {e.id} {e.name}" if e.label else f"{e.words}  no mention"]
    lines += [f"    row   {_row_words(row)}" for row in e.rows]
    lines += [f"    lost  {lost.words}  {_row_words(lost.origin) + '  ' if lost.origin else ''}{lost.why}" for lost in e.lost]
    return [visible(line) for line in lines]


def _row_words(origin: Origin) -> str:
    return f"{_shown(origin.path)}:{origin.line} {' '.join(part for part in (origin.id, origin.name) if part)} ({origin.kind})"


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The same as plain data."""
    e = explanation
    lost = [{"start": x.start, "end": x.end, "words": x.words, "row": _row_record(x.origin) if x.origin else None, "why": x.why} for x in e.lost]
    return {"start": e.start, "end": e.end, "words": e.words, "label": e.label, "id": e.id, "name": e.name, "rows": [_row_record(row) for row in e.rows], "lost": lost}


def _row_record(origin: Origin) -> dict[str, Any]:
    return {"file": _shown(origin.path), "line": origin.line, "kind": origin.kind, "id": origin.id, "name": origin.name}


def _shown(path: Path) -> str:
    """The name of a file that ships, the path of a user's."""
    return path.name if path.parent == lexicons_dir() else str(path)
