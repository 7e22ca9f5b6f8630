"""Floors: figures that may not fall, pinned together with the gold file they were measured on.

A floor is lifted by a command, and lowered only by an edit of its file that a reviewer sees.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzer.errors import InputError, OutputError
from analyzer.evaluation.evaluate import Evaluation
from analyzer.evaluation.figures import headline
from analyzer.evaluation.gold import digest

SLACK = 0.005
"""How far below the figure a floor is set: room for a tie that another machine breaks otherwise."""


@dataclass(frozen=True, slots=True)
class Floors:
    """Lowest allowed figures by measure (F1 or accuracy, as :func:`headline` has them), and the gold file they are of.

    Attributes:
        gold: name of the gold file, for people.
        sha256: of its bytes; "" where nothing was pinned yet.
    """

    gold: str
    sha256: str
    floors: Mapping[str, float]

    @classmethod
    def read(cls, path: str | Path) -> Floors:
        """Read a floors file; empty floors where there is none yet.

        Raises:
            InputError: it is no floors file.
        """
        path = Path(path)
        if not path.exists():
            return cls("", "", {})
        try:
            content: Any = json.loads(path.read_text(encoding="utf-8"))
            return cls(content["gold"], content["sha256"], {str(name): float(value) for name, value in content["floors"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path} is no floors file ({type(error).__name__}: {error}): it holds gold, sha256 and floors, as `analyzer evaluate --raise-floors` writes them"
            ) from None

    def belongs_to(self, gold: str | Path) -> bool:
        """Whether they were measured on this very file."""
        return self.sha256 == digest(gold)

    def fallen(self, gold: str | Path, evaluation: Evaluation) -> dict[str, tuple[float | None, float]]:
        """Measures below their floors, as (figure, floor); a measure that vanished has fallen, too.

        Raises:
            InputError: they were measured on another gold file, so nothing can be said.
        """
        self.check(gold)
        now = headline(evaluation.measures)
        return {name: (now.get(name), floor) for name, floor in self.floors.items() if now.get(name, -1.0) < floor}

    def lifted(self, gold: str | Path, evaluation: Evaluation) -> Floors:
        """Floors a little below the figures of now; none is lowered.

        Raises:
            InputError: they were measured on another gold file: figures on two files cannot be compared.
        """
        if self.sha256:
            self.check(gold)
        now = {name: max(0.0, round(value - SLACK, 4)) for name, value in headline(evaluation.measures).items()}
        floors = {name: max(now.get(name, 0.0), self.floors.get(name, 0.0)) for name in (*now, *self.floors)}
        return Floors(Path(gold).name, digest(gold), floors)

    def write(self, path: str | Path) -> None:
        """Write them down.

        Raises:
            OutputError: the file cannot be written.
        """
        content = {"gold": self.gold, "sha256": self.sha256, "floors": dict(self.floors)}
        try:
            Path(path).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place") from error

    def check(self, gold: str | Path) -> None:
        """Make sure that they were measured on this very file.

        Raises:
            InputError: they were not: figures on two files cannot be compared.
        """
        if not self.belongs_to(gold):
            raise InputError(
                f"the floors were measured on {self.gold or 'no gold file'} with the SHA-256 {self.sha256[:12] or '(none)'}…, {gold} has "
                f"{digest(gold)[:12]}…: pin new floors for it in a file of their own"
            )
