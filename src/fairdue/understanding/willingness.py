"""How ready a customer is to pay, judged from one utterance.

Room: understanding. Only the five grades of the labelled sets; who judges them stands elsewhere.
"""

from __future__ import annotations

from enum import StrEnum


class Willingness(StrEnum):
    """The readiness to pay that one utterance shows."""

    STRONG = "strong"
    """Will pay, and now; a claim of payment counts too."""
    DELAYING = "delaying"
    """Will pay, and puts it off."""
    CONSTRAINED = "constrained"
    """Would pay, and lacks the money."""
    UNWILLING = "unwilling"
    """Will not pay, or evades."""
    UNKNOWN = "unknown"
    """The words do not show it."""
