"""Invented lives: the same for a seed, whole in what they say, and varied over a portfolio."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.casefile.contact_attempt import CallResult
from fairdue.practice.life import (
    SHARES,
    LineAnswer,
    Outcome,
    Temperament,
    answer_call,
    daily_script,
    payment_behind_claim,
    payment_for_promise,
    rng_of_day,
    traits_of,
)

DAY = date(2026, 3, 10)
KEYS = st.text(min_size=1, max_size=12)


def _answers(people: int, days: int) -> list[LineAnswer]:
    return [
        answer
        for person in range(people)
        for shift in range(days)
        for answer in daily_script(
            seed=7, key=f"p{person}", day=DAY + timedelta(days=shift), balance_fen=500_000, calls=2
        )
    ]


def test_the_shares_of_the_temperaments_add_up_to_a_hundred_and_name_each_once() -> None:
    assert sum(share for _, share in SHARES) == 100
    assert {temperament for temperament, _ in SHARES} == set(Temperament)


def test_the_temperaments_of_many_people_follow_the_shares() -> None:
    found = Counter(traits_of(seed=7, key=str(number)).temperament for number in range(10_000))
    for temperament, share in SHARES:
        assert abs(found[temperament] / 100 - share) < 1.5


@given(KEYS, st.integers(0, 99), st.integers(1, 10**8), st.integers(1, 6))
def test_a_day_of_a_person_is_the_same_whenever_it_is_asked(
    key: str, seed: int, balance_fen: int, calls: int
) -> None:
    one = daily_script(seed=seed, key=key, day=DAY, balance_fen=balance_fen, calls=calls)
    assert one == daily_script(seed=seed, key=key, day=DAY, balance_fen=balance_fen, calls=calls)
    assert 1 <= len(one) <= calls
    assert all(answer.result is not CallResult.ANSWERED for answer in one[:-1])


@given(KEYS, st.integers(1, 10**8), st.none() | st.integers(1, 10**8), st.integers(0, 300))
def test_every_outcome_brings_the_facts_that_belong_to_it(
    key: str, balance_fen: int, minimum_fen: int | None, shift: int
) -> None:
    day = DAY + timedelta(days=shift)
    answer = answer_call(
        traits=traits_of(seed=3, key=key),
        day=day,
        rng=rng_of_day(seed=3, key=key, day=day),
        balance_fen=balance_fen,
        minimum_due_fen=minimum_fen,
    )
    match answer.outcome:
        case Outcome.PROMISES:
            assert answer.amount_fen and 0 < answer.amount_fen <= balance_fen
            assert answer.on and answer.on >= day and answer.channel
        case Outcome.CLAIMS_PAID:
            assert answer.amount_fen and answer.on and answer.on < day and answer.channel
        case Outcome.CALLBACK:
            assert answer.at and answer.at.date() > day and 8 <= answer.at.hour < 22
        case Outcome.DISPUTES:
            assert answer.ground
        case Outcome.HARDSHIP:
            assert answer.reason
        case Outcome.NO_ANSWER:
            assert answer.result is not CallResult.ANSWERED and not answer.verified
        case _:
            assert answer.result is CallResult.ANSWERED


def test_ten_days_of_a_portfolio_see_every_outcome() -> None:
    found = Counter(answer.outcome for answer in _answers(600, 10))
    assert set(found) == set(Outcome)
    assert 0.4 < found[Outcome.NO_ANSWER] / sum(found.values()) < 0.75


def test_who_keeps_promises_pays_and_who_breaks_them_mostly_does_not() -> None:
    kept: Counter[Temperament] = Counter()
    asked: Counter[Temperament] = Counter()
    for number in range(6000):
        key = f"p{number}"
        made = payment_for_promise(seed=7, key=key, amount_fen=10_000, due_on=DAY, balance_fen=50_000)
        temperament = traits_of(seed=7, key=key).temperament
        asked[temperament] += 1
        kept[temperament] += made is not None
        assert made is None or 0 < made.amount_fen <= 10_000
    shares = {one: kept[one] / asked[one] for one in asked}
    assert shares[Temperament.PAYS_AFTER_FIRST_CALL] > 0.9
    assert shares[Temperament.KEEPS_PROMISES] > 0.8 > 0.25 > shares[Temperament.BREAKS_PROMISES]


def test_most_true_claims_are_found_and_most_others_are_not() -> None:
    found: Counter[bool] = Counter()
    asked: Counter[bool] = Counter()
    for number in range(4000):
        honest = traits_of(seed=7, key=f"p{number}").temperament is Temperament.ALREADY_PAID
        made = payment_behind_claim(seed=7, key=f"p{number}", amount_fen=10_000, paid_on=DAY)
        asked[honest] += 1
        found[honest] += made is not None
    assert found[True] / asked[True] > 0.7 > 0.2 > found[False] / asked[False]


def test_nobody_is_called_about_a_settled_balance() -> None:
    with pytest.raises(ValueError, match="settled"):
        daily_script(seed=1, key="p", day=DAY, balance_fen=0)
