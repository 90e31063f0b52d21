"""Which flow a call follows: what the case still has open from last time, or the first call.

Room: conversation. The reason is told with the choice, so that the collector knows what this call is about. What was
talked over with the customer since is not brought up again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.conversation.memory import broken_promise, claim_not_found, plan_in_arrears
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date

CALLBACK_EARLY = timedelta(minutes=15)
"""So much before the agreed moment a call is taken for the one that was asked for."""


@dataclass(frozen=True, slots=True)
class FlowChoice:
    """The flow of a new call, and why."""

    flow_id: str
    reason: Bilingual


def choose_flow(*, case: CaseFile, as_of: datetime) -> FlowChoice:
    """The flow by the state of the case before the call is begun."""
    today, talked_on = civil_date(as_of), last_talk_on(case)
    claim = claim_not_found(case)
    if claim is not None and not _talked_since(talked_on, claim.check_on):
        return FlowChoice(
            "claim_not_found", Bilingual("声称的还款没有查到", "a claimed payment was not found")
        )
    if plan_in_arrears(case, today=today) is not None:
        return FlowChoice("plan_in_arrears", Bilingual("分期有未按时还的部分", "the plan is in arrears"))
    promise = broken_promise(case)
    if promise is not None and not _talked_since(talked_on, promise.judged_on or promise.due_on):
        return FlowChoice("broken_promise", Bilingual("上次的约定没有做到", "the last promise was not kept"))
    if any(not callback.done and callback.due_at - CALLBACK_EARLY <= as_of for callback in case.callbacks):
        return FlowChoice("callback", Bilingual("客户约了这个时间", "the customer asked for this time"))
    return FlowChoice("first_call", Bilingual("没有要跟进的事", "nothing is open from last time"))


def last_talk_on(case: CaseFile) -> date | None:
    """The day of the last call in which the customer was verified."""
    talks = [a.started_at for a in case.attempts if a.attempt_id in case.verified_attempts]
    return civil_date(max(talks)) if talks else None


def _talked_since(talked_on: date | None, day: date) -> bool:
    return talked_on is not None and talked_on >= day
