"""What the cadence proposes goes through the gate: the line shows the earliest lawful moment and the rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from desk.test_send import Line, call_of, over, place
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.happening import HoldPlaced, PromiseJudged, PromiseMade
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import HoldId, PromiseId
from fairdue.operations.cadence import earliest_lawful, touch_of, touches
from fairdue.operations.house import House
from fairdue.operations.send import Sent, send
from fairdue_desk.rows.models import Decision
from journeys.story import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


def call(house: House, case: CaseFile, moment: datetime, *, answered: bool) -> CaseFile:
    line = Line(CallResult.ANSWERED, AnsweredBy.DEBTOR) if answered else Line(CallResult.NO_ANSWER)
    sent = send(over(house, line), action=call_of(case), as_of=moment, actor="c7")
    assert isinstance(sent, Sent), sent
    return sent.case


def test_at_night_the_line_names_the_morning_and_the_rule(house: House, case: CaseFile) -> None:
    line = touch_of(house, case, as_of=on(0, 22, 30), actor="c7")
    assert line.touch.segment_id == "trying" and line.touch.channel == "call"
    assert line.lawful_at == on(1, 8)
    assert {reason.code for reason in line.reasons} == {"cn.gbt_45251.quiet_hours", "cn.cba_2026.quiet_hours"}
    assert all(reason.citation is not None for reason in line.reasons)


def test_a_full_cap_puts_the_touch_off_to_the_next_day_whatever_the_gap_says(
    house: House, case: CaseFile
) -> None:
    for hour in (9, 11, 14):
        case = call(house, case, on(0, hour), answered=True)
    lawful_at, reasons = earliest_lawful(house, case, channel="call", at=on(0, 16), actor="c7")
    assert lawful_at == on(1, 8)
    assert [reason.code for reason in reasons] == ["cn.gbt_45251.effective_calls"]


def test_the_proposed_moment_is_one_at_which_the_gate_permits(house: House, case: CaseFile) -> None:
    line = touch_of(house, case, as_of=on(0, 22, 30), actor="c7")
    assert line.lawful_at is not None
    call(house, case, line.lawful_at, answered=False)


def test_a_hold_leaves_no_moment_and_says_by_which_rule(house: House, case: CaseFile) -> None:
    with house.book.transaction():
        hold = Hold(HoldId("hd-1"), HoldKind.COMPLAINT, Period(on(0, 9), None))
        case = house.book.append(case, [HoldPlaced(hold)], at=on(0, 9), actor="t")
    line = touch_of(house, case, as_of=on(0, 10), actor="c7")
    assert line.lawful_at is None
    assert "house.holds.complaint" in {reason.code for reason in line.reasons}


def test_asking_what_would_be_lawful_leaves_no_trace(house: House, case: CaseFile) -> None:
    before = (Decision.objects.count(), house.book.load(case.case_id).event_count)
    touch_of(house, case, as_of=on(0, 22, 30), actor="c7")
    assert (Decision.objects.count(), house.book.load(case.case_id).event_count) == before


def test_an_open_promise_leaves_the_customer_in_peace_and_a_broken_one_is_taken_up_the_day_after(
    house: House, case: CaseFile
) -> None:
    case = call(house, case, on(0, 9), answered=True)
    made = PromiseMade(PromiseId("pr-1"), 1000, on(2, 9).date())
    with house.book.transaction():
        case = house.book.append(case, [made], at=on(0, 9, 5), actor="c7")
    assert touch_of(house, case, as_of=on(1, 9), actor="c7").touch.channel is None
    broken = PromiseJudged(PromiseId("pr-1"), PromiseState.BROKEN, 0, on(4, 9).date())
    with house.book.transaction():
        case = house.book.append(case, [broken], at=on(4, 9), actor="end-of-day")
    line = touch_of(house, case, as_of=on(4, 10), actor="c7")
    assert (line.touch.segment_id, line.touch.due_on) == ("promise_broken", on(5, 9).date())


def test_the_touches_leave_out_what_stands_in_the_diary_already(house: House, case: CaseFile) -> None:
    found = touches(house, collector=None, as_of=on(0, 10), actor="c7")
    assert [line.case.case_id for line in found] == [case.case_id]
    assert not touches(
        house, collector=None, as_of=on(0, 10), actor="c7", leave_out=frozenset({case.case_id})
    )


def test_after_three_failed_calls_a_letter_is_proposed_and_never_a_third_person(
    house: House, case: CaseFile
) -> None:
    for hour in (9, 11, 14):
        case = call(house, case, on(0, hour), answered=False)
    line = touch_of(house, case, as_of=on(8, 9), actor="c7")
    assert (line.touch.segment_id, line.touch.channel) == ("lost", "letter")
    assert line.touch.due_on == on(8, 9).date()
