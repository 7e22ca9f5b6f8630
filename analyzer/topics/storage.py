"""Theme taggers as skops files, loaded with a closed list of types."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import ResourceError

if TYPE_CHECKING:
    from analyzer.topics.tagger import ThemeTagger

TRUSTED = ("analyzer.topics.tagger.ThemeTagger",)
"""The only type that a file may hold beside the plain ones that skops itself trusts."""


def save_tagger(tagger: ThemeTagger, path: Path) -> None:
    """Write a fitted tagger as a skops file."""
    import skops.io

    skops.io.dump(tagger, path)


def load_tagger(path: Path) -> ThemeTagger:
    """Read a tagger that :func:`save_tagger` wrote.

    Raises:
        ResourceError: the file is missing, damaged, holds a type that is not on the list, or is no tagger.
    """
    import skops.io

    from analyzer.topics.tagger import ThemeTagger

    try:
        foreign = sorted(set(skops.io.get_untrusted_types(file=path)) - set(TRUSTED))
        if foreign:
            raise ResourceError(f"{path} holds types that a theme tagger does not have ({', '.join(foreign)}): it was not loaded")
        tagger = skops.io.load(path, trusted=list(TRUSTED))
    except ResourceError:
        raise
    except Exception as error:  # what a damaged archive raises depends on where the damage is
        raise ResourceError(f"{path} is no readable theme tagger ({type(error).__name__}: {error}): make it again with `analyzer train themes`") from error
    if not isinstance(tagger, ThemeTagger) or not hasattr(tagger, "model_"):
        raise ResourceError(f"{path} holds a {type(tagger).__name__}, not a fitted ThemeTagger")
    return tagger
