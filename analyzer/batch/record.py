"""``run.json``: what was read, with what, and what came of it; enough to do it again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from analyzer.batch.configuration import Configuration, versions
from analyzer.batch.settled import Settled

_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.]*|: .*", re.DOTALL)
"""What a reason says of one input alone: names in quotes, numbers, what stands behind a colon."""
_KINDS = 200
_COUNTS = ("articles", "characters", "directives", "repeats", "targets", "entities", "failed", "left_out")


class Reasons:
    """Counts skips by kind of reason, however many different ones there are."""

    def __init__(self) -> None:
        """None yet."""
        self._counts: Counter[str] = Counter()

    def add(self, reason: str) -> None:
        """Count a reason.

        >>> reasons = Reasons()
        >>> reasons.add("3 cells where the header has 2"), reasons.add("4 cells where the header has 2")
        (None, None)
        >>> reasons.counts()
        {'… cells where the header has …': 2}
        """
        kind = _OWN.sub("…", reason).strip() or reason
        self._counts[kind if kind in self._counts or len(self._counts) < _KINDS else "other"] += 1

    def counts(self) -> dict[str, int]:
        """Kind of reason → how often, the most frequent first."""
        return dict(self._counts.most_common())


def record(
    configuration: Configuration, started: datetime, figures: Mapping[str, Any], settled: Settled, reasons: Mapping[str, int], seconds: Mapping[str, float]
) -> str:
    """The record of a run as JSON.

    Args:
        seconds: by stage. Those of ``read``, ``analyze``, ``topics``, ``rows`` and ``write`` are added up over all workers and all
            calls that the run took; the others are of the last call.
    """
    content = {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "configuration": configuration,
        "versions": versions(),
        "input": {"articles": settled.articles, "copies": settled.copies, "digest": settled.digest},
        "counts": {name: figures[name] for name in _COUNTS},
        "skipped": {"total": figures["skips"], "by_reason": dict(reasons)},
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
