"""Reads lexicon files (CSV, YAML) into rows that know their line, so that every complaint can name it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

from analyzer.errors import LexiconError


class Row(NamedTuple):
    """A row of a lexicon file and the line it starts on."""

    path: Path
    line: int
    cells: dict[str, Any]

    def fail(self, message: str) -> LexiconError:
        """An error that points at this row; raise it."""
        return LexiconError(self.path, self.line, message)

    def list(self, column: str) -> tuple[str, ...]:
        """A cell that holds several values separated by ``|``, as a tuple without empty ones."""
        return tuple(part for part in (p.strip() for p in self.cells[column].split("|")) if part)


class _Trial(NamedTuple):
    """Reading for the sake of the faults."""

    found: list[LexiconError]
    passed: frozenset[tuple[Path, int]]
    """Lines whose rows are passed over."""


_TRIAL: ContextVar[_Trial | None] = ContextVar("trial", default=None)


class Faults:
    """Where the faults of lexicon files go: the first is raised, or all are gathered for somebody who mends them.

    >>> faults = Faults(gather=True)
    >>> faults.of(Row(Path("regions.csv"), 3, {}), ["no code", "no name"])
    True
    >>> [str(fault) for fault in faults.found]
    ['regions.csv:3: no code', 'regions.csv:3: no name']
    """

    __slots__ = ("_gather", "found")

    def __init__(self, *, gather: bool = False) -> None:
        """Raise at the first fault, or gather."""
        self._gather = gather
        self.found: list[LexiconError] = []

    def add(self, error: LexiconError) -> None:
        """Take a fault.

        Raises:
            LexiconError: faults are not gathered.
        """
        trial = None if self._gather else _TRIAL.get()
        if trial is not None:
            trial.found.append(error)
        elif self._gather:
            self.found.append(error)
        else:
            raise error

    def of(self, row: Row, messages: Iterable[str]) -> bool:
        """Take what is wrong with a row; whether there was anything."""
        wrong = False
        for message in messages:
            self.add(row.fail(message))
            wrong = True
        return wrong


def repeated(values: Iterable[str], earlier: Collection[str]) -> Iterator[str]:
    """Values that stand in ``earlier``, or twice among themselves.

    >>> list(repeated(["甲", "乙", "乙"], {"甲"}))
    ['甲', '乙']
    """
    seen: set[str] = set()
    for value in values:
        if value in earlier or value in seen:
            yield value
        seen.add(value)


def circles(parents: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with ids that are their own ancestors, by id.

    Args:
        parents: each id to the one above it, "" for none.

    >>> circles({"甲": "乙", "乙": "丙", "丙": "乙", "丁": "丁", "戊": ""})
    {'乙': "'乙' is its own ancestor through '丙'", '丙': "'丙' is its own ancestor through '乙'", '丁': "'丁' is its own parent"}
    """
    told: dict[str, str] = {}
    walked: set[str] = set()
    for first in parents:
        way: dict[str, int] = {}
        id = first
        while id and id not in walked and id not in way:
            way[id] = len(way)
            id = parents.get(id, "")
        if id in way:
            circle = list(way)[way[id] :]
            for n, member in enumerate(circle):
                between = ", ".join(map(repr, [*circle[n + 1 :], *circle[:n]]))
                told[member] = f"{member!r} is its own ancestor through {between}" if between else f"{member!r} is its own parent"
        walked.update(way)
    return told


_LISTS = ("markers", "words", "endings", "phrases", "not_in", "roles", "opens", "after", "unless")
"""Keys of YAML entries that hold lists."""


def all_faults(read: Callable[[], object]) -> list[LexiconError]:
    """What is wrong with the lexicons that a reader reads, though it stops at the first fault outside of a program like this.

    What goes to :data:`RAISED` is gathered; where the reader itself raises, it is called again without that row.

    Args:
        read: reads lexicons with :func:`read_csv` and :func:`read_yaml`.
    """
    found: dict[tuple[Path, int, str], LexiconError] = {}
    passed: set[tuple[Path, int]] = set()
    while True:
        trial = _Trial([], frozenset(passed))
        token = _TRIAL.set(trial)
        done = False
        try:
            read()
            done = True
        except LexiconError as error:
            trial.found.append(error)
        except Exception:
            # What is left without the faulty rows need not make rules; without faults it is the reader's own error.
            if not found and not trial.found:
                raise
            done = True
        finally:
            _TRIAL.reset(token)
        found |= {(error.path, error.line, error.fault): error for error in trial.found}
        lines = {(error.path, error.line) for error in trial.found if error.line}
        if done or lines <= passed:
            return list(found.values())
        passed |= lines


RAISED = Faults()
"""The first fault is raised: the way of a program that needs the lexicon."""


