"""The state machine of reachability, which alone can lead to a third person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.followup.money_builders import at, called, on, owing
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.casefile.contact_point import NumberStatus
from fairdue.followup.reachability import ReachState, ReachTerms, reachability_of

DEBTOR = AnsweredBy.DEBTOR
ANSWERED = CallResult.ANSWERED


def _state(attempts: Sequence[ContactAttempt], day: str, hour: int = 20) -> ReachState:
    return reachability_of(case=owing(attempts=attempts), as_of=at(day, hour)).state


def _with_numbers(case: CaseFile, *statuses: NumberStatus) -> CaseFile:
    points = tuple(replace(p, status=s) for p, s in zip(case.contact_points, statuses, strict=True))
    return replace(case, contact_points=points)


def test_an_untried_customer_is_neither_reachable_nor_unreachable() -> None:
    found = reachability_of(case=owing(), as_of=at("03-05"))
    assert found.state is ReachState.TRYING
    assert found.since_on == on("03-02")
    assert found.consecutive_failed_calls == 0


def test_three_failed_calls_in_a_row_count_from_the_next_day() -> None:
    three = [called("03-05", hour=hour) for hour in (9, 11, 15)]
    assert _state(three, "03-05", 23) is ReachState.TRYING
    found = reachability_of(case=owing(attempts=three), as_of=at("03-06", 0))
    assert found.state is ReachState.UNREACHABLE
    assert found.since_on == on("03-06")
    assert found.third_failed_call_on == on("03-05")


def test_two_failed_calls_are_not_enough_however_long_ago() -> None:
    assert _state([called("03-05", hour=9), called("03-05", hour=11)], "03-25") is ReachState.TRYING


def test_three_days_in_a_row_count_at_once() -> None:
    calls = [called("03-05"), called("03-06"), called("03-07")]
    found = reachability_of(
        case=owing(attempts=calls), as_of=at("03-07", 11), terms=ReachTerms(failed_calls=9)
    )
    assert found.state is ReachState.UNREACHABLE
    assert found.since_on == on("03-07")
    assert found.consecutive_failed_days == 3


def test_a_day_without_a_call_breaks_the_run_of_days() -> None:
    calls = [called("03-05"), called("03-06"), called("03-08")]
    found = reachability_of(case=owing(attempts=calls), as_of=at("03-08", 11), terms=ReachTerms(9, 3))
    assert found.state is ReachState.TRYING
    assert found.consecutive_failed_days == 2


def test_reaching_the_customer_sets_everything_back() -> None:
    calls = [called("03-05", hour=hour) for hour in (9, 11, 15)]
    found = reachability_of(
        case=owing(attempts=[*calls, called("03-06", ANSWERED, by=DEBTOR)]), as_of=at("03-08")
    )
    assert (found.state, found.since_on) == (ReachState.REACHABLE, on("03-06"))
    assert (found.consecutive_failed_calls, found.third_failed_call_on) == (0, None)


def test_the_customer_calling_in_or_verified_is_reached() -> None:
    three = [called("03-05", hour=hour) for hour in (9, 11, 15)]
    inbound = called("03-06", ANSWERED, by=AnsweredBy.UNKNOWN_PERSON, initiated_by="customer")
    assert _state([*three, inbound], "03-08") is ReachState.REACHABLE
    spoken = called("03-06", ANSWERED, by=AnsweredBy.UNKNOWN_PERSON)
    case = replace(owing(attempts=[*three, spoken]), verified_attempts=(spoken.attempt_id,))
    assert reachability_of(case=case, as_of=at("03-08")).state is ReachState.REACHABLE


def test_somebody_else_answering_ends_the_run_but_reaches_nobody() -> None:
    calls = [called("03-05", hour=9), called("03-05", hour=11)]
    other = called("03-05", ANSWERED, by=AnsweredBy.THIRD_PARTY, hour=13)
    found = reachability_of(case=owing(attempts=[*calls, other, called("03-05", hour=15)]), as_of=at("03-06"))
    assert (found.state, found.consecutive_failed_calls) == (ReachState.TRYING, 1)


@pytest.mark.parametrize(
    "result", [CallResult.VOICEMAIL, CallResult.ASSISTANT, CallResult.BUSY, CallResult.REJECTED]
)
def test_a_machine_or_a_rejection_is_a_failed_call(result: CallResult) -> None:
    assert (
        _state([called("03-05", result, hour=hour) for hour in (9, 11, 15)], "03-06")
        is ReachState.UNREACHABLE
    )


def test_a_failure_of_our_own_line_and_a_call_under_way_prove_nothing() -> None:
    broken = [called("03-05", CallResult.FAILED, hour=hour) for hour in (9, 11, 15)]
    assert _state(broken, "03-06") is ReachState.TRYING
    under_way = [replace(called("03-05", hour=hour), result=None) for hour in (9, 11, 15)]
    assert _state(under_way, "03-06") is ReachState.TRYING


def test_calls_to_a_third_person_or_to_the_home_phone_do_not_count_where_a_mobile_was_left() -> None:
    third = [called("03-05", number="t1", role="third_party", hour=hour) for hour in (9, 11, 15)]
    home = [called("03-05", number="n2", hour=hour) for hour in (9, 11, 15)]
    assert _state([*third, *home], "03-06") is ReachState.TRYING


def test_all_own_numbers_invalid_is_unreachable_at_once_and_one_usable_is_not() -> None:
    invalid, usable = NumberStatus.INVALID, NumberStatus.USABLE
    found = reachability_of(case=_with_numbers(owing(), invalid, invalid), as_of=at("03-05"))
    assert found.all_numbers_invalid and found.state is ReachState.UNREACHABLE
    one = reachability_of(case=_with_numbers(owing(), invalid, usable), as_of=at("03-05"))
    assert not one.all_numbers_invalid and one.state is ReachState.TRYING
    none = reachability_of(case=replace(owing(), contact_points=()), as_of=at("03-05"))
    assert not none.all_numbers_invalid and none.state is ReachState.TRYING


def test_a_customer_just_reached_is_reachable_though_the_numbers_are_invalid() -> None:
    case = owing(attempts=[called("03-05", ANSWERED, by=DEBTOR, initiated_by="customer")])
    case = _with_numbers(case, NumberStatus.INVALID, NumberStatus.INVALID)
    assert reachability_of(case=case, as_of=at("03-06")).state is ReachState.REACHABLE


def test_what_happens_later_is_not_known_yet() -> None:
    three = [called("03-05", hour=hour) for hour in (9, 11, 15)]
    assert _state([*three, called("03-08", ANSWERED, by=DEBTOR)], "03-07") is ReachState.UNREACHABLE


def test_nobody_is_unreachable_untried() -> None:
    with pytest.raises(ValueError, match="untried"):
        ReachTerms(failed_calls=0)
