"""Gold files: documents with hand-made labels, one JSON object a line, checked field by field when read.

A row has ``id``, ``text`` and the layers ``clauses``, ``entities`` and ``targets``; a layer that is null is not scored. All offsets
are half-open code-point offsets into ``text``. The format is told in docs/evaluation.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from analyzer.errors import GoldError, InputError
from analyzer.records import Article, Modality, Role

ROLE_CODES = {"D": Role.DIRECTIVE, "C": Role.CONTEXT, "G": Role.GOAL, "F": Role.FRAME, "S": Role.STATEMENT}
MODALITY_CODES = {
    "O": Modality.OBLIGATION, "P": Modality.PROHIBITION, "E": Modality.ENCOURAGEMENT, "M": Modality.PERMISSION, "W": Modality.COMMITMENT,
}  # fmt: skip
LABELS = ("MINISTRY", "REGION", "SECTOR")
COMPARATORS = ("=", ">=", ">", "<=", "<", "~", "range")
_ABOUT = ("title", "date", "issuer", "source", "url")
_KNOWN = {
    "": ("id", "genre", "text", "clauses", "entities", "targets", *_ABOUT, "note"),
    "clauses": ("start", "end", "text", "role", "modality", "addressee", "note"),
    "entities": ("start", "end", "text", "label", "name", "note"),
    "targets": ("start", "end", "text", "indicator", "comparator", "value", "deadline", "note"),
}
"""Fields of a row and of the items of each layer. A wrong name is an error, so that no label is lost to a slip; ``note``
is the annotator's."""


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause with its role; modality and addressee are "" unless it is a directive."""

    start: int
    end: int
    role: Role
    modality: Modality | None = None
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A mention: MINISTRY, REGION or SECTOR, and its canonical name."""

    start: int
    end: int
    label: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A number that binds the future; ``value`` as written, ``deadline`` ISO to the precision stated."""

    start: int
    end: int
    value: str
    comparator: str
    deadline: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and its labels; a layer that is None was not labelled and is not scored.

    Attributes:
        line: where it stands in its file, 1-based; 0 where it comes from none.
        about: title, date, issuer, source and url, as far as the row has them.
    """

    id: str
    text: str
    genre: str = ""
    clauses: tuple[GoldClause, ...] | None = None
    entities: tuple[GoldEntity, ...] | None = None
    targets: tuple[GoldTarget, ...] | None = None
    about: Mapping[str, str] | None = None
    line: int = 0

    @property
    def directives(self) -> tuple[GoldClause, ...]:
        """The clauses that direct."""
        return tuple(clause for clause in self.clauses or () if clause.role is Role.DIRECTIVE)

    def article(self) -> Article:
        """The article to analyse."""
        return Article(self.text, id=self.id, **(self.about or {}))


def read_gold(path: str | Path) -> list[GoldDocument]:
    """The documents of a gold file.

    Raises:
        InputError: the file is missing, empty or not UTF-8.
        GoldError: a row is wrong; the message names the line, the field, the value and what may stand there.

    >>> import tempfile
    >>> clause = '{"start": 0, "end": 5, "role": "D", "modality": "O", "addressee": ""}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "gold.jsonl"
    ...     _ = file.write_text('{"id": "a", "text": "要加强监管。", "clauses": [' + clause + '], "entities": null, "targets": []}', encoding="utf-8")
    ...     read_gold(file)[0].directives
    (GoldClause(start=0, end=5, role=<Role.DIRECTIVE: 'directive'>, modality=<Modality.OBLIGATION: 'obligation'>, addressee=''),)
    """
    path = Path(path)
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}): save the gold file as UTF-8") from None
    documents = [_Row(path, number, line).document() for number, line in enumerate(lines, 1) if line.strip()]
    if not documents:
        raise InputError(f"{path} holds no document: a gold file has one JSON object a line (`analyzer annotate` writes one)")
    seen: dict[str, int] = {}
    for document in documents:
        if document.id in seen:
            raise GoldError(path, document.line, f"id {document.id!r} stands in line {seen[document.id]}, too: give each document its own")
        seen[document.id] = document.line
    return documents


