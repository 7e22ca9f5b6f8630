"""What hangs on a directive clause in its sentence: the contexts before it, the goals after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzer.records import ClauseRow, RoleRow

_UNIT_TAG = ("（责任", "(责任", "（牵头", "(牵头", "（配合", "(配合", "（负责", "责任单位", "牵头单位", "责任部门", "牵头部门")


class Chain(NamedTuple):
    """The clauses that hang on a directive clause, by number."""

    contexts: tuple[int, ...]
    goals: tuple[int, ...]


_MOST = 50
"""Contexts and goals that one directive may have; those of prose have seven at most. A page without a full stop is one
sentence, and what hangs on its directives would grow with its square."""


def attach(text: str, clauses: Sequence[ClauseRow], roles: Sequence[RoleRow]) -> dict[int, Chain]:
    """For each directive clause its contexts and goals in the same sentence.

    A context holds for every directive after it in the sentence, until a statement or frame, or until a context of
    the next part (after ；) takes its place; a context with no directive after it belongs to the one before. A goal
    belongs to all directives of the chain that leads to it.

    >>> from analyzer.grammar.clauses import split_clauses
    >>> text = "针对汽车行业，发挥平台作用，打通堵点，助力企业增产。"
    >>> roles = [RoleRow(r, "", 0, 0, "", 1.0) for r in ("context", "directive", "directive", "goal")]
    >>> attach(text, split_clauses(text), roles)[2]
    Chain(contexts=(0,), goals=(3,))
    """
    kinds = [role.role for role in roles]
    if "directive" not in kinds:
        return {}
    # Nothing hangs on a directive outside its sentence: read from that of the first to that of the last.
    begin, last = kinds.index("directive"), len(kinds) - 1 - kinds[::-1].index("directive")
    while begin and clauses[begin - 1].sentence == clauses[begin].sentence:
        begin -= 1
    contexts: dict[int, list[int]] = {}
    goals: dict[int, list[int]] = {}
    open_contexts: list[int] = []
    chain: list[int] = []
    fresh: list[int] = []  # contexts that no directive has taken yet
    sentence = part = -1
    reached = False
    for i in range(begin, len(kinds)):
        clause, kind = clauses[i], kinds[i]
        if i > last and (clause.sentence != sentence or kind in ("statement", "frame")):
            break
        if kind in ("statement", "frame"):  # most clauses: nothing hangs together over them
            if chain or open_contexts:
                # What stands right before a frame belongs to it: 「推动开放；|在多个场合|，会议强调…」.
                _leave(contexts, chain, fresh if kind == "statement" else ())
                open_contexts, chain, fresh = [], [], []
            continue
        if clause.sentence != sentence:
            _leave(contexts, chain, fresh)
            sentence, part, open_contexts, chain, fresh, reached = clause.sentence, 0, [], [], [], False
        if i and text[clauses[i - 1].end : clause.start].find("；") >= 0:
            part = i
        if kind == "directive":
            if reached:
                chain, reached = [], False
            contexts[i], goals[i] = open_contexts[-_MOST:], []
            chain.append(i)
            fresh = []
        elif kind == "context":
            if text.startswith(_UNIT_TAG, clause.start) or roles[i].rule == "table.cell":
                continue
            if part:
                open_contexts = [c for c in open_contexts if c >= part]
            open_contexts.append(i)
            fresh.append(i)
        else:  # a goal
            reached = True
            for d in chain[-_MOST:]:
                if len(goals[d]) < _MOST:
                    goals[d].append(i)
    _leave(contexts, chain, fresh)
    return {d: Chain(tuple(contexts[d]), tuple(goals[d])) for d in contexts}


def _leave(contexts: dict[int, list[int]], chain: Sequence[int], fresh: Sequence[int]) -> None:
    if chain:
        contexts[chain[-1]].extend(fresh[:_MOST])


def leads_to(i: int, chain: Chain, roles: Sequence[RoleRow]) -> bool:
    """Whether a directive is the last before its goals: the date of a goal is that of the act right before it, and of no earlier one."""
    return bool(chain.goals) and not any(roles[k].role == "directive" for k in range(i + 1, chain.goals[0]))
