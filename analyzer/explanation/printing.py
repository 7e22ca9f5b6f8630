"""An explanation in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from analyzer.explanation.records import Choice, ClauseExplanation, Explanation
from analyzer.terminal import cell, visible

if TYPE_CHECKING:
    from rich.console import Console

MOST = 6
"""Contributions that are shown of each choice."""
_STYLES = {"directive": "bold blue", "context": "cyan", "goal": "green", "frame": "magenta", "statement": "dim"}


def print_explanation(explanation: Explanation, *, most: int = MOST, handle: TextIO | None = None) -> None:
    """Print why each clause has its role.

    Args:
        most: how many contributions of each choice to show.
    """
    from rich.console import Console

    console = Console(file=handle, highlight=False)
    console.print(cell(explanation.article.title or explanation.article.id or "", "bold"), soft_wrap=True)
    for clause in explanation.clauses:
        _print_clause(console, clause, most)


def _print_clause(console: Console, clause: ClauseExplanation, most: int) -> None:
    from rich.text import Text

    head = Text(f"\n{clause.number:>3} ")
    head.append(f"{clause.role} {clause.confidence:.2f}", _STYLES[clause.role])
    head.append(visible(f"  {clause.text}"))
    head.append(f"  [{clause.start}:{clause.end}]", "dim")
    console.print(head, soft_wrap=True)
    _line(console, f"rule {clause.rule}: {clause.because}" + (f" → {clause.modality}" if clause.modality else ""))
    for one in clause.inherited:
        _line(console, f"{one.what} from clause {one.clause}: 「{one.text}」")
    if clause.cues:
        _line(console, "cues " + ", ".join(f"{cue.id} 「{cue.text}」" for cue in clause.cues))
    for choice in (clause.choice, clause.modality_choice):
        if choice:
            _print_choice(console, choice, most)


def _print_choice(console: Console, choice: Choice, most: int) -> None:
    sums = ", ".join(f"{kind} {value:+.2f}" for kind, value in choice.by_kind().items())
    own, other = choice.probabilities[choice.label], choice.probabilities[choice.against]
    _line(console, f"{choice.label} {own:.3f} against {choice.against} {other:.3f}: {choice.log_odds:+.2f} = {sums}")
    for one in choice.contributions[:most]:
        _line(console, f"{one.log_odds:+.2f}  {one.words}", 6, "" if one.log_odds > 0 else "dim")


def _line(console: Console, words: str, indent: int = 4, style: str = "") -> None:
    console.print(cell(" " * indent + words, style), soft_wrap=True)
