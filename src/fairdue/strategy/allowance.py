"""The allowance: what today still allows on a case, and by which rule.

Room: strategy. It asks the gate about a call now without acting on the answer: nothing is logged, no permit
leaves this file, and whoever calls asks again through ``operations.send``. The counters are read from the
rules in force, so that a tighter house rule shows here at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, ContactPoint, NumberStatus
from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
)
from fairdue.compliance.checks import AtMost, OutsideQuietHours
from fairdue.compliance.decision import Decision, Defer, Outcome, Permit
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise, rule_day
from fairdue.compliance.override import Override
from fairdue.compliance.rule import Effect
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import PermitId
from fairdue.foundation.reason import Citation, Reason

_DRY = PermitId("dry-run")  # the permit made with it is dropped before this file returns


class Standing(StrEnum):
    """What the gate says of a call now."""

    ALLOWED = "allowed"
    LATER = "later"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class Counter:
    """One limit of today: how many were made, how many are left, and the rule that says so.

    ``made`` and ``left`` are None while the count is not known; then the gate refuses, and so should we.
    """

    rule_id: str
    says: Bilingual
    call_type: CallType
    limit: int
    made: int | None
    left: int | None
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Hours:
    """When this rule allows calls, on the wall where the person is: from ``opens`` until before ``closes``."""

    rule_id: str
    opens: time
    closes: time
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class ActiveHold:
    """One hold that is active now; ``until`` None means until a person releases it."""

    kind: HoldKind
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What today allows. ``next_moment`` is when asking again is worthwhile; None when waiting mends nothing.

    ``calls_left`` is the smallest of the counters that a talking call runs through; None when not known.
    """

    standing: Standing
    next_moment: datetime | None
    calls_left: int | None
    counters: tuple[Counter, ...]
    hours: tuple[Hours, ...]
    holds: tuple[ActiveHold, ...]
    reasons: tuple[Reason, ...]

    @property
    def callable_now(self) -> bool:
        """Would the gate permit a call at this moment?"""
        return self.standing is Standing.ALLOWED


NO_NUMBER = Reason(
    "strategy.no_usable_number",
    Bilingual("本人没有可用的号码。", "The customer has no usable number."),
)


def number_to_call(case: CaseFile) -> ContactPoint | None:
    """The first usable number of the customer: mobiles first, as the file lists them; never a workplace.

    A workplace number is reachable by decision of a person; it is not suggested, since others answer there.
    """
    for kind in (ContactKind.MOBILE, ContactKind.HOME_PHONE):
        for point in case.contact_points:
            if point.kind is kind and point.status is NumberStatus.USABLE:
                return point
    return None


def proposed_call(*, case: CaseFile, call_type: CallType = CallType.INTERACTIVE) -> Action | None:
    """A call to the customer now, as an act to gather facts for; None when there is no usable number."""
    point = number_to_call(case)
    if point is None:
        return None
    return Action(
        kind=ActionKind.PLACE_CALL,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.PHONE,
        purpose=Purpose.COLLECT if call_type is CallType.INTERACTIVE else Purpose.NOTIFY,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        call_type=call_type,
        contact_point_id=point.contact_point_id,
        number_key=point.number_key,
    )


def allowance_today(
    *,
    case: CaseFile,
    facts: Facts,
    rulebook: Rulebook,
    as_of: datetime,
    overrides: Sequence[Override] = (),
) -> Allowance:
    """What today allows for a call to ``number_to_call(case)``; ``facts`` were gathered for that number."""
    holds = _active_holds(case, facts, as_of)
    talk = proposed_call(case=case)
    if talk is None:
        return Allowance(Standing.NOT_ALLOWED, None, 0, (), (), holds, (NO_NUMBER,))
    decision = _ask(talk, facts, rulebook, as_of, overrides)
    counters = _counters(decision, CallType.INTERACTIVE, facts, rulebook, as_of)
    notice = proposed_call(case=case, call_type=CallType.NOTIFY)
    assert notice is not None, "the number was there a moment ago"
    told = _counters(_ask(notice, facts, rulebook, as_of, overrides), CallType.NOTIFY, facts, rulebook, as_of)
    counted = {counter.rule_id for counter in counters}
    left = [counter.left for counter in counters]
    known = [number for number in left if number is not None]
    return Allowance(
        standing=_standing(decision),
        next_moment=_next_moment(decision, as_of),
        calls_left=min(known) if known and len(known) == len(left) else None,
        counters=(*counters, *(counter for counter in told if counter.rule_id not in counted)),
        hours=_hours(decision, facts, rulebook, as_of),
        holds=holds,
        reasons=() if isinstance(decision, Permit) else decision.reasons,
    )


def _ask(
    action: Action, facts: Facts, rulebook: Rulebook, as_of: datetime, overrides: Sequence[Override]
) -> Decision:
    return authorise(
        action=action, facts=facts, rulebook=rulebook, as_of=as_of, permit_id=_DRY, overrides=overrides
    )


def _standing(decision: Decision) -> Standing:
    if isinstance(decision, Permit):
        return Standing.ALLOWED
    return Standing.LATER if isinstance(decision, Defer) else Standing.NOT_ALLOWED


def _next_moment(decision: Decision, as_of: datetime) -> datetime | None:
    if isinstance(decision, Permit):
        return as_of
    return decision.until if isinstance(decision, Defer) else None


def _asked_rules(decision: Decision) -> dict[str, Citation | None]:
    """The rules that concerned the act, by the gate's own trace, so that no second reading can differ."""
    return {
        line.rule_id: line.citation for line in decision.trace if line.outcome is not Outcome.NOT_APPLICABLE
    }


def _counters(
    decision: Decision, call_type: CallType, facts: Facts, rulebook: Rulebook, as_of: datetime
) -> tuple[Counter, ...]:
    asked, day = _asked_rules(decision), rule_day(facts, as_of)
    found = []
    for rule in rulebook.rules_in_force(day):
        version = rule.version_on(day)
        if rule.rule_id not in asked or version is None or not isinstance(version.check, AtMost):
            continue
        # A limit that only warns stops nobody, so it takes none of the calls that are left.
        if rule.effect is Effect.WARN:
            continue
        made: int | None = getattr(facts, version.check.column)
        limit = version.check.limit
        left = None if made is None else max(0, limit - made)
        found.append(Counter(rule.rule_id, rule.says, call_type, limit, made, left, asked[rule.rule_id]))
    return tuple(found)


def _hours(decision: Decision, facts: Facts, rulebook: Rulebook, as_of: datetime) -> tuple[Hours, ...]:
    asked, day = _asked_rules(decision), rule_day(facts, as_of)
    found = []
    for rule in rulebook.rules_in_force(day):
        version = rule.version_on(day)
        if rule.rule_id in asked and version is not None and isinstance(version.check, OutsideQuietHours):
            check = version.check
            found.append(Hours(rule.rule_id, check.end, check.start, asked[rule.rule_id]))
    return tuple(found)


def _active_holds(case: CaseFile, facts: Facts, as_of: datetime) -> tuple[ActiveHold, ...]:
    own = [ActiveHold(h.kind, h.period.ends_at) for h in case.holds if h.period.covers(as_of)]
    # Facts may know of holds on the person's other cases (a death, a stop); those have no end on this case.
    others = sorted((facts.holds or frozenset()) - {hold.kind for hold in own})
    return (*own, *(ActiveHold(kind, None) for kind in others))
