"""The one path from an article to what it orders: clean, run the pipeline, translate into raw offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analyzer.cleaning import clean_text
from analyzer.cleaning.issuers import organs_of_title
from analyzer.errors import InputError
from analyzer.records import (
    Article,
    Clause,
    CleanText,
    Directive,
    Entity,
    EntityRow,
    Label,
    Link,
    Modality,
    Role,
    Span,
    Status,
    Target,
)

if TYPE_CHECKING:
    import pandas as pd

_LINKS = ("ministries", "regions", "sectors", "documents")
_ONE = ("addressee", "action", "object", "hedge", "condition", "exception")
_MANY = ("lead_units", "supporting_units", "contexts", "goals", "heading_path")


@dataclass(frozen=True)
class Analysis:
    """What was found in an article; all offsets are into ``article.text``.

    Shows itself in Jupyter as the article with directives, entities, frames, goals and targets marked.
    """

    article: Article
    clean: CleanText
    clauses: tuple[Clause, ...]
    entities: tuple[Entity, ...]
    directives: tuple[Directive, ...]
    targets: tuple[Target, ...]
    issuers: tuple[str, ...] = ()
    """Canonical names of the organs that issued the text, as given with the article or as the text's head and foot say."""

    @property
    def title(self) -> str:
        """The title given with the article, else the one in the text; "" where there is none."""
        return self.article.title or self.clean.header.title

    @property
    def date(self) -> str:
        """The ISO date given with the article, else the one in the text; "" where there is none."""
        return self.article.date or self.clean.header.date

    @property
    def doc_no(self) -> str:
        """The document number (「国办发〔2019〕3号」), "" where there is none."""
        return self.clean.header.doc_no

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """Level-1 themes of the State Council's 主题分类, the likeliest first; empty where none is likely enough."""
        from analyzer.topics import tag_themes

        return tuple(tag_themes(self.title, self._body))

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """Up to ten terms that set this text apart from policy prose at large."""
        from analyzer.topics import keywords

        return tuple(keywords(self._body))

    @cached_property
    def tokens(self) -> tuple[tuple[int, int, str], ...]:
        """Words as pkuseg cuts them: (start, end, text) with raw offsets; cut when first asked for."""
        from analyzer.pipeline.tokenizer import cut_words

        out, at, text = [], 0, self.clean.text
        for word in cut_words(text):
            at = text.index(word, at)
            out.append((*self.clean.to_raw(at, at + len(word)), word))
            at += len(word)
        return tuple(out)

    @property
    def _body(self) -> str:
        """The clean text without what was set aside."""
        text, out, at = self.clean.text, [], 0
        for block in sorted(self.clean.blocks, key=lambda b: b.start):
            if block.start >= at:
                out.append(text[at : block.start])
                at = block.end
        out.append(text[at:])
        return "".join(out)

    def to_frame(self) -> pd.DataFrame:
        """The directive table of this article: see :func:`analyzer.directive_table`."""
        from analyzer.tables import directive_table

        return directive_table([self])

    def _repr_html_(self) -> str:
        from analyzer.markup import analysis_html

        return analysis_html(self)


def analyze(text: str | Article) -> Analysis:
    """Find out what a text orders.

    Args:
        text: the text as it was found, or an :class:`Article` with what else is known of it.

    Raises:
        InputError: ``text`` is neither.

    >>> analysis = analyze("会议强调，要加快推进新能源汽车产业发展，严禁盲目投资。")
    >>> [(d.modality.value, d.strength, d.manner, d.action, d.object) for d in analysis.directives]
    [('obligation', 4, '加快', '推进', '新能源汽车产业发展'), ('prohibition', 5, '盲目', '投资', '')]
    """
    if not isinstance(text, (str, Article)):
        raise InputError(f"analyze takes a str or an Article, not {type(text).__name__}")
    article = text if isinstance(text, Article) else Article(text)
    clean = clean_text(article.text, date=article.date or "")
    policy = _run(article, clean)
    return _Edge(article, clean, policy).analysis()


def analyze_many(articles: Iterable[str | Article], *, workers: int = 1) -> Iterator[Analysis]:
    """Analyses in the order of the articles, one article at a time.

    Args:
        articles: texts or articles; a generator is read as it is needed.
        workers: processes; more than one needs the extra ``batch`` and is meant for :func:`analyzer.batch.run`.

    Raises:
        InputError: ``workers`` is not 1 (yet), or an item is no text.

    >>> [len(a.directives) for a in analyze_many(["要加强监管。", "天气很好。"])]
    [1, 0]
    """
    if workers != 1:
        raise InputError(f"workers={workers}: only 1 is supported; split the input over several runs of `analyzer run`")
    return map(analyze, articles)


def extract_directives(text: str | Article) -> list[Directive]:
    """The directives of a text, in its order.

    >>> directive = extract_directives("各地区要稳步推进试点，不得搞强迫命令。")[1]
    >>> directive.modality.value, directive.addressee, directive.cue
    ('prohibition', '各地区', '不得')
    """
    return list(analyze(text).directives)


def _run(article: Article, clean: CleanText) -> Mapping[str, Any]:
    from analyzer.pipeline import run_rows

    header = clean.header
    organs = header.issuers or organs_of_title(article.title or "")
    meta = {
        "date": article.date or header.date,
        "title": article.title or header.title,
        "issuer": article.issuer or "、".join(organs),
        "source": article.source or header.source,
    }
    return run_rows(clean.text, meta, [(b.kind, b.start, b.end) for b in clean.blocks])


