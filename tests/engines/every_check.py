"""House rules that ask every check there is in every way there is, whatever the shipped rulebook asks."""

from __future__ import annotations

from fairdue.compliance.rule import Rule
from fairdue.compliance.rule_reading import read_rule

_CALLS = "{kind: [place_call]}"
_VARIANTS: dict[str, dict[str, str]] = {
    "count_waits": {
        "check": "at_most", "counts": "visits_today", "resumes_at": '"09:30"', "effect": "defer",
        "values": "{2026-01-01: {limit: 2}, 2026-06-01: {limit: 1}}", "applies_to": "{kind: [every_contact]}",
    },
    "count_rolls": {
        "check": "at_most", "counts": "calls_about_debt_last_7_days", "reopens_on": "call_window_reopens_on",
        "effect": "defer", "values": "{2026-01-01: {limit: 7}}", "resumes_at": '"08:00"',
    },
    "count_warns": {
        "check": "at_most", "counts": "calls_last_hour", "effect": "warn", "values": "{2026-01-01: {limit: 1}}",
    },
    "night": {
        "check": "outside_quiet_hours", "unless": "agreed_window", "effect": "defer",
        "values": '{2026-01-01: {start: "22:00", end: "08:00"}, 2026-06-01: {start: "21:00", end: "09:00"}}',
    },
    "night_of_two_clocks": {
        "check": "outside_quiet_hours", "clocks": "[local_time, other_local_time]", "effect": "defer",
        "values": '{2026-01-01: {start: "21:00", end: "08:00"}}', "applies_to": "{kind: [every_contact]}",
    },
    "noon": {
        "check": "outside_quiet_hours", "effect": "refuse", "values": '{2026-01-01: {start: "12:00", end: "14:00"}}',
        "clocks": "[local_time, other_local_time]", "unless": "agreed_window",
    },
    "weekdays": {
        "check": "on_weekdays", "resumes_at": '"09:00"', "effect": "defer", "applies_to": "{kind: [every_contact]}",
        "values": "{2026-01-01: {allowed: [mon, tue, thu]}}",
    },
    "one_weekday": {
        "check": "on_weekdays", "resumes_at": '"00:00"', "effect": "defer", "values": "{2026-01-01: {allowed: [sun]}}",
        "applies_to": "{kind: [visit]}",
    },
    "must_be_false": {"check": "must_be_false", "fact": "vulnerable", "effect": "warn"},
    "act_must_be": {"check": "must_be_true", "fact": "opt_out_included", "applies_to": "{kind: [send_message]}"},
    "one_of": {
        "check": "must_be_one_of", "column": "number_source", "values": "{2026-01-01: {allowed: [contract, unknown]}}",
    },
    "one_of_act": {
        "check": "must_be_one_of", "column": "spoken_as", "values": "{2026-01-01: {allowed: [principal]}}",
        "applies_to": "{kind: [every_wording]}",
    },
    "holds": {"check": "must_not_hold", "holds": "[dispute, moratorium]", "applies_to": "{kind: [every_wording]}"},
    "between": {
        "check": "between", "column": "headcount", "values": "{2026-01-01: {at_least: 2, at_most: 3}}",
        "applies_to": "{kind: [visit]}",
    },
    "at_least": {
        "check": "between", "column": "balance_fen", "values": "{2026-01-01: {at_least: 1000}}",
        "applies_to": "{kind: [every_contact]}",
    },
    "amounts": {
        "check": "amounts_agree", "stated": "stated_amount_fen", "books": "balance_fen",
        "values": "{2026-01-01: {within_fen: 100}}", "applies_to": "{kind: [state_amount]}",
    },
    "since_waits": {
        "check": "long_enough_since", "happened": "had_conversation", "on": "last_conversation_on", "effect": "defer",
        "values": "{2026-01-01: {days: 7}}", "resumes_at": '"10:15"', "applies_to": "{kind: [every_contact]}",
    },
    "since_months": {
        "check": "long_enough_since", "happened": "second_notice_given", "on": "second_notice_on",
        "must_have_happened": "true", "effect": "defer", "values": "{2026-01-01: {months: 3}}",
        "applies_to": "{kind: [every_saying]}",
    },
    "not_later_years": {
        "check": "not_later_than", "happened": "limitation_runs_from_known", "on": "limitation_runs_from_on",
        "values": "{2026-01-01: {years: 3}}", "applies_to": "{kind: [every_wording]}",
    },
    "lost": {
        "check": "unreachable_condition", "values": "{2026-01-01: {failed_calls: 3, failed_days: 7}}",
        "applies_to": "{kind: [contact_third_party, reveal_sealed_contact]}",
    },
    "never": {"check": "never", "applies_to": "{kind: [every_contact], claims: [litigation, insult]}"},
    "ended": {"check": "never", "ends": "2026-03-29", "applies_to": "{kind: [every_contact], vulnerable: [true]}"},
    "except": {
        "check": "never", "applies_to": "{kind: [every_contact], reachability: [trying, unreachable]}",
        "except_when": "{holds: [complaint, hardship], number_usable: [true], third_party_intent: [ask_to_relay]}",
    },
    "duty": {
        "effect": "duty", "duties": "[record_the_call]", "check": "", "fact": "",
        "applies_to": "{kind: [place_call], initiated_by: [agent], synthetic_voice: [true]}",
    },
}  # fmt: skip


def every_check() -> tuple[Rule, ...]:
    """One rule of the house for each variant."""
    return tuple(_rule(name, lines) for name, lines in _VARIANTS.items())


def _rule(name: str, lines: dict[str, str]) -> Rule:
    keys = {
        "id": f"house.every_check.{name}",
        "says": "试验用的规则。",
        "says_en": "A rule for tests.",
        "applies_to": _CALLS,
        "effect": "refuse",
        "force": "policy",
        "values": "{2026-01-01: in force}",
        "reference": "{2026-01-01: {title: 内规, article: every check}}",
        "confidence": "policy",
        "last_verified": "null",
        **lines,
    }
    text = "".join(f"{key}: {line}\n" for key, line in keys.items() if line)
    return read_rule(text=text, file=f"house/every_check/{name}.yaml")
