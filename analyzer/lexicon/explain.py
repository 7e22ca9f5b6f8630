"""Which row made a mention, and why the other names that stand there lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analyzer.lexicon.documents import DocumentRules
from analyzer.lexicon.entities import Block
from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.origins import (
    BODY,
    DIVISION,
    FUNCTION,
    GENERIC,
    GROUP,
    HEAD,
    LETTER,
    MODIFIER,
    ORGAN,
    SECTOR,
    TITLE,
    Origin,
    Origins,
)
from analyzer.lexicon.reasons import Hit, Scene
from analyzer.records import EntityRow, Label


class Lost(NamedTuple):
    """A name that stands at a mention, or alone, and is not meant.

    Attributes:
        start, end, words: where it stands, and the name.
        origin: the row that gives it; None where it is no row's own name.
        why: begins with the kind of reason: ``shorter``, ``blocked``, ``guarded``, ``context``, ``sector filter``,
            ``other sense``, ``overlaps``, ``longer name``, ``longer word``, ``furniture``.
    """

    start: int
    end: int
    words: str
    origin: Origin | None
    why: str


class Explanation(NamedTuple):
    """A mention with the rows that made it, or a place where names stand and none is meant (``label`` is "").

    Attributes:
        start, end, words: where it stands, and the words.
        label, id, name: as in the entity table.
        rows: the rows of the lexicons that made it: of a local organ the place and the function.
        lost: the other names that stand there.
    """

    start: int
    end: int
    words: str
    label: str
    id: str
    name: str
    rows: tuple[Origin, ...]
    lost: tuple[Lost, ...]


def explain(
    text: str, rules: EntityRules, origins: Origins, *, meta: Mapping[str, str] | None = None, blocks: Sequence[Block] = ()
) -> list[Explanation]:
    """Every mention in a clean text and every name that the lexicons know and the text does not mean, in order.

    Args:
        text: clean text.
        rules: the lexicons.
        origins: the rows they come from.
        meta, blocks: what is known of the article, and its page furniture, as in :func:`analyzer.lexicon.entities.find_entities`.

    >>> from analyzer.resources import lexicons_dir
    >>> rules, origins = EntityRules.from_lexicons(lexicons_dir()), Origins.read(lexicons_dir())
    >>> [(e.words, e.id, [row.path.name for row in e.rows], [l.why for l in e.lost]) for e in explain("宁波银行在温州", rules, origins)][::2]
    [('宁波', '', [], ['longer name: it opens the name of an institution, a road or the like']), ('温州', '330300', ['regions.csv'], [])]
    """
    scene = Scene(text, rules, origins, meta, blocks)
    out, placed = [], set()
    for row in scene.rows:
        made = tuple(_rows_of(row, scene))
        beside = scene.at(row)
        placed.update(beside)
        lost = tuple(lost for hit in beside for lost in _lost(hit, scene, row, made))
        out.append(Explanation(row.start, row.end, text[row.start : row.end], str(row.label), row.id, row.name, made, lost))
    rest = [hit for hit in scene.hits if hit not in placed]
    for group in _together(rest):
        start, end = group[0].start, max(hit.end for hit in group)
        lost = tuple(lost for hit in group for lost in _lost(hit, scene, None, ()))
        out.append(Explanation(start, end, text[start:end], "", "", "", (), lost))
    return sorted(out, key=lambda e: (e.start, e.end))


def _together(hits: list[Hit]) -> Iterator[list[Hit]]:
    """Names that overlap, as one place."""
    group: list[Hit] = []
    end = 0
    for hit in hits:
        if group and hit.start >= end:
            yield group
            group = []
        group.append(hit)
        end = max(end, hit.end)
    if group:
        yield group


def _lost(hit: Hit, scene: Scene, row: EntityRow | None, made: tuple[Origin, ...]) -> Iterator[Lost]:
    origins = scene.origins_of(hit)
    whole = row is not None and hit[:2] == (row.start, row.end) and hit.sector == (row.label == Label.SECTOR)
    if not whole or row is None:
        if set(origins) & set(made):
            return
        why = scene.why_lost(hit)
        for origin in origins or (None,):
            yield Lost(*hit[:3], origin, why)
        return
    for origin in origins:
        if origin not in made:
            yield Lost(*hit[:3], origin, _other(origin, row, made))


def _other(origin: Origin, row: EntityRow, made: tuple[Origin, ...]) -> str:
    """Why another row of the same name is not meant."""
    if origin.id in row.alternatives:
        return "other sense: fits as well, and is among the alternatives"
    if made and made[0].path.parent != origin.path.parent:
        return f"other sense: the row of your own comes first ({made[0].path.name}:{made[0].line})"
    return f"other sense: {row.id} fits the text better"


def _rows_of(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    """The rows that made a mention."""
    find = {
        Label.MINISTRY: _rows_of_organ,
        Label.REGION: _rows_of_region,
        Label.SECTOR: _rows_of_sector,
        Label.GROUP: _rows_of_generic,
        Label.DOCUMENT: _rows_of_document,
    }[Label(row.label)]
    return find(row, scene)


def _named(scene: Scene, words: str, *kinds: str) -> list[Origin]:
    return [origin for origin in scene.origins.names.get(words, ()) if origin.kind in kinds]


def _rows_of_organ(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    id = row.id.partition("/")[0]
    words = scene.text[row.start : row.end]
    inside = [words[a:b] for a in range(len(words)) for b in range(len(words), a + 1, -1)]
    inside.sort(key=len, reverse=True)
    if own := next((o for part in inside for o in _named(scene, part, ORGAN, GROUP) if o.id in (id, row.id)), None):
        yield own
        return
    code = id.split(":")[1] if ":" in id else ""
    yield from ([o for part in inside for o in _named(scene, part, DIVISION, GROUP) if o.id.removeprefix("group:") == code][:1])
    body = id.rpartition(":")[2]
    yield from ([o for part in inside for o in _named(scene, part, FUNCTION, BODY) if o.id in (body, body.rpartition("-")[0])][:1])


def _rows_of_region(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    words = scene.text[row.start : row.end]
    if exact := [o for o in _named(scene, words, DIVISION, GROUP, LETTER) if o.id == row.id]:
        yield exact[0]
        return
    # A zone or a township after its place: the place's own row.
    for end in range(len(words), 1, -1):
        if found := _named(scene, words[:end], DIVISION, GROUP):
            yield found[0]
            return


def _rows_of_sector(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    words = scene.text[row.start : row.end]
    if exact := _named(scene, words, SECTOR):
        yield exact[0]
        return
    vocabulary = scene.rules.sectors.vocabulary
    for start, end, number in scene.rules.sectors.scanner.longest(words):
        yield from _named(scene, words[start:end], SECTOR, MODIFIER, HEAD)[:1] if vocabulary[number] else ()


def _rows_of_generic(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    yield from _named(scene, scene.text[row.start : row.end], GENERIC)[:1]


def _rows_of_document(row: EntityRow, scene: Scene) -> Iterator[Origin]:
    rules: DocumentRules = scene.rules.documents
    ending = next((ending for ending in rules.endings if row.name.rstrip("》").endswith(ending)), "")
    yield from _named(scene, ending, TITLE)[:1]
