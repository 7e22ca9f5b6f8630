"""What all sinks have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from analyzer.errors import InputError
from analyzer.tables import Row, Table


class Sink(ABC):
    """Takes rows of tables and writes files; whole once :meth:`close` has returned, worth nothing before.

    As a context manager it closes itself when the block ends, and drops its handles unfinished when that breaks.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        """Remember which tables there are."""
        self.tables = {table.name: table for table in tables}
        self._files: list[Path] | None = None

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Write rows of the table ``name``.

        Raises:
            InputError: the sink has no such table.
        """
        if name not in self.tables:
            raise InputError(f"this sink has no table {name!r}; it has {', '.join(self.tables)}")
        self._add(name, rows)

    def add_made(self, name: str, made: bytes) -> None:
        """Write rows of the table ``name`` as :func:`analyzer.sinks.made` has them ready for this format.

        Raises:
            InputError: the sink has no such table, or takes none that are ready.
        """
        raise InputError(f"{type(self).__name__} takes rows of {name!r}, not {len(made)} bytes that were made of them")

    def close(self) -> list[Path]:
        """Finish the files and name them; the second call only names them."""
        if self._files is None:
            self._files = self._close()
        return self._files

    @abstractmethod
    def _add(self, name: str, rows: Iterable[Row]) -> None: ...

    @abstractmethod
    def _close(self) -> list[Path]: ...

    @abstractmethod
    def abort(self) -> None:
        """Let go of handles and working files; what is written so far stays and is worth nothing."""

    def __enter__(self) -> Self:
        """The sink itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close, or abort after an error."""
        if kind is None:
            self.close()
        elif self._files is None:
            self.abort()


def whole(text: str) -> str:
    """The text with ``?`` for lone surrogates, which no encoded file can hold.

    >>> whole("汽车"), whole("汽" + chr(0xD83D))
    ('汽车', '汽?')
    """
    return text.encode("utf-8", "replace").decode("utf-8")
