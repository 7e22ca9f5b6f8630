"""Every name the lexicons know is accounted for."""

from __future__ import annotations

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.lexicon.explain import explain


def outcomes(text: str, rules: EntityRules) -> dict[str, str]:
    return {e.words: e.outcome for e in explain(text, rules)}


def test_a_reported_name_tells_its_row(rules: EntityRules) -> None:
    assert outcomes("工信部发布", rules)["工信部"] == "reported as MINISTRY org:gongxinbu 工业和信息化部"


def test_a_name_within_a_longer_one_tells_which(rules: EntityRules) -> None:
    told = outcomes("宁波市科技局和西部陆海新通道", rules)
    assert told["科技局"] == "part of 「宁波市科技局」 (org:330200:kexuejishu-ju)"
    assert told["西部"] == "inside the blocked word 「西部陆海新通道」"
    assert told["西部陆海新通道"] == "blocked: holds a name and is none"


def test_a_name_that_lacks_its_parent_says_so(rules: EntityRules) -> None:
    assert outcomes("关于平江的报道", rules)["平江"].startswith("not reported:")
    assert "its rule is parent" in outcomes("关于海曙的报道", rules)["海曙"]


def test_offsets_and_kinds_are_those_of_the_name(rules: EntityRules) -> None:
    (one,) = [e for e in explain("在发展改革委", rules) if e.words == "发展改革委"]
    assert (one.start, one.end, one.kinds) == (1, 6, ("organ", "function of a local organ"))
