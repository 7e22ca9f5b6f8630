"""Who does the work: this process, chunk after chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from analyzer.batch.join import Job, Joining, Tally, join_tables, join_texts
from analyzer.batch.pieces import Chunk
from analyzer.batch.work import Done, Task, do_chunk

Watch = Callable[[Chunk | None, Done], None]
"""Told what was done; of which chunk, where that is finished."""


class InProcess:
    """Works in this process."""

    def work(self, todo: Iterable[Chunk], task: Task, watch: Watch) -> None:
        """Make the parts of the chunks."""
        ready = False
        for chunk in todo:
            if not ready:
                from analyzer.pipeline import settle

                settle(task.lexicons)
                ready = True
            do_chunk(chunk, task, lambda done: watch(None, done))
            watch(chunk, Done())

    def join(self, jobs: Sequence[Job], joining: Joining, texts: str) -> Tally:
        """Make the tables, and the file of the texts where it has a name."""
        if texts:
            join_texts(joining, texts)
        return merged([join_tables(job, joining) for job in jobs])


def merged(tallies: Sequence[Tally]) -> Tally:
    """The figures of all jobs: rows from whichever job wrote them, the rest from the one that counted."""
    whole = next(tally for tally in tallies if tally.counted)
    for tally in tallies:
        whole.rows |= tally.rows
    return whole
