"""One rule as one number over one row: how it answered, by the version in force on the row's own day.

Room: compliance. The numbers are ``CODES``, the stricter the larger; a rule that is not asked at all (not in
force that day, another jurisdiction's, or the jurisdiction is not covered) is 0. Overrides are no part of it:
whoever plans a day's work counts no rule as set aside, so the SQL form is never looser than the gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from fairdue.compliance.check_sql import check_sql
from fairdue.compliance.column_sql import (
    Row,
    Sql,
    choose,
    day,
    every,
    is_certain,
    named,
    no,
    number,
    some,
    truth,
)
from fairdue.compliance.decision import Outcome
from fairdue.compliance.resumption_sql import wait_sql
from fairdue.compliance.rule import Condition, Effect, Rule, Version

NOT_ASKED = 0
CODES: Mapping[Outcome, int] = {
    Outcome.NOT_APPLICABLE: 1,
    Outcome.PASSED: 2,
    Outcome.WARN: 3,
    Outcome.DEFER: 4,
    Outcome.REFUSE: 5,
    Outcome.UNKNOWN: 6,
}
"""The number of each outcome. ``OVERRIDDEN`` has none: the SQL form sets nothing aside."""


@dataclass(frozen=True, slots=True)
class Days:
    """The day whose rules are asked, as an expression, and between which days it lies, where that is known."""

    rule_day: Sql
    first_on: date = date.min
    last_on: date = date.max

    def reached(self, on: date) -> Sql:
        """The rule day is that day or later."""
        if self.first_on >= on:
            return truth(True)
        if self.last_on < on:
            return truth(False)
        return exp.GTE(this=self.rule_day.copy(), expression=day(on))


@dataclass(frozen=True, slots=True)
class RuleSql:
    """One rule over a row. ``until_us`` is NULL unless the outcome is DEFER; None for a rule that never asks to wait.

    ``always_applies`` and ``never_applies`` say what is decided already on every row on which it is asked.
    """

    rule: Rule
    in_force: Sql
    outcome: Sql
    waits: tuple[tuple[Sql, Sql], ...]
    always_applies: bool
    never_applies: bool

    def until_us(self, outcome: Sql) -> Sql | None:
        """Until when, given the outcome's own expression or the column that holds it."""
        if not self.waits:
            return None
        deferred = exp.EQ(this=outcome.copy(), expression=number(CODES[Outcome.DEFER]))
        null = exp.cast(exp.null(), "BIGINT")
        *earlier, (_, latest) = self.waits
        return choose([(deferred, choose(earlier, latest))], null)


def rule_sql(rule: Rule, row: Row, days: Days, *, asked: Sql | None = None) -> RuleSql:
    """Compile one rule with all its versions. ``asked`` is a further condition under which it is asked at all.

    Raises ValueError for a rule that is not asked of acts (``effect: record``).
    """
    if rule.effect is Effect.RECORD:
        raise ValueError(f"{rule.rule_id} is a duty of the organisation and is not asked of acts")
    in_force = in_force_sql(rule, days)
    applies = applies_sql(rule, row)
    outcome = choose(
        [
            (no(every(in_force, asked or truth(True))), number(NOT_ASKED)),
            (no(applies), _code(Outcome.NOT_APPLICABLE)),
            *((until, _answer(rule, version, row)) for until, version in _earlier(rule, days)),
        ],
        _answer(rule, rule.versions[-1], row),
    )
    return RuleSql(
        rule=rule,
        in_force=in_force,
        outcome=outcome,
        waits=tuple(_waits(rule, row, days)) if rule.effect is Effect.DEFER else (),
        always_applies=is_certain(applies, True),
        never_applies=is_certain(applies, False),
    )


def in_force_sql(rule: Rule, days: Days) -> Sql:
    """The rule has begun on the row's day, and has not ended."""
    not_ended = truth(True) if rule.ends_on is None else no(days.reached(rule.ends_on))
    return every(days.reached(rule.versions[0].from_on), not_ended)


def applies_sql(rule: Rule, row: Row) -> Sql:
    """All conditions match, and not every exception; a rule without exceptions has none to match."""
    conditions = every(*(_matches(condition, row) for condition in rule.applies_to))
    if not rule.except_when:
        return conditions
    exceptions = (row.one_of(one.column, one.allowed) for one in rule.except_when)
    return every(conditions, no(every(*exceptions)))


def _matches(condition: Condition, row: Row) -> Sql:
    matches = row.one_of(condition.column, condition.allowed)
    # Not known is no way out of a rule; what an act does not have is no way into one.
    return matches if condition.of_action else some(row.absent(condition.column), matches)


def _earlier(rule: Rule, days: Days) -> list[tuple[Sql, Version]]:
    """Every version but the last, each with the condition that the next has not begun."""
    return [
        (no(days.reached(later.from_on)), one)
        for one, later in zip(rule.versions, rule.versions[1:], strict=False)
    ]


def _answer(rule: Rule, version: Version, row: Row) -> Sql:
    if version.check is None:
        return _code(Outcome.PASSED)
    asked = check_sql(version.check, row)
    unknown = Outcome.WARN if rule.effect is Effect.WARN else Outcome.UNKNOWN
    branches = [(asked.passes, _code(Outcome.PASSED)), (asked.unknown, _code(unknown))]
    if rule.effect is not Effect.DEFER:
        return choose(branches, _code(Outcome(rule.effect.value)))
    # Without the wall clock of the person nobody can say until when, and "later" alone is no answer.
    waits = (wait_sql(version.check, row).can_be_said, _code(Outcome.DEFER))
    return choose([*branches, waits], _code(Outcome.UNKNOWN))


def _waits(rule: Rule, row: Row, days: Days) -> list[tuple[Sql, Sql]]:
    checks = [(until, one.check) for until, one in _earlier(rule, days)]
    checks.append((truth(True), rule.versions[-1].check))
    return [(until, wait_sql(check, row).until_us) for until, check in checks if check is not None]


def _code(outcome: Outcome) -> Sql:
    return number(CODES[outcome])


__all__ = [
    "CODES",
    "NOT_ASKED",
    "Days",
    "RuleSql",
    "applies_sql",
    "in_force_sql",
    "named",
    "rule_sql",
]
