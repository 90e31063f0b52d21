"""What compliance finds in a demo: a call that nobody vouched for, and a policy that two persons set aside.

Room: practice. Both come about through the real operations, as everything in a demo does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from fairdue.casefile.override_request import OverrideRequest
from fairdue.compliance.decision import Defer, Refuse
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.converse import NoNumber, begin_call
from fairdue.operations.house import House
from fairdue.operations.override import ask_override, grant_override
from fairdue.practice.standing import MADE_UP

NEWCOMER = "newcomer"
POLICY = "house.weekly_contacts"
A_WEEK = timedelta(days=7)


def try_without_a_licence(house: House, *, case_ids: Sequence[CaseId], as_of: datetime) -> Refuse | None:
    """Let somebody whose licence nobody has stated try to call; the refusal, or None where nobody has a number."""
    for case_id in case_ids:
        if not house.book.load(case_id).is_open:
            continue
        try:
            answer = begin_call(house, case_id=case_id, as_of=as_of, actor=NEWCOMER)
        except NoNumber:
            continue
        if isinstance(answer, Refuse):
            return answer
        if not isinstance(answer, Defer):
            raise RuntimeError("a call went out that nobody is licensed for; the gate has a hole")
    return None


def set_aside(house: House, *, case_ids: Sequence[CaseId], as_of: datetime) -> OverrideRequest | None:
    """Ask for an override of the house's weekly number of contacts on one open case, and grant it."""
    case_id = next((one for one in case_ids if house.book.load(one).is_open), None)
    if case_id is None:
        return None
    asked = ask_override(
        house,
        case_id=case_id,
        rule_id=POLICY,
        reason="客户书面要求每日回电 · the customer asked in writing to be called daily",
        evidence=MADE_UP,
        ends_at=as_of + A_WEEK,
        as_of=as_of,
        actor="lead",
    )
    if isinstance(asked, Reason):
        return None
    later = as_of + timedelta(minutes=20)
    granted = grant_override(
        house, case_id=case_id, override_id=asked.override_id, as_of=later, actor="compliance"
    )
    return None if isinstance(granted, Reason) else granted
