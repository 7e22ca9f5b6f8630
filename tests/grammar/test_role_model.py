"""The role model: shapes it insists on, probabilities it gives, its chain over neighbours."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import ResourceError
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import SPACE, Features
from analyzer.grammar.role_model import BORDERS, FILE, OUTPUTS, ROLES, RoleModel
from analyzer.resources import models_dir

KNOWN = 12
Arrays = dict[str, npt.NDArray[Any]]


def arrays(seed: int = 1, *, transitions: float | None = 1.0) -> Arrays:
    """A small model of twelve features; ``transitions``: all equal to this, None for random ones."""
    random = np.random.default_rng(seed)
    shape = (BORDERS, len(ROLES), len(ROLES))
    return {
        "ids": np.sort(random.choice(SPACE, KNOWN, replace=False)),
        "weights": random.normal(size=(KNOWN, OUTPUTS)),
        "states": random.normal(size=(len(STATES), OUTPUTS)),
        "bias": random.normal(size=OUTPUTS),
        "transitions": random.uniform(0.05, 5, size=shape) if transitions is None else np.full(shape, transitions),
    }


def features(model: Arrays, count: int, seed: int = 2) -> Features:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, size=count)
    ids = random.choice(np.append(model["ids"], [3, 5, 7]), int(sizes.sum()))
    states = (random.random((count, len(STATES))) < 0.3).astype(np.float32)
    return Features.listed(ids, np.concatenate([[0], np.cumsum(sizes)]), states)


def one_by_one(model: RoleModel, found: Features) -> npt.NDArray[np.float64]:
    """Roles of each clause as if it were a text of its own."""
    ids, bounds = found.spread()
    rows = [
        model.roles(Features.listed(ids[a:b], np.array([0, b - a]), found.states[i : i + 1]))
        for i, (a, b) in enumerate(pairwise(bounds))
    ]
    return np.concatenate(rows)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("weights", (KNOWN, OUTPUTS - 1)),
        ("weights", (KNOWN + 1, OUTPUTS)),
        ("states", (len(STATES) + 1, OUTPUTS)),
        ("bias", (OUTPUTS + 2,)),
        ("transitions", (len(ROLES), len(ROLES))),
    ],
)
def test_arrays_of_other_shapes_are_refused_and_named(name: str, shape: tuple[int, ...]) -> None:
    wrong = arrays() | {name: np.zeros(shape)}
    with pytest.raises(ResourceError, match=re.escape(f"'{name}': {shape}")) as caught:
        RoleModel(wrong)
    assert "models/roles/make.py" in str(caught.value)


@pytest.mark.parametrize("name", ["ids", "weights", "states", "bias", "transitions"])
def test_a_missing_array_is_refused(name: str) -> None:
    with pytest.raises(ResourceError, match="the role model has arrays of shapes"):
        RoleModel({key: value for key, value in arrays().items() if key != name})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=rf"{re.escape(str(tmp_path / FILE))} cannot be read as a role model"):
        RoleModel.read(tmp_path)


@pytest.mark.parametrize("content", [b"no archive", b"\x80\x04N."])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ResourceError, match="cannot be read as a role model"):
        RoleModel.read(tmp_path)


def test_a_stored_model_reads_back(tmp_path: Path) -> None:
    made = arrays(transitions=None)
    np.savez(tmp_path / FILE, **made)
    again = RoleModel.read(tmp_path)
    assert {k: v.tolist() for k, v in again.arrays().items()} == {k: v.tolist() for k, v in made.items()}
    given_features = features(made, 7)
    assert np.array_equal(again.roles(given_features), RoleModel(made).roles(given_features))


def test_the_model_that_ships_fits_these_features() -> None:
    shipped = RoleModel.read(models_dir() / "roles").arrays()
    assert np.all(np.diff(shipped["ids"]) > 0)
    assert all(np.isfinite(shipped[name]).all() for name in ("weights", "states", "bias", "transitions"))
    assert (shipped["transitions"] > 0).all()


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 40), seed=st.integers(0, 1000))
def test_probabilities_of_roles_sum_to_one(count: int, seed: int) -> None:
    made = arrays(seed, transitions=None)
    scores = RoleModel(made).roles(features(made, count, seed + 1))
    assert scores.shape == (count, len(ROLES))
    assert (scores >= 0).all()
    assert np.allclose(scores.sum(axis=1), 1)


def test_probabilities_of_modalities_sum_to_one_for_the_clauses_asked_for() -> None:
    made = arrays()
    model, found = RoleModel(made), features(made, 9)
    every = model.modalities(found, list(range(9)))
    assert np.allclose(every.sum(axis=1), 1)
    assert np.allclose(model.modalities(found, [7, 2]), every[[7, 2]])


def test_nothing_asked_nothing_given() -> None:
    model = RoleModel(arrays())
    none = Features.listed(np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64), np.zeros((0, len(STATES)), dtype=np.float32))
    assert model.roles(none).shape == (0, len(ROLES))
    assert model.modalities(features(arrays(), 3), []).shape == (0, OUTPUTS - len(ROLES))


@settings(max_examples=25, deadline=None)
@given(count=st.integers(1, 30), level=st.floats(0.01, 100))
def test_a_chain_of_equal_transitions_changes_nothing(count: int, level: float) -> None:
    made = arrays(transitions=level)
    model, found = RoleModel(made), features(made, count)
    assert np.allclose(model.roles(found), one_by_one(model, found))


def test_transitions_that_favour_staying_pull_neighbours_together() -> None:
    made = arrays(transitions=0.01)
    made["transitions"][:, range(len(ROLES)), range(len(ROLES))] = 50
    model, found = RoleModel(made), features(made, 12)
    changes = np.count_nonzero(np.diff(model.roles(found).argmax(axis=1)))
    assert changes < np.count_nonzero(np.diff(one_by_one(model, found).argmax(axis=1)))


def test_the_chain_equals_the_sum_over_all_sequences_of_roles() -> None:
    made = arrays(transitions=None)
    model, found = RoleModel(made), features(made, 3)
    alone = one_by_one(model, found)
    names = [STATES.index("first_in_sentence"), STATES.index("first_in_paragraph")]
    border = (found.states[:, names] > 0).sum(axis=1)
    t = made["transitions"]
    weight = np.einsum("a,b,c,ab,bc->abc", *alone, t[border[1]], t[border[2]])
    weight /= weight.sum()
    wanted = [weight.sum(axis=(1, 2)), weight.sum(axis=(0, 2)), weight.sum(axis=(0, 1))]
    assert np.allclose(model.roles(found), wanted)


@pytest.mark.parametrize("scale", [1.0, 400.0])
def test_long_chains_stay_finite(scale: float) -> None:
    made = arrays(transitions=None)
    made["bias"] = made["bias"] * scale
    scores = RoleModel(made).roles(features(made, 5000))
    assert np.isfinite(scores).all()
    assert np.allclose(scores.sum(axis=1), 1)


def test_features_the_model_does_not_know_leave_states_and_bias_to_decide() -> None:
    made = arrays()
    model = RoleModel(made)
    strange = next(n for n in range(SPACE) if n not in made["ids"])
    states = np.zeros((1, len(STATES)), dtype=np.float32)
    powers = np.exp(made["bias"][: len(ROLES)])
    assert np.allclose(model.roles(Features.listed(np.array([strange, strange]), np.array([0, 2]), states))[0], powers / powers.sum())


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(1, 20), min_size=2, max_size=6), seed=st.integers(0, 1000))
def test_chains_of_texts_read_together_are_those_of_each(counts: list[int], seed: int) -> None:
    made = arrays(seed, transitions=None)
    model, found = RoleModel(made), features(made, sum(counts), seed)
    firsts = np.cumsum([0, *counts])
    ids, bounds = found.spread()
    together = model.roles(found._replace(firsts=firsts[:-1]))
    for first, stop in pairwise(firsts.tolist()):
        own = ids[bounds[first] : bounds[stop]], bounds[first : stop + 1] - bounds[first], found.states[first:stop]
        assert np.allclose(together[first:stop], model.roles(Features.listed(*own)), atol=1e-12)
