"""What the chain of clauses hands down."""

from __future__ import annotations

from analyzer.grammar.clauses import split_clauses
from analyzer.grammar.cues import MODALITIES
from analyzer.grammar.scope import COLUMNS, KIND, Scope, scope
from tests.hand_built import CUES

OBLIGATION, PROHIBITION, ENCOURAGEMENT = (MODALITIES.index(kind) + 1 for kind in ("obligation", "prohibition", "encouragement"))


def scoped(text: str) -> Scope:
    clauses = split_clauses(text)
    return scope(clauses, CUES.scan(text, clauses))


def test_a_modal_is_carried_to_the_end_of_its_sentence() -> None:
    assert scoped("要加强，推进；公布。推进").column("modal") == [0, OBLIGATION, OBLIGATION, 0]


def test_the_last_modal_governs_and_is_named() -> None:
    over = scoped("要加强，不得推进，公布")
    assert over.column("modal") == [0, OBLIGATION, PROHIBITION]
    assert [hit.id if hit else "" for hit in over.modal_cue] == ["", "c.obligation", "c.prohibition"]


def test_encouragement_is_handed_on_only_by_a_verb_that_opens_its_clause() -> None:
    assert scoped("鼓励加强，推进").column("modal") == [0, ENCOURAGEMENT]
    assert scoped("健全完善相关政策鼓励，推进").column("modal") == [0, 0]


def test_a_frame_is_carried_to_the_end_of_its_paragraph() -> None:
    over = scoped("会议强调，加强。推进，公布\n公布")
    assert over.column("frame") == [0, 1, 1, 1, 0]
    assert over.column("frame_at") == [-1, 0, 0, 0, -1]
    assert over.column("frame_age")[1:4] == [1, 2, 3]


def test_a_new_frame_takes_over_and_ends_the_modal() -> None:
    over = scoped("强调，要加强，某某表示，推进")
    assert over.column("frame") == [0, 1, 1, 2]
    assert over.column("frame_at") == [-1, 0, 0, 2]
    assert over.column("modal") == [0, 0, OBLIGATION, 0]


def test_a_frame_grows_no_older_than_nine() -> None:
    assert scoped("强调" + "，加强" * 15).column("frame_age")[-1] == 9


def test_past_holds_to_the_sentence_and_future_to_the_paragraph() -> None:
    over = scoped("已加强，下一步推进。公布\n公布")
    assert over.column("past") == [0, 1, 0, 0]
    assert over.column("future") == [0, 0, 1, 0]


def test_a_section_of_a_report_holds_until_the_next_one() -> None:
    assert scoped("一、回顾\n加强。推进\n二、安排\n推进\n公布").column("section") == [1, 1, 1, 2, 2, 2]


def test_only_the_first_clause_of_a_paragraph_opens_a_section() -> None:
    assert scoped("加强，回顾，推进\n公布").column("section") == [0, 0, 0, 0]


def test_first_clauses_of_sentences_and_paragraphs_are_told() -> None:
    over = scoped("加强，推进。公布，推进\n公布")
    assert over.column("sentence_first") == [0, 0, 2, 2, 4]
    assert over.column("paragraph_first") == [0, 0, 0, 0, 4]


def test_the_kinds_of_own_cues_are_bits() -> None:
    assert scoped("已强调，推进").column("kinds") == [1 << KIND["past"] | 1 << KIND["frame_direct"], 0]


def test_a_row_has_a_number_for_each_column() -> None:
    assert {len(row) for row in scoped("已强调，推进").rows} == {len(COLUMNS)}


def test_no_clauses_no_rows() -> None:
    assert scoped("") == Scope([], [], [], [])
