"""Analyses built by hand: what tables, filters and commands are tested with, apart from all rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from analyzer.analysis import Analysis
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.cues import CueRules
from analyzer.grammar.role_model import OUTPUTS
from analyzer.grammar.role_network import NEXT, ROLES, SEEN
from analyzer.offsets import OffsetMap
from analyzer.records import Article, Block, CleanText, Directive, Entity, Flag, Header, Label, Link, Modality, Target

MIIT = ("org:gongxinbu", "工业和信息化部")
HUBEI = ("420000", "湖北省")
DELTA = ("group:changsanjiao", "长江三角洲地区")
CARS = ("C36", "汽车制造业")
KNOWN = (
    ("工信部", Label.MINISTRY, MIIT), ("工业和信息化部", Label.MINISTRY, MIIT), ("汽车", Label.SECTOR, CARS),
    ("鄂、鄂", Label.REGION, HUBEI), ("武昌区", Label.REGION, ("420106", "武汉市武昌区")), ("长三角", Label.REGION, DELTA),
)  # fmt: skip


def cue(kind: str, *markers: str) -> dict[str, object]:
    """The row of a cue that holds wherever one of its words stands."""
    return {"id": f"c.{kind}", "kind": kind, "position": "any", "markers": markers, "not_in": [], "words": []}


CUES = CueRules(
    [
        cue("obligation", "要"), cue("prohibition", "不得"), cue("encouragement", "鼓励"), cue("frame_direct", "强调"),
        cue("frame_state", "表示"), cue("past", "已"), cue("future", "下一步"), cue("section_past", "回顾"),
        cue("section_future", "安排"),
    ]
)  # fmt: skip


RoleArrays = dict[str, npt.NDArray[Any]]


def role_arrays(ids: npt.NDArray[np.int64], seed: int) -> RoleArrays:
    """A role model that knows these features, with weights at random and layers of six and five units."""
    random = np.random.default_rng(seed)
    first, second = 6, 5
    shapes = {
        "weights": (len(ids), OUTPUTS), "states": (len(STATES), OUTPUTS), "bias": (OUTPUTS,), "near": (SEEN, first),
        "near_states": (len(STATES), first), "near_bias": (first,), "near_out": (first, len(ROLES)), "next": ((2 * NEXT + 1) * first, second),
        "next_bias": (second,), "next_out": (second, len(ROLES)), "out_bias": (len(ROLES),),
    }  # fmt: skip
    scales = {"near": 0.1, "next": 0.3}
    return {"ids": ids} | {name: random.normal(size=shape, scale=scales.get(name, 1.0)) for name, shape in shapes.items()}


class ByHand(Analysis):
    """An analysis whose themes and keywords are set, not computed by models."""

    themes = ()
    keywords = ()


def link(what: tuple[str, str], start: int = 0, *, inherited: bool = False, members: tuple[str, ...] = ()) -> Link:
    return Link(*what, start, start + 2, inherited, members)


def directive(article: Article, start: int, end: int, **fields: Any) -> Directive:
    """A directive over ``text[start:end]``; fields are an obligation of strength 4 unless given."""
    basics: dict[str, Any] = {
        "id": f"{article.id}#d{start}-{end}", "text": article.text[start:end], "cue": "要", "rule": "modal.yao",
        "confidence": 0.9, "modality": Modality.OBLIGATION, "strength": 4,
    }  # fmt: skip
    return Directive(start=start, end=end, **(basics | fields))


def entity(start: int, end: int, text: str, label: Label, what: tuple[str, str], **fields: Any) -> Entity:
    return Entity(start, end, text, label, *what, **fields)


def target(article: Article, start: int, end: int, **fields: Any) -> Target:
    basics: dict[str, Any] = {
        "id": f"{article.id}#t{start}-{end}", "text": article.text[start:end], "indicator": "产量", "comparator": ">=",
        "value": article.text[start:end], "number": (30.0,), "unit": "%",
    }  # fmt: skip
    return Target(start=start, end=end, **(basics | fields))


def analysis(
    article: Article | str,
    *,
    directives: tuple[Directive, ...] = (),
    entities: tuple[Entity, ...] = (),
    targets: tuple[Target, ...] = (),
    header: Header | None = None,
    blocks: tuple[Block, ...] = (),
    repairs: Mapping[str, int] | None = None,
    flags: tuple[Flag, ...] = (),
    issuers: tuple[str, ...] = (),
    themes: tuple[str, ...] = (),
    keywords: tuple[str, ...] = (),
) -> Analysis:
    article = article if isinstance(article, Article) else Article(article, id="a")
    clean = CleanText(article.text, article.text, OffsetMap(), header or Header(), blocks, repairs or {}, flags)
    made = ByHand(article, clean, (), entities, directives, targets, issuers)
    made.__dict__.update(themes=themes, keywords=keywords)
    return made


def stand_in(monkeypatch: pytest.MonkeyPatch, analyze: Callable[[Any], Any] | None = None) -> None:
    """Have ``analyze``, for one article and for several, answered by a stand-in."""
    chosen = analyze or simple_analyze
    monkeypatch.setattr("analyzer.analysis.analyze", lambda text, **_: chosen(text))
    monkeypatch.setattr("analyzer.analysis.analyze_batch", lambda texts, **_: [chosen(text) for text in texts])


def simple_analyze(text: str | Article) -> Analysis:
    """A stand-in for ``analyze``: each sentence with 要 or 不得 directs, 工信部 and 汽车 link, 「爆」 breaks it."""
    article = text if isinstance(text, Article) else Article(text)
    if "爆" in article.text:
        raise RuntimeError("it broke")
    entities = tuple(
        entity(m.start(), m.end(), m[0], label, what)
        for term, label, what in KNOWN
        for m in re.finditer(term, article.text)
    )
    directives = tuple(
        directive(
            article, m.start(), m.end(),
            cue=m[1], modality=Modality.PROHIBITION if m[1] == "不得" else Modality.OBLIGATION, strength=5 if m[1] == "不得" else 4,
            ministries=tuple(link(MIIT) for _ in range("工信部" in m[0])), sectors=tuple(link(CARS) for _ in range("汽车" in m[0])),
        )
        for m in re.finditer(r"[^。\n]*?(要|不得)[^。\n]*", article.text)
    )  # fmt: skip
    return analysis(article, directives=directives, entities=entities, issuers=(article.issuer,) if article.issuer else ())
