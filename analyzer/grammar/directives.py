"""Joins a directive clause with all that hangs on it: contexts, goals, frame, parties, entities in scope, targets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.deadline import paced
from analyzer.grammar.chains import attach, leads_to
from analyzer.grammar.clauses import heading_path
from analyzer.grammar.content import Content, ContentRules, before_by, clause_content, is_statute
from analyzer.grammar.dates import attributive, find_deadline
from analyzer.grammar.frames import FrameRules, find_frames
from analyzer.grammar.instrument_model import BEFORE, HEADING, Clue, InstrumentModel, Told
from analyzer.grammar.parties import PartyRow, PartyRules, find_parties
from analyzer.grammar.task_tables import TaskRow, find_task_rows
from analyzer.grammar.timing import Timing, find_timing
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span
from analyzer.resources import models_dir

_LINKED = {"MINISTRY": "ministries", "REGION": "regions", "SECTOR": "sectors", "DOCUMENT": "documents"}
_OFFICE_ENDS = ("部门", "机关", "厅", "局", "委")
_SAME_TEXT = 12
"""Shortest directive (in characters) that is taken for a repetition when it stands in the text twice."""


class DirectiveRules(NamedTuple):
    """What ``build_directives`` reads with."""

    content: ContentRules
    parties: PartyRules
    frames: FrameRules
    instruments: InstrumentModel

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read the lexicons of content, parties and frames, and the instrument model that ships.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
            ResourceError: the model is missing or damaged.
        """
        model = InstrumentModel.read(models_dir() / "instruments")
        return cls(ContentRules.from_lexicons(folder), PartyRules.from_lexicons(folder), FrameRules.from_lexicons(folder), model)

    def to_rows(self) -> dict[str, Any]:
        """Plain data and numpy arrays that ``from_rows`` reads back."""
        return {
            "content": self.content.to_rows(),
            "parties": self.parties.to_rows(),
            "frames": self.frames.to_rows(),
            "instruments": self.instruments.arrays(),
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(
            ContentRules.from_rows(rows["content"]),
            PartyRules.from_rows(rows["parties"]),
            FrameRules.from_rows(rows["frames"]),
            InstrumentModel(rows["instruments"]),
        )


class Source(NamedTuple):
    """A text whose directives are wanted, with what earlier stages found in it."""

    text: str
    """Clean text."""
    clauses: Sequence[ClauseRow]
    roles: Sequence[RoleRow]
    """Of the same length as ``clauses``."""
    entities: Sequence[EntityRow]
    """By start."""
    targets: Sequence[Mapping[str, Any]]
    """As ``find_targets`` gives them."""
    meta: Mapping[str, str]
    """``date`` resolves deadlines, ``issuer`` stands in where nobody is named as speaking."""


def build_directives(
    text: str,
    clauses: Sequence[ClauseRow],
    roles: Sequence[RoleRow],
    entities: Sequence[EntityRow],
    targets: Sequence[Mapping[str, Any]],
    rules: DirectiveRules,
    *,
    meta: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """The directives of a text, one for each directive clause. Arguments as in :class:`Source`.

    Returns:
        Plain mappings with the fields of ``records.Directive`` in clean offsets: spans where the field is a stretch of
        the text (``addressee``, ``action``, ``contexts`` …), ``links`` as (field, entity index, inherited), ``targets``
        as indices, ``repeat_of`` as the index of another directive or -1.
    """
    return build_directives_of([Source(text, clauses, roles, entities, targets, meta or {})], rules)[0]


def build_directives_of(sources: Sequence[Source], rules: DirectiveRules) -> list[list[dict[str, Any]]]:
    """The directives of several texts: the same as one by one; their instruments are found for all together."""
    found = [_directives(source, rules) for source in sources]
    sides = rules.content.instruments.sides
    for (directives, _), codes in zip(found, rules.instruments.codes([told for _, told in found]), strict=True):
        for directive, code in zip(directives, codes, strict=True):
            directive["instrument"], directive["instrument_side"] = code, sides[code]
    return [directives for directives, _ in found]


def _directives(source: Source, rules: DirectiveRules) -> tuple[list[dict[str, Any]], Told]:
    """The directives of a text without their instruments, and what these are read from."""
    text, clauses, roles, entities, targets, known = source
    chains = attach(text, clauses, roles)
    if not chains:
        return [], Told((), text, statute=False)
    date = known.get("date", "")
    statute = is_statute(text)
    parties = find_parties(text, clauses, roles, entities, rules.parties)
    frames = find_frames(text, clauses, roles, entities, rules.frames, meta=known, stop=max(chains) + 1)
    tasks = find_task_rows(text)
    # By start: what has a field in a directive, as (start, field, id, index).
    linked = [(e.start, field, e.id, k) for k, e in enumerate(entities) if (field := _LINKED.get(e.label)) is not None]
    targets_at: dict[int, list[int]] = {}
    for number, target in enumerate(targets):
        targets_at.setdefault(target["clause"], []).append(number)
    found: list[dict[str, Any]] = []
    clues: list[Clue] = []
    for i, chain in paced(chains.items()):
        start, end, sentence, paragraph, heading, _ = clauses[i]
        _, modality, cue_start, cue_end, rule, confidence = roles[i]
        own, cue = (start, end), (cue_start, cue_end)
        if modality == "encouragement" and cue_end > cue_start and _of_a_name(text, start, end, cue_start):
            modality, cue, rule = "obligation", (start, start), "imperative"
        if modality == "obligation":
            modality, cue, rule = _forbidden(text, clauses, i, found, rules, cue) or (modality, cue, rule)
        content = clause_content(text, start, end, rules.content, modality=modality, cue=cue, statute=statute)
        party, frame = parties[i], frames[i]
        if content.action and party.addressee and party.addressee[0] <= content.action[0] < party.addressee[1]:
            # 退役 in 退役军人事务部门 is what the party is called: what it must do stands behind its name.
            behind = clause_content(text, party.addressee[1], end, rules.content, modality=modality, cue=cue, statute=statute)
            content = behind if behind.object else behind._replace(object=before_by(text, start, party.addressee[0]))
        clues.append(clue(text, clauses, i, modality, content))
        # Most directives stand alone: nothing hangs on them, and there is no heading over them.
        contexts = [clauses[c][:2] for c in chain.contexts] if chain.contexts else []
        goals = [clauses[c][:2] for c in chain.goals] if chain.goals else []
        headings = [clauses[h][:2] for h in heading_path(clauses, i)] if heading >= 0 else []
        own_targets = [t for c in (i, *chain.goals, *chain.contexts) for t in targets_at.get(c, ())] if targets_at else []
        near = leads_to(i, chain, roles)
        deadline = _deadline(text, (own, *contexts, *(goals if near else ())), date, content.action)
        if not deadline and own_targets:
            deadline = next((t["deadline"] for n in own_targets if (t := targets[n])["deadline"] and (near or t["clause"] == i)), "")
        if party.due and not deadline:
            deadline = _deadline(text, [party.due], date)
        timing = find_timing(text, start, end, verb=content.action[0] if content.action else end)
        timing = timing or _timing(text, (*contexts, *([party.due] if party.due else ())))
        if tasks and (row := _row_of(tasks, start)) is not None:
            party = _with_units(party, row, text, rules.parties)
            if row.deadline:
                deadline = deadline or _deadline(text, [row.deadline], date)
                timing = timing or _timing(text, [row.deadline])
        found.append(
            {
                "clause": i,
                "start": start,
                "end": end,
                "paragraph": paragraph,
                "sentence": sentence,
                "modality": modality,
                "cue": cue if cue[1] > cue[0] else content.action or own,  # a bare imperative rests on its verb
                "rule": rule,
                "confidence": confidence,
                "contexts": contexts,
                "goals": goals,
                "heading_path": headings,
                "deadline": deadline,
                "timing": timing.iso if timing else "",
                "timing_words": timing[1:] if timing else None,
                "links": _links(linked, own, (*contexts, *headings), party, _offices(text, party)),
                "targets": own_targets,
                "repeat_of": -1,
                "addressee": party.addressee,
                "lead_units": list(party.lead_units),
                "supporting_units": list(party.supporting_units),
                "frame": frame.frame,
                "authority": frame.authority,
                "status": frame.status,
                "strength": content.strength,
                "strength_cue": content.strength_cue,
                "manner": list(content.manners),
                "action": content.action,
                "lemma": content.lemma,
                "object": content.object,
                "hedge": content.hedge,
                "condition": content.condition,
                "exception": content.exception,
            }
        )
    _mark_repeats(text, clauses, found)
    return found, Told(clues, text, statute)


def _forbidden(
    text: str, clauses: Sequence[ClauseRow], number: int, found: Sequence[Mapping[str, Any]], rules: DirectiveRules, cue: Span
) -> tuple[str, Span, str] | None:
    """The modality, cue and rule of a clause that reads like an obligation but forbids, None where it obliges.

    It opens with an act that 不 or 不再 forbids, or goes on with a ban whose own clause has no act: 「不得未经批准，擅自改建」.
    What a modal of the clause's own asks for is never forbidden: 「不受理的应当告知」, 「不得未经批准，要加强巡查」.
    """
    start, end, sentence = clauses[number][:3]
    own = cue[1] > cue[0] and cue[0] >= start
    if (refused := rules.content.refused(text, start, end)) and not (own and cue[0] >= refused[1]):
        return "prohibition", refused, "modal.refused"
    if own or not text.startswith(_ON_ONES_OWN, start):
        return None
    if found and (before := found[-1])["clause"] == number - 1 and before["sentence"] == sentence and before["modality"] == "prohibition":
        held = before["action"] is None and before["object"] is None
        return ("prohibition", before["cue"], f"{before['rule']}:inherited") if held else None
    return None


_ON_ONES_OWN = ("擅自", "自行", "私自", "擅", "随意", "任意", "径行", "就", "即", "便")
"""What opens an act that goes with a ban: without the leave that the ban names, nobody may go on."""


def _of_a_name(text: str, start: int, end: int, at: int) -> bool:
    """Whether a word of encouragement belongs to a noun: 「发挥基金的引导作用」, 「《鼓励外商投资产业目录》」."""
    title = text.rfind("《", start, at)
    inside = start <= at < end
    return inside and ((at > start and text[at - 1] == "的" and (text.endswith("作用", start, end) or text[at + 2 : at + 3] in ("、", "和", "与"))) or (title >= 0 and text.find("》", title, at) < 0))


def _row_of(tasks: Sequence[TaskRow], at: int) -> TaskRow | None:
    """The row in whose task a position lies."""
    n = bisect_right(tasks, at, key=lambda row: row.task[0]) - 1
    return tasks[n] if n >= 0 and at < tasks[n].task[1] else None


def _with_units(party: PartyRow, row: TaskRow, text: str, rules: PartyRules) -> PartyRow:
    """A party with the units of its row of a table, unless the task itself names some."""
    if party.lead_units or party.supporting_units:
        return party
    cells = [rules.units.cell(text, *span, leads=leads) for span, leads in row.units]
    return party._replace(lead_units=tuple(u for lead, _ in cells for u in lead), supporting_units=tuple(u for _, support in cells for u in support))


def clue(text: str, clauses: Sequence[ClauseRow], number: int, modality: str, content: Content) -> Clue:
    """What the instrument of the directive clause ``number`` is read from."""
    clause = clauses[number]
    action, affected = (text[slice(*span)] if span else "" for span in (content.action, content.object))
    heading = ""
    if clause.heading >= 0:
        start, end = clauses[clause.heading][:2]
        heading = text[start : min(end, start + HEADING)]
    before = text[max(0, clause.start - BEFORE) : clause.start]
    own = text[clause.start : clause.end]
    return Clue(own, action, affected, content.instrument, content.votes, modality, clause.paragraph, heading, before)


def _deadline(text: str, spans: Iterable[Span], date: str, action: Span | None = None) -> str:
    for start, end in spans:
        verb = action[1] if action and start <= action[0] < end else -1
        if (found := find_deadline(text, start, end, date)) and not attributive(text, (start, end), found, verb):
            return found[0]
    return ""


def _timing(text: str, spans: Iterable[Span]) -> Timing | None:
    """What a clause beside the directive's own, or a cell, says in full of how often or in what time."""
    return next((found for start, end in spans if (found := find_timing(text, start, end, verb=end, whole=True))), None)


def _links(
    linked: Sequence[tuple[int, str, str, int]], own: Span, scope: Iterable[Span], party: PartyRow, offices: Sequence[Span]
) -> list[tuple[str, int, bool]]:
    """(field, entity index, inherited) of the entities in a directive's scope, each thing once, its own mentions first.

    ``linked``: start, field, id and index of the entities that have a field, by start. ``offices``: names of offices, in which
    a sector is none of the directive's (「水利、农业等部门」).
    """
    seen: set[tuple[str, str]] = set()
    out: list[tuple[str, int, bool]] = []
    far = len(party.lead_units) + len(party.supporting_units)  # behind these, spans are somebody else's
    inherited = (party.addressee,) if party.addressee and party.inherited else ()
    for n, (start, end) in enumerate((own, *party.lead_units, *party.supporting_units, *inherited, *scope)):
        for k in range(bisect_left(linked, (start,)), len(linked)):
            at, field, name, index = linked[k]
            if at >= end:
                break
            if field == "sectors" and any(a <= at < b for a, b in offices):
                continue
            if (field, name) not in seen:
                seen.add((field, name))
                out.append((field, index, n > far))
    return out


def _offices(text: str, party: PartyRow) -> list[Span]:
    """The parties that are offices by their names' ends."""
    named = (party.addressee, *party.lead_units, *party.supporting_units) if party.addressee else (*party.lead_units, *party.supporting_units)
    return [span for span in named if text.endswith(_OFFICE_ENDS, *span)]


def _mark_repeats(text: str, clauses: Sequence[ClauseRow], found: list[dict[str, Any]]) -> None:
    """A lead repeats the body that follows it; elsewhere a directive repeats the same words before it."""
    first: dict[str, int] = {}
    for number, directive in enumerate(found):
        words = text[directive["start"] : directive["end"]]
        if clauses[directive["clause"]].block != "lead":
            if len(words) >= _SAME_TEXT and words in first:
                directive["repeat_of"] = first[words]
            else:
                first.setdefault(words, number)
    for directive in found:
        if clauses[directive["clause"]].block == "lead":
            directive["repeat_of"] = first.get(text[directive["start"] : directive["end"]], -1)
