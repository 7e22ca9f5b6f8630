"""Features in words: hashed anew, every number of a clause has a name, and the names say what is there."""

from __future__ import annotations

import pytest

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.clause_table import Reading
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import CueRules
from analyzer.grammar.feature_names import CUE, PLACE, WORDS, FeatureNames, Name, state_name
from analyzer.grammar.features import extract_all
from analyzer.grammar.openings import OpeningRules
from analyzer.grammar.scope import scope
from analyzer.resources import lexicons_dir

TEXT = "一、总体要求\n会议指出，各地区要在2025年加强监管，不得推诿。去年新建泵站。\n（一）完善制度。"


@pytest.fixture(scope="module")
def reading() -> Reading:
    clauses = split_clauses(TEXT)
    cues = CueRules.from_lexicons(lexicons_dir()).scan(TEXT, clauses)
    return Reading(TEXT, clauses, cues, scope(clauses, cues), [])


@pytest.fixture(scope="module")
def opening() -> OpeningRules:
    return OpeningRules.from_lexicons(lexicons_dir())


@pytest.fixture(scope="module")
def names(reading: Reading, opening: OpeningRules) -> dict[str, dict[int, Name]]:
    found = FeatureNames(reading, opening)
    return {TEXT[c.start : c.end]: found.of(i) for i, c in enumerate(reading.clauses)}


def test_every_feature_of_a_clause_has_a_name(reading: Reading, opening: OpeningRules) -> None:
    ids, bounds = extract_all([reading], opening).spread()
    found = FeatureNames(reading, opening)
    for i in range(len(reading.clauses)):
        assert set(ids[bounds[i] : bounds[i + 1]].tolist()) <= set(found.of(i))


def words(found: dict[int, Name], kind: str) -> set[str]:
    return {name.words for name in found.values() if name.kind == kind}


def test_n_grams_are_told_by_their_characters_with_digits_all_alike(names: dict[str, dict[int, Name]]) -> None:
    own = words(names["各地区要在2025年加强监管"], WORDS)
    assert {"「加」", "「加强」", "「强监管」", "「0」", "begins with 「各地」", "ends with 「监管」"} <= own
    assert not any("2025" in word for word in own)


def test_governors_are_told_by_name(names: dict[str, dict[int, Name]]) -> None:
    own = words(names["不得推诿"], WORDS)
    assert {"the frame ends with 「指出」", "the first clause of the text begins with 「总体」"} <= own
    assert any(word.startswith("the heading") for word in own)
    assert "itself the first clause of the text: begins with 「总体」" in words(names["一、总体要求"], WORDS)


def test_cues_are_told_by_id(names: dict[str, dict[int, Name]]) -> None:
    assert "the cue modal.forbid 「不得」" in words(names["不得推诿"], CUE)
    assert "a cue of the kind prohibition, a modal of obligation handed down" in words(names["不得推诿"], CUE)
    assert "the first cue is of the kind past" in words(names["去年新建泵站"], CUE)


def test_places_are_told_in_words(names: dict[str, dict[int, Name]]) -> None:
    assert {
        "followed by 「。」, preceded by 「，」", "no past before it in the sentence, a modal of obligation handed down", "opens with modal + noun",
    } <= words(names["不得推诿"], PLACE)
    assert "opens with verb, its sentence opens with verb, the first of its sentence" in words(names["（一）完善制度"], PLACE)


def test_every_state_has_words() -> None:
    told = [state_name(state) for state in STATES]
    assert len(set(told)) == len(told)
