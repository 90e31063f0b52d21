"""Wording: every sentence a customer can hear, as data: id, both languages, owner, approval day, slots.

Room: conversation. A sentence whose facts are missing is not offered, and one that carries a debt fact is
not offered before the identity check. Here stands what a sentence is; ``slots`` fills it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fairdue.conversation.origin import NOWHERE, Origin
from fairdue.foundation.bilingual import Bilingual


class Slot(StrEnum):
    """A place in a sentence that a verified field of the case, the speaker or the answers fills."""

    AGENCY = "agency"
    STAFF_NO = "staff_no"
    HOTLINE = "hotline"
    CREDITOR = "creditor"
    NAME = "name"
    CALLBACK_AT = "callback_at"
    SAID = "said"
    VERIFIED_BY = "verified_by"
    PRODUCT = "product"
    BALANCE = "balance"
    PRINCIPAL = "principal"
    INTEREST = "interest"
    PENALTY = "penalty"
    PLACED_AMOUNT = "placed_amount"
    OVERDUE_ON = "overdue_on"
    OVERDUE_DAYS = "overdue_days"
    OVERDUE_PERIODS = "overdue_periods"
    PAID_ON = "paid_on"
    PAID_AMOUNT = "paid_amount"
    PAID_CHANNEL = "paid_channel"
    CLAIM_CHECK_ON = "claim_check_on"
    PROMISE_AMOUNT = "promise_amount"
    PROMISE_ON = "promise_on"
    PROMISE_AT = "promise_at"
    PROMISE_CHECK_ON = "promise_check_on"
    PAY_CHANNEL = "pay_channel"
    INSTALMENT = "instalment"
    REASON = "reason"
    LAST_PROMISE_ON = "last_promise_on"
    LAST_PROMISE_AMOUNT = "last_promise_amount"
    LAST_CLAIM_ON = "last_claim_on"
    LAST_CLAIM_AMOUNT = "last_claim_amount"
    LAST_CLAIM_CHANNEL = "last_claim_channel"
    LAST_TALK_ON = "last_talk_on"
    LAST_REASON = "last_reason"
    PLAN_SHORT = "plan_short"
    PLAN_DUE_ON = "plan_due_on"


OPEN_SLOTS = frozenset({Slot.AGENCY, Slot.STAFF_NO, Slot.HOTLINE, Slot.CREDITOR, Slot.NAME, Slot.CALLBACK_AT})
"""What may be said before the identity check; every other slot is a fact of the debt."""


class Tells(StrEnum):
    """What a sentence tells the listener about the end of the call, so that a flow can be checked for it."""

    NEXT = "next"  # what happens next, or that nothing more will
    CLOSE = "close"  # that the call ends here


_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class SentenceSpec:
    """One sentence of the playbook."""

    sentence_id: str
    words: Bilingual
    owner: str
    approved_on: date
    slots: tuple[Slot, ...]
    hint: Bilingual | None = None
    tells: tuple[Tells, ...] = ()
    cleared: Bilingual | None = (
        None  # why a person who read it found it harmless though the guard's model flags it
    )
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    @property
    def carries_debt(self) -> bool:
        """Does it have a place for a fact of the debt?"""
        return any(slot not in OPEN_SLOTS for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Wording:
    """All sentences by id."""

    sentences: Mapping[str, SentenceSpec]


def slots_in(template: str) -> frozenset[str]:
    """The names between braces in a template."""
    return frozenset(_SLOT.findall(template))


def fill(template: str, values: Mapping[Slot, str]) -> str:
    """Put the values into their places; every place must have one."""
    return _SLOT.sub(lambda match: values[Slot(match.group(1))], template)