def digest(path: str | Path) -> str:
    """SHA-256 of a gold file: what floors are pinned to."""
    return sha256(Path(path).read_bytes()).hexdigest()


class _Row:
    """One line of a gold file on its way to a document; every complaint names its place."""

    def __init__(self, path: Path, line: int, content: str) -> None:
        self._path, self._line = path, line
        try:
            row = json.loads(content)
        except json.JSONDecodeError as error:
            raise self._error("", f"is no JSON: {error.msg} at column {error.colno}") from None
        except RecursionError:
            raise self._error("", "is nested deeper than any gold row") from None
        except ValueError as error:  # a number of more digits than Python converts
            raise self._error("", f"is no JSON: {str(error).partition(';')[0]}") from None
        if not isinstance(row, dict):
            raise self._error("", f"is a {type(row).__name__}, not an object like {{\"id\": …, \"text\": …, \"clauses\": [ … ]}}")
        self._row = row

    def _error(self, field: str, message: str) -> GoldError:
        return GoldError(self._path, self._line, f"{field} {message}".strip())

    def document(self) -> GoldDocument:
        row = self._row
        self._known(row, "", "")
        self._text = self._string(row, "", "text", needed=True)
        about = {name: value for name in _ABOUT if (value := self._string(row, "", name))}
        document = GoldDocument(
            self._string(row, "", "id", needed=True), self._text, self._string(row, "", "genre"),
            self._layer("clauses", self._clause), self._layer("entities", self._entity), self._layer("targets", self._target),
            about, self._line,
        )  # fmt: skip
        self._in_order(document.clauses or ())
        self._once(document.entities or ())
        try:
            document.article()
        except InputError as error:
            raise self._error("", str(error)) from None
        return document

    def _layer(self, name: str, make: Any) -> tuple[Any, ...] | None:
        if name not in self._row:
            raise self._error(name, "is missing: give a list, or null where this layer was not labelled")
        items = self._row[name]
        if items is None:
            return None
        if not isinstance(items, list):
            raise self._error(name, f"is a {type(items).__name__}, not a list (or null where this layer was not labelled)")
        out = []
        for i, item in enumerate(items):
            if not isinstance(item, dict):
                raise self._error(f"{name}[{i}]", f"is {item!r}, not an object")
            self._known(item, name, f"{name}[{i}].")
            out.append(make(item, f"{name}[{i}]"))
        return tuple(out)

    def _known(self, item: Mapping[str, Any], layer: str, at: str) -> None:
        if unknown := [name for name in item if name not in _KNOWN[layer]]:
            raise self._error(f"{at}{unknown[0]}", f"is no field that is known here; known are {', '.join(_KNOWN[layer])}")

    def _clause(self, item: Mapping[str, Any], at: str) -> GoldClause:
        start, end = self._span(item, at)
        words = self._text[start:end]
        role = self._coded(item, at, "role", ROLE_CODES, f"the clause 「{words}」 has no role yet: give one of {' '.join(ROLE_CODES)}, or set clauses to null")
        if role is not Role.DIRECTIVE:
            for name in ("modality", "addressee"):
                if item.get(name):
                    raise self._error(f"{at}.{name}", f"is {item[name]!r}, but the clause 「{words}」 is no directive (D): leave it \"\"")
            return GoldClause(start, end, role)
        missing = f"the directive 「{words}」 has no modality: give one of {' '.join(MODALITY_CODES)}"
        return GoldClause(start, end, role, self._coded(item, at, "modality", MODALITY_CODES, missing), self._string(item, at, "addressee"))

    def _entity(self, item: Mapping[str, Any], at: str) -> GoldEntity:
        label = self._string(item, at, "label", needed=True)
        if label not in LABELS:
            raise self._error(f"{at}.label", f"is {label!r}, not one of {', '.join(LABELS)}")
        return GoldEntity(*self._span(item, at), label, self._string(item, at, "name"))

    def _target(self, item: Mapping[str, Any], at: str) -> GoldTarget:
        comparator = self._string(item, at, "comparator", needed=True)
        if comparator not in COMPARATORS:
            raise self._error(f"{at}.comparator", f"is {comparator!r}, not one of {' '.join(COMPARATORS)}")
        start, end = self._span(item, at)
        value = self._string(item, at, "value") or self._text[start:end]
        return GoldTarget(start, end, value, comparator, self._string(item, at, "deadline"), self._string(item, at, "indicator"))

    def _span(self, item: Mapping[str, Any], at: str) -> tuple[int, int]:
        for name in ("start", "end"):
            if not isinstance(item.get(name), int) or isinstance(item[name], bool):
                raise self._error(f"{at}.{name}", f"is {item.get(name)!r}, not a whole number: an offset into text")
        start, end = item["start"], item["end"]
        if not 0 <= start < end <= len(self._text):
            raise self._error(at, f"runs from {start} to {end}: it must hold 0 ≤ start < end ≤ {len(self._text)}, the length of the text")
        words = item.get("text", self._text[start:end])
        if words != self._text[start:end]:
            raise self._error(f"{at}.text", f"is {words!r}, but {self._text[start:end]!r} stands at {start}–{end}: offsets count code points of text")
        return start, end

    def _string(self, item: Mapping[str, Any], at: str, name: str, *, needed: bool = False) -> str:
        field = f"{at}.{name}" if at else name
        value = item.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            raise self._error(field, "is missing" if value is None else f"is {value!r}, not a string")
        if needed and not value:
            raise self._error(field, "is empty")
        return value

    def _coded(self, item: Mapping[str, Any], at: str, name: str, codes: Mapping[str, Any], missing: str) -> Any:
        code = self._string(item, at, name)
        if not code:
            raise self._error(f"{at}.{name}", f"is empty: {missing}")
        if code in codes:
            return codes[code]
        if code in codes.values():
            return next(value for value in codes.values() if value == code)
        told = ", ".join(f"{short} ({long})" for short, long in codes.items())
        raise self._error(f"{at}.{name}", f"is {code!r}, not one of {told}")

    def _in_order(self, clauses: Sequence[GoldClause]) -> None:
        for i, (one, other) in enumerate(pairwise(clauses), 1):
            if other.start < one.end:
                raise self._error(
                    f"clauses[{i}]", f"begins at {other.start}, before clauses[{i - 1}] ends ({one.end}): clauses stand in order and do not overlap"
                )

    def _once(self, entities: Sequence[GoldEntity]) -> None:
        """Entities are matched by span and label: one that stands twice would count once."""
        places: dict[tuple[int, int, str], int] = {}
        for i, entity in enumerate(entities):
            if (first := places.setdefault((entity.start, entity.end, entity.label), i)) != i:
                words = self._text[entity.start : entity.end]
                raise self._error(f"entities[{i}]", f"is {entity.label} 「{words}」 at {entity.start}–{entity.end}, as entities[{first}] is: take one of them out")


