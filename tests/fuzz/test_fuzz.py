"""A short run of every target, the same inputs each time (``python -m tests.fuzz`` draws new ones), and the inputs that were found once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.targets import KEPT, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_made_up_inputs(name: str) -> None:
    check, strategy = TARGETS[name]
    settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))(given(strategy)(lambda value: check(value)))()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in KEPT.items() for value in values])
def test_a_kept_input_holds(name: str, value: object) -> None:
    TARGETS[name][0](value)
