"""Where the development data beside the checkout lies; tests that need it skip with a reason without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(os.environ.get("FAIRDUE_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(relative: str) -> Path:
    """Return the path of one shared file, or skip the calling test when it is not there."""
    path = _ROOT / relative
    if not path.exists():
        pytest.skip(f"the development data {relative} is not beside this checkout")
    return path
