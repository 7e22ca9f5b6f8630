"""Loads the built pipeline and runs it for :func:`analyzer.analyze`."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from analyzer.errors import InputError, ResourceError
from analyzer.resources import models_dir, verified

if TYPE_CHECKING:
    from spacy.language import Language

    from analyzer.pipeline.components import Component
    from analyzer.pipeline.tokenizer import SegmenterName

NAME = "zh_policy"
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_LENGTH = 100_000_000


def load(*, segmenter: SegmenterName = "pkuseg") -> Language:
    """The spaCy pipeline: tokens, clauses, entities, roles, targets and directives of clean text.

    The same object for every call with the same segmenter. It never cleans: give it ``clean_text(raw).text``. What is
    known of the article may be put in ``doc.user_data["policy"] = {"meta": {...}, "blocks": [...]}`` beforehand.

    Args:
        segmenter: ``pkuseg`` for words (60,000 characters/s, its weights read at the first text) or ``char`` for one
            token a character (40 times as fast). Clauses, entities, targets and directives are the same with both.

    Raises:
        InputError: another segmenter.
        ResourceError: the pipeline has not been built.

    >>> doc = load(segmenter="char")("各地区要加强监管。")
    >>> [doc.text[c.start:c.end] for c in doc._.clauses]
    ['各地区要加强监管']
    """
    from analyzer.pipeline.tokenizer import SegmenterName

    if segmenter not in get_args(SegmenterName):
        raise InputError(f"segmenter {segmenter!r} is not known; choose one of {', '.join(get_args(SegmenterName))}")
    return _loaded(segmenter)


@cache
def _loaded(segmenter: SegmenterName) -> Language:
    import spacy

    folder = models_dir() / NAME
    if not (folder / "config.cfg").is_file():
        raise ResourceError(f"{folder} holds no built pipeline: run `analyzer build`")
    verified(folder, "run `analyzer build`, or reinstall policy-directive-analyzer")
    nlp = spacy.load(folder, config={"nlp.tokenizer.segmenter": segmenter})
    nlp.max_length = _MAX_LENGTH  # spaCy's limit guards the memory that neural components take; there are none here
    return nlp


def run_rows(text: str, meta: Mapping[str, str], blocks: Sequence[tuple[str, int, int]]) -> Mapping[str, Any]:
    """All rows that the pipeline's components find in a clean text, by name: what ``doc.user_data["policy"]`` would hold.

    The components match in their order without a Doc around the text. A Doc costs a fifth of the analysis, would only
    show what the rows say, and would have to be cut in pieces above spaCy's limit of a million characters, with chains,
    headings and repeats broken at every cut.

    Args:
        meta: date (ISO), title, issuer, source, genre, as far as known.
        blocks: page furniture as (kind, start, end).

    >>> rows = run_rows("各地区要加强监管。", {}, [])
    >>> [role.modality for role in rows["roles"]]
    ['obligation']
    """
    return run_rows_of([(text, meta, blocks)])[0]


def run_rows_of(inputs: Sequence[tuple[str, Mapping[str, str], Sequence[tuple[str, int, int]]]]) -> list[Mapping[str, Any]]:
    """The rows of several texts, the same as :func:`run_rows` gives for each; roles are found for all together."""
    from analyzer.pipeline.components import RoleComponent

    texts = [_whole(text) for text, _, _ in inputs]
    known: list[dict[str, Any]] = [
        {"meta": {name: _whole(value) for name, value in meta.items()}, "blocks": list(blocks)} for _, meta, blocks in inputs
    ]
    for component in _components():
        if isinstance(component, RoleComponent):
            for rows, own in zip(component.match_all(texts, known), known, strict=True):
                own[component.kind] = rows
        else:
            for text, own in zip(texts, known, strict=True):
                own[component.kind] = component.match(text, own)
    return list(known)


def settle() -> None:
    """Load the pipeline for a long run and take what is in memory now out of the garbage collector's sight.

    Lexicons and weights are hundreds of thousands of objects that live to the end of the program; walking them again and
    again costs a tenth of a run (benchmarks/throughput.py). For programs, not for libraries: it concerns all objects of
    the process.
    """
    _components()
    gc.collect()
    gc.freeze()


def organ_name(text: str) -> str:
    """The canonical name of the organ that a text is the name of; "" where it is none.

    >>> organ_name("工信部"), organ_name("某公司")
    ('工业和信息化部', '')
    """
    entities = next(component for component in _components() if component.kind == "entities")
    text = _whole(text)
    rows = entities.match(text, {})
    return next((row.name for row in rows if row.label == "MINISTRY" and (row.start, row.end) == (0, len(text))), "")


@cache
def _components() -> tuple[Component, ...]:
    """Our components in their order, whatever a caller of ``load`` does to the pipeline later."""
    from analyzer.pipeline.components import Component

    return tuple(component for _, component in _loaded("char").components if isinstance(component, Component))


def _whole(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which neither UTF-8 nor the scanners can hold; the length stays."""
    return _SURROGATES.sub("\ufffd", text)


def group_members(id: str) -> tuple[str, ...]:
    """The adcodes of a region group's members; empty for an id that is no group.

    >>> group_members("group:jingjinji")
    ('110000', '120000', '130000')
    """
    return _groups().get(id, ())


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    entities = next(component for component in _components() if component.kind == "entities")
    return {group.id: group.members for group in entities.rules.groups}
