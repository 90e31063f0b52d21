"""Taking one half of the interpreters away: the runs of characters, or the phrases.

Within ``without("phrases")`` no phrase is found in any text, so that neither the features nor the sure phrases that
stand beside the model say anything. Within ``without("runs")`` a text has no runs of characters. Features must be
prepared inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal
from unittest.mock import patch

Half = Literal["phrases", "runs"]
_MODULES = ("fairdue.understanding.customer_features", "fairdue.compliance.wording.features")


class _Silent:
    """A phrasebook that finds nothing."""

    def cues(self, text: str) -> list[object]:
        """No cue in any text."""
        return []


@contextmanager
def without(half: Half) -> Iterator[None]:
    """Learn and answer without one half."""
    with ExitStack() as taken:
        for module in _MODULES:
            if half == "phrases":
                taken.enter_context(patch(f"{module}.phrasebook", lambda folder: _Silent()))
            else:
                taken.enter_context(patch(f"{module}.grams", lambda text: set()))
        yield
