"""A way to write gold files."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes rows into a gold file, a new one at each call."""
    number = count()

    def write_rows(*rows: dict[str, Any]) -> Path:
        path = tmp_path / f"gold{next(number) or ''}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write_rows
