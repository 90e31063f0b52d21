"""Commission on a real database: it ties to the payment book to the fen, and no payment is ever settled twice."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from crash.day_house import BANK, build
from fairdue.casefile.case_return import CaseReturned, KeepGround, KeepRequested, ReturnReason
from fairdue.compliance.decision import Refuse
from fairdue.feedback.commission import LineKind
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import case_id_of
from fairdue.operations.commissions import (
    PeriodNotSettled,
    Stated,
    send_commission,
    settle_commission,
    state_commission,
)
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.returning import answer_keep, ask_to_keep, cases_to_return, return_many, return_one
from fairdue_desk.rows.models import CaseEvent, CommissionLine, CommissionSettled, Payment
from fairdue_desk.wiring import build_house

NOW = datetime(2026, 5, 2, 10, 0, tzinfo=CHINA)
MARCH, APRIL = (date(2026, 3, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 5, 1))


@pytest.fixture
def lived(db: None) -> Iterator[House]:
    house = build_house()
    build(house, each=18)
    yield replace(house, now=lambda: NOW)


def stated(house: House, period: tuple[date, date] = MARCH, creditor: str = BANK) -> Stated:
    return state_commission(
        house, creditor=creditor, since_on=period[0], until_on=period[1], as_of=NOW, language="zh"
    )


def pay(house: House, *lines: str) -> None:
    content = "\n".join(["流水号,案件编号,还款日期,还款金额,还款渠道,原流水号", *lines]) + "\n"
    report = place_file(
        house, name=f"p{len(lines)}.csv", content=content.encode(), as_of=NOW, actor="admin", creditor=BANK
    )
    assert not report.rejected and not report.unmatched, (report.rejected, report.unmatched)


def test_a_statement_ties_to_the_payment_book_to_the_fen(lived: House) -> None:
    pay(lived, "A1,YH-004,2026-03-09,333.33,微信,", "A2,YH-010,2026-02-20,50.00,微信,")
    march = stated(lived, (date(2026, 1, 1), date(2026, 4, 1))).statement
    booked = sum(one.amount_fen for one in lived.payments.posted(creditor=BANK))
    assert march.posted_fen == booked == march.base_fen + march.excluded_fen
    assert march.excluded_fen == 5_000, "what was paid before the placement earns nothing"
    assert march.commission_fen == sum(line.commission_fen for line in march.lines) > 0


def test_the_workbook_holds_every_line_the_totals_the_rule_and_no_collector(lived: House) -> None:
    one = stated(lived)
    book = openpyxl.load_workbook(io.BytesIO(one.content))
    assert book.sheetnames == ["佣金明细", "不计佣", "合计"]
    assert book["佣金明细"].max_row == len(one.statement.lines) + 1
    told = {row[0].value: row[1].value for row in book["合计"].iter_rows(min_row=2)}
    assert round(told["佣金合计"] * 100) == one.statement.commission_fen
    text = " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    assert "CN-OUT-06" in text and "CP" in text and "collector1" not in text
    assert stated(lived).content == one.content


def test_a_reversal_after_settlement_claws_back_what_was_paid_and_the_two_periods_add_up_to_nothing(
    lived: House,
) -> None:
    march = stated(lived)
    settle_commission(lived, march, as_of=NOW, actor="lead")
    first = march.statement.lines[0]
    pay(lived, f"R1,{first.posting.case_no},2026-04-08,-120.00,微信,YHS0")
    april = stated(lived, APRIL).statement
    (line,) = april.lines
    assert (line.kind, line.commission_fen) == (LineKind.CLAW_BACK, -first.commission_fen)


def test_a_settled_period_is_settled_once_and_only_when_it_is_over(lived: House) -> None:
    settle_commission(lived, stated(lived), as_of=NOW, actor="lead")
    with pytest.raises(PeriodNotSettled, match="2026-03-01 until 2026-04-01 is settled already"):
        settle_commission(lived, stated(lived), as_of=NOW, actor="lead")
    with pytest.raises(PeriodNotSettled, match="when it is over"):
        settle_commission(lived, stated(lived, (date(2026, 5, 1), date(2026, 6, 1))), as_of=NOW, actor="lead")
    assert stated(lived).statement.lines == (), "what is settled is not stated again"
    kept = CommissionSettled.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        line = CommissionLine.objects.first()
        assert line is not None
        CommissionLine.objects.create(
            payment_id=line.payment_id, statement=kept, amount_fen=1, commission_fen=1
        )
    for change in (
        lambda: CommissionLine.objects.update(commission_fen=0),
        lambda: CommissionSettled.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_statement_that_differs_from_the_payment_book_is_not_made(lived: House) -> None:
    Payment.objects.filter(serial_no="YHS0").update(amount_fen=1)
    with pytest.raises(TotalsDoNotTie, match="looks at 36000 fen, the payment book holds 24001"):
        stated(lived)


def test_the_workbook_leaves_by_the_gate_like_every_file(lived: House) -> None:
    assert isinstance(send_commission(lived, stated(lived), as_of=NOW, actor="lead"), Exported)
    with pytest.raises(NothingToTell, match="has no case here"):
        stated(lived, creditor="示例银行信用卡中心")


@pytest.mark.django_db
def test_without_a_legal_basis_no_statement_leaves() -> None:
    bare = build_house()
    build(bare, each=6)
    from fairdue.operations.attest import statements, withdraw

    for one in statements(bare, as_of=NOW):
        withdraw(bare, attestation_id=one.attestation_id, as_of=NOW, actor="compliance")
    assert isinstance(send_commission(bare, stated(bare), as_of=NOW, actor="lead"), Refuse)


def test_a_batch_returns_what_may_go_and_says_of_each_of_the_rest_why_it_stays(lived: House) -> None:
    numbers = ["YH-004", "YH-000", "YH-001", "YH-999", "XJ-000"]
    wanted, unknown = cases_to_return(
        lived, creditor=BANK, reason=ReturnReason.GIVEN_BACK, on=NOW.date(), case_nos=numbers
    )
    assert unknown == ["YH-999", "XJ-000"], "another creditor's case is none of this one's"
    before = CaseEvent.objects.count()
    tried = return_many(
        lived, case_ids=wanted, reason=ReturnReason.GIVEN_BACK, as_of=NOW, actor="lead", dry_run=True
    )
    assert CaseEvent.objects.count() == before
    done = return_many(lived, case_ids=wanted, reason=ReturnReason.GIVEN_BACK, as_of=NOW, actor="lead")
    assert [line.returned for line in tried] == [line.returned for line in done]
    assert {line.case_no: [reason.code for reason in line.reasons] for line in done} == {
        "YH-004": ["open_complaint"],
        "YH-000": [],
        "YH-001": ["open_claim"],
    }
    again = return_many(lived, case_ids=wanted, reason=ReturnReason.GIVEN_BACK, as_of=NOW, actor="lead")
    assert all(line.returned is None for line in again)


def test_expired_cases_are_found_and_a_granted_request_keeps_one(lived: House) -> None:
    kept = case_id_of(creditor=BANK, case_no="YH-005")
    early = datetime(2026, 3, 10, 9, 0, tzinfo=CHINA)
    asked = ask_to_keep(
        lived,
        case_id=kept,
        ground=KeepGround.NEGOTIATION,
        until_on=date(2026, 6, 1),
        as_of=early,
        actor="lead",
    )
    assert isinstance(asked, KeepRequested)
    answer_keep(lived, case_id=kept, granted=True, as_of=early, actor="lead")
    wanted, _ = cases_to_return(lived, creditor=BANK, reason=ReturnReason.EXPIRED, on=date(2026, 3, 18))
    assert kept not in wanted and len(wanted) == 2
    line = return_one(lived, case_id=wanted[0], reason=ReturnReason.EXPIRED, as_of=NOW, actor="lead")
    assert isinstance(line.returned, CaseReturned)
