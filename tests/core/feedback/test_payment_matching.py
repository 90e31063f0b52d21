"""Which case a line of a payment file belongs to, and why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.followup.money_builders import on
from fairdue.feedback.payment_matching import (
    BookedPayment,
    Candidate,
    Confidence,
    IncomingPayment,
    Matched,
    Unmatched,
    match_payment,
    payment_id_of,
    posting_of,
)
from fairdue.foundation.ids import CaseId, PaymentId

ONE = Candidate(CaseId("c1"), on("03-01"), 1000, True)
TWO = Candidate(CaseId("c2"), on("03-02"), 1000, True)
BY_NO = {"HS1": [ONE], "HS2": [TWO], "HS9": [ONE, TWO]}
BY_CARD = {"K1": [ONE], "K2": [TWO], "K12": [ONE, TWO]}
BOOKED = [
    BookedPayment(PaymentId("y1"), "S1", CaseId("c1"), 700, on("03-05")),
    BookedPayment(PaymentId("y2"), "S2", CaseId("c1"), 700, on("03-06")),
    BookedPayment(PaymentId("y3"), "S3", CaseId("c2"), 700, on("03-07"), reversed_fen=700),
    BookedPayment(PaymentId("y4"), "S4", None, 700, on("03-07")),
]


def _line(
    *, case_no: str | None = None, card: str | None = None, fen: int = 500, reverses: str | None = None
) -> IncomingPayment:
    return IncomingPayment("S100", card, case_no, on("03-10"), fen, "atm", reverses, is_reversal=fen < 0)


def _match(line: IncomingPayment, booked: Sequence[BookedPayment] = BOOKED) -> tuple[str, str]:
    found = match_payment(
        payment=line,
        by_case_no=lambda number: BY_NO.get(number, []),
        by_card=lambda card: BY_CARD.get(card, []),
        booked=lambda _: booked,
    )
    code = found.reason.code.removeprefix("payment.")
    assert found.reason.text.zh and found.reason.text.en
    return (found.case_id if isinstance(found, Matched) else "-", code)


@pytest.mark.parametrize(
    ("case_no", "card", "expected"),
    [
        ("HS1", "K1", ("c1", "case_no_and_card")),
        ("HS1", "K12", ("c1", "case_no_and_card")),
        ("HS1", None, ("c1", "case_no")),
        ("HS1", "K0", ("c1", "card_not_known")),
        ("HS1", "K2", ("-", "conflict")),
        ("HS0", "K1", ("-", "conflict")),
        ("HS0", None, ("-", "unknown_case_no")),
        ("HS0", "K0", ("-", "unknown_case_no")),
        ("HS9", None, ("-", "ambiguous")),
        ("HS9", "K2", ("c2", "case_no_and_card")),
        (None, "K1", ("c1", "card")),
        (None, "K0", ("-", "unknown_card")),
        (None, "K12", ("c1", "earliest_of_card")),
        (None, None, ("-", "no_key")),
    ],
)
def test_the_case_number_comes_first_and_the_card_must_agree(
    case_no: str | None, card: str | None, expected: tuple[str, str]
) -> None:
    assert _match(_line(case_no=case_no, card=card)) == expected


def _on_card(*candidates: Candidate) -> Matched | Unmatched:
    return match_payment(payment=_line(card="K"), by_case_no=lambda _: [], by_card=lambda _: list(candidates))


def test_money_on_a_card_with_several_cases_goes_to_the_earliest_that_still_owes() -> None:
    paid_off = Candidate(CaseId("c0"), on("02-01"), 0, True)
    recalled = Candidate(CaseId("c3"), on("02-02"), 500, False)
    found = _on_card(TWO, ONE, paid_off, recalled)
    assert isinstance(found, Matched)
    assert (found.case_id, found.confidence) == ("c1", Confidence.CHOSEN)
    assert isinstance(_on_card(paid_off, recalled), Unmatched)


def test_two_cases_of_one_card_placed_on_one_day_are_ambiguous() -> None:
    found = _on_card(ONE, Candidate(CaseId("c7"), on("03-01"), 1000, True))
    assert isinstance(found, Unmatched) and found.reason.code == "payment.ambiguous"


def test_zero_and_a_sign_that_does_not_fit_are_not_posted() -> None:
    assert _match(_line(case_no="HS1", fen=0)) == ("-", "zero_amount")
    odd = IncomingPayment("S1", None, "HS1", on("03-10"), 500, is_reversal=True)
    assert _match(odd) == ("-", "sign")
    odd = IncomingPayment("S1", None, "HS1", on("03-10"), -500, is_reversal=False)
    assert _match(odd) == ("-", "sign")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (_line(fen=-700, reverses="S1"), ("c1", "reverses_named")),
        (_line(fen=-700, reverses="S1", case_no="HS1", card="K1"), ("c1", "reverses_named")),
        (_line(fen=-300, reverses="S1"), ("c1", "reverses_named")),
        (_line(fen=-701, reverses="S1"), ("-", "reverses_more")),
        (_line(fen=-700, reverses="S3"), ("-", "reverses_more")),
        (_line(fen=-700, reverses="S4"), ("-", "reverses_unknown")),
        (_line(fen=-700, reverses="S0"), ("-", "reverses_unknown")),
        (_line(fen=-700, reverses="S1", case_no="HS2"), ("-", "conflict")),
        (_line(fen=-700, case_no="HS1"), ("c1", "reverses_same")),
        (_line(fen=-700, card="K1"), ("c1", "reverses_same")),
        (_line(fen=-300, card="K1"), ("-", "nothing_to_reverse")),
        (_line(fen=-700, card="K2"), ("-", "nothing_to_reverse")),
        (_line(fen=-700, card="K0"), ("-", "unknown_card")),
        (_line(fen=-700, case_no="HS1", card="K2"), ("-", "conflict")),
        (_line(fen=-700, case_no="HS0"), ("-", "unknown_case_no")),
        (_line(fen=-700), ("-", "no_key")),
    ],
)
def test_a_reversal_names_or_finds_the_payment_that_it_takes_back(
    line: IncomingPayment, expected: tuple[str, str]
) -> None:
    assert _match(line) == expected


def test_a_reversal_takes_the_latest_of_equal_payments_and_is_posted_with_its_name() -> None:
    line = _line(fen=-700, case_no="HS1")
    found = match_payment(
        payment=line, by_case_no=lambda _: [ONE], by_card=lambda _: [], booked=lambda _: BOOKED
    )
    assert isinstance(found, Matched) and found.reverses == "y2"
    posted = posting_of(payment=line, matched=found, payment_id=PaymentId("y9"))
    assert (posted.amount_fen, posted.reverses, posted.channel) == (-700, "y2", "atm")


def test_a_reversal_before_its_payment_finds_nothing() -> None:
    later = [BookedPayment(PaymentId("y1"), "S1", CaseId("c1"), 700, on("03-11"))]
    assert _match(_line(fen=-700, reverses="S1"), later) == ("-", "reverses_unknown")


def test_the_same_serial_of_one_creditor_is_the_same_payment_everywhere() -> None:
    assert payment_id_of(creditor="a", serial_no="1") == payment_id_of(creditor="a", serial_no="1")
    assert payment_id_of(creditor="a", serial_no="1") != payment_id_of(creditor="b", serial_no="1")


def test_a_card_number_never_shows_in_a_repr() -> None:
    assert "6222" not in repr(_line(card="6222000000000000"))
