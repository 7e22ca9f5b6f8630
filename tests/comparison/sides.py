"""Sides of a comparison built by hand."""

from __future__ import annotations

import re
from typing import Any

from analyzer.comparison.sides import Stated, letters, without_numbers


def one(text: str, action: str = "", **fields: Any) -> Stated:
    """A directive of this clause; its content is what is left without the action."""
    rest = letters(text.replace(action, "", 1)) if action else letters(text)
    basics: dict[str, Any] = {
        "article_id": "a", "id": f"a#{text}", "date": "2024", "heading": "", "evidence": text, "action": action, "lemma": action,
        "object": rest if action else "", "modality": "obligation", "strength": 3, "hedge": "", "addressee": "", "condition": "",
        "exception": "", "deadline": "", "timing": "", "targets": "", "words": letters(text), "content": without_numbers(rest),
        "numbers": tuple(re.findall(r"\d+", text)),
    }  # fmt: skip
    return Stated(**(basics | fields))
