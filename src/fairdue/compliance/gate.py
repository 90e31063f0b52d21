"""The gate: one function that every outward act is asked of, and the only maker of permits.

Room: compliance. All rules in force are asked and all reasons heard; the strictest answer wins: refuse,
then defer, then permit. The gate fails closed: an unknown fact, a jurisdiction without a pack and an act of
which no rule of that pack speaks are refused, and the reason says so. It does nothing itself:
``operations.send`` acts on the permit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from fairdue.compliance.action import ACTION_COLUMNS, Action, ActionKind
from fairdue.compliance.check_python import Predicate, compile_check
from fairdue.compliance.checks import Check, Verdict, columns_needed
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.decision import (
    _SEAL,
    Decision,
    Defer,
    Duty,
    Outcome,
    Permit,
    Refuse,
    TraceLine,
)
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.finding import finding_text, overridden_text, unknown_text
from fairdue.compliance.override import Override
from fairdue.compliance.resumption import resumes
from fairdue.compliance.rule import Condition, Effect, Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date, require_aware
from fairdue.foundation.ids import PermitId
from fairdue.foundation.reason import Citation, Reason

JURISDICTION_UNKNOWN = "house.gate.jurisdiction_unknown"
JURISDICTION_UNCOVERED = "house.gate.jurisdiction_uncovered"
ACT_UNCOVERED = "house.gate.act_uncovered"

_GATE_SAYS = {
    JURISDICTION_UNKNOWN: Bilingual(
        "不知道适用哪个法域的规则，不予放行。", "It is not known whose rules apply, so nothing is permitted."
    ),
    JURISDICTION_UNCOVERED: Bilingual(
        "规则库当日没有该法域的生效规则，不予放行。",
        "The rulebook has no rule in force for this jurisdiction on that day, so nothing is permitted.",
    ),
    ACT_UNCOVERED: Bilingual(
        "该法域没有一条规则谈到这种行为，不予放行。",
        "No rule of this jurisdiction speaks of such an act, so it is not permitted.",
    ),
}


def authorise(
    *,
    action: Action,
    facts: Facts,
    rulebook: Rulebook,
    as_of: datetime,
    permit_id: PermitId,
    overrides: Sequence[Override] = (),
) -> Decision:
    """Ask every rule in force about this act, as of this moment, and return the strictest answer.

    The rules are those of the day where the person is; where that day is not known, of the day in China.
    ``permit_id`` becomes the id of the permit if there is one; it must be new for every asking. ``overrides``
    set aside what may be set aside, on their own case and in their own time; the others count for nothing.
    The decision depends on nothing but the arguments. Raises ValueError when ``as_of`` has no zone.
    """
    day = rule_day(facts, as_of)
    if facts.jurisdiction is None:
        return _refused_by_the_gate(JURISDICTION_UNKNOWN, ())
    asked = _asked_on(rulebook, _turned_by(rulebook, day), facts.jurisdiction)
    if not asked.covered:
        return _refused_by_the_gate(JURISDICTION_UNCOVERED, ())
    answer = _Answer()
    for question in asked.by_kind[action.kind]:
        if isinstance(question, TraceLine):
            answer.trace.append(question)
        elif not question.applies(action, facts):
            answer.trace.append(question.not_applicable)
        else:
            _ask(question, action, facts, _override_of(question.rule, overrides, action, as_of), answer)
    trace = tuple(answer.trace)
    if answer.refusals:
        return Refuse(reasons=(*answer.refusals, *answer.deferrals), trace=trace)
    # Before any wait: a policy that only asks to wait must not turn this refusal into one.
    if not answer.spoken_of:
        return _refused_by_the_gate(ACT_UNCOVERED, trace)
    if answer.until is not None:
        return Defer(until=answer.until, reasons=tuple(answer.deferrals), trace=trace)
    duties = tuple(duty for duty in Duty if duty in answer.duties)
    return Permit(
        permit_id=permit_id, action=action, decided_at=as_of, duties=duties, trace=trace, seal=_SEAL
    )


def rule_day(facts: Facts, as_of: datetime) -> date:
    """The day whose rules are asked. Raises ValueError when ``as_of`` has no zone."""
    require_aware(as_of)
    return facts.local_on if facts.local_on is not None else civil_date(as_of)


def _override_of(
    rule: Rule, overrides: Sequence[Override], action: Action, as_of: datetime
) -> Override | None:
    if not overrides or not rule.overridable:
        return None
    for override in overrides:
        if override.covers(rule_id=rule.rule_id, case_id=action.case_id, as_of=as_of):
            return override
    return None


@dataclass(slots=True)
class _Answer:
    """What was heard so far, while the rules are asked one by one."""

    trace: list[TraceLine] = field(default_factory=list)
    refusals: list[Reason] = field(default_factory=list)
    deferrals: list[Reason] = field(default_factory=list)
    until: datetime | None = None
    duties: set[Duty] = field(default_factory=set)
    spoken_of: bool = False


@dataclass(frozen=True, slots=True)
class _Matching:
    """One condition, ready: where its column stands and what to make of a value, a set, or none at all."""

    of_action: bool
    read: Callable[[Action | Facts], Any]
    allowed: frozenset[str | bool]
    of_set: bool
    if_missing: bool

    def matches(self, action: Action, facts: Facts) -> bool:
        value = self.read(action if self.of_action else facts)
        if value is None:
            return self.if_missing
        return not self.allowed.isdisjoint(value) if self.of_set else value in self.allowed


@dataclass(frozen=True, slots=True)
class _Question:
    """One rule, ready to be asked: its predicate and the trace lines that do not depend on the facts."""

    rule: Rule
    opens: bool
    check: Check | None
    predicate: Predicate | None
    citation: Citation
    conditions: tuple[_Matching, ...]
    exceptions: tuple[_Matching, ...]
    passed: TraceLine
    not_applicable: TraceLine

    def applies(self, action: Action, facts: Facts) -> bool:
        """Do all conditions match, and not every exception? A rule without exceptions has none to match."""
        for condition in self.conditions:
            if not condition.matches(action, facts):
                return False
        if not self.exceptions:
            return True
        return not all(exception.matches(action, facts) for exception in self.exceptions)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that is asked in one jurisdiction on one day, laid out by the kind of act."""

    covered: bool
    by_kind: dict[ActionKind, tuple[_Question | TraceLine, ...]]


