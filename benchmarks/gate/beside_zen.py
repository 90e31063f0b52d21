"""The rules about placing a call, translated for zen-engine (GoRules), from the same rule data.

One expression a rule in one decision, the strictest outcome last; the numbers are those of ``rule_sql.CODES``. What
the translation leaves out favours the other engine: it says no moment until which to wait, no words, no source, and
its facts are handed over as plain numbers and texts that are ready beforehand. A rule whose span is in months is
not translated, since the expression language adds no months to a date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any

import zen

from fairdue.compliance.action import ACTION_COLUMNS, Action
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
)
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.column_sql import COLUMNS, clock_us
from fairdue.compliance.decision import Outcome
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.resumption import EPOCH_ON, zone_named
from fairdue.compliance.rule import Condition, Effect, Rule
from fairdue.compliance.rule_sql import CODES
from fairdue.compliance.rulebook import Rulebook

_KNOWN_ZONE = "zone_exists"


class NotTranslated(Exception):
    """The expression language cannot say this rule, or its wait hangs on more than the day and the zone."""


class ZenRules:
    """The rules of one jurisdiction, day and kind of act as one decision of zen-engine."""

    def __init__(self, rulebook: Rulebook, *, pack: str, on: date, kind: str) -> None:
        self.rules: list[str] = []
        self.left_out: list[str] = []
        expressions = []
        for rule in rulebook.rules_in_force(on):
            if rule.effect is Effect.RECORD or rule.pack not in (pack, "house") or not _concerns(rule, kind):
                continue
            try:
                told = _rule(rule, on)
            except NotTranslated:
                self.left_out.append(rule.rule_id)
                continue
            key = f"r{len(self.rules)}"
            expressions.append({"id": key, "key": key, "value": told})
            self.rules.append(rule.rule_id)
        listed = ", ".join(f"$.{entry['key']}" for entry in expressions)
        expressions.append({"id": "worst", "key": "worst", "value": f"max([{listed}])"})
        self._decision = zen.ZenEngine().create_decision(json.dumps(_graph(expressions)))

    def answer(self, facts: Mapping[str, Any]) -> list[int]:
        """The outcome of each rule as a number, in the order of ``rules``."""
        result = self._decision.evaluate(facts)["result"]
        return [result[f"r{place}"] for place in range(len(self.rules))]

    def evaluate(self, facts: Mapping[str, Any]) -> Any:
        """One decision, as it is timed."""
        return self._decision.evaluate(facts)


def plain(action: Action, facts: Facts) -> dict[str, Any]:
    """An act and its facts as the other engine is given them: texts, numbers, lists."""
    row = {name: _plain(getattr(action, name)) for name in ACTION_COLUMNS}
    row |= {name: _plain(getattr(facts, name)) for name in FACT_COLUMNS}
    row["weekday"] = facts.local_on.isoweekday() if facts.local_on is not None else None
    return row | {_KNOWN_ZONE: zone_named(facts.zone) is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(str(word) for word in value)
    if isinstance(value, time):
        return clock_us(value)
    if isinstance(value, date):
        return (value - EPOCH_ON).days
    return str(value) if isinstance(value, str) else value


def _graph(expressions: list[dict[str, str]]) -> dict[str, Any]:
    at = {"x": 0, "y": 0}
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": at},
            {"id": "rules", "name": "rules", "type": "expressionNode", "position": at,
             "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode", "position": at},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "b", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip


def _concerns(rule: Rule, kind: str) -> bool:
    return all(kind in one.allowed for one in rule.applies_to if one.column == "kind")


def _rule(rule: Rule, on: date) -> str:
    version = rule.version_on(on)
    assert version is not None
    applies = [_matches(one, if_missing=not one.of_action) for one in rule.applies_to if one.column != "kind"]
    if rule.except_when:
        applies.append(f"not ({' and '.join(_matches(one, if_missing=False) for one in rule.except_when)})")
    answer = _code(Outcome.PASSED) if version.check is None else _check(rule, version.check)
    return f"({' and '.join(applies)}) ? ({answer}) : {_code(Outcome.NOT_APPLICABLE)}" if applies else answer


def _matches(condition: Condition, *, if_missing: bool) -> str:
    name = condition.column
    words = json.dumps(sorted(condition.allowed))
    told = f"some({name}, # in {words})" if COLUMNS[name].kind is ColumnKind.WORDS else f"{name} in {words}"
    return f"({name} == null or {told})" if if_missing else f"({name} != null and {told})"


def _check(rule: Rule, check: Check) -> str:
    missing, passes = _asked(check)
    if rule.effect is not Effect.DEFER:
        failed = _code(Outcome(rule.effect.value))
    else:
        if (isinstance(check, AtMost) and check.reopens_on) or isinstance(check, LongEnoughSince):
            raise NotTranslated(rule.rule_id)
        failed = f"(local_on != null and {_KNOWN_ZONE}) ? {_code(Outcome.DEFER)} : {_code(Outcome.UNKNOWN)}"
    unknown = _code(Outcome.WARN if rule.effect is Effect.WARN else Outcome.UNKNOWN)
    return f"({missing}) ? {unknown} : (({passes}) ? {_code(Outcome.PASSED)} : ({failed}))"


def _asked(check: Check) -> tuple[str, str]:
    """When it cannot be answered, and when it passes."""
    match check:
        case AtMost(column, limit):
            return f"{column} == null", f"{column} < {limit}"
        case OutsideQuietHours(start, end, unless, ("local_time",)):
            first, last = clock_us(start), clock_us(end)
            join = "or" if start > end else "and"
            opened = f"{unless} == true" if unless else "false"
            quiet = f"local_time >= {first} {join} local_time < {last}"
            return f"not ({opened}) and local_time == null", f"({opened}) or not ({quiet})"
        case OnWeekdays(allowed):
            return "weekday == null", f"weekday in {list(allowed)}"
        case MustBe(column, value):
            return f"{column} == null", f"{column} == {json.dumps(value)}"
        case MustBeOneOf(column, allowed_words):
            return f"{column} == null", f"{column} in {json.dumps(list(allowed_words))}"
        case MustNotHold(holds):
            return "holds == null", f"not some(holds, # in {json.dumps([str(hold) for hold in holds])})"
        case Between(column, least, most):
            low = "true" if least is None else f"{column} >= {least}"
            return f"{column} == null", f"{low} and {'true' if most is None else f'{column} <= {most}'}"
        case AmountsAgree(column, other, within):
            return f"{column} == null or {other} == null", f"abs({column} - {other}) <= {within}"
        case NotLaterThan(happened, on, span) | LongEnoughSince(happened, on, span) if span.days:
            way = "<=" if isinstance(check, NotLaterThan) else ">="
            never = isinstance(check, LongEnoughSince) and check.must_have_happened
            lacking = f"{happened} == null or {on} == null or local_on == null"
            in_time = f"local_on {way} {on} + {span.days}"
            return (
                f"{happened} != false and ({lacking})",
                f"{happened} == false ? {json.dumps(not never)} : {in_time}",
            )
        case Never():
            return "false", "false"
        case _:
            raise NotTranslated(type(check).__name__)


def _code(outcome: Outcome) -> str:
    return str(CODES[outcome])
