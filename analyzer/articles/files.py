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
    found: list[Found] = []
    for folder, folders, files in os.walk(root, onerror=lambda error: found.append(_unread(root, error))):
        place = Path(folder)
        real = place.resolve()
        folders[:] = [name for name in folders if not name.startswith(".") and real / name not in exclude]
        links = [name for name in folders if (place / name).is_symlink()]
        for name in (*files, *links):
            if name.startswith(".") or Path(name).stem.upper() == "README" or real / name in exclude:
                continue
            if name in (TEXTS, RECORD) and SKIPPED in files:  # what an earlier run wrote, not an input
                continue
            path = place / name
            found.append(Found(path, path.relative_to(root).as_posix(), _fault(path.lstat().st_mode)))
    yield from sorted(found, key=lambda one: one.path.relative_to(root).parts)


def _unread(root: Path, error: OSError) -> Found:
    path = Path(error.filename or root)
    return Found(path, path.name, f"cannot be listed: {error.strerror or error}")


def _fault(mode: int) -> str:
    if stat.S_ISREG(mode):
        return ""
    if stat.S_ISLNK(mode):
        return "is a symbolic link, which is not followed: give what it points to as a path of its own"
    return "is no file but a pipe, socket or device"