def _ask(
    question: _Question, action: Action, facts: Facts, override: Override | None, answer: _Answer
) -> None:
    rule, check = question.rule, question.check
    # Only a rule of the jurisdiction's own pack opens an act: a policy that did could loosen by being added.
    answer.spoken_of |= question.opens
    if check is None or question.predicate is None:
        answer.duties.update(rule.duties)
        answer.trace.append(question.passed)
        return
    verdict = question.predicate(action, facts)
    if verdict is Verdict.PASS:
        answer.trace.append(question.passed)
        return
    until = None
    missing: tuple[str, ...] = ()
    if verdict is Verdict.UNKNOWN:
        missing = _missing(rule, check, facts)
        text = unknown_text(rule.says, check, action, facts)
        outcome = Outcome.WARN if rule.effect is Effect.WARN else Outcome.UNKNOWN
    else:
        text = finding_text(rule.says, check, action, facts)
        if rule.effect is Effect.DEFER:
            until = resumes(check, facts=facts)
        # Without the wall clock of the person nobody can say until when, and "later" alone is no answer.
        outcome = _OUTCOME[rule.effect] if until or rule.effect is not Effect.DEFER else Outcome.UNKNOWN
        # Only an objection can be set aside; what nobody knows (UNKNOWN above) stays a refusal.
        if override is not None and rule.effect is not Effect.WARN:
            outcome, text = Outcome.OVERRIDDEN, overridden_text(text, override)
    answer.trace.append(TraceLine(rule.rule_id, outcome, text, question.citation, missing))
    if outcome in (Outcome.WARN, Outcome.OVERRIDDEN):
        return
    reason = Reason(rule.rule_id, text, question.citation)
    if until is None:
        answer.refusals.append(reason)
    else:
        answer.deferrals.append(reason)
        answer.until = until if answer.until is None else max(answer.until, until)


