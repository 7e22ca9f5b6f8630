"""The pipeline's tokenizer: one token a character, or words as pkuseg cuts them, its weights read when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, get_words_and_spaces, registry

from analyzer.errors import InputError, ResourceError
from analyzer.pipeline.annotations import remember_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.vocab import Vocab

SegmenterName = Literal["char", "pkuseg"]
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST = 2000
"""pkuseg keeps some 60 features a character in memory while it cuts a line: longer ones are cut at ends of sentences."""
_PIECES = re.compile(rf"[^。！？!?；;]{{1,{_LONGEST}}}[。！？!?；;]*|[。！？!?；;]+")


class PolicyTokenizer(DummyTokenizer):
    """Turns a text into a Doc whose text is the same, character by character.

    Args:
        vocab: the vocabulary that Docs share.
        segmenter: ``char`` (own Docs, since spaCy's character segmenter folds a space into the token before it, and
            token numbers stop being offsets) or ``pkuseg`` (words).

    Raises:
        InputError: another segmenter.

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in PolicyTokenizer(Vocab(), "char")("加强 监管")]
    ['加', '强', ' ', '监', '管']
    """

    def __init__(self, vocab: Vocab, segmenter: SegmenterName = "pkuseg") -> None:
        """Check the segmenter; nothing is read yet."""
        if segmenter not in get_args(SegmenterName):
            raise InputError(f"segmenter {segmenter!r} is not known; choose one of {', '.join(get_args(SegmenterName))}")
        self.vocab = vocab
        self.segmenter = segmenter

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        try:
            return self._doc(text)
        except UnicodeEncodeError:
            # spaCy keeps strings as UTF-8, which has no lone surrogates; the length must stay.
            return self._doc(_SURROGATES.sub("\ufffd", text))

    def _doc(self, text: str) -> Doc:
        if self.segmenter == "char":
            doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        else:
            words, spaces = get_words_and_spaces(cut_words(text), text)
            doc = Doc(self.vocab, words=words, spaces=spaces)
        remember_text(doc, text)
        return doc


def cut_words(text: str) -> list[str]:
    """The words of a text as pkuseg cuts them, without white space.

    Raises:
        ResourceError: the weights are not there.

    >>> cut_words("加快发展新能源汽车产业")
    ['加快', '发展', '新', '能源', '汽车', '产业']
    """
    segmenter = _segmenter()
    return [word for piece in _pieces(text) for word in segmenter.cut(piece)]


def _pieces(text: str) -> Iterable[str]:
    for line in text.splitlines():
        if len(line) <= _LONGEST:
            yield line
        else:
            yield from _PIECES.findall(line)


@cache
def _segmenter() -> Any:
    import spacy_pkuseg

    from analyzer.resources import models_dir, verified

    folder = models_dir() / "segmenter"
    missing = [name for name in ("features.msgpack", "weights.npz") if not (folder / name).is_file()]
    if missing:
        raise ResourceError(f"{folder / missing[0]} is missing: make it with models/segmenter/make.py")
    verified(folder)
    # No dictionary, whose merging of words lowers F1. This is spacy-pkuseg's own argument: spaCy's pkuseg_user_dict=None
    # would open the model folder as a dictionary.
    return spacy_pkuseg.pkuseg(str(folder), user_dict=None)


@registry.tokenizers("analyzer.PolicyTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(segmenter: str = "pkuseg") -> Callable[[Language], PolicyTokenizer]:
    """The tokenizer as a spaCy config names it."""

    def create(nlp: Language) -> PolicyTokenizer:
        return PolicyTokenizer(nlp.vocab, segmenter)  # type: ignore[arg-type] # checked there

    return create
