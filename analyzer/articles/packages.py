"""Zip packages (docx, xlsx, zip): see that they are what they seem before anything is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

from analyzer.articles.limits import Limits, megabytes
from analyzer.errors import InputError


def check_package(file: Path, limits: Limits) -> zipfile.ZipFile:
    """The opened package of a document, after a look at its directory.

    Raises:
        InputError: it is no zip, encrypted, or unpacks to more than a document may hold.
    """
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        kind = file.suffix.lower()
        raise InputError(f"is damaged or not {kind[1:]}: {error} (an old or encrypted file? save it anew as {kind})") from None
    size = sum(member.file_size for member in package.infolist())
    try:
        if size > limits.document_bytes * 4:
            raise InputError(f"unpacks to {megabytes(size)}; the limit for a document is {megabytes(limits.document_bytes * 4)}")
        limits.check_expansion(file.stat().st_size, size)
        if len(package.infolist()) > limits.members:
            raise InputError(f"holds {len(package.infolist()):,} parts; the limit is {limits.members:,}")
        names = [member.filename for member in package.infolist()]
        if len(set(names)) != len(names):
            raise InputError("holds parts of the same name twice: refused")
        for member in package.infolist():  # what the directory says of sizes may be a lie: count
            _count(package, member)
    except InputError:
        package.close()
        raise
    return package


def _count(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    try:
        with package.open(member) as part:
            drain(part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise InputError(f"is damaged: {member.filename[:100]} cannot be unpacked ({error})") from None


def drain(part: IO[bytes]) -> None:
    """Read to the end and keep nothing."""
    while part.read(1 << 20):
        pass
