from __future__ import annotations

import numpy as np
import pytest

from analyzer.grammar.instrument_network import AROUND, NEAR, Layers, Places, added, inputs, scales, shapes, taken_apart

CODES = 4


def places(*texts: str) -> Places:
    """Directives of some texts: a letter each, which names its paragraph."""
    text = np.repeat(np.arange(len(texts)), [len(t) for t in texts])
    names = [(i, letter) for i, t in enumerate(texts) for letter in t]
    return Places(text, np.array([sorted(set(names)).index(name) for name in names]))


def parts(rows: np.ndarray) -> dict[str, list[float]]:
    """The inputs over one hidden unit, by where they come from."""
    return dict(zip(("own", *AROUND), rows.T.tolist(), strict=True))


def layers(units: int, wide: int = 6) -> Layers:
    chance = np.random.default_rng(0)
    return Layers(chance.normal(size=((1 + len(AROUND)) * units, wide)), chance.normal(size=wide), chance.normal(size=(wide, CODES)))


def test_a_directive_sees_the_means_of_the_others_but_not_itself_in_them() -> None:
    seen = parts(inputs(np.array([[1.0], [2.0], [6.0]]), places("aab")))
    assert seen["own"] == [1, 2, 6]
    assert seen["document"] == [4, 3.5, 1.5]
    assert seen["paragraph"] == [2, 1, 0]
    assert seen["before"] == [0, 1, 1.5]
    assert seen["after"] == [4, 6, 0]


def test_neighbours_end_with_the_text_and_some_directives_away() -> None:
    values = np.arange(1.0, NEAR + 4)[:, None]
    assert parts(inputs(values, places("a" * len(values))))["before"][-1] == np.mean(values[-1 - NEAR : -1])
    seen = parts(inputs(np.array([[1.0], [2.0], [8.0]]), places("a", "aa")))
    assert seen["document"] == [0, 8, 2]
    assert seen["after"] == [0, 8, 0]


def test_a_directive_alone_sees_itself_only() -> None:
    assert parts(inputs(np.array([[3.0]]), places("a"))) == {"own": [3], **{name: [0] for name in AROUND}}


def test_texts_read_together_are_seen_as_one_by_one() -> None:
    units = np.random.default_rng(1).random((5, 3))
    apart = np.vstack([inputs(units[:2], places("ab")), inputs(units[2:], places("aab"))])
    assert np.array_equal(inputs(units, places("ab", "aab")), apart)


def test_what_the_network_adds_can_be_taken_apart() -> None:
    net, sums = layers(3), np.random.default_rng(2).normal(size=(4, 3))
    seen = inputs(np.maximum(sums, 0), places("aabb"))
    for row, own in zip(seen, sums, strict=True):
        share = taken_apart(row, net, (2, 1))
        total = share.slopes @ own + sum(share.around.values()) + share.rest
        lead = added(row[None], net)[0]
        assert total == pytest.approx(lead[2] - lead[1])


def test_units_that_are_bent_to_zero_pass_nothing_on() -> None:
    sums = np.array([[-1.0, 2.0]])
    share = taken_apart(inputs(np.maximum(sums, 0), places("a"))[0], layers(2), (0, 1))
    assert share.slopes[0] == 0
    assert share.around == dict.fromkeys(AROUND, 0.0)


def test_sums_of_long_directives_are_scaled_down_more() -> None:
    assert scales(np.array([16, 64, 0]), np.array([0, 0, 0])).tolist() == [2, 1, 8]
    assert scales(np.array([12]), np.array([16])).tolist() == [2]


def test_layers_tell_the_shapes_they_must_have() -> None:
    net = layers(3, wide=7)
    assert shapes(3, net._asdict(), CODES) == {"first": net.first.shape, "first_bias": net.first_bias.shape, "out": net.out.shape}
    assert shapes(3, {}, CODES)["out"] == (0, CODES)