def _missing(rule: Rule, check: Check, facts: Facts) -> tuple[str, ...]:
    """The facts that would have answered: those of the check, and those that might have kept the rule away."""
    asked = (*columns_needed(check), *(it.column for it in rule.applies_to if not it.of_action))
    return tuple(dict.fromkeys(c for c in asked if c in FACT_COLUMNS and getattr(facts, c) is None))


_OUTCOME = {
    Effect.REFUSE: Outcome.REFUSE,
    Effect.DEFER: Outcome.DEFER,
    Effect.WARN: Outcome.WARN,
    Effect.DUTY: Outcome.PASSED,
    Effect.RECORD: Outcome.NOT_APPLICABLE,
}


def _refused_by_the_gate(code: str, trace: tuple[TraceLine, ...]) -> Refuse:
    text = _GATE_SAYS[code]
    line = TraceLine(code, Outcome.UNKNOWN, text, None)
    return Refuse(reasons=(Reason(code, text),), trace=(*trace, line))


def _turned_by(rulebook: Rulebook, day: date) -> date:
    """The last day up to this one on which any rule changed: from then on the same questions are asked."""
    turns = _turning_days(rulebook)
    passed = bisect_right(turns, day)
    return turns[passed - 1] if passed else date.min


@lru_cache(maxsize=64)
def _turning_days(rulebook: Rulebook) -> tuple[date, ...]:
    """Every day on which a rule begins, changes its value or its source, or ends."""
    turns = {version.from_on for rule in rulebook.rules for version in rule.versions}
    turns |= {reference.from_on for rule in rulebook.rules for reference in rule.references}
    return tuple(sorted(turns | {rule.ends_on for rule in rulebook.rules if rule.ends_on is not None}))


@lru_cache(maxsize=256)
def _asked_on(rulebook: Rulebook, day: date, jurisdiction: str) -> _Asked:
    """Compile what is in force once per rulebook, turning day and jurisdiction; decisions only run closures."""
    rules = [
        rule
        for rule in rulebook.rules_in_force(day)
        if (rule.is_house_policy or rule.pack == jurisdiction.lower()) and rule.effect is not Effect.RECORD
    ]
    questions = [_question(rule, day) for rule in rules]
    return _Asked(
        covered=any(not rule.is_house_policy for rule in rules),
        by_kind={kind: tuple(_for_kind(question, kind) for question in questions) for kind in ActionKind},
    )


def _question(rule: Rule, day: date) -> _Question:
    version = rule.version_on(day)
    assert version is not None, "rules_in_force returns rules that have begun"
    citation = rule.citation_on(day)
    return _Question(
        rule=rule,
        opens=not rule.is_house_policy,
        check=version.check,
        predicate=compile_check(version.check) if version.check is not None else None,
        citation=citation,
        conditions=_matching(rule.applies_to, if_fact_missing=True),
        exceptions=_matching(rule.except_when, if_fact_missing=False),
        passed=TraceLine(rule.rule_id, Outcome.PASSED, rule.says, citation),
        not_applicable=TraceLine(rule.rule_id, Outcome.NOT_APPLICABLE, rule.says, citation),
    )


def _matching(conditions: Sequence[Condition], *, if_fact_missing: bool) -> tuple[_Matching, ...]:
    columns = {**FACT_COLUMNS, **ACTION_COLUMNS}
    return tuple(
        _Matching(
            of_action=condition.column in ACTION_COLUMNS,
            read=attrgetter(condition.column),
            allowed=condition.allowed,
            of_set=columns[condition.column].kind is ColumnKind.WORDS,
            # Not known is no way out of a rule; what an act does not have is no way into one.
            if_missing=if_fact_missing and not condition.of_action,
        )
        for condition in conditions
        if condition.column != "kind"
    )


def _for_kind(question: _Question, kind: ActionKind) -> _Question | TraceLine:
    """The question where it can concern this kind of act; otherwise its line that says it does not."""
    kinds: list[Condition] = [c for c in question.rule.applies_to if c.column == "kind"]
    concerned = all(kind.value in condition.allowed for condition in kinds)
    return question if concerned else question.not_applicable
