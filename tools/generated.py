"""Pages of the documentation that are made: written, or compared with what they should be."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def write_or_check(about: str | None, page: Path, text: Callable[[], str], command: str) -> None:
    """The command of a tool that makes a page; with ``--check`` nothing is written.

    Args:
        about: the tool's docstring.
        text: makes the page.
        command: how the tool is called.

    Raises:
        SystemExit: the page is stale.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, exit with 1 when the page is stale")
    if not parser.parse_args().check:
        page.write_text(text(), encoding="utf-8", newline="\n")
    elif not page.exists() or page.read_text(encoding="utf-8") != text():
        raise SystemExit(f"docs/{page.name} is stale: {command}")
