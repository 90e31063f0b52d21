"""What fills the places of a letter: fields of the case, of the letterhead and of the house, in words.

Room: feedback. A place whose fact is not known gives nothing, and then the letter is not written: it never goes out
with a hole, a guess or a default in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.slots import say_channel, say_date, say_money
from fairdue.feedback.letters.letter_template import LetterSlot
from fairdue.feedback.letters.letterhead import Letterhead
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.understanding.spoken_channel import PayChannel

_TAIL = 4
_STATE_OF_LETTER = {
    "claim_found": ClaimState.CONFIRMED,
    "claim_partly": ClaimState.PARTLY_CONFIRMED,
    "claim_not_found": ClaimState.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class LetterSources:
    """Where the places of one letter are filled from. ``written`` is what a person writes for this letter alone."""

    case: CaseFile
    template_id: str
    letterhead: Letterhead | None
    agency: str
    hotline: str | None
    on: date
    answer_days: int | None = None
    extended_days: int | None = None
    written: str = ""


def letter_values(sources: LetterSources, *, language: str) -> Mapping[LetterSlot, str]:
    """Every place that can be filled, with its words; what is not known is not there."""
    values = {
        **_of_house(sources, language),
        **_of_letterhead(sources.letterhead, language),
        **_of_debt(sources.case, language),
        **_of_promise(sources.case, language),
        **_of_plan(sources.case, language),
        **_of_claim(sources, language),
        **_of_complaint(sources, language),
    }
    return {slot: text for slot, text in values.items() if text}


def _of_house(sources: LetterSources, language: str) -> dict[LetterSlot, str | None]:
    case = sources.case
    return {
        LetterSlot.AGENCY: sources.agency,
        LetterSlot.HOTLINE: sources.hotline,
        LetterSlot.CREDITOR: case.account.creditor,
        LetterSlot.NAME: case.party.name,
        LetterSlot.CASE_NO: case.account.case_no,
        LetterSlot.LETTER_ON: say_date(sources.on, language),
        LetterSlot.ANSWER: sources.written.strip(),
    }


def _of_letterhead(head: Letterhead | None, language: str) -> dict[LetterSlot, str | None]:
    if head is None:
        return {}
    words = {
        LetterSlot.ISSUER_ADDRESS: head.address,
        LetterSlot.QUERY_WAYS: head.query_ways,
        LetterSlot.PAY_WAYS: head.pay_ways,
        LetterSlot.OBJECT_WAYS: head.object_ways,
        LetterSlot.EVIDENCE_WAYS: head.evidence_ways,
        LetterSlot.COMPLAINT_WAYS: head.complaint_ways,
        LetterSlot.SEAL_TEXT: head.seal_text,
    }
    said: dict[LetterSlot, str | None] = {slot: text.in_language(language) for slot, text in words.items()}
    return said | {LetterSlot.ISSUER_PHONE: head.phone}


def _of_debt(case: CaseFile, language: str) -> dict[LetterSlot, str | None]:
    account = case.account
    card = "".join(sign for sign in account.card if sign.isalnum())
    # Nothing owed is an amount too; less than nothing is a credit, and no letter calls it a balance.
    balance = case.balance_fen if case.balance_fen >= 0 else None
    return {
        LetterSlot.PRODUCT: account.product,
        LetterSlot.CARD_TAIL: card[-_TAIL:] if len(card) >= 2 * _TAIL else None,
        LetterSlot.BALANCE: say_money(balance, language),
        LetterSlot.OVERDUE_ON: say_date(account.overdue_on, language),
        LetterSlot.CLOSED_ON: say_date(case.closed_on, language),
        LetterSlot.PAID_TOTAL: say_money(case.paid_fen if case.paid_fen >= 0 else None, language),
    }


def _of_promise(case: CaseFile, language: str) -> dict[LetterSlot, str | None]:
    """The latest promise, while it is open."""
    promise = next((one for one in reversed(case.promises) if one.state is PromiseState.OPEN), None)
    if promise is None:
        return {}
    channel = PayChannel(promise.channel) if promise.channel in set(PayChannel) else None
    return {
        LetterSlot.PROMISE_AMOUNT: say_money(promise.amount_fen, language),
        LetterSlot.PROMISE_ON: say_date(promise.due_on, language),
        LetterSlot.PROMISE_CHANNEL: say_channel(channel, language),
    }


def _of_plan(case: CaseFile, language: str) -> dict[LetterSlot, str | None]:
    plan = case.performing_arrangement
    if plan is None or not plan.instalments:
        return {}
    parts = plan.instalments
    joint = "; " if language.startswith("en") else "；"
    return {
        LetterSlot.PLAN_COUNT: str(len(parts)),
        LetterSlot.PLAN_TOTAL: say_money(sum(part.amount_fen for part in parts), language),
        LetterSlot.PLAN_FIRST_ON: say_date(min(part.due_on for part in parts), language),
        LetterSlot.PLAN_LAST_ON: say_date(max(part.due_on for part in parts), language),
        LetterSlot.PLAN_PARTS: joint.join(
            f"{say_date(part.due_on, language)} {say_money(part.amount_fen, language)}" for part in parts
        ),
    }


def _of_claim(sources: LetterSources, language: str) -> dict[LetterSlot, str | None]:
    """The latest claim that came out as the letter says; a letter on another result has nothing to fill in."""
    wanted = _STATE_OF_LETTER.get(sources.template_id)
    claim: ClaimedPayment | None = next(
        (one for one in reversed(sources.case.claims) if one.state is wanted), None
    )
    if claim is None:
        return {}
    return {
        LetterSlot.CLAIM_ON: say_date(claim.paid_on, language),
        LetterSlot.CLAIM_AMOUNT: say_money(claim.amount_fen, language),
        LetterSlot.CLAIM_FOUND: say_money(claim.confirmed_fen, language),
        LetterSlot.CLAIM_REST: say_money(max(0, claim.amount_fen - claim.confirmed_fen), language),
    }


_OUTCOMES = {
    True: Bilingual("您反映的情况属实", "what you told us was so"),
    False: Bilingual("经核实，没有发现您反映的情况", "we looked into it and did not find it confirmed"),
}


def _of_complaint(sources: LetterSources, language: str) -> dict[LetterSlot, str | None]:
    complaint: Complaint | None = sources.case.complaints[-1] if sources.case.complaints else None
    if complaint is None:
        return {}
    received_on = civil_date(complaint.received_at)
    outcome = None if complaint.upheld is None else _OUTCOMES[complaint.upheld].in_language(language)
    return {
        LetterSlot.COMPLAINT_NO: complaint.complaint_id,
        LetterSlot.COMPLAINT_ON: say_date(received_on, language),
        LetterSlot.ANSWER_BY: say_date(_later(received_on, sources.answer_days), language),
        LetterSlot.EXTENDED_BY: say_date(_later(received_on, sources.extended_days), language),
        LetterSlot.OUTCOME: outcome,
    }


def _later(day: date, days: int | None) -> date | None:
    return None if days is None else date.fromordinal(day.toordinal() + days)
