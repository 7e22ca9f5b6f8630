"""The time that an article may take: a deadline that the stages look at between their steps.

Whoever analyses articles sets one with :func:`within`; where none is set, a look costs next to nothing and finds nothing.
No signals and no threads: it holds in any thread and on any system, and what it ends is left as any other error leaves it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic as now
from typing import TypeVar

from analyzer.errors import TimeLimitError

_T = TypeVar("_T")


class _Own(threading.local):
    end: float | None = None
    seconds = 0.0


_own = _Own()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Have :func:`check` raise in this thread when the block takes longer; the one that was set before holds again after it.

    Args:
        seconds: by the clock on the wall; infinite for no deadline.

    >>> with within(60):
    ...     check()
    """
    before = _own.end, _own.seconds
    _own.end, _own.seconds = now() + seconds, seconds
    try:
        yield
    finally:
        _own.end, _own.seconds = before


def check() -> None:
    """See that there is time left.

    Raises:
        TimeLimitError: there is none.
    """
    if _own.end is not None and now() > _own.end:
        raise TimeLimitError("its analysis", _own.seconds)


def paced(items: Iterable[_T]) -> Iterator[_T]:
    """The items, with a :func:`check` before each.

    >>> list(paced("ab"))
    ['a', 'b']
    """
    end = _own.end
    if end is None:
        yield from items
        return
    for item in items:
        if now() > end:  # as check does, without a call for each item
            check()
        yield item
