"""The entity rules, made once for all tests of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.lexicon.entity_rules import EntityRules
from analyzer.resources import lexicons_dir


@pytest.fixture(scope="session")
def lexicons() -> Path:
    """The folder of the lexicons that ship."""
    return lexicons_dir()


@pytest.fixture(scope="session")
def rules(lexicons: Path) -> EntityRules:
    """The entity rules that ship."""
    return EntityRules.from_lexicons(lexicons)
