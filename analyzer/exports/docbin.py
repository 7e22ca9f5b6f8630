"""spaCy's DocBin: articles as Docs of one token a character, so that every offset is the start of a token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from analyzer.exports.spans import Marked, apart, clauses, directives, entities, targets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

    from analyzer.analysis import Analysis

SPANS: dict[str, Callable[[Analysis], list[Marked]]] = {
    "entities": entities, "directives": directives, "targets": targets, "clauses": clauses,
}  # fmt: skip


def to_doc(analysis: Analysis, vocab: Vocab) -> Doc:
    """A Doc over the raw text: all spans in ``doc.spans``, entities that do not overlap in ``doc.ents``.

    ``span.label_`` is the label, modality or role, ``span.kb_id_`` the id. ``doc.user_data`` holds article_id, title
    and date.
    """
    from spacy.tokens import Doc, SpanGroup

    raw = analysis.article.text
    doc = Doc(vocab, words=list(raw), spaces=[False] * len(raw))
    doc.user_data.update(article_id=analysis.article.id, title=analysis.title, date=analysis.date)
    for name, marks in SPANS.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=_spans(doc, marks(analysis)))
    doc.set_ents(_spans(doc, apart(entities(analysis))))
    return doc


def _spans(doc: Doc, marks: Iterable[Marked]) -> list[Span]:
    from spacy.tokens import Span

    return [Span(doc, m.start, m.end, label=m.label, kb_id=m.id) for m in marks if m.end > m.start]


def docbin(analyses: Iterable[Analysis]) -> bytes:
    """The ``.spacy`` file of some articles; ``DocBin().from_disk(file).get_docs(nlp.vocab)`` reads it."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("xx").vocab
    return DocBin(docs=(to_doc(a, vocab) for a in analyses), store_user_data=True).to_bytes()
