"""Terminals: one for each test, and one that a whole file of tests goes on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A fresh home."""
    return Terminal(tmp_path)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home that the tests of one file share."""
    return Terminal(tmp_path_factory.mktemp("home"))
