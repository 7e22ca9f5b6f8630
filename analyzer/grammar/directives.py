"""Joins a directive clause with all that hangs on it: contexts, goals, frame, parties, entities in scope, targets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from analyzer.deadline import paced
from analyzer.grammar.bans import forbidden, part_of_a_name
from analyzer.grammar.chains import Chain, attach, leads_to
from analyzer.grammar.clauses import heading_path
from analyzer.grammar.content import Content, ContentRules, before_by, clause_content, is_statute, unclosed
from analyzer.grammar.dates import attributive, find_deadline
from analyzer.grammar.frames import FrameRules, find_frames
from analyzer.grammar.instrument_features import BEFORE, HEADING, Clue, Told
from analyzer.grammar.instrument_model import InstrumentModel
from analyzer.grammar.links import linked_entities, links_of, mark_repeats
from analyzer.grammar.parties import PartyRow, PartyRules, find_parties
from analyzer.grammar.task_tables import TaskRow, find_task_tables
from analyzer.grammar.timing import Timing, TimingRules
from analyzer.records import ClauseRow, EntityRow, RoleRow, Span
from analyzer.resources import models_dir


class DirectiveRules(NamedTuple):
    """What ``build_directives`` reads with."""

    content: ContentRules
    parties: PartyRules
    frames: FrameRules
    instruments: InstrumentModel
    timing: TimingRules

    @classmethod
    def from_lexicons(cls, folder: Path) -> Self:
        """Read the lexicons of content, parties, frames and timing, and the instrument model that ships.

        Raises:
            LexiconError: an entry is wrong; the message names file and line.
            ResourceError: the model is missing or damaged.
        """
        model = InstrumentModel.read(models_dir() / "instruments")
        return cls(
            ContentRules.from_lexicons(folder),
            PartyRules.from_lexicons(folder),
            FrameRules.from_lexicons(folder),
            model,
            TimingRules.from_lexicons(folder),
        )

    def to_rows(self) -> dict[str, Any]:
        """Plain data and numpy arrays that ``from_rows`` reads back."""
        return {
            "content": self.content.to_rows(),
            "parties": self.parties.to_rows(),
            "frames": self.frames.to_rows(),
            "instruments": self.instruments.arrays(),
            "timing": self.timing.to_rows(),
        }

    @classmethod
    def from_rows(cls, rows: Mapping[str, Any]) -> Self:
        """The rules that ``to_rows`` wrote down."""
        return cls(
            ContentRules.from_rows(rows["content"]),
            PartyRules.from_rows(rows["parties"]),
            FrameRules.from_rows(rows["frames"]),
            InstrumentModel(rows["instruments"]),
            TimingRules.from_rows(rows["timing"]),
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
    chains = attach(source.text, source.clauses, source.roles)
    if not chains:
        return [], Told((), source.text, statute=False)
    joined = _Joined(source, rules, max(chains) + 1)
    for i, chain in paced(chains.items()):
        joined.add(i, chain)
    mark_repeats(source.text, source.clauses, joined.found)
    return joined.found, Told(joined.clues, source.text, joined.statute)


class _Act(NamedTuple):
    """What a directive clause says by itself."""

    modality: str
    cue: Span
    rule: str
    content: Content


class _Around(NamedTuple):
    """What hangs on a directive clause; most stand alone."""

    contexts: list[Span]
    goals: list[Span]
    headings: list[Span]
    targets: list[int]
    near: bool
    """Whether the goals follow the clause so closely that their dates are its own."""


class _Joined:
    """The directives of one text, joined clause by clause."""

    def __init__(self, source: Source, rules: DirectiveRules, stop: int) -> None:
        text, clauses, roles, entities, targets, known = source
        self._source, self._rules = source, rules
        self._date = known.get("date", "")
        self.statute = is_statute(text)
        self._parties = find_parties(text, clauses, roles, entities, rules.parties)
        self._frames = find_frames(text, clauses, roles, entities, rules.frames, meta=known, stop=stop)
        self._tasks = find_task_tables(text).rows
        self._linked = linked_entities(entities)
        self._targets_at: dict[int, list[int]] = {}
        for number, target in enumerate(targets):
            self._targets_at.setdefault(target["clause"], []).append(number)
        self.found: list[dict[str, Any]] = []
        self.clues: list[Clue] = []

    def add(self, i: int, chain: Chain) -> None:
        """Join directive clause ``i`` with its chain, its party and its frame."""
        text, clauses = self._source.text, self._source.clauses
        start, end, sentence, paragraph = clauses[i][:4]
        own, party, frame = (start, end), self._parties[i], self._frames[i]
        modality, cue, rule, content = self._act(i, party)
        self.clues.append(clue(text, clauses, i, modality, content))
        around = self._around(i, chain)
        row = _row_of(self._tasks, start) if self._tasks else None
        deadline, timing = self._when(i, content, around, party, row)
        if row is not None:
            party = _with_units(party, row, text, self._rules.parties)
        self.found.append(
            {
                "clause": i,
                "start": start,
                "end": end + unclosed(text, start, end),
                "paragraph": paragraph,
                "sentence": sentence,
                "modality": modality,
                "cue": cue if cue[1] > cue[0] else content.action or own,  # a bare imperative rests on its verb
                "rule": rule,
                "confidence": self._source.roles[i].confidence,
                "contexts": around.contexts,
                "goals": around.goals,
                "heading_path": around.headings,
                "deadline": deadline,
                "timing": timing.iso if timing else "",
                "timing_words": timing[1:] if timing else None,
                "links": links_of(text, self._linked, own, (*around.contexts, *around.headings), party),
                "targets": around.targets,
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

    def _act(self, i: int, party: PartyRow) -> _Act:
        """The modality that the clause has after all, and what it tells to do."""
        text, clauses, rules = self._source.text, self._source.clauses, self._rules
        start, end = clauses[i][:2]
        _, modality, cue_start, cue_end, rule, _ = self._source.roles[i]
        cue = (cue_start, cue_end)
        if modality == "encouragement" and cue_end > cue_start and part_of_a_name(text, start, end, cue_start):
            modality, cue, rule = "obligation", (start, start), "imperative"
        inherited_ban = modality == "prohibition" and rule.endswith(":inherited")
        if modality == "obligation" or (inherited_ban and rules.content.refused(text, start, end)):  # a ban of its own is its cue
            modality, cue, rule = forbidden(text, clauses[i], i, self.found, rules.content, cue) or (modality, cue, rule)
        content = clause_content(text, start, end, rules.content, modality=modality, cue=cue, statute=self.statute)
        if content.action and party.addressee and party.addressee[0] <= content.action[0] < party.addressee[1]:
            # 退役 in 退役军人事务部门 is what the party is called: what it must do stands behind its name.
            behind = clause_content(text, party.addressee[1], end, rules.content, modality=modality, cue=cue, statute=self.statute)
            content = behind if behind.object else behind._replace(object=before_by(text, start, party.addressee[0], rules.content.parts))
        return _Act(modality, cue, rule, content)

    def _around(self, i: int, chain: Chain) -> _Around:
        text, clauses, at = self._source.text, self._source.clauses, self._targets_at
        return _Around(
            [_whole(text, clauses[c]) for c in chain.contexts] if chain.contexts else [],
            [_whole(text, clauses[c]) for c in chain.goals] if chain.goals else [],
            [clauses[h][:2] for h in heading_path(clauses, i)] if clauses[i].heading >= 0 else [],
            [t for c in (i, *chain.goals, *chain.contexts) for t in at.get(c, ())] if at else [],
            leads_to(i, chain, self._source.roles),
        )

    def _when(self, i: int, content: Content, around: _Around, party: PartyRow, row: TaskRow | None) -> tuple[str, Timing | None]:
        """By when, and how often or in what time: by the clause itself first, then by what hangs on it, its party and its table."""
        text, date, targets = self._source.text, self._date, self._source.targets
        start, end = own = self._source.clauses[i][:2]
        deadline = _deadline(text, (own, *around.contexts, *(around.goals if around.near else ())), date, content.action)
        if not deadline and around.targets:
            deadline = next((t["deadline"] for n in around.targets if (t := targets[n])["deadline"] and (around.near or t["clause"] == i)), "")
        if party.due and not deadline:
            deadline = _deadline(text, [party.due], date)
        timing = self._rules.timing.find(text, start, end, verb=content.action[0] if content.action else end)
        if not timing and (around.contexts or party.due):
            timing = self._timing_of((*around.contexts, party.due) if party.due else around.contexts)
        if row is not None and row.deadline:
            deadline = deadline or _deadline(text, [row.deadline], date)
            timing = timing or self._timing_of([row.deadline])
        return deadline, timing

    def _timing_of(self, spans: Iterable[Span]) -> Timing | None:
        """What a clause beside the directive's own, or a cell, says in full of how often or in what time."""
        find, text = self._rules.timing.find, self._source.text
        return next((found for start, end in spans if (found := find(text, start, end, verb=end, whole=True))), None)


def _whole(text: str, clause: ClauseRow) -> Span:
    """A clause with the mark that closes a quotation in it."""
    start, end = clause[:2]
    return start, end + unclosed(text, start, end)


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
    start, end, _, paragraph, over, _ = clauses[number]
    verb, noun = content.action, content.object
    heading = ""
    if over >= 0:
        begin, stop = clauses[over][:2]
        heading = text[begin : min(stop, begin + HEADING)]
    return Clue(  # by position, as everything that is made once for every directive
        text[start:end],
        text[verb[0] : verb[1]] if verb else "",
        text[noun[0] : noun[1]] if noun else "",
        content.instrument,
        content.votes,
        modality,
        paragraph,
        heading,
        text[max(0, start - BEFORE) : start],
    )


def _deadline(text: str, spans: Iterable[Span], date: str, action: Span | None = None) -> str:
    for start, end in spans:
        verb = action[1] if action and start <= action[0] < end else -1
        if (found := find_deadline(text, start, end, date)) and not attributive(text, (start, end), found, verb):
            return found[0]
    return ""
