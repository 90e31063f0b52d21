"""Matters on a real database: each step with its refusal, the hold that stops the gate, the queue that hides nothing."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps

from desk.test_send import Line, call_of, codes, dial, over, place
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.happening import CaseRecalled, HoldPlaced
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.matter import DecidingRole, MatterKind, MatterStatus
from fairdue.followup.matter_watch import MatterPace, NextStep
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import HoldId
from fairdue.foundation.reason import Reason
from fairdue.operations import matter_refusals as no
from fairdue.operations import matters as work
from fairdue.operations.audit import audit
from fairdue.operations.diary import diary, sums_of
from fairdue.operations.holds import release_hold
from fairdue.operations.house import House
from fairdue.operations.matters import MatterLine
from fairdue.operations.send import Sent, send
from fairdue_desk.rows.models import Case, CaseEvent
from journeys.story import on

pytestmark = pytest.mark.django_db

RECEIVED_AT = on(0, 9)
LEAD, COMPLIANCE = DecidingRole.LEAD, DecidingRole.COMPLIANCE


@pytest.fixture
def ringing(house: House) -> House:
    return over(house, Line(CallResult.NO_ANSWER))


@pytest.fixture
def case(ringing: House) -> CaseFile:
    return place(ringing, "HS-1")


def take(
    house: House,
    case: CaseFile,
    kind: MatterKind = MatterKind.COMPLAINT,
    *,
    at: datetime = RECEIVED_AT,
    received_on: date | None = None,
) -> MatterLine:
    line = work.receive_matter(
        house,
        case_id=case.case_id,
        kind=kind,
        said="他们骂我",
        received_on=received_on,
        as_of=at,
        actor="c7",
    )
    assert isinstance(line, MatterLine), line
    return line


def did(answer: MatterLine | Reason) -> MatterLine:
    assert isinstance(answer, MatterLine), answer
    return answer


def record(house: House, case: CaseFile, *happened: object, at: datetime = RECEIVED_AT) -> CaseFile:
    with house.book.transaction():
        return house.book.append(house.book.load_locked(case.case_id), happened, at=at, actor="test")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (MatterKind.COMPLAINT, "house.holds.complaint"),
        (MatterKind.DISPUTE, "cn.credit_card_2011.dispute"),
        (MatterKind.HARDSHIP, "house.holds.hardship"),
        (MatterKind.CREDIT_OBJECTION, "cn.credit_card_2011.dispute"),
    ],
)
def test_a_matter_stops_the_calls_from_its_receipt_to_its_closing(
    ringing: House, case: CaseFile, kind: MatterKind, rule: str
) -> None:
    assert isinstance(dial(ringing, case, hour=9), Sent)
    matter_id = take(ringing, case, kind, at=on(0, 9, 30)).due.matter.matter_id
    assert rule in codes(dial(ringing, case, hour=10))
    did(
        work.answer_matter(
            ringing, matter_id=matter_id, upheld=False, answer="答复", as_of=on(0, 11), actor="lead"
        )
    )
    assert rule in codes(dial(ringing, case, hour=11, minute=30))
    closed = did(work.close_matter(ringing, matter_id=matter_id, as_of=on(0, 12), actor="lead"))
    assert closed.due.matter.status is MatterStatus.CLOSED
    assert isinstance(dial(ringing, case, hour=13), Sent)
    assert audit(ringing).findings == ()


def test_the_whole_way_of_a_complaint_with_both_extensions(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id

    def extend(day: int) -> MatterLine | Reason:
        return work.extend_matter(
            ringing, matter_id=matter_id, reason="委托方还在核实", as_of=on(day, 10), actor="c7"
        )

    def tell(day: int) -> MatterLine | Reason:
        return work.tell_extension(
            ringing,
            matter_id=matter_id,
            told_on=on(day, 10).date(),
            channel="letter",
            as_of=on(day, 10),
            actor="c7",
        )

    assert tell(1) is no.NOTHING_TO_TELL
    assert did(extend(2)).due.next_step is NextStep.TELL_EXTENSION
    assert extend(2) is no.PENDING
    assert did(tell(3)).due.due_on == on(30, 9).date()
    assert did(extend(20)).due.next_step is NextStep.APPROVE_EXTENSION
    assert tell(20) is no.NOT_APPROVED

    def approve(actor: str) -> MatterLine | Reason:
        return work.approve_extension(ringing, matter_id=matter_id, role=LEAD, as_of=on(21, 10), actor=actor)

    assert approve("C7 ") is no.ONE_PERSON
    assert did(approve("lead")).due.due_on == on(30, 9).date()
    assert did(tell(22)).due.due_on == on(60, 9).date()
    refused = extend(40)
    assert isinstance(refused, Reason) and refused.code == "operations.matter.no_further"
    assert refused.citation is not None and refused.citation.confidence == "press"


def test_what_is_late_is_not_extended_any_more(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id
    late = work.extend_matter(ringing, matter_id=matter_id, reason="忘了", as_of=on(16, 10), actor="c7")
    assert isinstance(late, Reason) and late.code == "operations.matter.too_late"
    assert work.find_matter(ringing, matter_id=matter_id, as_of=on(16, 10)).due.pace is MatterPace.LATE


def test_each_step_says_why_it_is_not_taken(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id
    moment, by = on(1, 10), "lead"

    def answer(text: str) -> MatterLine | Reason:
        return work.answer_matter(
            ringing, matter_id=matter_id, upheld=True, answer=text, as_of=moment, actor=by
        )

    assert work.close_matter(ringing, matter_id=matter_id, as_of=moment, actor=by) is no.NOT_ANSWERED
    assert answer("  ") is no.NO_ANSWER_TEXT
    assert (
        work.extend_matter(ringing, matter_id=matter_id, reason=" ", as_of=moment, actor=by) is no.NO_REASON
    )
    assert (
        work.assign_matter(ringing, matter_id=matter_id, handler="", as_of=moment, actor=by) is no.NO_HANDLER
    )
    did(work.acknowledge_matter(ringing, matter_id=matter_id, as_of=moment, actor=by))
    assert work.acknowledge_matter(ringing, matter_id=matter_id, as_of=moment, actor=by) is no.ACKNOWLEDGED
    did(answer("对不起，已处理"))
    assert answer("再答一次") is no.ANSWERED
    assert work.extend_matter(ringing, matter_id=matter_id, reason="?", as_of=moment, actor=by) is no.ANSWERED
    did(work.close_matter(ringing, matter_id=matter_id, as_of=moment, actor=by))
    assert work.close_matter(ringing, matter_id=matter_id, as_of=moment, actor=by) is no.CLOSED


def test_a_receipt_from_the_future_or_without_words_is_refused(ringing: House, case: CaseFile) -> None:
    def receive(said: str, received: date | None) -> MatterLine | Reason:
        return work.receive_matter(
            ringing,
            case_id=case.case_id,
            kind=MatterKind.DISPUTE,
            said=said,
            received_on=received,
            as_of=on(0, 9),
            actor="c7",
        )

    assert receive(" ", None) is no.NOTHING_SAID
    assert receive("x", on(1, 9).date()) is no.AHEAD
    assert did(receive("x", on(-3, 9).date())).due.due_on == on(12, 9).date()


def test_the_day_of_telling_is_neither_before_the_asking_nor_ahead(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id
    did(work.extend_matter(ringing, matter_id=matter_id, reason="x", as_of=on(2, 9), actor="c7"))
    for day in (1, 4):
        answer = work.tell_extension(
            ringing,
            matter_id=matter_id,
            told_on=on(day, 9).date(),
            channel="sms",
            as_of=on(3, 9),
            actor="c7",
        )
        assert answer is no.TOLD_WHEN


@pytest.mark.parametrize("matter_id", ["", "cm", "cm-nothing-1", "xx-1-1", "cm-1-2-3-4"])
def test_an_unknown_matter_says_where_to_look(ringing: House, case: CaseFile, matter_id: str) -> None:
    with pytest.raises(work.UnknownMatter, match="fairdue matters list"):
        work.find_matter(ringing, matter_id=matter_id, as_of=on(0, 9))


def test_the_queue_shows_the_matter_of_a_recalled_case_and_loses_none(ringing: House, case: CaseFile) -> None:
    other = place(ringing, "HS-2", seed=12)
    take(ringing, case)
    take(ringing, other, MatterKind.CREDIT_OBJECTION)
    record(ringing, case, CaseRecalled(on(1, 9).date()), at=on(1, 9))
    lines = work.matter_queue(ringing, as_of=on(40, 9))
    assert [(line.case.account.case_no, line.due.pace) for line in lines] == [
        ("HS-1", MatterPace.LATE),
        ("HS-2", MatterPace.LATE),
    ]
    assert [
        line.case.account.case_no
        for line in work.matter_queue(ringing, as_of=on(40, 9), kind=MatterKind.COMPLAINT)
    ] == ["HS-1"]
    assert work.matter_queue(ringing, as_of=on(40, 9), handler="nobody") == []
    assert len(work.matter_queue(ringing, as_of=on(40, 9), handler="")) == 2
    assert work.matter_queue(ringing, as_of=on(40, 9), creditor="another") == []
    told = diary(ringing, collector=None, as_of=on(40, 9))
    assert [line.entry.reference for line in told if line.entry.kind == "matter"] == [
        line.due.matter.matter_id for line in lines
    ]
    assert sum(one.matters_late for one in sums_of(told)) == 2
    assert {line.escalated_to for line in told if line.entry.kind == "matter"} == {COMPLIANCE}


def test_a_closed_matter_leaves_the_queue_and_stands_among_the_closed(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id
    did(work.answer_matter(ringing, matter_id=matter_id, upheld=True, answer="x", as_of=on(1, 9), actor="l"))
    did(work.close_matter(ringing, matter_id=matter_id, as_of=on(1, 9), actor="l"))
    assert work.matter_queue(ringing, as_of=on(2, 9)) == []
    (line,) = work.matter_queue(ringing, as_of=on(2, 9), closed=True)
    assert line.due.matter.upheld is True
    assert ringing.book.load(case.case_id).complaints[0].upheld is True


def test_a_matter_is_its_handlers_in_the_diary_whoever_has_the_case(ringing: House, case: CaseFile) -> None:
    matter_id = take(ringing, case).due.matter.matter_id
    did(work.assign_matter(ringing, matter_id=matter_id, handler="officer", as_of=on(0, 10), actor="lead"))
    assert [line.owner for line in diary(ringing, collector="officer", as_of=on(1, 9))] == ["officer"]
    assert not [
        line for line in diary(ringing, collector="c9", as_of=on(1, 9)) if line.entry.kind == "matter"
    ]


def hold(kind: HoldKind, number: int = 1) -> Hold:
    return Hold(HoldId(f"hd-{number}"), kind, Period(on(0, 9), None), "told by letter")


def release(
    house: House, case: CaseFile, hold_id: str, *roles: DecidingRole, reason: str = "查清了"
) -> CaseFile | Reason:
    return release_hold(
        house,
        case_id=case.case_id,
        hold_id=HoldId(hold_id),
        reason=reason,
        roles=frozenset(roles),
        as_of=on(1, 10),
        actor="somebody",
    )


def test_a_hold_is_released_by_the_right_role_with_a_reason_and_the_calls_resume(
    ringing: House, case: CaseFile
) -> None:
    record(ringing, case, HoldPlaced(hold(HoldKind.STOP_CONTACT)))
    assert "house.holds.stop_contact" in codes(dial(ringing, case))
    for roles in ((), (LEAD,)):
        answer = release(ringing, case, "hd-1", *roles)
        assert isinstance(answer, Reason) and answer.code == "operations.matter.not_by"
    assert release(ringing, case, "hd-1", COMPLIANCE, reason=" ") is no.NO_REASON
    after = release(ringing, case, "hd-1", COMPLIANCE)
    assert isinstance(after, CaseFile) and after.holds_at(on(1, 11)) == frozenset()
    resumed = send(ringing, action=call_of(case), as_of=on(1, 11), actor="c7")
    assert isinstance(resumed, Sent), resumed
    assert release(ringing, case, "hd-1", COMPLIANCE) is no.NO_HOLD
    row = CaseEvent.objects.filter(kind="HoldReleased").get()
    assert "查清了" in row.body and row.actor == "somebody"


def test_a_hold_of_an_open_matter_is_released_by_nobodys_hand(ringing: House, case: CaseFile) -> None:
    line = take(ringing, case)
    assert line.due.hold is not None
    answer = release(ringing, case, line.due.hold.hold_id, LEAD, COMPLIANCE)
    assert isinstance(answer, Reason) and answer.code == "operations.matter.matter_open"


def test_closing_one_of_two_matters_leaves_the_hold_of_the_other(ringing: House, case: CaseFile) -> None:
    first = take(ringing, case).due.matter.matter_id
    take(ringing, case, at=on(0, 10))
    did(work.answer_matter(ringing, matter_id=first, upheld=True, answer="x", as_of=on(1, 9), actor="l"))
    did(work.close_matter(ringing, matter_id=first, as_of=on(1, 9), actor="l"))
    assert ringing.book.load(case.case_id).holds_at(on(1, 10)) == {HoldKind.COMPLAINT}


def test_the_migration_finds_the_matters_of_old_logs(ringing: House, case: CaseFile) -> None:
    other = place(ringing, "HS-2", seed=12)
    for one, kind in ((case, MatterKind.COMPLAINT), (case, MatterKind.HARDSHIP), (other, MatterKind.DISPUTE)):
        take(ringing, one, kind)
    closed = ringing.book.load(other.case_id).matters[0].matter_id
    did(work.answer_matter(ringing, matter_id=closed, upheld=True, answer="x", as_of=on(1, 9), actor="l"))
    did(work.close_matter(ringing, matter_id=closed, as_of=on(1, 9), actor="l"))
    told = list(Case.objects.order_by("case_id").values("case_id", "matters", "matter_since_on"))
    assert [(row["matters"], row["matter_since_on"]) for row in told if row["case_id"] == case.case_id] == [
        (2, on(0, 9).date())
    ]
    Case.objects.update(matters=0, matter_since_on=None)
    importlib.import_module("fairdue_desk.rows.migrations.0006_matters").fill(apps, None)
    assert list(Case.objects.order_by("case_id").values("case_id", "matters", "matter_since_on")) == told


def test_a_late_night_receipt_counts_from_its_day_in_china(ringing: House, case: CaseFile) -> None:
    line = take(ringing, case, at=on(0, 23, 59))
    assert line.due.matter.received_on == on(0, 9).date()
    assert line.due.due_on == on(0, 9).date() + timedelta(days=15)
