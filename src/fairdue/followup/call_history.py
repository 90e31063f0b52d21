"""The history of one debt's calls, in the units in which rules ask for it: seven days, conversations, firsts.

Room: followup. Days are civil days where the person is. What cannot be told counts against the house: a call still
under way may become a conversation, and somebody who picked up without saying who they are may be the customer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.foundation.civil import civil_date

WINDOW_DAYS = 7

_MAYBE_CUSTOMER = frozenset({AnsweredBy.DEBTOR, AnsweredBy.UNKNOWN_PERSON})
_THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class CallHistory:
    """What was tried and said about one debt, as of a day.

    ``calls_in_window`` counts the house's calls, connected or not, in the seven consecutive days that end with the
    day; ``window_reopens_on`` is the day on which the first of them is no longer among those seven.
    """

    calls_in_window: int
    window_reopens_on: date | None
    had_conversation: bool
    last_conversation_on: date | None
    spoken_about_debt: bool
    first_told_on: date | None


def call_history(*, case: CaseFile, on: date, zone: ZoneInfo) -> CallHistory:
    """Read it from the attempts of the case, up to and including the day ``on``."""
    dated = [
        (civil_date(attempt.started_at, zone=zone), attempt)
        for attempt in case.attempts
        if attempt.callee_role != _THIRD_PARTY
    ]
    dated = [(day, attempt) for day, attempt in dated if day <= on]
    opens_on = on - timedelta(days=WINDOW_DAYS - 1)
    called = [day for day, attempt in dated if day >= opens_on and _counts_as_call(attempt)]
    talked = [day for day, attempt in dated if _may_be_conversation(case, attempt)]
    verified = frozenset(case.verified_attempts)
    spoken = [day for day, attempt in dated if attempt.attempt_id in verified]
    told = [day for day, attempt in dated if attempt.attempt_id in verified or _delivered(attempt)]
    return CallHistory(
        calls_in_window=len(called),
        window_reopens_on=min(called) + timedelta(days=WINDOW_DAYS) if called else None,
        had_conversation=bool(talked),
        last_conversation_on=max(talked, default=None),
        spoken_about_debt=bool(spoken),
        first_told_on=min(told, default=None),
    )


def _counts_as_call(attempt: ContactAttempt) -> bool:
    # What the customer begins is theirs to do as often as they like.
    return attempt.channel == "phone" and attempt.initiated_by == "agent"


def _may_be_conversation(case: CaseFile, attempt: ContactAttempt) -> bool:
    if attempt.channel != "phone":
        return False
    if attempt.result is None or attempt.attempt_id in case.verified_attempts:
        return True
    return attempt.connected and attempt.answered_by in _MAYBE_CUSTOMER


def _delivered(attempt: ContactAttempt) -> bool:
    return attempt.channel != "phone" and attempt.result is CallResult.DELIVERED
