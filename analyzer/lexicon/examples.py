"""Runs the examples and counter-examples of the entity lexicons: a row's own test of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analyzer.errors import LexiconError
from analyzer.lexicon.documents import KEYS as DOCUMENT_KEYS
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import WORD_KEYS, WORD_SECTIONS, EntityRules
from analyzer.lexicon.guards import BLOCKER_COLUMNS
from analyzer.lexicon.guards import COLUMNS as GUARD_COLUMNS
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.sectors import KEYS as SECTOR_KEYS
from analyzer.lexicon.sectors import SECTIONS as SECTOR_SECTIONS
from analyzer.lexicon.sectors import find_sectors
from analyzer.lexicon.tables import Row, sound_entries, sound_rows
from analyzer.records import EntityRow, Label

NAME_COLUMNS = ("name", "id", "example", "counter_example", "source")
LISTED, NOT_LISTED = "推动煤炭、钢铁、{}等产业转型。", "他谈到了{}。"
"""What is tried of sectors that are everyday words, too, where their row has no example."""
_NAMED = (Label.MINISTRY, Label.REGION)
_LABEL_OF = {
    "foreign": Label.MINISTRY,
    "bare_before": Label.MINISTRY,
    "organ_stops": Label.MINISTRY,
    "session_words": Label.MINISTRY,
    "departments": Label.GROUP,
    "department_stops": Label.MINISTRY,
    "generic": Label.GROUP,
}
"""What the words of a section of ``entity_words.yaml`` decide about; all others are about regions."""
_INNER = ("branches", "township_stops", "zone_stops", "institutions", "organ_stops")
"""Sections whose counter-example may hold other mentions: what it must not hold is the longer or inner reading."""


def example_faults(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    """Examples that fail and counter-examples that match, in all files of a folder that have some."""
    for check in (_guards, _blockers, _names, _sectors, _entity_words, _documents, _sector_words):
        yield from check(folder, rules)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its 【】 and the spans that stood in them.

    >>> marked("发展【汽车】产业")
    ('发展汽车产业', [(2, 4)])
    """
    plain, spans, start = "", [], 0
    for char in text:
        if char == "【":
            start = len(plain)
        elif char == "】":
            spans.append((start, len(plain)))
        else:
            plain += char
    return plain, spans


def _mentions(text: str, rules: EntityRules) -> list[tuple[EntityRow, str]]:
    """Organs, regions and sectors with their words."""
    return [(r, text[r.start : r.end]) for r in find_entities(text, rules) if r.label in (*_NAMED, Label.SECTOR)]


def _guards(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for row in sound_rows(folder / "guards.csv", GUARD_COLUMNS):
        terms = row.list("term")
        labels = _NAMED if rules.sector_guards.isdisjoint(terms) else (*_NAMED, Label.SECTOR)
        example, counter = row.cells["example"], row.cells["counter_example"]
        if not any(term in words for r, words in _mentions(example, rules) for term in terms if r.label in labels):
            yield row.fail(f"the example {example!r} holds no mention of {' or '.join(terms)}")
        if found := [words for r, words in _mentions(counter, rules) if words in terms and r.label in labels]:
            yield row.fail(f"in the counter-example {counter!r}, {found[0]!r} is still found")


def _blockers(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for row in sound_rows(folder / "blockers.csv", BLOCKER_COLUMNS):
        example = row.cells["example"]
        words = [word for word in row.list("words") if word in example]
        if not words:
            yield row.fail(f"the example {example!r} holds none of the words")
        tried = [(example, word) for word in words] + [(f"关于{word}的报道", word) for word in row.list("words")]
        for text, word in tried:
            start = text.index(word)
            held = [(r, w) for r, w in _mentions(text, rules) if r.label in _NAMED and r.start < start + len(word) and start < r.end]
            if held:
                yield row.fail(f"in {text!r}, {held[0][1]!r} ({held[0][0].id}) is still found at {word!r}")
                break


def _sectors(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for row in sound_rows(folder / "sectors.csv", SECTOR_COLUMNS):
        term, counter = row.cells["term"], row.cells["counter"]
        if not row.cells["example"]:
            if row.cells["use"] == "listed":
                yield from _listed(row, term, rules)
            continue
        text, spans = marked(row.cells["example"])
        if [text[a:b] for a, b in spans] != [term]:
            yield row.fail(f"the example {row.cells['example']!r} must hold the term once, in 【】: 【{term}】")
        elif not any((r.start, r.end) == spans[0] for r, _ in _mentions(text, rules)):
            yield row.fail(f"in the example {text!r}, {term!r} is not found")
        if any(words == term and r.label == Label.SECTOR for r, words in _mentions(counter, rules)):
            yield row.fail(f"in the counter-example {counter!r}, {term!r} is still found")


def _listed(row: Row, term: str, rules: EntityRules) -> Iterator[LexiconError]:
    """A term that is also an everyday word: a sector in a list of industries, none where somebody talks of it."""
    example, counter = LISTED.format(term), NOT_LISTED.format(term)
    if not any(term in words and r.label == Label.SECTOR for r, words in _mentions(example, rules)):
        yield row.fail(f"in {example!r}, {term!r} is not found: give the row an example and a counter-example of its own")
    if any(words == term and r.label == Label.SECTOR for r, words in _mentions(counter, rules)):
        yield row.fail(f"in {counter!r}, {term!r} is still found: give the row an example and a counter-example of its own")


def _names(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for row in sound_rows(folder / "name_examples.csv", NAME_COLUMNS):
        name, example, counter = row.cells["name"], row.cells["example"], row.cells["counter_example"]
        if not any((words, r.id) == (name, row.cells["id"]) for r, words in _mentions(example, rules)):
            yield row.fail(f"in the example {example!r}, {name!r} is not found as {row.cells['id']}")
        if any(words == name and r.label in _NAMED for r, words in _mentions(counter, rules)):
            yield row.fail(f"in the counter-example {counter!r}, {name!r} is still found")


def _entity_words(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for section in WORD_SECTIONS:
        label = _LABEL_OF.get(section, Label.REGION)
        for row in sound_entries(folder / "entity_words.yaml", WORD_KEYS, section=section):
            example, counter = row.cells.get("example", ""), row.cells.get("counter_example", "")
            good = [r for r in find_entities(example, rules) if r.label == label]
            bad = [r for r in find_entities(counter, rules) if r.label == label]
            if example and not good:
                yield row.fail(f"the example {example!r} holds no {label.value}")
            inner = section in _INNER and ({r.level for r in good} - {r.level for r in bad} or len(bad) <= len(good))
            if bad and not inner:
                yield row.fail(f"the counter-example {counter!r} holds a {label.value}: {counter[bad[0].start : bad[0].end]!r}")


def _documents(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for row in sound_entries(folder / "documents.yaml", DOCUMENT_KEYS):
        for key, wanted in (("example", row.cells.get("kind")), ("counter_example", "")):
            title = row.cells.get(key, "")
            if (kind := rules.documents.kind(title)) != wanted and title:
                yield row.fail(f"the {key.replace('_', '-')} {title!r} is read as {kind or 'no document'!r}")


def _sector_words(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    for section in SECTOR_SECTIONS:
        for row in sound_entries(folder / "sector_words.yaml", SECTOR_KEYS, section=section):
            for key, name in (("example", "example"), ("counter", "counter-example")):
                text, spans = marked(row.cells.get(key, ""))
                found = [(r.start, r.end) for r in find_sectors(text, rules.sectors)]
                if found != spans:
                    yield row.fail(f"in the {name} {row.cells[key]!r} are found: {'、'.join(text[a:b] for a, b in found) or 'none'}")
