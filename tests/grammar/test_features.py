"""Scope of cues, and features of clauses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import MODALITIES, CueRules
from analyzer.grammar.features import SPACE, STATES, Features, Scope, extract, hash_block, scope
from analyzer.grammar.openings import MANNER, MODAL, VERB, OpeningRules
from analyzer.records import EntityRow

OBLIGATION, PROHIBITION, ENCOURAGEMENT = (MODALITIES.index(kind) + 1 for kind in ("obligation", "prohibition", "encouragement"))
OPENING = OpeningRules({"加强": VERB, "推进": VERB, "公布": VERB, "加快": MANNER, "要": MODAL})


def _cue(kind: str, *markers: str) -> dict[str, object]:
    return {"id": f"c.{kind}", "kind": kind, "position": "any", "markers": markers, "not_in": [], "words": []}


CUES = CueRules(
    [
        _cue("obligation", "要"), _cue("prohibition", "不得"), _cue("encouragement", "鼓励"), _cue("frame_direct", "强调"),
        _cue("frame_state", "表示"), _cue("past", "已"), _cue("future", "下一步"), _cue("section_past", "回顾"),
        _cue("section_future", "安排"),
    ]
)  # fmt: skip


def scoped(text: str) -> Scope:
    clauses = split_clauses(text)
    return scope(clauses, CUES.scan(text, clauses))


def features(text: str, entities: tuple[EntityRow, ...] = (), blocks: tuple[tuple[str, int, int], ...] = ()) -> Features:
    clauses = split_clauses(text, blocks)
    cues = CUES.scan(text, clauses)
    return extract(text, clauses, cues, scope(clauses, cues), entities, OPENING)


def state(text: str, name: str, blocks: tuple[tuple[str, int, int], ...] = ()) -> list[float]:
    return [float(v) for v in features(text, blocks=blocks).states[:, STATES.index(name)]]


def of_clause(found: Features, i: int) -> list[int]:
    return sorted(found.ids[found.bounds[i] : found.bounds[i + 1]].tolist())


def test_a_modal_is_carried_to_the_end_of_its_sentence() -> None:
    assert scoped("要加强，推进；公布。推进").modal == [0, OBLIGATION, OBLIGATION, 0]


def test_the_last_modal_governs_and_is_named() -> None:
    over = scoped("要加强，不得推进，公布")
    assert over.modal == [0, OBLIGATION, PROHIBITION]
    assert [hit.id if hit else "" for hit in over.modal_cue] == ["", "c.obligation", "c.prohibition"]


def test_encouragement_is_handed_on_only_by_a_verb_that_opens_its_clause() -> None:
    assert scoped("鼓励加强，推进").modal == [0, ENCOURAGEMENT]
    assert scoped("健全完善相关政策鼓励，推进").modal == [0, 0]


def test_a_frame_is_carried_to_the_end_of_its_paragraph() -> None:
    over = scoped("会议强调，加强。推进，公布\n公布")
    assert over.frame == [0, 1, 1, 1, 0]
    assert over.frame_at == [-1, 0, 0, 0, -1]
    assert over.frame_age[1:4] == [1, 2, 3]


def test_a_new_frame_takes_over_and_ends_the_modal() -> None:
    over = scoped("强调，要加强，某某表示，推进")
    assert over.frame == [0, 1, 1, 2]
    assert over.frame_at == [-1, 0, 0, 2]
    assert over.modal == [0, 0, OBLIGATION, 0]


def test_a_frame_grows_no_older_than_nine() -> None:
    assert scoped("强调" + "，加强" * 15).frame_age[-1] == 9


def test_past_holds_to_the_sentence_and_future_to_the_paragraph() -> None:
    over = scoped("已加强，下一步推进。公布\n公布")
    assert over.past == [False, True, False, False]
    assert over.future == [False, False, True, False]


def test_a_section_of_a_report_holds_until_the_next_one() -> None:
    assert scoped("一、回顾\n加强。推进\n二、安排\n推进\n公布").section == [1, 1, 1, 2, 2, 2]


def test_only_the_first_clause_of_a_paragraph_opens_a_section() -> None:
    assert scoped("加强，回顾，推进\n公布").section == [0, 0, 0, 0]


def test_empty_text_has_no_features() -> None:
    found = features("")
    assert (found.ids.shape, found.bounds.tolist(), found.states.shape) == ((0,), [0], (0, len(STATES)))
    assert scoped("") == Scope([], [], [], [], [], [], [], [])


PIECES = st.sampled_from(
    ["加强", "推进", "要", "不得", "强调", "表示", "已", "，", "。", "；", "\n", "一、", "（一）", "回顾", "3", "（", "）", "监管", "下一步", "第一条", "\U00020bb7", " "]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_bounds_cut_the_numbers_by_clause_and_numbers_lie_in_the_space(pieces: list[str]) -> None:
    text = "".join(pieces)
    found, count = features(text), len(split_clauses(text))
    assert found.bounds.shape == (count + 1,)
    assert found.bounds[0] == 0
    assert found.bounds[-1] == len(found.ids)
    assert (np.diff(found.bounds) > 0).all()
    assert ((found.ids >= 0) & (found.ids < SPACE)).all()
    assert found.states.shape == (count, len(STATES))
    assert found.states.dtype == np.float32
    assert ((found.states >= 0) & (found.states <= 1)).all()


def test_features_are_the_same_every_time() -> None:
    text = "会议强调，要加强监管，不得拖延。\n推进改革。"
    assert np.array_equal(features(text).ids, features(text).ids)


def test_digits_read_alike() -> None:
    assert np.array_equal(features("加强3项监管").ids, features("加强8项监管").ids)


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
    assert hash_block("") == hash_block("lead") == 0 < hash_block("credit")
