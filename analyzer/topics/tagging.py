"""Tags with the model that ships; nothing of scikit-learn is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from analyzer.resources import models_dir, verified
from analyzer.topics.explanation import explain
from analyzer.topics.model import ThemeModel
from analyzer.topics.ngrams import scannable


@cache
def shipped_model() -> ThemeModel:
    """The theme model in ``models/themes``.

    Raises:
        ResourceError: its file is missing or damaged.
    """
    return ThemeModel.load(verified(models_dir() / "themes") / "themes.npz")


def tag_themes(title: str, text: str) -> tuple[str, ...]:
    """Level-1 themes of the State Council's 主题分类, the likeliest first; empty where none is likely enough (不确定).

    >>> tag_themes("关于进一步加强税收征管工作的通知", "各级税务机关要落实减税降费政策，做好增值税留抵退税工作。")
    ('财政、金融、审计',)
    >>> tag_themes("", "")
    ()
    """
    return shipped_model().tag([(title, text)])[0]


def tag_themes_of(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The :func:`tag_themes` of pairs of a title and a text: the same, in a third of the time where texts are short.

    >>> tag_themes_of([("关于进一步加强税收征管工作的通知", "各级税务机关要落实减税降费政策。"), ("", "")])
    [('财政、金融、审计',), ()]
    """
    return shipped_model().tag(pairs)


def tag_categories(title: str, text: str) -> tuple[str, ...]:
    r"""The themes of :func:`tag_themes`, each with its level-2 category where the terms of the lexicon show one.

    >>> tag_categories("关于进一步加强税收征管工作的通知", "各级税务机关要落实减税降费政策，做好增值税留抵退税工作。")
    ('财政、金融、审计\\税务',)
    """
    title, text = scannable(title), scannable(text)
    found = ((theme, shipped_model().lexicon.category(theme, title, text)) for theme in tag_themes(title, text))
    return tuple(f"{theme}\\{category}" if category else theme for theme, category in found)


def explain_themes(title: str, text: str, *, limit: int = 8) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each theme that :func:`tag_themes` gives, the terms that carried it and the score that each brought.

    >>> why = explain_themes("关于加强农村水利建设的意见", "要推进灌区改造，保障粮食生产，支持农户发展生态养殖。")
    >>> {theme: [term for term, _ in terms[:2]] for theme, terms in why.items()}
    {'农业、林业、水利': ['粮食', '养殖']}
    """
    return explain(shipped_model(), title, text, limit=limit)
