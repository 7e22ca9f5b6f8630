"""Labelled clauses with their numbered features, for training: gold files, and annotations that name stretches of a corpus."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from analyzer.cleaning import clean_text
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import CueRules
from analyzer.grammar.features import SPACE, Features, extract
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.roles import live_clauses
from analyzer.grammar.scope import scope
from analyzer.lexicon.entities import EntityRules, find_entities
from analyzer.resources import lexicons_dir

ROLE_CODES = "DCGFS"
MODALITY_CODES = "OPEMW"
MACHINE = 0.8
"""Weight of a clause that a model labelled and was sure of, beside one that somebody read."""
WRITTEN = "written.jsonl", 3.0
"""Weight of a clause of the texts written for the project: they stand for kinds of text that the corpora hold next to nothing of."""


class Data(NamedTuple):
    """Clauses of all documents: features, states, labels, weights, which document each belongs to; what each says with the
    mark behind it, and its place among the clauses of the annotated stretch (-1 where it is cut otherwise)."""

    grams: sp.csr_matrix
    states: np.ndarray
    roles: np.ndarray
    modalities: np.ndarray
    weights: np.ndarray
    documents: np.ndarray
    names: list[dict[str, Any]]
    texts: list[str]
    places: np.ndarray


def read(paths: Sequence[Path], corpus: Path | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Documents of gold files; those without text get theirs, and their clauses, from the corpus. What a model says of a clause that
    somebody read weighs nothing."""
    rows = [(path, json.loads(line)) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: "confidences" in row[1])
    known: set[tuple[str, int, int]] = set()
    wanted = {row["source"] for _, row in rows if "source" in row}
    texts: dict[str, str] = {}
    if wanted and corpus is None:
        raise SystemExit("annotations without text need --corpus: the folder with news.jsonl.gz and documents.jsonl.gz")
    for name in ("news.jsonl.gz", "documents.jsonl.gz") if wanted else ():
        with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
            texts.update((r["id"], r["text"]) for r in map(json.loads, lines) if r["id"] in wanted)
    for path, row in rows:
        if "source" in row:
            row["text"] = texts[row["source"]][row["start"] : row["end"]]
            row["id"] = f"{row['source']}@{row['start']}"
            found = split_clauses(row["text"])
            row["clauses"] = [
                {"start": c.start, "end": c.end, "role": role, "modality": modality.strip("."), "weight": weight}
                for c, role, modality, weight in zip(found, row["roles"], row["modalities"], weights_of(row), strict=True)
            ]
            places = [(row["source"], row["start"] + c.start, row["start"] + c.end) for c in found]
            if "confidences" in row:
                for place, clause in zip(places, row["clauses"], strict=True):
                    clause["weight"] *= place not in known
            else:
                known.update(places)
        yield path, row


def weights_of(row: dict[str, Any]) -> list[float]:
    """How much each clause of an annotated row counts."""
    if "confidences" in row:
        return [MACHINE * int(digit) / 9 for digit in row["confidences"]]
    return [1.0] * len(row["roles"])


def load(paths: Sequence[Path], corpus: Path | None = None) -> Data:
    """Read gold files and number the features of their clauses."""
    cues = CueRules.from_lexicons(lexicons_dir())
    opening = OpeningRules.from_lexicons(lexicons_dir())
    entity_rules = EntityRules.from_lexicons(lexicons_dir())
    ids, bounds, states, roles, modalities, weights, owner, names = [], [0], [], [], [], [], [], []
    texts: list[str] = []
    places: list[int] = []
    for path, row in read(paths, corpus):
        text, clauses = row["text"], row["clauses"]
        clean = clean_text(text)
        found = live_clauses(split_clauses(clean.text, [(b.kind, b.start, b.end) for b in clean.blocks]))
        label = {(c["start"], c["end"]): c | {"place": i} for i, c in enumerate(clauses)}
        hits = cues.scan(clean.text, found)
        blocks = [(b.kind, b.start, b.end) for b in clean.blocks]
        entities = find_entities(clean.text, entity_rules, meta={"date": row.get("date") or ""}, blocks=blocks)
        features = extract(clean.text, found, hits, scope(found, hits), entities, opening)
        numbers, cuts = features.spread()
        ids.append(numbers.astype(np.int32))
        bounds += (cuts[1:] + bounds[-1]).tolist()
        states.append(features.states)
        missing = 0
        for clause in found:
            gold = label.get(clean.to_raw(clause.start, clause.end))
            missing += gold is None
            roles.append(ROLE_CODES.index(gold["role"]) if gold else -1)
            modalities.append(MODALITY_CODES.index(gold["modality"]) if gold and gold["role"] == "D" and gold["modality"] else -1)
            weights.append(gold.get("weight", WRITTEN[1] if path.name == WRITTEN[0] else 1.0) if gold else 0.0)
            owner.append(len(names))
            texts.append(clean.text[clause.start : clause.end + 1] if clause.end < len(clean.text) else clean.text[clause.start :] + "\n")
            places.append(gold["place"] if gold else -1)
        if missing:
            print(f"{row['id']}: {missing} of {len(found)} clauses have no label", file=sys.stderr)
        names.append({"id": row["id"], "genre": row["genre"], "file": path.name})
    grams = sp.csr_matrix((np.ones(bounds[-1], dtype=np.float32), np.concatenate(ids), bounds), shape=(len(roles), SPACE))
    # Repeated features count as often as they stand there, as at run time.
    return Data(
        grams, np.concatenate(states), np.array(roles), np.array(modalities), np.array(weights, dtype=np.float32), np.array(owner), names,
        texts, np.array(places),
    )  # fmt: skip


def by_text(data: Data, rows: np.ndarray) -> Iterator[Features]:
    """The features of each text; ``rows`` holds whole documents."""
    for document in dict.fromkeys(data.documents[rows].tolist()):
        here = np.flatnonzero(data.documents == document)
        first, last = data.grams.indptr[here[0]], data.grams.indptr[here[-1] + 1]
        bounds = data.grams.indptr[here[0] : here[-1] + 2] - first
        yield Features.listed(data.grams.indices[first:last], bounds, data.states[here])
