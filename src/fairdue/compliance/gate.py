"""The gate: one function that every outward act is asked of, and the only maker of permits.

Room: compliance. All rules in force are asked and all reasons heard; the strictest answer wins: refuse,
then defer, then permit. The gate fails closed: an unknown fact, a jurisdiction without a pack and an act of
which no rule of that pack speaks are refused, and the reason says so. It does nothing itself:
``operations.send`` acts on the permit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from fairdue.compliance.action import Action, ActionKind
from fairdue.compliance.checks import Check, Predicate, Verdict, compile_check, resumes
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
from fairdue.compliance.facts import Facts
from fairdue.compliance.finding import finding_text, unknown_text
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
    *, action: Action, facts: Facts, rulebook: Rulebook, as_of: datetime, permit_id: PermitId
) -> Decision:
    """Ask every rule in force about this act, as of this moment, and return the strictest answer.

    ``permit_id`` becomes the id of the permit if there is one; it must be new for every asking. The
    decision depends on nothing but the arguments. Raises ValueError when ``as_of`` has no zone.
    """
    day = civil_date(require_aware(as_of))
    if facts.jurisdiction is None:
        return _refused_by_the_gate(JURISDICTION_UNKNOWN, ())
    asked = _asked_on(rulebook, day, facts.jurisdiction)
    if not asked.covered:
        return _refused_by_the_gate(JURISDICTION_UNCOVERED, ())
    answer = _Answer()
    for question in asked.by_kind[action.kind]:
        if isinstance(question, TraceLine):
            answer.trace.append(question)
        elif not question.applies(action, facts):
            answer.trace.append(question.not_applicable)
        else:
            _ask(question, action, facts, as_of, answer)
    trace = tuple(answer.trace)
    if answer.refusals:
        return Refuse(reasons=(*answer.refusals, *answer.deferrals), trace=trace)
    if answer.until is not None:
        return Defer(until=answer.until, reasons=tuple(answer.deferrals), trace=trace)
    if not answer.spoken_of:
        return _refused_by_the_gate(ACT_UNCOVERED, trace)
    duties = tuple(duty for duty in Duty if duty in answer.duties)
    return Permit(
        permit_id=permit_id, action=action, decided_at=as_of, duties=duties, trace=trace, seal=_SEAL
    )


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
class _Question:
    """One rule, ready to be asked: its predicate and the trace lines that do not depend on the facts."""

    rule: Rule
    check: Check | None
    predicate: Predicate | None
    citation: Citation
    of_action: tuple[tuple[Callable[[Any], Any], frozenset[str | bool]], ...]
    of_facts: tuple[tuple[Callable[[Any], Any], frozenset[str | bool]], ...]
    passed: TraceLine
    not_applicable: TraceLine

    def applies(self, action: Action, facts: Facts) -> bool:
        """Do all conditions match? A missing fact matches; a field that the action does not have does not."""
        for read, allowed in self.of_action:
            if read(action) not in allowed:
                return False
        for read, allowed in self.of_facts:
            value = read(facts)
            if value is not None and value not in allowed:
                return False
        return True


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that is asked in one jurisdiction on one day, laid out by the kind of act."""

    covered: bool
    by_kind: dict[ActionKind, tuple[_Question | TraceLine, ...]]


def _ask(question: _Question, action: Action, facts: Facts, as_of: datetime, answer: _Answer) -> None:
    rule, check = question.rule, question.check
    # Only a rule of the jurisdiction's own pack opens an act: a policy that did could loosen by being added.
    answer.spoken_of |= not rule.is_house_policy
    if check is None or question.predicate is None:
        answer.duties.update(rule.duties)
        answer.trace.append(question.passed)
        return
    verdict = question.predicate(action, facts)
    if verdict is Verdict.PASS:
        answer.trace.append(question.passed)
        return
    until = None
    if verdict is Verdict.UNKNOWN:
        text = unknown_text(rule.says, check, action, facts)
        outcome = Outcome.WARN if rule.effect is Effect.WARN else Outcome.UNKNOWN
    else:
        text = finding_text(rule.says, check, action, facts)
        if rule.effect is Effect.DEFER:
            until = resumes(check, facts=facts, as_of=as_of)
        # Without the wall clock of the person nobody can say until when, and "later" alone is no answer.
        outcome = _OUTCOME[rule.effect] if until or rule.effect is not Effect.DEFER else Outcome.UNKNOWN
    answer.trace.append(TraceLine(rule.rule_id, outcome, text, question.citation))
    if outcome is Outcome.WARN:
        return
    reason = Reason(rule.rule_id, text, question.citation)
    if until is None:
        answer.refusals.append(reason)
    else:
        answer.deferrals.append(reason)
        answer.until = until if answer.until is None else max(answer.until, until)


_OUTCOME = {
    Effect.REFUSE: Outcome.REFUSE,
    Effect.DEFER: Outcome.DEFER,
    Effect.WARN: Outcome.WARN,
    Effect.DUTY: Outcome.PASSED,
}


def _refused_by_the_gate(code: str, trace: tuple[TraceLine, ...]) -> Refuse:
    text = _GATE_SAYS[code]
    line = TraceLine(code, Outcome.UNKNOWN, text, None)
    return Refuse(reasons=(Reason(code, text),), trace=(*trace, line))


@lru_cache(maxsize=256)
def _asked_on(rulebook: Rulebook, day: date, jurisdiction: str) -> _Asked:
    """Compile what is in force once per rulebook, day and jurisdiction; decisions then only run closures."""
    rules = [
        rule
        for rule in rulebook.rules_in_force(day)
        if rule.is_house_policy or rule.pack == jurisdiction.lower()
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
        check=version.check,
        predicate=compile_check(version.check) if version.check is not None else None,
        citation=citation,
        of_action=_readers(rule, of_action=True),
        of_facts=_readers(rule, of_action=False),
        passed=TraceLine(rule.rule_id, Outcome.PASSED, rule.says, citation),
        not_applicable=TraceLine(rule.rule_id, Outcome.NOT_APPLICABLE, rule.says, citation),
    )


def _readers(
    rule: Rule, *, of_action: bool
) -> tuple[tuple[Callable[[Any], Any], frozenset[str | bool]], ...]:
    return tuple(
        (attrgetter(condition.column), condition.allowed)
        for condition in rule.applies_to
        if condition.of_action is of_action and condition.column != "kind"
    )


def _for_kind(question: _Question, kind: ActionKind) -> _Question | TraceLine:
    """The question where it can concern this kind of act; otherwise its line that says it does not."""
    kinds: list[Condition] = [c for c in question.rule.applies_to if c.column == "kind"]
    concerned = all(kind.value in condition.allowed for condition in kinds)
    return question if concerned else question.not_applicable
