"""Features of clauses: the numbers, and what the grammar knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.grammar.clause_states import STATES
from analyzer.grammar.clause_table import Reading
from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.features import NONE, SPACE, Features, extract, extract_all
from analyzer.grammar.openings import MANNER, MODAL, VERB, OpeningRules
from analyzer.grammar.role_model import RoleModel
from analyzer.grammar.scope import scope
from analyzer.records import EntityRow
from tests.hand_built import CUES, role_arrays

OPENING = OpeningRules({"加强": VERB, "推进": VERB, "公布": VERB, "加快": MANNER, "要": MODAL})


def features(text: str, entities: tuple[EntityRow, ...] = (), blocks: tuple[tuple[str, int, int], ...] = ()) -> Features:
    clauses = split_clauses(text, blocks)
    cues = CUES.scan(text, clauses)
    return extract(text, clauses, cues, scope(clauses, cues), entities, OPENING)


def state(text: str, name: str, blocks: tuple[tuple[str, int, int], ...] = ()) -> list[float]:
    return [float(v) for v in features(text, blocks=blocks).states[:, STATES.index(name)]]


def of_clause(found: Features, i: int) -> list[int]:
    ids, bounds = found.spread()
    return sorted(ids[bounds[i] : bounds[i + 1]].tolist())


PIECES = st.sampled_from(
    ["加强", "推进", "要", "不得", "强调", "表示", "已", "，", "。", "；", "\n", "一、", "（一）", "回顾", "3", "（", "）", "监管", "下一步", "第一条", "\U00020bb7", " "]
)  # fmt: skip


TEXTS = st.lists(PIECES, max_size=30).map("".join).filter(split_clauses)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_numbers_lie_in_the_space_and_every_clause_has_some(text: str) -> None:
    found, count = features(text), len(split_clauses(text))
    ids, bounds = found.spread()
    assert bounds.shape == (count + 1,)
    assert bounds[-1] == len(ids)
    assert (np.diff(bounds) > 0).all()
    assert ((ids >= 0) & (ids < SPACE)).all()
    assert found.states.shape == (count, len(STATES))
    assert found.states.dtype == np.float32
    assert ((found.states >= 0) & (found.states <= 1)).all()


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 1000))
def test_sums_over_windows_are_those_over_the_spread_list(text: str, seed: int) -> None:
    """The model reads features in place, training reads the list: both must mean the same."""
    found = features(text)
    ids, bounds = found.spread()
    assert np.array_equal(found.sizes, np.diff(bounds))
    random = np.random.default_rng(seed)
    known = np.unique(random.choice(ids, 40))
    model = RoleModel(role_arrays(known, seed))
    listed = Features.listed(ids, bounds, found.states)
    assert np.allclose(model.roles(found), model.roles(listed), atol=1e-6)
    every = list(range(len(found.states)))
    assert np.allclose(model.modalities(found, every), model.modalities(listed, every), atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_features_of_texts_read_together_are_those_of_each(texts: list[str]) -> None:
    readings = []
    for text in texts:
        clauses = split_clauses(text)
        cues = CUES.scan(text, clauses)
        readings.append(Reading(text, clauses, cues, scope(clauses, cues), ()))
    together, first = extract_all(readings, OPENING), 0
    for text, reading in zip(texts, readings, strict=True):
        alone, count = features(text), len(reading.clauses)
        assert [of_clause(together, first + i) for i in range(count)] == [of_clause(alone, i) for i in range(count)]
        assert np.array_equal(together.states[first : first + count], alone.states)
        first += count
    assert together.firsts.tolist() == np.cumsum([0, *(len(reading.clauses) for reading in readings)])[:-1].tolist()


def test_features_are_the_same_every_time() -> None:
    text = "会议强调，要加强监管，不得拖延。\n推进改革。"
    assert np.array_equal(features(text).spread()[0], features(text).spread()[0])


def test_digits_read_alike() -> None:
    assert np.array_equal(features("加强3项监管").spread()[0], features("加强8项监管").spread()[0])


def test_a_governor_that_is_not_there_has_no_features() -> None:
    found = features("加强监管")
    assert (found.rows() == NONE).any()
    assert NONE not in found.spread()[0]


FIRST = "首段文字"


@pytest.mark.parametrize("other", ["公布名单", "推进改革", "完善台账"])
def test_words_in_another_paragraph_are_no_features(other: str) -> None:
    """Governors are the first of the text, the heading, the frame and the ends of sentence and paragraph: none is the middle one."""
    plain = features(f"{FIRST}。\n加强监管，加强检查。\n丰富内涵。")
    changed = features(f"{FIRST}。\n加强监管，加强检查。\n{other}。")
    assert [of_clause(plain, i) for i in (1, 2)] == [of_clause(changed, i) for i in (1, 2)]


@pytest.mark.parametrize(
    ("one", "two", "clause"),
    [
        ("首段文字。\n加强监管", "另外一段。\n加强监管", 1),
        ("一、产业\n公布。\n加强监管", "一、农业\n公布。\n加强监管", 2),
        ("首段。会议强调，公布，加强监管", "首段。部门强调，公布，加强监管", 3),
        ("首段。丰富内涵，公布，加强监管", "首段。完善台账，公布，加强监管", 3),
        ("首段。加强监管，丰富内涵", "首段。加强监管，完善台账", 1),
    ],
)
def test_words_of_a_governor_are_features(one: str, two: str, clause: int) -> None:
    assert of_clause(features(one), clause) != of_clause(features(two), clause)


def test_an_organ_that_opens_a_clause_is_a_feature() -> None:
    organ = EntityRow(0, 2, "MINISTRY", "org:x", "x", "", ())
    assert of_clause(features("海关加强监管", (organ,)), 0) != of_clause(features("海关加强监管"), 0)


def test_states_say_where_a_clause_stands() -> None:
    text = "一、产业\n加强，推进。公布\n强调，要推进"
    assert state(text, "numbered") == [1, 0, 0, 0, 0, 0]
    assert state(text, "is_heading") == [1, 0, 0, 0, 0, 0]
    assert state(text, "under_heading") == [0, 1, 1, 1, 1, 1]
    assert state(text, "first_in_paragraph") == [1, 1, 0, 0, 1, 0]
    assert state(text, "first_in_sentence") == [1, 1, 0, 1, 1, 0]
    assert state(text, "last_in_sentence") == [1, 0, 1, 1, 0, 1]
    assert state(text, "alone_in_paragraph") == [1, 0, 0, 0, 0, 0]
    assert state(text, "frame.direct") == [0, 0, 0, 0, 0, 1]
    assert state(text, "cue.obligation") == [0, 0, 0, 0, 0, 1]
    assert state(text, "paragraph.modal") == [0, 0, 0, 0, 0.5, 0.5]


def test_inherited_modals_are_states() -> None:
    assert state("要加强，推进", "inherited.obligation") == [0, 1]


def test_a_block_is_a_state_and_a_repeated_lead_reads_like_running_text() -> None:
    assert state("加强\n推进", "in_block", (("credit", 3, 5),)) == [0, 1]
    assert state("加强\n推进", "in_block", (("lead", 0, 2),)) == [0, 0]
