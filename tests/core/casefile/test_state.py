"""The state: what each happening changes, and what it leaves alone."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta

from core.casefile.builders import MORNING, a_case, a_placement
from fairdue.casefile.bucket import bucket_of_days
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import (
    AttemptEnded,
    AttemptStarted,
    CallbackAgreed,
    CaseRecalled,
    CaseRestated,
    ConsentGiven,
    ConsentRevoked,
    HoldPlaced,
    HoldReleased,
    NumberMarked,
    ThirdPartyRefused,
)
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import AttemptId, ContactPointId, HoldId, PermitId

CALL = AttemptStarted(AttemptId("a1"), PermitId("p1"), "phone", ContactPointId("n1"), "interactive")


def test_a_call_that_the_customer_answered_is_effective_and_one_a_relative_answered_is_not() -> None:
    by_debtor = a_case(CALL, AttemptEnded(AttemptId("a1"), CallResult.ANSWERED, AnsweredBy.DEBTOR))
    by_other = a_case(CALL, AttemptEnded(AttemptId("a1"), CallResult.ANSWERED, AnsweredBy.THIRD_PARTY))
    assert by_debtor.attempts[0].effective
    assert by_other.attempts[0].connected and not by_other.attempts[0].effective


def test_a_call_under_way_is_neither_failed_nor_connected() -> None:
    attempt = a_case(CALL).attempts[0]
    assert not attempt.failed and not attempt.connected


def test_a_recalled_case_is_no_longer_ours_and_a_new_placement_opens_it_again() -> None:
    assert not a_case(CaseRecalled(date(2026, 3, 5))).is_open
    again = a_placement(amount_fen=800_000)
    case = a_case(
        CaseRecalled(date(2026, 3, 5)),
        CaseRestated(again.account, again.party, again.contact_points, again.sealed_contacts),
    )
    assert case.status is CaseStatus.OPEN
    assert case.balance_fen == 800_000


def test_a_number_found_invalid_and_a_contact_who_refused_stay_so_when_placed_again() -> None:
    again = a_placement()
    case = a_case(
        NumberMarked(ContactPointId("n1"), NumberStatus.INVALID),
        ThirdPartyRefused(ContactPointId("t1")),
        CaseRestated(
            again.account,
            again.party,
            tuple(
                dataclasses.replace(p, contact_point_id=ContactPointId("new")) for p in again.contact_points
            ),
            again.sealed_contacts,
        ),
    )
    assert case.contact_points[0].status is NumberStatus.INVALID
    assert case.contact_points[1].status is NumberStatus.USABLE
    assert case.sealed_contacts[0].refused


def test_a_hold_covers_its_first_moment_and_not_its_last() -> None:
    until = MORNING + timedelta(days=3)
    case = a_case(HoldPlaced(Hold(HoldId("h1"), HoldKind.DISPUTE, Period(MORNING, until))))
    assert case.holds_at(MORNING) == {HoldKind.DISPUTE}
    assert case.holds_at(until - timedelta(microseconds=1)) == {HoldKind.DISPUTE}
    assert case.holds_at(until) == frozenset()


def test_a_released_hold_ends_at_its_release() -> None:
    case = a_case(
        HoldPlaced(Hold(HoldId("h1"), HoldKind.COMPLAINT, Period(MORNING, None))), HoldReleased(HoldId("h1"))
    )
    assert case.holds_at(MORNING + timedelta(hours=1)) == {HoldKind.COMPLAINT}
    assert case.holds_at(MORNING + timedelta(hours=2)) == frozenset()


def test_a_consent_over_midnight_covers_the_night_for_its_channel_until_it_is_revoked() -> None:
    consent = ConsentWindow("k1", "phone", time(22), time(1), Period(MORNING, None), evidence="session se1")
    night = datetime.combine(date(2026, 3, 2), time(23, 30), MORNING.tzinfo)
    given_ = a_case(ConsentGiven(consent)).consents[0]
    assert given_.covers(night, channel="phone")
    assert given_.covers(night + timedelta(hours=1), channel="phone")
    assert not given_.covers(night + timedelta(minutes=90), channel="phone")
    assert not given_.covers(night, channel="sms")
    assert not dataclasses.replace(given_, evidence="").covers(night, channel="phone")
    revoked = a_case(ConsentGiven(consent), ConsentRevoked("k1")).consents[0]
    assert not revoked.covers(night, channel="phone")


def test_a_callback_is_done_when_we_tried_at_or_after_its_moment() -> None:
    due = MORNING + timedelta(hours=3)
    early = a_case(CallbackAgreed("b1", due), CALL, at=[MORNING, due - timedelta(minutes=1)])
    on_time = a_case(CallbackAgreed("b1", due), CALL, at=[MORNING, due])
    assert not early.callbacks[0].done
    assert on_time.callbacks[0].done


def test_buckets_change_on_the_thirty_first_day_and_end_at_m7() -> None:
    days = [0, 1, 30, 31, 60, 61, 180, 181, 4000]
    assert [bucket_of_days(day) for day in days] == ["M0", "M1", "M1", "M2", "M2", "M3", "M6", "M7", "M7"]


def test_age_counts_completed_years() -> None:
    party = a_placement().party
    assert party.age(on=date(2025, 12, 31)) == 35
    assert party.age(on=date(2026, 1, 1)) == 36
    assert dataclasses.replace(party, birth_on=None).age(on=date(2026, 1, 1)) is None
