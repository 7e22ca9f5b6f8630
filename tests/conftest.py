"""Fixtures for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import network

# How long an example takes depends on the machine; speed is measured in benchmarks/, never in tests.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

network.block()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with real articles, gold labels and corpora, which the repository does not hold."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no folder shared/ beside the checkout: real articles and gold labels are not part of the repository")
    return folder


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"))), "")
"""The browser that pages are tested in; "" where none of the usual names is on the path."""
NO_CHROMIUM = "no Chromium on the path (chromium, chromium-browser, google-chrome): install one, as with apt-get install chromium"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium. For a module only: its loop runs in this thread, and notebooks need one of their own."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[test]'")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()
