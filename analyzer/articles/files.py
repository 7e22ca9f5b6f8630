"""Which files below a path are to be read, and which are not what they seem: links, pipes, devices."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """A file to read.

    Attributes:
        path: where it is.
        name: its path below the folder that was asked for, with ``/``; the file's own name where that was a file.
        fault: why it is not to be opened; "" where it may be.
    """

    path: Path
    name: str
    fault: str = ""


TEXTS, SKIPPED, RECORD = "texts.jsonl", "skipped.csv", "run.json"
"""Files that a run writes: the articles' texts as they were read, one ``{"article_id", "title", "text"}`` a line, what it
skipped, and how it was done. Beside the second the others are no input: read again, every article would be there twice."""


def find_files(root: Path, exclude: Sequence[Path] = ()) -> Iterator[Found]:
    """The file, or the files below a folder sorted by path, without hidden ones and those named README.

    Symbolic links below a folder are found, with a fault: they might lead out of it, or round in a circle. The path
    itself may be one.

    Args:
        exclude: resolved files and folders that are left out.
    """
    if not root.is_dir():
        yield Found(root, root.name, _fault(root.stat().st_mode))
        return
    # Depth first, one folder's names in memory at a time; a stack, for folders may nest deeper than calls.
    stack = [_entries(root, root.resolve(), "", exclude)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif isinstance(one, Found):
            yield one
        else:
            stack.append(one)


_Entries = Iterator["Found | _Entries"]


def _entries(folder: Path, real: Path, prefix: str, exclude: Sequence[Path]) -> _Entries:
    """Files of a folder, and for each folder in it its entries, in the order of their names."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder, folder.name, f"cannot be listed: {error.strerror or error}")
        return
    written = any(entry.name == SKIPPED for entry in found)
    for entry in found:
        name = entry.name
        if name.startswith(".") or real / name in exclude:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield _entries(folder / name, real / name, f"{prefix}{name}/", exclude)
        # What an earlier run wrote is no input.
        elif Path(name).stem.upper() != "README" and not (written and name in (TEXTS, RECORD)):
            yield Found(folder / name, f"{prefix}{name}", _fault_of(entry))


def _fault_of(entry: os.DirEntry[str]) -> str:
    try:
        return _fault(entry.stat(follow_symlinks=False).st_mode)
    except OSError as error:  # somebody removed it since its name was read
        return f"cannot be read: {error.strerror or error}"


def _fault(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return "is a symbolic link, which is not followed: give what it points to as a path of its own"
    return "is no file but a pipe, socket or device"
