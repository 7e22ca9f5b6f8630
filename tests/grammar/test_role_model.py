"""The role model: shapes it insists on, probabilities it gives, what its network sees of the clauses around."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import ResourceError
from analyzer.grammar.clause_states import STATES
from analyzer.grammar.features import SPACE, Features
from analyzer.grammar.role_model import FILE, OUTPUTS, RoleModel
from analyzer.grammar.role_network import BORDERS, HALF, MOST, NEAR, NEXT, ROLES, SUMS, TEMPERATURE, TOP, Layers
from analyzer.grammar.role_scores import RoleScores
from analyzer.resources import models_dir
from tests.hand_built import RoleArrays, role_arrays

KNOWN = 12


def arrays(seed: int = 1) -> RoleArrays:
    """A small model of twelve features."""
    return role_arrays(np.sort(np.random.default_rng(seed).choice(SPACE, KNOWN, replace=False)), seed)


def features(model: RoleArrays, count: int, seed: int = 2) -> Features:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, size=count)
    ids = random.choice(np.append(model["ids"], [3, 5, 7]), int(sizes.sum()))
    states = (random.random((count, len(STATES))) < 0.3).astype(np.float32)
    return Features.listed(ids, np.concatenate([[0], np.cumsum(sizes)]), states)


def among(found: Features, i: int, reach: int) -> Features:
    """The clauses up to ``reach`` from one, as a text of their own."""
    ids, bounds = found.spread()
    first, stop = max(0, i - reach), min(len(found.states), i + reach + 1)
    return Features.listed(ids[bounds[first] : bounds[stop]], bounds[first : stop + 1] - bounds[first], found.states[first:stop])


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("weights", (KNOWN, OUTPUTS - 1)),
        ("weights", (KNOWN + 1, OUTPUTS)),
        ("states", (len(STATES) + 1, OUTPUTS)),
        ("bias", (OUTPUTS + 2,)),
        ("near", (7, 6)),
        ("next_out", (4, len(ROLES))),
        ("out_bias", (len(ROLES) + 1,)),
    ],
)
def test_arrays_of_other_shapes_are_refused_and_named(name: str, shape: tuple[int, ...]) -> None:
    wrong = arrays() | {name: np.zeros(shape)}
    with pytest.raises(ResourceError, match=re.escape(f"'{name}': {shape}")) as caught:
        RoleModel(wrong)
    assert "models/roles/make.py" in str(caught.value)


@pytest.mark.parametrize("name", ["ids", "weights", "states", "bias", "near", "near_bias", "next_bias", "out_bias"])
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
    made = arrays()
    np.savez(tmp_path / FILE, **made)
    again = RoleModel.read(tmp_path)
    assert {k: v.tolist() for k, v in again.arrays().items()} == {k: v.tolist() for k, v in made.items()}
    given_features = features(made, 7)
    assert np.array_equal(again.roles(given_features), RoleModel(made).roles(given_features))


def test_the_model_that_ships_fits_these_features() -> None:
    shipped = RoleModel.read(models_dir() / "roles").arrays()
    assert np.all(np.diff(shipped["ids"]) > 0)
    assert all(np.isfinite(shipped[name]).all() for name in shipped)


@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 40), seed=st.integers(0, 1000))
def test_probabilities_of_roles_sum_to_one(count: int, seed: int) -> None:
    made = arrays(seed)
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
    assert model.modalities(features(arrays(), 3), []).shape == (0, OUTPUTS - SUMS)


def plain(made: RoleArrays, found: Features) -> npt.NDArray[np.float64]:
    """The roles of one text, worked out clause by clause as the module says."""
    ids, bounds = found.spread()
    place = {int(number): row for number, row in zip(made["ids"], made["weights"], strict=True)}
    sums = []
    for i, (a, b) in enumerate(pairwise(bounds.tolist())):
        own = sum((place[n] for n in ids[a:b].tolist() if n in place), np.zeros(OUTPUTS))
        sums.append((own * 6 / np.sqrt(b - a) + found.states[i] @ made["states"] + made["bias"])[:SUMS])
    told = [np.concatenate([np.clip(s[:5] - s[:5].mean(), -MOST, MOST) * HALF, np.clip(s[5:], 0, TOP)]) for s in sums]
    count, blank = len(told), np.zeros(SUMS + 1 + len(BORDERS))
    layers = Layers.of(made)
    part = [np.cumsum(found.states[:, border] > 0) for border in BORDERS] + [np.zeros(count)]
    first = []
    for i in range(count):
        seen = [np.concatenate([told[j], [1], found.states[j, BORDERS]]) if 0 <= j < count else blank for j in range(i - NEAR, i + NEAR + 1)]
        seen += [np.mean([told[j] for j in range(count) if of[j] == of[i]], axis=0) for of in part]
        first.append(np.maximum(np.concatenate(seen) @ layers.near + found.states[i] @ layers.near_states + layers.near_bias, 0))
    out = []
    for i in range(count):
        seen = [first[j] if 0 <= j < count else np.zeros_like(first[0]) for j in range(i - NEXT, i + NEXT + 1)]
        second = np.maximum(np.concatenate(seen) @ layers.next + layers.next_bias, 0)
        powers = np.exp((sums[i][:5] + first[i] @ layers.near_out + second @ layers.next_out + layers.out_bias) / TEMPERATURE)
        out.append(powers / powers.sum())
    return np.array(out)


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 14), seed=st.integers(0, 1000))
def test_the_network_is_what_a_loop_over_clauses_makes_of_it(count: int, seed: int) -> None:
    made = arrays(seed)
    found = features(made, count, seed + 1)
    assert np.allclose(RoleModel(made).roles(found), plain(made, found), atol=1e-5)


def test_a_clause_beyond_reach_changes_nothing_where_means_weigh_nothing() -> None:
    made = arrays()
    made["near"][-3 * SUMS :] = 0
    model, found = RoleModel(made), features(made, 30)
    assert np.allclose(model.roles(found)[15], model.roles(among(found, 15, NEAR + NEXT))[NEAR + NEXT])
    assert not np.allclose(model.roles(found)[15], model.roles(among(found, 15, NEAR))[NEAR])


@settings(max_examples=20, deadline=None)
@given(count=st.integers(1, 14), seed=st.integers(0, 1000))
def test_terms_add_up_to_the_log_odds_of_the_model(count: int, seed: int) -> None:
    made = arrays(seed)
    found = features(made, count, seed + 1)
    scores = RoleScores(RoleModel(made), found)
    wanted = np.log(scores.roles())
    for i in range(count):
        terms = scores.role_terms(i, 0, 4)
        assert terms.total() == pytest.approx(wanted[i, 0] - wanted[i, 4], abs=1e-9)


def test_a_feature_adds_what_the_log_odds_lose_without_it_where_nothing_bends() -> None:
    made = arrays()
    made["near_bias"] += 50  # all units of both layers stay above zero
    made["next_bias"] += 5000
    made["near_out"] *= 0.01
    made["next_out"] *= 1e-4
    made["bias"][len(ROLES) : SUMS] += 5
    made["weights"] *= 0.01
    ids = made["ids"][[0, 1, 2, 3, 4, 5]]
    states, bounds = np.zeros((3, len(STATES)), dtype=np.float32), np.array([0, 2, 4, 6])
    model = RoleModel(made)
    terms = RoleScores(model, Features.listed(ids, bounds, states)).role_terms(1, 0, 1)
    without = ids.copy()
    without[2] = next(n for n in range(SPACE) if n not in made["ids"])
    whole, less = (np.log(model.roles(Features.listed(each, bounds, states))[1]) for each in (ids, without))
    assert terms.features[int(ids[2])] == pytest.approx((whole[0] - whole[1]) - (less[0] - less[1]), abs=1e-4)


@pytest.mark.parametrize("scale", [1.0, 400.0])
def test_long_texts_and_large_sums_stay_finite(scale: float) -> None:
    made = arrays()
    made["bias"] *= scale
    scores = RoleModel(made).roles(features(made, 5000))
    assert np.isfinite(scores).all()
    assert np.allclose(scores.sum(axis=1), 1)


def test_features_the_model_does_not_know_leave_states_and_bias_to_decide() -> None:
    made = arrays()
    model = RoleModel(made)
    strange = next(n for n in range(SPACE) if n not in made["ids"])
    states = np.zeros((1, len(STATES)), dtype=np.float32)
    found = Features.listed(np.array([strange, strange]), np.array([0, 2]), states)
    none = made | {"weights": np.zeros_like(made["weights"])}
    assert np.allclose(model.roles(found), RoleModel(none).roles(found))


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(1, 20), min_size=2, max_size=6), seed=st.integers(0, 1000))
def test_texts_read_together_have_the_roles_of_each(counts: list[int], seed: int) -> None:
    made = arrays(seed)
    model, found = RoleModel(made), features(made, sum(counts), seed)
    firsts = np.cumsum([0, *counts])
    ids, bounds = found.spread()
    together = model.roles(found._replace(firsts=firsts[:-1]))
    for first, stop in pairwise(firsts.tolist()):
        own = ids[bounds[first] : bounds[stop]], bounds[first : stop + 1] - bounds[first], found.states[first:stop]
        assert np.allclose(together[first:stop], model.roles(Features.listed(*own)), atol=1e-12)
