"""Turns clauses into numbered features for the role model: character n-grams by numpy, the grammar's states by hand.

Features are numbered by hashing, so that no vocabulary of strings has to be stored; the model keeps the numbers it
uses. ``describe`` maps a number back to readable names for explanations.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.grammar.cues import MODALITIES, CueHit
from analyzer.records import ClauseRow

BITS = 20
SPACE = 1 << BITS
IntArray = npt.NDArray[np.int64]

# Odd 64-bit constants; a product's upper bits mix all characters of the n-gram.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_SALTS = {"1": 1, "2": 2, "3": 3, "P1": 11, "P2": 12, "P3": 13, "S1": 21, "S2": 22, "S3": 23}
_NUMBERING = re.compile(r"(?:第[一二三四五六七八九十百零\d]+[条章节款项]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|[①-⑳])[\s\u3000]*")
_NUMBER_KINDS = "条章节、）)．.是"


class Features(NamedTuple):
    """Feature numbers of all clauses of a text, concatenated; ``bounds[i]:bounds[i + 1]`` are clause i's."""

    ids: IntArray
    bounds: IntArray
    states: npt.NDArray[np.float32]
    """(clauses, n) array of the grammar's states: see ``STATES``."""


_CUE_BITS = (
    "obligation", "prohibition", "encouragement", "permission", "commitment", "frame_direct", "frame_state",
    "frame_formula", "salutation", "context", "condition", "units", "purpose", "goal", "goal_state", "past",
    "achievement", "copula", "law_formula", "forecast", "future", "report", "ordinal",
)  # fmt: skip
STATES = (
    *(f"cue.{k}" for k in _CUE_BITS),
    *(f"inherited.{k}" for k in MODALITIES),
    "frame.direct_above", "frame.state_above", "past_in_sentence", "future_in_paragraph", "numbered",
    "first_in_sentence", "first_in_paragraph", "last_in_sentence", "alone_in_paragraph", "in_block", "under_heading",
    "is_heading", "brackets", "length", "document.past", "document.modal", "document.report", "document.law",
    "document.numbered", "document.order", "position",
)  # fmt: skip


_named: dict[str, int] = {}


def feature_id(name: str) -> int:
    """The number of a named (not n-gram) feature."""
    number = _named.get(name)
    if number is None:
        number = _named[name] = (zlib.crc32(name.encode()) * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - BITS)
    return number


def extract(text: str, clauses: Sequence[ClauseRow], cues: Sequence[Sequence[CueHit]], meta: Mapping[str, str]) -> Features:
    """Number the features of every clause of a text.

    Args:
        text: clean text.
        clauses: its clauses; cues: for each of them the cues in it.
        meta: what is known of the article (unused keys are ignored).
    """
    if not clauses:
        empty = np.zeros(0, dtype=np.int64)
        return Features(empty, np.zeros(1, dtype=np.int64), np.zeros((0, len(STATES)), dtype=np.float32))
    bare = [_bare_start(text, c) for c in clauses]
    gram_ids, gram_owner = _ngrams(text, clauses, [b[0] for b in bare])
    named, states = _states(text, clauses, cues, [b[1] for b in bare], meta)
    owner = np.concatenate([gram_owner, np.repeat(np.arange(len(clauses)), [len(n) for n in named])])
    ids = np.concatenate([gram_ids, np.fromiter((i for n in named for i in n), dtype=np.int64)])
    order = np.argsort(owner, kind="stable")
    bounds = np.zeros(len(clauses) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=len(clauses)), out=bounds[1:])
    return Features(ids[order], bounds, states)


def _bare_start(text: str, clause: ClauseRow) -> tuple[int, str]:
    """Where the words begin after numbering, and the kind of numbering."""
    match = _NUMBERING.match(text, clause.start, clause.end)
    if match is None or match.end() >= clause.end:
        return clause.start, ""
    marks = [ch for ch in match.group().strip() if ch in _NUMBER_KINDS]
    return match.end(), marks[-1] if marks else "①"


def _hash(columns: Sequence[npt.NDArray[np.uint64]], salt: int) -> IntArray:
    mixed = np.full(len(columns[0]), salt * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF, dtype=np.uint64)
    for column, factor in zip(columns, _MIX, strict=False):
        mixed = (mixed ^ column) * factor
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _ngrams(text: str, clauses: Sequence[ClauseRow], starts: Sequence[int]) -> tuple[IntArray, IntArray]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    digit = ((codes >= 48) & (codes <= 57)) | ((codes >= 0xFF10) & (codes <= 0xFF19))
    codes = np.where(digit, np.uint64(48), codes)
    begin = np.array(starts, dtype=np.int64)
    end = np.array([c.end for c in clauses], dtype=np.int64)
    length = end - begin
    owner = np.repeat(np.arange(len(clauses)), length)
    first = np.cumsum(length) - length
    at = np.arange(len(owner)) - np.repeat(first, length) + np.repeat(begin, length)
    room = np.repeat(end, length) - at
    padded = np.concatenate([codes, np.zeros(3, dtype=np.uint64)])
    parts, owners = [], []
    for n in (1, 2, 3):
        fits = room >= n
        where = at[fits]
        parts.append(_hash([padded[where + k] for k in range(n)], _SALTS[str(n)]))
        owners.append(owner[fits])
        long = length >= n
        index = np.flatnonzero(long)
        parts.append(_hash([padded[begin[long] + k] for k in range(n)], _SALTS[f"P{n}"]))
        owners.append(index)
        parts.append(_hash([padded[end[long] - n + k] for k in range(n)], _SALTS[f"S{n}"]))
        owners.append(index)
    return np.concatenate(parts), np.concatenate(owners)


