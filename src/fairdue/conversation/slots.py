"""Slots: which verified field fills which place of a sentence, in which words.

Room: conversation. A slot without a fact gives nothing, and then the sentence is not offered. Before the
identity check only the open slots have values, whatever a flow may ask for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.conversation.claim_check import last_day_of_checking
from fairdue.conversation.ladder import open_slots
from fairdue.conversation.memory import REMEMBERED, remembered
from fairdue.conversation.said_words import (
    FACTOR_NAMES,
    REASON_NAMES,
    count_words,
    named,
    say_channel,
    say_date,
    say_moment,
    say_money,
)
from fairdue.conversation.session import Session
from fairdue.conversation.wording import OPEN_SLOTS, SentenceSpec, Slot, fill
from fairdue.foundation.civil import civil_date


def render(
    sentence: SentenceSpec, *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> str | None:
    """The sentence in one language with its facts, or None when one of them is not known or not open."""
    values: dict[Slot, str] = {}
    opened = open_slots(session)
    for slot in sentence.slots:
        if slot not in opened or (slot not in OPEN_SLOTS and not session.verified):
            return None
        value = slot_value(slot, session=session, case=case, language=language, as_of=as_of)
        if value is None:
            return None
        values[slot] = value
    return fill(sentence.words.in_language(language), values)


def render_note(
    sentences: Iterable[SentenceSpec], *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> str:
    """The note: the sentences whose facts are known, one after the other.

    A note is for the file and not for an ear, so it may hold what was said before the identity check.
    """
    written = []
    for sentence in sentences:
        values = {
            slot: slot_value(slot, session=session, case=case, language=language, as_of=as_of)
            for slot in sentence.slots
        }
        known = {slot: value for slot, value in values.items() if value is not None}
        if len(known) == len(values):
            written.append(fill(sentence.words.in_language(language), known))
    return (" " if language.startswith("en") else "").join(written)


def slot_value(slot: Slot, *, session: Session, case: CaseFile, language: str, as_of: datetime) -> str | None:
    """The words that fill one slot; None when the fact is not known."""
    if slot in _FROM_CASE:
        return _case_value(slot, case, language, civil_date(as_of))
    return _said_value(slot, session, case, language, civil_date(as_of))


_FROM_CASE = frozenset(
    {
        Slot.CREDITOR,
        Slot.NAME,
        Slot.PRODUCT,
        Slot.BALANCE,
        Slot.PRINCIPAL,
        Slot.INTEREST,
        Slot.PENALTY,
        Slot.PLACED_AMOUNT,
        Slot.OVERDUE_ON,
        Slot.OVERDUE_DAYS,
        Slot.OVERDUE_PERIODS,
        *REMEMBERED,
    }
)


def _case_value(slot: Slot, case: CaseFile, language: str, today: date) -> str | None:
    account = case.account
    amounts = {
        Slot.BALANCE: case.balance_fen,
        Slot.PRINCIPAL: account.principal_fen,
        Slot.INTEREST: account.interest_fen,
        Slot.PENALTY: account.penalty_fen,
        Slot.PLACED_AMOUNT: account.amount_fen,
    }
    if slot in amounts:
        return say_money(amounts[slot], language)
    words = {
        Slot.CREDITOR: account.creditor,
        Slot.NAME: case.party.name,
        Slot.PRODUCT: account.product,
        Slot.OVERDUE_ON: say_date(account.overdue_on, language),
        Slot.OVERDUE_DAYS: count_words(account.overdue_days(on=today)),
        Slot.OVERDUE_PERIODS: count_words(account.overdue_periods),
    }
    return words[slot] or None if slot in words else remembered(slot, case, language, today)


def _said_value(slot: Slot, session: Session, case: CaseFile, language: str, today: date) -> str | None:
    answers, speaker = session.answers, session.speaker
    policy = session.flow.policy
    promised_on = answers.promise_on
    values = {
        Slot.AGENCY: speaker.agency,
        Slot.STAFF_NO: speaker.staff_no,
        Slot.HOTLINE: speaker.hotline,
        Slot.CALLBACK_AT: say_moment(answers.callback_at, language),
        Slot.SAID: answers.said,
        Slot.VERIFIED_BY: named(FACTOR_NAMES.get(session.verified_by), language),
        Slot.PAID_ON: say_date(answers.paid_on, language),
        Slot.PAID_AMOUNT: say_money(answers.paid_amount_fen, language),
        Slot.PAID_CHANNEL: say_channel(answers.paid_channel, language),
        Slot.CLAIM_CHECK_ON: say_date(last_day_of_checking(on=today, days=policy.claim_check_days), language),
        Slot.PROMISE_AMOUNT: say_money(promised_fen(session=session, case=case), language),
        Slot.PROMISE_ON: say_date(promised_on, language),
        Slot.PROMISE_AT: say_moment(answers.promise_at, language),
        Slot.PROMISE_CHECK_ON: say_date(promised_on + timedelta(days=1) if promised_on else None, language),
        Slot.PAY_CHANNEL: say_channel(answers.pay_channel, language),
        Slot.INSTALMENT: say_money(answers.instalment_fen, language),
        Slot.REASON: named(REASON_NAMES.get(answers.reason) if answers.reason else None, language),
    }
    return values[slot] or None


def promised_fen(*, session: Session, case: CaseFile) -> int | None:
    """What is being promised: the whole balance, or the amount that was said."""
    return case.balance_fen if session.answers.promise_full else session.answers.promise_amount_fen
