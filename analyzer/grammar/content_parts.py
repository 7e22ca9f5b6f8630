"""Words that tell how far the parts of a clause reach: kinds of rows of ``predicate_words.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analyzer.lexicon.patterns import any_of_words

PARTS = (
    "noun_tail", "closing", "giving", "by", "rule", "carrier", "event", "holding", "field", "after_those", "measured", "given",
    "quality", "stative", "drawn", "span", "organ", "either", "along", "pace", "put", "refused", "intransitive", "on_ones_own",
    "actor", "somebody", "no_object", "with_whom", "dealing", "encouraging", "of_powers", "degree", "fined_by", "penalty", "made", "made_names", "office", "turns", "of_its_own", "apart", "asking", "telling",
)  # fmt: skip
"""Kinds of rows; each says in the file what its words do."""
NOT_IN = ("noun_tail", "organ", "made", "apart")
"""Those whose rows may name longer words that are none of theirs."""


class Parts:
    """Words that tell how far the parts of a clause reach; kinds of rows of ``predicate_words.yaml``."""

    __slots__ = (*(kind for kind in PARTS if kind not in ("fined_by", "penalty")), "fined", "made_first")

    def __init__(self, rows: Mapping[str, Sequence[str]], but: Mapping[str, Sequence[str]]) -> None:
        """Take the words by kind, and by kind the longer words that are none of them."""
        any_of = {kind: "|".join(map(re.escape, rows[kind])) for kind in PARTS}
        self.noun_tail = re.compile(any_of_words(rows["noun_tail"], but.get("noun_tail", ())))
        self.made_names = frozenset(rows["made_names"])
        self.made, self.made_first = re.compile(any_of_words(rows["made"], but.get("made", ()))), frozenset(word[0] for word in rows["made"])
        self.office = re.compile(any_of["office"])
        self.turns, self.of_its_own = tuple(rows["turns"]), frozenset(rows["of_its_own"])
        self.telling = frozenset(rows["telling"])
        self.asking = frozenset(rows["asking"])
        self.apart = re.compile(any_of_words(rows["apart"], but.get("apart", ())))
        self.rule, self.field = re.compile(any_of["rule"]), re.compile(any_of["field"])
        self.closing, self.by = frozenset(rows["closing"]), frozenset(rows["by"])
        self.giving, self.carrier, self.holding = frozenset(rows["giving"]), frozenset(rows["carrier"]), frozenset(rows["holding"])
        self.event, self.after_those = tuple(rows["event"]), frozenset(rows["after_those"])
        self.measured, self.given = re.compile(any_of["measured"]), re.compile(any_of["given"])
        self.span, self.organ = re.compile(any_of["span"]), re.compile(any_of_words(rows["organ"], but.get("organ", ())))
        self.either, self.along = frozenset(rows["either"]), frozenset(rows["along"])
        self.pace, self.put = re.compile(any_of["pace"]), tuple(rows["put"])
        self.refused = re.compile(rf"(?:[^，。；的]{{1,14}}?(?=原则上|一律|今后)|[^，。；的]{{1,8}}期间)?(?:原则上|一律|今后|同时|并|且|也|均|都|坚决|要|应|应当)*(?:[0-9一二三四五六七八九十]{{1,3}}年内)?(?P<no>不(?:再)?(?:{any_of['refused']}))(?!到位|不)")
        self.intransitive, self.on_ones_own = frozenset(rows["intransitive"]), tuple(rows["on_ones_own"])
        self.quality = frozenset(rows["quality"])
        self.stative, self.drawn = frozenset(rows["stative"]), frozenset(rows["drawn"])
        self.actor = re.compile(f"(?:{any_of['actor']}|(?<!或)者)[要等均也都应]?$")
        self.somebody, self.no_object = re.compile(f"(?:{any_of['somebody']})$"), tuple(rows["no_object"])
        self.with_whom, self.dealing = tuple(rows["with_whom"]), re.compile(f"的?(?:{any_of['dealing']}){{1,2}}$")
        self.encouraging, self.of_powers = frozenset(rows["encouraging"]), tuple(rows["of_powers"])
        self.degree = re.compile(f"(?:{any_of['degree']})[一-鿿]{{0,2}}?地$")
        self.fined = re.compile(f"(?<!并)处(?=(?:以)?(?:[0-9一二三四五六七八九十百千万]|{any_of['fined_by']})[^，。；]{{0,24}}(?:{any_of['penalty']}))")
