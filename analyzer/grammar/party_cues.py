"""Words that tell where a name of a party begins and ends, who acts in a clause and how long he is meant: kinds of rows of ``parties.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analyzer.lexicon.patterns import any_of_words

CUES = (
    "never_first", "negated", "adjunct", "demanded", "by", "binding", "toward", "defined", "making", "made", "doer", "office", "other",
    "attribute", "no_part", "ranging", "governing", "passed_on", "stands_for", "said", "beside", "adjunct_end", "opening_link",
    "area", "some_area", "turning", "way", "bound", "saying", "encouraging", "punishing", "weight",
    "private", "no_party", "at_fault", "authority", "official", "liable", "offence",
)  # fmt: skip
"""Kinds of rows; each says in the file what its words do."""
ADVERBS = "(?:并|也|均|可|应|应当|可以|依法|依规|视情节|一律|由其|双开)*"
"""What stands before a sanction."""
_IS = "(?<!特别)(?<!尤其)是(?!否)"


class PartyCues:
    """Words by what they tell about a party, compiled: sets of whole words, tuples of beginnings and ends, patterns."""

    __slots__ = (
        "adjunct", "adjunct_end", "area", "at_fault", "attribute", "authority", "beside", "binding", "bound", "by", "defined", "demanded", "doer", "encouraging", "governing",
        "liable", "link", "link_first", "made", "making", "never_first", "no_part", "no_party", "not_toward", "offence", "office", "official", "other", "passed_on",
        "private", "punishing", "ranging", "said", "saying", "some_area", "stands_for", "stressed", "toward", "turning", "way",
    )  # fmt: skip

    def __init__(self, rows: Mapping[str, Sequence[str]], but: Mapping[str, Sequence[str]]) -> None:
        """Take the words by kind, and by kind the longer words that are none of them."""
        any_of = {kind: any_of_words(rows[kind], but.get(kind, ())) for kind in CUES}
        self._of_names(rows, but, any_of)
        self._of_subjects(rows, any_of)
        self._of_chains(rows, any_of)

    def _of_names(self, rows: Mapping[str, Sequence[str]], but: Mapping[str, Sequence[str]], any_of: Mapping[str, str]) -> None:
        """Words at the borders of names."""
        self.never_first = re.compile(
            rf"的|[《（(]|.$(?<![我部])|(?:{any_of['negated']})[^的]*$|{any_of['never_first']}|[\d一二两三四五六七八九十若干至]+人$"
        )
        self.adjunct, self.by = re.compile(any_of["adjunct"]), re.compile(any_of["by"])
        self.demanded = tuple(rows["demanded"])
        self.binding = re.compile(f"{any_of['binding']}|{_IS}")
        self.toward, self.not_toward = re.compile(any_of_words(rows["toward"])), re.compile(any_of_words(but.get("toward", ())))
        self.defined = re.compile(f"(?:{any_of['defined']})[为是]")
        self.making, self.made, self.doer = tuple(rows["making"]), tuple(rows["made"]), tuple(rows["doer"])
        self.office, self.other = tuple(rows["office"]), re.compile(any_of["other"])
        self.attribute, self.no_part = frozenset(rows["attribute"]), frozenset(rows["no_part"])
        self.ranging = re.compile(f"(?:{any_of['ranging']})[到至为]|降[到至]|[改变]为")

    def _of_subjects(self, rows: Mapping[str, Sequence[str]], any_of: Mapping[str, str]) -> None:
        """Words around the subject of a clause."""
        self.governing, self.passed_on = frozenset(rows["governing"]), frozenset(rows["passed_on"])
        self.stands_for, self.said = frozenset(rows["stands_for"]), tuple(rows["said"])
        self.beside, self.adjunct_end = tuple(rows["beside"]), tuple(rows["adjunct_end"])
        self.link = re.compile(
            rf"(?:(?:{any_of['opening_link']})(?![的级])|\d{{4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[前起底末初]|以来)?"
            r"|(?![对为向])[^，。的要应在各]{0,14}期间|[^，。的要应]{0,6}(?:日|月|年)(?:前|底|起|末|初|份)?(?=[各有我]))*"
        )
        self.link_first = frozenset("0123456789").union(word[0] for word in rows["opening_link"])

    def _of_chains(self, rows: Mapping[str, Sequence[str]], any_of: Mapping[str, str]) -> None:
        """Words that hand a party on, or end it."""
        self.area, self.some_area, self.turning = tuple(rows["area"]), tuple(rows["some_area"]), tuple(rows["turning"])
        self.way, self.bound, self.encouraging = tuple(rows["way"]), tuple(rows["bound"]), tuple(rows["encouraging"])
        self.saying, self.punishing = re.compile(any_of["saying"]), re.compile(any_of["punishing"])
        self.stressed = re.compile(f"[^以]*为(?:{any_of['weight']})$")
        self.no_party, self.at_fault = tuple(rows["no_party"]), tuple(rows["at_fault"])
        self.private, self.authority = re.compile(f"(?:{any_of['private']})$"), tuple(rows["authority"])
        self.official = re.compile(f"{ADVERBS}(?:{any_of['official']}|发给[^，]{{0,14}}[证照])")
        self.liable = re.compile(f"{ADVERBS}承担[^，]{{0,4}}(?:{any_of['liable']})")
        self.offence = re.compile(f"{ADVERBS}(?:{any_of['offence']})[^，]{{0,6}}刑事责任")
