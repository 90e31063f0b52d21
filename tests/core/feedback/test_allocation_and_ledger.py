"""Money set against the parts of a debt, and the ledger that follows from a log."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.casefile.account import Account
from fairdue.casefile.case import replay
from fairdue.casefile.event import Event, open_event, seal_event
from fairdue.casefile.happening import (
    BalanceUpdated,
    CaseClosed,
    CasePlaced,
    CaseRecalled,
    CaseRestated,
    Happening,
    PaymentPosted,
)
from fairdue.casefile.party import Party
from fairdue.feedback.allocation import PARTS, Part, Parts, Position, parts_of, position_of
from fairdue.feedback.ledger import (
    BALANCE_ACCOUNTS,
    CASE_ACCOUNTS,
    LedgerAccount,
    Movement,
    commission_accrual,
    ledger_of,
    suspense,
)
from fairdue.feedback.payment_terms import PaymentTermsFault, payment_terms, read_payment_terms
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, PaymentId, PersonId
from fairdue.foundation.strict_yaml import YamlError

PLACED = date(2026, 3, 1)
PARTY = Party(PersonId("p"), "测试甲", "110101199001010031")
fen = st.integers(0, 10_000)
orders = st.permutations(PARTS).map(tuple)
parts = st.builds(
    Parts, fees=fen, penalty=fen, interest=fen, unsplit=st.integers(-5_000, 10_000), principal=fen
)


def _owed(position: Position) -> int:
    return position.fees + position.penalty + position.interest + position.unsplit + position.principal


@given(parts, orders, st.integers(-20_000, 80_000))
def test_what_is_owed_and_overpaid_always_adds_up_and_is_never_negative(
    stated: Parts, order: tuple[Part, ...], paid: int
) -> None:
    position = position_of(stated=stated, order=order, paid_fen=paid)
    assert position.balance == stated.total - paid
    assert min(getattr(position, part) for part in PARTS) >= 0
    assert position.overpaid >= 0
    assert position.overpaid == 0 or _owed(position) == 0


@given(parts, orders, st.lists(st.integers(-9_000, 9_000), max_size=6), st.randoms())
def test_the_order_of_payments_changes_nothing_and_reversing_all_returns_to_the_start(
    stated: Parts, order: tuple[Part, ...], payments: list[int], random: object
) -> None:
    shuffled = list(payments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = position_of(stated=stated, order=order, paid_fen=sum(payments))
    assert one == position_of(stated=stated, order=order, paid_fen=sum(shuffled))
    back = sum(payments) + sum(-payment for payment in payments)
    assert position_of(stated=stated, order=order, paid_fen=back) == position_of(
        stated=stated, order=order, paid_fen=0
    )


@given(st.permutations(PARTS).map(tuple), st.integers(1, 5_000))
def test_a_later_part_is_paid_only_when_the_earlier_ones_are(order: tuple[Part, ...], paid: int) -> None:
    position = position_of(stated=Parts(1_000, 1_000, 1_000, 1_000, 1_000), order=order, paid_fen=paid)
    left = [getattr(position, part) for part in order]
    assert left == sorted(left), "what comes first is paid first"


def test_the_civil_codes_order_is_costs_then_interest_then_principal() -> None:
    order = payment_terms().order_of(creditor="任何委托方", placed_on=PLACED)
    ranked = [part for part in order if part in (Part.FEES, Part.INTEREST, Part.PRINCIPAL)]
    assert ranked == [Part.FEES, Part.INTEREST, Part.PRINCIPAL]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, Parts(unsplit=1_000)),
        ({"principal_fen": 700}, Parts(unsplit=300, principal=700)),
        (
            {"principal_fen": 600, "interest_fen": 200, "penalty_fen": 150, "fees_fen": 50},
            Parts(50, 150, 200, 0, 600),
        ),
        ({"principal_fen": 900, "interest_fen": 200}, Parts(unsplit=1_000)),
    ],
)
def test_a_part_that_is_not_stated_is_never_guessed(stated: dict[str, int], expected: Parts) -> None:
    assert parts_of(Account("甲银行", "A1", "9900", 1_000, PLACED, **stated)) == expected


def _events(happenings: list[Happening]) -> list[Event]:
    events: list[Event] = []
    for number, happened in enumerate(happenings, 1):
        at = datetime(2026, 3, 1, 9, tzinfo=CHINA) + timedelta(days=number)
        previous = events[-1].hash if events else ""
        row = seal_event(
            case_id=CaseId("c1"), seq=number, at=at, actor="t", happened=happened, prev_hash=previous
        )
        events.append(open_event(row))
    return events


def _account(amount: int) -> Account:
    return Account(
        "甲银行", "A1", "9900", amount, PLACED, principal_fen=amount * 7 // 10, fees_fen=amount // 10
    )


days = st.integers(0, 40).map(lambda number: PLACED + timedelta(days=number))
payment = st.builds(
    PaymentPosted,
    st.integers(0, 99).map(lambda number: PaymentId(f"p{number}")),
    st.integers(-6_000, 6_000).filter(bool),
    days,
)
happening = st.one_of(
    payment,
    payment,
    st.builds(BalanceUpdated, st.integers(-500, 9_000), days),
    st.builds(CaseRecalled, days),
    st.builds(CaseClosed, days, st.sampled_from(["settled", "returned"])),
    st.builds(lambda amount: CaseRestated(_account(amount), PARTY), st.integers(0, 9_000)),
)


@given(st.integers(1, 9_000), st.lists(happening, max_size=9))
def test_every_line_balances_and_the_lines_add_up_to_the_balance_of_the_log_at_every_moment(
    amount: int, later: list[Happening]
) -> None:
    events = _events([CasePlaced(_account(amount), PARTY), *later])
    lines = ledger_of(events, payment_terms())
    assert all(line.is_balanced for line in lines)
    for upto in range(1, len(events) + 1):
        known = [line for line in lines if line.seq <= upto]
        case = replay(events[:upto])
        assert sum(sum(line.amounts[: len(BALANCE_ACCOUNTS)]) for line in known) == case.balance_fen
        received = CASE_ACCOUNTS.index(LedgerAccount.RECEIVED)
        assert sum(line.amounts[received] for line in known) == case.paid_fen


def test_a_recall_hands_back_what_is_owed_and_a_payment_after_it_reduces_that() -> None:
    lines = ledger_of(
        _events(
            [
                CasePlaced(_account(1_000), PARTY),
                PaymentPosted(PaymentId("p1"), 150, date(2026, 3, 5)),
                CaseRecalled(date(2026, 3, 6)),
                PaymentPosted(PaymentId("p2"), 50, date(2026, 3, 7)),
            ]
        ),
        payment_terms(),
    )
    named = [dict(zip(CASE_ACCOUNTS, line.amounts, strict=True)) for line in lines]
    assert [line.movement for line in lines] == [
        Movement.PLACED,
        Movement.PAYMENT,
        Movement.RECALLED,
        Movement.PAYMENT,
    ]
    assert named[1][LedgerAccount.FEES] == -100
    assert named[1][LedgerAccount.UNSPLIT] == -50
    assert named[2][LedgerAccount.HANDED_BACK] == 850
    assert named[3][LedgerAccount.HANDED_BACK] == -50
    assert sum(line.amounts[6] for line in lines) == 800


def test_a_commission_and_waiting_money_move_in_balance_too() -> None:
    assert sum(commission_accrual(1_234).values()) == 0
    assert sum(suspense(-77).values()) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[fees, penalty,", "[fees, fees,"), "exactly once"),
        (("ahead_days: 31", "ahead_days: -1"), "whole number"),
        (("overpaid_two_persons: true", "overpaid_two_persons: 1"), "true or false"),
        (("2021-01-01:", "soon:"), "expected a day"),
        (("default:\n    2021", "other:\n    2021"), "default"),
        (("overpaid_fen: 100000\n", ""), "exactly the keys"),
    ],
)
def test_terms_with_a_hole_are_refused_with_file_and_place(change: tuple[str, str], said: str) -> None:
    from importlib.resources import files

    text = files("fairdue_playbook").joinpath("feedback", "payments.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises((PaymentTermsFault, YamlError), match=said) as fault:
        read_payment_terms(text.replace(*change, 1), source="payments.yaml")
    assert str(fault.value).startswith("payments.yaml")


def test_an_order_of_a_creditor_counts_from_its_day() -> None:
    from importlib.resources import files

    text = files("fairdue_playbook").joinpath("feedback", "payments.yaml").read_text(encoding="utf-8")
    own = "  甲银行:\n    2026-03-01: [principal, interest, penalty, fees, unsplit]\nsources:"
    terms = read_payment_terms(text.replace("sources:", own, 1), source="x")
    assert terms.order_of(creditor="甲银行", placed_on=PLACED)[0] is Part.PRINCIPAL
    assert terms.order_of(creditor="甲银行", placed_on=date(2026, 2, 28))[0] is Part.FEES
    assert terms.order_of(creditor="乙银行", placed_on=PLACED)[0] is Part.FEES
