"""Builders for the tests of the gate: an act and facts that are all clear, and what differs."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from fairdue.compliance.action import Action
from fairdue.compliance.decision import Decision
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import PermitId

TEN_O_CLOCK = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)


@lru_cache
def shipped() -> Rulebook:
    """The rulebook that ships, read once."""
    return load_rulebook()


def ask(
    action: Action, facts: Facts, *, as_of: datetime = TEN_O_CLOCK, rulebook: Rulebook | None = None
) -> Decision:
    """Ask the gate with the shipped rulebook."""
    return authorise(
        action=action,
        facts=facts,
        rulebook=rulebook or shipped(),
        as_of=as_of,
        permit_id=PermitId("permit-1"),
    )


def ask_about(
    act: str, *, as_of: datetime = TEN_O_CLOCK, rulebook: Rulebook | None = None, **differing: object
) -> Decision:
    """Ask about a documented act with all clear but for what differs."""
    action, facts = all_clear(act=act, when=as_of, **differing)
    return ask(action, facts, as_of=as_of, rulebook=rulebook)


def rule_text(**lines: str) -> str:
    """The text of a small, sound house rule; a line given as empty text is left out."""
    keys = {
        "id": "house.extra",
        "says": "只在本人同意时联系。",
        "says_en": "Contact only with consent.",
        "applies_to": "{kind: [place_call]}",
        "check": "must_be_true",
        "fact": "agreed_window",
        "effect": "refuse",
        "force": "policy",
        "values": "{2026-01-01: in force}",
        "reference": "{2026-01-01: {title: 内规, article: extra}}",
        "confidence": "policy",
        "last_verified": "null",
        **lines,
    }
    return "".join(f"{key}: {line}\n" for key, line in keys.items() if line)
