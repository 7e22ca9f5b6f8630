"""What a text says of itself: title, date, issuers, number, credits, salutation, signature."""

from __future__ import annotations

from analyzer.cleaning.noise import Line
from analyzer.records import Block, Header


def read_header(text: str, lines: list[Line], blocks: list[Block], *, date: str = "") -> Header:
    """Read the head and the foot of a clean text."""
    return Header()
