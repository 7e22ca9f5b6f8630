"""Files that are whole or not there: written beside their place, moved when all is done; cells that spreadsheets do not run."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

from analyzer.errors import OutputError

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_RISKY_FIRST = frozenset(_RISKY)
_APART = "\0"
"""Between cells that are looked at together; one that holds it itself is looked at once more, no worse."""
_RISKY_CELL = re.compile(f"{_APART}[{re.escape(''.join(_RISKY))}]")
_GUARDED = re.compile("'(?:{})".format("|".join(map(re.escape, _RISKY))).encode()).search
_QUOTED = ('"', ",", "\r", "\n")
_MARKED = re.compile('[",\r\n]').search
_BLOCK = 1024
_UNSAFE = re.compile(r"[^\w.-]+")


def safe_cell(cell: object) -> object:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell("汽车"), safe_cell(-3.5)
    ("'=1+1", '汽车', -3.5)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def plain_cell(cell: str) -> str:
    """What :func:`safe_cell` was given, for those who read our own tables back.

    >>> plain_cell("'=1+1"), plain_cell("'汽车'")
    ('=1+1', "'汽车'")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def keeps_cells(made: bytes, rows: Iterable[Sequence[object]]) -> bool:
    """Whether :func:`plain_cell` gives back each cell of a CSV: not where one began with the apostrophe itself (``'=``).

    Cells are numbers and sound strings, as rows of tables have them: None in a column of strings and half of a surrogate pair are not asked for.

    >>> keeps_cells(b"'=1\\r\\n", [("=1",)]), keeps_cells(b"'=1\\r\\n", [("'=1",)])
    (True, False)
    """
    return not _GUARDED(made) or not any(isinstance(cell, str) and plain_cell(cell) != cell for row in rows for cell in row)


class TableWriter:
    """Writes rows as CSV after RFC 4180; a cell with a line break of any kind is quoted."""

    def __init__(self, handle: TextIO, header: Sequence[str]) -> None:
        """Write the header."""
        self._handle = handle
        handle.write(csv_text([header]))

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows; their cells are made safe."""
        source = iter(rows)
        while some := list(islice(source, _BLOCK)):
            self._handle.write(csv_text(some))


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as lines of CSV, their cells made safe: what Python's ``csv`` writes, in a third of the time.

    Column by column, for few columns hold a cell that must be looked at by itself.

    Raises:
        ValueError: the rows are not of one length.

    >>> csv_text([("汽车", 3, None), ("a", -1.5, "=1+1")])
    "汽车,3,\\r\\na,-1.5,'=1+1\\r\\n"
    """
    if not rows:
        return ""
    columns = [_cells(column) for column in zip(*rows, strict=True)]
    if len(columns) == 1:  # an empty line would be none
        columns = [[cell or '""' for cell in columns[0]]]
    # \r\n as RFC 4180 has it: with \n alone, readers split a cell that holds \r.
    return "\r\n".join([*map(",".join, zip(*columns, strict=True)), ""])


def _cells(column: Sequence[object]) -> Sequence[str]:
    """A column's cells as they stand in a CSV."""
    strings = cast("Sequence[str]", column)
    try:
        whole = _APART.join(strings)
    except TypeError:  # not only strings
        return [*map(str, column)] if {*map(type, column)} == {int} else [_cell(cell) for cell in column]
    if not (whole[:1] in _RISKY_FIRST or _RISKY_CELL.search(whole) or any(mark in whole for mark in _QUOTED)):
        return strings
    return [_cell(cell) if cell[:1] in _RISKY_FIRST or _MARKED(cell) else cell for cell in strings]


def _cell(cell: object) -> str:
    text = "" if cell is None else f"{safe_cell(cell)}"
    return '"' + text.replace('"', '""') + '"' if _MARKED(text) else text


