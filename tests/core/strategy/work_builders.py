"""Builders for the tests of strategy: a case with chosen fields, facts of a plain morning, rows of figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from core.casefile.builders import MORNING, a_log, a_placement, events_of
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.happening import Happening
from fairdue.compliance.facts import Facts, Reachability

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
    known: dict[str, Any] = {
        "jurisdiction": "CN",
        "local_on": date(2026, 3, 10),
        "local_time": time(10, 0),
        "agreed_window": False,
        "case_open": True,
        "holds": frozenset(),
        "arrangement_performing": False,
        "connected_notify_calls_today": 0,
        "effective_calls_today": 0,
        "visits_today": 0,
        "unanswered_attempts_on_number_today": 0,
        "number_usable": True,
        "number_source_lawful": True,
        "reachability": Reachability.REACHABLE,
        "agency_listed": True,
        "debtor_told_of_agency": True,
    }
    return Facts(**{**known, **changes})
