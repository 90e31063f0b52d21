"""Calls of one debt: seven consecutive days that end today, conversations, and the first word about the debt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.casefile.builders import a_case
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.followup.call_history import WINDOW_DAYS, call_history
from fairdue.foundation.ids import AttemptId, PermitId

EASTERN = ZoneInfo("America/New_York")
TODAY = date(2026, 3, 10)


def call(days_ago: int, *, hour: int = 10, **changes: object) -> ContactAttempt:
    day = TODAY - timedelta(days=days_ago)
    made = ContactAttempt(
        attempt_id=AttemptId(f"at-{days_ago}-{hour}"),
        permit_id=PermitId("pm"),
        channel="phone",
        contact_point_id=None,
        started_at=datetime(day.year, day.month, day.day, hour, tzinfo=EASTERN),
        call_type="interactive",
        result=CallResult.NO_ANSWER,
        answered_by=AnsweredBy.NOBODY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def with_calls(*attempts: ContactAttempt, verified: tuple[AttemptId, ...] = ()) -> CaseFile:
    return replace(a_case(), attempts=attempts, verified_attempts=verified)


def test_a_call_counts_on_its_day_and_the_six_after_and_then_no_more() -> None:
    case = with_calls(call(0))
    for later in range(WINDOW_DAYS):
        assert call_history(case=case, on=TODAY + timedelta(days=later), zone=EASTERN).calls_in_window == 1
    after = call_history(case=case, on=TODAY + timedelta(days=WINDOW_DAYS), zone=EASTERN)
    assert (after.calls_in_window, after.window_reopens_on) == (0, None)


def test_the_window_reopens_on_the_seventh_day_after_the_first_call_in_it() -> None:
    history = call_history(case=with_calls(call(9), call(6), call(1)), on=TODAY, zone=EASTERN)
    assert history.calls_in_window == 2
    assert history.window_reopens_on == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    "changes", [{"initiated_by": "customer"}, {"callee_role": "third_party"}, {"channel": "sms"}]
)
def test_what_is_no_call_of_the_house_to_the_person_does_not_count(changes: dict[str, object]) -> None:
    assert call_history(case=with_calls(call(0, **changes)), on=TODAY, zone=EASTERN).calls_in_window == 0


def test_a_day_is_the_day_on_the_wall_of_the_person() -> None:
    # 23:00 in New York on the last day of the window is the next morning in London and in China.
    case = with_calls(call(6, hour=23))
    assert call_history(case=case, on=TODAY, zone=EASTERN).window_reopens_on == TODAY + timedelta(days=1)
    assert call_history(
        case=case, on=TODAY, zone=ZoneInfo("Europe/London")
    ).window_reopens_on == TODAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("changes", "talked"),
    [
        ({"result": CallResult.ANSWERED, "answered_by": AnsweredBy.DEBTOR}, True),
        ({"result": CallResult.ANSWERED, "answered_by": AnsweredBy.UNKNOWN_PERSON}, True),
        ({"result": CallResult.ANSWERED, "answered_by": AnsweredBy.DEBTOR, "initiated_by": "customer"}, True),
        ({"result": None, "answered_by": None}, True),
        ({"result": CallResult.ANSWERED, "answered_by": AnsweredBy.THIRD_PARTY}, False),
        ({"result": CallResult.VOICEMAIL, "answered_by": AnsweredBy.MACHINE}, False),
        ({}, False),
    ],
)
def test_a_conversation_is_one_that_may_have_been_with_the_customer(
    changes: dict[str, object], talked: bool
) -> None:
    history = call_history(case=with_calls(call(2, **changes)), on=TODAY, zone=EASTERN)
    assert history.had_conversation is talked
    assert history.last_conversation_on == (TODAY - timedelta(days=2) if talked else None)


def test_the_debt_was_spoken_about_only_with_somebody_whose_identity_was_checked() -> None:
    answered = call(3, result=CallResult.ANSWERED, answered_by=AnsweredBy.DEBTOR)
    assert not call_history(case=with_calls(answered), on=TODAY, zone=EASTERN).spoken_about_debt
    checked = with_calls(answered, verified=(answered.attempt_id,))
    history = call_history(case=checked, on=TODAY, zone=EASTERN)
    assert history.spoken_about_debt and history.first_told_on == TODAY - timedelta(days=3)


@given(st.lists(st.integers(0, 20), max_size=12))
def test_until_the_window_reopens_the_count_never_falls_and_then_it_does(days_ago: list[int]) -> None:
    case = with_calls(*(call(ago, hour=8 + number) for number, ago in enumerate(days_ago)))
    history = call_history(case=case, on=TODAY, zone=EASTERN)
    assert history.calls_in_window == sum(ago < WINDOW_DAYS for ago in days_ago)
    if history.window_reopens_on is None:
        assert history.calls_in_window == 0
        return
    day = TODAY
    while day < history.window_reopens_on:
        assert call_history(case=case, on=day, zone=EASTERN).calls_in_window == history.calls_in_window
        day += timedelta(days=1)
    assert call_history(case=case, on=day, zone=EASTERN).calls_in_window < history.calls_in_window
