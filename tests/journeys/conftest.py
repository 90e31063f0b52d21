"""A house on the test database for whole stories; a story sets its own days."""

from __future__ import annotations

import pytest

from fairdue.operations.house import House
from fairdue_desk.wiring import build_house
from standing import with_ordinary_standing


@pytest.fixture
def house(db: None) -> House:
    """The real house on a database that is rolled back after the test."""
    return with_ordinary_standing(build_house())
