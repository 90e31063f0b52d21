"""What was agreed on a case and where it stands: promises, claimed payments and plans, each with why and what next.

Room: operations. For pages and the preparation card; it judges by the terms of the case's creditor and records nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fairdue.casefile.arrangement import Arrangement
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment
from fairdue.casefile.promise import Promise
from fairdue.followup.arrangement_watch import PlanVerdict, judge_plan
from fairdue.followup.claim_finding import ClaimFinding
from fairdue.followup.claim_talk import ClaimTalk, talk_for
from fairdue.followup.claim_watch import findings_of
from fairdue.followup.promise_verdict import PromiseRule, PromiseVerdict
from fairdue.followup.promise_watch import judge_promises
from fairdue.followup.terms import terms_of


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """One promise and the verdict on it by now."""

    promise: Promise
    verdict: PromiseVerdict

    @property
    def has_news(self) -> bool:
        """Is there more to say than that its window runs?"""
        return self.verdict.rule is not PromiseRule.RUNNING or self.verdict.paid_fen > 0


@dataclass(frozen=True, slots=True)
class ClaimStanding:
    """One claimed payment, what was found of it, and what may be said at its next step."""

    claim: ClaimedPayment
    finding: ClaimFinding
    talk: ClaimTalk


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """One signed plan and the verdict on it by now."""

    plan: Arrangement
    verdict: PlanVerdict


@dataclass(frozen=True, slots=True)
class Agreed:
    """Everything agreed on a case, the latest first."""

    promises: tuple[PromiseStanding, ...]
    claims: tuple[ClaimStanding, ...]
    plans: tuple[PlanStanding, ...]


def agreed_on(case: CaseFile, *, on: date) -> Agreed:
    """Say where each stands by a day."""
    terms = terms_of(creditor=case.account.creditor)
    verdicts = judge_promises(case=case, as_of_on=on, terms=terms.promise)
    promises = [PromiseStanding(promise, verdicts[promise.promise_id]) for promise in case.promises]
    findings = findings_of(case=case, as_of_on=on, terms=terms.claim)
    claims = [
        ClaimStanding(claim, finding, talk_for(claim=claim, step=finding.step))
        for claim, finding in zip(case.claims, findings, strict=True)
    ]
    plans = [
        PlanStanding(plan, judge_plan(case=case, arrangement=plan, as_of_on=on, terms=terms.plan))
        for plan in case.arrangements
    ]
    return Agreed(tuple(reversed(promises)), tuple(reversed(claims)), tuple(reversed(plans)))
