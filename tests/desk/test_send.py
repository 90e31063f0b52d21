"""``operations.send`` is the only road out: no permit, no contact; one permit, one contact; the caps hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.happening import AttemptEnded
from fairdue.compliance.action import Action, CallType, Channel
from fairdue.compliance.decision import Defer, Refuse
from fairdue.foundation.ids import AttemptId, CaseId, ContactPointId, PermitId, PersonId
from fairdue.operations import standing_ports
from fairdue.operations.audit import audit
from fairdue.operations.converse import call_action
from fairdue.operations.house import House
from fairdue.operations.ports import AttemptRecord, Delivery, Outbound, PermitSpent
from fairdue.operations.send import NoSuchChannel, Revealed, Sent, end_contact, reveal, send
from fairdue_desk.rows.models import CaseEvent, ContactAttempt, Decision
from fairdue_desk.stores.sealing import SealBroken
from journeys.story import FIRST_DAY, Story, on, placement_csv, reveal_action

pytestmark = pytest.mark.django_db

THIRD_PHONE, THIRD_NAME = "13900001234", "联系甲乙"


class Line:
    """A channel for tests: it keeps what it was asked to deliver, and ends each contact as it is told."""

    name = "phone"
    line = standing_ports.Line("test line", registered=True, caller_id_owned=True)

    def __init__(self, result: CallResult | None = None, by: AnsweredBy = AnsweredBy.NOBODY) -> None:
        self.result, self.by = result, by
        self.delivered: list[Outbound] = []

    def deliver(self, outbound: Outbound) -> Delivery:
        self.delivered.append(outbound)
        return Delivery(self.result, self.by)


class DeadLine(Line):
    """A channel that breaks down."""

    def deliver(self, outbound: Outbound) -> Delivery:
        raise OSError("the line is down")


def over(house: House, line: Line) -> House:
    return replace(house, channels={"phone": line})


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


def place(house: House, case_no: str, *, seed: int = 11, **cells: str) -> CaseFile:
    own = {"个案序列号": case_no, "联系人1姓名": THIRD_NAME, "联系人1手机": THIRD_PHONE} | cells
    assert Story(house).place(placement_csv(own, size=1, seed=seed), at=on(0, 8)).new == 1
    return house.book.load(house.book.resolve(case_no))


def call_of(case: CaseFile, **changes: object) -> Action:
    return replace(call_action(case, contact_point_id=case.contact_points[0].contact_point_id), **changes)


def dial(house: House, case: CaseFile, *, minute: int = 0, hour: int = 10) -> Sent | Defer | Refuse:
    return send(house, action=call_of(case), as_of=on(0, hour, minute), actor="c7")


def codes(answer: object) -> set[str]:
    assert isinstance(answer, Defer | Refuse)
    return {reason.code for reason in answer.reasons}


def test_a_permitted_contact_spends_its_permit_and_is_in_ledger_log_and_decisions(
    house: House, case: CaseFile
) -> None:
    line = Line(CallResult.NO_ANSWER)
    sent = dial(over(house, line), case)
    assert isinstance(sent, Sent)
    (outbound,) = line.delivered
    assert outbound.to == case.contact_points[0].value
    assert outbound.to not in repr(outbound)
    attempt = ContactAttempt.objects.get()
    assert (attempt.attempt_id, attempt.result) == (sent.attempt_id, "no_answer")
    assert Decision.objects.get(permit_id=sent.permit.permit_id).verdict == "permit"
    kinds = list(CaseEvent.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["CasePlaced", "AttemptStarted", "AttemptEnded"]
    assert audit(house).findings == ()


def test_without_a_permit_nothing_is_delivered_and_no_attempt_exists_but_the_refusal_is_kept(
    house: House, case: CaseFile
) -> None:
    line = Line()
    answer = dial(over(house, line), case, hour=23)
    assert isinstance(answer, Defer)
    assert line.delivered == []
    assert not ContactAttempt.objects.exists()
    assert CaseEvent.objects.count() == 1
    kept = Decision.objects.get()
    assert (kept.verdict, kept.until, kept.permit_id) == ("defer", on(1, 8), None)
    assert "cn.gbt_45251.quiet_hours" in json.loads(kept.rules)
    assert json.loads(kept.trace)


def test_a_permit_is_spent_once(house: House, case: CaseFile) -> None:
    sent = dial(over(house, Line()), case)
    assert isinstance(sent, Sent)
    again = attempt_record(case, sent.permit.permit_id)
    with pytest.raises(PermitSpent), house.book.transaction():
        house.ledger.open_attempt(again)
    assert ContactAttempt.objects.count() == 1


def test_the_database_takes_no_attempt_without_a_permit_or_with_an_invented_one(
    house: House, case: CaseFile
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        row = attempt_record(case, PermitId("x"))
        ContactAttempt.objects.create(
            attempt_id=row.attempt_id,
            permit_id=None,
            case_id=row.case_id,
            person_id=row.person_id,
            creditor=row.creditor,
            channel="phone",
            initiated_by="agent",
            callee_role="debtor",
            started_at=row.started_at,
            civil_on=row.civil_on,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        house.ledger.open_attempt(attempt_record(case, PermitId("pm-invented")))
        connection.check_constraints()
    assert not ContactAttempt.objects.exists()


def attempt_record(case: CaseFile, permit_id: PermitId) -> AttemptRecord:
    return AttemptRecord(
        attempt_id=AttemptId("at-second"),
        permit_id=permit_id,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel="phone",
        number_key=None,
        call_type="interactive",
        initiated_by="agent",
        callee_role="debtor",
        started_at=on(0, 10),
        civil_on=FIRST_DAY,
    )


def test_a_channel_that_breaks_down_leaves_a_failed_attempt_and_says_so(house: House, case: CaseFile) -> None:
    with pytest.raises(OSError, match="the line is down"):
        dial(over(house, DeadLine()), case)
    assert ContactAttempt.objects.get().result == "failed"
    (attempt,) = house.book.load(case.case_id).attempts
    assert attempt.result is CallResult.FAILED
    assert audit(house).findings == ()


def test_the_seventh_unanswered_attempt_on_a_number_is_deferred_to_the_next_morning(
    house: House, case: CaseFile
) -> None:
    line = Line(CallResult.NO_ANSWER)
    for minute in range(6):
        assert isinstance(dial(over(house, line), case, minute=minute), Sent)
    seventh = dial(over(house, line), case, minute=6)
    assert isinstance(seventh, Defer)
    assert codes(seventh) == {"cn.cba_2026.attempts_per_number"}
    assert seventh.until == on(1, 8)
    assert len(line.delivered) == 6
    assert isinstance(send(over(house, line), action=call_of(case), as_of=on(1, 8), actor="c7"), Sent)


def test_the_fourth_effective_call_of_a_day_is_deferred_whatever_the_number(
    house: House, case: CaseFile
) -> None:
    line = Line(CallResult.ANSWERED, AnsweredBy.DEBTOR)
    for minute in range(3):
        assert isinstance(dial(over(house, line), case, minute=minute), Sent)
    assert codes(dial(over(house, line), case, minute=3)) == {"cn.gbt_45251.effective_calls"}


def test_notify_calls_have_a_counter_of_their_own(house: House, case: CaseFile) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    tell = call_of(case, call_type=CallType.NOTIFY)
    for minute in range(3):
        assert isinstance(send(line, action=tell, as_of=on(0, 10, minute), actor="c7"), Sent)
    fourth = send(line, action=tell, as_of=on(0, 10, 3), actor="c7")
    assert codes(fourth) == {"cn.gbt_45251.notify_calls"}
    assert isinstance(dial(line, case, minute=4), Sent)


def test_contacts_under_way_count_in_full_until_somebody_says_how_they_ended(
    house: House, case: CaseFile
) -> None:
    under_way = [dial(over(house, Line()), case, minute=minute) for minute in range(3)]
    assert codes(dial(over(house, Line()), case, minute=3)) == {"cn.gbt_45251.effective_calls"}
    first = under_way[0]
    assert isinstance(first, Sent)
    end_contact(
        house,
        case=case,
        attempt_id=first.attempt_id,
        result=CallResult.BUSY,
        as_of=on(0, 10, 5),
        actor="c7",
    )
    assert isinstance(dial(over(house, Line()), case, minute=6), Sent)


def test_the_counters_run_over_all_cases_of_a_person_with_one_creditor(house: House, case: CaseFile) -> None:
    same = {"姓名": case.party.name, "证件号": case.party.id_number}
    other = place(house, "HS-2", seed=12, **same)
    assert other.party.person_id == case.party.person_id
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    for minute, one in enumerate((case, other, case)):
        assert isinstance(dial(line, one, minute=minute), Sent)
    assert codes(dial(line, other, minute=4)) == {"cn.gbt_45251.effective_calls"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"contact_point_id": ContactPointId("n-foreign")}, "contact point"),
        ({"person_id": PersonId("p-somebody")}, "person and the creditor"),
        ({"creditor": "另一家"}, "person and the creditor"),
    ],
)
def test_an_action_that_is_not_true_to_its_case_is_an_error_and_leaves_nothing(
    house: House, case: CaseFile, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        send(over(house, Line()), action=call_of(case, **changes), as_of=on(0, 10), actor="c7")
    assert not ContactAttempt.objects.exists() and not Decision.objects.exists()


def test_a_number_key_that_the_caller_made_up_does_not_escape_the_counter(
    house: House, case: CaseFile
) -> None:
    line = over(house, Line(CallResult.NO_ANSWER))
    for minute in range(6):
        fresh = call_of(case, number_key=f"k{minute}")
        assert isinstance(send(line, action=fresh, as_of=on(0, 10, minute), actor="c7"), Sent)
    last = send(line, action=call_of(case, number_key="k9"), as_of=on(0, 11), actor="c7")
    assert codes(last) == {"cn.cba_2026.attempts_per_number"}


def test_a_way_out_that_the_house_does_not_have_is_an_error_before_anything_is_asked(
    house: House, case: CaseFile
) -> None:
    with pytest.raises(NoSuchChannel, match="there is letter, phone, sms"):
        send(house, action=call_of(case, channel=Channel.EMAIL), as_of=on(0, 10), actor="c7")
    assert not Decision.objects.exists()


def test_what_belongs_to_the_start_is_stored_with_it_or_the_contact_is_not_made(
    house: House, case: CaseFile
) -> None:
    line = Line()

    def breaks(current: CaseFile, attempt_id: AttemptId) -> tuple[AttemptEnded, ...]:
        raise RuntimeError("somebody else was first")

    with pytest.raises(RuntimeError, match="somebody else"):
        send(over(house, line), action=call_of(case), as_of=on(0, 10), actor="c7", also=breaks)
    assert line.delivered == []
    assert not ContactAttempt.objects.exists() and not Decision.objects.exists()


def test_an_attempt_ends_once_and_its_first_result_stands(house: House, case: CaseFile) -> None:
    sent = dial(over(house, Line(CallResult.NO_ANSWER)), case)
    assert isinstance(sent, Sent)
    house.ledger.close_attempt(
        sent.attempt_id, result=CallResult.ANSWERED, answered_by=AnsweredBy.DEBTOR, at=on(0, 11)
    )
    assert ContactAttempt.objects.get().result == "no_answer"


def test_a_sealed_contact_is_revealed_only_in_the_right_state_and_that_is_logged(
    house: House, case: CaseFile
) -> None:
    asked = reveal_action(case)
    assert isinstance(reveal(house, action=asked, as_of=on(0, 10), actor="c7"), Refuse)
    for minute in range(3):
        dial(over(house, Line(CallResult.NO_ANSWER)), case, minute=minute)
    opened = reveal(house, action=asked, as_of=on(1, 10), actor="c7")
    assert isinstance(opened, Revealed)
    assert json.loads(opened.details)["phone"] == THIRD_PHONE
    assert CaseEvent.objects.filter(kind="SealedContactRevealed", actor="c7").count() == 1
    with pytest.raises(ValueError, match="reveal_sealed_contact"):
        reveal(house, action=call_of(case), as_of=on(1, 10), actor="c7")


def test_a_changed_token_is_noticed_and_two_seals_of_one_text_differ(house: House) -> None:
    token, again = house.sealer.seal(THIRD_PHONE), house.sealer.seal(THIRD_PHONE)
    assert token != again
    assert house.sealer.unseal(token) == house.sealer.unseal(again) == THIRD_PHONE
    changed = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]
    with pytest.raises(SealBroken):
        house.sealer.unseal(changed)


@pytest.fixture
def sqlite_bytes(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    """A copy of the whole database file, for looking at its bytes."""
    if connection.vendor != "sqlite":
        pytest.skip("looks at the bytes of an SQLite file")
    yield tmp_path / "copy.sqlite3"


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_the_database_shows_the_third_person(house: House, sqlite_bytes: Path) -> None:
    case = place(house, "HS-1")
    for minute in range(3):
        dial(over(house, Line(CallResult.NO_ANSWER)), case, minute=minute)
    assert isinstance(reveal(house, action=reveal_action(case), as_of=on(1, 10), actor="c7"), Revealed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(sqlite_bytes)])
    content = sqlite_bytes.read_bytes()
    assert case.party.name.encode() in content, "the customer's own name is there: the search does look"
    for secret in (THIRD_PHONE, THIRD_NAME, json.dumps(THIRD_NAME)[1:-1]):
        assert secret.encode() not in content
    assert case.sealed_contacts[0].token.encode() in content
    shutil.rmtree(sqlite_bytes.parent, ignore_errors=True)


def test_an_unknown_case_is_told_and_nothing_is_asked(house: House, case: CaseFile) -> None:
    with pytest.raises(LookupError):
        send(
            over(house, Line()),
            action=call_of(case, case_id=CaseId("c-none")),
            as_of=on(0, 10),
            actor="c7",
        )
    assert not Decision.objects.exists()