def read_csv(path: Path, columns: Sequence[str], *, required: Sequence[str] = (), faults: Faults = RAISED) -> Iterator[Row]:
    """Rows of a UTF-8 CSV file whose header is exactly ``columns``; lines that begin with ``#`` are comments.

    Where faults are gathered, rows with one are left out.

    Raises:
        LexiconError: the file is missing or no UTF-8, its header differs, a row has too many or too few cells, or a
            ``required`` cell is empty.
    """
    header: list[str] | None = None
    passed = trial.passed if (trial := _TRIAL.get()) is not None else ()
    for start, cells in _csv_lines(path, faults):
        if cells is None:
            return
        if not cells or cells[0].startswith("#"):
            continue
        if header is None:
            header = [c.strip() for c in cells]
            if header != list(columns):
                faults.add(LexiconError(path, start, _header_fault(header, columns)))
                return
            continue
        if (path, start) in passed:
            continue
        if len(cells) != len(columns):
            faults.add(LexiconError(path, start, f"{len(cells)} cells where the header has {len(columns)}"))
            continue
        row = Row(path, start, dict(zip(columns, (c.strip() for c in cells), strict=True)))
        if not faults.of(row, (f"the column {c} is empty; it must be filled" for c in required if not row.cells[c])):
            yield row
    if header is None:
        faults.add(LexiconError(path, 0, f"is empty; it must begin with the header {','.join(columns)}"))


def sound_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Rows without a fault of a file that need not be there: for those who read again what is checked elsewhere."""
    return read_csv(path, columns, faults=Faults(gather=True)) if path.is_file() else iter(())


def sound_entries(path: Path, keys: Sequence[str], *, section: str | None = None) -> Iterator[Row]:
    """Likewise for :func:`read_yaml`."""
    return read_yaml(path, keys, section=section, faults=Faults(gather=True)) if path.is_file() else iter(())


def _csv_lines(path: Path, faults: Faults) -> Iterator[tuple[int, list[str] | None]]:
    """The first line and the cells of every record; None last where the file cannot be read on, which is told."""
    text = _text(path, faults, "utf-8-sig")
    if text is None:
        yield 0, None
        return
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    end = 0
    while True:
        start = end + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            # What follows an open quotation mark cannot be told apart from its text.
            faults.add(LexiconError(path, start, f"not valid CSV: {error}"))
            yield start, None
            return
        end = reader.line_num
        if cells is None:
            return
        yield start, cells


def _text(path: Path, faults: Faults, encoding: str) -> str | None:
    try:
        return path.read_text(encoding=encoding)
    except OSError as error:
        faults.add(LexiconError(path, 0, f"cannot be read: {error.strerror or error}"))
    except UnicodeDecodeError as error:
        faults.add(LexiconError(path, 0, f"cannot be read as UTF-8 text: {error}"))
    return None


def _header_fault(header: Sequence[str], columns: Sequence[str]) -> str:
    unknown = [c for c in header if c not in columns]
    missing = [c for c in columns if c not in header]
    told = [f"{word} {', '.join(names)}" for word, names in (("unknown", unknown), ("missing", missing)) if names]
    return f"the columns are {', '.join(header)}; they must be {', '.join(columns)}" + (f" ({'; '.join(told)})" if told else "")


def read_yaml(path: Path, allowed: Sequence[str], *, required: Sequence[str] = (), section: str | None = None, faults: Faults = RAISED) -> Iterator[Row]:
    """Entries of a YAML file that is a list of mappings (or holds one under ``section``), each with its line.

    Where faults are gathered, entries with one are left out.

    Raises:
        LexiconError: the file is missing or no YAML, an entry is no mapping, holds an unknown key or lacks a required one.
    """
    import yaml

    text = _text(path, faults, "utf-8")
    if text is None:
        return
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        faults.add(LexiconError(path, line, f"not valid YAML: {error.problem}"))
        return
    if section is not None and isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == section), None)
    if not isinstance(node, yaml.SequenceNode):
        where = f"the section {section!r} must be" if section else "must be"
        faults.add(LexiconError(path, node.start_mark.line + 1 if node else 0, f"{where} a list of entries"))
        return
    passed = trial.passed if (trial := _TRIAL.get()) is not None else ()
    for item in node.value:
        line = item.start_mark.line + 1
        if (path, line) in passed:
            continue
        if not isinstance(item, yaml.MappingNode):
            faults.add(LexiconError(path, line, "an entry must be a mapping of keys to values"))
            continue
        loader = yaml.SafeLoader("")
        cells = {str(key): value for key, value in loader.construct_mapping(item, deep=True).items()}
        row = Row(path, line, cells)
        unknown = sorted(set(cells) - set(allowed))
        missing = [k for k in required if k not in cells]
        messages = [
            *(f"unknown key {key!r}; known are {', '.join(allowed)}" for key in unknown),
            *(f"the key {key!r} is missing" for key in missing),
            *(f"{key} must be a list, as in [甲, 乙], not {cells[key]!r}" for key in _LISTS if key in cells and not isinstance(cells[key], list)),
        ]
        if not faults.of(row, messages):
            yield row
