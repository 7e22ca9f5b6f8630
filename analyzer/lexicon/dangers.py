"""Lists rows of the entity lexicons that need an example and a counter-example and have none.

Dangerous are a sector that is an everyday word, too (use ``listed``), a name of one character, and a name or term that stands
inside a longer word of the segmenter's vocabulary in which it is not meant (「达州」 in 「佛罗里达州」, 「电影」 in 「电影节」).
Names that several things bear, and names that count only beside their parent, have their two sentences built from their row
(:mod:`analyzer.lexicon.checking`): nobody writes three thousand of the kind 「宁波市海曙」 and 「关于海曙的报道」.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import srsly

from analyzer.errors import LexiconError
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import GROUP, ORGAN, PLACE, EntityRules
from analyzer.lexicon.examples import NAME_COLUMNS
from analyzer.lexicon.origins import DIVISION, LETTER, Origins
from analyzer.lexicon.origins import GROUP as GROUP_ROW
from analyzer.lexicon.origins import ORGAN as ORGAN_ROW
from analyzer.lexicon.sector_words import TERM
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.tables import sound_rows
from analyzer.records import Label
from analyzer.resources import models_dir


def vocabulary() -> list[str]:
    """The words that the segmenter knows.

    >>> "佛罗里达州" in vocabulary()
    True
    """
    features = srsly.msgpack_loads((models_dir() / "segmenter" / "features.msgpack").read_bytes())
    return list(features["unigram"])


def lacking(folder: Path, rules: EntityRules, origins: Origins, words: Iterable[str]) -> Iterator[LexiconError]:
    """Dangerous rows without an example and a counter-example.

    Args:
        folder: all lexicons.
        rules: what they make.
        origins: the rows that are to be told.
        words: words that names may be part of by chance.
    """
    shown = {row.cells["name"] for row in sound_rows(folder / "name_examples.csv", NAME_COLUMNS)} | set(rules.guards)
    names, terms = _parts(rules, words)
    for name, rows in origins.names.items():
        for row in rows:
            needs = row.kind == LETTER or (name in names and row.kind in (DIVISION, GROUP_ROW, ORGAN_ROW))
            if needs and name not in shown:
                why = f"also stands in {names[name]!r}, where it is something else" if name in names else "has one character"
                yield LexiconError(row.path, row.line, f"{name!r} {why}: give it an example and a counter-example in name_examples.csv, or a guard")
                break
    for cells in sound_rows(folder / "sectors.csv", SECTOR_COLUMNS):
        term = cells.cells["term"]
        if cells.cells["example"]:
            continue
        if cells.cells["use"] == "listed":
            yield cells.fail(f"{term!r} is an everyday word, too (use listed): give it an example and a counter-example")
        elif term in terms:
            yield cells.fail(f"{term!r} also stands in {terms[term]!r}, where it is no sector: give it an example and a counter-example")


def _parts(rules: EntityRules, words: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Names, and terms of sectors, that stand in a longer word and are not meant there, each with the first such word."""
    names: dict[str, str] = {}
    terms: dict[str, str] = {}
    free = {form for form, pairs in rules.places.items() if any(rule == "free" for _, rule in pairs)}
    scanned, vocabulary = rules.scanner.terms, rules.sectors.vocabulary
    for word in words:
        text = f"，{word}，"
        hits = [(s, e, scanned[n], False) for s, e, n in rules.scanner.every(text) if rules.kinds[scanned[n]] & (ORGAN | PLACE | GROUP)]
        hits = [hit for hit in hits if hit[2] in free or rules.kinds[hit[2]] & (ORGAN | GROUP)]
        hits += [(s, e, vocabulary[n], True) for s, e, n in rules.sectors.scanner.every(text) if rules.sectors.words.kinds[vocabulary[n]] & TERM]
        hits = [hit for hit in hits if hit[1] - hit[0] < len(word)]
        if not hits or word in rules.sectors.words.terms or word in rules.kinds:
            continue
        rows = find_entities(text, rules)
        for start, end, name, sector in hits:
            if not any(row.start <= start and end <= row.end and (row.label == Label.SECTOR) == sector for row in rows):
                (terms if sector else names).setdefault(name, word)
    return names, terms
