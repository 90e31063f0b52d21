"""The case book on a real database: whole logs, honest projections, no silent overwriting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from core.casefile.builders import MORNING, a_placement
from database import triggers_off
from fairdue.casefile.happening import CaseAssigned, PaymentPosted
from fairdue.foundation.ids import CaseId, PaymentId, StaffId, case_id_of
from fairdue.operations.audit import audit
from fairdue.operations.house import House
from fairdue.operations.ports import AmbiguousCase, ConcurrentChange, NewCase, UnknownCase
from fairdue_desk.rows.models import Case, CaseEvent

pytestmark = pytest.mark.django_db


def place(house: House, *numbers: str, creditor: str = "示例银行") -> list[CaseId]:
    cases = []
    for number in numbers:
        placed = a_placement(case_no=number)
        placed = replace(placed, account=replace(placed.account, creditor=creditor))
        cases.append(NewCase(case_id_of(creditor=creditor, case_no=number), placed, "f" + number))
    with house.book.transaction():
        house.book.place_new(cases, at=MORNING, actor="test")
    return [case.case_id for case in cases]


def assign(house: House, case_id: CaseId, collector: str) -> None:
    with house.book.transaction():
        case = house.book.load(case_id)
        house.book.append(
            case, [CaseAssigned(StaffId(collector))], at=MORNING + timedelta(hours=1), actor="lead"
        )


def test_a_placed_case_replays_from_its_log_and_its_row_says_the_same(house: House) -> None:
    case_id, other = place(house, "A1", "A2")
    assign(house, case_id, "collector-7")
    assert house.book.load(case_id).collector == "collector-7"
    assert Case.objects.get(case_id=case_id).collector == "collector-7"
    assert set(house.book.load_many([case_id, other, CaseId("cnone")])) == {case_id, other}
    result = audit(house)
    assert (result.cases, result.events, result.findings) == (2, 3, ())


@pytest.mark.parametrize("column", ["kind", "at", "actor", "body", "prev_hash", "hash", "seq"])
def test_a_changed_column_of_any_event_is_found_by_the_audit(house: House, column: str) -> None:
    case_id, _ = place(house, "A1", "A2")
    assign(house, case_id, "collector-7")
    event = CaseEvent.objects.filter(case_id=case_id).order_by("seq").first()
    assert event is not None
    changed = 9 if column == "seq" else getattr(event, column)[:-1] + "!"
    tamper(f'UPDATE rows_caseevent SET "{column}" = %s WHERE id = %s', [changed, event.pk])
    findings = audit(house).findings
    assert {finding.case_id for finding in findings} == {case_id}


def test_a_deleted_event_a_cut_end_and_a_vanished_case_row_are_found(house: House) -> None:
    first, second, third = place(house, "A1", "A2", "A3")
    for case_id in (first, second):
        assign(house, case_id, "collector-7")
    tamper("DELETE FROM rows_caseevent WHERE case_id = %s AND seq = 1", [first])
    tamper("DELETE FROM rows_caseevent WHERE case_id = %s AND seq = 2", [second])
    Case.objects.filter(case_id=third).delete()
    assert {finding.case_id for finding in audit(house).findings} == {first, second, third}


def test_a_list_row_that_was_changed_behind_the_log_is_found(house: House) -> None:
    (case_id,) = place(house, "A1")
    Case.objects.filter(case_id=case_id).update(balance_fen=1)
    (finding,) = audit(house).findings
    assert "balance_fen" in finding.fault


@pytest.mark.parametrize("statement", ["UPDATE rows_caseevent SET actor = 'x'", "DELETE FROM rows_caseevent"])
def test_the_database_itself_refuses_to_change_the_log(house: House, statement: str) -> None:
    place(house, "A1")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_who_writes_second_on_an_old_reading_is_told_and_changes_nothing(house: House) -> None:
    (case_id,) = place(house, "A1")
    old = house.book.load(case_id)
    assign(house, case_id, "first")
    with pytest.raises(ConcurrentChange), house.book.transaction():
        house.book.append(old, [CaseAssigned(StaffId("second"))], at=MORNING, actor="lead")
    assert house.book.load(case_id).collector == "first"


def test_a_transaction_that_fails_leaves_neither_event_nor_row(house: House) -> None:
    class Crash(RuntimeError):
        pass

    with pytest.raises(Crash), house.book.transaction():
        place(house, "A1")
        raise Crash
    assert not Case.objects.exists() and not CaseEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_appending_and_locking_need_a_transaction(house: House) -> None:
    (case_id,) = place(house, "A1")
    case = house.book.load(case_id)
    with pytest.raises(RuntimeError, match="transaction"):
        house.book.append(case, [CaseAssigned(StaffId("x"))], at=MORNING, actor="x")
    with pytest.raises(RuntimeError, match="transaction"):
        house.book.lock_person(case.party.person_id)


def test_a_case_is_found_by_id_by_number_and_by_card_and_a_doubtful_number_is_asked_back(
    house: House,
) -> None:
    (case_id,) = place(house, "A1")
    assert house.book.resolve("A1") == house.book.resolve(case_id) == case_id
    assert house.book.find_by_case_nos(["A1", "none"]) == {"A1": (case_id,)}
    assert house.book.find_by_cards(["6222000000000000"]) == {"6222000000000000": (case_id,)}
    with pytest.raises(UnknownCase):
        house.book.resolve("A9")
    place(house, "A1", creditor="另一家")
    with pytest.raises(AmbiguousCase):
        house.book.resolve("A1")
    assert house.book.resolve("A1", creditor="示例银行") == case_id


def test_money_on_a_case_shows_in_its_row(house: House) -> None:
    (case_id,) = place(house, "A1")
    with house.book.transaction():
        posted = PaymentPosted(PaymentId("py1"), 250_000, date(2026, 3, 3))
        house.book.append(house.book.load(case_id), [posted], at=MORNING, actor="files")
    row = Case.objects.get(case_id=case_id)
    assert (row.balance_fen, row.paid_fen) == (750_000, 250_000)


def tamper(statement: str, values: list[object]) -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement, values)
