"""Offers: what can be proposed to this customer on this day, within means and terms, the gentlest for the household first.

Room: conversation. Every offer says what it costs the customer, whether it fits what they can afford, who must
approve it, and on which rules it rests; what cannot be offered is listed too, with the reason, so that a collector
need not guess and does not promise. Amounts are exact: the parts of a plan and of a relief add up to the fen. An offer
that needs an approval may be spoken only when the approval is on file (rule CN-PLAN-02); the gate sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fairdue.casefile.arrangement import Instalment
from fairdue.conversation.negotiation.affordability import Affordability
from fairdue.conversation.negotiation.schedule import Every, Rounding, build_schedule, years_after
from fairdue.conversation.negotiation.terms import (
    LONGEST_PLAN_YEARS,
    Approver,
    Component,
    OfferTerms,
    PlanTerms,
    ReliefTerms,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason


class OfferKind(StrEnum):
    """What is offered."""

    IN_FULL = "in_full"
    PART = "part"
    POSTPONE = "postpone"
    PLAN = "plan"
    RELIEF = "relief"


KIND_NAMES: dict[OfferKind, Bilingual] = {
    OfferKind.IN_FULL: Bilingual("一次还清", "the whole at once"),
    OfferKind.PART: Bilingual("先还一部分", "a part first"),
    OfferKind.POSTPONE: Bilingual("缓几天一次还清", "the whole a few days later"),
    OfferKind.PLAN: Bilingual("个性化分期", "an instalment plan"),
    OfferKind.RELIEF: Bilingual("减免后还清", "the rest after relief"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that can be proposed.

    ``pays`` are the days and amounts; what they add up to, ``relieved_fen`` and ``left_fen`` make the balance.
    ``fits`` is None while it is not known what the customer can afford. ``approver`` is the least authority needed.
    """

    kind: OfferKind
    pays: tuple[Instalment, ...]
    relieved: tuple[tuple[Component, int], ...] = ()
    left_fen: int = 0
    fits: bool | None
    approver: Approver
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def pays_fen(self) -> int:
        """What the customer pays in all under this offer."""
        return sum(part.amount_fen for part in self.pays)

    @property
    def relieved_fen(self) -> int:
        """What is forgiven in all."""
        return sum(amount for _, amount in self.relieved)