class _Edge:
    """Translates rows in clean offsets into records in raw ones, once."""

    def __init__(self, article: Article, clean: CleanText, policy: Mapping[str, Any]) -> None:
        self._article, self._clean, self._policy = article, clean, policy
        self._text = clean.text
        self._entity_rows: Sequence[EntityRow] = policy["entities"]

    def analysis(self) -> Analysis:
        clauses = self._policy["clauses"]
        roles = self._policy["roles"]
        heading = [self._text[c.start : c.end] for c in clauses]
        ids = [self._id(*self._clean.to_raw(d["start"], d["end"])) for d in self._policy["directives"]]
        target_ids, owner = self._target_ids(ids)
        return Analysis(
            self._article,
            self._clean,
            tuple(
                Clause(
                    *self._clean.to_raw(c.start, c.end), heading[i], Role(r.role), c.sentence, c.paragraph,
                    heading[c.heading] if c.heading >= 0 else "",
                )
                for i, (c, r) in enumerate(zip(clauses, roles, strict=True))
            ),
            tuple(self._entity(row) for row in self._entity_rows),
            tuple(self._directive(d, ids, target_ids) for d in self._policy["directives"]),
            tuple(self._target(t, n, target_ids, owner) for n, t in enumerate(self._policy["targets"])),
            self._issuers(),
        )  # fmt: skip

    def _id(self, start: int, end: int, kind: str = "d") -> str:
        return f"{self._article.id}#{kind}{start}-{end}"

    def _target_ids(self, ids: Sequence[str]) -> tuple[list[str], dict[int, str]]:
        spans = [self._clean.to_raw(t["start"], t["end"]) for t in self._policy["targets"]]
        owner: dict[int, str] = {}
        for id, directive in zip(ids, self._policy["directives"], strict=True):
            for number in directive["targets"]:
                owner.setdefault(number, id)
        return [self._id(*span, "t") for span in spans], owner

    def _entity(self, row: EntityRow) -> Entity:
        start, end = self._clean.to_raw(row.start, row.end)
        return Entity(start, end, self._text[row.start : row.end], Label(row.label), row.id, row.name, row.level, tuple(row.alternatives))

    def _words(self, span: Span | None) -> str:
        return self._text[span[0] : span[1]] if span else ""

    def _directive(self, d: Mapping[str, Any], ids: Sequence[str], target_ids: Sequence[str]) -> Directive:
        start, end = self._clean.to_raw(d["start"], d["end"])
        spans: dict[str, tuple[Span, ...]] = {name: (self._clean.to_raw(*d[name]),) for name in (*_ONE, "frame") if d[name]}
        spans.update((name, tuple(self._clean.to_raw(*s) for s in d[name])) for name in (*_MANY, "manner") if d[name])
        if d["cue"][1] > d["cue"][0]:
            spans["cue"] = (self._clean.to_raw(*d["cue"]),)
        links: dict[str, list[Link]] = {name: [] for name in _LINKS}
        for name, number, inherited in d["links"]:
            links[name].append(self._link(self._entity_rows[number], inherited=inherited))
        one = {name: self._words(d[name]) for name in _ONE}
        many = {name: tuple(self._words(s) for s in d[name]) for name in _MANY}
        return Directive(
            id=self._id(start, end),
            start=start,
            end=end,
            text=self._text[d["start"] : d["end"]],
            cue=self._words(d["cue"]),
            rule=d["rule"],
            confidence=d["confidence"],
            modality=Modality(d["modality"]),
            strength=d["strength"],
            frame=self._words(d["frame"]),
            authority=d["authority"],
            status=Status(d["status"]),
            manner="".join(self._words(s) for s in d["manner"]),
            instrument=d["instrument"],
            deadline=d["deadline"],
            targets=tuple(target_ids[n] for n in d["targets"]),
            repeat_of=ids[d["repeat_of"]] if d["repeat_of"] >= 0 else "",
            paragraph=d["paragraph"],
            sentence=d["sentence"],
            spans=spans,
            addressee=one["addressee"],
            action=one["action"],
            object=one["object"],
            hedge=one["hedge"],
            condition=one["condition"],
            exception=one["exception"],
            lead_units=many["lead_units"],
            supporting_units=many["supporting_units"],
            contexts=many["contexts"],
            goals=many["goals"],
            heading_path=many["heading_path"],
            ministries=tuple(links["ministries"]),
            regions=tuple(links["regions"]),
            sectors=tuple(links["sectors"]),
            documents=tuple(links["documents"]),
        )

    def _link(self, row: EntityRow, *, inherited: bool) -> Link:
        from analyzer.pipeline import group_members

        start, end = self._clean.to_raw(row.start, row.end)
        members = group_members(row.id) if row.id.startswith("group:") else ()
        return Link(row.id, row.name, start, end, inherited, members)

    def _target(self, t: Mapping[str, Any], number: int, ids: Sequence[str], owner: Mapping[int, str]) -> Target:
        start, end = self._clean.to_raw(t["start"], t["end"])
        return Target(
            ids[number], start, end, self._text[t["start"] : t["end"]], t["indicator"], t["comparator"], t["value"],
            tuple(t["number"]), t["unit"], t["baseline"], t["deadline"], t["commitment"], owner.get(number, ""),
        )  # fmt: skip

    def _issuers(self) -> tuple[str, ...]:
        """Canonical names where the text's own mentions settle them, else the names as written."""
        given = [self._article.issuer] if self._article.issuer else self._clean.header.issuers
        given = given or organs_of_title(self._article.title or "")
        names = {self._text[e.start : e.end]: e.name for e in self._entity_rows if e.label == Label.MINISTRY}
        return tuple(dict.fromkeys(names.get(name, name) for name in given))
