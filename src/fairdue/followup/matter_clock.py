"""The clock of a matter: by which day it must be answered, by which rule, and how well that rule was read.

Room: followup. The day is counted from receipt by the rule in force on that day. An extension moves it only once
all of this holds: it has a reason, a second person approved it where the rule wants that, and the customer was told,
each while the day before it had not passed. What comes too late extends nothing: the matter is late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from fairdue.casefile.matter import Extension, Matter
from fairdue.compliance.rule import HOUSE, Rule, Status
from fairdue.compliance.rulebook import Rulebook
from fairdue.followup.matter_terms import Approval, Counted, KindTerm, MatterTerms, matter_terms
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Citation

_ONE_DAY = timedelta(days=1)
_WEEKEND_DAYS_OF_A_YEAR = 80
_SATURDAY = 6


@dataclass(frozen=True, slots=True)
class ClockStep:
    """One day that the clock can lead to: the first answer, or an extension. ``citation`` says how well it was read."""

    step: int
    due_on: date
    rule: Rule
    citation: Citation
    approval: Approval = Approval.NONE


@dataclass(frozen=True, slots=True)
class MatterClock:
    """How the clock of one matter stands.

    ``now`` is the step that counts; None where no rule sets a time (then nobody may say the matter is in time).
    ``further`` are the extensions still to be had. ``days_late`` counts until the answer, or until the day asked about.
    """

    first: ClockStep | None
    now: ClockStep | None
    further: tuple[ClockStep, ...]
    acknowledge_by: date
    days_left: int | None
    days_late: int

    @property
    def due_on(self) -> date | None:
        """The day by which it must be answered."""
        return None if self.now is None else self.now.due_on

    @property
    def is_late(self) -> bool:
        """Was, or is, that day passed without an answer?"""
        return self.days_late > 0


def clock_of(
    *,
    matter: Matter,
    as_of_on: date,
    rulebook: Rulebook,
    jurisdiction: str = "CN",
    rest_days: frozenset[date] = frozenset(),
    terms: MatterTerms | None = None,
) -> MatterClock:
    """The clock of a matter on a day. ``rest_days`` are holidays on which nobody works; Saturdays and Sundays are known."""
    terms = terms or matter_terms()
    steps = _steps(matter, terms.kinds[matter.kind], rulebook, jurisdiction, rest_days)
    first = steps[0] if steps and steps[0].step == 0 else None
    now = first
    for extension in matter.extensions:
        wanted = next((step for step in steps if step.step == extension.step), None)
        if now is not None and wanted is not None and counts(extension, wanted, until=now.due_on):
            now = max(now, wanted, key=lambda step: step.due_on)
    end = matter.decided_on or as_of_on
    return MatterClock(
        first=first,
        now=now,
        further=tuple(step for step in steps if now is not None and step.step > now.step),
        acknowledge_by=_after(
            matter.received_on, terms.acknowledge_days, terms.acknowledge_counted, rest_days
        ),
        days_left=None if now is None else (now.due_on - as_of_on).days,
        days_late=0 if now is None else max(0, (end - now.due_on).days),
    )


def counts(extension: Extension, step: ClockStep, *, until: date) -> bool:
    """Does an extension move the clock? ``until`` is the day that stood before it: all must have been done by then."""
    if step.approval is Approval.SECOND_PERSON and (
        extension.granted_at is None or civil_date(extension.granted_at) > until
    ):
        return False
    told_on = extension.told_on
    return told_on is not None and told_on <= until and civil_date(extension.asked_at) <= until


def last_working_day(day: date, *, rest_days: frozenset[date] = frozenset()) -> date:
    """The day itself, or the last working day before it: by then whoever keeps no weekend office must be done."""
    while not is_working(day, rest_days):
        day -= _ONE_DAY
    return day


def is_working(day: date, rest_days: frozenset[date]) -> bool:
    """Is it a day on which the house works?

    Of a year of which the rest days name weekends too, they say all: a weekend day that is not among them is worked.
    """
    if day in rest_days:
        return False
    return day.isoweekday() < _SATURDAY or day.year in _years_told_whole(rest_days)


@cache
def _years_told_whole(rest_days: frozenset[date]) -> frozenset[int]:
    """The years of which the rest days hold the weekends too: a few holidays that fall on one do not make a year."""
    named = Counter(day.year for day in rest_days if day.isoweekday() >= _SATURDAY)
    return frozenset(year for year, days in named.items() if days >= _WEEKEND_DAYS_OF_A_YEAR)


def _steps(
    matter: Matter, kind: KindTerm, rulebook: Rulebook, jurisdiction: str, rest_days: frozenset[date]
) -> tuple[ClockStep, ...]:
    """The days that the rules in force at receipt set, the first answer as step 0; a step without a rule is left out."""
    wanted = [(kind.answer, Approval.NONE), *((term.rules, term.approval) for term in kind.extensions)]
    found = []
    for step, (rules, approval) in enumerate(wanted):
        rule = _rule_in_force(rules, rulebook, jurisdiction, matter.received_on)
        if rule is None:
            continue
        due_on = _due_on(rule, matter.received_on, kind.counted, rest_days)
        found.append(ClockStep(step, due_on, rule, rule.citation_on(matter.received_on), approval))
    return tuple(found)


def _rule_in_force(rule_ids: Sequence[str], rulebook: Rulebook, jurisdiction: str, day: date) -> Rule | None:
    known = {rule.rule_id: rule for rule in rulebook.rules}
    for rule_id in rule_ids:
        rule = known.get(rule_id)
        if rule is None or rule.pack not in (HOUSE, jurisdiction.lower()) or rule.status is Status.DISABLED:
            continue
        version = rule.version_on(day)
        if version is not None and version.clock is not None:
            return rule
    return None


def _due_on(rule: Rule, received_on: date, counted: Counted, rest_days: frozenset[date]) -> date:
    version = rule.version_on(received_on)
    assert version is not None and version.clock is not None, "only rules with a clock in force come here"
    if counted is Counted.WORKING and version.clock.span is not None and version.clock.span.days:
        return _after(received_on, version.clock.span.days, counted, rest_days)
    return version.clock.due_on(received_on)


def _after(day: date, days: int, counted: Counted, rest_days: frozenset[date]) -> date:
    if counted is Counted.CALENDAR:
        return day + timedelta(days=days)
    for _ in range(days):
        day += _ONE_DAY
        while not is_working(day, rest_days):
            day += _ONE_DAY
    return day