class OutputFolder:
    """A folder that gets all of a run's files at once, when the ``with`` block ends without an error.

    Until then they grow in a hidden folder beside their places; an error removes that and leaves older files untouched.

    Raises:
        OutputError: the folder cannot be made or written, or holds one of ``names`` already and ``overwrite`` is off.
    """

    def __init__(
        self, path: Path, names: Sequence[str], *, stale: Sequence[str] = (), overwrite: bool = False, bom: bool = True, kind: str = "folder"
    ) -> None:
        """Look before anything is computed.

        Args:
            path: the folder.
            names: files or, ending in ``/``, folders of CSV files that will be written.
            stale: files and folders of an earlier run, as in ``names``, that must not stay beside the new ones.
            overwrite: replace ``names``, remove ``stale``.
            bom: begin CSV files with a byte-order mark.
            kind: what the caller was given to write to, ``folder`` or ``file``; only for the message.
        """
        self.path = path
        self._names, self._stale = tuple(names), tuple(stale)
        self._encoding = "utf-8-sig" if bom else "utf-8"
        self._open: list[TextIO] = []
        there = [name for name in (*names, *stale) if (path / name).exists()]
        if there and not overwrite:
            raise OutputError(f"{path} already holds {', '.join(there)}: give --overwrite or another {kind}")

    def __enter__(self) -> OutputFolder:
        """Make the folder and the hidden one in it."""
        if self.path.exists() and not self.path.is_dir():
            raise OutputError(f"{self.path} is a file: choose a folder")
        try:
            self._new = not self.path.exists()
            self.path.mkdir(parents=True, exist_ok=True)
            self._work = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.path))
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {error.strerror or error}. Choose another folder") from error
        return self

    @property
    def work(self) -> Path:
        """The hidden folder: what is written there is moved beside the tables at the end."""
        return self._work

    def table(self, name: str, header: Sequence[str]) -> TableWriter:
        """A table of the run, kept open until its end."""
        self._open.append(self._file(name))
        return TableWriter(self._open[-1], header)

    def small_table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table written at once; for those of which there may be thousands."""
        with self._file(name) as handle:
            TableWriter(handle, header).add(rows)

    def lines(self, name: str) -> TextIO:
        """A file of lines (JSON), kept open until the run's end; without a byte-order mark, which readers of JSON refuse."""
        self._open.append((self._work / name).open("x", encoding="utf-8", newline="\n", errors="replace"))
        return self._open[-1]

    def _file(self, name: str) -> TextIO:
        file = self._work / name
        file.parent.mkdir(exist_ok=True)
        return file.open("x", encoding=self._encoding, newline="", errors="replace")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Move everything into place, or remove it all."""
        try:
            for handle in self._open:
                handle.close()
            if kind is None:
                self._publish()
        except OSError as failure:
            raise OutputError(f"{self.path} cannot be written: {failure.strerror or failure}") from failure
        finally:
            shutil.rmtree(self._work, ignore_errors=True)
            if self._new and not any(self.path.iterdir()):
                self.path.rmdir()
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise OutputError(f"{self.path} cannot be written: {error.strerror or error}") from error

    def _publish(self) -> None:
        for folder in (self.path / name for name in (*self._names, *self._stale) if name.endswith("/")):
            for old in folder.glob("*.csv"):  # of an earlier run: they would pass for this one's
                old.unlink()
        for path in (self.path / name for name in self._stale):
            if not path.is_dir():
                path.unlink(missing_ok=True)
            elif not any(path.iterdir()):  # what somebody else put there stays
                path.rmdir()
        for file in sorted(path for path in self._work.rglob("*") if path.is_file()):
            place = self.path / file.relative_to(self._work)
            place.parent.mkdir(exist_ok=True)
            file.replace(place)


def file_name(id: str, taken: set[str]) -> str:
    """A file name without suffix for an article: safe on every system, and not among ``taken``, to which it is added.

    >>> taken = set()
    >>> file_name("gov/2022/通知", taken), file_name("GOV_2022_通知", taken)
    ('gov_2022_通知', 'GOV_2022_通知-6d09846c')
    """
    name = _UNSAFE.sub("_", id).strip("._")[:60] or "article"
    if name.casefold() in taken:
        name = f"{name}-{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    while name.casefold() in taken:
        name += "_"
    taken.add(name.casefold())
    return name


def json_line(record: Any) -> str:
    """A record as one line of JSON, Chinese as it is."""
    import json

    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))
