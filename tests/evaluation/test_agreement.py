from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analyzer.errors import InputError
from analyzer.evaluation import (
    Accuracy,
    Found,
    GoldClause,
    GoldDocument,
    GoldEntity,
    GoldTarget,
    agree,
    gold_rows,
    read_gold,
)
from analyzer.evaluation.agreement import _chance_corrected, cohen
from analyzer.records import Modality, Role

TEXT = "会议强调，要加强监管，不得拖延，覆盖率达到90%以上。工信部来函"
SPANS = ((0, 4), (5, 10), (11, 15), (16, 26), (27, 32))
ROLES = {"D": Role.DIRECTIVE, "C": Role.CONTEXT, "G": Role.GOAL, "F": Role.FRAME, "S": Role.STATEMENT}


def labelled(roles: str, modality: Modality = Modality.OBLIGATION, addressee: str = "", *, id: str = "a", genre: str = "news") -> GoldDocument:
    clauses = tuple(
        GoldClause(*span, ROLES[code], modality, addressee) if code == "D" else GoldClause(*span, ROLES[code])
        for span, code in zip(SPANS, roles, strict=False)
    )
    return GoldDocument(id, TEXT, genre, clauses=clauses)


def test_kappa_is_agreement_beyond_chance() -> None:
    # 4 of 5 the same; by chance (2·3 + 2·1 + 1·1) / 25.
    found = agree([labelled("FDDGS")], [labelled("FDDDS")])
    role = found.kappas["role"]
    assert role.observed.value == 0.8
    assert role.kappa.value == pytest.approx((0.8 - 8 / 25) / (1 - 8 / 25))
    assert role.items == 5
    assert found.roles[("goal", "directive")] == 1
    assert [(m.kind, m.gold, m.found) for m in found.differences] == [("role", "goal", "directive")]


def test_kappa_of_a_single_label_is_none() -> None:
    role = agree([labelled("SSSSS")], [labelled("SSSSS")]).kappas["role"]
    assert (role.kappa.value, role.kappa.interval, role.observed.value) == (None, None, 1.0)
    assert str(role.kappa) == "–"


@given(hnp.arrays(np.int64, (4, 4), elements=st.integers(0, 6)))
def test_many_kappas_at_once_are_those_of_scikit_learn(table: np.ndarray) -> None:
    (ours,) = _chance_corrected(table[None].astype(np.float64))
    theirs = cohen(table, list("abcd")) if table.sum() else None
    assert np.isnan(ours) if theirs is None else ours == pytest.approx(theirs)


def test_modality_is_compared_where_both_direct() -> None:
    found = agree([labelled("FDDGS")], [labelled("FDSGS", Modality.PROHIBITION)])
    assert found.modalities == {("obligation", "prohibition"): 1}
    assert found.kappas["modality"].items == 1


def test_directives_and_addressees_agree_as_f1_and_shares() -> None:
    found = agree([labelled("FDDGS", addressee="各地")], [labelled("FDSGS")])
    directive, addressee = found.measures["directive"], found.measures["addressee_where_any"]
    assert isinstance(directive, Found)
    assert isinstance(addressee, Accuracy)
    assert (directive.tp, directive.fn, directive.fp, directive.f1.value) == (1, 1, 0, pytest.approx(2 / 3))
    assert (addressee.right, addressee.of) == (0, 1)


def entities(*items: GoldEntity) -> GoldDocument:
    return GoldDocument("a", TEXT, entities=items)


def test_entities_agree_at_the_same_place() -> None:
    one = entities(GoldEntity(27, 30, "MINISTRY", "工业和信息化部"), GoldEntity(0, 2, "SECTOR"))
    other = entities(GoldEntity(27, 30, "MINISTRY", "工信部"), GoldEntity(0, 2, "REGION"))
    found = agree([one], [other])
    ministry, name, region = (found.measures[n] for n in ("entity_MINISTRY", "name_MINISTRY", "entity_REGION"))
    assert isinstance(ministry, Found)
    assert isinstance(region, Found)
    assert isinstance(name, Accuracy)
    assert ministry.f1.value == 1.0
    assert (region.tp, region.fp, region.fn) == (0, 1, 0)
    assert (name.right, name.of) == (0, 1)
    assert {(m.kind, m.gold, m.found) for m in found.differences} == {
        ("name MINISTRY", "工业和信息化部", "工信部"), ("entity", "SECTOR", ""), ("entity", "", "REGION"),
    }  # fmt: skip


