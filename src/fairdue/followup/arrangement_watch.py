"""The arrangement watch: is a signed plan (个性化分期) performing, defaulted or completed, and by which rule?

Room: followup. A plan's life is told anew each time from its signing on, by the money that stands; so the order of
files changes nothing and reversing everything returns to the start. Each rule is rows of the published truth table
(``fairdue_playbook/followup/truth/plan.yaml``):

1. *Money* is what stands after reversals, posted from the day of signing on, the earliest instalment first. A later
   plan takes the money from its own signing on, and its signing ends the earlier one; no fen counts for two plans.
2. *In time* is a payment up to the due day plus the days of grace; a last day on which banks rest moves to their next
   working day. Where a year's working days are not known, nothing is called missed.
3. *Default* when so many instalments are short after their last day as the terms say (``missed_to_default``).
4. *Revival*: a plan in default whose due instalments are all made up performs again, as often as the terms say.
   After that it stays in default, and only a new agreement or full payment helps.
5. *Completed* when every instalment is paid, also early and also from default. A settled case, or one whose balance
   was paid off with money of the plan, completes it too (early settlement). A reversal undoes either.
6. A plan that was ended by agreement is left alone, and one of a case that was recalled or returned stays as it was on
   that day.

While a plan performs the gate refuses collecting (CN-PLAN-01); with the default that ends, and the gate alone says
whether anybody may be contacted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.happening import ArrangementStateChanged
from fairdue.followup.standing_money import StandingPayment, standing_payments
from fairdue.followup.terms import PLAIN_PLAN, ArrangementTerms, TermsByDay
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason

_DAY = timedelta(days=1)


class PlanRule(StrEnum):
    """Which rule decided; the words are stable and stand in the log."""

    IN_TIME = "in_time"
    MISSED = "missed"
    REVIVED = "revived"
    NO_MORE_REVIVALS = "no_more_revivals"
    PAID = "paid"
    SETTLED = "settled"
    SUPERSEDED = "superseded"
    ENDED = "ended"


_STATE_OF_RULE = {
    PlanRule.IN_TIME: ArrangementState.PERFORMING,
    PlanRule.REVIVED: ArrangementState.PERFORMING,
    PlanRule.MISSED: ArrangementState.DEFAULTED,
    PlanRule.NO_MORE_REVIVALS: ArrangementState.DEFAULTED,
    PlanRule.PAID: ArrangementState.COMPLETED,
    PlanRule.SETTLED: ArrangementState.COMPLETED,
    PlanRule.SUPERSEDED: ArrangementState.ENDED,
    PlanRule.ENDED: ArrangementState.ENDED,
}


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment and what has been paid towards it."""

    number: int
    due_on: date
    amount_fen: int
    paid_fen: int

    @property
    def missing_fen(self) -> int:
        """What is still to come."""
        return self.amount_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class PlanVerdict:
    """Where a plan stands by a day, why, and how often it defaulted and revived on the way."""

    state: ArrangementState
    rule: PlanRule
    defaults: int
    revivals: int
    missed: int
    reason: Reason


def watch_arrangements(
    *, case: CaseFile, as_of_on: date, terms: TermsByDay[ArrangementTerms] = PLAIN_PLAN
) -> tuple[ArrangementStateChanged, ...]:
    """The plans whose state the money has changed."""
    changed = []
    for plan in case.arrangements:
        verdict = judge_plan(case=case, arrangement=plan, as_of_on=as_of_on, terms=terms)
        if verdict.state is not plan.state:
            changed.append(ArrangementStateChanged(plan.arrangement_id, verdict.state, verdict.rule.value))
    return tuple(changed)


def judge_plan(
    *,
    case: CaseFile,
    arrangement: Arrangement,
    as_of_on: date,
    terms: TermsByDay[ArrangementTerms] = PLAIN_PLAN,
) -> PlanVerdict:
    """Tell the life of one plan up to a day and where it stands then."""
    if arrangement.state is ArrangementState.ENDED:
        return _verdict(PlanRule.ENDED)
    following = _following(case, arrangement)
    if following is not None and following.signed_on <= as_of_on:
        return _verdict(PlanRule.SUPERSEDED)
    if case.status in (CaseStatus.RECALLED, CaseStatus.RETURNED) and case.closed_on is not None:
        as_of_on = min(as_of_on, case.closed_on)
    money = _money_of(case, arrangement, as_of_on)
    life = _lived(arrangement, money, as_of_on, terms.on(arrangement.signed_on))
    paid_off = bool(money) and case.balance_fen <= 0
    if life.rule is not PlanRule.PAID and (case.status is CaseStatus.SETTLED or paid_off):
        return _verdict(PlanRule.SETTLED, life)
    return _verdict(life.rule, life)


