"""All faults of a folder of lexicons at once, and what the lexicons make of a text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import LexiconError
from analyzer.resources import lexicons_dir

if TYPE_CHECKING:
    from analyzer.lexicon.explain import Explanation
    from analyzer.records import Article

_READERS = (
    "analyzer.grammar.cues:CueRules.from_lexicons",
    "analyzer.grammar.openings:OpeningRules.from_lexicons",
    "analyzer.grammar.role_limits:RoleLimits.from_lexicons",
    "analyzer.grammar.frames:FrameRules.from_lexicons",
    "analyzer.grammar.speakers:SpeakerWords.from_lexicons",
    "analyzer.grammar.party_words:PartyWords.from_lexicons",
    "analyzer.grammar.parties:PartyRules.from_lexicons",
    "analyzer.grammar.content_rules:ContentRules.from_lexicons",
    "analyzer.grammar.instruments:InstrumentRules.from_lexicons",
    "analyzer.grammar.units:UnitRules.from_lexicons",
    "analyzer.grammar.numbers:NumberRules.from_lexicons",
    "analyzer.grammar.targets:TargetRules.from_lexicons",
    "analyzer.grammar.timing:TimingRules.from_lexicons",
    "analyzer.topics.lexicon:ThemeLexicon.from_lexicons",
    "analyzer.topics.lexicon:period_phrases",
    "analyzer.topics.sector_themes:read_sector_themes",
    "analyzer.topics.keyterms:stop_phrases",
)
"""What reads the words of grammar and themes."""
_WHOLE = ("entity_words.yaml", "sector_words.yaml")
"""Files that no folder of a user's own rows may hold, and every folder of all lexicons does."""


def check_lexicons(folder: str | Path) -> list[LexiconError]:
    """All that is wrong with the lexicons in a folder: by file and line, empty where nothing is.

    A folder that holds all lexicons, such as ``data/lexicons``, is read as the analyzer reads its own; any other one as a
    user's own rows, which come before those that ship. Besides wrong cells, ids, codes, dates and parents (also rows that are
    their own ancestors) these are told: names that stand twice, names that can never apply and what takes their place, rows
    without effect, examples that fail and counter-examples that match, and dangerous rows without both. Of the words of grammar
    and themes one fault a row is told; of their examples those of cues, limits and timing are run here, all in the test suite.

    >>> check_lexicons(lexicons_dir())
    []
    """
    from analyzer.lexicon.checking import check_entities, check_own

    path = Path(folder)
    if not all((path / name).is_file() for name in _WHOLE):
        return check_own(path)
    known = {file.name for file in lexicons_dir().iterdir()}
    unknown = sorted(file for file in path.iterdir() if file.name not in known and not file.name.startswith("."))
    strange = (LexiconError(file, 0, "is none of the lexicons that are read") for file in unknown)
    return [*strange, *_without_source(path, known), *check_entities(path), *_grammar_faults(path)]


def _without_source(folder: Path, names: Collection[str]) -> Iterator[LexiconError]:
    """Files that tell the source of their rows neither in a column or key nor in the comments at their head."""
    for path in sorted(folder / name for name in names if not name.startswith(".")):
        try:
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
        except (OSError, UnicodeDecodeError):
            continue  # told by what reads the rows
        lines = text.splitlines()
        head = " ".join(line for line in lines[:40] if line.startswith("#"))
        columns = next((line.split(",") for line in lines if not line.startswith("#")), [])
        entries = text.count("\n- ")
        by_row = "source" in columns or (path.suffix == ".yaml" and 0 < entries <= text.count(" source: "))
        if text and "Source" not in head and not by_row:
            yield LexiconError(path, 0, "tells no source: give each row one, or write `# Source: …` at its head")


def _grammar_faults(folder: Path) -> Iterator[LexiconError]:
    from analyzer.lexicon.tables import all_faults

    told: set[tuple[Path, int]] = set()
    for reader in _READERS:
        module, _, name = reader.partition(":")
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        read: Callable[[Path], Any] = found
        faults = all_faults(partial(read, folder))
        yield from (error for error in faults if (error.path, error.line) not in told)
        told.update((error.path, error.line) for error in faults)


def explain_text(text: str | Article, *, lexicons: str | Path | None = None, meta: Mapping[str, str] | None = None) -> list[Explanation]:
    """Which row made each mention in a text, and which other names stand there and why they lost.

    The text is cleaned first and read with all that its head and its page furniture tell, as a run does, so that both find the
    same mentions.

    Args:
        text: the text as it was found, or an :class:`analyzer.Article` with what else is known of it.
        lexicons: a folder with rows of your own, as in :func:`analyzer.analyze`.
        meta: what else is known: ``date``, ``issuer``, ``title``, ``source``, ``url``; empty values say nothing.

    Returns:
        Explanations in order. ``start`` and ``end`` are offsets into the text as given, ``words`` are cleaned.

    Raises:
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> [(e.words, e.label, [lost.why for lost in e.lost]) for e in explain_text("在南京东路")]
    [('南京', '', ['blocked: 「南京东路」 is a word of blockers.csv:...'])]
    >>> [(e.start, e.words, e.id) for e in explain_text("行政長官赴北部都會區視察") if e.label]
    [(5, '北部都会区', 'group:beibuduhuiqu')]
    """
    from analyzer.analysis import pipeline_input
    from analyzer.cleaning import clean_text
    from analyzer.lexicon.explain import explain
    from analyzer.lexicon.origins import Origins
    from analyzer.pipeline import own_lexicons, shipped_rules, whole
    from analyzer.records import Article

    article = text if isinstance(text, Article) else Article(text)
    told = {key: value for key, value in (meta or {}).items() if value}
    clean = clean_text(article.text, date=told.get("date") or article.date or "")
    words, known, blocks = pipeline_input(article, clean)
    own = own_lexicons(lexicons)
    rules, folders = (shipped_rules(), (lexicons_dir(),)) if own is None else (own.rules, (own.folder, lexicons_dir()))
    found = explain(whole(words), rules, Origins.read(*folders), meta={key: whole(value) for key, value in {**known, **told}.items()}, blocks=blocks)
    raw = clean.offsets.raw_spans()
    return [
        e._replace(start=start, end=end, lost=tuple(lost._replace(start=s, end=t) for lost in e.lost for s, t in (raw(lost.start, lost.end),)))
        for e in found
        for start, end in (raw(e.start, e.end),)
    ]
