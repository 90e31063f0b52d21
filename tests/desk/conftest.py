"""A house on the test database, with counted ids and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House
from fairdue_desk.wiring import build_house
from standing import with_ordinary_standing

MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """The real house on a database that is rolled back after the test."""
    yield with_ordinary_standing(replace(build_house(), now=lambda: MORNING))
