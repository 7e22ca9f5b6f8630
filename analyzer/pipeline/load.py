"""Loads the built pipeline and runs it for :func:`analyzer.analyze`."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from analyzer.deadline import check
from analyzer.errors import InputError, ResourceError
from analyzer.pipeline.user_lexicons import KEPT, UserLexicons, user_lexicons
from analyzer.resources import models_dir, verified

if TYPE_CHECKING:
    from spacy.language import Language

    from analyzer.lexicon.entity_rules import EntityRules
    from analyzer.pipeline.matchers import Matcher
    from analyzer.pipeline.tokenizer import SegmenterName

Lexicons = str | Path | UserLexicons | None
"""A folder of a user's own lexicons, or what :func:`own_lexicons` made of it."""
NAME = "zh_policy"
_BESIDE = re.compile("(?:中国)?(?:第?[一二三四五六七八九十]{1,3}届)?[、和 ]*")
"""What may stand in an issuer's name beside the names of organs."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_LENGTH = 100_000_000


def load(*, segmenter: SegmenterName = "pkuseg", lexicons: str | Path | None = None) -> Language:
    """The spaCy pipeline: tokens, clauses, entities, roles, targets and directives of clean text.

    The same object for every call with the same segmenter and lexicons. It never cleans: give it ``clean_text(raw).text``. What is
    known of the article may be put in ``doc.user_data["policy"] = {"meta": {...}, "blocks": [...]}`` beforehand.

    Args:
        segmenter: ``pkuseg`` for words (60,000 characters/s, its weights read at the first text) or ``char`` for one
            token a character (40 times as fast). Clauses, entities, targets and directives are the same with both.
        lexicons: a folder with rows of your own, which come before those that ship: docs/entities.md.

    Raises:
        InputError: another segmenter.
        LexiconError: a row of yours is wrong; the message names file and line.
        ResourceError: the pipeline has not been built.

    >>> doc = load(segmenter="char")("各地区要加强监管。")
    >>> [doc.text[c.start:c.end] for c in doc._.clauses]
    ['各地区要加强监管']
    """
    from analyzer.pipeline.tokenizer import SegmenterName

    if segmenter not in get_args(SegmenterName):
        raise InputError(f"segmenter {segmenter!r} is not known; choose one of {', '.join(get_args(SegmenterName))}")
    own = own_lexicons(lexicons)
    return _loaded(segmenter) if own is None else _loaded_with(segmenter, own)


@cache
def _loaded(segmenter: SegmenterName) -> Language:
    return _load(segmenter)


@lru_cache(maxsize=KEPT)
def _loaded_with(segmenter: SegmenterName, own: UserLexicons) -> Language:
    from analyzer.pipeline.components import EntityComponent

    nlp = _load(segmenter)
    rules: Any = own.rules
    for _, component in nlp.components:
        if isinstance(component, EntityComponent):
            component.use(rules)
    return nlp


def _load(segmenter: SegmenterName) -> Language:
    import spacy

    nlp = spacy.load(_built(), config={"nlp.tokenizer.segmenter": segmenter})
    nlp.max_length = _MAX_LENGTH  # spaCy's limit guards the memory that neural components take; there are none here
    return nlp


def _built() -> Path:
    """The folder of the built pipeline, once its files have been found to be those that were built."""
    folder = models_dir() / NAME
    if not (folder / "config.cfg").is_file():
        raise ResourceError(f"{folder} holds no built pipeline: run `analyzer build`")
    return verified(folder, "run `analyzer build`, or reinstall policy-directive-analyzer")


def run_rows(
    text: str, meta: Mapping[str, str], blocks: Sequence[tuple[str, int, int]], lexicons: Lexicons = None
) -> Mapping[str, Any]:
    """All rows that the pipeline's components find in a clean text, by name: what ``doc.user_data["policy"]`` would hold.

    The components match in their order without a Doc around the text. A Doc costs a fifth of the analysis, would only
    show what the rows say, and would have to be cut in pieces above spaCy's limit of a million characters, with chains,
    headings and repeats broken at every cut.

    Args:
        meta: date (ISO), title, issuer, source, url, genre, as far as known.
        blocks: page furniture as (kind, start, end).
        lexicons: a user's own (:func:`own_lexicons`).

    >>> rows = run_rows("各地区要加强监管。", {}, [])
    >>> [role.modality for role in rows["roles"]]
    ['obligation']
    """
    return run_rows_of([(text, meta, blocks)], lexicons)[0]


def run_rows_of(
    inputs: Sequence[tuple[str, Mapping[str, str], Sequence[tuple[str, int, int]]]], lexicons: Lexicons = None
) -> list[Mapping[str, Any]]:
    """The rows of several texts, the same as :func:`run_rows` gives for each; models are asked once for all."""
    texts = [whole(text) for text, _, _ in inputs]
    known: list[dict[str, Any]] = [
        {"meta": {name: whole(value) for name, value in meta.items()}, "blocks": list(blocks)} for _, meta, blocks in inputs
    ]
    for component in _components(own_lexicons(lexicons)):
        check()
        for rows, own in zip(component.match_all(texts, known), known, strict=True):
            own[component.kind] = rows
    return list(known)


def rules_of(kind: str, lexicons: Lexicons = None) -> Any:
    """The rules that a component of the built pipeline matches with; kind: ``entities``, ``roles``, ``targets`` or ``directives``."""
    return next(component for component in _components(own_lexicons(lexicons)) if component.kind == kind).rules


def settle(lexicons: Lexicons = None) -> None:
    """Load the pipeline for a long run and take what is in memory now out of the garbage collector's sight.

    Lexicons and weights are hundreds of thousands of objects that live to the end of the program; walking them again and
    again costs a tenth of a run (benchmarks/throughput.py). For programs, not for libraries: it concerns all objects of
    the process.
    """
    _components(own_lexicons(lexicons))
    gc.collect()
    gc.freeze()


def organ_names(text: str, lexicons: Lexicons = None) -> tuple[str, ...]:
    """The canonical names of the organs that a text is the name of; empty where it is none's.

    Several may stand side by side; the number of a term (「十四届」) and the nation before them belong to their names.

    >>> organ_names("工信部"), organ_names("中央纪委国家监委"), organ_names("某公司")
    (('工业和信息化部',), ('中共中央纪律检查委员会', '国家监察委员会'), ())
    """
    entities = next(component for component in _components(own_lexicons(lexicons)) if component.kind == "entities")
    text = whole(text)
    rows = [row for row in entities.match(text, {}) if row.label == "MINISTRY"]
    rest = "".join(text[a:b] for a, b in zip([0, *(row.end for row in rows)], [*(row.start for row in rows), len(text)], strict=True))
    return tuple(row.name for row in rows) if rows and _BESIDE.fullmatch(rest) else ()


def own_lexicons(lexicons: Lexicons) -> UserLexicons | None:
    """A user's folder, read and checked; None for none. Give the result on, so that the folder is looked at once.

    Raises:
        LexiconError: a row is wrong, or the folder holds a file that is not read.
    """
    return user_lexicons(lexicons, shipped_rules)


def shipped_rules() -> EntityRules:
    """The rules for entities that ship, as the built pipeline holds them."""
    entities: Any = next(component for component in _components(None) if component.kind == "entities")
    rules: EntityRules = entities.rules
    return rules


def _components(own: UserLexicons | None) -> tuple[Matcher, ...]:
    """The stages of the built pipeline in their order, without spaCy: a run needs none, and starts half a second sooner."""
    return _shipped_components() if own is None else _components_of(own)


@cache
def _shipped_components() -> tuple[Matcher, ...]:
    from analyzer.pipeline.matchers import stages_of

    return stages_of(_built())


@lru_cache(maxsize=KEPT)
def _components_of(own: UserLexicons) -> tuple[Matcher, ...]:
    """The shipped stages with the user's rows in the one that finds entities."""
    from analyzer.pipeline.matchers import EntityMatcher

    rules: Any = own.rules
    return tuple(EntityMatcher(c.name).use(rules) if isinstance(c, EntityMatcher) else c for c in _shipped_components())


def whole(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which neither UTF-8 nor the scanners can hold; the length stays."""
    try:
        text.encode()  # a third of the time of a search
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def group_members(id: str, lexicons: Lexicons = None) -> tuple[str, ...]:
    """The adcodes of a region group's members; empty for an id that is no group.

    >>> group_members("group:jingjinji")
    ('110000', '120000', '130000')
    """
    return _groups(own_lexicons(lexicons)).get(id, ())


@lru_cache(maxsize=KEPT + 1)
def _groups(own: UserLexicons | None) -> Mapping[str, tuple[str, ...]]:
    rules = shipped_rules() if own is None else own.rules
    return {group.id: group.members for group in rules.groups}
