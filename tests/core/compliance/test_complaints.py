"""What is said of a rule file that is not understood, word by word, and what a sound one is read as."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from core.compliance.act_builders import rule_text
from core.compliance.check_builders import table
from core.compliance.complaint_builders import LAW, complaint_about, read_written
from fairdue.compliance.action import CONTACT_KINDS, SPOKEN_KINDS, WORDED_KINDS
from fairdue.compliance.checks import AtMost, LongEnoughSince, MustBe, MustNotHold
from fairdue.compliance.clock import Clock, ClockKind, ClockStart
from fairdue.compliance.decision import Duty
from fairdue.compliance.facts import HoldKind
from fairdue.compliance.rule import (
    Condition,
    Confidence,
    Effect,
    Force,
    Reference,
    Rule,
    Status,
    Treatment,
    Version,
)
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.compliance.rule_reading import id_of_file, read_rule
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.span import Span

JANUARY = date(2026, 1, 1)
RECORD = {"effect": "record", "check": "", "fact": "", "applies_to": ""}


@pytest.mark.parametrize("entry", table("complaints.yaml"), ids=lambda entry: entry["name"])
def test_the_complaint_says_file_line_what_is_wrong_and_the_mend(entry: dict[str, Any]) -> None:
    assert complaint_about(entry["written"]) == entry["says"]


def test_a_small_rule_is_read_with_everything_else_left_at_rest() -> None:
    assert read_written({}) == Rule(
        rule_id="house.extra",
        pack="house",
        conduct_id=None,
        says=Bilingual("只在本人同意时联系。", "Contact only with consent."),
        applies_to=(Condition("kind", True, frozenset({"place_call"})),),
        effect=Effect.REFUSE,
        duties=(),
        versions=(Version(JANUARY, MustBe("agreed_window", True)),),
        references=(Reference(JANUARY, "内规", "extra"),),
        force=Force.POLICY,
        confidence=Confidence.POLICY,
        last_verified_on=None,
        sources=(),
        status=Status.ENFORCED,
        disabled_because=None,
        ends_on=None,
        note=None,
        file="house/extra.yaml",
    )


def test_a_rule_of_law_is_read_with_every_key_it_can_have() -> None:
    rule = read_written(
        {
            "base": "law",
            "check": "at_most",
            "fact": "",
            "counts": "visits_today",
            "resumes_at": "'08:30'",
            "effect": "defer",
            "values": "{2026-07-01: {limit: 1}, 2026-01-01: {limit: 2}}",
            "reference": "{2026-05-01: {title: 新, article: 二}, 2025-01-01: {title: 旧, article: 一}}",
            "applies_to": "{kind: [visit], case_open: [true], holds: [dispute]}",
            "except_when": "{vulnerable: [false]}",
            "last_verified": "2026-02-03",
            "sources": "[one, two]",
            "ends": "2027-01-01",
            "note": "' 注 '",
            "note_en": "' note '",
            "presumption": "true",
            "override": "two_persons",
        }
    )
    assert rule == Rule(
        rule_id="cn.law.extra",
        pack="cn",
        conduct_id="CN-FREQ-03",
        says=Bilingual("只在本人同意时联系。", "Contact only with consent."),
        applies_to=(
            Condition("kind", True, frozenset({"visit"})),
            Condition("case_open", False, frozenset({True})),
            Condition("holds", False, frozenset({"dispute"})),
        ),
        effect=Effect.DEFER,
        duties=(),
        versions=(
            Version(JANUARY, AtMost("visits_today", 2, time(8, 30))),
            Version(date(2026, 7, 1), AtMost("visits_today", 1, time(8, 30))),
        ),
        references=(Reference(date(2025, 1, 1), "旧", "一"), Reference(date(2026, 5, 1), "新", "二")),
        force=Force.LAW,
        confidence=Confidence.PRESS,
        last_verified_on=date(2026, 2, 3),
        sources=("one", "two"),
        status=Status.ENFORCED,
        disabled_because=None,
        ends_on=date(2027, 1, 1),
        note=Bilingual("注", "note"),
        file="cn/law/extra.yaml",
        except_when=(Condition("vulnerable", False, frozenset({False})),),
        presumption=True,
        overridable=True,
    )


def test_a_disabled_rule_keeps_its_reason_and_may_be_badly_read() -> None:
    rule = read_written(
        {
            "base": "law",
            "confidence": "recalled",
            "sources": "",
            "status": "disabled",
            "disabled_because": "仅凭记忆。",
            "disabled_because_en": "Only recalled.",
            "check": "",
            "fact": "",
        }
    )
    assert (rule.status, rule.treatment) == (Status.DISABLED, Treatment.DISABLED)
    assert rule.disabled_because == Bilingual("仅凭记忆。", "Only recalled.")
    assert rule.versions == (Version(JANUARY, None),)
    assert rule.sources == ()


def test_what_was_not_verified_still_says_where_it_was_seen() -> None:
    lines = {"base": "law", "confidence": "unverified", "status": "disabled", "sources": ""}
    told = complaint_about({**lines, "disabled_because": "不明。", "disabled_because_en": "Unclear."})
    assert told == "cn/law/extra.yaml: line 1: sources: missing; say where the text was read"


def test_a_status_that_is_written_out_reads_like_one_that_is_left_out() -> None:
    assert read_written({"status": "enforced"}) == read_written({})
    assert read_written({"presumption": "false"}) == read_written({})
    assert read_written({"check": "must_be_false"}).versions[0].check == MustBe("agreed_window", False)


def test_a_duty_is_read_with_what_it_lays() -> None:
    rule = read_written(
        {"effect": "duty", "check": "", "fact": "", "duties": "[no_debt_facts, record_the_call]"}
    )
    assert rule.duties == (Duty.NO_DEBT_FACTS, Duty.RECORD_THE_CALL)
    assert (rule.effect, rule.treatment) == (Effect.DUTY, Treatment.ENFORCED)
    assert rule.versions == (Version(JANUARY, None),)


def test_a_clock_is_read_with_its_span_or_with_none() -> None:
    lines = {**RECORD, "clock": "{kind: keep_at_least, starts: contact_ended}"}
    rule = read_written({**lines, "values": "{2026-01-01: {years: 2}, 2026-07-01: in force}"})
    assert rule.versions == (
        Version(JANUARY, None, Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, Span(months=24))),
        Version(date(2026, 7, 1), None, Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, None)),
    )
    assert rule.treatment is Treatment.RECORDED
    assert read_written(RECORD).versions == (Version(JANUARY, None),)


def test_kinds_are_taken_together_by_the_name_of_their_group() -> None:
    for group, kinds in {
        "every_contact": CONTACT_KINDS,
        "every_saying": SPOKEN_KINDS,
        "every_wording": WORDED_KINDS,
    }.items():
        (condition,) = read_written({"applies_to": f"{{kind: [{group}, visit]}}"}).applies_to
        assert condition == Condition("kind", True, frozenset({*(kind.value for kind in kinds), "visit"}))


def test_a_rule_without_conditions_applies_to_every_act() -> None:
    assert read_written({"applies_to": ""}).applies_to == ()
    assert read_written({"applies_to": "{}"}).applies_to == ()


@pytest.mark.parametrize(
    ("span", "read"),
    [("{days: 7}", Span(days=7)), ("{months: 5}", Span(months=5)), ("{years: 2}", Span(months=24)), ("{days: 1}", Span(days=1))],
)  # fmt: skip
def test_a_span_is_days_months_or_years(span: str, read: Span) -> None:
    rule = read_written(
        {
            "check": "long_enough_since",
            "fact": "",
            "happened": "had_conversation",
            "on": "last_conversation_on",
            "values": f"{{2026-01-01: {span}}}",
        }
    )
    assert rule.versions[0].check == LongEnoughSince("had_conversation", "last_conversation_on", read)


def test_every_hold_can_be_named() -> None:
    names = ", ".join(kind.value for kind in HoldKind)
    rule = read_written({"check": "must_not_hold", "fact": "", "holds": f"[{names}]"})
    assert rule.versions[0].check == MustNotHold(tuple(HoldKind))


def test_the_last_value_may_begin_on_the_day_before_the_rule_ends() -> None:
    assert read_written({"ends": "2026-01-02"}).ends_on == date(2026, 1, 2)


def test_the_first_reference_may_be_of_the_same_day_as_the_first_value() -> None:
    rule = read_written({"reference": "{2026-01-01: {title: 内规, article: a}}"})
    assert rule.citation_on(date(2020, 1, 1)).article == "a"


def test_a_warning_or_a_wait_is_not_asked_to_be_a_refusal() -> None:
    assert read_written({"effect": "warn"}).treatment is Treatment.WARNED
    count = {"check": "at_most", "fact": "", "counts": "visits_today", "values": "{2026-01-01: {limit: 0}}"}
    rolling = read_written({**count, "effect": "defer", "reopens_on": "call_window_reopens_on"})
    assert rolling.versions[0].check == AtMost("visits_today", 0, time(0), "call_window_reopens_on")
    assert read_written({**count, "effect": "defer", "resumes_at": "'23:59'"}).versions[0].check == AtMost(
        "visits_today", 0, time(23, 59)
    )
    assert read_written(count).versions[0].check == AtMost("visits_today", 0)


def test_what_may_be_set_aside_is_a_policy_or_a_presumption_that_refuses_or_waits() -> None:
    assert read_written({"override": "two_persons"}).overridable
    assert not read_written({}).overridable
    law = {"base": "law", "override": "two_persons", "presumption": "true"}
    assert read_written(law).overridable
    told = complaint_about({**law, "effect": "warn"})
    assert told == "cn/law/extra.yaml: line 15: override: only a refusal or a wait can be set aside"


def test_without_a_register_nobody_asks_whether_the_entry_exists() -> None:
    lines = {**LAW, "from": "CN-NOPE-01"}
    rule = read_rule(text=rule_text(**lines), file="cn/law/extra.yaml")
    assert rule.conduct_id == "CN-NOPE-01"


def test_a_house_rule_may_name_an_entry_of_any_pack() -> None:
    assert read_written({"from": "US-TIME-01"}).conduct_id == "US-TIME-01"


@pytest.mark.parametrize(
    ("file", "rule_id"),
    [("house/extra.yaml", "house.extra"), ("cn/law/extra.yml", "cn.law.extra"), ("cn/a.yaml.yaml", "cn.a.yaml")],
)  # fmt: skip
def test_the_id_of_a_rule_is_its_path_with_dots(file: str, rule_id: str) -> None:
    assert id_of_file(file) == rule_id


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "house/extra.yaml: line 1: expected keys such as `id:` and `says:`, each on a line of its own"),
        (
            "[a]",
            "house/extra.yaml: line 1: expected keys such as `id:` and `says:`, each on a line of its own",
        ),
    ],
)
def test_what_is_no_page_of_keys_is_refused(text: str, said: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        read_rule(text=text, file="house/extra.yaml")
    assert str(refused.value) == said


def test_a_key_written_twice_is_refused_with_the_line_of_the_second() -> None:
    with pytest.raises(RuleUnreadable, match=r"^house/extra\.yaml: line 13: .*stands twice"):
        read_rule(text=rule_text() + "effect: warn\n", file="house/extra.yaml")
