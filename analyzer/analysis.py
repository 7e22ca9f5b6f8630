"""The one path from an article to what it orders: clean, run the pipeline, translate into raw offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.cleaning import clean_text
from analyzer.cleaning.issuers import organs_of_title
from analyzer.deadline import paced
from analyzer.errors import InputError
from analyzer.pipeline import Lexicons, group_members, organ_names, own_lexicons, run_rows_of
from analyzer.records import (
    Article,
    Clause,
    ClauseRow,
    CleanText,
    Directive,
    Entity,
    EntityRow,
    Label,
    Link,
    Modality,
    Role,
    RoleRow,
    Span,
    Status,
    Target,
)
from analyzer.twins import maker

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN = re.compile(r"[、；;，,]+|(?<![A-Za-z.])\s+|\s+(?![A-Za-z])")
"""Between the names of several issuers in one string; a blank in 「Executive Yuan」 is none."""
_BATCH, _BATCH_CHARACTERS = 128, 64_000
"""Texts analysed at once: with fewer, numpy's cost of a call weighs more than what it computes; more no longer fit the processor's caches."""
_TOPICS, _TOPICS_CHARACTERS = 64, 60_000
"""The same for themes and keywords."""
_Text = TypeVar("_Text", bound=str | Article)
_Item = TypeVar("_Item")
_ONE = ("addressee", "action", "object", "hedge", "condition", "exception", "frame", "timing_words")
_MANY = ("lead_units", "supporting_units", "contexts", "goals", "heading_path", "manner")
# Calling an enumeration looks its member up, too, but ten times slower.
_ROLES = {str(role.value): role for role in Role}
_LABELS = {str(label.value): label for label in Label}
_MODALITIES = {str(modality.value): modality for modality in Modality}
_STATUSES = {str(status.value): status for status in Status}
_CLAUSE, _ENTITY, _LINK, _DIRECTIVE, _TARGET = maker(Clause), maker(Entity), maker(Link), maker(Directive), maker(Target)


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
    reprint_of: str = ""
    """Id of the article that this one reprints, where :mod:`analyzer.reprints` was asked; "" otherwise."""

    def _make_clauses_later(self, rows: Sequence[ClauseRow], roles: Sequence[RoleRow]) -> None:
        """Have ``clauses`` made of their rows when somebody asks: a text has thirty, and no table needs them."""
        fields = self.__dict__  # the class is frozen
        del fields["clauses"]
        fields["_clause_rows"] = rows, roles

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

    def themes_of(self, directive: Directive) -> tuple[str, ...]:
        """Themes of one directive: those of its sectors, its own mentions first, then those of the article.

        Themes of inherited sectors count where the article has them, too: a heading may name more than it is about.
        """
        from analyzer.topics.sector_themes import sector_themes

        whole = self.themes
        if not directive.sectors:
            return whole
        own = sector_themes(link.id for link in directive.sectors if not link.inherited)
        inherited = sector_themes(link.id for link in directive.sectors if link.inherited)
        return tuple(dict.fromkeys((*own, *(theme for theme in inherited if theme in whole), *whole)))

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """Up to ten terms that set this text apart from policy prose at large; what names one organ, region or sector is one term."""
        from analyzer.topics import keywords

        return tuple(keywords(self._body, entities=self._mentions))

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
        return "".join([self.clean.text[start:end] for start, end in self._kept])

    @cached_property
    def _kept(self) -> tuple[tuple[int, int], ...]:
        """What was not set aside, as spans of the clean text."""
        kept, at = [], 0
        for block in sorted(self.clean.blocks, key=lambda b: b.start):
            if block.start >= at:
                kept.append((at, block.start))
                at = block.end
        return (*kept, (at, len(self.clean.text)))

    @property
    def _mentions(self) -> list[EntityRow]:
        """Organs, regions and sectors with their offsets into :attr:`_body`."""
        found: list[EntityRow] = []
        place = self.clean.offsets.clean_spans()
        spans = [(*place(e.start, e.end), e) for e in self.entities if e.label in (Label.MINISTRY, Label.REGION, Label.SECTOR)]
        before = 0
        for begin, stop in self._kept:
            shift = before - begin
            found += [EntityRow(a + shift, b + shift, e.label, e.id, e.name, e.level, ()) for a, b, e in spans if begin <= a and b <= stop]
            before += stop - begin
        return found

    def to_frame(self) -> pd.DataFrame:
        """The directive table of this article: see :func:`analyzer.directive_table`."""
        from analyzer.tables import directive_table

        return directive_table([self])

    def _repr_html_(self) -> str:
        from analyzer.markup import analysis_html

        return analysis_html(self)


class _Clauses:
    """The clauses of an analysis, made when they are first asked for.

    What stands in an object's own fields comes before this: Python asks here where :attr:`Analysis.clauses` is not there yet.
    """

    def __get__(self, analysis: Analysis | None, owner: type[Analysis]) -> Any:
        """The clauses; of several threads that ask at once, all get the same."""
        if analysis is None:
            return self
        fields = analysis.__dict__
        if (rows := fields.get("_clause_rows")) is not None:
            fields.setdefault("clauses", _clauses(analysis.clean, *rows))
            fields.pop("_clause_rows", None)
        if "clauses" not in fields:
            raise AttributeError(f"{owner.__name__!r} object has no attribute 'clauses'")
        return fields["clauses"]


Analysis.clauses = _Clauses()  # type: ignore[assignment] # behind the dataclass's back: it is no default of the field


def analyze(text: str | Article, *, lexicons: Lexicons = None) -> Analysis:
    """Find out what a text orders.

    Args:
        text: the text as it was found, or an :class:`Article` with what else is known of it.
        lexicons: a folder with organs, regions and sectors of your own, which come before those that ship
            (docs/entities.md). It is read again only when a file in it changes.

    Raises:
        InputError: ``text`` is neither.
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> analysis = analyze("会议强调，要加快推进新能源汽车产业发展，严禁盲目投资。")
    >>> [(d.modality.value, d.strength, d.manner, d.action, d.object) for d in analysis.directives]
    [('obligation', 4, '加快', '推进', '新能源汽车产业发展'), ('prohibition', 5, '盲目', '投资', '')]
    """
    return analyze_batch([text], lexicons=lexicons)[0]


def analyze_batch(texts: Sequence[str | Article], *, lexicons: Lexicons = None) -> list[Analysis]:
    """The analyses of a few texts at once: the same as of each alone, in two thirds of the time where texts are short.

    Args:
        texts: texts or articles.
        lexicons: a folder with lexicons of your own, as in :func:`analyze`.

    Raises:
        InputError: one of them is no text.
        LexiconError: a row of your lexicons is wrong; the message names file and line.
    """
    own = own_lexicons(lexicons)
    for text in texts:
        if not isinstance(text, (str, Article)):
            raise InputError(f"analyze takes a str or an Article, not {type(text).__name__}")
    articles = [text if isinstance(text, Article) else Article(text) for text in texts]
    cleaned = [clean_text(article.text, date=article.date or "") for article in articles]
    found = run_rows_of([pipeline_input(article, clean) for article, clean in zip(articles, cleaned, strict=True)], own)
    return [_Edge(article, clean, rows, own).analysis() for article, clean, rows in paced(zip(articles, cleaned, found, strict=True))]


def settle_topics(analyses: Sequence[Analysis]) -> None:
    """Find the themes and keywords of some analyses now and together, in half of the time that each takes when it is asked."""
    from analyzer.topics.keyterms import keywords_of
    from analyzer.topics.tagging import tag_themes_of

    for some in paced(_grouped(analyses, lambda analysis: len(analysis.clean.text), _TOPICS, _TOPICS_CHARACTERS)):
        bodies = [analysis._body for analysis in some]
        themes = tag_themes_of([(analysis.title, body) for analysis, body in zip(some, bodies, strict=True)])
        found = keywords_of(bodies, [analysis._mentions for analysis in some])
        for analysis, own_themes, own_keywords in zip(some, themes, found, strict=True):
            # Where cached_property looks first.
            analysis.__dict__.update(themes=own_themes, keywords=own_keywords)


def analyze_many(articles: Iterable[str | Article], *, workers: int = 1, lexicons: Lexicons = None) -> Iterator[Analysis]:
    """Analyses in the order of the articles.

    Args:
        articles: texts or articles; a generator is read as it is needed, up to 128 articles ahead.
        workers: processes; only 1 for now.
        lexicons: a folder with lexicons of your own, as in :func:`analyze`; it is read once, at the call.

    Raises:
        InputError: ``workers`` is not 1, ``articles`` is a single text, or an item is none.
        LexiconError: a row of your lexicons is wrong; the message names file and line.

    >>> [len(a.directives) for a in analyze_many(["要加强监管。", "天气很好。"])]
    [1, 0]
    """
    if workers != 1:
        raise InputError(f"workers={workers}: only 1 is supported; `analyzer run --workers {workers}` shares the work")
    if isinstance(articles, (str, Article)):
        raise InputError("analyze_many takes several articles: put one into a list, or call analyze")
    own = own_lexicons(lexicons)
    return (analysis for batch in batches(articles) for analysis in analyze_batch(batch, lexicons=own))


def batches(articles: Iterable[_Text]) -> Iterator[list[_Text]]:
    """Articles in groups to analyse at once: up to 128 of them, or up to 64,000 characters."""

    def size(article: _Text) -> int:
        return len(article.text) if isinstance(article, Article) else len(article) if isinstance(article, str) else 0

    return _grouped(articles, size, _BATCH, _BATCH_CHARACTERS)


def _grouped(items: Iterable[_Item], size: Callable[[_Item], int], many: int, characters: int) -> Iterator[list[_Item]]:
    group: list[_Item] = []
    length = 0
    for item in items:
        group.append(item)
        length += size(item)
        if len(group) == many or length >= characters:
            yield group
            group, length = [], 0
    if group:
        yield group


def extract_directives(text: str | Article, *, lexicons: Lexicons = None) -> list[Directive]:
    """The directives of a text, in its order; ``lexicons`` as in :func:`analyze`.

    >>> directive = extract_directives("各地区要稳步推进试点，不得搞强迫命令。")[1]
    >>> directive.modality.value, directive.addressee, directive.cue
    ('prohibition', '各地区', '不得')
    """
    return list(analyze(text, lexicons=lexicons).directives)


def pipeline_input(article: Article, clean: CleanText) -> tuple[str, dict[str, str], list[tuple[str, int, int]]]:
    """What the pipeline is given: the clean text, what is known of the article, and the page furniture."""
    header = clean.header
    organs = header.issuers or organs_of_title(article.title or "")
    meta = {
        "date": article.date or header.date,
        "title": article.title or header.title,
        "issuer": article.issuer or "、".join(organs),
        "source": article.source or header.source,
        "url": article.url or "",
    }
    return clean.text, meta, [(b.kind, b.start, b.end) for b in clean.blocks]


def _clauses(clean: CleanText, rows: Sequence[ClauseRow], roles: Sequence[RoleRow]) -> tuple[Clause, ...]:
    raw = clean.offsets.raw_spans()
    words = [clean.text[row.start : row.end] for row in rows]
    return tuple(
        [
            _CLAUSE(*raw(start, end), own, _ROLES[role.role], sentence, paragraph, words[heading] if heading >= 0 else "")
            for (start, end, sentence, paragraph, heading, _), own, role in zip(rows, words, roles, strict=True)
        ]
    )


class _Edge:
    """Translates rows in clean offsets into records in raw ones, once.

    It makes as many records as the text has clauses: what does not change from one to the next is looked up before.
    """

    def __init__(self, article: Article, clean: CleanText, policy: Mapping[str, Any], lexicons: Lexicons = None) -> None:
        self._article, self._clean, self._policy, self._lexicons = article, clean, policy, lexicons
        self._text = clean.text
        self._raw = clean.offsets.raw_spans()
        self._entity_rows: Sequence[EntityRow] = policy["entities"]

    def analysis(self) -> Analysis:
        raw, directives, targets = self._raw, self._policy["directives"], self._policy["targets"]
        spans = [raw(d["start"], d["end"]) for d in directives]
        ids = [f"{self._article.id}#d{start}-{end}" for start, end in spans]
        target_spans = [raw(t["start"], t["end"]) for t in targets]
        target_ids = [f"{self._article.id}#t{start}-{end}" for start, end in target_spans]
        owner: dict[int, str] = {}
        for id, directive in zip(ids, directives, strict=True):
            for number in directive["targets"]:
                owner.setdefault(number, id)
        found = Analysis(
            self._article,
            self._clean,
            (),
            self._entities(),
            tuple([self._directive(d, n, span, ids, target_ids) for n, (d, span) in enumerate(zip(directives, spans, strict=True))]),
            tuple([self._target(t, target_ids[n], target_spans[n], owner.get(n, "")) for n, t in enumerate(targets)]),
            self._issuers(),
        )
        found._make_clauses_later(self._policy["clauses"], self._policy["roles"])
        return found

    def _entities(self) -> tuple[Entity, ...]:
        text, raw = self._text, self._raw
        return tuple(
            [
                _ENTITY(*raw(start, end), text[start:end], _LABELS[label], id, name, level, tuple(alternatives))
                for start, end, label, id, name, level, alternatives in self._entity_rows
            ]
        )

    def _directive(
        self, d: Mapping[str, Any], number: int, span: Span, ids: Sequence[str], target_ids: Sequence[str]
    ) -> Directive:
        text, raw = self._text, self._raw
        spans: dict[str, tuple[Span, ...]] = {}
        one = dict.fromkeys(_ONE, "")
        many: dict[str, tuple[str, ...]] = dict.fromkeys(_MANY, ())
        for name in _ONE:
            if found := d[name]:
                start, end = found
                spans[name] = (raw(start, end),)
                one[name] = text[start:end]
        for name in _MANY:
            if found := d[name]:
                spans[name] = tuple([raw(start, end) for start, end in found])
                many[name] = tuple([text[start:end] for start, end in found])
        start, end = d["cue"]
        cue = text[start:end]
        if end > start:
            spans["cue"] = (raw(start, end),)
        links: dict[str, list[Link]] = {}
        for name, row, inherited in d["links"]:
            links.setdefault(name, []).append(self._link(self._entity_rows[row], inherited=inherited))
        get = links.get
        # By position: naming forty fields costs as much as all the rest here.
        return _DIRECTIVE(
            ids[number], span[0], span[1], text[d["start"] : d["end"]], cue, d["rule"], d["confidence"],
            _MODALITIES[d["modality"]], d["strength"], one["hedge"], one["frame"], self._authority(d["authority"]), _STATUSES[d["status"]],
            one["addressee"], many["lead_units"], many["supporting_units"], "".join(many["manner"]),
            one["action"], d["lemma"], one["object"], many["contexts"], many["goals"], many["heading_path"],
            one["condition"], one["exception"],
            tuple(get("ministries", ())), tuple(get("regions", ())), tuple(get("sectors", ())), tuple(get("documents", ())),
            d["instrument"], d["instrument_side"], d["deadline"], tuple([target_ids[n] for n in d["targets"]]),
            ids[d["repeat_of"]] if d["repeat_of"] >= 0 else "", d["paragraph"], d["sentence"], spans,
            d["timing"], one["timing_words"],
        )  # fmt: skip

    def _link(self, row: EntityRow, *, inherited: bool) -> Link:
        members = group_members(row.id, self._lexicons) if row.id.startswith("group:") else ()
        return _LINK(row.id, row.name, *self._raw(row.start, row.end), inherited, members)

    def _target(self, t: Mapping[str, Any], id: str, span: Span, owner: str) -> Target:
        return _TARGET(
            id, *span, self._text[t["start"] : t["end"]], t["indicator"], t["comparator"], t["value"],
            tuple(t["number"]), t["unit"], t["baseline"], t["deadline"], t["commitment"], owner,
        )  # fmt: skip

    def _issuers(self) -> tuple[str, ...]:
        """Canonical names, by the text's own mentions or by themselves; as written where nothing knows them."""
        article = self._article
        given: Sequence[str] = [name for name in _BETWEEN.split(article.issuer or "") if name] or self._clean.header.issuers
        given = given or organs_of_title(article.title or "")
        if not given:
            return ()
        return tuple(dict.fromkeys(found for name in given for found in self._names_of(name)))

    def _names_of(self, name: str) -> tuple[str, ...]:
        known = self._organs.get(name)
        return (known,) if known else organ_names(name, self._lexicons) or (name,)

    @cached_property
    def _organs(self) -> dict[str, str]:
        """Canonical names of the organs that the text mentions, by the words it mentions them with."""
        return {self._text[e.start : e.end]: e.name for e in self._entity_rows if e.label == Label.MINISTRY}

    def _authority(self, name: str) -> str:
        """Who speaks, by canonical name: frames fall back on the issuer as the article gives it."""
        return self._organs.get(name, name)
