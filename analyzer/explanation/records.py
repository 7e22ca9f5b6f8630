"""What an explanation holds: clauses, the rule and cue of each, what it inherited, and what the model weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from analyzer.grammar.feature_names import CUE, PLACE, WORDS
from analyzer.records import Article

if TYPE_CHECKING:
    import pandas as pd

STATE, BIAS, CHAIN = "state", "bias", "chain"
KINDS = (WORDS, CUE, PLACE, STATE, BIAS, CHAIN)
"""Kinds of contributions: character n-grams of the clause and of what governs it; cues; small facts of place and opening;
states; what the label has without any; neighbours."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one thing adds to the log-odds (nats) of a label against the runner-up; below 0 it speaks for the runner-up.

    Attributes:
        kind: one of ``KINDS``.
    """

    kind: str
    words: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A label and the one it was weighed against.

    Attributes:
        label: the label that the clause has.
        against: the likeliest other one.
        probabilities: of all labels, as the model has them.
        log_odds: of ``label`` against ``against``, in nats: the sum of the contributions. Below 0 where a rule overruled the model.
        contributions: by their weight, the heaviest first.
    """

    label: str
    against: str
    probabilities: Mapping[str, float]
    log_odds: float
    contributions: tuple[Contribution, ...]

    def by_kind(self) -> dict[str, float]:
        """The sum of the contributions of each kind that has any."""
        sums = {kind: sum(c.log_odds for c in self.contributions if c.kind == kind) for kind in KINDS}
        return {kind: value for kind, value in sums.items() if value}

    def to_dict(self, most: int | None = None) -> dict[str, Any]:
        """Plain data, with the heaviest contributions only where ``most`` says how many."""
        return {
            "label": self.label,
            "against": self.against,
            "probabilities": {name: round(p, 4) for name, p in self.probabilities.items()},
            "log_odds": round(self.log_odds, 4),
            "by_kind": {kind: round(value, 4) for kind, value in self.by_kind().items()},
            "contributions": [asdict(c) | {"log_odds": round(c.log_odds, 4)} for c in self.contributions[:most]],
        }


@dataclass(frozen=True, slots=True)
class FiredCue:
    """A cue of ``cues.yaml`` found in a clause. Raw offsets."""

    id: str
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a clause has from elsewhere. Raw offsets.

    Attributes:
        what: ``modal``, ``frame``, ``heading``, ``addressee``, ``lead unit``, ``supporting unit``, ``ministry``, ``region``, ``sector``
            or ``document``.
        text: the words there.
        clause: number of the clause that they stand in.
    """

    what: str
    text: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class ClauseExplanation:
    """Why a clause has its role. Raw offsets.

    Attributes:
        number: of the clause in the text, from 0.
        role, modality: modality is "" for all but directives.
        rule: id of the rule (``modal.need``, ``modal.need:inherited``, ``limit.topic``, ``block.navigation``, ``imperative``, ``model``).
        because: the rule in words.
        confidence: as in :class:`analyzer.Directive`.
        cues: all that were found in the clause, whether they decided or not.
        inherited: what it has from elsewhere.
        choice: how the model came to the role; None for page furniture, which it never sees.
        modality_choice: how it came to the modality; None for all but directives.
    """

    number: int
    start: int
    end: int
    text: str
    role: str
    modality: str
    rule: str
    because: str
    confidence: float
    cues: tuple[FiredCue, ...]
    inherited: tuple[Inherited, ...]
    choice: Choice | None
    modality_choice: Choice | None

    def to_dict(self, most: int | None = None) -> dict[str, Any]:
        """Plain data, with the ``most`` heaviest contributions."""
        own = {name: getattr(self, name) for name in ("number", "start", "end", "text", "role", "modality", "rule", "because", "confidence")}
        return own | {
            "cues": [asdict(cue) for cue in self.cues],
            "inherited": [asdict(one) for one in self.inherited],
            "choice": self.choice.to_dict(most) if self.choice else None,
            "modality_choice": self.modality_choice.to_dict(most) if self.modality_choice else None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The clauses of an article, or those asked for, each with why it has its role."""

    article: Article
    clauses: tuple[ClauseExplanation, ...]

    def to_dict(self, most: int | None = None) -> dict[str, Any]:
        """Plain data for JSON, with the ``most`` heaviest contributions of each choice."""
        return {"article_id": self.article.id, "clauses": [clause.to_dict(most) for clause in self.clauses]}

    def to_frame(self) -> pd.DataFrame:
        """One row a clause and contribution to its role: clause, start, end, text, role, against, kind, words, log_odds."""
        import pandas as pd

        rows = [
            (c.number, c.start, c.end, c.text, c.role, c.choice.against, one.kind, one.words, one.log_odds)
            for c in self.clauses if c.choice for one in c.choice.contributions
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["clause", "start", "end", "text", "role", "against", "kind", "words", "log_odds"])
