"""A complaint that came on the Friday before a long holiday: told, extended, answered late, closed; then work resumes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from desk.test_send import Line, call_of, codes, over
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.matter import MatterKind
from fairdue.followup.diary import Urgency
from fairdue.followup.matter_watch import MatterPace, NextStep, say_clock
from fairdue.foundation.civil import CHINA
from fairdue.operations import matters as work
from fairdue.operations.audit import audit
from fairdue.operations.diary import DiaryLine, diary
from fairdue.operations.end_of_day import end_of_day
from fairdue.operations.house import House
from fairdue.operations.matters import MatterLine
from fairdue.operations.send import Sent, send
from journeys.story import Story, placement_csv

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 9, 25)
# A Friday; the holiday is from Thursday, 1 October, to Wednesday, 7 October.
HOLIDAY = frozenset(date(2026, 10, 1) + timedelta(days=one) for one in range(7))
OFFICER, COLLECTOR = "officer", "collector-7"


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), CHINA)


@pytest.fixture
def working(house: House) -> House:
    return replace(over(house, Line(CallResult.NO_ANSWER)), rest_days=HOLIDAY)


@pytest.fixture
def case(working: House) -> CaseFile:
    content = placement_csv({"个案序列号": "HS-7"}, size=1)
    Story(working).place(content, at=at(date(2026, 9, 24)))
    return working.book.load(working.book.resolve("HS-7"))


def line(house: House, matter_id: str, day: date) -> MatterLine:
    return work.find_matter(house, matter_id=matter_id, as_of=at(day))


def in_diary(house: House, day: date, collector: str | None = None) -> DiaryLine:
    (found,) = (one for one in diary(house, collector=collector, as_of=at(day)) if one.entry.kind == "matter")
    return found


def dial(house: House, case: CaseFile, day: date) -> object:
    return send(house, action=call_of(case), as_of=at(day, 11), actor=COLLECTOR)


def must(answer: object) -> MatterLine:
    assert isinstance(answer, MatterLine), answer
    return answer


def test_a_complaint_is_carried_over_the_holiday_answered_late_and_never_hidden(
    working: House, case: CaseFile
) -> None:
    assert isinstance(dial(working, case, FRIDAY), Sent)

    # Friday afternoon it comes in; collecting stops at once, and the receipt is to be told in two days of work.
    taken = must(
        work.receive_matter(
            working,
            case_id=case.case_id,
            kind=MatterKind.COMPLAINT,
            said="一天打了六个电话",
            as_of=at(FRIDAY, 16),
            actor=COLLECTOR,
        )
    )
    matter_id = taken.due.matter.matter_id
    assert taken.due.due_on == date(2026, 10, 10)
    assert taken.due.clock.acknowledge_by == date(2026, 9, 29)
    assert "house.holds.complaint" in codes(dial(working, case, date(2026, 9, 28)))

    # Monday it is told and given to an officer, whose diary it is in from then on.
    monday = at(date(2026, 9, 28))
    must(work.acknowledge_matter(working, matter_id=matter_id, as_of=monday, actor=COLLECTOR))
    must(work.assign_matter(working, matter_id=matter_id, handler=OFFICER, as_of=monday, actor="lead"))
    assert in_diary(working, date(2026, 9, 29), OFFICER).owner == OFFICER

    # The tenth is a Saturday after the holiday: whoever keeps no weekend office must be done on Friday.
    before = line(working, matter_id, date(2026, 10, 8)).due
    assert before.answer_by == date(2026, 10, 9)
    assert before.pace is MatterPace.NEAR

    # On Friday more time is asked for and told; the day becomes the thirtieth after receipt.
    friday = at(date(2026, 10, 9))
    must(work.extend_matter(working, matter_id=matter_id, reason="等录音质检", as_of=friday, actor=OFFICER))
    assert line(working, matter_id, date(2026, 10, 9)).due.next_step is NextStep.TELL_EXTENSION
    told = must(
        work.tell_extension(
            working,
            matter_id=matter_id,
            told_on=friday.date(),
            channel="letter",
            as_of=friday,
            actor=OFFICER,
        )
    )
    assert told.due.due_on == date(2026, 10, 25)

    # Nobody answers. The days end, and each morning it stands among what is overdue, above all else, later than the day before.
    for day, late in ((date(2026, 10, 26), 1), (date(2026, 10, 27), 2)):
        end_of_day(working, as_of=at(day, 23), actor="end-of-day")
        shown = in_diary(working, day)
        assert shown.entry.urgency is Urgency.OVERDUE
        lines = diary(working, collector=None, as_of=at(day))
        above = lines[: lines.index(shown)]
        assert all(one.entry.urgency is Urgency.OVERDUE for one in above)
        assert line(working, matter_id, day).due.clock.days_late == late
        assert "house.holds.complaint" in codes(dial(working, case, day))

    # It is answered two days late, and that is what the record says for ever after.
    answered = must(
        work.answer_matter(
            working,
            matter_id=matter_id,
            upheld=True,
            answer="经核实，当日确有六次外呼，向您致歉。",
            as_of=at(date(2026, 10, 27), 15),
            actor=OFFICER,
        )
    )
    assert answered.due.next_step is NextStep.CLOSE
    assert say_clock(answered.due).en == "answered 2 days late"

    # Closing releases the hold, and the gate permits a call again.
    must(work.close_matter(working, matter_id=matter_id, as_of=at(date(2026, 10, 27), 16), actor="lead"))
    assert isinstance(dial(working, case, date(2026, 10, 28)), Sent)
    (closed,) = work.matter_queue(working, as_of=at(date(2026, 12, 1)), closed=True)
    assert closed.due.clock.days_late == 2
    assert working.book.load(case.case_id).complaints[0].upheld is True
    assert audit(working).findings == ()