@dataclass(frozen=True, slots=True)
class NotOffered:
    """What cannot be proposed, and why."""

    kind: OfferKind
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an offer is made on: the debt, the wish to pay, and what was agreed before.

    ``components`` are the parts of the balance as far as the creditor stated them and add up to no more than it.
    Raises ValueError for a debt that is none, or parts that are more than the whole.
    """

    balance_fen: int
    willing: bool
    is_credit_card: bool
    components: Mapping[Component, int]
    postponed_in_90_days: int = 0

    def __post_init__(self) -> None:
        if self.balance_fen <= 0:
            raise ValueError("nothing is owed, so there is nothing to offer; close the case instead")
        if any(part < 0 for part in self.components.values()):
            raise ValueError("a component of a debt counts from 0 fen")
        if sum(self.components.values()) > self.balance_fen:
            raise ValueError(
                "the components add up to more than the balance; ask the creditor for the split as of today"
            )


def offers_for(
    *,
    standing: Standing,
    terms: OfferTerms,
    affordability: Affordability,
    as_of_on: date,
    rest_days: frozenset[date] = frozenset(),
) -> tuple[tuple[Offer, ...], tuple[NotOffered, ...]]:
    """All that can be offered on a day, the likeliest to be kept first, and all that cannot, with reasons."""
    found: list[Offer] = [_in_full(standing, affordability, as_of_on)]
    refused: list[NotOffered] = []
    for answer in (
        _part(standing, terms, affordability, as_of_on),
        _postpone(standing, terms, as_of_on, rest_days),
        _plan(standing, terms, affordability, as_of_on, rest_days),
        _relief(standing, terms, affordability, as_of_on),
    ):
        if isinstance(answer, Offer):
            found.append(answer)
        else:
            refused.append(answer)
    # What fits comes before what may fit; among equals what needs nobody's approval, then what ends soonest.
    fitness = {True: 0, None: 1, False: 2}
    found.sort(
        key=lambda offer: (fitness[offer.fits], offer.approver.rank, offer.pays[-1].due_on, offer.kind)
    )
    return tuple(found), tuple(refused)


def beyond_means(*, standing: Standing, affordability: Affordability) -> bool | None:
    """Is the debt more than can be paid at once and within a month? None while that is not known.

    The first condition of a plan under 信用卡办法 Art. 70 (CN-PLAN-01); the second is the wish to pay.
    """
    if affordability.monthly_fen is None:
        return None
    return (affordability.at_once_fen or 0) + affordability.monthly_fen < standing.balance_fen


def _in_full(standing: Standing, affordability: Affordability, on: date) -> Offer:
    at_once = affordability.at_once_fen
    return Offer(
        kind=OfferKind.IN_FULL,
        pays=(Instalment(on, standing.balance_fen),),
        fits=None if at_once is None else at_once >= standing.balance_fen,
        approver=Approver.COLLECTOR,
        rules=(),
        reasons=(_reason("in_full"),),
    )


def _part(
    standing: Standing, terms: OfferTerms, affordability: Affordability, on: date
) -> Offer | NotOffered:
    if terms.part is None:
        return NotOffered(OfferKind.PART, _reason("not_in_terms"))
    share = -(-standing.balance_fen * terms.part.least_percent // 100)
    least = max(1, min(standing.balance_fen, share, terms.part.least_fen or share))
    at_once = affordability.at_once_fen
    amount = least if at_once is None else min(at_once, standing.balance_fen)
    if at_once is not None and at_once < least:
        return NotOffered(OfferKind.PART, _reason("part_too_small", amount=least))
    if amount == standing.balance_fen:
        return NotOffered(OfferKind.PART, _reason("whole_is_possible"))
    return Offer(
        kind=OfferKind.PART,
        pays=(Instalment(on, amount),),
        left_fen=standing.balance_fen - amount,
        fits=None if at_once is None else True,
        approver=Approver.COLLECTOR,
        rules=(),
        reasons=(_reason("part", amount=least),),
    )


def _postpone(
    standing: Standing, terms: OfferTerms, on: date, rest_days: frozenset[date]
) -> Offer | NotOffered:
    if terms.postpone is None:
        return NotOffered(OfferKind.POSTPONE, _reason("not_in_terms"))
    if standing.postponed_in_90_days >= terms.postpone.times_in_90_days:
        return NotOffered(OfferKind.POSTPONE, _reason("postponed_before"))
    last = on + timedelta(days=terms.postpone.most_days)
    while last in rest_days and last > on:
        last -= timedelta(days=1)  # never past what the creditor allows
    return Offer(
        kind=OfferKind.POSTPONE,
        pays=(Instalment(last, standing.balance_fen),),
        fits=None,
        approver=Approver.COLLECTOR,
        rules=(),
        reasons=(_reason("postpone"),),
    )


def _plan(
    standing: Standing,
    terms: OfferTerms,
    affordability: Affordability,
    on: date,
    rest_days: frozenset[date],
) -> Offer | NotOffered:
    plan = terms.plan
    beyond = beyond_means(standing=standing, affordability=affordability)
    refusal = _no_plan(standing, plan, affordability, beyond)
    if plan is None or refusal is not None:
        return NotOffered(OfferKind.PLAN, refusal or _reason("not_in_terms"))
    assert affordability.monthly_fen is not None, "without a monthly figure it was refused above"
    months = _months(standing.balance_fen, affordability.monthly_fen, plan)
    if months is None:
        return NotOffered(OfferKind.PLAN, _reason("plan_too_long", amount=plan.most_months))
    approver = next((role for role in Approver if plan.approvers.get(role, 0) >= months), None)
    if approver is None:
        return NotOffered(OfferKind.PLAN, _reason("nobody_approves"))
    pays = build_schedule(
        total_fen=standing.balance_fen,
        parts=months,
        first_due_on=on + timedelta(days=plan.first_due_within_days),
        every=Every.MONTH,
        rounding=Rounding.SPREAD,
        rest_days=rest_days,
    )
    if pays[-1].due_on > years_after(on, LONGEST_PLAN_YEARS):
        return NotOffered(OfferKind.PLAN, _reason("plan_too_long", amount=plan.most_months))
    return Offer(
        kind=OfferKind.PLAN,
        pays=pays,
        fits=True if affordability.is_known else None,
        approver=approver,
        rules=("CN-PLAN-01", "CN-PLAN-02", "CN-REC-04"),
        reasons=(_reason("plan", amount=affordability.monthly_fen),),
    )


def _no_plan(
    standing: Standing, plan: PlanTerms | None, affordability: Affordability, beyond: bool | None
) -> Reason | None:
    if plan is None:
        return _reason("not_in_terms")
    if not standing.willing:
        return _reason("not_willing")
    if beyond is None or affordability.monthly_fen is None:
        return _reason("means_unknown")
    if standing.is_credit_card and not beyond:
        return _reason("within_means")
    if standing.balance_fen < plan.least_balance_fen:
        return _reason("balance_too_small", amount=plan.least_balance_fen)
    return None


def _months(balance_fen: int, monthly_fen: int, plan: PlanTerms) -> int | None:
    """The fewest months in which no instalment is above what can be afforded, nor below the creditor's least."""
    if monthly_fen <= 0:
        return None
    months = max(2, -(-balance_fen // monthly_fen))
    if months > plan.most_months or balance_fen // months < plan.least_instalment_fen:
        return None
    return months


def _relief(
    standing: Standing, terms: OfferTerms, affordability: Affordability, on: date
) -> Offer | NotOffered:
    relief = terms.relief
    if relief is None:
        return NotOffered(OfferKind.RELIEF, _reason("not_in_terms"))
    if not standing.components:
        return NotOffered(OfferKind.RELIEF, _reason("components_unknown"))
    if not standing.willing:
        return NotOffered(OfferKind.RELIEF, _reason("not_willing"))
    approver, relieved = _least_relief(standing, relief, affordability.at_once_fen)
    rest = standing.balance_fen - sum(amount for _, amount in relieved)
    if not relieved or rest <= 0:
        return NotOffered(OfferKind.RELIEF, _reason("nothing_to_relieve"))
    at_once = affordability.at_once_fen
    return Offer(
        kind=OfferKind.RELIEF,
        pays=(Instalment(on + timedelta(days=relief.pay_within_days), rest),),
        relieved=relieved,
        fits=None if at_once is None else at_once >= rest,
        approver=approver,
        rules=("CN-PLAN-02",),
        reasons=(_reason("relief"),),
    )


def _least_relief(
    standing: Standing, relief: ReliefTerms, at_once_fen: int | None
) -> tuple[Approver, tuple[tuple[Component, int], ...]]:
    """The least authority whose relief makes the rest payable at once; else, the most that can be relieved."""
    best: tuple[Approver, tuple[tuple[Component, int], ...]] = (Approver.COLLECTOR, ())
    for role in Approver:
        amounts = relief_within(components=standing.components, terms=relief, approver=role)
        rest = standing.balance_fen - sum(amount for _, amount in amounts)
        if sum(amount for _, amount in amounts) > sum(amount for _, amount in best[1]):
            best = role, amounts
        if amounts and at_once_fen is not None and rest <= at_once_fen:
            break
    return best


def relief_within(
    *, components: Mapping[Component, int], terms: ReliefTerms, approver: Approver
) -> tuple[tuple[Component, int], ...]:
    """The most that a role may relieve of each component, rounded down to the fen; nothing is left out silently."""
    found = []
    for component in Component:
        limits = terms.limits.get(component, {})
        percent = max((limit for role, limit in limits.items() if role.rank <= approver.rank), default=0)
        amount = components.get(component, 0) * percent // 100
        if amount > 0:
            found.append((component, amount))
    return tuple(found)


_TEXTS = {
    "in_full": Bilingual("欠多少还多少，最省心", "what is owed is paid, and it is over"),
    "part": Bilingual(
        "先还能还的，最少 {amount} 元；其余另约",
        "what can be paid now, at least {amount} yuan; the rest is agreed anew",
    ),
    "postpone": Bilingual(
        "缓几天，一次还清；期间费用按合同",
        "the whole a few days later; costs meanwhile are those of the contract",
    ),
    "plan": Bilingual(
        "每月 {amount} 元是客户算得出来的余款，按它定期数",
        "{amount} yuan a month are what the customer has left; the length follows from that",
    ),
    "relief": Bilingual(
        "减哪几项、各减多少都列明；先批后说",
        "what is relieved of which part is listed; approved first, told after",
    ),
    "not_in_terms": Bilingual(
        "委托方的条件里没有这一项；可以替客户转达申请",
        "the creditor's terms do not hold it; the request can be passed on",
    ),
    "part_too_small": Bilingual(
        "能还的低于委托方接受的最少 {amount} 元；走困难申请",
        "less than the {amount} yuan that the creditor takes; go the way of hardship",
    ),
    "whole_is_possible": Bilingual("手上够一次还清", "what is at hand is enough for the whole"),
    "postponed_before": Bilingual("九十天内已经缓过", "it was postponed within the last ninety days"),
    "not_willing": Bilingual(
        "客户没有表示愿意还；分期和减免以愿意为前提",
        "the customer has not said that they will pay; plan and relief need that",
    ),
    "means_unknown": Bilingual(
        "收入和开支还没问清，算不出每月能还多少",
        "income and costs are not known yet, so what can be paid a month is not either",
    ),
    "within_means": Bilingual(
        "欠款没有超出还款能力，不符合个性化分期的前提",
        "the debt is not beyond what can be paid, which a plan requires",
    ),
    "balance_too_small": Bilingual(
        "欠款低于委托方分期的起点 {amount} 元",
        "less than the {amount} yuan from which the creditor agrees to plans",
    ),
    "plan_too_long": Bilingual(
        "按能承受的月供，{count} 个月内还不完或低于最低月供；走困难申请",
        "with what can be paid it takes more than {count} months or falls below the least instalment; go the way of hardship",
    ),
    "nobody_approves": Bilingual("这个期数没有人有权批准", "nobody may approve a plan of this length"),
    "components_unknown": Bilingual(
        "本金、利息、费用没有分开，算不出能减多少；先向委托方要明细",
        "principal, interest and fees are not stated apart; ask the creditor for the split",
    ),
    "nothing_to_relieve": Bilingual("没有可减的部分", "there is nothing that may be relieved"),
}


def _reason(code: str, *, amount: int = 0) -> Reason:
    text, shown = _TEXTS[code], show_yuan(amount)
    return Reason(
        f"negotiation.{code}",
        Bilingual(text.zh.format(amount=shown, count=amount), text.en.format(amount=shown, count=amount)),
    )
