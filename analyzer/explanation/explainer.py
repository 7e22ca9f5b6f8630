"""Reads a text as the analysis does and tells why each clause has its role.

The model's sums are taken apart by :mod:`analyzer.grammar.role_scores`, its features named by :mod:`analyzer.grammar.feature_names`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from analyzer.analysis import pipeline_input
from analyzer.cleaning import clean_text
from analyzer.errors import InputError
from analyzer.explanation.records import (
    BIAS,
    CHAIN,
    STATE,
    Choice,
    ClauseExplanation,
    Contribution,
    Explanation,
    FiredCue,
    Inherited,
)
from analyzer.grammar.clause_table import Reading
from analyzer.grammar.clauses import heading_path
from analyzer.grammar.cues import MODALITIES, CueHit
from analyzer.grammar.feature_names import UNKNOWN, WORDS, FeatureNames, Name, state_name
from analyzer.grammar.features import extract_all
from analyzer.grammar.role_network import ROLES
from analyzer.grammar.role_scores import RoleScores, Terms
from analyzer.grammar.roles import RoleRules, live_clauses
from analyzer.grammar.scope import scope
from analyzer.pipeline import Lexicons, own_lexicons, rules_of, run_rows_of, whole
from analyzer.records import Article, ClauseRow, CleanText, RoleRow, Span

_RULES = {
    "imperative": "no modal binds it: a bare imperative, as the model reads it",
    "imperative.framed": "no modal binds it: a bare imperative under a frame that directs, as the model reads it",
    "imperative.reported": "no modal binds it: a bare imperative under a frame that states, as the model reads it",
    "model": "the model alone: no cue of its own",
}
_ROUNDED = 2e-4
"""How far a confidence may lie from the probability it was rounded from."""
_LINKS = {"ministries": "ministry", "regions": "region", "sectors": "sector", "documents": "document"}
_PARTIES = (("lead_units", "lead unit"), ("supporting_units", "supporting unit"))


def explain(text: str | Article, *, clauses: Collection[int] = (), lexicons: Lexicons = None) -> Explanation:
    """Tell why each clause of a text has its role.

    Args:
        text: the text as it was found, or an :class:`Article`.
        clauses: numbers of the clauses to explain, from 0; all where none is named. Each takes some milliseconds.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`.

    Raises:
        InputError: ``text`` is neither, or has no clause of a number.
        LexiconError: a row of your lexicons is wrong.

    >>> clause = explain("会议强调，要加强监管，严防风险。").clauses[2]
    >>> clause.role, clause.rule, [(one.what, one.text) for one in clause.inherited]
    ('directive', 'modal.need:inherited', [('modal', '要'), ('frame', '会议强调')])
    >>> abs(sum(one.log_odds for one in clause.choice.contributions) - clause.choice.log_odds) < 1e-6
    True
    """
    if not isinstance(text, (str, Article)):
        raise InputError(f"explain takes a str or an Article, not {type(text).__name__}")
    article = text if isinstance(text, Article) else Article(text)
    own = own_lexicons(lexicons)
    clean = clean_text(article.text, date=article.date or "")
    rows = run_rows_of([pipeline_input(article, clean)], own)[0]
    count = len(rows["clauses"])
    if wrong := [number for number in clauses if not 0 <= number < count]:
        raise InputError(f"there is no clause {wrong[0]} in {article.id}: it has {f'the clauses 0 to {count - 1}' if count else 'none'}")
    return Explanation(article, tuple(_Explainer(clean, rows, rules_of("roles", own)).clauses(sorted(set(clauses)) or range(count))))


class _Explainer:
    """Reads a text's clauses once more as the roles component did, and tells what it saw."""

    def __init__(self, clean: CleanText, rows: Mapping[str, Any], rules: RoleRules) -> None:
        self._clean, self._rows, self._rules = clean, rows, rules
        self._text = whole(clean.text)
        self._all: Sequence[ClauseRow] = rows["clauses"]
        self._live = live_clauses(self._all)
        starts = {clause.start: i for i, clause in enumerate(self._all)}
        self._place = [starts[clause.start] for clause in self._live]
        self._directives = {d["clause"]: d for d in rows["directives"]}
        self._starts = sorted(starts)

    @cached_property
    def _reading(self) -> Reading:
        cues = self._rules.cues.scan(self._text, self._live)
        return Reading(self._text, self._live, cues, scope(self._live, cues), self._rows["entities"])

    def clauses(self, wanted: Iterable[int]) -> Iterator[ClauseExplanation]:
        number_of = {place: i for i, place in enumerate(self._place)}
        if self._live:
            self._scores = RoleScores(self._rules.model, extract_all([self._reading], self._rules.opening))
            self._names = FeatureNames(self._reading, self._rules.opening)
            self._named: tuple[int, dict[int, Name]] = (-1, {})
            self._roles = self._scores.roles()
            self._frames = self._reading.over.column("frame_at")
        for place in wanted:
            clause, row = self._all[place], self._rows["roles"][place]
            i = number_of.get(place, -1)
            read = i >= 0 and not row.rule.startswith("block.")
            yield ClauseExplanation(
                place, *self._clean.to_raw(clause.start, clause.end), self._clean.text[clause.start : clause.end], row.role, row.modality,
                row.rule, self._because(row, i), row.confidence,
                tuple(self._cue(hit) for hit in self._reading.cues[i]) if read else (),
                tuple(self._inherited(place, i)) if read else (),
                self._role_choice(i, row.role) if read else None,
                self._modality_choice(i, row.modality) if read and row.modality else None,
            )  # fmt: skip

    def _cue(self, hit: CueHit) -> FiredCue:
        return FiredCue(hit.id, hit.kind, self._clean.text[hit.start : hit.end], *self._clean.to_raw(hit.start, hit.end))

    def _because(self, row: RoleRow, i: int) -> str:
        words = self._clean.text[row.cue_start : row.cue_end]
        if row.rule.startswith("block."):
            told = f"page furniture ({row.rule.removeprefix('block.')}), which nothing is read from"
        elif row.rule.startswith("limit."):
            limit = self._rules.limits.of(self._text, self._live[i].start, self._live[i].end)
            allowed = ", ".join(ROLES[role] for role in limit.roles) if limit else row.role
            told = f"its first or last words leave it only: {allowed}"
        elif row.rule.endswith(":inherited"):
            told = f"the modal 「{words}」 from earlier in the sentence binds it"
        elif row.rule in _RULES:
            told = _RULES[row.rule]
        else:
            own = next((hit for hit in self._reading.cues[i] if hit.id == row.rule), None)
            kind = own.kind if own else ""
            told = f"the modal 「{words}」 in it binds it" if row.modality else f"the model decided; its first cue is 「{words}」, of the kind {kind}"
        if i >= 0 and self._live[i].block == "lead" and self._of_body(row, i):
            told += "; a lead has the roles of the body that it repeats"
        return told

    def _of_body(self, row: RoleRow, i: int) -> bool:
        """Whether a clause of a lead has another role or confidence than the model gives it where it stands."""
        return not row.rule.startswith("limit.") and abs(self._roles[i][ROLES.index(row.role)] - row.confidence) > _ROUNDED

    def _inherited(self, place: int, i: int) -> Iterator[Inherited]:
        if (modal := self._reading.over.modal_cue[i]) is not None:
            yield self._from("modal", self._rules.cues.word(modal, self._text))
        if (frame := self._frames[i]) >= 0:
            yield self._from("frame", self._live[frame][:2])
        for heading in heading_path(self._all, place):
            yield self._from("heading", self._all[heading][:2])
        directive = self._directives.get(place)
        if directive is None:
            return
        start, end = self._all[place][:2]
        if (addressee := directive["addressee"]) and not start <= addressee[0] < end:
            yield self._from("addressee", addressee)
        for name, what in _PARTIES:
            for unit in directive[name]:
                if not start <= unit[0] < end:
                    yield self._from(what, unit)
        for field, entity, inherited in directive["links"]:
            if inherited:
                yield self._from(_LINKS[field], self._rows["entities"][entity][:2])

    def _from(self, what: str, span: Span) -> Inherited:
        start, end = span
        return Inherited(what, self._clean.text[start:end], *self._clean.to_raw(start, end), self._clause_at(start))

    def _clause_at(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _role_choice(self, i: int, role: str) -> Choice:
        probabilities = self._roles[i].tolist()
        label = ROLES.index(role)
        against = _runner_up(probabilities, label)
        return self._choice(i, ROLES, probabilities, label, against, self._scores.role_terms(i, label, against))

    def _modality_choice(self, i: int, modality: str) -> Choice:
        probabilities = self._scores.modalities(i).tolist()
        label = MODALITIES.index(modality)
        against = _runner_up(probabilities, label)
        return self._choice(i, MODALITIES, probabilities, label, against, self._scores.modality_terms(i, label, against))

    def _choice(self, i: int, labels: Sequence[str], probabilities: Sequence[float], label: int, against: int, terms: Terms) -> Choice:
        told = sorted(self._told(i, terms), key=lambda c: -abs(c.log_odds))
        return Choice(labels[label], labels[against], dict(zip(labels, probabilities, strict=True)), float(terms.total()), tuple(told))

    def _names_of(self, i: int) -> dict[int, Name]:
        if self._named[0] != i:  # asked for the role, then for the modality
            self._named = (i, self._names.of(i))
        return self._named[1]

    def _told(self, i: int, terms: Terms) -> Iterator[Contribution]:
        names = self._names_of(i)
        for number, value in terms.features.items():
            name = names.get(number, Name(WORDS, UNKNOWN))
            yield Contribution(name.kind, name.words, float(value))
        for state, value in terms.states.items():
            yield Contribution(STATE, state_name(state), float(value))
        yield Contribution(BIAS, "before anything is known", float(terms.bias))
        for words, value in (("the clauses before it", terms.before), ("the clauses behind it", terms.after)):
            if value:
                yield Contribution(CHAIN, words, float(value))


def _runner_up(probabilities: Sequence[float], label: int) -> int:
    """The likeliest label besides one."""
    return max((other for other in range(len(probabilities)) if other != label), key=probabilities.__getitem__)