def gold_rows(documents: Iterable[GoldDocument]) -> Iterator[dict[str, Any]]:
    """Documents as the rows that :func:`read_gold` reads; each item tells its words, to label by.

    >>> [(row["id"], row["clauses"]) for row in gold_rows([GoldDocument("a", "各地要加强监管。")])]
    [('a', None)]
    """
    letters = {long: short for codes in (ROLE_CODES, MODALITY_CODES) for short, long in codes.items()}
    for d in documents:
        text = d.text
        yield {
            "id": d.id, "genre": d.genre, **{name: value for name, value in (d.about or {}).items() if value}, "text": text,
            "clauses": None if d.clauses is None else [
                {"start": c.start, "end": c.end, "text": text[c.start : c.end], "role": letters[c.role], "modality": letters[c.modality] if c.modality else "", "addressee": c.addressee}
                for c in d.clauses
            ],
            "entities": None if d.entities is None else [
                {"start": e.start, "end": e.end, "text": text[e.start : e.end], "label": e.label, "name": e.name} for e in d.entities
            ],
            "targets": None if d.targets is None else [
                {"start": t.start, "end": t.end, "text": text[t.start : t.end], "indicator": t.indicator, "comparator": t.comparator, "value": t.value, "deadline": t.deadline}
                for t in d.targets
            ],
        }  # fmt: skip
