"""Finds all that is wrong with the lexicons of entities in a folder, the one that ships or a user's own.

Reading tells wrong cells; here the rows are tried: names that can never apply, examples that fail, rows without effect.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from analyzer.cleaning import clean_text
from analyzer.cleaning.script import simplify, to_simplified_table
from analyzer.errors import LexiconError
from analyzer.lexicon import entity_rules
from analyzer.lexicon.dangers import lacking, vocabulary
from analyzer.lexicon.entities import find_entities
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.examples import NAME_COLUMNS, example_faults
from analyzer.lexicon.explain import explain
from analyzer.lexicon.industries import read_industries
from analyzer.lexicon.organ_tables import LOCAL_COLUMNS
from analyzer.lexicon.origins import DIVISION, GROUP, LETTER, ORGAN, SECTOR, Origin, Origins
from analyzer.lexicon.places import LETTERS
from analyzer.lexicon.sectors import COLUMNS as SECTOR_COLUMNS
from analyzer.lexicon.sectors import candidates
from analyzer.lexicon.tables import Faults, read_csv, sound_rows
from analyzer.lexicon.user_entities import lexicon_files, read_user, with_rows
from analyzer.records import EntityRow
from analyzer.resources import lexicons_dir

_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")
"""A name that cleaning leaves as it is, if its characters are Simplified."""
_BORDERS = "，。；：、！？,;:!?"
_CARRIER = re.compile("今天，(.*)，有关部门通报。", re.DOTALL)

_MARKERS = {"hk": "香港特区，", "mo": "澳门特区，", "tw": "行政院，"}
"""What lets organs of Hong Kong, Macao and Taiwan be meant."""

_BITS = {ORGAN: entity_rules.ORGAN, DIVISION: entity_rules.PLACE, GROUP: entity_rules.GROUP, SECTOR: entity_rules.SECTOR}


def check_own(folder: Path) -> list[LexiconError]:
    """All faults of a user's folder, by file and line; empty for none.

    A name that counts wherever it stands by itself is tried in a plain sentence, one that needs its parent after it.
    """
    faults = Faults(gather=True)
    if not lexicon_files(folder, faults=faults):
        return faults.found
    shipped = EntityRules.from_lexicons(lexicons_dir())
    rules = with_rows(shipped, read_user(folder, shipped, faults=faults))
    here = _sound(folder, faults)
    codes = read_industries(lexicons_dir())
    found = [*_unreadable(here), *_repeated_names(here), *_blocked_names(here), *_codes(folder, codes), *_tried(folder, rules, Origins.read(folder, lexicons_dir()), here)]
    return _all(faults.found, found)


def check_entities(folder: Path) -> list[LexiconError]:
    """All faults of the entity lexicons in a folder that holds all of them, such as ``data/lexicons``."""
    faults = Faults(gather=True)
    rules = EntityRules.from_lexicons(folder, faults=faults)
    codes = read_industries(folder, faults=faults)
    for _ in read_csv(folder / "name_examples.csv", NAME_COLUMNS, required=NAME_COLUMNS, faults=faults):
        pass  # only its faults: the examples themselves are run below
    here = _sound(folder, faults)
    tried = [*(_codes(folder, codes) if codes else ()), *_tried(folder, rules, here, here), *lacking(folder, rules, here, vocabulary())]
    return _all(faults.found, tried)


def _sound(folder: Path, faults: Faults) -> Origins:
    """The rows without fault: a name of a faulty row is not tried."""
    return Origins.read(folder).without({(fault.path, fault.line) for fault in faults.found})


def _tried(folder: Path, rules: EntityRules, origins: Origins, here: Origins) -> Iterator[LexiconError]:
    yield from _without_effect(folder, rules, here)
    yield from _lost_names(rules, origins, here)
    yield from example_faults(folder, rules)


def _all(wrong: list[LexiconError], tried: Iterable[LexiconError]) -> list[LexiconError]:
    """Faults of cells, and those that trying the other rows told, by file and line."""
    lines = {(fault.path, fault.line) for fault in wrong}
    faults = [*wrong, *(fault for fault in tried if (fault.path, fault.line) not in lines)]
    return list({(str(f.path), f.line, f.fault): f for f in sorted(faults, key=lambda f: (f.path.name, f.line))}.values())


def _fault(origin: Origin, message: str) -> LexiconError:
    return LexiconError(origin.path, origin.line, message)


def _unreadable(here: Origins) -> Iterator[LexiconError]:
    """Names that no text holds once it is cleaned: in Traditional characters, with blanks between, in other widths."""
    for name, origins in here.names.items():
        if name[0] in _BORDERS or name[-1] in _BORDERS:
            yield _fault(origins[0], f"{name!r} begins or ends with a mark that stands between names: leave it out")
            continue
        if _PLAIN.fullmatch(name) and not to_simplified_table().keys() & set(map(ord, name)):
            continue
        read = _CARRIER.fullmatch(clean_text(f"今天，{simplify(name)}，有关部门通报。").text)
        if read is None or read[1] != name:
            told = f": write {read[1]!r}" if read is not None and read[1] else ", and this one is taken for damage: choose another"
            yield _fault(origins[0], f"{name!r} stands in no text as it is read, with Simplified characters and plain signs{told}")


def _repeated_names(here: Origins) -> Iterator[LexiconError]:
    """Names that a user gives to things of two kinds: only one of them can be meant."""
    order = (ORGAN, DIVISION, GROUP, SECTOR)
    for name, origins in here.names.items():
        of_kinds = sorted((o for o in origins if o.kind in order), key=lambda o: order.index(o.kind))
        for origin in of_kinds[1:]:
            if origin.kind != of_kinds[0].kind:
                yield _fault(origin, f"{name!r} stands in {of_kinds[0]} as the name of {of_kinds[0].id}, too, so this row never applies: take it out of one of the two")


def _blocked_names(here: Origins) -> Iterator[LexiconError]:
    """Words that block a name of the same folder."""
    for word, blocker in here.blockers.items():
        for origin in here.names.get(word, ()):
            yield _fault(blocker, f"{word!r} is a name of your own ({origin}), which it would take away: take it out of one of the two")


def _without_effect(folder: Path, rules: EntityRules, here: Origins) -> Iterator[LexiconError]:
    """Rows that no text can make use of."""
    known = {*rules.kinds, *rules.sectors.words.terms}
    for term, origin in here.guards.items():
        if term not in known:
            yield _fault(origin, f"{term!r} is a name in no lexicon, so its guard has no effect")
    for letter, origins in here.names.items():
        for origin in origins:
            if origin.kind == LETTER and len(letter) == 1 and letter not in LETTERS:
                yield _fault(origin, f"{letter!r} is not read as a one-character name; read are {LETTERS}")
    yield from _local_organs(folder, rules)


def _local_organs(folder: Path, rules: EntityRules) -> Iterator[LexiconError]:
    zones = {group.id.removeprefix("group:") for group in rules.groups}
    for row in sound_rows(folder / "local_organs.csv", LOCAL_COLUMNS):
        code = row.cells["adcode"]
        if code not in rules.numbers and code not in zones:
            yield row.fail(f"{code!r} is the adcode of no division, nor the id of a region group")
        for form in row.list("form"):
            if form not in rules.tails:
                yield row.fail(f"{form!r} is the form of no function (organ_functions.csv) and no body (local_bodies.csv), so it never applies")


def _codes(folder: Path, codes: Collection[str]) -> Iterator[LexiconError]:
    for row in sound_rows(folder / "sectors.csv", SECTOR_COLUMNS):
        if row.cells["code"] and row.cells["code"] not in codes:
            yield row.fail(f"{row.cells['code']!r} is no code of GB/T 4754-2017: see industries.csv")


def _lost_names(rules: EntityRules, origins: Origins, here: Origins) -> Iterator[LexiconError]:
    """Names that are not found where nothing but the lexicons themselves stands in their way."""
    for name, rows in here.names.items():
        wanted: dict[str, list[Origin]] = {}
        for origin in rows:
            wanted.setdefault(origin.kind, []).append(origin)
        for kind, of_kind in wanted.items():
            if rules.own.get(name, _BITS.get(kind)) != _BITS.get(kind):
                continue  # told by _repeated_names
            for text, start in _sentences(name, kind, of_kind, rules):
                rows_found = find_entities(text, rules)
                if not _is_found(rows_found, start, start + len(name), of_kind):
                    yield _fault(of_kind[0], _shadowed(text, start, start + len(name), rules, origins))
                    break
            if kind == SECTOR and not _is_candidate(name, rules):
                text = f"发展{name}产业。"
                yield _fault(of_kind[0], _shadowed(text, 2, 2 + len(name), rules, origins))


def _sentences(name: str, kind: str, rows: list[Origin], rules: EntityRules) -> Iterator[tuple[str, int]]:
    """Sentences in which a name has to be found, and where it begins."""
    own = name in rules.own
    if kind == ORGAN and (own or (name not in rules.guards and name in rules.forms)):
        levels = {rules.organs[number].level for number in rules.forms[name]}
        before = "" if own else next((_MARKERS[level] for level in sorted(levels) if level in _MARKERS), "")
        yield f"{before}由{name}负责。", len(before) + 1
    elif kind == DIVISION and name in rules.places and name not in rules.guards and name not in rules.group_forms:
        for number, rule in rules.places[name]:
            above = "".join(rules.regions[n].name for n in reversed(rules.ancestors(number)))
            if rules.regions[number].code in {row.id for row in rows}:
                yield (f"今天，{name}，", 3) if own and rule == "free" else (f"在{above}{name}召开。", 1 + len(above))
    elif kind == GROUP and (own or name not in rules.guards):
        yield f"支持{name}、长江经济带建设。", 2
    elif kind == SECTOR and own:
        yield f"今天，{name}，", 3


def _is_found(found: list[EntityRow], start: int, end: int, wanted: list[Origin]) -> bool:
    ids = {origin.id.split("@")[0] for origin in wanted}
    return any((r.start, r.end) == (start, end) and not ids.isdisjoint(id.split("@")[0] for id in (r.id, *r.alternatives)) for r in found)


def _is_candidate(term: str, rules: EntityRules) -> bool:
    """Whether a sector can be read at all where nothing stands beside it."""
    text = f"，{term}，"
    taken = [(r.start, r.end) for r in find_entities(text, rules) if r.label in ("MINISTRY", "REGION")]
    return any(o.term == term for group in candidates(text, rules.sectors, taken) for o in group)


def _shadowed(text: str, start: int, end: int, rules: EntityRules, origins: Origins) -> str:
    """What is read in a sentence in the place of a name, by which row, or why nothing is."""
    name = text[start:end]
    told = f"{name!r} is not found even in {text!r}"
    for e in explain(text, rules, origins):
        if e.label and e.start < end and start < e.end:
            rows = ", ".join(map(str, e.rows))
            return f"{told}: it is read as {e.words!r} ({e.label} {e.id}{', ' + rows if rows else ''})"
        lost = next((lost for lost in e.lost if (lost.start, lost.end) == (start, end)), None)
        if lost is not None:
            return f"{told}: {lost.why}"
    return f"{told}: no rule leads to it"