def _states(
    text: str, clauses: Sequence[ClauseRow], cues: Sequence[Sequence[CueHit]], numbering: Sequence[str], meta: Mapping[str, str]
) -> tuple[list[list[int]], npt.NDArray[np.float32]]:
    count = len(clauses)
    column = {name: i for i, name in enumerate(STATES)}
    states = np.zeros((count, len(STATES)), dtype=np.float32)
    kinds = [{hit.kind for hit in found} for found in cues]
    document = _document_states(text, clauses, kinds, numbering, meta)
    heading_of = {c.heading for c in clauses}
    named: list[list[int]] = []
    frame = modal = past = ""
    future = False
    frame_age = 99
    for i, clause in enumerate(clauses):
        before = clauses[i - 1] if i else None
        after = clauses[i + 1] if i + 1 < count else None
        new_paragraph = before is None or before.paragraph != clause.paragraph
        new_sentence = before is None or before.sentence != clause.sentence
        if new_paragraph:
            future = False
            frame, frame_age = "", 99
        if new_sentence:
            modal = past = ""
        own = kinds[i]
        frame_age += 1
        inherited, frame_above = modal, frame
        mark = text[clause.end] if clause.end < len(text) else "\n"
        back = text[clause.start - 1] if clause.start else "\n"
        row = states[i]
        for kind in own:
            row[column[f"cue.{kind}"]] = 1
        if inherited:
            row[column[f"inherited.{inherited}"]] = 1
        row[column["frame.direct_above"]] = frame_above == "direct"
        row[column["frame.state_above"]] = frame_above == "state"
        row[column["past_in_sentence"]] = bool(past)
        row[column["future_in_paragraph"]] = future
        row[column["numbered"]] = bool(numbering[i])
        row[column["first_in_sentence"]] = new_sentence
        row[column["first_in_paragraph"]] = new_paragraph
        row[column["last_in_sentence"]] = after is None or after.sentence != clause.sentence
        alone = new_paragraph and (after is None or after.paragraph != clause.paragraph)
        row[column["alone_in_paragraph"]] = alone
        row[column["in_block"]] = bool(clause.block)
        row[column["under_heading"]] = clause.heading >= 0
        row[column["is_heading"]] = i in heading_of
        row[column["brackets"]] = text[clause.start] in "（(《“"
        row[column["length"]] = min(clause.end - clause.start, 40) / 40
        row[column["position"]] = i / count
        for name, value in document.items():
            row[column[name]] = value
        cell = [
            f"mark={mark}", f"back={back}", f"marks={back}{mark}", f"number={numbering[i]}", f"inherited={inherited}",
            f"frame={frame_above}", f"frame={frame_above}:{min(frame_age, 4)}", f"past={bool(past)}:{inherited}",
            f"first={new_sentence}:{new_paragraph}:{alone}", f"length={(clause.end - clause.start) // 4}",
            f"block={clause.block}", f"heading={clause.heading >= 0}:{i in heading_of}", f"doc={document['document.order']}:{bool(past)}",
            f"doc={document['document.law']}{document['document.report']}{document['document.order']}",
            f"docpast={round(document['document.past'] * 8)}", f"docmodal={round(document['document.modal'] * 8)}",
            f"where={i * 5 // count}:{document['document.order']}",
        ]  # fmt: skip
        cell += [f"cue={kind}" for kind in own]
        cell += [f"cue@{inherited}={kind}" for kind in own]
        cell += [f"cueid={hit.id}" for hit in cues[i][:4]]
        if cues[i]:
            cell.append(f"firstcue={cues[i][0].kind}:{cues[i][0].start - clause.start < 2}")
        else:
            cell.append(f"nocue:{inherited}:{frame_above}:{document['document.order']}")
        named.append([feature_id(name) for name in cell])
        # The state that the next clause finds.
        modals = [hit.kind for hit in cues[i] if hit.kind in MODALITIES]
        if modals:
            modal = modals[0]
        if "past" in own or "achievement" in own:
            past = "past"
        if "future" in own:
            future = True
        if own & {"frame_direct", "frame_formula"}:
            frame, frame_age, modal, past = "direct", 0, "", ""
        elif "frame_state" in own:
            frame, frame_age, modal, past = "state", 0, "", ""
    return named, states


def _document_states(
    text: str, clauses: Sequence[ClauseRow], kinds: Sequence[set[str]], numbering: Sequence[str], meta: Mapping[str, Any]
) -> dict[str, float]:
    count = len(clauses)
    total = {name: sum(name in k for k in kinds) for name in ("past", "report", "law_formula", "frame_formula", "salutation")}
    modals = sum(bool(k.intersection(MODALITIES)) for k in kinds)
    articles = sum(n == "条" for n in numbering)
    return {
        "document.past": min(1.0, total["past"] / count * 2),
        "document.modal": min(1.0, modals / count * 2),
        "document.report": float(total["report"] > 1),
        "document.law": float(articles > 1 or total["law_formula"] > 0),
        "document.numbered": min(1.0, sum(bool(n) for n in numbering) / count * 4),
        "document.order": float(total["frame_formula"] + total["salutation"] > 0),
    }
