"""Builders for the tests of strategy: a case with chosen fields, facts of a plain morning, rows of figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from core.casefile.builders import MORNING, a_log, a_placement, events_of
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.happening import Happening
from fairdue.compliance.facts import Facts
from fairdue.compliance.worked_cases import all_clear

AS_OF = datetime(2026, 3, 10, 10, 0, tzinfo=MORNING.tzinfo)


def a_case(*happenings: Happening, account: dict[str, Any] | None = None, **party: Any) -> CaseFile:
    """A placed case; keywords change the party, ``account`` the account."""
    placed = a_placement()
    placed = replace(
        placed,
        account=replace(placed.account, **(account or {})),
        party=replace(placed.party, **party),
    )
    return replay(events_of(a_log(*happenings, placed=placed)))


def plain_facts(**changes: Any) -> Facts:
    """Facts in which nothing stands in the way of a call, at ten in the morning, and what differs."""
    _, facts = all_clear(act="call_debtor", when=datetime(2026, 3, 10, 10, 0))
    return replace(facts, **changes)
