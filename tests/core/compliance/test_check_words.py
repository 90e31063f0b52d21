"""Checks and conditions in words: what a reader of the rulebook sees, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from core.compliance.act_builders import shipped
from fairdue.casefile.hold import HoldKind
from fairdue.compliance.check_words import (
    check_in_words,
    clock_in_words,
    conditions_in_words,
    version_in_words,
)
from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    Check,
    LongEnoughSince,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    Never,
    NotLaterThan,
    OnWeekdays,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.clock import Clock, ClockKind, ClockStart
from fairdue.compliance.rule import Condition
from fairdue.compliance.rule_lines import changes_between, stale_rules
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.word_names import word_name
from fairdue.foundation.span import Span


@pytest.mark.parametrize(
    ("check", "zh", "en"),
    [
        (AtMost("visits_today", 1, time(8)), "今日已上门次数：至多 1，次日 08:00 起重新计", "visits to the debtor today: at most 1, counted anew from 08:00 of the next day"),
        (OutsideQuietHours(time(22), time(8)), "不在 22:00 至 08:00 之间", "not from 22:00 to 08:00"),
        (OutsideQuietHours(time(22), time(8), "agreed_window"), "，除非：", ", unless: "),
        (OnWeekdays((1, 5), time(9)), "只在星期一、五；其他日子等到 09:00", "only on Mon, Fri; on other days it waits for 09:00"),
        (MustBe("case_open", True), "：须为是", ": must be yes"),
        (MustBe("case_open", False), "：须为否", ": must be no"),
        (MustBeOneOf("purpose", ("collect", "notify", "service")), "：只能是催收、通知或客户服务", ": only collecting, giving notice or serving the customer"),
        (MustNotHold((HoldKind.DEATH, HoldKind.DISPUTE)), "没有下列暂停：身故、争议", "none of these holds is active: death, dispute"),
        (Between("headcount", 2, 3), "：2 至 3", ": 2 to 3"),
        (Between("headcount", None, 3), "：至多 3", ": at most 3"),
        (Between("extra_fee_fen", 5, None), "：至少 5 分", ": at least 5 fen"),
        (AmountsAgree("stated_amount_fen", "extra_fee_fen", 1), "相差不超过 1 分", "differ by no more than 1 fen"),
        (UnreachableCondition(3, 7), "连续 3 次联系失败（次日起），或连续 7 天", "3 calls in a row failed (from the next day on), or 7 days"),
        (Never(), "一律禁止", "never permitted"),
    ],
)  # fmt: skip
def test_a_check_is_said_in_both_languages(check: Check, zh: str, en: str) -> None:
    said = check_in_words(check)
    assert zh in said.zh
    assert en in said.en


def test_spans_say_what_happens_when_it_never_did() -> None:
    since = LongEnoughSince("case_open", "local_on", Span(days=7))
    assert check_in_words(since).en.startswith("7 days have gone by since: ")
    assert check_in_words(since).en.endswith("; or it never happened")
    must = replace(since, must_have_happened=True)
    assert "never" not in check_in_words(must).en
    assert "，且" in check_in_words(must).zh
    assert check_in_words(NotLaterThan("case_open", "local_on", Span(months=24))).en.startswith(
        "no more than 2 years after"
    )


def test_a_clock_is_said_with_its_span_and_without() -> None:
    keep = Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, Span(months=24))
    assert clock_in_words(keep).en == "keep at least: 2 years from the day on which the contact ended"
    assert clock_in_words(keep).zh == "至少保存：自联系结束起 2 年"
    assert clock_in_words(replace(keep, span=None)).en == "keep at least: the day on which the contact ended"


def test_conditions_name_groups_of_acts_and_exceptions() -> None:
    rule = shipped().rule("cn.gbt_45251.keep_record")
    assert "every contact" in conditions_in_words(rule).en
    assert "任何联系" in conditions_in_words(rule).zh
    excepted = replace(rule, except_when=(Condition("agreed_window", False, frozenset({True})),))
    assert conditions_in_words(excepted).en.endswith("not revoked: yes")
    assert "；除外：" in conditions_in_words(excepted).zh
    assert conditions_in_words(replace(rule, applies_to=())).en == "every act"


def test_every_rule_of_the_book_has_words() -> None:
    for rule in shipped().rules:
        for said in (
            conditions_in_words(rule),
            *(version_in_words(rule, version) for version in rule.versions),
        ):
            assert said.zh.strip() and said.en.strip()
            assert "_" not in said.en.replace("_fen", ""), (rule.rule_id, said.en)


def test_a_word_without_a_name_is_shown_readably() -> None:
    assert word_name("purpose", "some_new_word").en == "some new word"


def _amended() -> Rulebook:
    visits = shipped().rule("cn.gbt_45251.visits_per_day")
    one = visits.versions[0]
    check = one.check
    assert isinstance(check, AtMost)
    begins = replace(visits, rule_id="cn.x.begins", versions=(replace(one, from_on=date(2026, 7, 1)),))
    ends = replace(visits, rule_id="cn.x.ends", ends_on=date(2026, 7, 1))
    later = replace(one, from_on=date(2026, 7, 1), check=replace(check, limit=0))
    changes = replace(visits, rule_id="cn.x.changes", versions=(one, later))
    return Rulebook((begins, ends, changes, visits))


def test_what_changes_between_two_days_is_told_with_old_and_new() -> None:
    found = changes_between(_amended(), from_on=date(2026, 6, 30), to_on=date(2026, 7, 1))
    told = {one.rule.rule_id: (one.before and one.before.en, one.after and one.after.en) for one in found}
    at_most_1 = "visits to the debtor today: at most 1, counted anew from 08:00 of the next day"
    assert told == {
        "cn.x.begins": (None, at_most_1),
        "cn.x.ends": (at_most_1, None),
        "cn.x.changes": (at_most_1, at_most_1.replace("1, ", "0, ")),
    }
    assert changes_between(_amended(), from_on=date(2026, 6, 1), to_on=date(2026, 6, 30)) == ()


def test_a_rule_is_stale_on_the_day_after_its_days_are_over() -> None:
    rule = replace(shipped().rule("cn.gbt_45251.visits_per_day"), last_verified_on=date(2026, 1, 1))
    book = Rulebook((rule,))
    assert stale_rules(book, as_of_on=date(2026, 6, 30), days=180) == ()
    assert stale_rules(book, as_of_on=date(2026, 7, 1), days=180) == ((rule, 181),)


def test_a_reading_of_a_later_day_is_none_yet() -> None:
    rule = replace(shipped().rule("cn.cba_2026.quiet_hours"), last_verified_on=date(2099, 1, 1))
    assert stale_rules(Rulebook((rule,)), as_of_on=date(2026, 7, 1), days=180) == ((rule, None),)


def test_what_nobody_has_verified_is_stale_and_policy_never_is() -> None:
    stale = stale_rules(shipped(), as_of_on=date(2026, 3, 1), days=10**6)
    assert {rule for rule, _ in stale} == {
        rule for rule in shipped().rules if rule.last_verified_on is None and not rule.is_house_policy
    }
