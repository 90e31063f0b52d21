"""Override: one person asks in writing that a rule be set aside on one case, another grants it.

Room: operations. Only a policy of the house or a presumption can be set aside, never law; the gate checks the
rest again at every act: two persons, a written reason, an end within 31 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.override_request import (
    OverrideAsked,
    OverrideGranted,
    OverrideRequest,
    OverrideWithdrawn,
)
from fairdue.compliance.override import LONGEST, Override, same_person
from fairdue.compliance.rule import Rule, Status
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import Period, civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.house import House

NOT_OVERRIDABLE = "operations.override.never_set_aside"
NOT_IN_FORCE = "operations.override.not_in_force"
ONE_PERSON = "operations.override.one_person"
NOT_WAITING = "operations.override.not_waiting"


class UnknownOverride(LookupError):
    """The case has no override of this id; the message says where to look."""


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One request with the case it belongs to, for lists."""

    case: CaseFile
    request: OverrideRequest


def ask_override(
    house: House,
    *,
    case_id: CaseId,
    rule_id: str,
    reason: str,
    evidence: str,
    ends_at: datetime,
    as_of: datetime,
    actor: str,
) -> OverrideRequest | Reason:
    """Ask that one rule be set aside on a case until a moment; another person must grant it.

    Returns a Reason when the rule is never set aside. Raises KeyError for a rule that there is not, ValueError
    when nothing is written down or the time is longer than an override lasts, and UnknownCase.
    """
    rule = house.rulebook.rule(rule_id)
    refusal = _never_set_aside(rule, as_of)
    if refusal is not None:
        return refusal
    if not reason.strip() or not evidence.strip():
        raise ValueError("an override is written down: it needs a reason and the evidence it rests on")
    if not as_of < ends_at <= as_of + LONGEST:
        raise ValueError(
            f"an override ends within {LONGEST.days} days from now; for longer, change the policy"
        )
    override_id = house.ids.override_id()
    asked = OverrideAsked(override_id, rule_id, reason.strip(), evidence.strip(), ends_at)
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        after = house.book.append(case, [asked], at=as_of, actor=actor)
    return _request(after, override_id)


def grant_override(
    house: House, *, case_id: CaseId, override_id: str, as_of: datetime, actor: str
) -> OverrideRequest | Reason:
    """Grant what another person asked for; the rule is set aside from now until the asked end.

    Returns a Reason when whoever asked grants it too, when it waits no more, or when the rule may no longer be
    set aside. Raises UnknownOverride and UnknownCase.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        request = _request(case, override_id)
        if not request.waits_at(as_of):
            return _NOT_WAITING
        if same_person(request.asked_by, actor):
            return _ONE_PERSON
        refusal = _never_set_aside(house.rulebook.rule(request.rule_id), as_of)
        if refusal is not None:
            return refusal
        after = house.book.append(case, [OverrideGranted(override_id)], at=as_of, actor=actor)
    return _request(after, override_id)


def withdraw_override(
    house: House, *, case_id: CaseId, override_id: str, as_of: datetime, actor: str
) -> OverrideRequest:
    """Take a request or a granted override back; it ends at once. Withdrawing twice changes nothing.

    Raises UnknownOverride and UnknownCase.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        request = _request(case, override_id)
        if request.withdrawn_at is not None:
            return request
        after = house.book.append(case, [OverrideWithdrawn(override_id)], at=as_of, actor=actor)
    return _request(after, override_id)


def pending_overrides(house: House, *, as_of: datetime) -> list[OverrideLine]:
    """The requests of all cases that wait for a second person, the oldest first."""
    return [line for line in _all_lines(house) if line.request.waits_at(as_of)]


def standing_overrides(house: House, *, as_of: datetime) -> list[OverrideLine]:
    """The overrides of all cases that set a rule aside at this moment, the oldest first."""
    return [line for line in _all_lines(house) if line.request.holds_at(as_of)]


def find_override(house: House, *, override_id: str) -> OverrideLine:
    """One request by its id, on whichever case. Raises UnknownOverride."""
    for line in _all_lines(house):
        if line.request.override_id == override_id:
            return line
    raise UnknownOverride("no case has an override of this id; list them with `fairdue override list`")


def overrides_of_house(house: House) -> list[OverrideLine]:
    """Every request ever made, the oldest first."""
    return _all_lines(house)


def granted_overrides(case: CaseFile, *, as_of: datetime) -> tuple[Override, ...]:
    """A case's overrides as the gate takes them: those that two persons made and that hold now."""
    return tuple(
        Override(
            override_id=request.override_id,
            rule_id=request.rule_id,
            case_id=case.case_id,
            reason=request.reason,
            evidence=request.evidence,
            asked_by=request.asked_by,
            granted_by=request.granted_by,
            period=Period(request.granted_at, request.ends_at),
        )
        for request in case.overrides
        if request.granted_by is not None and request.granted_at is not None and request.holds_at(as_of)
    )


def _all_lines(house: House) -> list[OverrideLine]:
    cases = house.book.load_many(house.book.cases_with_overrides())
    lines = [OverrideLine(case, request) for case in cases.values() for request in case.overrides]
    return sorted(lines, key=lambda line: (line.request.asked_at, line.request.override_id))


def _request(case: CaseFile, override_id: str) -> OverrideRequest:
    for request in case.overrides:
        if request.override_id == override_id:
            return request
    raise UnknownOverride("the case has no override of this id; list them with `fairdue override list`")


def _never_set_aside(rule: Rule, as_of: datetime) -> Reason | None:
    day = civil_date(as_of)
    if rule.status is Status.DISABLED or rule.version_on(day) is None:
        text = Bilingual(
            "该规则当前未生效，无须豁免。", "The rule is not in force; there is nothing to set aside."
        )
        return Reason(NOT_IN_FORCE, text, rule.citation_on(day))
    if not rule.overridable:
        text = Bilingual(
            f"规则 {rule.rule_id} 不得豁免：只有标明可豁免的内规和可推翻的推定可以，法律规定从不豁免。",
            f"{rule.rule_id} is never set aside: only a policy or a presumption marked for it can be, law never.",
        )
        return Reason(NOT_OVERRIDABLE, text, rule.citation_on(day))
    return None


_NOT_WAITING = Reason(
    NOT_WAITING,
    Bilingual(
        "该申请已批准、已撤回或已过期，不再待批。",
        "It was granted, withdrawn or has run out, and waits for nobody.",
    ),
)
_ONE_PERSON = Reason(
    ONE_PERSON,
    Bilingual(
        "豁免须由两人完成：申请人不能批准自己的申请。",
        "An override takes two persons: whoever asked for it cannot grant it.",
    ),
)
