"""What can go wrong, in few classes; every message names the value at fault and what to do about it."""

from __future__ import annotations

from pathlib import Path


class AnalyzerError(Exception):
    """Base of all errors that the analyzer raises on purpose."""


class InputError(AnalyzerError):
    """An input cannot be read as an article: missing, empty, binary, wrong columns."""


class TimeLimitError(InputError):
    """Reading or analysing an article took longer than it may."""

    def __init__(self, step: str, seconds: float) -> None:
        """Name the step that was given up, and the limit."""
        super().__init__(f"{step} took longer than {seconds:g} seconds and was given up: {MORE_TIME}")


MORE_TIME = "--seconds-per-article allows more"
"""How the reason of a skip for time ends."""


class GoldError(InputError):
    """A row of a gold file is wrong.

    Attributes:
        path: the file.
        line: 1-based line in it.
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        """Put the place in front of the message: ``gold.jsonl:3: clauses[4].role …``."""
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


class OutputError(AnalyzerError):
    """An output cannot be written: it exists already, or the place is not writable."""


class ResourceError(AnalyzerError):
    """A lexicon or model file is missing, stale or not what its card says."""


class LexiconError(AnalyzerError):
    """A row of a lexicon is wrong.

    Attributes:
        path: the file.
        line: 1-based line in it, 0 where the fault is the file's as a whole.
        fault: what is wrong there.
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        """Put the place in front of the message, as compilers do: ``ministries.csv:12: …``."""
        super().__init__(f"{path.name}:{line}: {message}" if line else f"{path.name}: {message}")
        self.path = path
        self.line = line
        self.fault = message


class MissingExtraError(AnalyzerError):
    """A feature needs a package of an extra that is not installed."""

    def __init__(self, feature: str, extra: str, package: str) -> None:
        """Name the feature, the missing package and how it is installed."""
        super().__init__(f"{feature} needs the package {package!r} of the extra {extra!r}: in the checkout, pip install '.[{extra}]'")
        self.extra = extra
