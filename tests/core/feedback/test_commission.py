"""Commission: confirmed money only, whole fen that lose nothing, and what was paid for reversed money comes back."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.followup.money_builders import claimed, on, owing, paid
from fairdue.feedback.commission import (
    CommissionStatement,
    Excluded,
    LineKind,
    Posting,
    SettledLine,
    commission_statement,
    postings_of,
)
from fairdue.feedback.commission_terms import (
    CommissionFault,
    CommissionTerms,
    RateLine,
    TermsFrom,
    read_terms,
    terms_of,
)
from fairdue.foundation.ids import CaseId, PaymentId

TERMS = CommissionTerms("甲", (TermsFrom(on("01-01"), (RateLine((), (), 833),)),))
MARCH, APRIL = (on("03-01"), on("04-01")), (on("04-01"), on("05-01"))


def posting(
    name: str,
    fen: int,
    day: date,
    *,
    reverses: str | None = None,
    placed: date | None = None,
    ended: date | None = None,
) -> Posting:
    return Posting(
        PaymentId(name),
        CaseId("c1"),
        "HS-1",
        fen,
        day,
        PaymentId(reverses) if reverses else None,
        placed or on("03-01"),
        ended,
        None,
        "M2",
    )


def stated(
    postings: list[Posting], period: tuple[date, date] = MARCH, *earlier: CommissionStatement
) -> CommissionStatement:
    return commission_statement(
        terms=TERMS,
        postings=postings,
        since_on=period[0],
        until_on=period[1],
        settled=settled_by(*earlier),
        settled_periods=[(one.since_on, one.until_on) for one in earlier],
    )


def settled_by(*statements: CommissionStatement) -> dict[PaymentId, SettledLine]:
    lines = [
        SettledLine(line.posting.payment_id, line.posting.amount_fen, line.commission_fen)
        for one in statements
        for line in one.lines
    ]
    lines += [
        SettledLine(line.posting.payment_id, line.posting.amount_fen, 0)
        for one in statements
        for line in one.excluded
    ]
    return {line.payment_id: line for line in lines}


def test_a_claimed_payment_and_a_promise_earn_nothing() -> None:
    case = owing(payments=[paid("03-05", 10_000)], claims=[claimed(fen=99_999)])
    assert [one.amount_fen for one in postings_of(case)] == [10_000]


def test_money_before_the_placement_and_after_the_end_is_shown_and_earns_nothing() -> None:
    statement = stated(
        [
            posting("early", 500, on("03-02"), placed=on("03-03")),
            posting("late", 700, on("03-09"), ended=on("03-08")),
            posting("good", 10_000, on("03-08"), ended=on("03-08")),
        ]
    )
    assert [line.because for line in statement.excluded] == [Excluded.BEFORE_PLACEMENT, Excluded.AFTER_END]
    assert (statement.posted_fen, statement.base_fen, statement.commission_fen) == (11_200, 10_000, 833)


def test_a_reversal_in_the_same_period_takes_its_payment_out_of_the_base() -> None:
    statement = stated([posting("a", 12_345, on("03-05")), posting("b", -12_345, on("03-09"), reverses="a")])
    assert (statement.base_fen, statement.commission_fen) == (0, 0)


def test_a_reversal_after_the_settlement_takes_back_exactly_what_was_paid() -> None:
    money = [posting("a", 12_345, on("03-05")), posting("x", 777, on("03-06"))]
    march = stated(money)
    april = stated([*money, posting("b", -12_345, on("04-02"), reverses="a")], APRIL, march)
    (line,) = april.lines
    of_a = next(one for one in march.lines if one.posting.payment_id == "a")
    assert (line.kind, line.commission_fen) == (LineKind.CLAW_BACK, -of_a.commission_fen)


def test_a_reversal_is_rated_as_its_payment_was_whatever_the_terms_say_by_then() -> None:
    dearer = CommissionTerms("甲", (*TERMS.periods, TermsFrom(on("03-08"), (RateLine((), (), 2000),))))
    statement = commission_statement(
        terms=dearer,
        postings=[posting("a", 10_000, on("03-05")), posting("b", -10_000, on("03-09"), reverses="a")],
        since_on=MARCH[0],
        until_on=MARCH[1],
        settled={},
    )
    assert {line.rate for line in statement.lines} == {833} and statement.commission_fen == 0


def test_a_reversal_of_money_that_did_not_count_takes_nothing_back() -> None:
    statement = stated(
        [
            posting("early", 500, on("03-02"), placed=on("03-03")),
            posting("back", -500, on("03-04"), reverses="early", placed=on("03-03")),
        ]
    )
    assert [line.because for line in statement.excluded] == [
        Excluded.BEFORE_PLACEMENT,
        Excluded.REVERSES_EXCLUDED,
    ]
    assert statement.commission_fen == 0


def test_money_that_comes_late_into_a_settled_period_is_in_the_next_statement_once() -> None:
    first = [posting("a", 10_000, on("03-05"))]
    march = stated(first)
    later = [*first, posting("slow", 20_000, on("03-30"))]
    april = stated(later, APRIL, march)
    assert [(line.posting.payment_id, line.kind) for line in april.lines] == [("slow", LineKind.LATE)]
    may = stated(later, (on("05-01"), on("06-01")), march, april)
    assert may.lines == ()


AMOUNTS = st.lists(st.tuples(st.integers(1, 5_000_000), st.integers(0, 30)), max_size=25)


@given(AMOUNTS, st.integers(0, 4000))
@settings(max_examples=200, deadline=None)
def test_lines_add_up_to_the_exact_total_rounded_once_and_none_is_off_by_a_fen(
    amounts: list[tuple[int, int]], rate: int
) -> None:
    terms = CommissionTerms("甲", (TermsFrom(on("01-01"), (RateLine((), (), rate),)),))
    money = [posting(f"p{n}", fen, on("03-01") + timedelta(days=day)) for n, (fen, day) in enumerate(amounts)]
    statement = commission_statement(
        terms=terms, postings=money, since_on=MARCH[0], until_on=MARCH[1], settled={}
    )
    exact = sum((Fraction(line.posting.amount_fen * rate, 10_000) for line in statement.lines), Fraction(0))
    assert statement.commission_fen == (exact + Fraction(1, 2)) // 1
    for line in statement.lines:
        assert abs(line.commission_fen - Fraction(line.posting.amount_fen * rate, 10_000)) < 1


@given(AMOUNTS, st.data())
@settings(max_examples=150, deadline=None)
def test_reversing_everything_after_settlement_brings_the_house_back_to_nothing(
    amounts: list[tuple[int, int]], data: st.DataObject
) -> None:
    money = [posting(f"p{n}", fen, on("03-01") + timedelta(days=day)) for n, (fen, day) in enumerate(amounts)]
    march = stated(money)
    back: list[Posting] = []
    for one in money:
        cut = data.draw(st.integers(0, one.amount_fen))
        for part, fen in enumerate((cut, one.amount_fen - cut)):
            if fen:
                day = on("04-01") + timedelta(days=data.draw(st.integers(0, 29)))
                back.append(posting(f"{one.payment_id}-{part}", -fen, day, reverses=one.payment_id))
    half = data.draw(st.integers(0, len(back)))
    april = stated([*money, *back[:half]], APRIL, march)
    may = stated([*money, *back], (on("05-01"), on("06-01")), march, april)
    assert march.commission_fen + april.commission_fen + may.commission_fen == 0
    assert march.posted_fen + april.posted_fen + may.posted_fen == 0


@given(AMOUNTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_postings_are_handed_in_changes_nothing(
    amounts: list[tuple[int, int]], rng: object
) -> None:
    money = [posting(f"p{n}", fen, on("03-01") + timedelta(days=day)) for n, (fen, day) in enumerate(amounts)]
    mixed = list(money)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert stated(money) == stated(mixed)


def test_the_first_line_that_fits_counts_and_the_terms_of_the_day_of_posting() -> None:
    bank = terms_of("示例银行")
    assert bank.rate_for(on=on("03-05"), hand="一手", bucket="M2") == 600
    assert bank.rate_for(on=on("03-05"), hand="二手", bucket="M2") == 800
    assert bank.rate_for(on=on("03-05"), hand=None, bucket=None) == 2275
    cards = terms_of("示例银行信用卡中心")
    assert cards.rate_for(on=on("06-30"), hand=None, bucket="M1") == 800
    assert cards.rate_for(on=on("07-01"), hand=None, bucket="M1") == 750
    with pytest.raises(CommissionFault, match="hand 一手, bucket unknown, posted on 2024-01-01"):
        bank.rate_for(on=date(2024, 1, 1), hand="一手", bucket=None)


GOOD = """
creditors:
  甲:
    - from: 2026-01-01
      rates: [{bucket: [M1], rate: "8.5"}]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rate: "8.5"', "rate: 8.5", "a text in percent"),
        ('rate: "8.5"', 'rate: "8.505"', "at most two decimals"),
        ("[M1]", "[M9]", "M9 is no bucket"),
        ("from: 2026-01-01", "from: soon", "from must be a day"),
        ("rates: [", "rate: [", "rate is not known here"),
        ('rates: [{bucket: [M1], rate: "8.5"}]', "rates: []", "at least one line"),
    ],
)
def test_terms_with_a_hole_say_where(old: str, new: str, says: str) -> None:
    assert read_terms(text=GOOD, source="t.yaml")["甲"].periods[0].lines[0].rate == 850
    with pytest.raises(CommissionFault, match=says):
        read_terms(text=GOOD.replace(old, new), source="t.yaml")
