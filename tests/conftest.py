"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on the machine; speed is measured in benchmarks/, never in tests.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with real articles, gold labels and corpora, which the repository does not hold."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no folder shared/ beside the checkout: real articles and gold labels are not part of the repository")
    return folder
