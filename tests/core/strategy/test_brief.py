"""The preparation card and what today allows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.strategy.work_builders import AS_OF, a_case, plain_facts
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import HoldPlaced, NumberMarked, PromiseJudged, PromiseMade
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.rulebook import load_rulebook
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import CaseId, ContactPointId, HoldId, PromiseId
from fairdue.strategy.allowance import NO_NUMBER, Allowance, Standing, allowance_today
from fairdue.strategy.brief import Brief, Opening, prepare_brief
from fairdue.strategy.brief_facts import FactKind
from fairdue.strategy.score import LinkedCase

BOOK = load_rulebook()


def _allowance(case=None, as_of: datetime = AS_OF, **changes: object) -> Allowance:  # type: ignore[no-untyped-def]
    return allowance_today(case=case or a_case(), facts=plain_facts(**changes), rulebook=BOOK, as_of=as_of)


def _brief(case=None, linked: tuple[LinkedCase, ...] = ()) -> Brief:  # type: ignore[no-untyped-def]
    case = case or a_case()
    return prepare_brief(case=case, linked=linked, allowance=_allowance(case), as_of=AS_OF)


def test_on_a_plain_morning_a_call_is_allowed_and_every_counter_names_its_rule() -> None:
    allowance = _allowance()
    assert allowance.callable_now and allowance.next_moment == AS_OF
    assert allowance.calls_left == 3
    by_rule = {counter.rule_id: counter for counter in allowance.counters}
    assert all(counter.citation is not None and counter.says.zh for counter in by_rule.values())
    assert {counter.limit for counter in by_rule.values()} == {3, 6, 14}
    assert allowance.hours and allowance.hours[0].opens == time(8)


def test_the_cap_of_the_week_leaves_fewer_calls_than_the_day_does() -> None:
    assert _allowance(contacts_last_7_days=13).calls_left == 1


def test_a_counter_that_only_warns_takes_no_call_away() -> None:
    assert _allowance(calls_last_hour=2).calls_left == 3


def test_after_three_talks_today_the_card_says_none_left_and_when_to_ask_again() -> None:
    allowance = _allowance(effective_calls_today=3)
    assert allowance.calls_left == 0 and allowance.standing is Standing.LATER
    assert allowance.next_moment is not None and allowance.next_moment.date() == date(2026, 3, 11)
    assert allowance.reasons


def test_a_count_nobody_knows_is_not_shown_as_free() -> None:
    allowance = _allowance(effective_calls_today=None)
    assert allowance.calls_left is None and allowance.standing is Standing.NOT_ALLOWED
    assert allowance.next_moment is None


def test_at_night_the_card_says_when_the_hours_open() -> None:
    night = AS_OF.replace(hour=23)
    allowance = _allowance(as_of=night, local_time=time(23))
    assert allowance.standing is Standing.LATER
    assert allowance.next_moment is not None and allowance.next_moment.hour >= 8


def test_a_hold_stands_on_the_card_with_its_end_and_stops_the_call() -> None:
    until = AS_OF + timedelta(days=5)
    hold = Hold(HoldId("h1"), HoldKind.DISPUTE, Period(AS_OF - timedelta(days=1), until))
    case = a_case(HoldPlaced(hold))
    allowance = _allowance(case, holds=frozenset({HoldKind.DISPUTE}))
    assert [(one.kind, one.until) for one in allowance.holds] == [(HoldKind.DISPUTE, until)]
    assert allowance.standing is Standing.NOT_ALLOWED


def test_without_a_usable_number_nothing_is_proposed() -> None:
    marked = [NumberMarked(ContactPointId(n), NumberStatus.INVALID) for n in ("n1", "n2")]
    allowance = _allowance(a_case(*marked))
    assert allowance.standing is Standing.NOT_ALLOWED and allowance.reasons == (NO_NUMBER,)


def test_the_card_has_six_facts_in_both_languages_in_their_order() -> None:
    brief = _brief()
    assert [fact.kind for fact in brief.facts] == list(FactKind)
    assert all(fact.value.zh and fact.value.en for fact in brief.facts)


def test_what_is_missing_is_flagged_on_its_fact_and_listed_with_a_remedy() -> None:
    brief = _brief()
    flags = {fact.kind: fact.missing for fact in brief.facts}
    assert flags[FactKind.WORK] and flags[FactKind.AMOUNT] and not flags[FactKind.PERIODS]
    assert {gap.subject.en for gap in brief.gaps} >= {"the payday", "the last payment"}
    assert all(gap.remedy.zh and gap.remedy.en for gap in brief.gaps)


def test_an_old_statement_makes_the_amount_stale() -> None:
    brief = _brief()
    amount = next(fact for fact in brief.facts if fact.kind is FactKind.AMOUNT)
    assert amount.stale and any(gap.kind.value == "stale" for gap in brief.gaps)


def test_the_old_and_the_very_young_are_spoken_to_slowly_and_nothing_else_changes() -> None:
    plain = _brief(a_case(birth_on=date(1990, 1, 1)))
    for birth_on in (date(1966, 3, 10), date(2004, 3, 11)):
        careful = _brief(a_case(birth_on=birth_on))
        assert careful.slow_down and careful.talk_points[0].point_id == "slow_down"
        assert careful.opening is plain.opening
        assert (careful.difficulty, careful.willingness) == (plain.difficulty, plain.willingness)
    for birth_on in (date(1966, 3, 11), date(2004, 3, 10)):
        assert not _brief(a_case(birth_on=birth_on)).slow_down


def test_the_form_of_address_follows_the_file_and_is_no_guess() -> None:
    texts = [_brief(a_case(sex=sex)).facts[0].value.zh for sex in ("male", "female", None)]
    assert [text.split("；")[0] for text in texts] == ["先生", "女士", "性别未知，称呼全名"]


def test_three_periods_open_mildly_and_four_open_with_reason_and_means() -> None:
    assert _brief(a_case(account={"overdue_periods": 3})).opening is Opening.FEW_PERIODS
    assert _brief(a_case(account={"overdue_periods": 4})).opening is Opening.MANY_PERIODS


def test_a_broken_promise_brings_its_talk_point_with_the_amount_filled_in() -> None:
    promise = PromiseMade(PromiseId("pr1"), 123_400, date(2026, 3, 4))
    case = a_case(promise, PromiseJudged(PromiseId("pr1"), PromiseState.BROKEN, 0, date(2026, 3, 5)))
    point = next(p for p in _brief(case).talk_points if p.point_id == "broken_ask_why")
    assert "1,234.00" in point.text.zh and "1,234.00" in point.text.en and "{" not in point.text.zh


def test_another_creditors_case_is_counted_and_never_shown() -> None:
    own = LinkedCase(CaseId("c-own"), "示例银行", 5_000, True)
    foreign = LinkedCase(CaseId("c-foreign"), "另一家", 7_000, True)
    brief = _brief(linked=(own, foreign))
    assert brief.linked == (own,) and brief.linked_elsewhere == 1


def test_the_card_shows_no_person_in_its_repr() -> None:
    case = a_case(employer="测试单位", income_fen=800_000)
    assert "测试" not in repr(_brief(case)) and "8,000" not in repr(_brief(case))