def test_targets_agree_by_place_and_number_and_deadlines_only_where_they_are_the_same() -> None:
    one = GoldDocument("a", TEXT, targets=(GoldTarget(21, 26, "90%以上", ">=", "2027"), GoldTarget(0, 4, "会议强调", "=")))
    other = GoldDocument("a", TEXT, targets=(GoldTarget(21, 24, "90%", "=", "2027-12"), GoldTarget(5, 10, "5", "=")))
    found = agree([one], [other])
    target, comparator, deadline = (found.measures[n] for n in ("target", "target_comparator", "target_deadline"))
    assert isinstance(target, Found)
    assert isinstance(comparator, Accuracy)
    assert isinstance(deadline, Accuracy)
    assert (target.tp, target.fp, target.fn) == (1, 1, 1)
    assert (comparator.right, deadline.right) == (1, 0)


def test_agreement_does_not_depend_on_which_file_is_first() -> None:
    one, other = [labelled("FDDGS"), labelled("SSDGS", id="b")], [labelled("FDSGS"), labelled("FSDDS", id="b")]
    there, back = agree(one, other), agree(other, one)
    assert there.kappas["role"] == back.kappas["role"]
    f1s = [side.measures["directive"] for side in (there, back)]
    assert all(isinstance(m, Found) for m in f1s)
    assert f1s[0].f1 == f1s[1].f1  # type: ignore[union-attr]


def test_genres_are_told_apart_as_the_first_file_names_them() -> None:
    one = [labelled("FDDGS"), labelled("FDDGS", id="b", genre="notice")]
    found = agree(one, [labelled("FDDGS"), labelled("SDDGS", id="b", genre="x")])
    assert list(found.genre_kappas) == ["news", "notice"]
    assert found.genre_kappas["news"]["role"].observed.value == 1.0
    assert found.genre_kappas["notice"]["role"].observed.value == 0.8
    assert found.genre_documents == {"news": 1, "notice": 1}
    assert agree([labelled("FD", genre="")], [labelled("FD")]).genres == {}


def test_what_one_alone_has_is_told_and_in_no_figure() -> None:
    found = agree([labelled("FDDGS"), labelled("F", id="b")], [labelled("FDD"), labelled("F", id="c")])
    assert (found.first_only, found.second_only) == (("b",), ("c",))
    assert (found.clauses_first_only, found.clauses_second_only) == ((("a", SPANS[3]), ("a", SPANS[4])), ())
    assert found.kappas["role"].items == 3


def test_layers_that_one_lacks_are_not_compared() -> None:
    found = agree([labelled("FDDGS")], [GoldDocument("a", TEXT, entities=())])
    assert (found.kappas, found.measures) == ({}, {})


def test_files_that_cannot_be_compared_are_told() -> None:
    with pytest.raises(InputError, match="share no document: ids are a … and b …"):
        agree([labelled("F")], [labelled("F", id="b")])
    with pytest.raises(InputError, match="the text of 'a' is not the same in both files"):
        agree([labelled("F")], [GoldDocument("a", TEXT + "。")])


def test_files_are_read_and_plain_data_comes_out(write: Callable[..., Path]) -> None:
    one, other = (write(*gold_rows([labelled("FDDGS")] if n else [labelled("FDDGS"), labelled("FDDDS", id="b")])) for n in range(2))
    found = agree(one, other, resamples=50)
    assert found == agree(read_gold(one), read_gold(other), resamples=50)
    assert json.loads(json.dumps(found.to_dict()))["documents_in_the_first_only"] == ["b"]
    assert found.differences_frame().columns.tolist() == ["kind", "document", "genre", "start", "end", "text", "first", "second"]