def instalments_of(
    *, case: CaseFile, arrangement: Arrangement, as_of_on: date
) -> tuple[InstalmentStanding, ...]:
    """Each instalment with what was paid towards it by a day, the earliest due filled first."""
    left = sum(payment.amount_fen for payment in _money_of(case, arrangement, as_of_on))
    standings = []
    for number, instalment in _in_order(arrangement):
        paid = min(left, instalment.amount_fen)
        left -= paid
        standings.append(InstalmentStanding(number, instalment.due_on, instalment.amount_fen, paid))
    return tuple(standings)


def _in_order(arrangement: Arrangement) -> list[tuple[int, Instalment]]:
    return sorted(enumerate(arrangement.instalments, 1), key=lambda item: (item[1].due_on, item[0]))


def _following(case: CaseFile, arrangement: Arrangement) -> Arrangement | None:
    """The plan that was signed after this one and takes its place, if there is one."""
    place = case.arrangements.index(arrangement)
    later = [plan for plan in case.arrangements[place + 1 :] if plan.signed_on >= arrangement.signed_on]
    return min(later, key=lambda plan: plan.signed_on, default=None)


def _money_of(case: CaseFile, arrangement: Arrangement, as_of_on: date) -> Sequence[StandingPayment]:
    """What stands of the money from this plan's signing until the next plan's."""
    following = _following(case, arrangement)
    until = date.max if following is None else following.signed_on
    return [
        payment
        for payment in standing_payments(payments=case.payments, as_of_on=as_of_on)
        if arrangement.signed_on <= payment.posted_on < until
    ]


@dataclass(slots=True)
class _Life:
    """Where a plan stands while its life is told."""

    rule: PlanRule = PlanRule.IN_TIME
    defaults: int = 0
    revivals: int = 0
    missed: int = 0


def _lived(
    arrangement: Arrangement, money: Sequence[StandingPayment], as_of_on: date, terms: ArrangementTerms
) -> _Life:
    """Walk over the days on which something can change: money is posted, or an instalment's last day is over."""
    owed = 0
    owed_by: list[tuple[date, int]] = []
    for _, instalment in _in_order(arrangement):
        owed += instalment.amount_fen
        last = terms.last_day(instalment.due_on)
        # A day in a year that nobody knows yet may still move; until its notice is here nothing is missed.
        owed_by.append((last.on if last.known else date.max - _DAY, owed))
    days = {payment.posted_on for payment in money} | {day + _DAY for day, _ in owed_by} | {as_of_on}
    life = _Life()
    for day in sorted(day for day in days if day <= as_of_on):
        paid = sum(payment.amount_fen for payment in money if payment.posted_on <= day)
        life.missed = sum(last < day and paid < due for last, due in owed_by)
        _step(life, terms, paid_up=bool(owed_by) and paid >= owed)
    return life


def _step(life: _Life, terms: ArrangementTerms, *, paid_up: bool) -> None:
    if paid_up:
        life.rule = PlanRule.PAID
    elif _STATE_OF_RULE[life.rule] is ArrangementState.DEFAULTED:
        if life.missed == 0 and life.revivals < terms.revivals:
            life.rule, life.revivals = PlanRule.REVIVED, life.revivals + 1
        elif life.missed == 0:
            life.rule = PlanRule.NO_MORE_REVIVALS
    elif life.missed >= terms.missed_to_default:
        life.rule, life.defaults = PlanRule.MISSED, life.defaults + 1


def _verdict(rule: PlanRule, life: _Life | None = None) -> PlanVerdict:
    life = life or _Life()
    reason = Reason(f"followup.plan.{rule.value}", PLAN_RULES[rule])
    return PlanVerdict(_STATE_OF_RULE[rule], rule, life.defaults, life.revivals, life.missed, reason)


PLAN_RULES = {
    PlanRule.IN_TIME: Bilingual(
        "履行中，未达到违约条件", "it performs: what the terms call a default has not come"
    ),
    PlanRule.MISSED: Bilingual("宽限后仍有未还足的期数", "instalments are short after their grace"),
    PlanRule.REVIVED: Bilingual("违约后已补足，恢复履行", "made up after a default: it performs again"),
    PlanRule.NO_MORE_REVIVALS: Bilingual(
        "已补足，但恢复次数用尽，需重新协商", "made up, but it may not revive again; agree anew"
    ),
    PlanRule.PAID: Bilingual("各期均已还清", "every instalment is paid"),
    PlanRule.SETTLED: Bilingual("案件已结清，提前完成", "the debt is settled: completed early"),
    PlanRule.SUPERSEDED: Bilingual("已另签新协议", "a later plan took its place"),
    PlanRule.ENDED: Bilingual("协议已终止", "ended by agreement"),
}
"""What each rule means."""
