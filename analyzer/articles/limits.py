"""What an input may cost: sizes, depths, pages and time, in one place (docs/formats.md states them)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.errors import InputError

_MB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one input; what exceeds one is skipped, with the bound in the reason.

    Attributes:
        document_bytes: a file that is read whole (txt, md, html, docx, pdf, xlsx), as it stands and unpacked.
        row_bytes: a row of a csv or a line of a jsonl; the files themselves are streamed and may be of any size.
        characters: the text of one article.
        beyond_ascii: those of them that are no ASCII. What analysing takes, in time and memory, grows with the Chinese in a
            text; a picture that a scraper left in it costs little.
        archive_bytes: all members of a zip together, unpacked.
        members: files in a zip.
        ratio: unpacked to packed size, looked at from the first megabyte on.
        nesting: archives within archives, ``.gz`` included.
        pages: of a pdf.
        seconds: until a reader of html, docx, pdf, xlsx or parquet gives its next article.
        analysis_seconds: until what an article says is found, in a run.
        reader_bytes: memory of the process that those readers run in (where the system can hold it to that).

    >>> Limits(pages=10).pages, Limits().nesting
    (10, 3)
    """

    document_bytes: int = 64 * _MB
    row_bytes: int = 32 * _MB
    characters: int = 10_000_000
    beyond_ascii: int = 4_000_000
    archive_bytes: int = 1024 * _MB
    members: int = 100_000
    ratio: int = 200
    nesting: int = 3
    pages: int = 3_000
    seconds: float = 60.0
    analysis_seconds: float = 300.0
    reader_bytes: int = 2048 * _MB

    def with_seconds(self, seconds: float | None) -> Limits:
        """The same limits with this much time for reading an article, and as much for analysing it; None changes nothing.

        Raises:
            InputError: it is no time at all.

        >>> Limits().with_seconds(5).analysis_seconds
        5
        """
        if seconds is None:
            return self
        if not seconds > 0:
            raise InputError(f"{seconds:g} seconds are no time to read an article in: give more than 0")
        return replace(self, seconds=seconds, analysis_seconds=seconds)

    @property
    def times(self) -> list[float]:
        """Seconds that an article may take to be read, and to be analysed."""
        return [self.seconds, self.analysis_seconds]

    def check_document(self, size: int) -> None:
        """See that a file to be read whole is no larger than it may be.

        Raises:
            InputError: it is.
        """
        if size > self.document_bytes:
            raise InputError(f"is larger than {megabytes(self.document_bytes)}, the limit for a file that is read whole: split it, or write a jsonl")

    def check_text(self, text: str) -> None:
        """See that a text is no longer than it may be.

        Raises:
            InputError: it is.
        """
        if len(text) > self.characters:
            raise InputError(f"has {len(text):,} characters; the limit for one article is {self.characters:,}: split it")
        if len(text) > self.beyond_ascii and (wide := len(text) - len(text.encode("ascii", "ignore"))) > self.beyond_ascii:
            raise InputError(f"has {wide:,} characters beyond ASCII; the limit for one article is {self.beyond_ascii:,}: split it")

    def check_expansion(self, packed: int, unpacked: int) -> None:
        """See that something has not been unpacked to many times its size.

        Raises:
            InputError: it has.
        """
        if unpacked > _MB and unpacked > self.ratio * max(packed, 1):
            raise InputError(f"unpacks to more than {self.ratio} times its size: refused as a decompression bomb")


def megabytes(size: int) -> str:
    """A size for a message.

    >>> megabytes(64 << 20)
    '64 MB'
    """
    return f"{size / _MB:,.0f} MB" if size >= _MB else f"{size:,} bytes"
