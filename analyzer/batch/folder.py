"""The folder in which a run keeps what it needs to go on after it was stopped: ``.analyzer`` beside the tables."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from analyzer.batch.configuration import Configuration, differences
from analyzer.batch.parts import Part
from analyzer.batch.pieces import read_plan
from analyzer.errors import AnalyzerError, OutputError

NAME = ".analyzer"
_log = logging.getLogger(__name__)


class State:
    """Paths and small files of a run's folder, which only one run at a time may use.

    Attributes:
        path: the folder itself.
        parts: rows of finished chunks.
        spool: compressed inputs, unpacked.
    """

    def __init__(self, out: Path) -> None:
        """The state beside the tables in ``out``."""
        self.out = out
        self.path = out / NAME
        self.parts, self.spool = self.path / "parts", self.path / "unpacked"
        self.plan, self.changes = self.path / "plan.jsonl", self.path / "changes.jsonl"
        self.earlier, self.ids, self.scratch = self.path / "earlier.sqlite", self.path / "ids.sqlite", self.path / "scratch"
        self._configuration, self._finished = self.path / "configuration.json", self.path / "finished.json"

    @contextmanager
    def opened(self, configuration: Configuration, mine: Sequence[str], *, overwrite: bool) -> Iterator[None]:
        """Hold the folder for a run of this configuration; what an earlier one of the same left there stays.

        An error in the block, whatever it is, takes the folder away again only where this run made it and no part is finished.

        Args:
            mine: tables in the folder that would be replaced.
            overwrite: replace tables and state of another run.

        Raises:
            OutputError: it cannot be written, another run is at work in it, or it holds something else.
            AnalyzerError: a file elsewhere could not be read.
        """
        known = self._configuration.exists()
        if not known and (there := [name for name in mine if (self.out / name).exists()]) and not overwrite:
            raise OutputError(f"{self.out} already holds {', '.join(there)}: give --overwrite or another folder")
        if self.out.exists() and not self.out.is_dir():
            raise OutputError(f"{self.out} is a file: choose a folder")
        new = not self.out.exists()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("a+b")
        except OSError as error:
            raise OutputError(f"{self.out} cannot be written: {error.strerror or error}. Choose another folder") from error
        with lock:
            self._lock(lock)
            try:
                try:
                    self._settle(configuration, overwrite=overwrite)
                    yield
                except OSError as error:
                    raise self._told(error) from error
            except BaseException:
                if not known and not self._parts():
                    shutil.rmtree(self.path, ignore_errors=True)
                    if new and not any(self.out.iterdir()):
                        self.out.rmdir()
                raise

    def _told(self, error: OSError) -> AnalyzerError:
        """The error with the file at fault: the output's where it lies there or, as on a full disk, has no name."""
        reason = error.strerror or error
        kept = "What is done is kept: the same command goes on" if self._parts() else "Nothing was finished yet: the same command begins anew"
        file = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
        if not file or Path(file).resolve().is_relative_to(self.out.resolve()):
            return OutputError(f"{self.out} cannot be written: {reason}. {kept}")
        return AnalyzerError(f"{file}: {reason}. {kept}")

    def _lock(self, lock: IO[bytes]) -> None:
        try:
            _lock(lock)
        except OSError:
            lock.seek(0)
            who = lock.read(20).decode("ascii", "replace").strip()
            raise OutputError(f"{self.out} is being written by another run{f' (process {who})' * bool(who)}: wait for it, or choose another folder") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n".encode())
        lock.flush()

    def _settle(self, configuration: Configuration, *, overwrite: bool) -> None:
        if self._configuration.exists():
            found = differences(json.loads(self._configuration.read_text(encoding="utf-8")), configuration)
            if found and not overwrite:
                more = f" and {len(found) - 3} more" * (len(found) > 3)
                raise OutputError(f"{self.out} holds a run of another configuration: {'; '.join(found[:3])}{more}. Give --overwrite or another folder")
            if overwrite and (found or self._finished.exists()):  # one that was stopped on its way goes on
                self._clear()
        for folder in (self.parts, self.spool):
            folder.mkdir(exist_ok=True)
        for left in (*self.path.rglob("*.tmp"), self.scratch, *self.out.glob(".writing-*")):  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        if not self._configuration.exists():
            write_whole(self._configuration, json.dumps(configuration, ensure_ascii=False, indent=1))

    def _clear(self) -> None:
        for path in self.path.iterdir():
            if path.name != "lock":
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _parts(self) -> list[Path]:
        return list(self.parts.glob("*.zip")) if self.parts.is_dir() else []

    def part(self, id: str) -> Path:
        """The part of a chunk."""
        return self.parts / f"{id}.zip"

    def old_parts(self, ids: set[str]) -> list[Path]:
        """Parts of an earlier state of the input."""
        return sorted(path for path in self._parts() if path.stem not in ids)

    def set_aside_late(self, ids: set[str], allowed: list[float]) -> None:
        """Have the chunks done again in which something was skipped for its time, where it is allowed another now.

        Their parts become parts of an earlier state: what is in them is taken over.
        """
        for path in self._parts():
            if path.stem in ids:
                with Part(path) as part:
                    again = part.figures.get("late") and part.figures["allowed"] != allowed
                if again:
                    path.replace(path.with_suffix(".late.zip"))

    def plan_digest(self) -> str:
        """What tells two plans apart."""
        digest = blake2b(digest_size=16)
        for chunk in read_plan(self.plan):
            digest.update(f"{chunk.id}\n".encode())
        return digest.hexdigest()

    def lacks_copies(self) -> bool:
        """Whether a chunk without a part needs a copy of a compressed input that is not there: the plan knew it from an earlier one."""
        spool = self.spool.absolute()
        pieces = (piece for chunk in read_plan(self.plan) if not self.part(chunk.id).exists() for piece in chunk.pieces)
        return any(Path(piece.path).parent == spool and not Path(piece.path).exists() for piece in pieces)

    @property
    def has_finished(self) -> bool:
        """Whether a run has come to its end here; its input may have changed since."""
        return self._finished.exists()

    def finished(self, names: Sequence[str], allowed: list[float]) -> dict[str, Any] | None:
        """The figures of the run whose tables are in the folder, where its plan was the present one and they are as it left them.

        Args:
            names: files or, ending in ``/``, folders of CSV files.
            allowed: how long an article may take; another time than that run's is reason to go on where something took too long.
        """
        if not self._finished.exists():
            return None
        kept: dict[str, Any] = json.loads(self._finished.read_text(encoding="utf-8"))
        if kept["plan"] != self.plan_digest() or (kept["report"].get("late") and kept["allowed"] != allowed):
            return None
        sizes = kept.get("sizes", {})  # none: of a version that did not keep them
        if changed := [name for name in names if sizes.get(name) != self._size(name)]:
            _log.warning("%s: %s changed since the last run; the tables are made anew", self.out, ", ".join(changed))
            return None
        self.tidy()
        return kept

    def _size(self, name: str) -> int:
        """Bytes of a file, how many CSV files a folder holds; -1 where there is none."""
        path = self.out / name
        if name.endswith("/"):
            return sum(1 for _ in path.glob("*.csv")) if path.is_dir() else -1
        return path.stat().st_size if path.is_file() else -1

    def begin_publishing(self) -> None:
        """From now on, until :meth:`finish`, the tables may be of two runs."""
        self._finished.unlink(missing_ok=True)

    def finish(self, figures: dict[str, Any], ids: set[str], names: Sequence[str], allowed: list[float]) -> None:
        """The tables, which have these names, are in place: keep figures and sizes, and no more than a run on a grown input needs."""
        sizes = {name: self._size(name) for name in names}
        write_whole(self._finished, json.dumps({"plan": self.plan_digest(), "sizes": sizes, "allowed": allowed, **figures}, ensure_ascii=False))
        for path in self.old_parts(ids):
            path.unlink()
        self.tidy()

    def drop(self, ids: set[str]) -> None:
        """Remove the parts of chunks that hold no article: there is nothing in them to go on from."""
        for id in ids:
            self.part(id).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what only a run under way needs."""
        for folder in (self.spool, self.scratch):
            shutil.rmtree(folder, ignore_errors=True)
        for path in (self.earlier, self.changes):
            path.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a small file, whole or not at all."""
    growing = path.with_suffix(".tmp")
    with growing.open("w", encoding="utf-8", errors="surrogatepass") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    growing.replace(path)


def _lock(handle: IO[bytes]) -> None:
    """Lock an open file as long as it is open, also against this process.

    Raises:
        OSError: somebody holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        handle.seek(1 << 20)  # what stands at the beginning must stay readable
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
