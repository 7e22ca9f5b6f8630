"""Compressed files: unpacked in memory, member by member, never to names that an archive makes up."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from analyzer.articles.limits import Limits, megabytes
from analyzer.errors import InputError


class Bounded(io.RawIOBase):
    """A stream that unpacks, and stops when it has grown to many times the packed size."""

    def __init__(self, stream: Any, packed: int, limits: Limits) -> None:
        """Wrap ``stream``, whose packed form has ``packed`` bytes."""
        self._stream, self._packed, self._limits = stream, packed, limits

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, by unpacking anew."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack into ``buffer``.

        Raises:
            InputError: it is a decompression bomb.
        """
        data = self._stream.read1(len(buffer))  # not more than one read: a fault at the end must not cost what came before
        buffer[: len(data)] = data
        self._limits.check_expansion(self._packed, self._stream.tell())
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the unpacked stream."""
        return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        """The place in the unpacked stream."""
        return int(self._stream.tell())


def read_whole(handle: BinaryIO, limits: Limits) -> bytes:
    """All that is in a file or stream.

    Raises:
        InputError: it is more than a document may hold.
    """
    parts: list[bytes] = []
    size = 0
    while part := handle.read(1 << 20):
        size += len(part)
        limits.check_document(size)
        parts.append(part)
    return b"".join(parts)


def members(handle: BinaryIO, limits: Limits) -> Iterator[tuple[str, bytes, str]]:
    """The files in a zip by name: name, content and "", or name, nothing and the reason why it is not read.

    Hidden files and READMEs are passed over, as in folders.

    Raises:
        InputError: it is no zip, or unpacks to more than an archive may.
    """
    try:
        package = zipfile.ZipFile(handle)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(f"is damaged or not zip: {error}") from None
    with package:
        infos = [info for info in package.infolist() if not info.is_dir()]
        if len(infos) > limits.members:
            raise InputError(f"holds {len(infos):,} files; the limit is {limits.members:,}")
        total = 0
        for info in sorted(infos, key=member_name):
            name = member_name(info)
            parts = PurePosixPath(name.replace("\\", "/")).parts
            if any(part.startswith(".") and part != ".." for part in parts) or parts[:1] == ("__MACOSX",) or PurePosixPath(name).stem.upper() == "README":
                continue
            if ".." in parts or name.startswith("/") or (parts[:1] and ":" in parts[0]):
                yield name, b"", "has a name that leads out of the archive: refused"
                continue
            data, reason = _content(package, info, limits)
            total += len(data)
            if total > limits.archive_bytes:
                raise InputError(f"unpacks to more than {megabytes(limits.archive_bytes)}, the limit for an archive; read up to {name}")
            yield name, data, reason


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese Windows writes GB18030 where the format says code page 437.

    >>> info = zipfile.ZipInfo("通知.txt".encode("gb18030").decode("cp437"))
    >>> member_name(info)
    '通知.txt'
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    return name.encode("utf-8", "replace").decode("utf-8")


def _content(package: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> tuple[bytes, str]:
    if info.flag_bits & 1:
        return b"", "is locked by a password: pack it without one"
    try:
        with package.open(info) as part:
            return read_whole(io.BufferedReader(Bounded(part, info.compress_size, limits)), limits), ""
    except (InputError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        return b"", str(error) or type(error).__name__
