"""The line of cases: a total order, our promises first, holds last, recalled cases never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.strategy.work_builders import AS_OF, a_case
from fairdue.casefile.bucket import BUCKETS
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.hold import HoldKind
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.strategy.score_table import Level
from fairdue.strategy.work_list import (
    Place,
    Tier,
    WorkFigures,
    line_up,
    payday_is_near,
    place_in_line,
    work_figures_of,
)

TODAY = AS_OF.date()
_DAY = st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
_MOMENT = st.none() | st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 20), timezones=st.just(CHINA))
FIGURES = st.builds(
    WorkFigures,
    case_id=st.integers(0, 200).map(lambda n: CaseId(f"c{n:03d}")),
    status=st.sampled_from(CaseStatus),
    balance_fen=st.integers(-100, 50_000_000),
    bucket=st.none() | st.sampled_from([*BUCKETS, "M6+"]),
    callback_at=_MOMENT,
    promise_due_on=_DAY,
    broken_on=_DAY,
    claim_check_on=_DAY,
    holds_active=st.frozensets(st.sampled_from(HoldKind), max_size=2),
    callable_now=st.booleans(),
    last_contact_on=_DAY,
    attempts_today=st.integers(0, 8),
    broken_promises=st.integers(0, 5),
    willingness=st.sampled_from(Level),
    difficulty=st.sampled_from(Level),
    return_by=_DAY,
    payday=st.none() | st.integers(1, 31),
)


def _plain(**changes: object) -> WorkFigures:
    base = WorkFigures(
        case_id=CaseId("c1"),
        status=CaseStatus.OPEN,
        balance_fen=1_000_000,
        bucket="M2",
        last_contact_on=TODAY - timedelta(days=5),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def _place(**changes: object) -> Place:
    place = place_in_line(figures=_plain(**changes), as_of=AS_OF)
    assert place is not None
    return place


@given(st.lists(FIGURES, unique_by=lambda one: one.case_id, max_size=20), st.randoms(use_true_random=False))
def test_the_line_does_not_depend_on_the_order_in_which_the_cases_came(
    figures: list[WorkFigures], luck: Random
) -> None:
    line = line_up(figures=figures, as_of=AS_OF)
    luck.shuffle(figures)
    assert line_up(figures=figures, as_of=AS_OF) == line


@given(FIGURES, FIGURES, FIGURES)
def test_the_order_is_antisymmetric_and_transitive(a: WorkFigures, b: WorkFigures, c: WorkFigures) -> None:
    places = [place_in_line(figures=one, as_of=AS_OF) for one in (a, b, c)]
    x, y, z = (place.order if place else (99, 0, "z") for place in places)
    if a.case_id != b.case_id and places[0] and places[1]:
        assert (x < y) != (y < x)
    if x <= y and y <= z:
        assert x <= z


@given(FIGURES)
def test_every_listed_place_is_explained_and_counted_in_whole_numbers(figures: WorkFigures) -> None:
    place = place_in_line(figures=figures, as_of=AS_OF)
    assert (place is None) == (figures.status is not CaseStatus.OPEN)
    if place is not None:
        assert place.reasons and all(reason.text.zh and reason.text.en for reason in place.reasons)
        assert isinstance(place.score, int) and place.score >= 0


@given(FIGURES)
def test_a_hold_or_a_closed_hour_never_leaves_a_case_among_those_to_call(figures: WorkFigures) -> None:
    place = place_in_line(figures=figures, as_of=AS_OF)
    if place is not None and (figures.holds_active or not figures.callable_now):
        assert place.kind in {Tier.ON_HOLD, Tier.NOT_TODAY, Tier.CLAIM_TO_CHECK}


def test_our_promise_of_a_callback_comes_before_the_customers_promise_to_pay() -> None:
    called = _place(callback_at=AS_OF - timedelta(minutes=5), balance_fen=100)
    promised = _place(promise_due_on=TODAY, balance_fen=90_000_000)
    assert called.order < promised.order


def test_a_callback_that_is_not_due_yet_does_not_jump_the_line() -> None:
    assert _place(callback_at=AS_OF + timedelta(minutes=1)).kind is Tier.LIKELY_BENEFIT


def test_a_broken_promise_of_yesterday_is_fresh_and_one_that_was_talked_about_is_not() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert _place(broken_on=yesterday).kind is Tier.PROMISE_DUE
    assert _place(broken_on=yesterday, last_contact_on=TODAY).kind is Tier.LIKELY_BENEFIT
    assert _place(broken_on=TODAY - timedelta(days=3)).kind is Tier.LIKELY_BENEFIT


def test_a_claim_is_checked_at_the_desk_although_its_own_hold_stops_calls() -> None:
    held = frozenset({HoldKind.CLAIMED_PAYMENT})
    due = _place(claim_check_on=TODAY, holds_active=held, callable_now=False)
    assert due.kind is Tier.CLAIM_TO_CHECK
    assert _place(claim_check_on=TODAY + timedelta(days=1), holds_active=held).kind is Tier.ON_HOLD


def test_a_recalled_case_is_not_listed() -> None:
    assert place_in_line(figures=_plain(status=CaseStatus.RECALLED), as_of=AS_OF) is None


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(Level), st.sampled_from(Level))
def test_a_higher_balance_never_stands_behind_an_otherwise_equal_case(
    one: int, other: int, willingness: Level, difficulty: Level
) -> None:
    less, more = sorted((one, other))
    same = {"willingness": willingness, "difficulty": difficulty}
    assert _place(balance_fen=less, **same).score <= _place(balance_fen=more, **same).score


def test_the_fresher_bucket_the_willing_and_the_near_payday_come_first() -> None:
    assert _place(bucket="M1").score > _place(bucket="M3").score > _place(bucket="M7").score
    assert _place(willingness=Level.HIGH).score > _place(willingness=Level.LOW).score
    assert _place(payday=TODAY.day).score > _place(payday=(TODAY + timedelta(days=12)).day).score


def test_somebody_called_today_lets_the_others_go_first() -> None:
    assert _place(attempts_today=1).score < _place(attempts_today=0).score


def test_a_payday_on_the_thirty_first_falls_on_the_last_day_of_a_short_month() -> None:
    near = payday_is_near(payday=31, today=date(2026, 4, 30), before=0, after=0)
    assert near and not payday_is_near(payday=31, today=date(2026, 4, 29), before=0, after=0)


@given(
    sex=st.sampled_from([None, "male", "female"]),
    birth_on=st.none() | st.dates(date(1930, 1, 1), date(2008, 1, 1)),
    name=st.text(min_size=1, max_size=4),
    city=st.none() | st.sampled_from(["北京", "芜湖", "深圳"]),
    marital_status=st.none() | st.sampled_from(["未婚", "已婚", "离异"]),
)
def test_who_the_customer_is_moves_nobody_in_the_line(**who: Any) -> None:
    one = work_figures_of(case=a_case(), callable_now=True, as_of=AS_OF)
    other = work_figures_of(case=a_case(**who), callable_now=True, as_of=AS_OF)
    assert place_in_line(figures=one, as_of=AS_OF) == place_in_line(figures=other, as_of=AS_OF)
