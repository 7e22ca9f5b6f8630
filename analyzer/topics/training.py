"""Trains a theme tagger from a file of labelled texts and writes it as a model folder."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analyzer.errors import InputError, OutputError
from analyzer.resources import lexicons_dir
from analyzer.topics.lexicon import ThemeLexicon, period_phrases

if TYPE_CHECKING:
    from analyzer.topics.tagger import ThemeTagger

SEPARATORS = re.compile(r"[|；;]")
WEAK_WEIGHT = 0.5
_SHORTEST = 100
"""Characters below which a text without a label is not worth a weak one."""


class Labelled(NamedTuple):
    """A text, its title and its themes; none where it has no label."""

    title: str
    text: str
    themes: tuple[str, ...]


class TrainingReport(NamedTuple):
    """What :func:`train_file` did."""

    files: tuple[Path, ...]
    documents: int
    """Labelled documents learned from."""
    weak: int
    """Documents with a label guessed from their title."""
    skipped: int
    """Rows without text or without label."""
    themes: dict[str, int]
    """Labelled documents by theme, most first."""


def read_labelled(path: Path, *, text: str = "text", label: str = "label", title: str = "title") -> Iterator[Labelled]:
    """Rows of a CSV or JSONL file (also ``.gz``) with a text, a label and perhaps a title.

    Several labels of one text are separated by ``|`` or ``；`` (in JSONL also a list).

    Args:
        path: the file, UTF-8 with or without BOM.
        text, label, title: the names of the columns or keys.

    Raises:
        InputError: the file is missing or unreadable, or the column of the text is not there.
    """
    name = path.name.removesuffix(".gz")
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        lines = raw.decode("utf-8-sig").splitlines(keepends=True)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error
    if name.endswith(".jsonl"):
        rows = _json_rows(path, lines)
    elif name.endswith(".csv"):
        rows = enumerate(csv.DictReader(lines), 2)
    else:
        raise InputError(f"{path}: labelled texts must be in a .csv or .jsonl file (also .gz)")
    for number, row in rows:
        if text not in row or label not in row:
            raise InputError(f"{path}:{number}: the names are {', '.join(map(str, row))}; {text!r} and {label!r} must be among them")
        value = row[label] or ()
        themes = SEPARATORS.split(value) if isinstance(value, str) else map(str, value)
        yield Labelled(str(row.get(title) or ""), str(row[text] or ""), tuple(dict.fromkeys(t.strip() for t in themes if t.strip())))


def _json_rows(path: Path, lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}:{number}: not valid JSON: {error}") from error
            if not isinstance(row, dict):
                raise InputError(f"{path}:{number}: a line must be an object with the keys text and label")
            yield number, row


def weak_theme(title: str, text: str, lexicon: ThemeLexicon, period: Iterable[str]) -> str:
    """The theme that a document's title speaks for by the lexicon alone, "" where that is not clear.

    Without a title the first line of the text stands for it. The issuer counts too, since titles begin with it.
    """
    head = title or re.split(r"[\n。]", text.strip(), maxsplit=1)[0][:80]
    for phrase in period:
        head = head.replace(phrase, "，")
    return lexicon.guess(head)


def some_of_each(documents: Iterable[Labelled], most: int) -> list[Labelled]:
    """The first documents, at most so many of each theme that their titles speak for; those without one are left out."""
    lexicon = ThemeLexicon.from_lexicons(lexicons_dir())
    period = _period()
    many: Counter[str] = Counter()
    kept = []
    for document in documents:
        if len(document.text) >= _SHORTEST and (theme := weak_theme(document.title, document.text, lexicon, period)) and many[theme] < most:
            many[theme] += 1
            kept.append(document)
    return kept


def _period() -> list[str]:
    return sorted(period_phrases(lexicons_dir()), key=len, reverse=True)


def train(documents: Iterable[Labelled], *, weak: Iterable[Labelled] = (), **parameters: Any) -> tuple[ThemeTagger, int]:
    """A fitted tagger, and how many documents of ``weak`` could be given a label from their title.

    Weak labels are kept where they name a theme that the labelled documents or the lexicon know, at half weight.
    """
    from analyzer.topics.tagger import ThemeTagger

    known = [d for d in documents if d.themes]
    lexicon = parameters.get("lexicon") or ThemeLexicon.from_lexicons(lexicons_dir())
    period = _period()
    seen = {(d.title, d.text) for d in known}
    guessed = [
        Labelled(d.title, d.text, (theme,))
        for d in weak
        if len(d.text) >= _SHORTEST and (d.title, d.text) not in seen and (theme := weak_theme(d.title, d.text, lexicon, period))
    ]
    every = known + guessed
    weights = [1.0] * len(known) + [WEAK_WEIGHT] * len(guessed)
    tagger = ThemeTagger(**parameters).fit([(d.title, d.text) for d in every], [d.themes for d in every], weights)
    return tagger, len(guessed)


def train_file(
    path: Path, out: Path, *, weak: Path | None = None, text: str = "text", label: str = "label", title: str = "title", overwrite: bool = False
) -> TrainingReport:
    """Train a theme tagger on a file of labelled texts and write ``themes.skops`` and ``themes.npz`` to a folder.

    Args:
        path: CSV or JSONL with a text and a label a row; several labels separated by ``|`` or ``；``.
        out: the folder to make.
        weak: a file of the same form whose texts get labels of 主题分类 from their titles, at half weight.
        text, label, title: the names of the columns or keys.
        overwrite: replace a model that is in the folder.

    Raises:
        InputError: the file cannot be read, or holds fewer than two labels.
        OutputError: the folder holds a model already, or cannot be written.
    """
    from analyzer.topics.storage import save_tagger

    files = (out / "themes.skops", out / "themes.npz")
    if not overwrite and (there := [f for f in files if f.exists()]):
        raise OutputError(f"{there[0]} exists already: name another folder, or pass --overwrite to replace it")
    rows = list(read_labelled(path, text=text, label=label, title=title))
    known = [row for row in rows if row.text.strip() and row.themes]
    others = read_labelled(weak, text=text, label=label, title=title) if weak else ()
    tagger, guessed = train(known, weak=others)
    try:
        out.mkdir(parents=True, exist_ok=True)
        save_tagger(tagger, files[0])
        tagger.model_.save(files[1])
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error}") from error
    themes = Counter(theme for row in known for theme in row.themes)
    return TrainingReport(files, len(known), guessed, len(rows) - len(known), dict(themes.most_common()))
