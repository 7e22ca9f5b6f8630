"""How right the analyzer is on a gold file: all figures, by genre too, confusions, and the mistakes one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.errors import InputError
from analyzer.evaluation.figures import Measure, measures
from analyzer.evaluation.gold import GoldDocument, read_gold
from analyzer.evaluation.scoring import Mistake, Score, score
from analyzer.pipeline import Lexicons
from analyzer.records import Span

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES = 1000
NO_GENRE = "(none)"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found.

    Attributes:
        documents, characters: how much gold there was.
        measures: figures over all documents, by name (``directive``, ``role``, ``entity_SECTOR`` …); layers that no document has are missing.
        genres: the same for the documents of each genre; genre_documents: how many those are.
        roles, modalities: how often gold X was found as Y, by (X, Y); role ``none`` where no clause matched.
        rules: how many directives each rule made and how many of them are right.
        mistakes: every difference, by document and place.
        strangers: gold clauses, as (document id, span), that are no clauses of the analyzer.
    """

    documents: int
    characters: int
    measures: Mapping[str, Measure]
    genres: Mapping[str, Mapping[str, Measure]]
    genre_documents: Mapping[str, int]
    roles: Mapping[tuple[str, str], int]
    modalities: Mapping[tuple[str, str], int]
    rules: Mapping[str, tuple[int, int]]
    mistakes: tuple[Mistake, ...]
    strangers: tuple[tuple[str, Span], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: all but the mistakes. Figures are rounded to four places."""
        return {
            "documents": self.documents,
            "characters": self.characters,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "genres": {
                genre: {"documents": self.genre_documents[genre], "measures": {name: m.to_dict() for name, m in found.items()}}
                for genre, found in self.genres.items()
            },
            "role_confusion": _nested(self.roles),
            "modality_confusion": _nested(self.modalities),
            "rules": {rule: {"found": found, "right": right} for rule, (found, right) in self.rules.items()},
            "clauses_that_do_not_fit": [{"document": id, "start": start, "end": end} for id, (start, end) in self.strangers],
        }

    def to_frame(self) -> pd.DataFrame:
        """The figures as a frame: one row a genre (``all`` first) and measure, with ``value``, ``low`` and ``high``.

        Things that are found have three rows, with ``precision``, ``recall`` and ``f1`` in the column ``figure``; the others
        one, ``accuracy``.
        """
        import pandas as pd

        rows = []
        for genre, found in (("all", self.measures), *self.genres.items()):
            for name, measure in found.items():
                for figure, told in measure.to_dict().items():
                    if isinstance(told, dict):
                        rows.append((genre, name, figure, told["value"], *(told["interval"] or (None, None))))
        return pd.DataFrame(rows, columns=["genre", "measure", "figure", "value", "low", "high"]).astype({"value": float, "low": float, "high": float})

    def mistakes_frame(self) -> pd.DataFrame:
        """The mistakes as a frame, one a row, with the fields of :class:`Mistake` as columns."""
        import pandas as pd

        return pd.DataFrame([[getattr(m, name) for name in Mistake.__slots__] for m in self.mistakes], columns=list(Mistake.__slots__))


def _nested(pairs: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for (gold, found), count in pairs.items():
        out.setdefault(gold, {})[found] = count
    return out


def evaluate(gold: str | Path | Sequence[GoldDocument], *, resamples: int = RESAMPLES, seed: int = 0, lexicons: Lexicons = None) -> Evaluation:
    """Analyse the texts of a gold file and compare.

    Args:
        gold: the file, or its documents as :func:`read_gold` gives them.
        resamples: how many times documents are drawn anew for the intervals; 0 for none.
        seed: of the draws.
        lexicons: a folder with lexicons of your own, as in :func:`analyzer.analyze`.

    Raises:
        InputError: there is no document, nothing is labelled, or ``resamples`` is negative.
        GoldError: a row of the file is wrong; LexiconError: one of your lexicons is.

    >>> from analyzer.evaluation import GoldClause, GoldDocument
    >>> from analyzer.records import Modality, Role
    >>> text = "会议强调，要加快推进产业发展。"
    >>> labels = (GoldClause(0, 4, Role.FRAME), GoldClause(5, 14, Role.DIRECTIVE, Modality.OBLIGATION))
    >>> found = evaluate([GoldDocument("a", text, clauses=labels)])
    >>> found.measures["directive"].f1.value, found.measures["role"].accuracy.value
    (1.0, 1.0)
    """
    documents = read_gold(gold) if isinstance(gold, str | Path) else list(gold)
    if not documents:
        raise InputError("there is no gold document to evaluate on")
    if all(d.clauses is None and d.entities is None and d.targets is None for d in documents):
        raise InputError("no document has a layer that is labelled: clauses, entities and targets are all null")
    if resamples < 0:
        raise InputError(f"resamples={resamples}: give 0 for no intervals, or some hundreds")
    from analyzer.analysis import analyze_many

    scores = [score(d, a) for d, a in zip(documents, analyze_many([d.article() for d in documents], lexicons=lexicons), strict=True)]
    return summed(scores, resamples=resamples, seed=seed)


def summed(scores: Sequence[Score], *, resamples: int, seed: int) -> Evaluation:
    """The evaluation that the scores of documents add up to."""
    genres: dict[str, list[Score]] = {}
    for each in sorted(scores, key=lambda s: s.genre):
        genres.setdefault(each.genre or NO_GENRE, []).append(each)
    roles: Counter[tuple[str, str]] = Counter()
    modalities: Counter[tuple[str, str]] = Counter()
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for each in scores:
        roles.update(each.roles)
        modalities.update(each.modalities)
        for (rule, true), count in each.rules.items():
            made[rule] += count
            right[rule] += count * true
    return Evaluation(
        len(scores),
        sum(each.characters for each in scores),
        measures(scores, resamples=resamples, seed=seed),
        {genre: measures(own, resamples=resamples, seed=seed) for genre, own in genres.items()} if set(genres) != {NO_GENRE} else {},
        {genre: len(own) for genre, own in genres.items()},
        dict(sorted(roles.items())),
        dict(sorted(modalities.items())),
        {rule: (count, right[rule]) for rule, count in made.most_common()},
        tuple(mistake for each in scores for mistake in each.mistakes),
        tuple((each.document, span) for each in scores for span in each.strangers),
    )
