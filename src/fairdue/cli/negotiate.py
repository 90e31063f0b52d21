"""``fairdue offers`` and ``fairdue sign-plan``: what can be offered within means and terms, and a plan put on record.

Room: cli. Amounts are typed as yuan. What the household needs is asked first; what was not asked stays open.
"""

from __future__ import annotations

import hashlib
import json as json_text
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from fairdue.casefile.case import CaseFile
from fairdue.cli.app import app
from fairdue.cli.explaining import names_of, print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.moments import typed_day
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.negotiation.affordability import Budget
from fairdue.conversation.negotiation.offers import KIND_NAMES, Offer
from fairdue.conversation.negotiation.plan_agreement import PlanAgreement, PlanForm
from fairdue.conversation.negotiation.schedule import Every, Rounding, build_schedule
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import MoneyUnreadable, read_money, show_yuan
from fairdue.operations.negotiate import Negotiation, PlanAtFault, components_of, negotiate, sign_plan

NOT_PERMITTED = 3


@app.command
def offers(
    case: str,
    *,
    income: str | None = None,
    living: str | None = None,
    other_debts: str | None = None,
    at_hand: str | None = None,
    adults: int = 1,
    children: int = 0,
    steady: Annotated[bool | None, Parameter(negative="--unsteady")] = None,
    unwilling: Annotated[bool, Parameter(negative=())] = False,
    creditor: str | None = None,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Say what can be offered on a case today, within what the customer can afford; nothing is recorded.

    Parameters
    ----------
    case
        A case id or case number.
    income
        What comes in a month after tax, in yuan; leave it out while it is not known.
    living
        What a month goes to housing, food, medicine, school and travel, in yuan.
    other_debts
        What a month goes to other loans and cards, in yuan.
    at_hand
        What could be used now without borrowing, in yuan.
    adults
        How many adults live on it.
    children
        How many children.
    steady
        The income is steady; --unsteady where it is not.
    unwilling
        The customer has not said that they will pay.
    creditor
        Which creditor's, when several use the same case number.
    json
        Print one JSON object.
    """
    house = open_house()
    try:
        budget = Budget(
            income_fen=_yuan(income, "--income"),
            living_fen=_yuan(living, "--living"),
            other_debts_fen=_yuan(other_debts, "--other-debts"),
            at_hand_fen=_yuan(at_hand, "--at-hand"),
            adults=adults,
            children=children,
            income_is_steady=steady,
        )
    except ValueError as error:
        raise ExpectedFailure(str(error), code=2) from error
    found = negotiate(
        house,
        case_id=house.book.resolve(case, creditor=creditor),
        budget=budget,
        willing=not unwilling,
        as_of=house.now(),
        actor=actor(),
    )
    if json:
        print(json_text.dumps(_as_json(found), ensure_ascii=False))
    else:
        _print(found)
    return 0


@app.command(name="sign-plan")
def sign(
    case: str,
    *,
    parts: int,
    first: str,
    way: str,
    costs: str,
    duties: str,
    other: str,
    approval: str,
    no_new_card: Annotated[bool, Parameter(negative=())] = False,
    every: Every = Every.MONTH,
    rounding: Rounding = Rounding.SPREAD,
    recording: Path | None = None,
    creditor: str | None = None,
) -> int:
    """Put an agreed plan on record: six contents, the sum to the fen, and the gate's permit.

    Parameters
    ----------
    case
        A case id or case number.
    parts
        How many instalments.
    first
        The day of the first one.
    way
        How it is paid, such as the bank's app.
    costs
        Whether interest and fees are charged while it runs, in a sentence.
    duties
        The rights and duties of both sides and what follows on default, or where they are written.
    other
        Other matters of the repayment, or "none".
    approval
        The number of the approval.
    no_new_card
        The customer promised to apply for no new card until it is paid.
    every
        The cycle.
    rounding
        Where what does not divide goes.
    recording
        The recording of an oral agreement; its digest is kept. Left out, the agreement is in writing.
    creditor
        Which creditor's, when several use the same case number.
    """
    house = open_house()
    case_id = house.book.resolve(case, creditor=creditor)
    file = house.book.load(case_id)
    agreement = _agreement(
        file,
        (parts, typed_day(first, option="--first"), every, rounding),
        on=civil_date(house.now()),
        texts={"way_of_paying": way, "costs": costs, "duties": duties, "other": other, "approval": approval},
        no_new_card=no_new_card,
        recording=recording,
        rest_days=house.rest_days,
    )
    try:
        signed = sign_plan(house, case_id=case_id, agreement=agreement, as_of=house.now(), actor=actor())
    except PlanAtFault as fault:
        told = "; ".join(one.text.in_language(language()) for one in fault.faults)
        raise ExpectedFailure(told, code=2) from fault
    if isinstance(signed, Defer | Refuse):
        print_decision(signed, Console(stderr=True), language(), names=names_of(file, actor=actor()))
        return NOT_PERMITTED
    _print_signed(signed)
    return 0


def _agreement(
    case: CaseFile,
    cycle: tuple[int, date, Every, Rounding],
    *,
    on: date,
    texts: Mapping[str, str],
    no_new_card: bool,
    recording: Path | None,
    rest_days: frozenset[date],
) -> PlanAgreement:
    """The agreement as typed, over what is owed now."""
    parts, first, every, rounding = cycle
    if recording is not None and not recording.is_file():
        raise ExpectedFailure("--recording names no file; an oral agreement keeps its recording", code=2)
    try:
        schedule = build_schedule(
            total_fen=case.balance_fen,
            parts=parts,
            first_due_on=first,
            every=every,
            rounding=rounding,
            rest_days=rest_days,
        )
    except ValueError as error:
        raise ExpectedFailure(str(error), code=2) from error
    return PlanAgreement(
        balance_fen=case.balance_fen,
        components=components_of(case),
        instalments=schedule,
        every=every,
        agreed_on=on,
        form=PlanForm.WRITTEN if recording is None else PlanForm.ORAL,
        no_new_card=no_new_card,
        recording_sha256="" if recording is None else hashlib.sha256(recording.read_bytes()).hexdigest(),
        **texts,
    )


def _print_signed(case: CaseFile) -> None:
    plan = case.arrangements[-1]
    for part in plan.instalments:
        print(f"{part.due_on.isoformat()}  {show_yuan(part.amount_fen)}")


def _yuan(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    try:
        return read_money(text)
    except MoneyUnreadable as error:
        raise ExpectedFailure(
            f"{option}: an amount in yuan is expected, such as 6000; {error}", code=2
        ) from error


def _print(found: Negotiation) -> None:
    lang = language()
    means = found.affordability
    for reason in means.reasons:
        print(reason.text.in_language(lang))
    for question in means.missing:
        print(f"{_ASK.in_language(lang)}{question.in_language(lang)}")
    for offer in found.offers:
        print(
            f"+ {KIND_NAMES[offer.kind].in_language(lang)}  {_pays(offer)}  {_fit(offer).in_language(lang)}"
        )
        print(f"    {offer.reasons[0].text.in_language(lang)}")
        for component, amount in offer.relieved:
            print(f"    - {component.value}: {show_yuan(amount)}")
        if offer.approver.rank:
            print(f"    {_APPROVAL.in_language(lang)}{offer.approver.value}  {', '.join(offer.rules)}")
    for refused in found.not_offered:
        print(f"- {KIND_NAMES[refused.kind].in_language(lang)}  {refused.reason.text.in_language(lang)}")


def _pays(offer: Offer) -> str:
    first, last = offer.pays[0], offer.pays[-1]
    if len(offer.pays) == 1:
        return f"{first.due_on.isoformat()} {show_yuan(first.amount_fen)}"
    return f"{len(offer.pays)} × {show_yuan(first.amount_fen)}  {first.due_on.isoformat()} – {last.due_on.isoformat()}"


def _fit(offer: Offer) -> Bilingual:
    return _FITS[offer.fits]


_FITS = {
    True: Bilingual("负担得起", "affordable"),
    False: Bilingual("超出能力", "beyond means"),
    None: Bilingual("能力未知", "means not known"),
}
_ASK = Bilingual("请问：", "ask: ")
_APPROVAL = Bilingual("需批准：", "needs approval by: ")


def _as_json(found: Negotiation) -> dict[str, object]:
    means = found.affordability
    return {
        "case_id": found.case.case_id,
        "balance_fen": found.case.balance_fen,
        "terms": found.terms.terms_id,
        "monthly_fen": means.monthly_fen,
        "at_once_fen": means.at_once_fen,
        "ask": [question.in_language(language()) for question in means.missing],
        "offers": [
            {
                "kind": offer.kind.value,
                "pays": [[part.due_on.isoformat(), part.amount_fen] for part in offer.pays],
                "relieved": {component.value: amount for component, amount in offer.relieved},
                "left_fen": offer.left_fen,
                "fits": offer.fits,
                "approver": offer.approver.value,
                "rules": list(offer.rules),
                "gate": type(found.answers[offer.kind]).__name__.lower()
                if offer.kind in found.answers
                else None,
                "reasons": [reason.text.in_language(language()) for reason in offer.reasons],
            }
            for offer in found.offers
        ],
        "not_offered": [
            {
                "kind": refused.kind.value,
                "code": refused.reason.code,
                "reason": refused.reason.text.in_language(language()),
            }
            for refused in found.not_offered
        ],
    }
